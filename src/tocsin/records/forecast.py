"""A probability, and everything it is made of."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tocsin.records.report import Report


@dataclass(frozen=True, slots=True)
class Origin:
    """What one origin says on one sign: however many articles carry it, it speaks once.

    *weight* is 1 for the first origin of a family and less for the others; *nats* is ln(L) as it enters, age and weight applied.
    *denies*: it says that the sign is not there.
    """

    id: str
    teller: str
    family: str
    age_days: int
    weight: float
    nats: float
    denies: bool
    reports: tuple[Report, ...]  # the one that speaks first, then its copies and repetitions


@dataclass(frozen=True, slots=True)
class Term:
    """What one indicator adds: *nats* is l = ln[(L h + 1 - h) / (L f + 1 - f)], never beyond *ceiling*, ln(h/f)."""

    indicator: str
    says: str
    family: str
    nats: float
    ceiling: float
    origins: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """What a family of indicators adds together, its sum clipped to +-ln 10."""

    name: str
    total: float  # nats before clipping
    nats: float


@dataclass(frozen=True, slots=True)
class Weights:
    """The last layer: logit p = alpha + beta logit p0 + lambda S.

    *basis* says what they were fitted on, and when.
    """

    alpha: float
    beta: float
    tempering: float  # lambda
    basis: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """How probable the answer yes is, as of the end of *day*.

    logit(probability) = alpha + beta logit(prior) + lambda (sum of the families' nats), held between the model's bounds.
    """

    problem: str
    day: date
    probability: float
    prior: float  # with the running clock and the history
    clock: float  # the prior by the hazard and the days left alone
    history_nats: float
    evidence_nats: float  # S
    weights: Weights
    terms: tuple[Term, ...]
    families: tuple[Family, ...]
    articles: int  # carrying evidence
    origins: int
    tellers: int
    owners: int  # families of tellers


class Reason(StrEnum):
    """Why an alert rings."""

    THRESHOLD = "threshold"
    JUMP = "jump"


@dataclass(frozen=True, slots=True)
class Alert:
    """The picture changed: *because* with the strongest quotations for it, three at most, each of another origin."""

    problem: str
    day: date
    reason: Reason
    rising: bool
    before: float
    after: float
    threshold: float | None
    because: tuple[Origin, ...]


class Answer(StrEnum):
    """How a question ended."""

    YES = "yes"
    NO = "no"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Resolution:
    """The answer, by whom, when and on what ground; never by Tocsin's own reading."""

    problem: str
    answer: Answer
    resolver: str
    day: date  # on which it came true, or the deadline
    reference: str
    indicators: tuple[tuple[str, bool], ...] = ()  # signs that were resolved too
    note: str | None = None
