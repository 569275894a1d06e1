"""Feeds polled for real, over hours of the tests' own time: what is asked, how often, and what is lost (nothing)."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from tests.desk.desk import AVERNA, HALF_HOUR, LORUSK, Desk, one_item, opened
from tests.desk.feedserver import (
    Document,
    Newspaper,
    Reply,
    article_page,
    httpdate,
    redirect,
    robots,
)

from tocsin.desk.polite import DELAY_S
from tocsin.desk.poll import lasting_move
from tocsin.desk.store.store import Store
from tocsin.reading.fetch import Answer
from tocsin.records.feed import Feed


@pytest.fixture
def desk(store: Store) -> Iterator[Desk]:
    yield from opened(store, max_bytes=1_000_000)


def test_a_day_of_a_feed_costs_one_request_each_half_hour_one_download_a_change_and_one_fetch_an_article(
    desk: Desk,
) -> None:
    paper = Newspaper(desk.press, AVERNA, every=timedelta(hours=1), shown=5)
    desk.follow(paper.url)
    desk.run(hours=23.9)  # not 24: what comes out at the last minute is read after it, and robots.txt anew
    asked = desk.press.requests(AVERNA, "/feed")
    statuses = Counter(one.status for one in asked)
    # One at the start and then every half hour; each poll takes some seconds of pauses, so the last may fall out.
    assert 46 <= len(asked) <= 48
    assert statuses[200] == paper.out(), "the list came once for each change of it"
    assert statuses[304] == len(asked) - paper.out()
    assert all(later - earlier >= HALF_HOUR for earlier, later in pairwise(one.at for one in asked))
    articles = Counter(one.path for one in desk.press.asked if one.path.startswith("/news/"))
    assert articles == {f"/news/{number}": 1 for number in range(paper.out())}
    assert len(desk.read) == paper.out()
    assert len(desk.press.requests(AVERNA, "/robots.txt")) == 1
    assert len(desk.press.asked) == len(asked) + paper.out() + 1, "and nothing else was asked"


def test_each_request_after_the_first_is_conditional_and_repeats_what_the_server_said(desk: Desk) -> None:
    day = desk.clock.now()
    desk.press.put(AVERNA, "/feed", Document(one_item(desk), etag='W/"x 1"', modified=day))
    desk.follow(desk.press.url(AVERNA, "/feed"))
    desk.run(hours=3)
    first, *others = desk.press.requests(AVERNA, "/feed")
    assert not {"if-none-match", "if-modified-since"} & first.headers.keys()
    assert len(others) >= 5
    for one in others:
        assert (one.headers["if-none-match"], one.headers["if-modified-since"]) == ('W/"x 1"', httpdate(day))
        assert one.status == 304


def test_hosts_are_left_in_peace_between_requests_and_longer_where_robots_txt_asks_for_it(desk: Desk) -> None:
    for host, text in ((AVERNA, ""), (LORUSK, "User-agent: *\nCrawl-delay: 9")):
        desk.press.put(host, "/robots.txt", robots(text))
        paper = Newspaper(desk.press, host, every=timedelta(minutes=10), shown=30)
        desk.follow(paper.url)
    desk.run(hours=6)
    for host, least in ((AVERNA, DELAY_S), (LORUSK, 9.0)):
        asked = [one.at for one in desk.press.requests(host)][1:]  # the first is robots.txt, which says how long
        gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(asked)]
        assert len(gaps) > 40
        assert min(gaps) >= least
        assert desk.press.most_open[host] == 1


@pytest.mark.parametrize(
    ("headers", "ttl_min", "hours"),
    [
        ({}, None, 0.5),
        ({}, 180, 3),
        ({"Cache-Control": "public, max-age=7200"}, None, 2),
        ({"Expires": "0"}, None, 0.5),
        ({"Cache-Control": "no-cache"}, None, 0.5),
        ({"Cache-Control": "max-age=31536000"}, None, 24),
    ],
)
def test_the_longest_of_all_intervals_is_kept(
    desk: Desk, headers: dict[str, str], ttl_min: int | None, hours: float
) -> None:
    paper = Newspaper(desk.press, AVERNA, every=timedelta(days=30), headers=headers, ttl_min=ttl_min)
    desk.follow(paper.url)
    desk.run(hours=49, articles=False)
    gaps = [later - earlier for earlier, later in pairwise(desk.asked_at(AVERNA, "/feed"))]
    # 304s among them: the feed's own interval holds though only the list itself names it.
    assert len(gaps) >= 2
    assert min(gaps) >= timedelta(hours=hours)
    assert max(gaps) < timedelta(hours=hours) + timedelta(minutes=1)


@pytest.mark.parametrize("skew", [timedelta(hours=-7), timedelta(days=400)])
def test_a_server_whose_clock_is_wrong_is_read_by_its_own_clock(desk: Desk, skew: timedelta) -> None:
    desk.press.skew = skew
    expires = httpdate(desk.clock.now() + skew + timedelta(hours=4))
    paper = Newspaper(desk.press, AVERNA, every=timedelta(days=9), headers={"Expires": expires})
    of = desk.follow(paper.url)
    began = desk.clock.now()
    desk.run()
    next_at = desk.feed(of).next_at
    assert next_at is not None
    assert timedelta(hours=3.9) < next_at - began < timedelta(hours=4.1)


@pytest.mark.parametrize("chain", [(301,), (308,), (301, 308)])
def test_a_feed_that_moved_for_good_is_asked_at_its_new_address_from_then_on(
    desk: Desk, chain: tuple[int, ...]
) -> None:
    for step, status in enumerate(chain):
        desk.press.put(AVERNA, f"/{step}", redirect(status, f"/{step + 1}"))
    new = desk.press.put(AVERNA, f"/{len(chain)}", Document(one_item(desk)))
    of = desk.follow(desk.press.url(AVERNA, "/0"))
    desk.run(hours=4)
    assert desk.feed(of).url == new
    assert len(desk.press.requests(AVERNA, "/0")) == 1
    assert len(desk.press.requests(AVERNA, f"/{len(chain)}")) >= 7
    assert len(desk.read) == 1, "what was read before the move is not read again"


@pytest.mark.parametrize("chain", [(302,), (307,), (302, 301)])
def test_a_feed_that_moved_for_now_keeps_its_address(desk: Desk, chain: tuple[int, ...]) -> None:
    for step, status in enumerate(chain):
        desk.press.put(AVERNA, f"/{step}", redirect(status, f"/{step + 1}"))
    desk.press.put(AVERNA, f"/{len(chain)}", Document(one_item(desk)))
    of = desk.follow(desk.press.url(AVERNA, "/0"))
    desk.run(hours=2)
    assert desk.feed(of).url == desk.press.url(AVERNA, "/0")
    assert desk.feed(of).failures == 0


@pytest.mark.parametrize(
    "there",
    [Reply(404), Reply(503), Reply(200, b"<html><body>domain for sale</body></html>", {"Content-Type": "text/html"})],
)
def test_a_move_to_where_there_is_no_feed_is_not_followed(desk: Desk, there: Reply) -> None:
    old = desk.press.put(AVERNA, "/old", redirect(301, "/new"))
    desk.press.put(AVERNA, "/new", there)
    of = desk.follow(old)
    desk.run()
    assert desk.feed(of).url == old
    assert desk.feed(of).failures == 1


def test_a_move_from_https_to_http_is_not_believed() -> None:
    feed = Feed("f", "https://averna.example/feed")
    answer = Answer("http://averna.example/feed", 200, None, None, b"", {}, moved="http://averna.example/feed")
    assert lasting_move(feed, answer) is None
    assert lasting_move(replace(feed, url="http://averna.example/old"), answer) == "http://averna.example/feed"


def test_a_feed_that_moved_to_one_that_is_followed_ends_and_says_where_it_went(desk: Desk) -> None:
    old = desk.press.put(AVERNA, "/old", redirect(301, "/new"))
    new = desk.press.put(AVERNA, "/new", Document(one_item(desk)))
    one, other = desk.follow(old), desk.follow(new)
    desk.run(hours=3)
    assert (desk.feed(one).state, desk.feed(other).state) == ("gone", "active")
    assert desk.feed(one).reason == f"it moved to {new}, which is followed already"
    assert len(desk.press.requests(AVERNA, "/old")) == 1
    assert len(desk.read) == 1


def test_410_ends_a_feed_for_good_and_the_reason_stays(desk: Desk) -> None:
    of = desk.follow(desk.press.put(AVERNA, "/feed", Reply(410)))
    desk.run(hours=72)
    feed = desk.feed(of)
    assert (feed.state, feed.next_at) == ("gone", None)
    assert "410 (Gone)" in (feed.reason or "")
    assert len(desk.press.requests(AVERNA, "/feed")) == 1


def test_410_behind_a_passing_redirect_is_a_failure_and_no_end(desk: Desk) -> None:
    of = desk.follow(desk.press.put(AVERNA, "/feed", redirect(302, "/elsewhere")))
    desk.press.put(AVERNA, "/elsewhere", Reply(410))
    desk.run()
    assert (desk.feed(of).state, desk.feed(of).failures) == ("active", 1)


def test_of_a_sitemap_index_only_the_sitemaps_that_changed_are_read_again(desk: Desk) -> None:
    day = f"{desk.clock.now():%Y-%m-%d}"

    def sitemap(name: str) -> bytes:
        url = desk.press.put(AVERNA, f"/news/{name}", article_page(f"Odell on {name}", name))
        return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{url}</loc><lastmod>{day}</lastmod></url></urlset>'.encode()

    maps = {name: Document(sitemap(name), "application/xml", etag=f'"{name}"') for name in ("a", "b")}
    places = [desk.press.put(AVERNA, f"/map-{name}", document) for name, document in maps.items()]
    inner = "".join(f"<sitemap><loc>{place}</loc><lastmod>{day}</lastmod></sitemap>" for place in places)
    body = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inner}</sitemapindex>'.encode()
    index = Document(body, "application/xml", etag='"1"')
    desk.follow(desk.press.put(AVERNA, "/index", index), kind="sitemap")
    desk.run(hours=2)
    assert len(desk.read) == 2
    assert [len(desk.press.requests(AVERNA, f"/map-{name}")) for name in "ab"] == [1, 1], "a 304 of the index is enough"
    maps["b"].body, maps["b"].etag, index.etag = sitemap("c"), '"c"', '"2"'
    desk.run(hours=2)
    assert [one.status for one in desk.press.requests(AVERNA, "/map-a")] == [200, 304]
    assert [one.status for one in desk.press.requests(AVERNA, "/map-b")] == [200, 200]
    assert len(desk.read) == 3


def test_a_sitemap_that_is_missing_is_said_and_read_when_it_is_back(desk: Desk) -> None:
    body = f"<sitemapindex><sitemap><loc>{desk.press.url(AVERNA, '/map')}</loc></sitemap></sitemapindex>".encode()
    of = desk.follow(desk.press.put(AVERNA, "/index", Document(body, "application/xml")), kind="sitemap")
    desk.run()
    assert "a part of it is missing" in (desk.feed(of).reason or "")
    url = desk.press.put(AVERNA, "/news/a", article_page("Odell"))
    desk.press.put(
        AVERNA, "/map", Document(f"<urlset><url><loc>{url}</loc></url></urlset>".encode(), "application/xml")
    )
    desk.run(hours=1)
    assert desk.feed(of).reason is None
    assert len(desk.read) == 1


def json_page(desk: Desk, numbers: range, older: str | None) -> bytes:
    """One page of a JSON feed; a higher number came out later."""
    items = [
        {
            "id": str(number),
            "url": desk.press.put(AVERNA, f"/news/{number}", article_page(f"No {number}", f"matter {number}")),
            "title": f"No {number}",
            "date_published": (desk.clock.now() - timedelta(seconds=100 - number)).isoformat(),
        }
        for number in numbers
    ]
    more = {"next_url": older} if older else {}
    written = {"version": "https://jsonfeed.org/version/1.1", "title": "Averna", "items": items, **more}
    return json.dumps(written).encode()


def test_what_came_out_between_two_polls_and_no_longer_fits_on_the_first_page_is_found_on_the_next(desk: Desk) -> None:
    feed = Document(json_page(desk, range(3), None), "application/feed+json")
    of = desk.follow(desk.press.put(AVERNA, "/feed", feed))
    desk.run(hours=1)
    desk.clock.sleep(600)
    second = desk.press.put(AVERNA, "/page-2", Document(json_page(desk, range(1, 5), None), "application/feed+json"))
    feed.body, feed.etag = json_page(desk, range(5, 8), second), '"2"'
    desk.run(hours=1)
    assert desk.feed(of).reason is None
    assert len(desk.press.requests(AVERNA, "/page-2")) == 1
    assert {article.title for article in desk.read} == {f"No {number}" for number in range(8)}


def test_the_older_pages_of_a_feed_are_left_alone_while_the_first_shows_all_that_is_new(desk: Desk) -> None:
    older = desk.press.put(AVERNA, "/page-2", Document(json_page(desk, range(3), None), "application/feed+json"))
    feed = Document(json_page(desk, range(3, 6), older), "application/feed+json")
    desk.follow(desk.press.put(AVERNA, "/feed", feed))
    desk.run(hours=1)
    first = json.loads(feed.body)
    desk.clock.sleep(600)
    newer = json.loads(json_page(desk, range(6, 8), older))
    feed.body, feed.etag = json.dumps({**newer, "items": newer["items"] + first["items"]}).encode(), '"2"'
    desk.run(hours=1)
    assert desk.press.requests(AVERNA, "/page-2") == []
    assert {article.title for article in desk.read} == {f"No {number}" for number in range(3, 8)}
