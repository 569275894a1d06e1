"""At run time as in the drawing: whatever is asked of the network, the connection is made in reading/fetch.py."""

import socket
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.desk.desk import Desk, opened
from tests.desk.feedserver import Document, Item, article_page, redirect, robots, rss

from tocsin.desk.polite import Polite
from tocsin.desk.store.store import Store
from tocsin.desk.websub import Subscriber
from tocsin.reading import fetch

HOUSE = Path(fetch.__file__).parents[1]
DOOR = Path(fetch.__file__)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Store.open(
        tmp_path / "store.db"
    ) as store:  # PostgreSQL has a connection of its own, to the desk's own database
        yield from opened(store)


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, list[Path]]]:
    """What was dialled or looked up, and the files of ours that led there, the innermost last."""
    seen: list[tuple[str, list[Path]]] = []

    def note(what: str) -> None:
        frames = [Path(frame.filename) for frame in traceback.extract_stack()]
        seen.append((what, [path for path in frames if HOUSE in path.parents]))

    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def noted_connect(self: socket.socket, address: object) -> None:
        note(f"connect {address}")
        connect(self, address)  # type: ignore[arg-type]

    def noted_connect_ex(self: socket.socket, address: object) -> int:
        note(f"connect {address}")
        return connect_ex(self, address)  # type: ignore[arg-type]

    def noted_look_up(host: object, *rest: object, **more: object) -> object:
        note(f"look up {host!r}")
        return look_up(host, *rest, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(socket.socket, "connect", noted_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", noted_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", noted_look_up)
    return seen


def test_a_poll_of_two_feeds_and_an_article_connect_through_the_one_door_only(
    desk: Desk, dialled: list[tuple[str, list[Path]]]
) -> None:
    article = desk.press.put("news.averna.example", "/a", article_page("Odell speaks"))
    feed = Document(rss([Item("a", article, "Odell speaks")], hub=desk.press.url("hub.example"), topic=None))
    desk.press.put("averna.example", "/robots.txt", robots("User-agent: *\nAllow: /"))
    desk.follow(desk.press.put("averna.example", "/feed", redirect(301, desk.press.url("lorusk.example", "/feed"))))
    desk.press.put("lorusk.example", "/feed", feed)
    watched = desk.follow(desk.press.put("averna.example", "/other", feed))
    desk.run(hours=1)
    polite = Polite(
        desk.poller.polite.dial, now=desk.clock.now, sleep=desk.clock.sleep, options=desk.poller.polite.options
    )
    Subscriber(desk.store, polite, base="https://desk.example", key=bytes(32)).attend(desk.feed(watched))
    assert len(desk.read) == 1
    assert len(desk.press.requests("hub.example", "/")) == 1
    connections = [path for what, path in dialled if what.startswith("connect")]
    assert len(connections) == len(desk.press.asked), "every request the server had was seen to be dialled"
    for what, through in dialled:
        assert through, f"{what}: from outside the house"
        assert through[-1] == DOOR, f"{what}: from {through[-1]}"


def test_the_systems_resolver_is_asked_from_the_one_door_only(
    desk: Desk, dialled: list[tuple[str, list[Path]]]
) -> None:
    desk.press.put("localhost", "/feed", Document(rss([])))
    feed = desk.follow(desk.press.url("localhost", "/feed"))
    desk.poller.polite.dial = fetch.ask  # with its own resolver; "localhost" needs no network
    assert desk.poll(feed).reason is None
    looked_up = [through for what, through in dialled if what == "look up 'localhost'"]
    assert len(looked_up) == 2, "for robots.txt and the feed"
    assert all(through[-1] == DOOR for through in looked_up)


def test_a_connection_from_elsewhere_would_be_seen(desk: Desk, dialled: list[tuple[str, list[Path]]]) -> None:
    with socket.create_connection(("127.0.0.1", desk.press.port)):
        pass
    assert [through for what, through in dialled if what.startswith("connect")] == [[]]
