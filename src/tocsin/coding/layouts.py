"""Speech that only the layout ascribes: “We stay.” – Ada Odell, and ODELL: We stay."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from tocsin.coding.quotations import Quotation
from tocsin.records import Attribution, Kind, Reading, Tokens

DASHES = frozenset({"-", "–", "—", "―", "--"})
LONGEST = 6  # words of a name
SURE = 0.9  # score of what the layout says
SIGNED, LABELLED = "signed-quotation", "speaker-label"


def spoken(reading: Reading, quotes: Sequence[Quotation]) -> list[Attribution]:
    """The attributions that the layout makes, in order of the text."""
    return sorted((*_signed(reading, quotes), *_labelled(reading)), key=lambda one: one.content[0])


def laid(reading: Reading, quotes: Sequence[Quotation], found: Sequence[Attribution]) -> list[Attribution]:
    """*found* with what the layout says in place of what the model made of the same words.

    What somebody tells inside such words stays: ODELL: Maro said he would go.
    """
    by_layout = spoken(reading, quotes)
    kept = [one for one in found if not any(_stands_in(one, other) for other in by_layout)]
    return [*kept, *by_layout]


def _stands_in(one: Attribution, laid_out: Attribution) -> bool:
    inside = set(laid_out.content)
    if one.cue and inside.issuperset(one.cue):
        return False
    half = len(inside.intersection(one.content)) * 2 > len(inside)
    return half or (not one.cue and bool(inside.intersection(one.content)))


def _signed(reading: Reading, quotes: Sequence[Quotation]) -> Iterator[Attribution]:
    """A quotation, a dash, and a name at the end of the paragraph."""
    for quotation in quotes:
        at = quotation.last
        if not quotation.closed or at >= len(reading.tokens) or reading.tokens[at].text not in DASHES:
            continue
        if reading.sentence_of(at).paragraph != quotation.paragraph:
            continue
        end = next(last for _, last in _paragraphs(reading) if last > at)
        name = tuple(i for i in range(at + 1, end) if reading.tokens[i].text != ".")
        if 0 < len(name) <= LONGEST and _is_name(reading, name):
            yield _attribution(name, (), quotation.tokens(), SIGNED)


def _labelled(reading: Reading) -> Iterator[Attribution]:
    """A name and a colon at the beginning of a paragraph: in capitals, a person's, or one that comes again."""
    labels = list(_labels(reading))
    times = Counter(tuple(reading.tokens[i].text.upper() for i in name) for name, _, _ in labels)
    people = {i for mention in reading.mentions if mention.kind is Kind.PERSON for i in mention.tokens}
    for name, colon, end in labels:
        written = [reading.tokens[i].text for i in name]
        again = times[tuple(word.upper() for word in written)] > 1
        if all(word.isupper() and len(word) > 1 for word in written) or people.issuperset(name) or again:
            last = end - 1 if reading.tokens[end - 1].text == "." else end
            yield _attribution(name, (colon,), tuple(range(colon + 1, last)), LABELLED)


def _labels(reading: Reading) -> Iterator[tuple[Tokens, int, int]]:
    """Name, colon and end of each paragraph that begins so and says at least two words."""
    for first, end in _paragraphs(reading):
        colon = next(
            (i for i in range(first + 1, min(first + LONGEST + 1, end)) if reading.tokens[i].text == ":"), None
        )
        if colon is not None and end - colon > 2 and _is_name(reading, name := tuple(range(first, colon))):
            yield name, colon, end


def _is_name(reading: Reading, tokens: Tokens) -> bool:
    """Whether every word begins with a capital and one at least is a name."""
    words = [reading.tokens[i] for i in tokens if any(letter.isalnum() for letter in reading.tokens[i].text)]
    return (
        bool(words)
        and all(word.text[0].isupper() for word in words)
        and any(word.upos == "PROPN" or (word.text.isupper() and len(word.text) > 1) for word in words)
    )


def _paragraphs(reading: Reading) -> Iterator[tuple[int, int]]:
    """First token and end of each paragraph, in order."""
    for _, group in groupby(reading.sentences, key=lambda sentence: sentence.paragraph):
        sentences = list(group)
        yield sentences[0].first, sentences[-1].last


def _attribution(source: Tokens, cue: Tokens, content: Tokens, rule: str) -> Attribution:
    return Attribution(source, cue, content, act="assert", hedged=False, depth=0, score=SURE, rule=rule)
