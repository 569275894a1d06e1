"""What the language stage saw: tokens, sentences, parse, mentions, and the model's scored spans.

Everything here counts in tokens of the whole document. A set of tokens is a tuple of indices, in order, since
a quotation may be interrupted by its speaker.
"""

from dataclasses import dataclass
from enum import StrEnum

from tocsin.records.span import Span

Tokens = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Token:
    """One word as Universal Dependencies counts words ("do" and "n't" are two)."""

    span: Span
    text: str
    lemma: str
    upos: str  # UD part of speech, "VERB"
    features: str  # UD features, "Mood=Ind|Tense=Past", "" for none
    head: int  # index of the governing token; its own index for the root of a sentence
    label: str  # UD relation, "nsubj:pass"


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens from *first* up to, not including, *last*."""

    index: int
    first: int
    last: int
    span: Span
    paragraph: int


class Kind(StrEnum):
    """What a mention names."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    GROUP = "group"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Mention:
    """A named (or dated) thing in the text."""

    tokens: Tokens
    kind: Kind
    score: float


@dataclass(frozen=True, slots=True)
class Attribution:
    """The model's reading of one "who says what"; a Claim before anybody is resolved."""

    source: Tokens  # empty: nobody is named
    cue: Tokens  # empty: a quotation signed only by a name or by nothing
    content: Tokens
    act: str
    hedged: bool
    depth: int
    score: float
    rule: str | None = None  # the rule that made it where no learned cue did


@dataclass(frozen=True, slots=True)
class Trigger:
    """The model's reading of one event; an Event before anybody is resolved."""

    tokens: Tokens
    type: str
    mode: str | None
    status: str
    actors: tuple[Tokens, ...]
    recipients: tuple[Tokens, ...]
    score: float
    types: tuple[tuple[str, float], ...] = ()  # the likeliest types with their probabilities, best first


@dataclass(frozen=True, slots=True)
class Reading:
    """One article as the language stage sees it."""

    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    attributions: tuple[Attribution, ...]
    triggers: tuple[Trigger, ...]
    model: str  # name and version of the reader, for the trace

    def sentence_of(self, token: int) -> Sentence:
        """The sentence that holds *token*."""
        low, high = 0, len(self.sentences) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self.sentences[middle].first <= token:
                low = middle
            else:
                high = middle - 1
        return self.sentences[low]

    def spans(self, tokens: Tokens) -> tuple[Span, ...]:
        """The characters of *tokens*, neighbours joined into one span.

        Tokens are neighbours when no other token stands between them; the blanks between them are covered.
        """
        spans: list[Span] = []
        before = -2
        for token in tokens:
            span = self.tokens[token].span
            if token == before + 1:
                spans[-1] = Span(spans[-1].start, span.end)
            else:
                spans.append(span)
            before = token
        return tuple(spans)
