"""A source's record: how much of what it told proved so; from resolved questions alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tocsin.records import Leaning


@dataclass(frozen=True, slots=True)
class Outcome:
    """That *source* told of a sign on *topic* which proved so with probability *so*: 1 or 0 where the sign itself was resolved."""

    source: str  # what the record is kept by: an id of the register, or a person's own
    topic: str
    so: float
    leaning: Leaning = Leaning.NEUTRAL
    problem: str = ""
    indicator: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """Reports that were resolved, how many of them proved so, and from how many questions they are. Counts may be fractions."""

    told: float = 0.0
    so: float = 0.0
    questions: frozenset[str] = frozenset()

    @property
    def false(self) -> float:
        """How many proved not so."""
        return self.told - self.so

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.told + other.told, self.so + other.so, self.questions | other.questions)


@dataclass(frozen=True, slots=True)
class Record:
    """All outcomes, summed by source, topic and leaning.

    Only what was told is counted: nobody knows what a silent source had seen.

    >>> record = Record.of([Outcome("courier", "force", 1.0), Outcome("courier", "trade", 0.0)])
    >>> counts = record.counts("courier")
    >>> counts.told, counts.so, counts.false, record.counts("courier", "force").so, record.counts("herald").told
    (2.0, 1.0, 1.0, 1.0, 0.0)
    """

    summed: Mapping[tuple[str, str, Leaning | None], Counts] = field(default_factory=dict)

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> "Record":
        """The record that *outcomes* make."""
        summed: dict[tuple[str, str, Leaning | None], Counts] = {}
        for outcome in outcomes:
            one = Counts(1.0, outcome.so, frozenset({outcome.problem}))
            for topic in {"", outcome.topic}:
                for leaning in (None, outcome.leaning):
                    place = outcome.source, topic, leaning
                    summed[place] = summed.get(place, Counts()) + one
        return cls(summed)

    def counts(self, source: str, topic: str = "", leaning: Leaning | None = None) -> Counts:
        """What is counted of *source* on *topic* ("": on all) where it leans so (None: either way)."""
        return self.summed.get((source, topic, leaning), Counts())
