"""Sitemaps, news sitemaps and sitemap indexes. Source: sitemaps.org; Google's news sitemap 0.9."""

from datetime import UTC, datetime
from typing import Any

from tocsin.reading.field import address, entry, plain
from tocsin.reading.jsonfeed import stamp
from tocsin.reading.markup import local, text_at
from tocsin.reading.syndication import ENTRIES
from tocsin.records import Skipped
from tocsin.records.feed import Entry, Listing

ADDRESSES = 50_000  # in one sitemap, as sitemaps.org allows
LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


def sitemap(root: Any, *, url: str, name: str) -> Listing:
    """The listing in a <urlset>, newest first; of a <sitemapindex>, the sitemaps it names as parts, newest first."""
    if local(root) == "sitemapindex":
        dated = [
            (stamp(text_at(one, "lastmod")) or LONG_AGO, found)
            for one in root[:ADDRESSES]
            if local(one) == "sitemap" and (found := address(text_at(one, "loc"), url))
        ]
        parts = [found for _, found in sorted(dated, key=lambda pair: pair[0], reverse=True)]
        return Listing("sitemap", parts=tuple(dict.fromkeys(parts))[:ENTRIES])
    entries: list[Entry] = []
    skipped: list[Skipped] = []
    for element in root[:ADDRESSES]:
        if local(element) != "url":
            continue
        try:
            entries.append(one(element, url))
        except ValueError as error:
            if len(skipped) < ENTRIES:
                skipped.append(
                    Skipped(text_at(element, "loc") or "an entry", "reading", f"not read from {name}: {error}")
                )
    return Listing(
        "sitemap",
        title=next((text for element in root[:1] if (text := text_at(element, "news", "publication", "name"))), None),
        language=next(
            (text for element in root[:1] if (text := text_at(element, "news", "publication", "language"))), None
        ),
        **newest(entries, skipped),
    )


def address_list(text: str, *, url: str) -> Listing:
    """The listing in a sitemap that is a plain list of addresses, one a line."""
    lines = [found for line in text.split(maxsplit=ADDRESSES)[:ADDRESSES] if (found := address(line, url))]
    return Listing("sitemap", **newest([Entry(found, found) for found in dict.fromkeys(lines)], []))


def newest(entries: list[Entry], skipped: list[Skipped]) -> dict[str, Any]:
    """The entries and notes of a listing: as many as are read, the newest first, those without a time last."""
    ranked = sorted(entries, key=lambda one: one.published or one.updated or LONG_AGO, reverse=True)
    if len(ranked) > ENTRIES:
        skipped.append(
            Skipped(f"{len(ranked) - ENTRIES} entries", "reading", f"of a sitemap the {ENTRIES} newest are read")
        )
    return {"entries": tuple(ranked[:ENTRIES]), "skipped": tuple(skipped)}


def one(element: Any, base: str) -> Entry:
    """One <url>; ValueError when it has no web address."""
    found = text_at(element, "loc")
    if not found:
        raise ValueError("it has no <loc>")
    return entry(
        guid=None,
        url=found,
        title=plain(text_at(element, "news", "title")),
        published=stamp(text_at(element, "news", "publication_date")),
        updated=stamp(text_at(element, "lastmod")),
        source=plain(text_at(element, "news", "publication", "name")),
        base=base,
    )
