"""The command as a person runs it: in its own process, judged by what it prints and how it ends."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tocsin import __version__, demo
from tocsin.records.codec import from_json
from tocsin.records.schema import schema

MODEL = Path(str(files("tocsin.language"))) / "models" / "reader.onnx"
needs_model = pytest.mark.skipif(
    not MODEL.exists(), reason=f"the reader model is not there ({MODEL.name}): make it with training/"
)
COMMAND = [sys.executable, "-c", "from tocsin.cli.main import run; run()"]
TEXT = "Prime Minister Ada Odell of Averna accused Lorusk on Monday of moving troops. “We will not wait,” she said.\n"


def tocsin(*arguments: object, stdin: bytes | None = None, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        timeout=120,
        env={**os.environ, "COLUMNS": "80", **environment},
        check=False,
    )


def one_sentence(done: subprocess.CompletedProcess[bytes]) -> str:
    """What the command said when it did nothing: one line, no traceback, nothing on standard output."""
    said = done.stderr.decode()
    assert done.returncode == 2, said
    assert done.stdout == b""
    assert said.startswith("tocsin: ")
    assert said.count("\n") == 1
    assert "Traceback" not in said
    assert "an error of Tocsin's own" not in said
    assert len(said) < 400
    return said


def test_the_version_is_told() -> None:
    assert tocsin("--version").stdout.decode() == f"tocsin {__version__}\n"


def test_help_names_every_option() -> None:
    page = tocsin("read", "--help").stdout.decode()
    for option in (
        "--json",
        "--html",
        "--markdown",
        "--jsonl",
        "--date",
        "--outlet",
        "--language",
        "--codebook",
        "--min-score",
    ):
        assert option in page


def test_help_wakes_none_of_the_slow_libraries() -> None:
    script = (
        "import sys; from tocsin.cli.main import app; app(['read', '--help'], standalone_mode=False);"
        "slow = {'numpy', 'onnxruntime', 'lxml', 'trafilatura', 'httpx', 'babel', 'jinja2'} & set(sys.modules);"
        "sys.exit(f'imported {slow}' if slow else 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize(
    "arguments",
    [
        ["read"],
        ["read", "a.txt", "b.jsonl"],
        ["read", "a.jsonl", "--jsonl"],
        ["read", "a.jsonl", "b.jsonl", "--jsonl", "--json"],
        ["read", "a.txt", "--date", "24/1/2031"],
        ["read", "a.txt", "--min-score", "2"],
        ["read", "a.txt", "--loud"],
        ["write"],
    ],
    ids=" ".join,
)
def test_a_wrong_option_is_code_2_and_says_which(arguments: list[str]) -> None:
    done = tocsin(*arguments)
    assert done.returncode == 2
    assert done.stdout == b""
    assert b"Error: " in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("blank.txt", b" \n\n"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
        ("noise.bin", bytes(range(256)) * 50),
        ("list.json", b"[1, 2]"),
        ("deep.json", b'{"text": ' + b"[" * 100_000),
        ("no-text.json", b'{"title": "Averna"}'),
        ("cut.json", b'{"text": "Averna'),
        ("empty.html", b"<!doctype html><html><head><title>Averna</title></head><body></body></html>"),
        ("deep.html", b"<!doctype html>" + b"<div>" * 50_000),
        ("line.txt", b"x" * 16_000_000),
    ],
)
def test_a_bad_file_is_one_clear_sentence(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    one_sentence(tocsin("read", tmp_path / name, "--html", tmp_path / "page.html"))
    assert not (tmp_path / "page.html").exists()


def test_a_file_that_is_not_there_is_one_clear_sentence(tmp_path: Path) -> None:
    assert "nothing.txt" in one_sentence(tocsin("read", tmp_path / "nothing.txt"))
    assert "nothing.jsonl" in one_sentence(
        tocsin("read", "--jsonl", tmp_path / "nothing.jsonl", tmp_path / "out.jsonl")
    )


def test_a_folder_is_no_article(tmp_path: Path) -> None:
    one_sentence(tocsin("read", tmp_path))


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/", "http://[::1]:80/", "http://localhost/", "https://169.254.169.254/x"]
)
def test_an_address_of_this_machine_is_refused(address: str) -> None:
    one_sentence(tocsin("read", address))


def test_nothing_on_standard_input_is_one_clear_sentence() -> None:
    one_sentence(tocsin("read", "-", stdin=b""))


@needs_model
def test_json_follows_the_schema_and_spans_point_at_their_words(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    done = tocsin(
        "read", tmp_path / "a.txt", "--json", "--date", "2031-03-24", "--outlet", "Courier", "--language", "en"
    )
    assert (done.returncode, done.stderr) == (0, b"")
    written = json.loads(done.stdout)
    Draft202012Validator(schema()).validate(written)
    briefing = from_json(written)
    article = briefing.article
    assert (article.text, article.outlet, article.language, str(article.published)) == (
        TEXT,
        "Courier",
        "en",
        "2031-03-24",
    )
    assert briefing.claims
    for claim in briefing.claims:
        for passage in (claim.cue, claim.content):
            assert all(0 <= start < end <= len(TEXT) for start, end in passage.spans)
        if len(claim.content.spans) == 1:
            assert claim.content.spans[0].of(TEXT) == claim.content.text


@needs_model
def test_a_file_and_standard_input_give_the_same_records(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    by_file, by_pipe = tocsin("read", tmp_path / "a.txt", "--json"), tocsin("read", "-", "--json", stdin=TEXT.encode())
    assert json.loads(by_file.stdout)["claims"] == json.loads(by_pipe.stdout)["claims"]


@needs_model
def test_on_a_pipe_the_briefing_is_plain(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    page = tocsin("read", tmp_path / "a.txt").stdout.decode()
    assert "\x1b" not in page
    for section in ("Who says what", "What happened", "Who stands where"):
        assert section in page


@needs_model
def test_pages_are_written_whole_beside_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    done = tocsin("read", tmp_path / "a.txt", "--html", tmp_path / "a.html", "--markdown", tmp_path / "a.md")
    assert (done.returncode, done.stdout) == (0, b"")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "a.md", "a.txt"]
    assert (tmp_path / "a.html").read_text(encoding="utf-8").endswith("</html>\n")


@needs_model
def test_broken_utf8_is_read_and_said_and_ends_with_code_1(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(
        TEXT.encode() + "“Né, né, né”, said Odell.".encode() + b" \xe2\x80 Lorusk denied it.\n"
    )
    done = tocsin("read", tmp_path / "a.txt", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["claims"]
    assert done.stderr.decode().count("\n") == 1


@needs_model
def test_many_are_briefed_in_order_and_bad_lines_said(tmp_path: Path) -> None:
    lines = [json.dumps({"id": f"a{number}", "text": TEXT, "date": "2031-03-24"}) for number in range(3)]
    (tmp_path / "in.jsonl").write_text("\n".join([*lines[:2], "{", lines[2]]), encoding="utf-8")
    done = tocsin("read", "--jsonl", tmp_path / "in.jsonl", tmp_path / "out.jsonl")
    assert done.returncode == 1
    assert b"line 3: not JSON" in done.stderr
    written = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(one["id"], one["article"]["id"]) for one in written] == [("a0", "a0"), ("a1", "a1"), ("a2", "a2")]
    assert tocsin("read", "--jsonl", "-", "-", stdin=lines[0].encode()).stdout.decode().count("\n") == 1


@needs_model
def test_a_score_nobody_reaches_leaves_no_claims(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert json.loads(tocsin("read", tmp_path / "a.txt", "--json", "--min-score", "1").stdout)["claims"] == []


@needs_model
def test_a_codebook_folder_that_is_not_there_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert "nowhere" in one_sentence(tocsin("read", tmp_path / "a.txt", "--codebook", tmp_path / "nowhere"))


@needs_model
def test_whoever_stops_reading_sees_no_error(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"id": number, "text": TEXT * 20}) + "\n" for number in range(40))
    (tmp_path / "in.jsonl").write_text(lines, encoding="utf-8")
    with subprocess.Popen(
        [*COMMAND, "read", "--jsonl", str(tmp_path / "in.jsonl"), "-"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 141


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send")
def test_ctrl_c_ends_with_130_and_no_traceback(tmp_path: Path) -> None:
    # A pipe nobody writes to: the command waits for its article until it is stopped.
    with subprocess.Popen(
        [*COMMAND, "read", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        time.sleep(3)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in said
    assert list(tmp_path.iterdir()) == []


@needs_model
def test_the_demo_reads_its_articles_and_writes_a_page(tmp_path: Path) -> None:
    done = tocsin("demo", "--html", tmp_path / "demo.html")
    assert (done.returncode, done.stderr) == (0, b"")
    page = done.stdout.decode()
    assert "An invented crisis" in page
    assert len(re.findall(r"^ \d\d (?:Mar|Apr) .* \d+ +\d+ *$", page, re.MULTILINE)) == len(demo.articles())
    assert "Who says what" in page
    assert (tmp_path / "demo.html").read_text(encoding="utf-8").startswith("<!doctype html>")
