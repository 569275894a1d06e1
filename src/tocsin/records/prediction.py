"""What somebody said would happen, put on the ledger to be scored as theirs."""

from dataclasses import dataclass
from datetime import date

from tocsin.records.claim import Act


@dataclass(frozen=True, slots=True)
class Prediction:
    """A prediction, promise or threat with something in it that can be checked by a day.

    *probability* is what the speaker's words stand for, between *low* and *high* as readers take them. *deadline_words* are the
    words it was read from; None: somebody gave the day.
    """

    id: str
    speaker: str
    source: str  # id of the teller, the same wherever this speaker speaks
    act: Act
    content: str
    said: date
    deadline: date | None
    deadline_words: str | None
    probability: float
    low: float
    high: float
    wording: str | None  # the words the probability was read from
    article: str
    outlet: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Figure:
    """What a forecaster other than Tocsin says, as of a day; it holds until the next."""

    problem: str
    by: str
    day: date
    probability: float
