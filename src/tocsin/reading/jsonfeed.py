"""JSON Feed 1.0 and 1.1. Source: jsonfeed.org."""

import json
from datetime import UTC, datetime
from html import escape
from typing import Any

from tocsin.errors import ReadingError
from tocsin.reading.field import address, entry, plain
from tocsin.reading.syndication import EARLIEST, ENTRIES
from tocsin.records import Skipped
from tocsin.records.feed import Entry, Listing

VERSION = "https://jsonfeed.org/version/1"


def json_feed(text: str, *, url: str, name: str) -> Listing:
    """The listing in a JSON Feed, found at *url*.

    Raises ReadingError when it is none.
    """
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReadingError(f"{name} begins like JSON and is none: {error}") from None
    if not isinstance(feed, dict) or not str(feed.get("version", "")).startswith(VERSION):
        raise ReadingError(f"{name} is JSON, and no JSON Feed: its version is not {VERSION}")
    items = feed.get("items")
    if not isinstance(items, list):
        raise ReadingError(f"{name} is a JSON Feed without a list of items")
    entries: list[Entry] = []
    skipped: list[Skipped] = []
    for item in items[:ENTRIES]:
        try:
            entries.append(one(item, feed, url))
        except ValueError as error:
            skipped.append(Skipped(str(item)[:80], "reading", f"its entry in {name} cannot be read: {error}"))
    if len(items) > ENTRIES:
        skipped.append(
            Skipped(f"{len(items) - ENTRIES} entries", "reading", f"a feed is read to its {ENTRIES}th entry")
        )
    hubs = [found for hub in listed(feed, "hubs") if (found := address(words(hub, "url"), url))]
    return Listing(
        "json",
        plain(words(feed, "title")),
        address(words(feed, "home_page_url"), url),
        words(feed, "language"),
        tuple(entries),
        hub=hubs[0] if hubs else None,
        topic=address(words(feed, "feed_url"), url),
        skipped=tuple(skipped),
        next=address(words(feed, "next_url"), url),
    )


def one(item: Any, feed: dict[str, Any], base: str) -> Entry:
    """One item; ValueError when it cannot be read."""
    if not isinstance(item, dict):
        raise ValueError("it is not an object")
    guid = item.get("id")
    text = words(item, "content_text")
    html = words(item, "content_html") or (
        "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n")) if text else None
    )
    signed = listed(item, "authors") or [item.get("author")]
    names = named(signed) or named([*listed(feed, "authors"), feed.get("author")])
    return entry(
        guid=str(guid) if isinstance(guid, str | int) and not isinstance(guid, bool) else None,
        url=words(item, "url") or words(item, "external_url"),
        title=plain(words(item, "title")),
        published=stamp(words(item, "date_published")),
        updated=stamp(words(item, "date_modified")),
        author=", ".join(names) or None,
        summary=plain(words(item, "summary")),
        html=html,
        base=base,
    )


def named(authors: list[Any]) -> list[str]:
    """The names of *authors*, as JSON Feed writes them."""
    return [name for author in authors if (name := plain(words(author, "name")))]


def words(value: Any, key: str) -> str | None:
    """The text at *key*; None when there is none."""
    found = value.get(key) if isinstance(value, dict) else None
    return found.strip() or None if isinstance(found, str) else None


def listed(value: dict[str, Any], key: str) -> list[Any]:
    """The list at *key*, of a hundred at most."""
    found = value.get(key)
    return found[:100] if isinstance(found, list) else []


def stamp(text: str | None) -> datetime | None:
    """A time as RFC 3339 or W3C writes it, in UTC; a day alone is its midnight. None when it is none.

    >>> stamp("2031-03-12T09:30:00+02:00").isoformat()
    '2031-03-12T07:30:00+00:00'
    """
    try:
        found = datetime.fromisoformat((text or "").strip())
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found if found.year >= EARLIEST else None
