"""Manners towards other people's servers: one connection per host, a pause after it, robots.txt, and no when told no.

A turn is taken before each address of a chain of redirects, so a feed that redirects to another host is as polite
there as it was at home. Threads of one process share one Polite.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from tocsin import __version__
from tocsin.errors import FetchError
from tocsin.reading import fetch
from tocsin.reading.fetch import Answer, Options, Turn
from tocsin.reading.robots import Robots
from tocsin.reading.schedule import LONGEST, retry_after

AGENT = f"Tocsin/{__version__} (follows news feeds)"  # a desk adds whom to write to
DELAY_S = 2.0  # between two requests to one host, where its robots.txt asks for no more
PATIENCE_S = 30.0  # how long a worker waits for a host; beyond, its job is put off
KEPT = timedelta(hours=24)  # RFC 9309, 2.4
UNREACHED = timedelta(minutes=30)  # how long a robots.txt that could not be had counts as a no
HOSTS = 5_000  # whose robots.txt are remembered
ROBOTS = "/robots.txt"


class Disallowed(FetchError):  # noqa: N818 - a refusal, and its reason
    """The host's robots.txt asks us to stay away."""


class Later(FetchError):  # noqa: N818 - no fault: come back *until*
    """Not now: the host is busy, or asked to be left alone until *until*; *fault* where something is wrong with it."""

    def __init__(self, text: str, until: datetime, *, fault: bool = False) -> None:
        super().__init__(text)
        self.until = until
        self.fault = fault


class Ask(Protocol):
    """`tocsin.reading.fetch.ask`, or what stands in for it."""

    def __call__(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        method: str = "GET",
        content: bytes | None = None,
        options: Options | None = None,
        turn: Turn | None = None,
    ) -> Answer: ...


@dataclass(slots=True)
class Host:
    """What is remembered of one host, whatever its port: they are one machine."""

    line: threading.Lock = field(default_factory=threading.Lock)
    free_at: datetime | None = None  # the pause after the last request
    closed_until: datetime | None = None  # it asked to be left alone (Retry-After)
    delay_s: float = 0.0


@dataclass(slots=True)
class Site:
    """The robots.txt of one scheme, host and port."""

    line: threading.Lock = field(default_factory=threading.Lock)
    robots: Robots | None = None
    fetched_at: datetime | None = None
    missed_at: datetime | None = None
    why: str = ""


def utc_now() -> datetime:
    """The time."""
    return datetime.now(UTC)


