"""Warning problems: a question with a day on which it is answered, and the signs that would tell beforehand."""

from dataclasses import dataclass
from datetime import date

from tocsin.records.claim import Act
from tocsin.records.event import Status


@dataclass(frozen=True, slots=True)
class Match:
    """What counts as a sign seen: an event, or a claim, that fits every line given; empty lines ask nothing.

    *actors*, *recipients* and *speakers* are codes of countries, with or without a sector ("USA", "USA.MIL"), or names.
    """

    events: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    cameo: tuple[str, ...] = ()  # beginnings of CAMEO codes, for coded events
    status: tuple[Status, ...] = ()
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    either_way: bool = False
    places: tuple[str, ...] = ()  # codes of countries where it happens
    acts: tuple[Act, ...] = ()
    speakers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()  # any of them, in the words of the event or claim; "evacuat*" for every ending


@dataclass(frozen=True, slots=True)
class Indicator:
    """A sign, and how often it is seen when the answer will be yes and when it will be no.

    *half_life_days*: after so many days a report of it weighs half.
    """

    id: str
    says: str
    family: str
    seen_if_yes: float
    seen_if_no: float
    half_life_days: float
    matches: tuple[Match, ...]
    against: bool = False  # a sign for no: seen more often when the answer will be no


@dataclass(frozen=True, slots=True)
class History:
    """Earlier acts of the same kind, which raise the prior: hazards are not the same for all.

    logit p0 += recent·ln(1 + F14) + lasting·ln(1 + F120), F the number of such acts, halved every 14 and 120 days.
    """

    matches: tuple[Match, ...]
    recent: float
    lasting: float


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has an interest in the answer's being believed to be near."""

    who: str  # code of a country, register id or name
    gains_by: str  # "yes" or "no"
    because: str
    reference: str


@dataclass(frozen=True, slots=True)
class Resolver:
    """Who says how it ended, and what holds if nothing is said by the deadline."""

    name: str
    reference: str
    if_silent: str  # "no" or "void"


@dataclass(frozen=True, slots=True)
class Problem:
    """A question that time answers.

    *hazard* is the chance that it comes true in a year with nothing known but its class; *topic* is what sources' records are kept by.
    """

    id: str
    question: str
    opened: date
    deadline: date
    criterion: str
    resolver: Resolver
    hazard_per_year: float
    hazard_basis: str
    indicators: tuple[Indicator, ...]
    topic: str = "general"
    actors: tuple[tuple[str, tuple[str, ...]], ...] = ()
    interests: tuple[Holder, ...] = ()
    history: History | None = None
    thresholds: tuple[float, ...] = ()
    tempering: float | None = None  # lambda, where the problem sets its own
    note: str | None = None
    file: str | None = None
