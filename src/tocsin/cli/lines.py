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


def briefings(
    lines: Iterable[bytes], make: Make, brief: Brief, *, day: date | None = None, outlet: str | None = None
) -> Iterator[Briefing | Skipped]:
    """For each line that is not empty, its briefing, or why there is none.

    A line is `{"id", "text", "date"?, "title"?, "outlet"?, "url"?}`; *day* and *outlet* stand in where a line has
    none. The briefing and its article carry the line's id; a line without one gets an id from its content.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _briefing(number, line, make, brief, day, outlet)


def _briefing(
    number: int, line: bytes, make: Make, brief: Brief, day: date | None, outlet: str | None
) -> Briefing | Skipped:
    try:
        fields = _fields(line)
        given = fields["id"]
        article = make(
            fields["text"],
            title=fields["title"],
            published=_day(fields["date"]) or day,
            outlet=fields["outlet"] or outlet,
            url=fields["url"],
            name="the text",
        )
        # Before it is briefed: the ids of its records are made from its own.
        briefing = brief(article if given is None else replace(article, id=given))
    except TocsinError as error:
        return Skipped(f"line {number}", "input", str(error))
    except Exception as error:
        # One odd article in a million must not cost the rest; its line and the error are named at the end.
        return Skipped(f"line {number}", "input", f"{type(error).__name__}: {error}")
    return briefing if given is None else replace(briefing, id=given)


def _fields(line: bytes) -> dict[str, Any]:
    """The line's fields, each a text or None; an id may be a number.

    Raises RecordError when the line is no such object.
    """
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
    if isinstance(value.get("id"), int):
        value["id"] = str(value["id"])
    fields = {name: value.get(name) for name in ("id", "text", "date", "title", "outlet", "url")}
    for name, field in fields.items():
        if not isinstance(field, str | None):
            raise RecordError(f"{name}: {str(field)[:40]!r} is not a text")
    if not (fields["text"] or "").strip():
        raise RecordError("text: missing or empty")
    return fields


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        # A time of day may follow ("2031-03-21T07:00:00Z"); the day is the one written.
        return date.fromisoformat(text[:10])
    except ValueError:
        raise RecordError(f"date: {text[:40]!r} is not a day like 2031-01-24") from None
