"""A real feed server on loopback: many invented hosts behind one port, each request logged by the tests' own clock."""

import gzip
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from xml.sax.saxutils import escape

from tocsin.reading.fetch import Options

START = datetime(2031, 3, 3, 6, 0, tzinfo=UTC)


class Clock:
    """A clock that only moves when somebody sleeps by it."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at
        self.lock = threading.Lock()

    def now(self) -> datetime:
        return self.at

    def sleep(self, seconds: float) -> None:
        with self.lock:
            self.at += timedelta(seconds=max(0.0, seconds))

    def until(self, at: datetime) -> None:
        with self.lock:
            self.at = max(self.at, at)


@dataclass(slots=True)
class Asked:
    """One request as it reached the server."""

    at: datetime
    host: str
    method: str
    path: str
    headers: Mapping[str, str]  # names in lower case
    body: bytes = b""
    status: int = 0  # what it was answered; 0 where the answer was no proper one
    began: float = 0.0  # by the real clock
    ended: float = 0.0


@dataclass(frozen=True, slots=True)
class Reply:
    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


Behaviour = Callable[[Asked, BaseHTTPRequestHandler], Reply | None]  # None: it has written its answer itself


class FeedServer:
    """Sites by host and path; what is not there answers 404, robots.txt included."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self.sites: dict[tuple[str, str], Behaviour] = {}
        self.asked: list[Asked] = []
        self.skew = timedelta()  # of the server's own clock, as its Date header has it
        self.open: dict[str, int] = {}
        self.most_open: dict[str, int] = {}  # per host, the most requests under way at once
        self.lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def serve(self) -> None:
                outer.serve(self)

            do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = serve  # noqa: N815 - the names http.server calls

            def log_message(self, *_: object) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            def handle_error(self, request: Any, client_address: Any) -> None:
                # A client that hangs up on a drip or a bomb is what is tested; anything else is a fault of the tests.
                if not isinstance(sys.exc_info()[1], ConnectionError):
                    super().handle_error(request, client_address)

        self.http = Quiet(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.http.block_on_close = False
        self.port: int = self.http.server_address[1]

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        host = (handler.headers.get("host") or "").partition(":")[0]
        body = handler.rfile.read(int(handler.headers.get("content-length") or 0))
        asked = Asked(
            self.clock.now(), host, handler.command, handler.path,
            {name.lower(): value for name, value in handler.headers.items()}, body, began=time.monotonic(),
        )  # fmt: skip
        with self.lock:
            self.asked.append(asked)
            self.open[host] = self.open.get(host, 0) + 1
            self.most_open[host] = max(self.most_open.get(host, 0), self.open[host])
        try:
            behaviour = self.sites.get((host, handler.path)) or self.sites.get((host, handler.path.partition("?")[0]))
            reply = behaviour(asked, handler) if behaviour else Reply(404, b"nothing here")
            if reply is None:
                handler.close_connection = True
                return
            asked.status = reply.status
            self.send(handler, reply)
        except (BrokenPipeError, ConnectionResetError):
            handler.close_connection = True
        finally:
            with self.lock:
                asked.ended = time.monotonic()
                self.open[host] -= 1

    def send(self, handler: BaseHTTPRequestHandler, reply: Reply) -> None:
        handler.send_response_only(reply.status)
        headers = {"Date": httpdate(self.clock.now() + self.skew), **reply.headers}
        if reply.status not in (204, 304):
            headers.setdefault("Content-Length", str(len(reply.body)))
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        if handler.command != "HEAD" and reply.status not in (204, 304):
            handler.wfile.write(reply.body)

    def url(self, host: str, path: str = "/") -> str:
        return f"http://{host}:{self.port}{path}"

    def put(self, host: str, path: str, behaviour: Behaviour | Reply) -> str:
        """Has *host* answer *path* so; gives the address."""
        self.sites[(host, path)] = behaviour if callable(behaviour) else (lambda *_: behaviour)
        return self.url(host, path)

    def requests(self, host: str | None = None, path: str | None = None) -> list[Asked]:
        return [
            asked
            for asked in self.asked
            if (host is None or asked.host == host) and (path is None or asked.path == path)
        ]

    def resolver(self, *_: object) -> list[str]:
        return ["127.0.0.1"]

    def options(self, **more: object) -> Options:
        """The guarded client's, with this server allowed though it is on loopback."""
        return Options(allow=(f"127.0.0.1:{self.port}",), **more)  # type: ignore[arg-type]


@contextmanager
def serving(clock: Clock | None = None) -> Iterator[FeedServer]:
    server = FeedServer(clock)
    thread = threading.Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.http.shutdown()
        server.http.server_close()


def httpdate(at: datetime) -> str:
    return format_datetime(at.astimezone(UTC), usegmt=True)


@dataclass(slots=True)
class Document:
    """Something that changes now and then and knows its ETag and its day: change *body*, and both move."""

    body: bytes
    content_type: str = "application/rss+xml; charset=utf-8"
    etag: str | None = '"v1"'
    modified: datetime | None = None
    headers: dict[str, str] = field(default_factory=dict)
    packed: bool = False

    def __call__(self, asked: Asked, _: BaseHTTPRequestHandler) -> Reply:
        headers = dict(self.headers)
        if self.etag:
            headers["ETag"] = self.etag
        if self.modified:
            headers["Last-Modified"] = httpdate(self.modified)
        same = self.etag is not None and asked.headers.get("if-none-match") == self.etag
        if self.modified and "if-none-match" not in asked.headers:
            same = same or asked.headers.get("if-modified-since") == httpdate(self.modified)
        if same:
            return Reply(304, b"", headers)
        body = gzip.compress(self.body) if self.packed else self.body
        if self.packed:
            headers["Content-Encoding"] = "gzip"
        return Reply(200, body, {"Content-Type": self.content_type, **headers})


def redirect(status: int, to: str, **headers: str) -> Reply:
    return Reply(status, b"", {"Location": to, **headers})


def busy(status: int, retry_after: str | None = None) -> Reply:
    return Reply(status, b"not now", {"Retry-After": retry_after} if retry_after else {})


def drip(*, every_s: float = 0.05, pieces: int = 600) -> Behaviour:
    """Headers at once, then a byte now and then."""

    def behave(asked: Asked, handler: BaseHTTPRequestHandler) -> None:
        asked.status = 200
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nConnection: close\r\n\r\n")
        for _ in range(pieces):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(every_s)

    return behave


def bomb(megabytes: int = 100) -> Reply:
    """A small gzip body that unpacks to *megabytes* of spaces."""
    packer = zlib.compressobj(9, wbits=31)
    pieces = [*(packer.compress(b" " * 1_000_000) for _ in range(megabytes)), packer.flush()]
    return Reply(200, b"".join(pieces), {"Content-Type": "application/rss+xml", "Content-Encoding": "gzip"})


def endless(asked: Asked, handler: BaseHTTPRequestHandler) -> None:
    """Chunks without end."""
    asked.status = 200
    handler.wfile.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    )
    while True:
        handler.wfile.write(b"2000\r\n" + b" " * 0x2000 + b"\r\n")


