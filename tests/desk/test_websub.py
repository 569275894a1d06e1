"""A hub on loopback that is asked, calls back, delivers and refuses; polling goes on whatever it does."""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs

import pytest
from tests.desk.desk import Desk, opened
from tests.desk.feedserver import Asked, Document, Item, Reply, article_page, rss

from tocsin.desk.store.store import Store
from tocsin.desk.websub import Subscriber
from tocsin.reading.websub import LARGEST
from tocsin.records.feed import Feed

HOST, HUB = "averna.example", "hub.example"
BASE = "https://desk.example"


@dataclass
class Hub:
    """A hub that confirms at once, in the middle of the request, as some do; *lease* None: it does not."""

    subscriber: Subscriber
    lease: int | None = 864_000
    reply: Reply = field(default_factory=lambda: Reply(202))
    forms: list[dict[str, str]] = field(default_factory=list)
    echoed: list[str | None] = field(default_factory=list)

    def __call__(self, asked: Asked, _: BaseHTTPRequestHandler) -> Reply:
        self.forms.append({name: values[0] for name, values in parse_qs(asked.body.decode()).items()})
        if self.lease is not None:
            self.confirm()
        return self.reply

    def confirm(self, **changed: str) -> str | None:
        form = self.forms[-1]
        query = {"hub.mode": form["hub.mode"], "hub.topic": form["hub.topic"], "hub.challenge": "c-1",
                 "hub.lease_seconds": str(self.lease or 600)}  # fmt: skip
        self.echoed.append(self.subscriber.verified(*called(form), {**query, **changed}))
        return self.echoed[-1]

    def deliver(self, body: bytes, *, secret: str | None = None, method: str = "sha256") -> int | None:
        form = self.forms[-1]
        mark = hmac.new((secret or form["hub.secret"]).encode(), body, method).hexdigest()
        return self.subscriber.deliver(*called(form), body, f"{method}={mark}")


def called(form: dict[str, str]) -> tuple[str, str]:
    """Feed and token of a callback, as the web desk's route will part them."""
    start, feed_id, token = form["hub.callback"].rsplit("/", 2)
    assert start == f"{BASE}/websub"
    return feed_id, token


@pytest.fixture
def desk(store: Store) -> Iterator[Desk]:
    yield from opened(store)


@pytest.fixture
def subscriber(desk: Desk) -> Subscriber:
    return Subscriber(desk.store, desk.poller.polite, base=BASE + "/", key=b"k" * 32, now=desk.clock.now)


@pytest.fixture
def hub(desk: Desk, subscriber: Subscriber) -> Hub:
    hub = Hub(subscriber)
    desk.press.put(HUB, "/", hub)
    return hub


@pytest.fixture
def feed(desk: Desk, hub: Hub) -> Feed:  # noqa: ARG001 - the hub is there when the feed names it
    """A feed that offers the hub, polled once."""
    of = desk.follow(desk.press.put(HOST, "/feed", Document(listed(desk, "a"))))
    desk.run()
    return desk.feed(of)


def listed(desk: Desk, *names: str) -> bytes:
    urls = [desk.press.put(HOST, f"/{name}", article_page(f"Odell on {name}", name)) for name in names]
    items = [Item(name, url, f"Odell on {name}") for name, url in zip(names, urls, strict=True)]
    return rss(items, hub=desk.press.url(HUB), topic=desk.press.url(HOST, "/feed"))


def test_a_poll_finds_the_hub_in_the_feed(desk: Desk, feed: Feed) -> None:
    assert (feed.hub, feed.topic) == (desk.press.url(HUB), feed.url)


def test_a_poll_finds_the_hub_in_the_link_header(desk: Desk) -> None:
    link = f'<{desk.press.url(HUB)}>; rel="hub", </canonical>; rel="self"'
    of = desk.follow(desk.press.put(HOST, "/plain", Document(rss([]), headers={"Link": link})))
    desk.poll(of)
    assert (desk.feed(of).hub, desk.feed(of).topic) == (desk.press.url(HUB), desk.press.url(HOST, "/canonical"))


def test_a_hub_is_asked_once_and_again_when_a_quarter_of_its_lease_is_left(
    desk: Desk, subscriber: Subscriber, hub: Hub, feed: Feed
) -> None:
    began = desk.clock.now()
    renew_at = subscriber.attend(feed)
    assert hub.echoed == ["c-1"]
    assert renew_at is not None
    assert timedelta(days=7.5) <= renew_at - began < timedelta(days=7.6)
    desk.clock.sleep(86_400)
    assert subscriber.attend(feed) == renew_at
    assert len(hub.forms) == 1
    desk.clock.until(renew_at)
    subscriber.attend(feed)
    assert len(hub.forms) == 2
    assert hub.forms[0] == hub.forms[1], "the same path and secret, so that nothing on the way is lost"


