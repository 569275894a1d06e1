"""The article that an entry announces: of its page, of the feed, later, or not at all."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.desk.desk import AVERNA, Desk, one_item, opened
from tests.desk.feedserver import (
    Document,
    Newspaper,
    Reply,
    article_page,
    busy,
    paragraphs,
    robots,
)

from tocsin.desk.polite import Disallowed, Later
from tocsin.desk.poll import GIVEN_UP
from tocsin.desk.store.store import Store
from tocsin.errors import FetchError, NotAnArticle
from tocsin.records.feed import Entry


@pytest.fixture
def desk(store: Store) -> Iterator[Desk]:
    yield from opened(store, max_bytes=1_000_000)


def entry(url: str, **more: object) -> Entry:
    return Entry("g-1", url, "Odell speaks", published=None, **more)  # type: ignore[arg-type]


def test_an_article_has_the_feeds_day_and_title_where_its_page_has_none(desk: Desk) -> None:
    url = desk.press.put(
        AVERNA, "/a", Reply(200, f"<html><body><article>{paragraphs('it')}</article></body></html>".encode())
    )
    article = desk.poller.fetch_article(replace(entry(url), published=desk.clock.now()), outlet="Averna Courier")
    assert (article.published, article.outlet) == (desk.clock.now().date(), "Averna Courier")
    assert article.url == url


FULL = paragraphs("the harbour", 12)


@pytest.mark.parametrize("wrong", [Reply(404), Reply(410), Reply(403), Reply(200, b"<html><body>log in</body></html>")])
def test_the_text_in_the_feed_stands_in_for_a_page_that_cannot_be_had(desk: Desk, wrong: Reply) -> None:
    url = desk.press.put(AVERNA, "/a", wrong)
    article = desk.poller.fetch_article(entry(url, html=FULL))
    assert "the harbour" in article.text
    assert article.title == "Odell speaks"
    with pytest.raises((FetchError, NotAnArticle)) as caught:
        desk.poller.fetch_article(entry(url, html=paragraphs("a teaser", 1)))
    assert not isinstance(caught.value, Later)


def test_the_text_in_the_feed_stands_in_for_a_page_that_robots_txt_bars(desk: Desk) -> None:
    desk.press.put(AVERNA, "/robots.txt", robots("User-agent: *\nDisallow: /"))
    url = desk.press.put(AVERNA, "/a", article_page("Odell"))
    assert "the harbour" in desk.poller.fetch_article(entry(url, html=FULL)).text
    with pytest.raises(Disallowed):
        desk.poller.fetch_article(entry(url))
    assert desk.press.requests(AVERNA, "/a") == []


def test_an_entry_without_an_address_is_read_from_the_feed_or_not_at_all(desk: Desk) -> None:
    assert "the harbour" in desk.poller.fetch_article(entry("", html=FULL)).text
    with pytest.raises(FetchError, match="gives no address"):
        desk.poller.fetch_article(entry(""))


def test_an_article_whose_server_is_down_for_a_while_is_tried_again_later_each_time_and_then_given_up(
    desk: Desk,
) -> None:
    url = desk.press.put(AVERNA, "/a", Reply(502))
    waits = []
    for attempts in range(GIVEN_UP):
        with pytest.raises(Later) as caught:
            desk.poller.fetch_article(entry(url), attempts=attempts)
        assert caught.value.fault
        waits.append((caught.value.until - desk.clock.now()).total_seconds())
    assert all(600 * 2**tries <= wait <= 750 * 2**tries for tries, wait in enumerate(waits))
    with pytest.raises(FetchError, match="answered 502") as last:
        desk.poller.fetch_article(entry(url), attempts=GIVEN_UP)
    assert not isinstance(last.value, Later)


def test_an_article_is_first_sought_on_its_page_and_then_taken_from_the_feed(desk: Desk) -> None:
    url = desk.press.put(AVERNA, "/a", Reply(502))
    with pytest.raises(Later):
        desk.poller.fetch_article(entry(url, html=FULL))
    assert "the harbour" in desk.poller.fetch_article(entry(url, html=FULL), attempts=2).text


def test_an_article_of_a_host_that_said_when_is_tried_then_and_its_neighbours_too(desk: Desk) -> None:
    url = desk.press.put(AVERNA, "/a", busy(503, "7200"))
    other = desk.press.put(AVERNA, "/b", article_page("Odell"))
    with pytest.raises(Later) as caught:
        desk.poller.fetch_article(entry(url))
    assert timedelta(seconds=7200) <= caught.value.until - desk.clock.now() < timedelta(seconds=7210)
    with pytest.raises(Later):
        desk.poller.fetch_article(entry(other))
    assert desk.press.requests(AVERNA, "/b") == []
    desk.clock.sleep(7201)
    assert desk.poller.fetch_article(entry(other)).title == "Odell"


def test_one_article_on_two_feeds_is_fetched_once(desk: Desk) -> None:
    for path in ("/news", "/world"):
        desk.follow(desk.press.put(AVERNA, path, Document(one_item(desk))))
    desk.run(hours=2)
    assert len(desk.press.requests(AVERNA, "/a")) == 1
    assert len(desk.read) == 1


def test_a_hundred_articles_at_one_host_are_all_read_one_by_one(desk: Desk) -> None:
    paper = Newspaper(desk.press, AVERNA, every=timedelta(seconds=30), shown=100)
    desk.clock.sleep(99 * 30)
    desk.follow(paper.url, every_s=86_400)
    desk.run(hours=1)
    assert len(desk.read) == 100
    assert desk.unread == []
    assert max(Counter(one.path for one in desk.press.asked).values()) == 1
