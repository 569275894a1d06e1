"""What a warning problem weighs: one thing told, by whom, on which day, and how far that source can be trusted."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tocsin.records.claim import Act, Claim
from tocsin.records.event import Event, Status
from tocsin.records.grade import Grade


class Leaning(StrEnum):
    """Whether a source gains by being believed."""

    WITH = "with interest"
    AGAINST = "against interest"
    NEUTRAL = "no known interest"


@dataclass(frozen=True, slots=True)
class Teller:
    """Who vouches for a report.

    *id* is the same wherever the same source speaks. *family* is whom it answers to: tellers of one family confirm one another little.
    """

    id: str
    name: str
    family: str
    profile: str | None = None  # id in the register
    country: str | None = None
    kind: str | None = None
    state: str | None = None  # the state it speaks for; None for whoever speaks for none

    @property
    def kept_as(self) -> str:
        """What its record is kept by: the register's id of an outlet or body, its own for a person, who is more than an office."""
        return self.id if self.profile is None or self.profile.startswith("office-") else self.profile


@dataclass(frozen=True, slots=True)
class Rates:
    """How often a source reports what is so, and what is not so.

    *hit* is P(reported | so); the false alarms are P(reported | not so), apart for what it gains by, what it loses by, and the rest;
    all 0..1. *resolved* is on how many resolved reports they rest beside the mean of their class; *basis* says what they come from.

    Source: Gettys, Kelly & Peterson (1973) on cascaded inference; Schum & Du Charme (1971).
    """

    hit: float
    false_alarm: float
    false_alarm_with: float
    false_alarm_against: float
    basis: str
    resolved: float = 0.0

    def false_alarms(self, leaning: Leaning) -> float:
        """The rate for reports that lean so."""
        if leaning is Leaning.NEUTRAL:
            return self.false_alarm
        return self.false_alarm_with if leaning is Leaning.WITH else self.false_alarm_against

    def ratio(self, leaning: Leaning) -> float:
        """The likelihood ratio of a report: how many times as often it is made when so."""
        return self.hit / self.false_alarms(leaning)


@dataclass(frozen=True, slots=True)
class Report:
    """One event or claim, as told by one source on one day.

    *chain* runs from who printed it to who said it; *teller* is its weakest link. That somebody said something is vouched for by the
    *voice* alone. *origin* is the same for all reports that go
    back to one telling: copies of one text, and repetitions by one speaker.
    """

    id: str
    day: date
    article: str
    outlet: str | None
    headline: str | None
    url: str | None
    quote: str  # the words themselves; "" for coded events that came without them
    event: Event | None
    claim: Claim | None
    teller: Teller
    chain: tuple[Teller, ...]
    origin: str
    leaning: Leaning
    rates: Rates
    grade: Grade
    voice: Teller  # whose text it is: that of the agency credited, or of whoever printed it
    voice_rates: Rates
    reasons: tuple[str, ...] = ()  # one sentence for each step of the grade

    @property
    def denies(self) -> bool:
        """Whether it says that something is not so: the event is negated, or the claim around it is a denial."""
        negated = self.event is not None and self.event.status is Status.NEGATED
        return negated or (self.event is not None and self.claim is not None and self.claim.act is Act.DENY)
