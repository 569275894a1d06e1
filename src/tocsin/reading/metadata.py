"""What a page says about its article: title, outlet, byline, day, address, language.

Asked in this order: JSON-LD, OpenGraph and its kin, then trafilatura and htmldate, which read the visible page. On
the publishers' pages of the extraction benchmark JSON-LD is wrong about the day less often than anything else.
"""

import logging
import re
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from tocsin.reading.blocks import compared
from tocsin.reading.byline import byline
from tocsin.reading.jsonld import Object, article, objects, texts

# In the order asked. Source: ogp.me, Parse.ly, Sailthru, Dublin Core, and what pages carry.
DAYS = (
    "article:published_time",
    "og:article:published_time",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "article.published",
    "publish-date",
    "publishdate",
    "date",
    "pubdate",
    "cxenseparse:recs:publishtime",
)
NAMES = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "byl",
    "dcterms.creator",
    "cxenseparse:author",
)
SEPARATOR = re.compile(r"\s+[|–—·•»›-]\s+|\s*\|\s*|\s+::\s+")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the page says; None where it does not."""

    title: str | None = None
    headings: tuple[str, ...] = ()  # other forms of the title that the page shows
    description: str | None = None
    outlet: str | None = None
    byline: tuple[str, ...] = ()
    published: date | None = None
    published_how: str | None = None  # "json-ld", "opengraph", "page"
    url: str | None = None
    language: str | None = None
    declared: bool = False  # the page calls itself an article
    objects: tuple[Object, ...] = ()


def metadata(tree: Any, url: str | None = None) -> Metadata:
    """What the page *tree*, found at *url*, says about its article."""
    found = objects(tree)
    own = article(found) or {}
    meta = named(tree)
    address = canonical(tree, meta, url)
    outlet = outlet_of(own, found, meta)
    headings = shown(tree)
    title = title_of(own, meta, headings, outlet)
    outlet = outlet or behind(tree.findtext(".//title"), title)
    published, how = day_of(own, found, meta)
    if published is None and (seen_day := day_shown(tree, meta)):
        published, how = seen_day, "page"
    names = byline(texts(own.get("author")) or texts(own.get("creator")), outlet=outlet)
    names = names or byline(
        [meta[key] for key in NAMES if key in meta and not meta[key].startswith("http")], outlet=outlet
    )
    if all(same_house(name, outlet, address) for name in names):
        names = byline(signed(tree, outlet, address), outlet=outlet) or names
    if published is None or not names or not outlet:
        seen = looked_up(tree, address)
        names = names or byline((seen.author or "").split(";"), outlet=outlet)
        if published is None and seen.date:
            published, how = date.fromisoformat(seen.date[:10]), "page"
        outlet = outlet or (str(seen.sitename) if seen.sitename and seen.sitename not in (title or "") else None)
    kind = meta.get("og:type", "").lower()
    return Metadata(
        title,
        tuple(headings),
        meta.get("og:description") or meta.get("description"),
        outlet,
        names,
        published,
        how,
        address,
        language_of(tree, own, meta),
        bool(own) or kind == "article" or "article:published_time" in meta,
        tuple(found),
    )


def named(tree: Any) -> dict[str, str]:
    """The page's meta elements, by name in small letters; the first of a name holds, but writers add up."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = " ".join((element.get("content") or "").split())
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            if not content or not (name := element.get(attribute)):
                continue
            name = name.strip().lower()
            if name in NAMES and name in found and content not in found[name]:
                found[name] += f"; {content}"
            found.setdefault(name, content)
    return found


def canonical(tree: Any, meta: dict[str, str], url: str | None) -> str | None:
    """The article's own address: the one asked for, else the one the page gives."""
    if url:
        return url
    links = (link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower())
    for candidate in (*links, meta.get("og:url")):
        if candidate and urlsplit(address := urljoin("", candidate.strip())).scheme in ("http", "https"):
            return str(address)
    return None


