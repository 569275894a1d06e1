"""The article that a feed's entry announces: of its page, or of the text that the entry itself carries."""

from dataclasses import replace
from html import escape

from tocsin.errors import ReadingError
from tocsin.reading import read
from tocsin.reading.fetch import Answer
from tocsin.reading.page import article_from_html
from tocsin.records import Article
from tocsin.records.feed import Entry

FULL = 1_200  # characters of text in an entry that are more than a teaser


def article_on(answer: Answer, entry: Entry, *, outlet: str | None = None) -> Article:
    """The article on the page that *entry* leads to; *outlet* goes before what the page says.

    The entry's own day is taken where the page names none. Raises ReadingError, NotAnArticle.
    """

    def attempt(options: read.Options) -> Article:
        return read.article_from_bytes(
            answer.body,
            name=answer.url,
            url=answer.url,
            charset=answer.charset,
            content_type=answer.content_type,
            options=options,
        )

    article = attempt(read.Options(outlet=outlet))
    if article.published is None and entry.published is not None:
        # Read again and not only dated, as the dateline's year and what else is told by the day depend on it.
        article = attempt(read.Options(outlet=outlet, published=entry.published.date()))
    return credited(article, entry)


def article_carried(entry: Entry, *, outlet: str | None = None) -> Article | None:
    """The article that *entry* carries in full; None when it carries none, or a teaser only."""
    if not entry.html:
        return None
    heading = f"<h1>{escape(entry.title)}</h1>" if entry.title else ""
    try:
        article = article_from_html(
            f"<html><body><article>{heading}{entry.html}</article></body></html>",
            entry.url or None,
            published=entry.published.date() if entry.published else None,
            outlet=outlet,
            name=entry.url or entry.title or entry.guid,
        )
    except ReadingError:
        return None
    return credited(article, entry) if len(article.text) > FULL else None


def credited(article: Article, entry: Entry) -> Article:
    """*article* with the feed's title and source where it has none of its own."""
    return replace(article, title=article.title or entry.title, outlet=article.outlet or entry.source)
