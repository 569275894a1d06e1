"""The watch as a user has it: follow, poll, ask, back up; over a real server on loopback and a real file."""

import json
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import copyfile
from threading import Thread

import pytest
from tests.cli.quarrel import tocsin

from tocsin import demo

FEED = """<rss version="2.0"><channel><title>Meridian</title>
<item><title>Spy chief</title><guid>1</guid><link>{at}/a.html</link></item></channel></rss>"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a newspaper with one article, on loopback."""
    folder = tmp_path_factory.mktemp("press")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    at = f"http://127.0.0.1:{server.server_port}"
    copyfile(demo.FEATURED, folder / "a.html")
    (folder / "feed.xml").write_text(FEED.format(at=at), encoding="utf-8")
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield at
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def database(press: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that has followed the newspaper once."""
    file = tmp_path_factory.mktemp("store") / "tocsin.db"
    assert tocsin("feed", "add", f"{press}/feed.xml", "--database", file).code == 0
    done = tocsin(
        "watch", "--once", "--allow", press.removeprefix("http://"), "--codebook", demo.codebook(), "--database", file
    )
    assert (done.code, "article read" in done.out) == (0, True), done.err
    return file


def test_what_was_read_can_be_asked_for(database: Path) -> None:
    assert "Harsk claimed that instructors" in tocsin("search", "Harsk", "--database", database).out
    assert tocsin("search", '"no such', "--json", "--database", database).json["items"] == []
    said = tocsin("claims", "--speaker", "Harsk", "--json", "--database", database).json["items"]
    assert said
    assert all(one["claim"]["source"]["actor"]["name"] == "Konstantin Harsk" for one in said)
    rows = tocsin("events", "--type", "mobilize", "--csv", "--database", database).out.splitlines()
    assert rows[0].startswith("day,type,status,actors")
    assert all(",MOBILIZE," in row for row in rows[1:])


def test_what_is_followed_is_not_read_twice(database: Path, press: str) -> None:
    again = tocsin("watch", "--once", "--allow", press.removeprefix("http://"), "--database", database)
    assert again.out == ""
    assert tocsin("feed", "add", f"{press}/feed.xml", "--database", database).out == "0 added, 1 followed already\n"


def test_a_private_address_is_not_dialled_unless_allowed(press: str, tmp_path: Path) -> None:
    file = tmp_path / "tocsin.db"
    tocsin("feed", "add", f"{press}/feed.xml", "--database", file)
    tocsin("watch", "--once", "--database", file)
    (feed,) = tocsin("feed", "list", "--json", "--database", file).json
    assert "refused" in feed["reason"]
    assert tocsin("doctor", "--database", file).code == 1
    assert "refused" in tocsin("feed", "list", "--faulty", "--database", file).out


def test_a_store_is_well_and_its_backup_fills_another(database: Path, tmp_path: Path) -> None:
    assert tocsin("doctor", "--database", database).out == "all is well\n"
    assert json.loads(tocsin("status", "--json", "--database", database).out)["sizes"]["article"] == 1
    assert tocsin("backup", tmp_path / "b", "--database", database).code == 0
    other = tmp_path / "other.db"
    assert "1 article" in tocsin("restore", tmp_path / "b", "--database", other).out
    assert "Harsk" in tocsin("search", "Harsk", "--database", other).out


def test_subscriptions_go_out_and_come_in_as_opml(database: Path, tmp_path: Path) -> None:
    assert tocsin("feed", "export", tmp_path / "f.opml", "--database", database).code == 0
    other = tmp_path / "other.db"
    assert tocsin("feed", "import", tmp_path / "f.opml", "--database", other).out == "1 added, 0 followed already\n"
    assert "feed.xml" in tocsin("feed", "list", "--database", other).out


def test_starter_packs_are_named_and_unknown_ones_refused(tmp_path: Path) -> None:
    assert "japan" in tocsin("feed", "packs").out
    done = tocsin("feed", "add", "--pack", "atlantis", "--database", tmp_path / "tocsin.db")
    assert done.code == 2
    assert "no starter pack 'atlantis'" in done.err


def test_a_store_that_cannot_be_reached_is_one_sentence_without_the_password() -> None:
    done = tocsin("status", "--database", "postgresql://nobody:secret@127.0.0.1:1/x")
    assert done.code == 2
    assert "cannot be reached" in done.err
    assert "secret" not in done.err
