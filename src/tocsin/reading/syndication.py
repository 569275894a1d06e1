"""RSS and Atom in all their dialects, by feedparser, which is given well-formed XML of bounded size only."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from xml.parsers import expat

import feedparser
from lxml import etree

from tocsin.errors import ReadingError
from tocsin.reading.field import FIELD, FULL, address, cut, entry, plain
from tocsin.reading.markup import local
from tocsin.records import Skipped
from tocsin.records.feed import Entry, Listing

ENTRIES = 500
ELEMENTS = 100_000  # in what is left: 200 for each entry
ATTRIBUTES = 100
NAMESPACES = 200
PERIODS_S = {"hourly": 3600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
TAGGED = re.compile(r"</?(?:a|b|br|cite|em|font|i|img|mark|p|q|small|span|strong|sub|sup|u)\b", re.I)
EARLIEST = 1990  # dates before are a program's zero
# What feedparser's handlers raise on input they did not foresee.
FAILURES = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError, OverflowError)


def syndication(root: Any, *, url: str, name: str) -> Listing:
    """The listing in an RSS or Atom document, found at *url*.

    Raises ReadingError when it is neither.
    """
    skipped = list(trimmed(root, name))
    data = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    try:
        # What expat refuses feedparser would hand to its forgiving parser, whose time has no bound that we know.
        expat.ParserCreate(namespace_separator=" ").Parse(data, True)
        # Bytes would be taken for a file name.
        parsed = feedparser.parse(
            io.BytesIO(data),
            response_headers={"content-type": "application/xml; charset=utf-8", "content-location": url},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except (expat.ExpatError, *FAILURES) as error:
        raise ReadingError(f"{name} is not a feed that can be read: {error}") from None
    version = str(parsed.get("version") or "")
    if not version and not parsed.entries:
        raise ReadingError(f"{name} is XML ({root.tag}), and neither RSS nor Atom nor a sitemap")
    feed = parsed.feed
    entries = []
    for raw in parsed.entries[:ENTRIES]:
        try:
            entries.append(one(raw, url))
        except FAILURES as error:
            skipped.append(Skipped(called(raw), "reading", f"its entry in {name} cannot be read: {error}"))
    return Listing(
        "atom" if version.startswith("atom") else "rss",
        plain(value(feed, "title")),
        address(value(feed, "link"), url),
        value(feed, "language"),
        tuple(entries),
        ttl(feed),
        linked(feed, "hub", url),
        linked(feed, "self", url),
        tuple(skipped),
        linked(feed, "next", url),
    )


def trimmed(root: Any, name: str) -> Iterator[Skipped]:
    """Cuts the tree down to what is read: entries, lengths, attributes; yields a note for each kind of cut."""
    entries = [element for element in root.iter() if local(element) in ("item", "entry")]
    for element in entries[ENTRIES:]:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    if len(entries) > ENTRIES:
        yield Skipped(f"{len(entries) - ENTRIES} entries", "reading", f"a feed is read to its {ENTRIES}th entry")
    if root.xpath("count(//*)") > ELEMENTS:
        raise ReadingError(f"{name} has more than {ELEMENTS:,} elements: refused, no feed needs them")
    namespaces: set[str] = set()
    long = 0
    for element in root.iter():
        namespaces.update(element.nsmap.values() if element.nsmap and len(namespaces) <= NAMESPACES else ())
        if len(element.attrib) > ATTRIBUTES:
            raise ReadingError(f"{name} has an element <{local(element)}> of {len(element.attrib)} attributes: refused")
        for key, text in element.attrib.items():
            if len(text) > FIELD:
                del element.attrib[key]
                long += 1
        for part in ("text", "tail"):
            if (text := getattr(element, part)) and len(text) > FIELD:
                setattr(element, part, cut(text))
                long += 1
    if len(namespaces) > NAMESPACES:
        raise ReadingError(f"{name} declares more than {NAMESPACES} namespaces: refused")
    if long:
        yield Skipped(f"{long} fields", "reading", f"longer than {FIELD // 1000} kB: cut there")


def one(raw: Any, base: str) -> Entry:
    """One entry; ValueError when it holds nothing to read."""
    contents = [part for part in raw.get("content") or () if part.get("value")]
    longest = max(contents, key=lambda part: len(part["value"]), default=None)
    described = value(raw, "summary") or ""
    full = longest["value"].strip() if longest else ""
    if not full and len(plain(described) or "") >= FULL:
        full, longest = described, raw.get("summary_detail")
    summary = None if full and described == full else plain(described)
    said = raw.get("source")
    return entry(
        guid=value(raw, "id"),
        url=first(raw),
        title=headline(raw),
        published=when(raw, "published_parsed") or when(raw, "created_parsed"),
        updated=when(raw, "updated_parsed"),
        author=signed(raw),
        summary=summary,
        html=full or None,
        source=plain(value(said, "title")) if isinstance(said, dict) else None,
        base=base,
        html_base=(longest or {}).get("base"),
    )


def headline(raw: Any) -> str | None:
    """The title: text where the feed calls it text, as Atom does, and otherwise perhaps HTML."""
    title = value(raw, "title")
    called_text = (raw.get("title_detail") or {}).get("type") == "text/plain"
    return " ".join(title.split()) if title and called_text and not TAGGED.search(title) else plain(title)


def first(raw: Any) -> str | None:
    """The address of the article: the entry's link, or the first of its links that is no comment, copy or picture."""
    if link := value(raw, "link"):
        return link
    return next(
        (href for link in raw.get("links") or () if link.get("rel") == "alternate" and (href := link.get("href"))), None
    )


def signed(raw: Any) -> str | None:
    """Whose name stands over it."""
    names = [str(one.get("name") or "") for one in raw.get("authors") or () if one]
    shown = [name for text in (names or [value(raw, "author") or ""]) if (name := plain(text))]
    return ", ".join(dict.fromkeys(shown)) or None


def value(raw: Any, key: str) -> str | None:
    """A text of feedparser's, never one of another key: its own look-up falls back, and warns."""
    found = dict.get(raw, key)
    return found.strip() or None if isinstance(found, str) else None


def when(raw: Any, key: str) -> datetime | None:
    """A time of feedparser's, which it gives in UTC; None where it is no time that news could have."""
    found = dict.get(raw, key)
    if not found or found[0] < EARLIEST:
        return None
    try:
        return datetime(*found[:6]).replace(tzinfo=UTC)
    except ValueError:
        return None


def ttl(feed: Any) -> int | None:
    """Seconds for which the feed asks to be left alone: <ttl>, or the syndication module's period."""
    minutes = value(feed, "ttl")
    if minutes and re.fullmatch(r"\d{1,6}", minutes) and int(minutes):
        return int(minutes) * 60
    period = PERIODS_S.get((value(feed, "sy_updateperiod") or "").lower())
    often = value(feed, "sy_updatefrequency") or "1"
    return period // max(1, int(often)) if period and re.fullmatch(r"\d{1,6}", often) else None


def linked(feed: Any, relation: str, base: str) -> str | None:
    """Where the feed's link of this *relation* leads."""
    for link in feed.get("links") or ():
        if link.get("rel") == relation and (found := address(link.get("href"), base)):
            return found
    return None


def called(raw: Any) -> str:
    """What to call an entry that cannot be read."""
    return str(dict.get(raw, "title") or dict.get(raw, "link") or dict.get(raw, "id") or "an entry")[:80]
