"""A feed's new entries become jobs once, in the transaction that keeps the feed's state."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.desk.conftest import NOW

from tocsin.desk.store.feeds import entry_of
from tocsin.desk.store.store import Store
from tocsin.errors import LeaseLost
from tocsin.records.feed import Entry, Feed

FEED = Feed(
    "feed-1", "https://courier.example/feed", outlet="The Lorusk Courier", tags=("lorusk", "daily"), next_at=NOW + timedelta(hours=1),
    etag='"é\x00"', added_at=NOW,
)  # fmt: skip


def entries(*names: str, site: str = "courier") -> list[Entry]:
    return [Entry(f"guid-{name}", f"https://{site}.example/{name}", published=NOW) for name in names]


def test_a_feed_comes_back_as_it_was_put(store: Store) -> None:
    assert store.add_feed(FEED, at=NOW)
    assert not store.add_feed(replace(FEED, id="feed-2"), at=NOW), "its address is followed already"
    kept = replace(FEED, etag='"é\ufffd"')
    assert store.feed("feed-1") == store.feed(FEED.url) == kept
    changed = replace(kept, failures=3, reason="the server says 503", state="paused", checked_at=NOW)
    store.put_feed(changed, at=NOW)
    assert store.feeds() == store.feeds("paused") == [changed]
    assert store.feeds("active") == []


def test_each_entry_becomes_one_job_however_often_it_is_listed(store: Store) -> None:
    store.add_feed(FEED, at=NOW)
    first = store.put_feed(FEED, at=NOW, entries=entries("a", "b", "a"))
    assert first == tuple(entries("a", "b"))
    again = store.put_feed(FEED, at=NOW, entries=entries("b", "c"))
    assert again == tuple(entries("c"))
    jobs = store.jobs("waiting", kind="article")
    assert [entry_of(job.payload) for job in jobs] == entries("a", "b", "c")
    assert {job.payload["feed"] for job in jobs} == {"feed-1"}


def test_an_entry_comes_back_whole_from_its_job(store: Store) -> None:
    store.add_feed(FEED, at=NOW)
    entry = Entry(
        "g\x00" * 3000, "https://x.example/" + "ü" * 3000, "T\ud800", NOW, NOW, "Ada", "sum", "<p>\x00</p>", "LNA"
    )
    store.put_feed(FEED, at=NOW, entries=[entry])
    assert store.put_feed(FEED, at=NOW, entries=[entry]) == ()
    (job,) = store.jobs(kind="article")
    assert entry_of(job.payload) == entry


def test_an_address_that_another_feed_has_brought_is_not_fetched_again(store: Store) -> None:
    other = Feed("feed-2", "https://courier.example/world")
    store.add_feed(FEED, at=NOW)
    store.add_feed(other, at=NOW)
    store.put_feed(FEED, at=NOW, entries=entries("a"))
    both = [Entry("other guid", "https://courier.example/a"), *entries("b")]
    assert store.put_feed(other, at=NOW, entries=both) == tuple(entries("b"))


def test_two_entries_without_an_address_are_two(store: Store) -> None:
    store.add_feed(FEED, at=NOW)
    told = [Entry("1", "", html="<p>One</p>"), Entry("2", "", html="<p>Two</p>")]
    assert store.put_feed(FEED, at=NOW, entries=told) == tuple(told)


def test_each_active_feed_has_one_polling_job_due_at_its_time(store: Store) -> None:
    store.add_feed(FEED, at=NOW)
    assert store.lease(["poll"], "one", 60, NOW) is None
    due = NOW + timedelta(hours=1)
    job = store.lease(["poll"], "one", 60, due)
    assert job is not None
    assert job.payload == {"feed": "feed-1"}
    store.put_feed(replace(FEED, next_at=due + timedelta(hours=2)), at=due, job=job)
    assert store.lease(["poll"], "one", 60, due + timedelta(minutes=119)) is None
    assert store.lease(["poll"], "one", 60, due + timedelta(hours=2)) is not None


def test_a_feed_paused_is_not_polled_until_it_is_active_again(store: Store) -> None:
    store.add_feed(replace(FEED, next_at=None), at=NOW)
    store.put_feed(replace(FEED, state="paused"), at=NOW)
    assert store.lease(["poll"], "one", 60, NOW + timedelta(days=9)) is None
    store.put_feed(replace(FEED, next_at=None), at=NOW)
    assert store.lease(["poll"], "one", 60, NOW) is not None


def test_a_feed_that_is_gone_finishes_its_job(store: Store) -> None:
    store.add_feed(replace(FEED, next_at=None), at=NOW)
    job = store.lease(["poll"], "one", 60, NOW)
    store.put_feed(replace(FEED, state="gone", reason="410"), at=NOW, job=job)
    assert store.job_counts() == {("poll", "done"): 1}


def test_a_poll_whose_lease_has_passed_on_keeps_nothing(store: Store) -> None:
    store.add_feed(replace(FEED, next_at=None), at=NOW)
    late = store.lease(["poll"], "one", 60, NOW)
    store.lease(["poll"], "two", 60, NOW + timedelta(seconds=60))
    with pytest.raises(LeaseLost):
        store.put_feed(replace(FEED, failures=7), at=NOW, entries=entries("a"), job=late)
    assert store.feed("feed-1").failures == 0  # type: ignore[union-attr]
    assert store.jobs(kind="article") == []


def test_a_feed_removed_takes_its_polling_along_and_stays_removed(store: Store) -> None:
    store.add_feed(replace(FEED, next_at=None), at=NOW)
    job = store.lease(["poll"], "one", 60, NOW)
    assert store.remove_feed(FEED.url)
    assert not store.remove_feed("feed-1")
    with pytest.raises(LeaseLost, match="there no more"):
        store.put_feed(FEED, at=NOW, entries=entries("a"), job=job)
    assert store.put_feed(FEED, at=NOW, entries=entries("a")) == ()
    assert store.feeds() == []
    assert store.jobs() == []
    assert store.add_feed(FEED, at=NOW)
