"""The one door to the network: an address in, its answer out, or one sentence that says why not.

An address found in the news is a stranger's word, so the client trusts none: it resolves the name itself, dials only
an address that it has checked, checks again after each redirect, and stops at a size and a time. The check and the
dialling use one answer of the resolver, so a name that resolves to a public address first and to a private one a
moment later gains nothing.
"""

import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from email.message import Message
from functools import cache
from http import HTTPStatus
from ipaddress import ip_address
from ssl import SSLContext
from typing import Any

import httpcore
import httpx

from tocsin import __version__
from tocsin.errors import FetchError
from tocsin.reading.address import PORTS, Address, Allowed, literal, public
from tocsin.reading.packing import PIECE, unpacked

Resolver = Callable[[str, int], Sequence[str]]
Turn = Callable[[str], AbstractContextManager[None]]  # held while the address it is given is asked
AGENT = f"Tocsin/{__version__} (fetches one article that a person asked for)"
ACCEPT = "text/html,application/xhtml+xml,text/plain,application/json;q=0.9,*/*;q=0.1"
REDIRECTS = (301, 302, 303, 307, 308)
LASTING = (301, 308)  # RFC 9110, 15.4: what moved for good
EXCERPT = 2_000  # bytes kept of the body of an answer that is no success

# What another origin may be told when an address redirects there; a key or a cookie is not among it.
CARRIED = ("accept", "accept-language", "content-type", "if-modified-since", "if-none-match", "user-agent")


@dataclass(frozen=True, slots=True)
class Options:
    """How far a fetch may go."""

    timeout_s: float = 20.0  # for all of it: names, redirects, body; as Miniflux
    max_bytes: int = 15_000_000  # of the body after unpacking; as Miniflux
    max_redirects: int = 5
    allow: tuple[str, ...] = ()  # "10.1.0.0/16", "news.example:8443": dialled though not public
    agent: str = AGENT  # the User-Agent; a program that comes again and again names whom to write to


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave."""

    url: str  # where it was found, after redirects
    status: int
    content_type: str | None  # "text/html", lower case
    charset: str | None  # as the header says it
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered, whatever its status."""

    url: str  # where it was found, after redirects
    status: int
    content_type: str | None  # "application/rss+xml", lower case
    charset: str | None  # as the header says it
    body: bytes  # of a success all of it, else its first words
    headers: Mapping[str, str]  # names in lower case; bytes as Latin-1
    moved: str | None = None  # where the redirects that last (301, 308) lead, up to the first that does not

    @property
    def ok(self) -> bool:
        """Whether it is a success."""
        return 200 <= self.status < 300

    @property
    def says(self) -> str:
        """The status in words.

        >>> Answer("http://averna.example/", 404, None, None, b"", {}).says
        '404 (Not Found)'
        """
        known = self.status in HTTPStatus._value2member_map_
        return f"{self.status} ({HTTPStatus(self.status).phrase})" if known else str(self.status)


def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of *host*, by the system's resolver."""
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def fetch(url: str, options: Options | None = None, *, resolver: Resolver = resolve) -> Page:
    """The page at *url*.

    Raises FetchError when the address is refused, cannot be reached, answers with anything but success, or is too
    large or too slow.
    """
    answer = ask(url, options=options, resolver=resolver)
    if not answer.ok:
        raise FetchError(f"{answer.url} answered {answer.says}: check the address, or save the page as a file")
    return Page(answer.url, answer.status, answer.content_type, answer.charset, answer.body)


