"""What the guarded client answers beyond pages: every status, conditional requests, moves, methods with a body."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from tests.desk.feedserver import Document, FeedServer, Reply, bomb, busy, drip, redirect, serving

from tocsin.errors import FetchError
from tocsin.reading.fetch import Answer, ask, fetch

HOST, OTHER = "averna.example", "lorusk.example"


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with serving() as server:
        yield server


def asked(server: FeedServer, url: str, **more: object) -> Answer:
    options = {"options": server.options(), "resolver": server.resolver, **more}
    return ask(url, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("status", [200, 204, 304, 400, 404, 410, 418, 429, 500, 503])
def test_any_status_is_an_answer(server: FeedServer, status: int) -> None:
    url = server.put(HOST, "/", Reply(status, b"Averna", {"Retry-After": "120", "X-Twice": "a"}))
    answer = asked(server, url)
    assert (answer.status, answer.url, answer.headers["retry-after"]) == (status, url, "120")
    assert answer.ok == (status in (200, 204))
    assert answer.body == (b"" if status in (204, 304) else b"Averna")


def test_a_matching_etag_gives_304_and_no_body(server: FeedServer) -> None:
    url = server.put(HOST, "/feed", Document(b"<rss/>", etag='W/"7"'))
    first = asked(server, url)
    again = asked(server, url, headers={"If-None-Match": first.headers["etag"]})
    assert (first.status, first.body) == (200, b"<rss/>")
    assert (again.status, again.body) == (304, b"")


def test_an_etag_in_bytes_of_no_known_charset_comes_back_as_the_same_bytes(server: FeedServer) -> None:
    url = server.put(HOST, "/feed", Document(b"<rss/>", etag='"caf\u00e9\u00ff"'))  # sent as Latin-1
    etag = asked(server, url).headers["etag"]
    assert asked(server, url, headers={"If-None-Match": etag}).status == 304


def test_a_header_that_cannot_be_sent_is_one_sentence(server: FeedServer) -> None:
    with pytest.raises(FetchError, match="cannot be sent"):
        asked(server, server.url(HOST), headers={"If-None-Match": '"\u20ac"'})


def test_a_header_with_a_line_break_adds_no_header(server: FeedServer) -> None:
    with pytest.raises(FetchError):
        asked(server, server.url(HOST), headers={"If-None-Match": '"1"\r\nX-Added: yes'})
    assert server.asked == []


@pytest.mark.parametrize(
    ("chain", "moved"),
    [
        ((), None),
        ((301,), "/1"),
        ((308, 301), "/2"),
        ((302,), None),
        ((307,), None),
        ((303,), None),
        ((301, 302), "/1"),
        ((302, 301), None),
        ((301, 307, 308), "/1"),
    ],
)
def test_moved_is_where_the_unbroken_chain_of_lasting_redirects_leads(
    server: FeedServer, chain: tuple[int, ...], moved: str | None
) -> None:
    for step, status in enumerate(chain):
        server.put(HOST, f"/{step}", redirect(status, f"/{step + 1}"))
    last = server.put(HOST, f"/{len(chain)}", Reply(200, b"here"))
    answer = asked(server, server.url(HOST, "/0"))
    assert (answer.url, answer.body) == (last, b"here")
    assert answer.moved == (server.url(HOST, moved) if moved else None)


def test_a_lasting_redirect_to_nothing_still_says_what_it_found(server: FeedServer) -> None:
    server.put(HOST, "/old", redirect(301, "/new"))
    answer = asked(server, server.url(HOST, "/old"))
    assert (answer.status, answer.moved) == (404, server.url(HOST, "/new"))


def test_a_redirect_without_an_address_is_an_answer_and_no_page(server: FeedServer) -> None:
    url = server.put(HOST, "/", Reply(302))
    assert asked(server, url).status == 302
    with pytest.raises(FetchError, match=r"answered 302 \(Found\)"):
        fetch(url, server.options(), resolver=server.resolver)


def test_a_lasting_redirect_to_a_private_address_is_refused(server: FeedServer) -> None:
    url = server.put(HOST, "/", redirect(301, "http://169.254.169.254/latest"))
    with pytest.raises(FetchError, match="not a public address"):
        asked(server, url)


@pytest.mark.parametrize(
    ("status", "method", "kept"),
    [(301, "GET", False), (302, "GET", False), (303, "GET", False), (307, "POST", True), (308, "POST", True)],
)
def test_a_post_is_redirected_as_browsers_do(server: FeedServer, status: int, method: str, kept: bool) -> None:
    server.put(HOST, "/old", redirect(status, "/new"))
    server.put(HOST, "/new", Reply(202))
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = asked(server, server.url(HOST, "/old"), method="POST", content=b"hub.mode=subscribe", headers=headers)
    first, second = server.asked
    assert answer.status == 202
    assert (first.method, first.body) == ("POST", b"hub.mode=subscribe")
    assert (second.method, second.body) == (method, b"hub.mode=subscribe" if kept else b"")
    assert ("content-type" in second.headers) == kept


@pytest.mark.parametrize("method", ["PUT", "DELETE", "HEAD"])
def test_other_methods_reach_the_server(server: FeedServer, method: str) -> None:
    url = server.put(HOST, "/", Reply(200, b"body"))
    answer = asked(server, url, method=method)
    assert server.asked[0].method == method
    assert answer.body == (b"" if method == "HEAD" else b"body")


def test_a_key_is_not_told_to_another_origin_and_an_etag_is(server: FeedServer) -> None:
    server.put(HOST, "/", redirect(302, server.url(OTHER, "/")))
    server.put(OTHER, "/", Reply(200))
    asked(server, server.url(HOST), headers={"Authorization": "Bearer key", "If-None-Match": '"1"'})
    first, second = server.asked
    assert first.headers["authorization"] == "Bearer key"
    assert "authorization" not in second.headers
    assert second.headers["if-none-match"] == '"1"'


def test_the_agent_is_the_one_given(server: FeedServer) -> None:
    agent = "Tocsin/1 (+mailto:desk@averna.example)"
    asked(server, server.url(HOST), options=server.options(agent=agent))
    assert server.asked[0].headers["user-agent"] == agent


def test_the_body_of_a_failure_is_cut_to_its_first_words_and_never_hides_the_status(server: FeedServer) -> None:
    assert asked(server, server.put(HOST, "/long", Reply(500, b"x" * 100_000))).body == b"x" * 2_000
    packed = bomb()
    answer = asked(server, server.put(HOST, "/bomb", Reply(503, packed.body, packed.headers)))
    assert (answer.status, len(answer.body)) == (503, 2_000)
    odd = Reply(503, b"x", {"Content-Encoding": "br", "Retry-After": "9"})
    assert asked(server, server.put(HOST, "/br", odd)).headers["retry-after"] == "9"


def test_a_bomb_and_a_drip_are_no_answers(server: FeedServer) -> None:
    with pytest.raises(FetchError, match="larger than 1 MB"):
        asked(server, server.put(HOST, "/bomb", bomb()), options=server.options(max_bytes=1_000_000))
    with pytest.raises(FetchError, match="took longer"):
        asked(server, server.put(HOST, "/drip", drip()), options=server.options(timeout_s=0.3))


def test_each_address_of_a_chain_has_its_turn_one_after_the_other(server: FeedServer) -> None:
    server.put(HOST, "/", redirect(302, server.url(OTHER, "/")))
    server.put(OTHER, "/", busy(503))
    seen: list[str] = []

    @contextmanager
    def turn(url: str) -> Iterator[None]:
        seen.append(f"in {url}")
        yield
        seen.append(f"out {url}")

    asked(server, server.url(HOST), turn=turn)
    here, there = server.url(HOST), server.url(OTHER)
    assert seen == [f"in {here}", f"out {here}", f"in {there}", f"out {there}"]


def test_waiting_for_a_turn_is_not_counted_as_the_answers_time(server: FeedServer) -> None:
    url = server.put(HOST, "/", Reply(200, b"here"))

    @contextmanager
    def slow(_: str) -> Iterator[None]:
        time.sleep(0.6)
        yield

    assert asked(server, url, turn=slow, options=server.options(timeout_s=0.5)).body == b"here"


def test_a_turn_that_refuses_stops_the_chain(server: FeedServer) -> None:
    server.put(HOST, "/", redirect(302, server.url(OTHER, "/")))

    @contextmanager
    def only_here(url: str) -> Iterator[None]:
        if OTHER in url:
            raise FetchError(f"{url} is not wanted")
        yield

    with pytest.raises(FetchError, match="is not wanted"):
        asked(server, server.url(HOST), turn=only_here)
    assert [one.host for one in server.asked] == [HOST]
