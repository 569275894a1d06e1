"""Feeds: what an address lists, and what a desk keeps of an address it follows."""

from dataclasses import dataclass
from datetime import datetime

from tocsin.records.skipped import Skipped


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as a feed, a sitemap or a watched page announces it."""

    guid: str  # the feed's own id for it; its address, or a digest, where the feed gives none
    url: str  # http or https, absolute; "" where the entry carries its text and no address
    title: str | None = None  # plain text
    published: datetime | None = None
    updated: datetime | None = None
    author: str | None = None
    summary: str | None = None  # plain text
    html: str | None = None  # the full content where the feed carries it, as the feed wrote it
    source: str | None = None  # whom the feed credits: an agency, another outlet


@dataclass(frozen=True, slots=True)
class Listing:
    """What was read at one address at one time."""

    kind: str  # "rss", "atom", "json", "sitemap", "page"
    title: str | None = None
    site: str | None = None  # the address of the site it belongs to
    language: str | None = None  # as it says itself, "en-GB"
    entries: tuple[Entry, ...] = ()  # in the order of the feed
    ttl_s: int | None = None  # how long it asks to be left alone
    hub: str | None = None  # WebSub: who tells of changes
    topic: str | None = None  # WebSub: the address under which it tells
    skipped: tuple[Skipped, ...] = ()
    next: str | None = None  # where the list goes on
    parts: tuple[str, ...] = ()  # of a sitemap index: the sitemaps it names, newest first


@dataclass(frozen=True, slots=True)
class Feed:
    """A subscription as the store keeps it."""

    id: str  # identity("feed", url) of the address it was added under
    url: str
    kind: str = "feed"  # "feed", "sitemap", "page"
    outlet: str | None = None
    language: str | None = None
    country: str | None = None  # ISO 3166-1 alpha-3
    tags: tuple[str, ...] = ()
    every_s: int = 3600  # how often at most the desk wants it asked
    state: str = "active"  # "active", "paused", "gone"
    etag: str | None = None  # as the server wrote it, for If-None-Match
    modified: str | None = None  # as the server wrote it, for If-Modified-Since
    next_at: datetime | None = None  # None: at once
    failures: int = 0  # in a row
    reason: str | None = None  # why it failed, or is paused or gone: one sentence
    checked_at: datetime | None = None  # last asked
    fetched_at: datetime | None = None  # last answered with success, 304 included
    changed_at: datetime | None = None  # last brought something new
    added_at: datetime | None = None
    hub: str | None = None
    topic: str | None = None