def outlet_of(own: Object, found: list[Object], meta: dict[str, str]) -> str | None:
    """The outlet's name."""
    sites = [item for item in found if str(item.get("@type")) in ("WebSite", "NewsMediaOrganization")]
    candidates = [
        *texts(own.get("publisher")),
        meta.get("og:site_name"),
        meta.get("application-name"),
        meta.get("dc.publisher"),
        *(name for item in sites for name in texts(item.get("name"))),
    ]
    return next(
        (" ".join(name.split()) for name in candidates if name and 1 < len(name.strip()) <= 80 and "://" not in name),
        None,
    )


def behind(document_title: str | None, title: str | None) -> str | None:
    """The outlet's name behind the article's title in the title element.

    >>> behind("Odell resigns - Averna Wire", "Odell resigns")
    'Averna Wire'
    """
    text = " ".join((document_title or "").split())
    for found in SEPARATOR.finditer(text):
        if title and key(text[: found.start()]) == key(title):
            tail = SEPARATOR.split(text[found.end() :])[-1]
            return tail if 1 < len(tail) <= 60 else None
    return None


def shown(tree: Any) -> list[str]:
    """The titles the page shows: its h1 elements, best first."""
    titles = (" ".join(element.text_content().split()) for element in tree.iter("h1"))
    return list(dict.fromkeys(title for title in titles if 3 < len(title) <= 400))


def title_of(own: Object, meta: dict[str, str], headings: list[str], outlet: str | None) -> str | None:
    """The headline without the outlet's name at its end."""
    written = [*texts(own.get("headline")), meta.get("og:title"), meta.get("twitter:title")]
    stated = [bare(unescape(title), outlet, headings) for title in written if title and title.strip()]
    # A heading shown on the page that is, or goes on from, a stated title is the title as readers see it.
    for title in stated:
        for heading in headings:
            if key(heading) == key(title) or (
                len(key(title)) > 20 and key(heading).startswith(key(title).rstrip("…. "))
            ):
                return heading
    return next(iter([*stated, *headings]), None)


NAME = r"[A-ZÀ-ÞĀ-Ž][\w.’'-]+(?: [A-ZÀ-ÞĀ-Žđ][\w.’'-]+){1,3}"
LISTED = rf"{NAME}(?:(?:, | ?/ ?| & | and | und | et | y ){NAME}){{0,3}}"
# "By Ines Gallo" where the page shows it; in ordinary letters, so that a sentence is not taken for it.
SIGNED = re.compile(
    rf"(?:[Bb]y|BY|Von|Par|Por|Di|Door|Av|Af|Author|Autor|Autorin|Autorin/Autor|Auteur|Autore|Reporter):? ({LISTED})(?:, [A-ZÀ-Þ][\w-]+)?"
)
PROSE = 80  # characters of a paragraph that is no label


def same_house(name: str, outlet: str | None, url: str | None) -> bool:
    """Whether *name* is the outlet's, or of its site.

    >>> same_house("Averna Post", "The Averna Post", None), same_house("Ines Gallo", "The Averna Post", None)
    (True, False)
    """
    own, host = compared(outlet or ""), compared(urlsplit(url or "").netloc)
    short = compared(name)
    return short in own or short in host


def signed(tree: Any, outlet: str | None, url: str | None) -> list[str]:
    """The names in the byline that the page shows as an element of its own, the outlet's apart.

    That is a line with "By", or names alone in strong letters right above or below the text: between two paragraphs
    such a line is a heading.
    """
    for element in tree.iter("p", "span", "div", "a", "address", "em", "strong", "i", "b", "li"):
        if len(element) <= 3:
            text = " ".join(element.text_content().split())
            if len(text) <= 80 and (found := SIGNED.fullmatch(text)) and not same_house(found[1], outlet, url):
                return re.split(r" ?/ ?", found[1])
    lines = [(element, text) for element in tree.iter("p") if (text := " ".join(element.text_content().split()))]
    for index, (element, text) in enumerate(lines):
        strong = len(element) == 1 and element[0].tag in ("strong", "b", "em", "i")
        if strong and len(text) <= 80 and re.fullmatch(LISTED, text):
            above = index > 0 and len(lines[index - 1][1]) >= PROSE
            below = index + 1 < len(lines) and len(lines[index + 1][1]) >= PROSE
            if above != below:
                return re.split(r" ?/ ?", text)
    return []


