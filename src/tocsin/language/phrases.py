"""Noun phrases of a parsed window, and which of them a row of scores means.

A row of membership scores says of each word how likely it belongs to a source or party. Single words picked by a threshold
make scattered phrases; the noun phrase of the parse with the greatest summed log-odds is the likeliest whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tocsin.language.models import Scores
from tocsin.records import Token

NOMINAL = {"NOUN", "PROPN", "PRON", "NUM", "SYM", "X"}
LEFT_OUT = {
    "case", "mark", "cc", "punct", "cop", "aux", "nsubj", "nsubj:pass", "expl", "advmod", "discourse",
    "parataxis", "advcl", "aux:pass", "csubj"
}  # fmt: skip
# Dependents that a reader may or may not count to the phrase; each combination is tried.
LOOSE = (
    frozenset[str](),
    frozenset({"acl:relcl"}),
    frozenset({"acl:relcl", "appos", "parataxis"}),
    frozenset({"acl:relcl", "appos", "conj", "parataxis"}),
    frozenset({"acl:relcl", "appos", "conj", "parataxis", "acl", "obl", "advcl"}),
    frozenset({"conj"}),
)


@dataclass(frozen=True, slots=True)
class Phrases:
    """Candidate noun phrases as word ranges of the window, [first, last)."""

    first: np.ndarray[tuple[int], np.dtype[np.int64]]
    last: np.ndarray[tuple[int], np.dtype[np.int64]]
    listed: np.ndarray[tuple[int], np.dtype[np.bool_]]  # holds coordinated phrases

    def best(self, row: Scores, *, lists: bool) -> tuple[int, int, float] | None:
        """The phrase with the greatest summed log-odds, if any is likelier in than out.

        *lists*: whether "France, Peru and Chile" may be one phrase (a source) or is three (parties).
        """
        if not len(self.first):
            return None
        sums = np.concatenate(([0.0], np.cumsum(row, dtype=np.float64)))
        scores = sums[self.last] - sums[self.first]
        if not lists:
            scores = np.where(self.listed, -np.inf, scores)
        place = int(scores.argmax())
        if scores[place] <= 0:
            return None
        return int(self.first[place]), int(self.last[place]), float(scores[place])


def phrases(tokens: Sequence[Token], offset: int) -> Phrases:
    """The candidate phrases of a window's *tokens*, whose heads count from *offset* of the document."""
    n = len(tokens)
    children: list[list[int]] = [[] for _ in range(n)]
    for place, token in enumerate(tokens):
        head = token.head - offset
        if head != place and 0 <= head < n:
            children[head].append(place)
    found: dict[tuple[int, int], bool] = {}
    for place, token in enumerate(tokens):
        if token.upos in NOMINAL or (
            token.upos in ("ADJ", "DET") and token.label.split(":")[0] in ("nsubj", "obj", "obl", "nmod", "amod")
        ):
            for loose in LOOSE:
                low, high, listed = _extent(tokens, children, place, loose)
                while low < place and tokens[low].upos in ("PUNCT", "ADP", "CCONJ", "SCONJ"):
                    low += 1
                while (
                    high - 1 > place
                    and tokens[high - 1].upos == "PUNCT"
                    and tokens[high - 1].text not in ("”", '"', ")", "’")
                ):
                    high -= 1
                found.setdefault((low, high), listed)
    ranges = sorted(found)
    return Phrases(
        np.array([low for low, _ in ranges], np.int64),
        np.array([high for _, high in ranges], np.int64),
        np.array([found[key] for key in ranges], np.bool_),
    )


def _extent(
    tokens: Sequence[Token], children: Sequence[Sequence[int]], head: int, loose: frozenset[str]
) -> tuple[int, int, bool]:
    """First word and end of the phrase headed by *head* without its *loose* dependents, and whether it lists several."""
    low, high, listed = head, head + 1, False
    waiting = [
        child for child in children[head] if tokens[child].label not in LEFT_OUT and tokens[child].label not in loose
    ]
    budget = 400
    while waiting and budget:
        budget -= 1
        place = waiting.pop()
        low, high = min(low, place), max(high, place + 1)
        listed = listed or (tokens[place].label == "conj" and tokens[place].upos in ("NOUN", "PROPN", "PRON"))
        waiting += [child for child in children[place] if tokens[child].label not in loose]
    return low, high, listed