def ask(
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    method: str = "GET",
    content: bytes | None = None,
    options: Options | None = None,
    resolver: Resolver = resolve,
    turn: Turn | None = None,
) -> Answer:
    """What *url* answers, whatever the status, after the redirects it sends on.

    *turn* is entered before each address of the chain is asked and left after it, and may wait (that is not counted
    as the answer's time) or refuse by raising FetchError.

    Raises FetchError when the address is refused, cannot be reached, is no web server, or is too large or too slow.
    """
    options = options or Options()
    door = Door(options, resolver)
    target = checked(url)
    told = {name.lower(): value for name, value in (headers or {}).items()}
    moved, lasting = None, True
    with httpx.Client(
        transport=GuardedTransport(door),
        trust_env=False,
        timeout=options.timeout_s,
        headers={"User-Agent": options.agent, "Accept": ACCEPT, "Accept-Encoding": "gzip, deflate"},
    ) as client:
        for _ in range(options.max_redirects + 1):
            said = [(as_sent(name), as_sent(value)) for name, value in told.items()]
            with (
                in_turn(turn, target, door),
                saying(target, options),
                client.stream(method, target, content=content, headers=said, follow_redirects=False) as answer,
            ):
                status, onward = answer.status_code, answer.headers.get("location")
                if status not in REDIRECTS or not onward:
                    return answered(target, answer, options, moved)
            before, target = target, checked(onward, sent_by=target)
            lasting = lasting and status in LASTING
            if lasting:
                moved = str(target)
            # As browsers do: WHATWG Fetch, 4.4, step 12.
            if (status == 303 and method not in ("GET", "HEAD")) or (status in (301, 302) and method == "POST"):
                method, content = "GET", None
                told = {name: value for name, value in told.items() if not name.startswith("content-")}
            if content is not None and before.scheme == "https" and target.scheme == "http":
                raise FetchError(f"{before} redirects to {target}, which would send the content unencrypted: not sent")
            if origin(before) != origin(target):
                told = {name: value for name, value in told.items() if name in CARRIED}
    raise FetchError(f"{url} redirects more than {options.max_redirects} times: give the article's own address")


@contextmanager
def in_turn(turn: Turn | None, url: httpx.URL, door: "Door") -> Iterator[None]:
    """Inside *turn*, whose waiting is added to the time that *door* gives."""
    began = time.monotonic()
    with turn(str(url)) if turn else nullcontext():
        door.ends += time.monotonic() - began
        yield


def as_sent(text: str) -> bytes:
    """A header's name or value in bytes; an ETag that a server wrote in bytes comes back to it as the same bytes."""
    try:
        return text.encode("latin-1")
    except UnicodeError:
        raise FetchError(f"the header {text!r} cannot be sent: it must be in Latin-1") from None


def origin(url: httpx.URL) -> tuple[str, str, int | None]:
    """Scheme, host and port."""
    return url.scheme, url.host, url.port


def checked(url: str, *, sent_by: httpx.URL | None = None) -> httpx.URL:
    """*url* as an address that may be asked; *sent_by* is the page that redirects there."""
    whence = f" (where {sent_by} redirects to)" if sent_by else ""
    try:
        target = (sent_by.join(url) if sent_by else httpx.URL(url)).copy_with(fragment=None)
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise FetchError(f"{url!r}{whence} is not a web address: {error}") from None
    if target.scheme not in ("http", "https") or not target.host:
        raise FetchError(f"{url!r}{whence} is not a web address: it must begin with http:// or https:// and a host")
    if target.userinfo:
        raise FetchError(f"the address at {target.host}{whence} carries a user name or password: give it without")
    return target


def answered(url: httpx.URL, answer: httpx.Response, options: Options, moved: str | None) -> Answer:
    """The answer read to its end; of one that is no success, only the first words, which may say why."""
    body = bytearray()
    success = 200 <= answer.status_code < 300
    most = options.max_bytes if success else EXCERPT
    coding = answer.headers.get("content-encoding", "")
    with nullcontext() if success else suppress(FetchError, httpx.HTTPError, httpx.StreamError):
        for piece in unpacked(answer.iter_raw(PIECE), coding, str(url)):
            body += piece
            if len(body) > most:
                if success:
                    raise FetchError(f"{url} is larger than {most / 1e6:g} MB: no news page is")
                break
    header = Message()
    header["content-type"] = answer.headers.get("content-type", "")
    kind = header.get_content_type() if "content-type" in answer.headers else None
    given: dict[str, str] = {}
    for raw_name, raw_value in answer.headers.raw:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        given[name] = f"{given[name]}, {value}" if name in given else value
    return Answer(
        str(url), answer.status_code, kind, header.get_content_charset(), bytes(body[:most]), given, moved=moved
    )


@contextmanager
def saying(url: httpx.URL, options: Options) -> Iterator[None]:
    """Turns what goes wrong on the way into one sentence."""
    try:
        yield
    except (httpx.TimeoutException, TimeoutError):
        raise FetchError(f"{url} took longer than {options.timeout_s:g} s: try again, or save the page") from None
    except httpx.InvalidURL as error:
        raise FetchError(f"{url} redirects to what is not a web address: {error}") from None
    except httpx.ConnectError as error:
        raise FetchError(f"{url} cannot be reached: {error}") from None
    except (httpx.HTTPError, httpx.StreamError) as error:
        raise FetchError(f"{url} did not answer as a web server does: {error}") from None


