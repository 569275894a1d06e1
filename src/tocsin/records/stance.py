"""Who stands where, who gains what, and what is left open."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tocsin.records.actor import Party
from tocsin.records.span import Span
from tocsin.records.trace import Trace


class Position(StrEnum):
    """Where a holder stands."""

    SUPPORT = "support"
    OPPOSE = "oppose"


@dataclass(frozen=True, slots=True)
class Stance:
    """One holder's position toward a person, body, state or matter; *evidence* lists ids of claims and events."""

    id: str
    holder: Party
    toward: Party
    position: Position
    since: date | None
    evidence: tuple[str, ...]
    trace: Trace


@dataclass(frozen=True, slots=True)
class Interest:
    """What somebody has to gain or lose in a matter, as the article says it.

    *gain* is what is wanted, owned or earned; *conflict* is true where the article calls it a conflict of interest.
    """

    id: str
    holder: Party
    matter: str
    gain: str
    spans: tuple[Span, ...]
    trace: Trace
    conflict: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What the article leaves open: "time will tell whether ...". *claim* is who leaves it open; None: the outlet."""

    id: str
    text: str
    spans: tuple[Span, ...]
    claim: str | None
    trace: Trace
