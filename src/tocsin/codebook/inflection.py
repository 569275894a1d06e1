"""The forms an English word may take, so that a pattern finds "struck" by "strike" whatever a parser calls its lemma."""

from collections.abc import Mapping, Sequence
from functools import cache

VOWELS = "aeiou"


class Inflection:
    """Regular endings, and the irregular forms that a table gives.

    Forms are made too freely rather than too sparingly ("siting" and "sitting" of "sit"): what no text holds harms nothing.

    >>> inflection = Inflection({"strike": ["struck"]})
    >>> sorted(inflection.forms("strike") & {"strikes", "striking", "struck", "striked"})
    ['strikes', 'striking', 'struck']
    >>> sorted(inflection.forms("ally"))
    ['allied', 'allies', 'ally', 'allying']
    """

    def __init__(self, irregular: Mapping[str, Sequence[str]]) -> None:
        self._irregular = irregular

    def forms(self, word: str) -> frozenset[str]:
        """*word* and all its forms, in lower case; a phrase or a hyphened word changes in its last part."""
        own = self._irregular.get(word)
        if own is None:
            return regular(word)
        past = {form for form in regular(word) if not form.endswith("ed")}
        return frozenset({*past, *own})


@cache
def regular(word: str) -> frozenset[str]:
    """The forms of a word that has none of its own."""
    if len(word) < 3 or not word[-1].isalpha():
        return frozenset({word})
    if word.endswith("e"):
        return frozenset({word, word + "s", word + "d", word[:-1] + "ing"})
    if word.endswith("y") and word[-2] not in VOWELS:
        return frozenset({word, word[:-1] + "ies", word[:-1] + "ied", word + "ing"})
    plural = word + "es" if word.endswith(("s", "x", "z", "ch", "sh", "o")) else word + "s"
    found = {word, plural, word + "s", word + "ed", word + "ing"}
    if word[-1] not in VOWELS + "wxy" and word[-2] in VOWELS and word[-3] not in VOWELS:
        found |= {word + word[-1] + "ed", word + word[-1] + "ing"}
    return frozenset(found)
