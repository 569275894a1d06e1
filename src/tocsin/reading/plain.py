"""An Article from plain text, whose text is the input to the letter, or from JSON that carries a text."""

import json
import re
from datetime import date
from typing import Any

from tocsin.errors import ReadingError
from tocsin.reading import boilerplate, figures
from tocsin.reading.agency import credited
from tocsin.reading.byline import byline as names_in
from tocsin.reading.dateline import dateline, opening_agency
from tocsin.reading.language import language as language_of
from tocsin.reading.language import scripts
from tocsin.reading.metadata import day_written
from tocsin.records import Article, Figures, Skipped, Span, identity

LARGEST = 15_000_000  # characters

# The names a JSON article's fields go by, ours first.
FIELDS = {
    "text": ("text", "body", "content", "articleBody", "article", "maintext"),
    "title": ("title", "headline", "name"),
    "date": ("date", "published", "datePublished", "publishing_date", "pubDate", "date_publish"),
    "url": ("url", "link", "address"),
    "outlet": ("outlet", "publisher", "site", "sitename", "source"),
    "byline": ("byline", "author", "authors"),
    "language": ("language", "lang"),
}


def article_from_text(
    text: str,
    *,
    title: str | None = None,
    published: date | None = None,
    published_how: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    byline: tuple[str, ...] = (),
    language: str | None = None,
    name: str = "the text",
    notes: tuple[Skipped, ...] = (),
) -> Article:
    """The article that *text* is. Nothing is cut: what is no prose in it is found by `boilerplate.asides`.

    Title, dateline and figures are taken from the text where they are not given.

    Raises ReadingError when there is no word in it, or too many.

    >>> article_from_text("AVERNA – Odell resigned on Monday.").dateline
    Dateline(place='Averna', agency=None, day=None)
    """
    if len(text) > LARGEST:
        raise ReadingError(f"{name} is larger than {LARGEST / 1e6:g} MB: give one article at a time")
    if not any(map(str.isalpha, text)):
        raise ReadingError(f"{name} is empty: give a text with an article in it")
    if re.search(r"[\ud800-\udfff]", text):
        # Half a character cannot be written out again; its place is kept, so that offsets hold.
        text = re.sub(r"[\ud800-\udfff]", "\ufffd", text)
        notes = (*notes, Skipped(name, "input", "it holds halves of characters, which stand as \ufffd"))
    left_out = boilerplate.asides(text)
    heading = boilerplate.title_of(text)
    first = next((line for line in boilerplate.lines_of(text) if line not in left_out), Span(0, len(text)))
    line = dateline(first.of(text), published)
    how = published_how or ("given" if published else None)
    if published is None and line is not None and line.day is not None:
        published, how = line.day, "dateline"
    counted = Figures()
    for span in left_out:
        counted = figures.joined(counted, figures.of_line(span.of(text)))
    if title is None and heading is not None:
        title = heading.of(text)
    written = scripts(text)
    if language is None and len(written) > 1:
        notes = (
            *notes,
            Skipped("language", "reading", f"the text mixes scripts ({', '.join(written).title()}): not judged"),
        )
    last = [span.of(text) for span in boilerplate.lines_of(text)[-2:]]
    return Article(
        id=identity("article", text, title, outlet, url),
        text=text,
        title=title,
        outlet=outlet,
        byline=byline,
        published=published,
        published_how=how,
        dateline=line,
        agency=(line.agency if line else None) or opening_agency(first.of(text)) or credited(byline, last),
        language=language or language_of(text),
        url=url,
        figures=counted,
        skipped=notes,
    )


def article_from_json(
    written: str,
    *,
    published: date | None = None,
    outlet: str | None = None,
    name: str = "the JSON",
    notes: tuple[Skipped, ...] = (),
) -> Article:
    """The article in a JSON object with a "text", and with what it has of "title", "date", "url", "outlet", "byline".

    Raises ReadingError when *written* is no such object; the text says which field is wrong.

    >>> article_from_json('{"text": "Odell resigned on Monday.", "date": "2031-01-24"}').published
    datetime.date(2031, 1, 24)
    """
    try:
        given = json.loads(written)
    except (ValueError, RecursionError) as error:
        raise ReadingError(f"{name} is no valid JSON: {error}") from None
    if not isinstance(given, dict):
        raise ReadingError(f'{name} is JSON, but no object with a "text": give {{"text": "...", "title": "..."}}')
    found = {
        field: next((given[key] for key in keys if given.get(key) is not None), None) for field, keys in FIELDS.items()
    }
    if found["text"] is None:
        raise ReadingError(
            f'{name} is JSON without a "text" field: it has {", ".join(map(repr, list(given)[:6])) or "none"}'
        )
    for field in ("text", "title", "url", "language"):
        if found[field] is not None and not isinstance(found[field], str):
            raise ReadingError(f"{name}: its {field!r} is {kind(found[field])}, and should be a string")
    day = None
    if found["date"] is not None:
        day = day_written(found["date"])
        if day is None:
            raise ReadingError(f"{name}: its date {str(found['date'])[:40]!r} is no day like '2031-01-24'")
    outlet = outlet or label(found["outlet"])
    signed = found["byline"] if isinstance(found["byline"], list) else [found["byline"]]
    return article_from_text(
        found["text"],
        title=(found["title"] or "").strip() or None,
        published=published or day,
        published_how=None if published or not day else "given",
        outlet=outlet,
        url=found["url"],
        byline=names_in([text for item in signed if (text := label(item))], outlet=outlet),
        language=found["language"],
        name=name,
        notes=notes,
    )


def label(value: Any) -> str | None:
    """The name in *value*: itself, or that of an object; None when it has none."""
    if isinstance(value, dict):
        value = value.get("name")
    return value.strip() or None if isinstance(value, str) else None


def kind(value: Any) -> str:
    """What JSON calls *value*."""
    return {dict: "an object", list: "a list", bool: "true or false"}.get(type(value), "a number")
