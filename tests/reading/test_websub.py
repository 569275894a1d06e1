"""WebSub's forms and signatures."""

import hmac
import time
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest

from tocsin.errors import FetchError
from tocsin.reading.websub import (
    LARGEST,
    LONGEST,
    SHORTEST,
    Expected,
    Offer,
    delivered,
    denied,
    granted,
    offer,
    renewal,
    subscription_request,
    verify,
)
from tocsin.records.feed import Feed

TOPIC = "https://averna.example/feed"
FEED = Feed("feed-1", TOPIC, hub="https://hub.example/", topic=None)
BODY = b"<rss><channel/></rss>"


def signed(body: bytes, secret: str, method: str) -> str:
    return f"{method}={hmac.new(secret.encode(), body, method).hexdigest()}"


def test_the_form_says_where_to_call_what_about_for_how_long_and_the_secret() -> None:
    hub, body = subscription_request(FEED, "https://desk.example/websub/x y?&", "s3cret", timedelta(days=2))
    assert hub == "https://hub.example/"
    assert parse_qs(body.decode(), strict_parsing=True) == {
        "hub.callback": ["https://desk.example/websub/x y?&"], "hub.mode": ["subscribe"], "hub.topic": [TOPIC],
        "hub.lease_seconds": ["172800"], "hub.secret": ["s3cret"],
    }  # fmt: skip


def test_leaving_a_hub_repeats_no_secret() -> None:
    body = subscription_request(FEED, "https://desk.example/w", "s3cret", mode="unsubscribe")[1]
    assert parse_qs(body.decode())["hub.mode"] == ["unsubscribe"]
    assert b"s3cret" not in body


def test_the_topic_is_the_feeds_own_name_for_itself_where_it_has_one() -> None:
    feed = Feed("feed-1", TOPIC, hub="https://hub.example/", topic="https://averna.example/canonical")
    assert parse_qs(subscription_request(feed, "https://d.example/", "s")[1])[b"hub.topic"] == [feed.topic.encode()]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("feed", "secret", "why"),
    [
        (Feed("feed-1", TOPIC), "s", "offers no WebSub hub"),
        (Feed("feed-1", TOPIC, hub="http://hub.example/"), "s", "its hub .* is not"),
        (FEED, "", "1 to 199 bytes"),
        (FEED, "s" * 200, "1 to 199 bytes"),
    ],
)
def test_a_subscription_that_would_be_unsafe_is_not_asked_for(feed: Feed, secret: str, why: str) -> None:
    with pytest.raises(FetchError, match=why):
        subscription_request(feed, "https://desk.example/w", secret)


@pytest.mark.parametrize(
    ("changed", "answer"),
    [
        ({}, "c-7"),
        ({"hub.topic": "https://averna.example/feed/"}, None),
        ({"hub.mode": "unsubscribe"}, None),
        ({"hub.mode": "denied"}, None),
        ({"hub.challenge": ""}, None),
        ({"hub.challenge": "x" * 1001}, None),
        ({"hub.challenge": "a\r\nSet-Cookie: b"}, None),
    ],
)
def test_only_the_intent_we_had_is_confirmed(changed: dict[str, str], answer: str | None) -> None:
    query = {"hub.mode": "subscribe", "hub.topic": TOPIC, "hub.challenge": "c-7", "hub.lease_seconds": "60", **changed}
    assert verify(query, Expected(TOPIC)) == answer


def test_an_empty_query_confirms_nothing() -> None:
    assert verify({}, Expected(TOPIC)) is None


def test_a_refusal_gives_the_hubs_reason() -> None:
    query = {"hub.mode": "denied", "hub.topic": TOPIC, "hub.reason": "not a customer"}
    assert denied(query, Expected(TOPIC)) == "not a customer"
    assert denied({**query, "hub.topic": "https://lorusk.example/"}, Expected(TOPIC)) is None
    assert denied({"hub.mode": "denied", "hub.topic": TOPIC}, Expected(TOPIC)) == "the hub gives no reason"


@pytest.mark.parametrize(
    ("said", "lease"),
    [
        ("864000", timedelta(days=10)),
        ("1", SHORTEST),
        ("99999999999", LONGEST),
        ("", timedelta(days=1)),
        ("-5", timedelta(days=1)),
        ("1e9", timedelta(days=1)),
        ("9" * 5000, timedelta(days=1)),
    ],
)
def test_a_lease_is_believed_within_bounds(said: str, lease: timedelta) -> None:
    assert granted({"hub.lease_seconds": said}) == lease


def test_a_lease_is_renewed_before_it_ends() -> None:
    at = datetime(2031, 3, 1, tzinfo=UTC)
    assert at < renewal(at, timedelta(days=10)) < at + timedelta(days=10)


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_signed_delivery_is_believed_and_a_changed_one_is_not(method: str) -> None:
    mark = signed(BODY, "s3cret", method)
    assert delivered(BODY, mark, "s3cret")
    assert delivered(BODY, mark.upper(), "s3cret")
    assert not delivered(BODY + b" ", mark, "s3cret")
    assert not delivered(BODY, mark, "s3cre7")


@pytest.mark.parametrize(
    "signature",
    [None, "", "sha256", "sha256=", "md5=9e107d9d372bb6826bd81d3542a419d6", "sha256=caf\u00e9", "=x", "shake_128=00"],
)
def test_what_is_unsigned_is_not_believed(signature: str | None) -> None:
    assert not delivered(BODY, signature, "s3cret")


def test_an_empty_secret_vouches_for_nothing() -> None:
    assert not delivered(BODY, signed(BODY, "", "sha256"), "")


def test_a_delivery_beyond_the_cap_is_not_believed_though_signed() -> None:
    body = bytes(LARGEST + 1)
    assert not delivered(body, signed(body, "s3cret", "sha256"), "s3cret")


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("", Offer(None, None)),
        ('<https://hub.example/>; rel="hub"', Offer("https://hub.example/", None)),
        (
            '<https://h.example/a,b;c>;rel=hub;title=x, </f>;rel="self alternate"',
            Offer("https://h.example/a,b;c", "https://averna.example/f"),
        ),
        ('<https://one.example/>; rel=hub, <https://two.example/>; rel="HUB"', Offer("https://one.example/", None)),
        ("<javascript:alert(1)>; rel=hub, <https://[::1>; rel=self", Offer(None, None)),
        ("<https://hub.example/>; rev=hub", Offer(None, None)),
    ],
)
def test_a_link_header_offers_hub_and_topic(link: str, found: Offer) -> None:
    assert offer({"link": link}, TOPIC) == found


@pytest.mark.parametrize("link", ["<" * 100_000, "<a>" + "; " * 50_000, '<a>;rel="' * 20_000, "<a>" + " " * 100_000])
def test_no_link_header_takes_long_to_read(link: str) -> None:
    began = time.monotonic()
    offer({"link": link}, TOPIC)
    assert time.monotonic() - began < 1
