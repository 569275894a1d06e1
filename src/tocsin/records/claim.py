"""Who says what: one attributed statement or attitude."""

from dataclasses import dataclass
from enum import StrEnum

from tocsin.records.actor import Source
from tocsin.records.span import Passage
from tocsin.records.trace import Trace


class Act(StrEnum):
    """What the speaker does by saying it."""

    ASSERT = "assert"
    DENY = "deny"
    ACCUSE = "accuse"
    PREDICT = "predict"
    THREATEN = "threaten"
    PROMISE = "promise"
    DEMAND = "demand"
    ASK = "ask"
    SUPPORT = "support"
    OPPOSE = "oppose"
    HOPE = "hope"
    JUDGE = "judge"
    REPORT = "report"


class Directness(StrEnum):
    """Whether the words are the speaker's own, by the quote marks."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement or attitude ascribed to somebody.

    *depth* 0 is told by the article itself; depth 1 stands inside the content of *parent*: hearsay.
    *hedged*: the content itself is said with reserve (may, possibly, only time will tell).
    """

    id: str
    source: Source
    cue: Passage
    content: Passage
    act: Act
    hedged: bool
    directness: Directness
    depth: int
    parent: str | None
    score: float  # probability 0..1
    trace: Trace
