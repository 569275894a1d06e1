"""Manners towards other people's servers: robots.txt, Retry-After, one connection per host."""

import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
from tests.desk.desk import AVERNA, HALF_HOUR, LORUSK, Desk, one_item, opened
from tests.desk.feedserver import (
    Behaviour,
    Document,
    Item,
    Reply,
    article_page,
    busy,
    drip,
    hang_up,
    httpdate,
    redirect,
    robots,
    rss,
)

from tocsin.desk.poll import Outcome
from tocsin.desk.store.store import Store

DRIP = drip()


@pytest.fixture
def desk(store: Store) -> Iterator[Desk]:
    yield from opened(store, max_bytes=1_000_000)


def test_threads_take_turns_at_one_host_and_none_waits_for_another_host(store: Store) -> None:
    for desk in opened(store):
        desk.poller.polite.delay_s = 0.0

        def slowly(*_: object) -> Reply:
            time.sleep(0.15)
            return Reply(200, rss([]), {"Content-Type": "application/rss+xml"})

        hosts = [AVERNA] * 4 + [LORUSK] * 4
        ids = [desk.follow(desk.press.put(host, f"/feed-{number}", slowly)) for number, host in enumerate(hosts)]
        threads = [threading.Thread(target=desk.poll, args=(of,)) for of in ids]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert desk.press.most_open[AVERNA] == desk.press.most_open[LORUSK] == 1
        assert all(desk.feed(of).failures == 0 and desk.feed(of).fetched_at for of in ids)
        feeds = [one for one in desk.press.asked if one.path.startswith("/feed")]
        here = [one for one in feeds if one.host == AVERNA]
        assert any(
            one.began < other.ended and other.began < one.ended
            for one in here
            for other in feeds
            if other.host == LORUSK
        ), "the two hosts were asked at the same time"
        assert len(desk.press.requests(AVERNA, "/robots.txt")) == 1, "four threads wanted it, one fetched it"


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("how", ["seconds", "date"])
def test_retry_after_is_honoured_to_the_second_and_for_all_of_the_host(desk: Desk, status: int, how: str) -> None:
    desk.press.skew = timedelta(hours=5)
    wait = timedelta(hours=5)
    said = "18000" if how == "seconds" else httpdate(desk.clock.now() + desk.press.skew + wait + timedelta(seconds=2))
    of = desk.follow(desk.press.put(AVERNA, "/feed", busy(status, said)))
    desk.run()
    told = desk.press.requests(AVERNA)[-1].at
    other = desk.follow(desk.press.put(AVERNA, "/other", Document(one_item(desk))))
    elsewhere = desk.follow(desk.press.put(LORUSK, "/feed", Document(one_item(desk, LORUSK))))
    desk.press.put(AVERNA, "/feed", Document(one_item(desk, name="c")))
    desk.run(hours=4.9)
    assert [one for one in desk.press.requests(AVERNA) if one.at > told] == []
    assert len(desk.press.requests(LORUSK, "/feed")) >= 9, "another host is no part of it"
    assert f"answered {status}" in (desk.feed(of).reason or "")
    assert desk.feed(other).failures == 0
    desk.run(hours=3)
    assert min(one.at for one in desk.press.requests(AVERNA) if one.at > told) >= told + wait
    assert desk.feed(of).failures == desk.feed(other).failures == desk.feed(elsewhere).failures == 0
    assert len(desk.read) == 3


def test_a_feed_whose_host_is_to_be_left_alone_is_put_off_and_not_counted_as_failed(desk: Desk) -> None:
    one = desk.follow(desk.press.put(AVERNA, "/feed", busy(503, "7200")))
    other = desk.follow(desk.press.put(AVERNA, "/other", Document(one_item(desk))))
    desk.poll(one)
    polled = desk.poll(other)
    assert (polled.outcome, desk.feed(other).failures) == (Outcome.WAIT, 0)
    assert "left alone until" in (polled.reason or "")
    assert desk.press.requests(AVERNA, "/other") == []


def test_no_host_is_left_alone_for_more_than_a_day_whatever_it_asks(desk: Desk) -> None:
    of = desk.follow(desk.press.put(AVERNA, "/feed", busy(429, "99999999")))
    desk.run(hours=100)
    assert len(desk.press.requests(AVERNA, "/feed")) >= 4
    assert desk.feed(of).failures >= 4


@pytest.mark.parametrize(
    "text",
    [
        "User-agent: *\nDisallow: /",
        "User-agent: Tocsin\nDisallow: /feed",
        "user-agent:tocsin\ndisallow:/*eed$\nallow:/f\n",
    ],
)
def test_a_feed_that_robots_txt_bars_is_not_asked_and_says_so(desk: Desk, text: str) -> None:
    desk.press.put(AVERNA, "/robots.txt", robots(text))
    of = desk.follow(desk.press.put(AVERNA, "/feed", Document(one_item(desk))))
    desk.run(hours=60)
    assert desk.press.requests(AVERNA, "/feed") == []
    assert "robots.txt" in (desk.feed(of).reason or "")
    assert desk.polled[0][1].outcome is Outcome.REFUSED
    assert 2 <= len(desk.press.requests(AVERNA, "/robots.txt")) <= 3, "once a day"


