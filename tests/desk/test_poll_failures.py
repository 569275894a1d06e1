"""Feeds that fail, for a day of the tests' time: the reason is kept, and they are asked ever more seldom."""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
from tests.desk.desk import AVERNA, HALF_HOUR, Desk, one_item, opened
from tests.desk.feedserver import (
    Behaviour,
    Document,
    Item,
    Newspaper,
    Reply,
    article_page,
    bomb,
    drip,
    endless,
    hang_up,
    rss,
)

from tocsin.desk.poll import Outcome
from tocsin.desk.store.store import Store
from tocsin.errors import LeaseLost, StoreError
from tocsin.records.feed import Entry

DRIP = drip()


@pytest.fixture
def desk(store: Store) -> Iterator[Desk]:
    yield from opened(store, max_bytes=1_000_000)


WRONG: list[tuple[str, Behaviour | Reply, str]] = [
    ("not found", Reply(404), r"answered 404 \(Not Found\)"),
    ("server error", Reply(500), r"answered 500"),
    ("hangs up", hang_up, "did not answer as a web server does"),
    ("slow drip", DRIP, "took longer than 0.5 s"),
    ("gzip bomb", bomb(), "larger than 1 MB"),
    ("endless", endless, "larger than 1 MB"),
    ("cut off", Reply(200, b"<rss><channel><item>", {"Content-Length": "5000"}), ""),
    ("malformed", Reply(200, b"\x00\x01\x02 no feed at all", {"Content-Type": "text/xml"}), ""),
    ("entities", Reply(200, b'<!DOCTYPE r [<!ENTITY a "b">]><rss><channel>&a;</channel></rss>'), ""),
    ("a page", Reply(200, b"<html><body><p>Welcome</p></body></html>", {"Content-Type": "text/html"}), "web page"),
    ("304 to a plain question", Reply(304), "answered 304"),
]


@pytest.mark.parametrize(("wrong", "why"), [one[1:] for one in WRONG], ids=[one[0] for one in WRONG])
def test_what_is_wrong_is_the_feeds_reason_and_it_is_asked_ever_more_seldom(
    desk: Desk, wrong: Behaviour | Reply, why: str
) -> None:
    if wrong is DRIP:
        desk.hurry()
    of = desk.follow(desk.press.put(AVERNA, "/feed", wrong))
    desk.run(hours=24)
    feed = desk.feed(of)
    asked = desk.asked_at(AVERNA, "/feed")
    gaps = [(later - earlier).total_seconds() / 1800 for earlier, later in pairwise(asked)]
    assert feed.state == "active"
    assert feed.failures == len(asked)
    assert feed.reason
    assert feed.fetched_at is None
    if why:
        assert re.search(why, feed.reason), feed.reason
    # Half an hour, doubled each time and up to a quarter longer: .5 + 1 + 2 + 4 + 8 h, and the next is beyond the day.
    assert 5 <= len(asked) <= 6
    for tries, pause in enumerate(gaps):
        assert 2**tries <= pause <= 2**tries * 1.26
    assert len({round(gap / 2**tries, 3) for tries, gap in enumerate(gaps)}) > 1, "not all by the same factor"


def test_a_feed_that_recovers_is_asked_as_before_and_lost_nothing(desk: Desk) -> None:
    paper = Newspaper(desk.press, AVERNA, every=timedelta(hours=1), shown=40)
    of = desk.follow(paper.url)
    desk.run(hours=2)
    desk.press.put(AVERNA, "/feed", Reply(500))
    desk.run(hours=6)
    assert desk.feed(of).failures >= 3
    desk.press.put(AVERNA, "/feed", paper)
    desk.run(hours=12.9)
    feed = desk.feed(of)
    assert (feed.failures, feed.reason) == (0, None)
    assert len(desk.read) == paper.out()
    assert desk.press.requests(AVERNA, "/feed")[-1].at > desk.clock.now() - HALF_HOUR


@pytest.mark.parametrize("share", [0.02, 0.7, 0.99])
def test_a_list_that_broke_off_is_not_taken_for_the_whole_of_it(desk: Desk, share: float) -> None:
    urls = [desk.press.put(AVERNA, f"/{name}", article_page(f"Odell on {name}", name)) for name in "abcd"]
    whole = rss([Item(url, url, "Odell", desk.clock.now()) for url in urls])
    document = Document(whole[: int(len(whole) * share)], etag='"same"')
    of = desk.follow(desk.press.put(AVERNA, "/feed", document))
    desk.poll(of)
    assert desk.feed(of).reason
    document.body = whole  # mended, and the server did not change its ETag
    desk.poll(of)
    assert desk.feed(of).reason is None
    assert len(desk.store.jobs(kind="article")) == 4
    assert desk.poll(of).outcome is Outcome.SAME
    assert [one.status for one in desk.press.requests(AVERNA, "/feed")] == [200, 200, 304]


@pytest.mark.parametrize("written", ["utf-8", "utf-16", "a comment after it"])
def test_a_list_that_did_not_break_off_is_not_asked_for_whole_again(desk: Desk, written: str) -> None:
    body = one_item(desk)
    if written == "utf-16":
        body = body.decode().replace("utf-8", "utf-16").encode("utf-16")
    elif written != "utf-8":
        body += b"<!-- made in 0.3 s -->\n"
    of = desk.follow(desk.press.put(AVERNA, "/feed", Document(body, "application/rss+xml")))
    assert [desk.poll(of).outcome, desk.poll(of).outcome] == [Outcome.NEW, Outcome.SAME]
    assert desk.press.requests(AVERNA, "/feed")[-1].status == 304


def test_a_store_that_fails_leaves_the_feed_as_it_was_and_the_next_poll_brings_all(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = desk.follow(desk.press.put(AVERNA, "/feed", Document(one_item(desk))))

    def full(*_: object, **__: object) -> tuple[Entry, ...]:
        raise StoreError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(desk.store, "put_feed", full)
        with pytest.raises(StoreError):
            desk.poll(of)
    assert desk.feed(of).etag is None
    assert desk.poll(of).new == 1


def test_a_worker_that_lost_its_lease_keeps_nothing(desk: Desk) -> None:
    of = desk.follow(desk.press.put(AVERNA, "/feed", Document(one_item(desk))))
    slow = desk.store.lease(["poll"], "slow", 1, desk.clock.now())
    assert slow is not None
    desk.clock.sleep(2)
    quick = desk.store.lease(["poll"], "quick", 60, desk.clock.now())
    assert quick is not None
    with pytest.raises(LeaseLost):
        desk.poller.poll(desk.feed(of), slow)
    assert desk.store.jobs(kind="article") == []
    assert desk.poller.poll(desk.feed(of), quick).new == 1
