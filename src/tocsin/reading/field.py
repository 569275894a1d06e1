"""The fields of an entry, whatever announced it: bounded, absolute, plain, clean."""

import hashlib
import re
from datetime import datetime
from html import unescape
from urllib.parse import urljoin, urlsplit

import nh3

from tocsin.records.feed import Entry

FIELD = 200_000  # characters
ADDRESS = 4_000
LINE = 2_000  # a title, a name
SUMMARY = 5_000
FULL = 1_200  # a text of so many characters is the article, not a summary of it
BLOCK = re.compile(
    r"<(?=/?(?:p|div|br|li|ul|ol|h[1-6]|td|tr|table|blockquote|section|article|hr|dd|dt|figcaption)\b)", re.I
)


def entry(
    *,
    guid: str | None,
    url: str | None,
    title: str | None,
    published: datetime | None,
    updated: datetime | None = None,
    author: str | None = None,
    summary: str | None = None,
    html: str | None = None,
    source: str | None = None,
    base: str,
    html_base: str | None = None,
) -> Entry:
    """An entry with its address absolute, its HTML cleaned and its id found.

    *base* is what relative addresses are relative to; *html_base* is that of the content, where it has its own.

    Raises ValueError, saying why, when it has an address that is not of the web, or neither address nor text of its own.
    """
    found = address(url, base)
    if url and url.strip() and found is None:
        raise ValueError(f"{url.strip()[:80]!r} is not a web address")
    content = clean(html, html_base or base) if html else None
    if found is None and not content:
        raise ValueError("it has neither an address nor the article's text")
    title = title[:LINE] if title else None
    return Entry(
        guid=known_as(guid, found, title, summary or content),
        url=found or "",
        title=title,
        published=published,
        updated=updated,
        author=author[:LINE] if author else None,
        summary=summary[:SUMMARY] if summary else None,
        html=content or None,
        source=source[:LINE] if source else None,
    )


def known_as(guid: str | None, url: str | None, title: str | None, text: str | None) -> str:
    """The id of an entry: its own, its address, or a digest of what it says."""
    guid = (guid or "").strip() or url or ""
    if guid and len(guid) <= LINE:
        return guid
    told = guid or f"{title or ''}\x1f{text or ''}"
    return "sha256:" + hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def address(url: str | None, base: str) -> str | None:
    """*url* as an absolute web address without its fragment; None when it is none.

    >>> address("/2031/odell#top", "https://lorusk.example/feed")
    'https://lorusk.example/2031/odell'
    >>> address("javascript:alert(1)", "https://lorusk.example/feed") is None
    True
    """
    url = re.sub(r"[\t\r\n]", "", (url or "").strip())
    if not url or len(url) > ADDRESS or re.search(r"[\x00-\x20<>\"]", url):
        url = url.replace(" ", "%20") if url and len(url) <= ADDRESS else ""
    try:
        whole = urlsplit(urljoin(base, url)) if url else None
        if whole is None or whole.scheme not in ("http", "https") or not whole.hostname or whole.username is not None:
            return None
        _ = whole.port  # ValueError when it is none
    except ValueError:
        return None
    if re.search(r"[\x00-\x20<>\"\\]", whole.geturl()):
        return None
    # A fragment that a page builds itself from ("#!/story/7", "#/story/7") is the article's address.
    return whole.geturl() if whole.fragment.startswith(("!", "/")) else whole._replace(fragment="").geturl()


def cut(text: str) -> str:
    """*text* to FIELD characters."""
    return text[:FIELD]


def plain(text: str | None) -> str | None:
    """*text*, which may be HTML, as one line of plain text; None when nothing is left.

    >>> plain("<p>Odell &amp; Varga</p><p>met<script>x()</script></p>")
    'Odell & Varga met'
    """
    if not text:
        return None
    text = cut(text)
    if "<" in text and re.search(r"<[A-Za-z/!?]", text):
        text = nh3.clean(BLOCK.sub(" <", text), tags=set(), clean_content_tags={"script", "style"})
    if "&" in text:
        text = unescape(text)
    return " ".join(text.split()) or None


def clean(html: str, base: str) -> str:
    """*html* without anything that acts, its relative links resolved against *base*."""
    web = urlsplit(base).scheme in ("http", "https")
    return nh3.clean(
        cut(html),
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
        url_relative=("rewrite_with_base", base) if web else "deny",
    ).strip()
