"""One article's briefing: the records of everything it says."""

from dataclasses import dataclass

from tocsin.records.article import Article
from tocsin.records.claim import Claim
from tocsin.records.event import Event
from tocsin.records.skipped import Skipped
from tocsin.records.stance import Interest, Question, Stance
from tocsin.records.when import TimeExpression

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Briefing:
    """Who says what, what happened, who stands where, what is left open; every record traceable to its words."""

    id: str
    article: Article
    claims: tuple[Claim, ...] = ()
    events: tuple[Event, ...] = ()
    stances: tuple[Stance, ...] = ()
    interests: tuple[Interest, ...] = ()
    questions: tuple[Question, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    times: tuple[TimeExpression, ...] = ()  # every day and period the text names, resolved
    schema: int = SCHEMA