class Door(httpcore.NetworkBackend):
    """Dials checked addresses only, and closes for good when the time is up."""

    def __init__(self, options: Options, resolver: Resolver) -> None:
        self.allowed = tuple(Allowed.parse(text) for text in options.allow)
        self.resolver = resolver
        self.ends = time.monotonic() + options.timeout_s
        self.backend = httpcore.SyncBackend()

    def left(self, at_most: float | None = None) -> float:
        """Seconds until the time is up, or *at_most*."""
        left = self.ends - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time is up")
        return left if at_most is None else min(left, at_most)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of *host* that may be dialled and answers."""
        failure: Exception | None = None
        for address in self.addresses(host, port):
            try:
                stream = self.backend.connect_tcp(str(address), port, self.left(timeout), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return TimedStream(stream, self)
        raise failure or httpcore.ConnectError("no address answered")

    def addresses(self, host: str, port: int) -> list[Address]:
        """The addresses of *host* that may be dialled; FetchError when there is none."""
        if port not in PORTS and not any(port in entry.ports for entry in self.allowed):
            raise FetchError(f"{host}:{port} is refused: pages are fetched from ports 80 and 443 only")
        written = literal(host)
        found = [written] if written is not None else self.look_up(host, port)
        may = [
            address
            for address in dict.fromkeys(found)
            if (public(address) and port in PORTS) or any(entry.covers(host, address, port) for entry in self.allowed)
        ]
        if not may:
            where = ", ".join(str(address) for address in found[:3])
            named = "" if written is not None else f" is at {where}, and that"
            raise FetchError(f"{host}:{port}{named} is not a public address: only the open internet is read")
        return may

    def look_up(self, host: str, port: int) -> list[Address]:
        """The addresses of the name *host*, in the time that is left."""
        answers: list[Sequence[str]] = []
        errors: list[OSError | UnicodeError] = []

        def ask() -> None:
            try:
                answers.append(self.resolver(host, port))
            except (OSError, UnicodeError) as error:
                errors.append(error)

        # The system's resolver knows no time limit, so it is asked from a thread that may be left behind.
        thread = threading.Thread(target=ask, daemon=True)
        thread.start()
        thread.join(self.left())
        if errors or (answers and not answers[0]):
            raise FetchError(f"{host} is not known to the name service: check the spelling, or the connection")
        if not answers:
            raise httpcore.ConnectTimeout(f"{host} was not resolved in time")
        # A link-local answer may carry its interface, "fe80::1%eth0"; what is dialled is what is checked.
        return [ip_address(text) for text in answers[0]]


class TimedStream(httpcore.NetworkStream):
    """A connection whose every read and write ends when the fetch does, so that a slow drip cannot outlast it."""

    def __init__(self, stream: httpcore.NetworkStream, door: Door) -> None:
        self.stream = stream
        self.door = door

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """At most *max_bytes*."""
        return self.stream.read(max_bytes, self.door.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Sends all of *buffer*."""
        self.stream.write(buffer, self.door.left(timeout))

    def close(self) -> None:
        """Ends the connection."""
        self.stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same connection under TLS."""
        raw = self.stream.get_extra_info("socket")
        # A handshake is many reads, and the socket's own limit counts anew for each: cut the line when time is up.
        alarm = threading.Timer(self.door.left(), lambda: raw.shutdown(socket.SHUT_RDWR))
        alarm.daemon = True
        alarm.start()
        try:
            return TimedStream(self.stream.start_tls(ssl_context, server_hostname, self.door.left(timeout)), self.door)
        finally:
            alarm.cancel()

    def get_extra_info(self, info: str) -> Any:
        """What the connection knows of itself."""
        return self.stream.get_extra_info(info)


@cache
def certificates() -> SSLContext:
    """Certifi's list, read once: reading it takes longer than many a feed."""
    return httpx.create_ssl_context(verify=True, trust_env=False)


class GuardedTransport(httpx.HTTPTransport):
    """httpx's transport, dialling through a Door; certificates are checked against certifi's list."""

    def __init__(self, door: Door) -> None:
        context = certificates()
        super().__init__(verify=context, trust_env=False)
        # httpx 0.28 offers no way to hand a network backend in; its pool is replaced before first use.
        self._pool = httpcore.ConnectionPool(ssl_context=context, network_backend=door, http1=True, http2=False)