class Polite:
    """Asks as a guest does. *sleep* is given seconds; *now* must move on while it sleeps."""

    def __init__(
        self,
        ask: Ask = fetch.ask,
        *,
        now: Callable[[], datetime] = utc_now,
        sleep: Callable[[float], None] = time.sleep,
        options: Options | None = None,
        delay_s: float = DELAY_S,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self.dial = ask
        self.now = now
        self.sleep = sleep
        self.options = options or Options(agent=AGENT)
        self.delay_s = delay_s
        self.patience_s = patience_s
        self.hosts: dict[str, Host] = {}
        self.sites: dict[str, Site] = {}
        self.line = threading.Lock()  # over the two dictionaries

    def ask(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        method: str = "GET",
        content: bytes | None = None,
        options: Options | None = None,
    ) -> Answer:
        """What *url* answers.

        Raises Disallowed when robots.txt says no, Later when the host is not to be asked now, FetchError as
        `fetch.ask` does.
        """
        answer = self.dial(
            url, headers=headers, method=method, content=content, options=options or self.options, turn=self.turn
        )
        self.heed(answer)
        return answer

    def heed(self, answer: Answer) -> None:
        """Leaves the whole host alone where it asked for that: its other feeds and articles are as unwelcome."""
        if answer.status not in (429, 503):
            return
        wait = retry_after(self.now(), answer.headers)
        if wait is not None and wait > timedelta(0):
            host = self.host(answer.url)
            host.closed_until = max(self.now() + min(wait, LONGEST), host.closed_until or self.now())

    @contextmanager
    def turn(self, url: str) -> Iterator[None]:
        """The right to ask *url*, and to be the only one who asks its host."""
        self.permit(url)
        with self.alone(url):
            yield

    @contextmanager
    def alone(self, url: str) -> Iterator[None]:
        """The only connection to the host of *url*, after its pause."""
        host = self.host(url)
        if not host.line.acquire(timeout=self.patience_s):
            raise Later(f"{url} waits for others who read from its host", self.later(host))
        try:
            now = self.now()
            if host.closed_until is not None and host.closed_until > now:
                at = f"{host.closed_until:%Y-%m-%d %H:%M} UTC"
                raise Later(f"{url}: its host asked to be left alone until {at}", host.closed_until)
            wait = (host.free_at - now).total_seconds() if host.free_at else 0.0
            if wait > self.patience_s:
                raise Later(f"{url} waits for the pause that its host asks for", self.later(host))
            if wait > 0:
                self.sleep(wait)
            try:
                yield
            finally:
                # From the end of the answer: a slow server is given as long a rest as a quick one.
                host.free_at = self.now() + timedelta(seconds=max(self.delay_s, host.delay_s))
        finally:
            host.line.release()

    def later(self, host: Host) -> datetime:
        """When *host* may be free."""
        soon = self.now() + timedelta(seconds=self.patience_s)
        return max(soon, host.free_at or soon, host.closed_until or soon)

    def permit(self, url: str) -> None:
        """Raises Disallowed or Later unless the robots.txt that governs *url* lets us ask it."""
        robots = self.robots(url)
        if not robots.allows(url):
            raise Disallowed(f"{url} is not read: the robots.txt of its site asks us to stay away from it")
        self.host(url).delay_s = robots.delay_s or 0.0

    def robots(self, url: str) -> Robots:
        """The robots.txt that governs *url*, at most a day old; an older one stands in while none can be had.

        Raises Later when it cannot be had and never was: RFC 9309, 2.3.1.4, takes that for a no.
        """
        root = site_of(url)
        site = self.site(root)
        with site.line:
            now = self.now()
            if site.robots is not None and site.fetched_at is not None and now - site.fetched_at < KEPT:
                return site.robots
            if site.missed_at is None or now - site.missed_at >= UNREACHED:
                self.look_up(root, site)
            if site.robots is None:
                until = (site.missed_at or now) + UNREACHED
                raise Later(f"{url} is not read, because {site.why}", until, fault=True)
            return site.robots

    def look_up(self, root: str, site: Site) -> None:
        """Asks for the robots.txt; a redirect of it needs no permission of its own."""
        try:
            answer = self.dial(root + ROBOTS, options=self.options, turn=self.alone)
        except Later:
            raise
        except FetchError as error:
            site.missed_at, site.why = self.now(), f"its robots.txt cannot be had: {error}"
            return
        self.heed(answer)
        if answer.status >= 500 or answer.status == 429:
            site.missed_at, site.why = self.now(), f"its robots.txt answered {answer.says}"
            return
        site.robots = Robots(answer.status, answer.body)
        site.fetched_at, site.missed_at = self.now(), None

    def host(self, url: str) -> Host:
        """What is remembered of the host of *url*."""
        name = site_of(url).split("://", 1)[1]
        bare = name.rsplit(":", 1)[0] if not name.endswith("]") else name
        with self.line:
            return self.hosts.setdefault(bare, Host())

    def site(self, root: str) -> Site:
        """What is remembered of the site at *root*; the longest unused is forgotten when there are too many."""
        with self.line:
            site = self.sites.pop(root, None) or Site()
            self.sites[root] = site
            while len(self.sites) > HOSTS:
                del self.sites[next(iter(self.sites))]
            return site


def site_of(url: str) -> str:
    """Scheme, host and port of *url*, in lower case.

    >>> site_of("HTTPS://Averna.example:8443/feed?a=1")
    'https://averna.example:8443'
    """
    target = fetch.checked(url)
    port = f":{target.port}" if target.port else ""
    host = f"[{target.host}]" if ":" in target.host else target.host
    return f"{target.scheme}://{host.lower().rstrip('.')}{port}"
