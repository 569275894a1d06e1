"""Any source as an Article: a path, "-", or an http(s) address; what it holds is told by its content."""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tocsin.errors import ReadingError
from tocsin.reading import fetch
from tocsin.reading.charset import decode
from tocsin.reading.page import article_from_html
from tocsin.reading.plain import article_from_json, article_from_text
from tocsin.records import Article

LARGEST = 15_000_000  # bytes of a local file; as many as the fetcher lets through

# A page opens with one of these, or has several closing tags near its beginning. Source: WHATWG MIME Sniffing, 7.1.
OPENS = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.{0,4000}?-->\s*)*<(?:!doctype\s+html|html|head|body|article|main|div|p|h1|title|meta|script|style|table|section|header)\b",
    re.IGNORECASE | re.DOTALL,
)
CLOSES = re.compile(r"</(?:p|div|body|html|article|h[1-3]|span|a)>", re.IGNORECASE)
FEED = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.{0,4000}?-->\s*)*<(rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.DOTALL
)

JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*\{)")


@dataclass(frozen=True, slots=True)
class Options:
    """What is known beforehand, and how far the network may be asked."""

    published: date | None = None  # goes before the day found
    outlet: str | None = None  # goes before the outlet found
    network: fetch.Options = field(default_factory=fetch.Options)


def read(source: str, *, options: Options | None = None, stdin: bytes | None = None) -> Article:
    """The article at *source*: an http(s) address, a path, or "-" for the bytes in *stdin*.

    Raises ReadingError (FetchError, NotAnArticle), whose text is one sentence, when there is none to be had.
    """
    options = options or Options()
    if re.match(r"https?://", source, re.IGNORECASE):
        page = fetch.fetch(source, options.network)
        return article_from_bytes(
            page.body,
            name=page.url,
            url=page.url,
            charset=page.charset,
            content_type=page.content_type,
            options=options,
        )
    if source == "-":
        if stdin is None:
            raise ReadingError("nothing was piped in: give the article on standard input, or name a file")
        if len(stdin) > LARGEST:
            raise ReadingError(f"the input is larger than {LARGEST / 1e6:g} MB: give one article at a time")
        return article_from_bytes(stdin, name="the input", options=options)
    return article_from_bytes(file_bytes(source), name=source, options=options)


def file_bytes(source: str) -> bytes:
    """What the file *source* holds."""
    try:
        with Path(source).open("rb") as file:
            body = file.read(LARGEST + 1)
    except FileNotFoundError:
        hint = ": an address needs its http:// or https://" if re.match(r"[\w-]+(\.[\w-]+)+(/|$)", source) else ""
        raise ReadingError(f"there is no file {source!r}{hint}") from None
    except (OSError, ValueError) as error:
        raise ReadingError(f"{source!r} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if len(body) > LARGEST:
        raise ReadingError(f"{source} is larger than {LARGEST / 1e6:g} MB: give one article at a time")
    return body


def article_from_bytes(
    body: bytes,
    *,
    name: str,
    url: str | None = None,
    charset: str | None = None,
    content_type: str | None = None,
    options: Options | None = None,
) -> Article:
    """The article in *body*: HTML, JSON or plain text, as its content has it; *content_type* only tells JSON from text.

    Raises ReadingError when it is none of these, or holds no article.
    """
    options = options or Options()
    text, notes = decode(body, name=name, charset=charset)
    start = text[:20_000]
    if feed := FEED.match(start):
        raise ReadingError(f"{name} is a feed or site map (<{feed[1]}>): give the address of one article in it")
    if OPENS.match(start) or len(CLOSES.findall(start)) >= 3:
        return article_from_html(text, url, published=options.published, outlet=options.outlet, name=name, notes=notes)
    if JSON.match(start) or (content_type or "").endswith("json") or name.endswith(".json"):
        return article_from_json(text, published=options.published, outlet=options.outlet, name=name, notes=notes)
    return article_from_text(text, published=options.published, outlet=options.outlet, url=url, name=name, notes=notes)
