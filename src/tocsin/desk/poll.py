"""Polling: a feed asked as seldom and as cheaply as its server wants, and nothing that it announced lost.

The validators that a server gave (ETag, Last-Modified) are kept in one transaction with the entries they stand for: a
worker that dies between the two asks again, and a list that could not be read is not taken for one that was.
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from tocsin.desk.announced import article_carried, article_on
from tocsin.desk.parts import Rest, Validators, conditions, validators, whole
from tocsin.desk.polite import Ask, Disallowed, Later, Polite, utc_now
from tocsin.desk.store.jobs import Job
from tocsin.errors import FetchError, ReadingError
from tocsin.reading import fetch
from tocsin.reading.fetch import Answer, Options
from tocsin.reading.listing import listing
from tocsin.reading.schedule import JITTER, LONGEST, next_poll, retry_after
from tocsin.reading.websub import offer
from tocsin.records import Article
from tocsin.records.feed import Entry, Feed, Listing

ACCEPT = (
    "application/atom+xml,application/rss+xml,application/feed+json,application/json;q=0.9,application/xml;q=0.9,"
    "text/xml;q=0.9,text/html;q=0.5,*/*;q=0.1"
)
XML = ("rss", "atom", "sitemap")
ENDS = re.compile(rb"</(?:[\w.-]+:)?(?:rss|feed|rdf|urlset|sitemapindex|channel)\s*>", re.IGNORECASE)
FIRST_RETRY = timedelta(minutes=10)  # of an article; doubled each time
CARRIED_AFTER = 2  # attempts at the page before the text in the feed will do
GIVEN_UP = 6  # attempts at a page, over some ten hours


class Outcome(StrEnum):
    """How a poll went."""

    NEW = "new"  # entries not seen before
    SAME = "same"  # asked, and nothing new
    WAIT = "wait"  # not asked: the host is busy or wants to be left alone
    REFUSED = "refused"  # robots.txt says no
    FAILED = "failed"  # nothing came, or an error
    UNREADABLE = "unreadable"  # something came that is no list
    GONE = "gone"  # for good, or followed already under its new address


@dataclass(frozen=True, slots=True)
class Polled:
    """What one poll did."""

    new: int  # entries for which there is now an article job
    seen: int  # entries on the list
    outcome: Outcome
    next_at: datetime | None  # None: it is not asked again
    reason: str | None = None  # what was wrong, in a sentence


class Keeps(Protocol):
    """What of the store polling needs."""

    def feed(self, id_or_url: str) -> Feed | None: ...
    def put_feed(
        self, feed: Feed, *, at: datetime, entries: tuple[Entry, ...] = (), job: Job | None = None
    ) -> tuple[Entry, ...]: ...


class Poller:
    """Polls feeds and fetches their articles; one for all workers of a process."""

    def __init__(
        self,
        store: Keeps,
        *,
        ask: Ask = fetch.ask,
        now: Callable[[], datetime] = utc_now,
        rng: random.Random | None = None,
        options: Options | None = None,
        polite: Polite | None = None,
    ) -> None:
        self.store = store
        self.now = now
        self.rng = rng or random.Random()
        self.polite = polite or Polite(ask, now=now, options=options)
        self.parts: dict[str, Validators] = {}
        self.ttl: dict[str, int] = {}  # a feed's own interval, which a 304 does not repeat

    def poll(self, feed: Feed, job: Job | None = None) -> Polled:
        """Ask *feed*, and keep what is new and when to ask again; *job* is finished in the same transaction.

        Whatever is wrong with the feed is its reason, and no error. Raises StoreError, LeaseLost.
        """
        try:
            answer = self.polite.ask(feed.url, headers={"Accept": ACCEPT, **conditions(feed.etag, feed.modified)})
        except Later as later:
            if later.fault:
                return self.failed(feed, job, str(later), not_before=later.until)
            # Not its fault: what was wrong with it before, if anything, is still all that is known.
            return self.keep(replace(feed, next_at=later.until), job, Outcome.WAIT, reason=str(later))
        except Disallowed as refusal:
            return self.failed(feed, job, str(refusal), Outcome.REFUSED, not_before=self.now() + LONGEST)
        except FetchError as error:
            return self.failed(feed, job, str(error))
        if answer.status == 410 and answer.url in (written(feed.url), answer.moved):
            return self.ended(feed, job, f"{answer.url} answered {answer.says}: it is not asked again")
        if answer.status == 304 and (feed.etag or feed.modified):
            return self.listed(feed, job, answer, None)
        if not answer.ok:
            return self.failed(feed, job, f"{answer.url} answered {answer.says}", answer=answer)
        try:
            found = listing(
                answer.body, url=answer.url, content_type=answer.content_type, charset=answer.charset, kind=feed.kind
            )
        except ReadingError as error:
            return self.failed(feed, job, str(error), Outcome.UNREADABLE, answer=answer)
        return self.listed(feed, job, answer, found)

    def listed(self, feed: Feed, job: Job | None, answer: Answer, found: Listing | None) -> Polled:
        """The feed answered: with a list, or (None) with word that it is the one already read."""
        at = self.now()
        moved = lasting_move(feed, answer)
        if moved is not None:
            other = self.store.feed(moved)
            if other is not None and other.id != feed.id:
                return self.ended(feed, job, f"it moved to {moved}, which is followed already")
        rest = Rest([])
        if found is not None:
            self.ttl[feed.id] = found.ttl_s or 0
            rest = whole(self.polite, feed, found, self.parts)
            if rest.missing is None and found.kind in XML and broken_off(answer.body):
                rest.missing = f"what {answer.url} sent broke off before its end: what came is read"
            at = self.now()
        wait = next_poll(
            at, every_s=feed.every_s, headers=answer.headers, ttl_s=self.ttl.get(feed.id) or None,
            status=answer.status, failures=0, rng=self.rng,
        )  # fmt: skip
        offered = offer(answer.headers, answer.url)
        kept = replace(
            feed, url=moved or feed.url, next_at=at + wait.after, failures=0, reason=rest.missing, checked_at=at,
            fetched_at=at, hub=offered.hub or (found.hub if found else feed.hub),
            topic=offered.topic or (found.topic if found else feed.topic),
        )  # fmt: skip
        etag, modified = validators(answer)
        if found is None:
            # A 304 need not repeat them (RFC 9110, 15.4.5).
            kept = replace(kept, etag=etag or feed.etag, modified=modified or feed.modified)
        elif rest.missing is None:
            kept = replace(kept, etag=etag, modified=modified)
        polled = self.keep(kept, job, Outcome.SAME, entries=tuple(rest.entries), reason=rest.missing)
        # Only now: had the entries not been kept, a part would pass for read.
        self.parts.update(rest.known)
        return polled

    def failed(
        self,
        feed: Feed,
        job: Job | None,
        reason: str,
        outcome: Outcome = Outcome.FAILED,
        *,
        answer: Answer | None = None,
        not_before: datetime | None = None,
    ) -> Polled:
        """The feed stays, with its reason, and is asked later each time."""
        at = self.now()
        failures = feed.failures + 1
        headers, status = (answer.headers, answer.status) if answer else ({}, None)
        wait = next_poll(
            at, every_s=feed.every_s, headers=headers, ttl_s=None, status=status, failures=failures, rng=self.rng
        )
        next_at = max(at + wait.after, not_before or at)
        kept = replace(feed, next_at=next_at, failures=failures, reason=reason, checked_at=at)
        return self.keep(kept, job, outcome, reason=reason)

    def ended(self, feed: Feed, job: Job | None, reason: str) -> Polled:
        """The feed is asked no more."""
        kept = replace(feed, state="gone", next_at=None, reason=reason, checked_at=self.now())
        return self.keep(kept, job, Outcome.GONE, reason=reason)

    def keep(
        self,
        feed: Feed,
        job: Job | None,
        outcome: Outcome,
        *,
        entries: tuple[Entry, ...] = (),
        reason: str | None = None,
    ) -> Polled:
        """The feed's new state and its new entries, in one transaction."""
        at = self.now()
        new = self.store.put_feed(feed, at=at, entries=entries, job=job)
        if new:
            outcome = Outcome.NEW
            # Which are new the store alone can say. If this second write is lost, so is the time of the last news only.
            self.store.put_feed(replace(feed, changed_at=at), at=at)
        return Polled(len(new), len(entries), outcome, feed.next_at, reason)

    def fetch_article(self, entry: Entry, *, outlet: str | None = None, attempts: int = 0) -> Article:
        """The article that *entry* announces: of its page, or of its text in the feed where the page cannot be had.

        *outlet* goes before what the page says; *attempts* is how often it was tried before.

        Raises Later when it is worth another try at its `until`, another ReadingError when it is not.
        """
        try:
            return article_on(self.page(entry, attempts), entry, outlet=outlet)
        except Later as later:
            if not later.fault or attempts < CARRIED_AFTER:
                raise
            failure: ReadingError = later
        except ReadingError as error:
            failure = error
        carried = article_carried(entry, outlet=outlet)
        if carried is None:
            raise failure
        return carried

    def page(self, entry: Entry, attempts: int) -> Answer:
        """The page that *entry* leads to. Raises Later, FetchError."""
        if not entry.url:
            raise FetchError(f"the feed gives no address for {entry.title or entry.guid!r}")
        try:
            answer = self.polite.ask(entry.url)
        except (Later, Disallowed):
            raise
        except FetchError as error:
            raise self.again(str(error), attempts) from None
        if answer.ok:
            return answer
        said = f"{answer.url} answered {answer.says}"
        if answer.status in (408, 425, 429) or answer.status >= 500:
            raise self.again(said, attempts, answer)
        raise FetchError(said)

    def again(self, said: str, attempts: int, answer: Answer | None = None) -> FetchError:
        """The failure *said*, to be tried again later while that is worth it."""
        if attempts >= GIVEN_UP:
            return FetchError(said)
        wait = FIRST_RETRY * 2**attempts * (1 + JITTER * self.rng.random())
        asked = retry_after(self.now(), answer.headers) if answer else None
        return Later(said, self.now() + min(max(wait, asked or wait), LONGEST), fault=True)


def lasting_move(feed: Feed, answer: Answer) -> str | None:
    """The address that *feed* has from now on; None where it keeps its own.

    A move from https to http is not believed: whoever sits on the line can claim it.
    """
    moved = answer.moved
    if (
        moved is None
        or moved == written(feed.url)
        or (feed.url.startswith("https:") and not moved.startswith("https:"))
    ):
        return None
    return moved


def broken_off(body: bytes) -> bool:
    """Whether an XML list lacks its end, as when the program that writes it dies; the reader of feeds mends such a list.

    >>> broken_off(b"<rss><channel></channel></rss> <!-- 0.3 s -->"), broken_off(b"<rss><channel><item>")
    (False, True)
    """
    # Of UTF-16 what is left without its zeros is near enough; a list of addresses in plain text has no end to lack.
    return b"<" in body[:1000] and ENDS.search(body[-4000:].replace(b"\0", b"")) is None


def written(url: str) -> str:
    """*url* as the guarded client writes it."""
    return str(fetch.checked(url))
