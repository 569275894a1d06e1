"""The nouns every stage shares: frozen records, standard library only."""

from tocsin.records.actor import Actor, Party, Source
from tocsin.records.article import Article, Dateline, Figures
from tocsin.records.briefing import SCHEMA, Briefing
from tocsin.records.claim import Act, Claim, Directness
from tocsin.records.event import Event, Precision, Status, Where
from tocsin.records.forecast import Alert, Answer, Family, Forecast, Origin, Reason, Resolution, Term, Weights
from tocsin.records.grade import Credibility, Grade, Reliability
from tocsin.records.identity import identity
from tocsin.records.prediction import Figure, Prediction
from tocsin.records.problem import History, Holder, Indicator, Match, Problem, Resolver
from tocsin.records.profile import Control, Profile, Stake
from tocsin.records.reading import Attribution, Kind, Mention, Reading, Sentence, Token, Tokens, Trigger
from tocsin.records.report import Leaning, Rates, Report, Teller
from tocsin.records.skipped import Skipped
from tocsin.records.span import Passage, Span
from tocsin.records.stance import Interest, Position, Question, Stance
from tocsin.records.trace import Trace
from tocsin.records.when import How, TimeExpression, When

__all__ = [
    "SCHEMA", "Act", "Actor", "Alert", "Answer", "Article", "Attribution", "Briefing", "Claim", "Control", "Credibility", "Dateline",
    "Directness", "Event", "Family", "Figure", "Figures", "Forecast", "Grade", "History", "Holder", "How", "Indicator", "Interest", "Kind",
    "Leaning", "Match", "Mention", "Origin", "Party", "Passage", "Position", "Precision", "Prediction", "Problem", "Profile", "Question", "Rates",
    "Reading", "Reason", "Reliability", "Report", "Resolution", "Resolver", "Sentence", "Skipped", "Source", "Span", "Stake", "Stance",
    "Status", "Teller", "Term", "TimeExpression", "Token", "Tokens", "Trace", "Trigger", "Weights", "When", "Where", "identity",
]  # fmt: skip
