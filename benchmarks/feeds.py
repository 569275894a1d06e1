"""Foreign feeds and foreign HTML: nothing crashes, nothing hangs, entries are found, nothing active comes through.

    python -m benchmarks.feeds --data ../shared/benchmarks

The feed suite is read file by file by us and by feedparser as it comes, in the same run. An entry counts as found when
it is listed, or noted as skipped for want of an address and of a text: many cases are one element long. The HTML cases
of html5lib go through as the content of an entry, around a handler and a script; what is still active in what comes
out is counted.
"""

import argparse
import io
import json
import re
import signal
import sys
import tarfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import feedparser

from benchmarks.figures import Figure, report
from tocsin.errors import ReadingError
from tocsin.reading.listing import listing
from tocsin.records.feed import Listing

URL = "https://averna.example/feed"
CAP_S = 10  # for one file; beyond, it counts as a hang
LISTED = "neither an address"  # of the notes of `tocsin.reading.field`
ACTIVE = {
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "form",
    "input",
    "button",
    "meta",
    "link",
    "base",
    "svg",
    "math",
    "frame",
}
ADDRESSES = {
    "href",
    "src",
    "action",
    "formaction",
    "cite",
    "poster",
    "background",
    "longdesc",
    "usemap",
    "data",
    "srcset",
}


class Hang(Exception):  # noqa: N818 - what happened
    """A file took longer than CAP_S."""


@contextmanager
def capped() -> Iterator[None]:
    """Raises Hang when what is done inside takes longer than CAP_S."""

    def stop(*_: Any) -> None:
        raise Hang

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, CAP_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def members(archive: Path, *endings: str) -> Iterator[tuple[str, bytes]]:
    """Each file of *archive* whose name ends so."""
    with tarfile.open(archive) as packed:
        for member in packed:
            if member.isfile() and member.name.endswith(endings) and (opened := packed.extractfile(member)):
                yield member.name, opened.read()


def cases(tests: bytes) -> Iterator[str]:
    """Each input of a file of html5lib's."""
    for test in json.loads(tests).get("tests", ()):
        text = test.get("input")
        if isinstance(text, str):
            yield text


class Left(HTMLParser):
    """Counts what could act in HTML: elements, handlers, addresses that run."""

    def __init__(self) -> None:
        super().__init__()
        self.active: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ACTIVE:
            self.active.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.active.append(name)
            target = re.sub(r"[\x00-\x20]", "", value or "").lower()
            if name in ADDRESSES and ":" in target and not target.startswith(("http:", "https:", "mailto:")):
                self.active.append(target[:40])


def active(listed: Listing) -> list[str]:
    """What could act in the HTML of its entries."""
    left = Left()
    for entry in listed.entries:
        left.feed(entry.html or "")
    left.close()
    return left.active


def read(name: str, body: bytes, failures: list[str]) -> tuple[Listing | None, float]:
    """The listing, or None, and the seconds it took; a crash or a hang is noted."""
    started = time.perf_counter()
    found = None
    try:
        with capped():
            found = listing(body, url=URL)
    except ReadingError as error:
        print(f"refused: {name}: {error}", file=sys.stderr)
    except Hang:
        failures.append(f"hang: {name}")
    except Exception as error:  # a crash is what is counted here
        failures.append(f"crash: {name}: {error!r}")
    return found, time.perf_counter() - started


def suite(archive: Path) -> list[Figure]:
    """The feed suite."""
    failures: list[str] = []
    spent: list[float] = []
    files = ours = theirs = fewer = acting = 0
    their_time = 0.0
    for name, body in members(archive, ".xml", ".json"):
        files += 1
        found, took = read(name, body, failures)
        spent.append(took)
        here = 0
        if found is not None:
            here = len(found.entries) + sum(LISTED in note.why for note in found.skipped)
            acting += bool(active(found))
        started = time.perf_counter()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            there = len(feedparser.parse(io.BytesIO(body)).entries)
        their_time += time.perf_counter() - started
        if here < there:
            fewer += 1
            print(f"fewer: {name}: {here} of {there}", file=sys.stderr)
        ours, theirs = ours + here, theirs + there
    for failure in failures:
        print(failure, file=sys.stderr)
    return [
        Figure("feeds.files", files),
        Figure("feeds.crashes and hangs", len(failures), higher=False),
        Figure("feeds.slowest file, seconds", max(spent, default=0.0), higher=False),
        Figure("feeds.all files, seconds", sum(spent), higher=False),
        Figure("feeds.all files, seconds, feedparser alone", their_time, higher=False),
        Figure("feeds.entries found", ours),
        Figure("feeds.entries found, feedparser alone", theirs),
        Figure("feeds.files with fewer entries than feedparser", fewer, higher=False),
        Figure("feeds.files with something active left", acting, higher=False),
    ]


def foreign_html(archive: Path) -> list[Figure]:
    """html5lib's cases as the content of an entry."""
    failures: list[str] = []
    texts = acting = 0
    slowest = 0.0
    for name, body in members(archive, ".test"):
        for text in cases(body):
            texts += 1
            content = f"{'word ' * 300}{text}<img src=x onerror='x()'><script>x()</script>{text}"
            item = f"<item><title>x</title><link>/a</link><description>{escape(content)}</description></item>"
            document = f"<rss version='2.0'><channel><title>Averna</title>{item}</channel></rss>"
            found, took = read(name, document.encode("utf-8", "replace"), failures)
            slowest = max(slowest, took)
            if found is not None and (left := active(found)):
                acting += 1
                print(f"active: {name}: {text!r}: {left}", file=sys.stderr)
    for failure in failures:
        print(failure, file=sys.stderr)
    return [
        Figure("feeds.HTML cases", texts),
        Figure("feeds.HTML crashes and hangs", len(failures), higher=False),
        Figure("feeds.HTML slowest case, seconds", slowest, higher=False),
        Figure("feeds.HTML cases with something active left", acting, higher=False),
    ]


def measure(data: Path) -> list[Figure]:
    folder = data / "feeds"
    return suite(folder / "feedparser-cases.tar.gz") + foreign_html(folder / "html5lib-cases.tar.gz")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/benchmarks"))
    options = parser.parse_args()
    if not (options.data / "feeds").exists():
        print(f"skipped: {options.data / 'feeds'} is not there", file=sys.stderr)
        return 0
    report(measure(options.data))
    return 0


if __name__ == "__main__":
    sys.exit(main())
