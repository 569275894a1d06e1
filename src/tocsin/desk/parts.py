"""The rest of a list that does not end with its first page: the sitemaps of an index, the pages before this one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tocsin.desk.polite import Polite
from tocsin.errors import FetchError, ReadingError
from tocsin.reading.fetch import Answer
from tocsin.reading.listing import listing
from tocsin.records.feed import Entry, Feed, Listing

PARTS = 3  # sitemaps of an index that are read: news is in the newest
PAGES = 5  # pages gone back, when more came out since the last poll than one page shows

Validators = tuple[str | None, str | None]  # ETag, Last-Modified


@dataclass(slots=True)
class Rest:
    """All entries of a list, and what is now known of its parts."""

    entries: list[Entry]
    missing: str | None = None  # why some of it is not there
    known: dict[str, Validators] = field(default_factory=dict)


def whole(polite: Polite, feed: Feed, first: Listing, known: Mapping[str, Validators]) -> Rest:
    """The entries of *first* and of what it continues in.

    *known* holds the validators of the parts read before; a part that has not changed adds nothing.
    """
    rest = Rest(list(first.entries))
    for url in first.parts[:PARTS]:
        rest.entries += more(polite, rest, url, "sitemap", known.get(url, (None, None))).entries
    page, seen = first, {feed.url}
    for _ in range(PAGES):
        if page.next is None or page.next in seen or not gap(feed, page):
            break
        seen.add(page.next)
        page = more(polite, rest, page.next, feed.kind, (None, None))
        rest.entries += page.entries
    return rest


def gap(feed: Feed, page: Listing) -> bool:
    """Whether older news than that on *page* came out since the feed was last read: all on it is newer than that."""
    since = feed.fetched_at
    return bool(since and page.entries) and all(
        entry.published is not None and since is not None and entry.published > since for entry in page.entries
    )


def more(polite: Polite, rest: Rest, url: str, kind: str, known: Validators) -> Listing:
    """The list at *url*; an empty one when it has not changed or cannot be had, which *rest* then says."""
    try:
        answer = polite.ask(url, headers=conditions(*known))
        if answer.status == 304 and any(known):
            rest.known[url] = known
            return Listing(kind)
        if not answer.ok:
            raise FetchError(f"{url} answered {answer.says}")
        found = listing(
            answer.body, url=answer.url, content_type=answer.content_type, charset=answer.charset, kind=kind
        )
    except ReadingError as error:
        rest.missing = rest.missing or f"a part of it is missing: {error}"
        return Listing(kind)
    rest.known[url] = validators(answer)
    return found


def validators(answer: Answer) -> Validators:
    """What to ask again with."""
    return answer.headers.get("etag"), answer.headers.get("last-modified")


def conditions(etag: str | None, modified: str | None) -> dict[str, str]:
    """The headers that ask for a list only if it has changed.

    >>> conditions('"v1"', None)
    {'If-None-Match': '"v1"'}
    """
    given = {"If-None-Match": etag, "If-Modified-Since": modified}
    return {name: value for name, value in given.items() if value}
