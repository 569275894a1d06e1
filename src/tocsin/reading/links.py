"""The links on a page that look like articles, for outlets that offer no feed; and the feeds that a page points to."""

import re
import tomllib
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from lxml import etree, html

from tocsin.errors import ReadingError
from tocsin.reading.field import LINE, address, plain
from tocsin.reading.syndication import ENTRIES
from tocsin.records.feed import Entry, Listing

DAY = re.compile(r"/((?:19|20)\d\d)[/-]?(\d\d)[/-]?(\d\d)(?=[/_.-]|$)")
FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
MOST = 5_000  # links looked at
SIGNS = 200_000  # "<" on one page; the front pages of large outlets have some 10,000


def page(text: str, *, url: str) -> Listing:
    """The listing of a page: its links that look like articles on the same site, in their order.

    Raises ReadingError when there is none: then the page is no overview, or draws its links by program.
    """
    tree = parsed(text, url)
    base = address((tree.xpath("string((//base/@href)[1])") or ""), url) or url
    found: dict[str, Entry] = {}
    for element in tree.xpath(f"(//a[@href])[position() <= {MOST}]"):
        target = address(element.get("href"), base)
        if target is None or not same_site(target, url):
            continue
        target = without_tracking(target)
        shown = plain("".join(element.itertext())[:LINE]) or plain(element.get("title")) or ""
        if score(element, target, shown) < data()["enough"]:
            continue
        before = found.get(target)
        if before is None or len(shown) > len(before.title or ""):
            found[target] = Entry(target, target, shown or None, day(target))
    if not found:
        raise ReadingError(f"{url} has no links that look like articles{pointing(text, url)}")
    return Listing(
        "page",
        plain(tree.findtext(".//title")),
        url,
        tree.get("lang"),
        tuple(found.values())[:ENTRIES],
    )


def feeds(text: str, url: str) -> tuple[str, ...]:
    """The addresses of the feeds that a page declares as its own."""
    try:
        tree = parsed(text, url)
    except ReadingError:
        return ()
    found = (
        address(link.get("href"), url)
        for link in tree.xpath("(//link[@href])[position() <= 500]")
        if "alternate" in (link.get("rel") or "").lower() and (link.get("type") or "").strip().lower() in FEED_TYPES
    )
    return tuple(dict.fromkeys(filter(None, found)))


def pointing(text: str, url: str) -> str:
    """What an error adds: the feeds the page points to."""
    found = feeds(text, url)
    return f": its feed is {found[0]}" if found else ": follow it as a page, or look for its feed's address"


def parsed(text: str, name: str) -> Any:
    """The page as a tree; ReadingError when there is none in it."""
    if text.count("<") > SIGNS:
        raise ReadingError(f"{name} is built to be too much to read (more than {SIGNS:,} tags): refused")
    try:
        # A str with an encoding declaration is refused by lxml, bytes never.
        tree = html.fromstring(text.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReadingError(f"{name} is not a page: {error}") from None
    return tree


def score(element: Any, target: str, shown: str) -> int:
    """How much a link looks like an article's: the marks of links.toml that it bears."""
    path = urlsplit(target).path
    parts = [part for part in path.lower().split("/") if part]
    if not parts or set(parts) & data()["never"] or path.lower().endswith(data()["files"]):
        return 0
    slug = max((len(re.findall(r"[^\W_]+", part)) for part in parts[-2:]), default=0)
    marks = data()["marks"]
    bears = {
        "day_in_address": DAY.search(path) is not None,
        "long_slug": slug >= 4,
        "very_long_slug": slug >= 6,
        "number_in_address": re.search(r"\d{5,}", parts[-1]) is not None,
        "words_shown": len(shown.split()) >= 5 or len(UNSPACED.findall(shown)) >= 15,
        "within_article": headed(element),
    }
    return sum(marks[mark] for mark, there in bears.items() if there)


def headed(element: Any) -> bool:
    """Whether a link belongs to a headline or a teaser."""
    within = ("article", "h1", "h2", "h3", "h4")
    nearest = element
    for _ in range(4):
        nearest = nearest.getparent()
        if nearest is None:
            break
        if nearest.tag in within:
            return True
    return any(child.tag in within for child in element)


def same_site(target: str, url: str) -> bool:
    """Whether *target* is on the site of *url*: the same host, or one below the other.

    >>> same_site("https://news.lorusk.example/a", "https://www.lorusk.example/")
    True
    """
    one, other = (f".{(urlsplit(each).hostname or '').removeprefix('www.')}" for each in (target, url))
    return one.endswith(other) or other.endswith(one)


def without_tracking(url: str) -> str:
    """*url* without what only counts visitors."""
    whole = urlsplit(url)
    if not whole.query:
        return url
    kept = [(key, value) for key, value in parse_qsl(whole.query, keep_blank_values=True) if key not in data()["drop"]]
    return whole._replace(query=urlencode(kept)).geturl() if len(kept) < whole.query.count("&") + 1 else url


def day(url: str) -> datetime | None:
    """The day in an address, as its midnight in UTC.

    >>> day("https://lorusk.example/2031/03/12/odell").date().isoformat()
    '2031-03-12'
    """
    found = DAY.search(urlsplit(url).path)
    try:
        return datetime(int(found[1]), int(found[2]), int(found[3]), tzinfo=UTC) if found else None
    except ValueError:
        return None


@cache
def data() -> dict[str, Any]:
    """links.toml."""
    raw = tomllib.loads(files("tocsin.reading").joinpath("links.toml").read_text(encoding="utf-8"))
    return {**raw, "never": set(raw["never"]), "drop": set(raw["drop"]), "files": tuple(raw["files"])}
