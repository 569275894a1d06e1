"""When something happened, and how that is known."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tocsin.records.span import Span


class How(StrEnum):
    """How a day is known, surest first."""

    STATED = "stated"  # "January 23, 2019"
    YEAR_INFERRED = "year inferred"  # "January 23", the year taken from the article
    RELATIVE = "relative"  # "yesterday", "on Thursday", "last month"
    SINCE = "since"  # "since January": from then up to the article
    DATELINE = "dateline"
    PUBLISHED = "published"  # nothing was said: the article's own day


@dataclass(frozen=True, slots=True)
class When:
    """First and last possible day, both included; None where open or unknown."""

    start: date | None
    end: date | None
    how: How
    text: str | None = None  # the words it was read from


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that say when, and what they mean on the article's day.

    *when* is the reading for what has happened: "on Thursday" is the last one. *ahead* is the reading for what is
    still to come (the next one), where that differs. *anchor* is the moment itself where *when* only counts from
    or up to it: of "since January 23" the day January 23.
    """

    span: Span
    when: When
    ahead: When | None = None
    anchor: When | None = None
