"""The nouns every stage shares: frozen records, standard library only."""

from tocsin.records.actor import Actor, Party, Source
from tocsin.records.article import Article, Dateline, Figures
from tocsin.records.briefing import SCHEMA, Briefing
from tocsin.records.claim import Act, Claim, Directness
from tocsin.records.event import Event, Precision, Status, Where
from tocsin.records.identity import identity
from tocsin.records.reading import Attribution, Kind, Mention, Reading, Sentence, Token, Tokens, Trigger
from tocsin.records.skipped import Skipped
from tocsin.records.span import Passage, Span
from tocsin.records.stance import Interest, Position, Question, Stance
from tocsin.records.trace import Trace
from tocsin.records.when import How, TimeExpression, When

__all__ = [
    "SCHEMA", "Act", "Actor", "Article", "Attribution", "Briefing", "Claim", "Dateline", "Directness", "Event",
    "Figures", "How", "Interest", "Kind", "Mention", "Party", "Passage", "Position", "Precision", "Question", "Reading",
    "Sentence", "Skipped", "Source", "Span", "Stance", "Status", "TimeExpression", "Token", "Tokens", "Trace", "Trigger", "When",
    "Where", "identity",
]  # fmt: skip
