"""What happened: one political event in PLOVER 2.0 terms."""

from dataclasses import dataclass, field
from enum import StrEnum

from tocsin.records.actor import Party
from tocsin.records.span import Passage, Span
from tocsin.records.trace import Trace
from tocsin.records.when import When


class Status(StrEnum):
    """Whether it happened, as told."""

    ACTUAL = "actual"
    FUTURE = "future"
    HYPOTHETICAL = "hypothetical"
    NEGATED = "negated"
    HISTORICAL = "historical"


class Precision(StrEnum):
    """How exactly the place of an event is known."""

    CITY = "city"
    REGION = "region"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class Where:
    """The place an event is said to have happened at.

    *latitude* and *longitude* are degrees (WGS 84) of the middle of a town; a region or country has none, since its middle would
    feign a place that nobody named.
    """

    text: str
    spans: tuple[Span, ...]
    country: str | None = None  # ISO 3166 alpha-3
    latitude: float | None = None
    longitude: float | None = None
    precision: Precision | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One event; several actors are one list, never one event for each pair.

    *claim* is the id of the claim it rests on; None means that the outlet tells it in its own voice.
    *magnitude* counts people: {"dead": 12, "injured": 30, "arrested": 4}.
    *announced_as* is what PLOVER calls the announcement of an act that is still to come: AGREE for promised aid, THREATEN for an
    announced attack; None for all else. *cameo* is then the code of the announcement.
    *within* is the id of the event in whose clause this one is told: the demand of a protest; None: it stands for itself.
    """

    id: str
    type: str  # one of the codebook's event types, "MOBILIZE"
    mode: str | None
    contexts: tuple[str, ...]
    cameo: str | None
    quad: str | None
    trigger: Passage
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    status: Status
    when: When | None
    where: Where | None
    claim: str | None
    score: float  # probability 0..1
    trace: Trace
    magnitude: dict[str, int] = field(default_factory=dict)
    announced_as: str | None = None
    within: str | None = None
