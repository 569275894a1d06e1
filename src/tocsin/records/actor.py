"""Who: people, bodies and states, as resolved and as written."""

from dataclasses import dataclass

from tocsin.records.span import Span


@dataclass(frozen=True, slots=True)
class Actor:
    """Whom a mention means, as far as is known; unknown parts are None.

    *country* is ISO 3166 alpha-3, or UNO, EUR, IGO, NGO, ISM, IMG, MNC. *sector* is of PLOVER's list.
    Source: PLOVER manual, draft 2.0, sections on actors and sectors.
    """

    name: str | None = None
    country: str | None = None
    sector: str | None = None
    role: str | None = None  # "director of the SVR"


@dataclass(frozen=True, slots=True)
class Source:
    """Who makes a claim: the words, and whom they mean. Implicit sources have no spans."""

    text: str
    spans: tuple[Span, ...]
    actor: Actor | None


@dataclass(frozen=True, slots=True)
class Party:
    """Who takes part in an event or holds a position: the words, and whom they mean.

    Where *presumed* is true the text says no country of them, and *country* is the one the sentence or the article is about.
    """

    text: str
    spans: tuple[Span, ...]
    name: str | None = None
    country: str | None = None
    sector: str | None = None
    role: str | None = None
    presumed: bool = False
