"""The feed benchmark sees what it looks for."""

import io
import tarfile
from pathlib import Path

import pytest

from benchmarks import feeds
from tocsin.records.feed import Entry, Listing

RSS = b"<rss><channel><item><link>/a</link></item><item><title>no address</title></item></channel></rss>"


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("<p>Odell <a href='https://averna.example/'>spoke</a></p>", []),
        ("<script>x()</script>", ["script"]),
        ("<p onclick='x()'>Odell</p>", ["onclick"]),
        ("<a href=' java\tscript:x()'>Odell</a>", ["javascript:x()"]),
        ("<img src='data:text/html,x'>", ["data:text/html,x"]),
        ("<p style='background:url(x)'>Odell</p>", ["style"]),
    ],
)
def test_what_could_act_is_seen(html: str, left: list[str]) -> None:
    assert feeds.active(Listing("rss", entries=(Entry("1", "", html=html),))) == left


def test_a_crash_and_a_hang_are_counted_and_not_survived_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object, **__: object) -> Listing:
        raise ZeroDivisionError

    def hang(*_: object, **__: object) -> Listing:
        while True:
            pass

    failures: list[str] = []
    monkeypatch.setattr(feeds, "CAP_S", 0.05)
    monkeypatch.setattr(feeds, "listing", crash)
    feeds.read("one.xml", RSS, failures)
    monkeypatch.setattr(feeds, "listing", hang)
    feeds.read("two.xml", RSS, failures)
    assert failures == ["crash: one.xml: ZeroDivisionError()", "hang: two.xml"]


def test_files_and_entries_are_counted_for_us_and_for_feedparser(tmp_path: Path) -> None:
    archive = tmp_path / "cases.tar.gz"
    with tarfile.open(archive, "w:gz") as packed:
        for name, body in (("a.xml", RSS), ("b.txt", RSS), ("c.xml", b"<!DOCTYPE r [<!ENTITY x 'y'>]>" + RSS)):
            member = tarfile.TarInfo(name)
            member.size = len(body)
            packed.addfile(member, io.BytesIO(body))
    found = {figure.name: figure.value for figure in feeds.suite(archive)}
    assert found["feeds.files"] == 2
    assert (found["feeds.entries found"], found["feeds.entries found, feedparser alone"]) == (2, 4)
    assert found["feeds.files with fewer entries than feedparser"] == 1
    assert found["feeds.crashes and hangs"] == 0
