"""Words of estimative probability: how a number reads, and what number a speaker's words stand for."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# Source: ICD 203 (ODNI, 2015), first row of its table; the rows are not to be mixed.
ICD203 = (
    (0.05, "almost no chance"), (0.20, "very unlikely"), (0.45, "unlikely"), (0.55, "roughly even chance"), (0.80, "likely"),
    (0.95, "very likely"), (1.0, "almost certain"),
)  # fmt: skip


def in_words(probability: float) -> str:
    """The words of ICD 203 for a probability; always shown beside the number.

    >>> [in_words(p) for p in (0.01, 0.05, 0.3, 0.5, 0.97)]
    ['almost no chance', 'very unlikely', 'unlikely', 'roughly even chance', 'almost certain']
    """
    return next((words for bound, words in ICD203 if probability < bound), ICD203[-1][1])


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that give a probability, and the interval that readers take them for."""

    phrase: str
    low: float
    middle: float
    high: float


@cache
def wordings() -> tuple[Wording, ...]:
    """The phrases of `estimative.toml`, the longest first."""
    table = tomllib.loads(files("tocsin.warning").joinpath("estimative.toml").read_text(encoding="utf-8"))
    found = [Wording(phrase, *numbers) for phrase, numbers in table["phrases"].items()]
    return tuple(sorted(found, key=lambda one: -len(one.phrase)))


def spoken(text: str) -> Wording | None:
    """The first phrase in *text* that gives a probability; None when its words give none.

    >>> spoken("Averna will probably attack").phrase, spoken("It is highly unlikely.").middle
    ('probably', 0.05)
    >>> spoken("There is a 60 per cent chance of it.").middle, spoken("one in six by the end of July").phrase
    (0.6, 'one in six')
    >>> print(spoken("The port is shut."))
    None
    """
    if (number := _in_figures(text)) is not None:
        return number
    for wording in wordings():
        # "may" is no month, so the words count as written in running text, or as the first of a sentence.
        written = (
            rf"(?<!\w)(?:{re.escape(wording.phrase)}|(?<![^.!?“\"] ){re.escape(wording.phrase.capitalize())})(?!\w)"
        )
        if re.search(written if wording.phrase != "may" else r"(?<!\w)may(?!\w)", text):
            return wording
    return None


NUMBERS = {
    word: number
    for number, word in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1)
}
NUMBERS |= {"twenty": 20, "hundred": 100}
_SHARE = re.compile(rf"\b({'|'.join(NUMBERS)}|\d+) in ({'|'.join(NUMBERS)}|\d+)\b", re.IGNORECASE)
_PERCENT = re.compile(
    r"\b(\d{1,3}(?:\.\d+)?)\s?(?:%|per cent|percent)\s+(?:chance|probability|likelihood|risk)", re.IGNORECASE
)


def _in_figures(text: str) -> Wording | None:
    """A probability said in figures: "a 60 per cent chance", "one in six"."""
    if found := _PERCENT.search(text):
        share = float(found[1]) / 100
    elif found := _SHARE.search(text):
        first, second = (NUMBERS.get(word.lower()) or int(word) for word in found.groups())
        share = first / second if second else 2.0
    else:
        return None
    return Wording(found[0], share, share, share) if 0 <= share <= 1 else None
