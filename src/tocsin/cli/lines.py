"""Many articles at once: one JSON object a line in, one briefing a line out, in the same order."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from tocsin.errors import RecordError, TocsinError
from tocsin.records import Article, Briefing, Skipped

Make = Callable[..., Article]  # tocsin.reading.plain.article_from_text, or its like
Brief = Callable[[Article], Briefing]
FIELDS = ("id", "text", "date", "title", "outlet", "url", "agency")


def briefings(
    lines: Iterable[bytes], make: Make, brief: Brief, *, day: date | None = None, outlet: str | None = None
) -> Iterator[Briefing | Skipped]:
    """For each line that is not empty, its briefing, or why there is none.

    A line is `{"id", "text", "date"?, "title"?, "outlet"?, "url"?, "agency"?}`; *day* and *outlet* stand in where a line has
    none. The briefing and its article carry the line's id; a line without one gets an id from its content.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _briefing(number, line, make, brief, day, outlet)


def _briefing(
    number: int, line: bytes, make: Make, brief: Brief, day: date | None, outlet: str | None
) -> Briefing | Skipped:
    try:
        fields = object_of(line)
        # Its id is set before it is briefed: the ids of its records are made from it.
        briefing = brief(article_of(fields, make, day=day, outlet=outlet))
        given = fields["id"]
    except TocsinError as error:
        return Skipped(f"line {number}", "input", str(error))
    except Exception as error:
        # One odd article in a million must not cost the rest; its line and the error are named at the end.
        return Skipped(f"line {number}", "input", f"{type(error).__name__}: {error}")
    return briefing if given is None else replace(briefing, id=given)


def article_of(fields: dict[str, Any], make: Make, *, day: date | None = None, outlet: str | None = None) -> Article:
    """The article of one line; *day* and *outlet* stand in where it has none.

    Raises RecordError when a field is no text, or there is none to read.
    """
    if isinstance(fields.get("id"), int):
        fields["id"] = str(fields["id"])
    for name in FIELDS:
        if not isinstance(fields.setdefault(name, None), str | None):
            raise RecordError(f"{name}: {str(fields[name])[:40]!r} is not a text")
    if not (fields["text"] or "").strip():
        raise RecordError("text: missing or empty")
    article = make(
        fields["text"],
        title=fields["title"],
        published=_day(fields["date"]) or day,
        outlet=fields["outlet"] or outlet,
        url=fields["url"],
        name="the text",
    )
    given = fields["id"]
    article = article if given is None else replace(article, id=given)
    return article if fields["agency"] is None else replace(article, agency=fields["agency"])


def object_of(line: bytes) -> dict[str, Any]:
    """The object that a line of JSON holds. Raises RecordError when it is none."""
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise RecordError(f"not UTF-8 at byte {error.start}") from None
    except RecursionError:
        raise RecordError("not JSON: nested too deep") from None
    except ValueError as error:
        raise RecordError(f"not JSON: {error}") from None
    if not isinstance(value, dict):
        raise RecordError('not an object like {"id": "...", "text": "..."}')
    return value


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        # A time of day may follow ("2031-03-21T07:00:00Z"); the day is the one written.
        return date.fromisoformat(text[:10])
    except ValueError:
        raise RecordError(f"date: {text[:40]!r} is not a day like 2031-01-24") from None