def hang_up(_: Asked, handler: BaseHTTPRequestHandler) -> None:
    """The connection closed without a word."""
    handler.close_connection = True


@dataclass(frozen=True, slots=True)
class Item:
    guid: str
    url: str
    title: str
    at: datetime = START
    html: str | None = None


def rss(
    items: Iterable[Item], *, ttl_min: int | None = None, hub: str | None = None, topic: str | None = None
) -> bytes:
    """An RSS 2.0 feed, newest last."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Averna Courier</title>',
        f"<ttl>{ttl_min}</ttl>" if ttl_min else "",
        f'<atom:link rel="hub" href="{escape(hub)}"/>' if hub else "",
        f'<atom:link rel="self" href="{escape(topic)}"/>' if topic else "",
    ]
    for item in items:
        full = f"<content:encoded>{escape(item.html)}</content:encoded>" if item.html else ""
        lines.append(
            f'<item><guid isPermaLink="false">{escape(item.guid)}</guid><link>{escape(item.url)}</link>'
            f"<title>{escape(item.title)}</title><pubDate>{httpdate(item.at)}</pubDate>{full}</item>"
        )
    return "".join([*lines, "</channel></rss>"]).encode()


def paragraphs(about: str, count: int = 6) -> str:
    """The body of an article that is long enough to be one."""
    return "".join(
        f"<p>Prime Minister Odell of Averna said on Monday that {about} would be settled in {number} days, and that "
        f"the army would not cross the border with Lorusk while the talks in the capital went on, officials said.</p>"
        for number in range(2, count + 2)
    )


def article_page(title: str, about: str = "the quarrel over the port") -> Reply:
    body = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{paragraphs(about)}</article></body></html>"
    return Reply(200, body.encode(), {"Content-Type": "text/html; charset=utf-8"})


def robots(text: str) -> Reply:
    return Reply(200, text.encode(), {"Content-Type": "text/plain"})


@dataclass(slots=True)
class Newspaper:
    """A feed that brings an article at each *every* of the tests' clock, shows the last *shown*, and serves them too."""

    server: FeedServer
    host: str
    every: timedelta
    shown: int = 20
    path: str = "/feed"
    headers: dict[str, str] = field(default_factory=dict)
    ttl_min: int | None = None
    begun: datetime = START  # the clock's time when it is made

    def __post_init__(self) -> None:
        self.server.put(self.host, self.path, self)
        self.begun = self.server.clock.now()

    @property
    def url(self) -> str:
        return self.server.url(self.host, self.path)

    def out(self) -> int:
        """How many articles are out by now."""
        return 1 + int((self.server.clock.now() - self.begun) / self.every)

    def __call__(self, asked: Asked, handler: BaseHTTPRequestHandler) -> Reply:
        count = self.out()
        items = []
        for number in range(max(0, count - self.shown), count):
            title = f"Odell speaks for the {number + 1}th time"
            url = self.server.put(self.host, f"/news/{number}", article_page(title, f"matter {number}"))
            items.append(Item(f"n-{number}", url, title, self.begun + number * self.every))
        body = rss(items, ttl_min=self.ttl_min)
        modified = self.begun + (count - 1) * self.every
        reply = Document(body, etag=f'"{count}"', modified=modified, headers=self.headers)(asked, handler)
        assert reply is not None
        return reply