def test_path_and_secret_are_long_and_other_for_each_feed_desk_and_topic(
    desk: Desk, subscriber: Subscriber, hub: Hub, feed: Feed
) -> None:
    subscriber.attend(feed)
    secret, token = hub.forms[0]["hub.secret"], called(hub.forms[0])[1]
    assert len(secret) == len(token) == 64
    other = Subscriber(desk.store, desk.poller.polite, base=BASE, key=b"l" * 32, now=desk.clock.now)
    moved = Feed(feed.id, feed.url, topic=feed.url + "/x", hub=feed.hub)
    neighbour = Feed("feed-2", feed.url, topic=feed.topic, hub=feed.hub)
    made = {subscriber.made("secret", feed), subscriber.made("secret", moved), subscriber.made("secret", neighbour),
            other.made("secret", feed), subscriber.made("path", feed)}  # fmt: skip
    assert len(made) == 5
    with pytest.raises(ValueError, match="can be guessed"):
        Subscriber(desk.store, desk.poller.polite, base=BASE, key=b"short")


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_what_is_delivered_signed_becomes_article_jobs_once(
    desk: Desk, subscriber: Subscriber, hub: Hub, feed: Feed, method: str
) -> None:
    subscriber.attend(feed)
    body = listed(desk, "a", "b", "c")
    assert hub.deliver(body, method=method) == 2, "the poll had brought the first"
    assert hub.deliver(body, method=method) == 0
    desk.run(hours=2)
    assert sorted(article.title or "" for article in desk.read) == ["Odell on a", "Odell on b", "Odell on c"]
    assert len(desk.press.requests(HOST, "/feed")) >= 4, "polling went on"


def test_what_is_delivered_unsigned_forged_too_large_or_broken_brings_nothing_and_is_told_nothing(
    desk: Desk, subscriber: Subscriber, hub: Hub, feed: Feed
) -> None:
    subscriber.attend(feed)
    body = listed(desk, "a", "b")
    assert hub.deliver(body, secret="guessed") == 0
    assert subscriber.deliver(*called(hub.forms[0]), body, None) == 0
    assert hub.deliver(b"not a feed") == 0
    assert hub.deliver(body + b" " * LARGEST) == 0
    assert len(desk.store.jobs(kind="article")) == 1
    assert desk.feed(feed.id) == feed


def test_a_path_that_is_nobodys_is_not_there(desk: Desk, subscriber: Subscriber, hub: Hub, feed: Feed) -> None:
    subscriber.attend(feed)
    feed_id, token = called(hub.forms[0])
    body = listed(desk, "b")
    query = {"hub.mode": "subscribe", "hub.topic": feed.topic or "", "hub.challenge": "c"}
    for wrong in ((feed_id, token[:-1]), (feed_id, ""), (feed_id, "é" * 64), ("feed-0", token), (feed.url, token)):
        assert subscriber.verified(*wrong, query) is None
        assert subscriber.deliver(*wrong, body, "sha256=00") is None


def test_an_intent_that_was_not_ours_is_not_confirmed(subscriber: Subscriber, hub: Hub, feed: Feed) -> None:
    hub.lease = None
    subscriber.attend(feed)
    assert hub.confirm(**{"hub.topic": "https://lorusk.example/feed"}) is None
    assert hub.confirm(**{"hub.mode": "unsubscribe"}) is None
    assert hub.confirm() == "c-1"


def test_a_hub_that_wants_to_end_a_feed_we_no_longer_follow_is_let_go(
    desk: Desk, subscriber: Subscriber, hub: Hub, feed: Feed
) -> None:
    subscriber.attend(feed)
    desk.store.put_feed(Feed(feed.id, feed.url, state="paused", hub=feed.hub, topic=feed.topic), at=desk.clock.now())
    assert hub.confirm() is None
    assert hub.confirm(**{"hub.mode": "unsubscribe"}) == "c-1"
    assert hub.deliver(listed(desk, "b")) == 0
    assert subscriber.attend(desk.feed(feed.id)) is None


def test_a_hub_that_never_confirms_is_asked_ever_more_seldom(
    desk: Desk, subscriber: Subscriber, hub: Hub, feed: Feed
) -> None:
    hub.lease = None
    end = desk.clock.now() + timedelta(days=3)
    while (at := subscriber.attend(feed)) is not None and at < end:
        desk.clock.until(at)
    assert 5 <= len(hub.forms) <= 9
    assert "has not confirmed" in (subscriber.standing[feed.id].reason or "")
    desk.run(hours=1)
    assert desk.feed(feed.id).reason is None, "the feed itself is well"


def test_a_hub_that_refuses_says_why(desk: Desk, subscriber: Subscriber, hub: Hub, feed: Feed) -> None:
    hub.lease, hub.reply = None, Reply(403, b"customers only")
    at = subscriber.attend(feed)
    assert at is not None
    assert at >= desk.clock.now() + timedelta(hours=1)
    assert "answered 403 (Forbidden): customers only" in (subscriber.standing[feed.id].reason or "")
    assert hub.confirm(**{"hub.mode": "denied", "hub.reason": "closed"}) == ""
    assert "closed" in (subscriber.standing[feed.id].reason or "")


def test_a_short_lease_is_renewed_in_time(desk: Desk, subscriber: Subscriber, hub: Hub, feed: Feed) -> None:
    hub.lease = 3600
    at = subscriber.attend(feed)
    assert at is not None
    assert timedelta(minutes=44) < at - desk.clock.now() <= timedelta(minutes=45)


def test_a_feed_without_a_hub_is_left_to_polling(desk: Desk, subscriber: Subscriber) -> None:
    of = desk.follow(desk.press.put(HOST, "/plain", Document(rss([]))))
    desk.poll(of)
    assert subscriber.attend(desk.feed(of)) is None
    assert desk.press.requests(HUB) == []
