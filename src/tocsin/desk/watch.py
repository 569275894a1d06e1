"""The watch: whatever is due is polled, fetched, read and kept; whoever dies in the middle leaves nothing half done.

A job's effect and its being done are one transaction, under the job's lease: a worker that was killed, or so slow that its lease
passed to another, has done nothing.
"""

import os
import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tocsin.desk.polite import Later, utc_now
from tocsin.desk.poll import Poller
from tocsin.desk.store.feeds import entry_of
from tocsin.desk.store.jobs import Job
from tocsin.desk.store.store import Store
from tocsin.errors import LeaseLost, ReadingError
from tocsin.records import Article, Briefing

KINDS = ("poll", "article")
LEASE_S = 300.0  # far longer than a page and its reading take
PAUSE_S = 1.0  # between looks at the job table when nothing is due


class Briefs(Protocol):
    """What reads an article: `tocsin.pipeline.Pipeline`, or its like."""

    def brief(self, article: Article) -> Briefing: ...


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one job: *outcome* is "new", "same", "read", "later", "failed", "lost" and the like."""

    kind: str
    what: str  # the feed's address, or the article's title
    outcome: str
    reason: str | None = None
    new: int = 0


class Watch:
    """One worker over a store; several may share a store, and a pipeline if it is theirs alone."""

    def __init__(
        self,
        store: Store,
        poller: Poller,
        pipeline: Callable[[], Briefs],
        *,
        reader: str,
        codebook: str,
        owner: str,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self.store = store
        self.poller = poller
        self.pipeline = pipeline  # asked for when the first article is there: loading takes a second
        self.reader, self.codebook, self.owner = reader, codebook, owner
        self.now = now

    def due(self) -> Iterator[Done]:
        """Does what is due until nothing is, and says what came of each. Raises StoreError."""
        while (job := self.store.lease(KINDS, self.owner, LEASE_S, self.now())) is not None:
            yield self.work(job)

    def follow(self, stop: threading.Event) -> Iterator[Done]:
        """The same for good, until *stop* is set."""
        while not stop.is_set():
            for done in self.due():
                yield done
                if stop.is_set():
                    return
            stop.wait(PAUSE_S)

    def work(self, job: Job) -> Done:
        """One job, done or put off."""
        try:
            return self.polled(job) if job.kind == "poll" else self.read(job)
        except LeaseLost as lost:
            return Done(job.kind, job.key, "lost", str(lost))

    def polled(self, job: Job) -> Done:
        feed = self.store.feed(job.payload["feed"])
        if feed is None or feed.state != "active":
            self.store.done(job, at=self.now())
            return Done("poll", job.key, "gone", "the feed is no longer followed")
        polled = self.poller.poll(feed, job)
        return Done("poll", feed.url, str(polled.outcome), polled.reason, polled.new)

    def read(self, job: Job) -> Done:
        entry = entry_of(job.payload)
        name = entry.title or entry.url or entry.guid
        feed = self.store.feed(job.payload["feed"])
        try:
            article = self.poller.fetch_article(entry, outlet=feed.outlet if feed else None, attempts=job.attempts - 1)
        except Later as later:
            self.store.fail(job, str(later), later.until, at=self.now())
            return Done("article", name, "later", str(later))
        except ReadingError as error:
            self.store.fail(job, str(error), None, at=self.now())
            return Done("article", name, "failed", str(error))
        try:
            briefing = self.pipeline().brief(article)
        except Exception as error:
            # One odd article must not stop the watch; it stays among the failed jobs, with its reason.
            reason = f"{type(error).__name__}: {error}"
            self.store.fail(job, reason, None, at=self.now())
            return Done("article", name, "failed", reason)
        self.store.keep(
            briefing, at=self.now(), reader=self.reader, codebook=self.codebook, feed=job.payload["feed"], job=job
        )
        return Done("article", article.title or name, "read")


def owner_name() -> str:
    """A name for this worker that no other has."""
    return f"watch-{os.getpid()}-{uuid.uuid4().hex[:12]}"