def bare(title: str, outlet: str | None, headings: list[str]) -> str:
    """*title* without an outlet's name behind a separator.

    >>> bare("Averna denies it | The Lorusk Post", "Lorusk Post", [])
    'Averna denies it'
    """
    title = " ".join(title.split())
    for found in reversed(list(SEPARATOR.finditer(title))):
        head, tail = title[: found.start()], title[found.end() :]
        if any(key(head) == key(heading) for heading in headings):
            return head
        if outlet and head and (key(tail) in key(outlet) or key(outlet) in key(tail)):
            return head
    return title


def key(text: str) -> str:
    """*text* for comparing: letters and digits only."""
    return re.sub(r"[^\w…. ]|_", "", text.lower().replace("’", "'")).strip()


def day_of(own: Object, found: list[Object], meta: dict[str, str]) -> tuple[date | None, str | None]:
    """The day of publication as written, and where it stands."""
    stated = [own.get("datePublished"), own.get("dateCreated")]
    # Pages without an article object put the day on the page itself.
    stated += [item.get("datePublished") for item in found if not own]
    for text in stated:
        if day := day_written(text):
            return day, "json-ld"
    for name in DAYS:
        if day := day_written(meta.get(name)):
            return day, "opengraph"
    return None, None


def day_shown(tree: Any, meta: dict[str, str]) -> date | None:
    """The day in the page's own marks of it: a time element marked as the publication's, or the end of its title."""
    for element in tree.iter("time"):
        marks = f"{element.get('itemprop') or ''} {element.get('class') or ''} {element.get('pubdate', '')}".lower()
        if ("datepublished" in marks or "published" in marks) and (day := day_written(element.get("datetime"))):
            return day
    for title in (meta.get("og:title"), tree.findtext(".//title")):
        # Days stand before months where dots part them.
        if written := re.search(r"[|–—-] (\d{1,2})\.(\d{1,2})\.(\d{4})\s*$", title or ""):
            return day_written(f"{written[3]}-{int(written[2]):02}-{int(written[1]):02}")
    return None


def day_written(text: Any) -> date | None:
    """The day in an ISO 8601 time, as its own zone has it; None when it is none, or not of this age.

    >>> day_written("2031-01-24T23:30:00+03:00")
    datetime.date(2031, 1, 24)
    """
    if isinstance(text, list):
        text = next(iter(text), None)
    written = re.match(r"\s*(\d{4})-?(\d{2})-?(\d{2})(?!\d)", str(text or ""))
    if written is None:
        return None
    try:
        day = date(*map(int, written.groups()))
    except ValueError:
        return None
    return day if 1990 <= day.year <= datetime.now().year + 20 else None


def language_of(tree: Any, own: Object, meta: dict[str, str]) -> str | None:
    """The language the page says it is in, as BCP 47 has it."""
    candidates = [*texts(own.get("inLanguage")), tree.get("lang"), meta.get("og:locale"), meta.get("content-language")]
    for candidate in candidates:
        written = re.match(r"\s*([A-Za-z]{2,3})(?:[-_]|\s*$)", candidate or "")
        if written:
            return written[1].lower()
    return None


def looked_up(tree: Any, url: str | None) -> Any:
    """What trafilatura and htmldate see on the page."""
    import trafilatura
    from trafilatura.settings import Document

    # They report what they pass over as warnings, which say nothing to the reader of a briefing.
    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        return trafilatura.extract_metadata(tree, default_url=url)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return Document()
