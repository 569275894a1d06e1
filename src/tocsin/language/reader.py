"""Text -> Reading, one pass per window of whole paragraphs."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from tocsin.language import decode
from tocsin.language.models import FOLDER, Model
from tocsin.language.phrases import phrases
from tocsin.language.words import Word, split
from tocsin.records import Reading, Sentence, Span, Token


class Reader(Protocol):
    """What can take the model's place: another language's model, a bigger one, a service."""

    def read(self, text: str, aside: Sequence[Span] = ()) -> Reading:
        """The reading of *text*, the spans *aside* left out."""
        ...


class ModelReader:
    """The shipped English reader."""

    def __init__(self, folder: Path = FOLDER, *, threads: int = 1, thresholds: decode.Thresholds | None = None) -> None:
        self.model = Model(folder, threads=threads)
        self._thresholds = thresholds or decode.Thresholds()

    def read(self, text: str, aside: Sequence[Span] = ()) -> Reading:
        """Words, sentences, parse, mentions, attributions and triggers of *text*.

        *aside*: spans that are no part of the article's prose (counters, sign-up lines); no word of them is read.
        """
        words = _without(split(text), aside)
        windows = self.model.windows(words)
        labels = self.model.labels
        tokens: list[Token] = []
        starts: list[int] = []
        mentions, attributions, triggers = [], [], []
        for window, answers in zip(windows, self.model.read(words, windows), strict=True):
            parsed = decode.tokens(words, window, answers, labels)
            tokens += parsed
            starts += [window.first + n for n in decode.starts(answers)]
            mentions += decode.mentions(window, answers, labels["kinds"])
            candidates = phrases(parsed, window.first)
            attributions += decode.attributions(window, answers, candidates, labels["acts"], self._thresholds)
            triggers += decode.triggers(window, answers, candidates, labels, self._thresholds)
        return Reading(
            text=text,
            tokens=tuple(tokens),
            sentences=_sentences(words, starts),
            mentions=tuple(mentions),
            attributions=tuple(attributions),
            triggers=tuple(triggers),
            model=self.model.name,
        )


def _without(words: list[Word], aside: Sequence[Span]) -> list[Word]:
    """The words outside *aside*; what follows a part left out begins a paragraph."""
    if not aside:
        return words
    kept: list[Word] = []
    gap = False
    for word in words:
        if any(span.overlaps(word.span) for span in aside):
            gap = True
        else:
            kept.append(Word(word.span, word.text, 2) if gap else word)
            gap = False
    return kept


def _sentences(words: Sequence[Word], starts: Sequence[int]) -> tuple[Sentence, ...]:
    out = []
    paragraph = -1
    for index, (first, last) in enumerate(pairwise([*starts, len(words)])):
        if words[first].layout == 2 or index == 0:
            paragraph += 1
        out.append(Sentence(index, first, last, Span(words[first].span.start, words[last - 1].span.end), paragraph))
    return tuple(out)
