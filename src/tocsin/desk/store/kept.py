"""What the store answers with."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from tocsin.records import Claim, Event

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept:
    """An article in a list: what is shown of it, and by what it was read."""

    id: str
    title: str | None
    outlet: str | None
    agency: str | None
    language: str | None
    url: str | None
    published: date | None
    day: date  # published, or the day on which it was first kept
    feed: str | None
    lead: str | None  # id of the article whose copy it is
    reader: str
    codebook: str
    extraction: str | None
    html_digest: str | None
    kept_at: datetime
    coded_at: datetime


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a snippet; *found* where they are what was searched."""

    text: str
    found: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that a search found. *score* orders the hits of one search, and means nothing beside another's."""

    article: Kept
    snippet: tuple[Piece, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of a search, best first. *newest*: so many fit that only the newest of them were ranked."""

    items: tuple[Hit, ...] = ()
    cursor: str | None = None  # asks for the next page; None: there is none
    newest: int | None = None


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """A claim and where it stands."""

    claim: Claim
    day: date
    article: Kept


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """An event and where it is told. *day* is when it happened, or the article's where it does not say."""

    event: Event
    day: date
    article: Kept


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of an answer, newest first."""

    items: tuple[T, ...] = ()
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """What an analyst puts right in one record: *field* is a path, as "act", "when.start", "actors.0.country".

    *field* "struck" with *after* True says that the record is wrong as a whole: it is answered no more. Values are JSON.
    *before* None asks nothing; anything else must be what is there, so that two people do not undo each other unseen.
    """

    kind: str  # "article", "claim", "event", "stance", "interest", "question"
    article: str
    record: str
    field: str
    before: Any
    after: Any
    by: str
    at: datetime
    note: str | None = None
    id: int | None = None  # given by the store
    applied: bool = True  # False: the newest coding made no record of these words
