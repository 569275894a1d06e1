"""The one door to the network: an address in, the bytes of its page out, or one sentence that says why not.

An address found in the news is a stranger's word, so the client trusts none: it resolves the name itself, dials only
an address that it has checked, checks again after each redirect, and stops at a size and a time. The check and the
dialling use one answer of the resolver, so a name that resolves to a public address first and to a private one a
moment later gains nothing.
"""

import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from ipaddress import ip_address
from ssl import SSLContext
from typing import Any

import httpcore
import httpx

from tocsin import __version__
from tocsin.errors import FetchError
from tocsin.reading.address import PORTS, Address, Allowed, literal, public

Resolver = Callable[[str, int], Sequence[str]]
AGENT = f"Tocsin/{__version__} (fetches one article that a person asked for)"
ACCEPT = "text/html,application/xhtml+xml,text/plain,application/json;q=0.9,*/*;q=0.1"
PIECE = 65_536
MEMBER = b"\x1f\x8b"  # how a gzip member begins; a body may hold several
REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Options:
    """How far a fetch may go."""

    timeout_s: float = 20.0  # for all of it: names, redirects, body; as Miniflux
    max_bytes: int = 15_000_000  # of the body after unpacking; as Miniflux
    max_redirects: int = 5
    allow: tuple[str, ...] = ()  # "10.1.0.0/16", "news.example:8443": dialled though not public


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave."""

    url: str  # where it was found, after redirects
    status: int
    content_type: str | None  # "text/html", lower case
    charset: str | None  # as the header says it
    body: bytes


def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of *host*, by the system's resolver."""
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def fetch(url: str, options: Options | None = None, *, resolver: Resolver = resolve) -> Page:
    """The page at *url*.

    Raises FetchError when the address is refused, cannot be reached, answers with anything but success, or is too
    large or too slow.
    """
    options = options or Options()
    door = Door(options, resolver)
    with httpx.Client(
        transport=GuardedTransport(door),
        trust_env=False,
        timeout=options.timeout_s,
        headers={"User-Agent": AGENT, "Accept": ACCEPT, "Accept-Encoding": "gzip, deflate"},
    ) as client:
        target = checked(url)
        for _ in range(options.max_redirects + 1):
            with saying(target, options), client.stream("GET", target, follow_redirects=False) as answer:
                if answer.status_code not in REDIRECTS:
                    return page(target, answer, options)
                target = checked(answer.headers.get("location", ""), sent_by=target)
    raise FetchError(f"{url} redirects more than {options.max_redirects} times: give the article's own address")


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


def page(url: httpx.URL, answer: httpx.Response, options: Options) -> Page:
    """The answer read to its end."""
    if not 200 <= answer.status_code < 300:
        phrase = f" ({answer.reason_phrase})" if answer.reason_phrase else ""
        raise FetchError(f"{url} answered {answer.status_code}{phrase}: check the address, or save the page as a file")
    body = bytearray()
    for piece in unpacked(answer.iter_raw(PIECE), answer.headers.get("content-encoding", ""), str(url)):
        body += piece
        if len(body) > options.max_bytes:
            raise FetchError(f"{url} is larger than {options.max_bytes / 1e6:g} MB: no news page is")
    header = Message()
    header["content-type"] = answer.headers.get("content-type", "")
    kind = header.get_content_type() if "content-type" in answer.headers else None
    return Page(str(url), answer.status_code, kind, header.get_content_charset(), bytes(body))


def unpacked(pieces: Iterable[bytes], coding: str, url: str) -> Iterator[bytes]:
    """The body without its content coding, never more than PIECE bytes of it at a time however well it was packed."""
    coding = coding.strip().lower()
    if coding in ("", "identity"):
        yield from pieces
        return
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise FetchError(f"{url} came packed as {coding!r}, and only gzip and deflate were asked for")
    unpacker = None
    begun = False
    for packed in pieces:
        while packed:
            if unpacker is None:
                if begun and not packed.startswith(MEMBER):
                    return  # some servers pad the end
                unpacker, begun = zlib.decompressobj(window(coding, packed)), True
            try:
                yield from drained(unpacker, packed)
            except zlib.error as error:
                raise FetchError(f"{url} is damaged: its {coding} packing cannot be undone ({error})") from None
            packed = b""
            if unpacker.eof:
                packed, unpacker = unpacker.unused_data, None
    if unpacker is not None:
        raise FetchError(f"{url} broke off before its end: try again")


def drained(unpacker: "zlib._Decompress", packed: bytes) -> Iterator[bytes]:
    """What *unpacker* makes of *packed*, in pieces of PIECE bytes at most."""
    while True:
        piece = unpacker.decompress(packed, PIECE)
        if piece:
            yield piece
        packed = unpacker.unconsumed_tail
        if unpacker.eof or (not packed and len(piece) < PIECE):
            return


def window(coding: str, packed: bytes) -> int:
    """The zlib window for *coding*; "deflate" means zlib by RFC 9110, and bare deflate on some servers."""
    if coding != "deflate":
        return zlib.MAX_WBITS | 16
    wrapped = packed[0] & 0x0F == 8 and (len(packed) < 2 or (packed[0] << 8 | packed[1]) % 31 == 0)
    return zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS


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


class GuardedTransport(httpx.HTTPTransport):
    """httpx's transport, dialling through a Door; certificates are checked against certifi's list."""

    def __init__(self, door: Door) -> None:
        context = httpx.create_ssl_context(verify=True, trust_env=False)
        super().__init__(verify=context, trust_env=False)
        # httpx 0.28 offers no way to hand a network backend in; its pool is replaced before first use.
        self._pool = httpcore.ConnectionPool(ssl_context=context, network_backend=door, http1=True, http2=False)
