"""What an address lists: the entries of a feed, a sitemap, or a page watched for new links."""

from tocsin.errors import ReadingError
from tocsin.reading import links
from tocsin.reading.field import address
from tocsin.reading.jsonfeed import json_feed
from tocsin.reading.markup import local, tree, written
from tocsin.reading.sitemap import address_list, sitemap
from tocsin.reading.syndication import syndication
from tocsin.records.feed import Listing

FEEDS = ("<rss", "<feed", "<rdf:rdf", "<urlset", "<sitemapindex", "<channel")
KINDS = ("feed", "sitemap", "page")


def listing(
    body: bytes, *, url: str, content_type: str | None = None, charset: str | None = None, kind: str = "feed"
) -> Listing:
    """The listing in *body*, which *url* gave; *content_type* and *charset* are what the server said of it.

    *kind* is what it was followed as. A feed or sitemap is told by what it is, so either may turn out the other.

    >>> feed = b"<rss><channel><title>Lorusk</title><item><link>/a</link></item></channel></rss>"
    >>> [entry.url for entry in listing(feed, url="https://lorusk.example/feed").entries]
    ['https://lorusk.example/a']

    Raises ReadingError, in a sentence, when there is no listing in it.
    """
    text = written(body, name=url, said=charset)
    if kind == "page":
        return links.page(text, url=url)
    start = text[:1000].lstrip("\ufeff \t\r\n")
    if start.startswith(("{", "[")):
        return json_feed(text.lstrip("\ufeff \t\r\n"), url=url, name=url)
    if "<" not in start and start and all(address(line, "") for line in start.split()[:3]):
        return address_list(text, url=url)
    if looks_like_page(start, content_type):
        raise ReadingError(f"{url} is a web page, and no feed{links.pointing(text, url)}")
    root = tree(text, name=url)
    if local(root) in ("urlset", "sitemapindex"):
        return sitemap(root, url=url, name=url)
    if local(root) == "html":
        raise ReadingError(f"{url} is a web page, and no feed{links.pointing(text, url)}")
    return syndication(root, url=url, name=url)


def looks_like_page(start: str, content_type: str | None) -> bool:
    """Whether a document is HTML by its beginning; many servers say text/html of their feeds."""
    low = start.lower()
    feed = [at for mark in FEEDS if (at := low.find(mark)) >= 0]
    html = low.find("<html")
    if feed:
        return 0 <= html < min(feed)  # an XHTML document type alone says nothing: some feeds carry it
    return (html >= 0 or "<!doctype html" in low) and "xhtml" not in (content_type or "")
