"""`tocsin actors`: asked like a user does, and fetching from a real server on loopback."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from typer.testing import CliRunner

from tocsin.cli.main import app

ANSWERS = Path(__file__).parent / "wikidata"  # answers in the service's own form, one for each office


class Service(BaseHTTPRequestHandler):
    """Answers as the query service does, with what is recorded for the office a query asks for."""

    broken: frozenset[str] = frozenset()

    def do_GET(self) -> None:
        (query,) = parse_qs(urlsplit(self.path).query)["query"]
        marks = {
            "p:P35": "head_of_state",
            "p:P6 ": "head_of_government",
            "wd:Q7330070": "foreign_minister",
            "wd:Q2518691": "defence_minister",
        }
        (office,) = (name for mark, name in marks.items() if mark in query)
        failing = office in self.broken
        body = b"too many requests" if failing else (ANSWERS / f"{office}.json").read_bytes()
        self.send_response(429 if failing else 200)
        self.send_header("Content-Type", "application/sparql-results+json;charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def service() -> Iterator[list[str]]:
    """Options that ask the recorded service."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    place = f"127.0.0.1:{server.server_address[1]}"
    yield ["--service", f"http://{place}/sparql", "--allow", place]
    server.shutdown()
    server.server_close()
    Service.broken = frozenset()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TOCSIN_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["actors", *words])
    return result.exit_code, result.stdout, result.stderr


def test_who_marks_the_office_held_on_a_day() -> None:
    code, out, _ = run("who", "Putin", "--on", "2010-01-01")
    assert code == 0
    marked = [line for line in out.splitlines() if ">" in line]
    assert len(marked) == 1
    assert "prime minister" in marked[0]


def test_who_answers_for_an_office() -> None:
    code, out, _ = run("who", "president of France", "--on", "2015-01-01")
    assert (code, "Hollande" in out) == (0, True)


def test_who_gives_json() -> None:
    code, out, _ = run("who", "Angela", "Merkel", "--on", "2015-01-01", "--json")
    (merkel,) = json.loads(out)
    assert (code, merkel["country"], merkel["sector"]) == (0, "DEU", "GOV")
    assert [office["role"] for office in merkel["offices"] if office["held"]] == ["chancellor"]


def test_nobody_is_said_and_is_no_success() -> None:
    code, out, err = run("who", "Ivo Nobody-Atall")
    assert (code, out) == (1, "")
    assert "nobody is known as 'Ivo Nobody-Atall'" in err


def test_sync_writes_a_folder_that_every_command_reads(service: list[str], home: Path) -> None:
    assert run("who", "Mirela Testescu")[0] == 1
    code, out, err = run("sync", *service)
    assert code == 0, err
    written = home / "codebook" / "actors" / "people" / "wikidata.toml"
    assert str(written) in out.replace("\n", "")
    assert "rows left out" in out
    code, out, _ = run("who", "Mirela Testescu", "--on", "2026-06-01")
    assert code == 0
    assert "> 2026-02-03" in out


def test_what_is_fetched_goes_before_ours_and_keeps_what_only_we_know(service: list[str]) -> None:
    before = run("who", "Mike Pompeo")[1]
    assert run("sync", *service)[0] == 0
    after = run("who", "Mike Pompeo")[1]
    assert "CIA director" in before
    assert "CIA director" in after
    assert "foreign minister" in after


def test_an_office_that_fails_is_said_and_the_rest_is_written(service: list[str], home: Path) -> None:
    Service.broken = frozenset({"defence_minister"})
    code, _, err = run("sync", *service)
    assert code == 1
    assert "defence minister: http://127.0.0.1" in err
    assert "429" in err
    assert (home / "codebook" / "actors" / "people" / "wikidata.toml").exists()


def test_when_everything_fails_the_old_file_stays(service: list[str], home: Path) -> None:
    assert run("sync", *service)[0] == 0
    written = home / "codebook" / "actors" / "people" / "wikidata.toml"
    old = written.read_text(encoding="utf-8")
    Service.broken = frozenset({"head_of_state", "head_of_government", "foreign_minister", "defence_minister"})
    code, _, err = run("sync", *service)
    assert (code, written.read_text(encoding="utf-8")) == (2, old)
    assert "nothing was written" in err


def test_a_service_that_is_not_public_is_refused_unless_allowed(service: list[str], home: Path) -> None:
    code, _, err = run("sync", *service[:2])
    assert code == 2
    assert "is refused" in err or "not a public address" in err
    assert not (home / "codebook").exists()


def test_an_unknown_country_is_refused_before_anything_is_asked() -> None:
    code, _, err = run("sync", "--country", "QQQ")
    assert code == 2
    assert "QQQ" in err
