"""Where the text speaks in other people's words: runs between double quote marks."""

from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.records import Directness, Reading, Tokens

OPENING, CLOSING, EITHER = "“„‟«", "”»", ('"', "``", "''")
DIRECT, INDIRECT = 0.95, 0.05  # shares of quoted words, as PolNeAR's breakdown has them


@dataclass(frozen=True, slots=True)
class Quotation:
    """Tokens *first* up to *last*, marks included; not closed when its paragraph ends before a closing mark."""

    first: int
    last: int
    closed: bool
    paragraph: int

    def tokens(self) -> Tokens:
        return tuple(range(self.first, self.last))


def quotations(reading: Reading) -> Iterator[Quotation]:
    """The quotations of the text, in order; a mark that is never closed runs to the end of its paragraph."""
    opened: int | None = None
    paragraph = -1
    for sentence in reading.sentences:
        if sentence.paragraph != paragraph:
            if opened is not None:
                yield Quotation(opened, sentence.first, False, paragraph)
            opened, paragraph = None, sentence.paragraph
        for index in range(sentence.first, sentence.last):
            mark = reading.tokens[index].text
            if opened is None and (mark in OPENING or mark in EITHER):
                opened = index
            elif opened is not None and (mark in CLOSING or mark in EITHER):
                yield Quotation(opened, index + 1, True, paragraph)
                opened = None
    if opened is not None:
        yield Quotation(opened, len(reading.tokens), False, paragraph)


def directness(reading: Reading, content: Tokens, quoted: frozenset[int]) -> Directness:
    """Whether *content* is in the speaker's own words, by its share of words between quote marks."""
    words = [index for index in content if any(letter.isalnum() for letter in reading.tokens[index].text)]
    if not words:
        return Directness.INDIRECT
    share = sum(index in quoted for index in words) / len(words)
    if share >= DIRECT:
        return Directness.DIRECT
    return Directness.INDIRECT if share <= INDIRECT else Directness.MIXED
