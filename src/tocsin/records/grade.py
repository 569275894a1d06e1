"""Admiralty grades: how far to trust a source, and how far to believe a claim.

A grade is two judgements made apart. Reliability is the record of the source;
credibility is what else is known of the claim. Good sources err and bad ones
are sometimes right, so neither is ever worked out from the other.

F and 6 say *cannot be judged*. They are not the worst grade but the lack of
one: code that sorts or averages them turns ignorance into evidence.

Source: US Army FM 2-22.3 (2006), appendix B; wording shortened.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from tocsin.errors import GradeError


class Reliability(StrEnum):
    """The record of a source, best first."""

    RELIABLE = "A"
    USUALLY_RELIABLE = "B"
    FAIRLY_RELIABLE = "C"
    NOT_USUALLY_RELIABLE = "D"
    UNRELIABLE = "E"
    UNJUDGED = "F"


class Credibility(StrEnum):
    """What else is known of a claim, best first."""

    CONFIRMED = "1"
    PROBABLY_TRUE = "2"
    POSSIBLY_TRUE = "3"
    DOUBTFUL = "4"
    IMPROBABLE = "5"
    UNJUDGED = "6"


@dataclass(frozen=True, slots=True)
class Grade:
    """One claim by one source, judged on both scales."""

    reliability: Reliability
    credibility: Credibility

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a grade as analysts write it.

        >>> print(Grade.parse("B2"), Grade.parse(" b-2"), Grade.parse("B/2"))
        B2 B2 B2

        Raises GradeError when *text* is not a letter A-F and a digit 1-6.
        """
        written = re.fullmatch(r"([A-F])[-/ ]?([1-6])", text.strip().upper())
        if written is None:
            raise GradeError(f"{text!r} is not a grade like 'B2': a letter A-F, a digit 1-6")
        return cls(Reliability(written[1]), Credibility(written[2]))

    def meets(self, floor: Self) -> bool | None:
        """Whether both judgements reach *floor*; None when either was not made.

        None is not False: a desk holds an unknown source for a person to read,
        and drops a known liar.

        >>> floor = Grade.parse("C3")
        >>> [Grade.parse(text).meets(floor) for text in ("B2", "A4", "F2")]
        [True, False, None]
        """
        if self.reliability is Reliability.UNJUDGED or self.credibility is Credibility.UNJUDGED:
            return None
        # The codes run best first, so "at least as good" is <=.
        return self.reliability <= floor.reliability and self.credibility <= floor.credibility

    def __str__(self) -> str:
        return f"{self.reliability}{self.credibility}"