def test_a_feed_that_robots_txt_no_longer_bars_is_read_within_a_day(desk: Desk) -> None:
    desk.press.put(AVERNA, "/robots.txt", robots("User-agent: *\nDisallow: /"))
    of = desk.follow(desk.press.put(AVERNA, "/feed", Document(one_item(desk))))
    desk.run(hours=2)
    desk.press.put(AVERNA, "/robots.txt", robots("User-agent: OtherBot\nDisallow: /"))
    desk.run(hours=25)
    assert desk.feed(of).reason is None
    assert len(desk.read) == 1


def test_an_article_that_robots_txt_bars_is_not_fetched_and_stops_no_other(desk: Desk) -> None:
    desk.press.put(LORUSK, "/robots.txt", robots("User-agent: *\nDisallow: /paid"))
    urls = [desk.press.put(LORUSK, path, article_page(path, path)) for path in ("/paid/1", "/free/1")]
    body = rss([Item(url, url, "Odell") for url in urls])
    desk.follow(desk.press.put(AVERNA, "/feed", Document(body)))
    desk.run(hours=1)
    assert [article.url for article in desk.read] == [urls[1]]
    assert len(desk.unread) == 1
    assert "robots.txt" in desk.unread[0]
    assert desk.press.requests(LORUSK, "/paid/1") == []


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_site_without_robots_txt_is_read(desk: Desk, status: int) -> None:
    desk.press.put(AVERNA, "/robots.txt", Reply(status))
    desk.follow(desk.press.put(AVERNA, "/feed", Document(one_item(desk))))
    desk.run()
    assert desk.polled[0][1].new == 1


@pytest.mark.parametrize("wrong", [Reply(500), Reply(503), Reply(429), hang_up, DRIP])
def test_a_site_whose_robots_txt_cannot_be_had_is_not_read_and_the_feed_says_why(
    desk: Desk, wrong: Behaviour | Reply
) -> None:
    if wrong is DRIP:
        desk.hurry()
    desk.press.put(AVERNA, "/robots.txt", wrong)
    of = desk.follow(desk.press.put(AVERNA, "/feed", Document(one_item(desk))))
    desk.run(hours=12)
    assert desk.press.requests(AVERNA, "/feed") == []
    assert "robots.txt" in (desk.feed(of).reason or "")
    assert len(desk.press.requests(AVERNA, "/robots.txt")) <= 6, "it backs off as from any failure"
    desk.press.put(AVERNA, "/robots.txt", robots(""))
    desk.run(hours=24)
    assert desk.feed(of).reason is None
    assert len(desk.read) == 1


def test_a_robots_txt_that_was_not_had_a_moment_ago_is_not_asked_again_nor_counted_again(desk: Desk) -> None:
    desk.press.put(AVERNA, "/robots.txt", Reply(500))
    of = desk.follow(desk.press.put(AVERNA, "/feed", Document(one_item(desk))), every_s=60)
    desk.run(hours=6)
    asked = desk.asked_at(AVERNA, "/robots.txt")
    assert desk.feed(of).failures == len(asked) >= 3
    assert all(later - earlier >= HALF_HOUR for earlier, later in pairwise(asked))


def test_yesterdays_robots_txt_stands_in_for_one_that_cannot_be_had(desk: Desk) -> None:
    desk.press.put(AVERNA, "/robots.txt", robots("User-agent: *\nDisallow: /private"))
    of = desk.follow(desk.press.put(AVERNA, "/feed", Document(one_item(desk))))
    barred = desk.follow(desk.press.put(AVERNA, "/private", Document(one_item(desk))))
    desk.run(hours=20)
    desk.press.put(AVERNA, "/robots.txt", Reply(500))
    desk.run(hours=20)
    assert desk.feed(of).failures == 0
    assert desk.press.requests(AVERNA, "/feed")[-1].at > desk.clock.now() - HALF_HOUR
    assert "asks us to stay away" in (desk.feed(barred).reason or "")


def test_a_redirect_to_another_host_meets_the_manners_of_that_host(desk: Desk) -> None:
    desk.press.put(LORUSK, "/robots.txt", robots("User-agent: *\nDisallow: /feed"))
    desk.press.put(LORUSK, "/feed", Document(one_item(desk, LORUSK)))
    of = desk.follow(desk.press.put(AVERNA, "/feed", redirect(302, desk.press.url(LORUSK, "/feed"))))
    assert desk.poll(of).outcome is Outcome.REFUSED
    assert desk.press.requests(LORUSK, "/feed") == []


def test_a_robots_txt_that_redirects_is_followed(desk: Desk) -> None:
    desk.press.put(AVERNA, "/robots.txt", redirect(301, desk.press.url(LORUSK, "/robots.txt")))
    desk.press.put(LORUSK, "/robots.txt", robots("User-agent: *\nDisallow: /feed"))
    of = desk.follow(desk.press.put(AVERNA, "/feed", Document(one_item(desk))))
    assert desk.poll(of).outcome is Outcome.REFUSED
