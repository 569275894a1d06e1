"""A desk that follows the tests' feed server by the tests' clock, on a real store."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from tests.desk.feedserver import Clock, FeedServer, Item, article_page, rss, serving

from tocsin.desk.polite import Later, Polite
from tocsin.desk.poll import Polled, Poller
from tocsin.desk.store.feeds import entry_of
from tocsin.desk.store.jobs import Job
from tocsin.desk.store.store import Store
from tocsin.errors import ReadingError
from tocsin.reading import fetch
from tocsin.records import Article, identity
from tocsin.records.feed import Feed

LEASED_S = 3600
AVERNA, LORUSK = "averna.example", "lorusk.example"
HALF_HOUR = timedelta(minutes=30)  # how often a feed is asked, if nothing else is said


@dataclass
class Desk:
    """*polled* and *read* say what came of each job, in order."""

    store: Store
    press: FeedServer
    poller: Poller
    polled: list[tuple[str, Polled]] = field(default_factory=list)
    read: list[Article] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    @property
    def clock(self) -> Clock:
        return self.press.clock

    def follow(self, url: str, *, every_s: int = 1800, **more: object) -> str:
        """Follows *url*; gives the feed's id."""
        feed = Feed(identity("feed", url), url, every_s=every_s, **more)  # type: ignore[arg-type]
        assert self.store.add_feed(feed, at=self.clock.now())
        return feed.id

    def hurry(self) -> None:
        """Gives answers half a second, for a server that would use up all the time there is."""
        self.poller.polite.options = replace(self.poller.polite.options, timeout_s=0.5)

    def feed(self, of: str) -> Feed:
        found = self.store.feed(of)
        assert found is not None
        return found

    def poll(self, of: str) -> Polled:
        """One poll, due or not."""
        return self.poller.poll(self.feed(of))

    def run(self, *, hours: float = 0, articles: bool = True) -> None:
        """Works for *hours* of the tests' time: whatever is due is done, then the clock moves on to what is next."""
        end = self.clock.now() + timedelta(hours=hours)
        kinds = ["poll", "article"] if articles else ["poll"]
        while True:
            job = self.store.lease(kinds, "the desk", LEASED_S, self.clock.now())
            if job is not None:
                self.work(job)
                continue
            waiting = [other.due_at for other in self.store.jobs("waiting") if other.due_at and other.kind in kinds]
            if not waiting or min(waiting) > end:
                self.clock.until(end)
                return
            self.clock.until(min(waiting))

    def work(self, job: Job) -> None:
        if job.kind == "poll":
            feed = self.feed(job.payload["feed"])
            self.polled.append((feed.id, self.poller.poll(feed, job)))
            return
        try:
            article = self.poller.fetch_article(entry_of(job.payload), attempts=job.attempts - 1)
        except Later as later:
            self.store.fail(job, str(later), later.until, at=self.clock.now())
        except ReadingError as error:
            self.store.fail(job, str(error), None, at=self.clock.now())
            self.unread.append(str(error))
        else:
            self.store.done(job, at=self.clock.now())
            self.read.append(article)

    def asked_at(self, host: str, path: str) -> list[datetime]:
        return [asked.at for asked in self.press.requests(host, path)]


def opened(store: Store, **options: object) -> Iterator[Desk]:
    """A desk and its press, until the test is over; *options* are the guarded client's."""
    clock = Clock()
    with serving(clock) as press:
        ask = partial(fetch.ask, resolver=press.resolver)
        settings = press.options(**{"timeout_s": 5.0, **options})
        polite = Polite(ask, now=clock.now, sleep=clock.sleep, options=settings)
        yield Desk(store, press, Poller(store, now=clock.now, rng=random.Random(5), polite=polite))


def one_item(desk: Desk, host: str = AVERNA, name: str = "a") -> bytes:
    """A feed with one article, which *host* serves."""
    url = desk.press.put(host, f"/{name}", article_page(f"Odell on {name}", name))
    return rss([Item(name, url, f"Odell on {name}", desk.clock.now())])
