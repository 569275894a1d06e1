"""The language a text is written in, by its own words."""

import re
import tomllib
import unicodedata
from collections import Counter
from functools import cache
from importlib.resources import files

SHORTEST = 60  # letters; under that py3langid guesses (headlines of 40 letters: one in six wrong)
SAMPLE = 4_000  # characters read; more changes no answer
FEWEST = 12  # words; in fewer the share of English function words says little
MIXED = 0.25  # share of a text's letters that a second script must have for the text to count as mixed


def language(text: str) -> str | None:
    """The language of *text*, as an ISO 639-1 code; None when it is too short, or written in several scripts.

    >>> language("The president of Averna told reporters on Monday that the army would stay where it is.")
    'en'
    >>> language("Averna!") is None
    True
    """
    sample = text[:SAMPLE]
    if sum(map(str.isalpha, sample)) < SHORTEST or len(scripts(sample)) > 1:
        return None
    words = re.findall(r"[^\W\d_]+", sample.lower())
    if len(words) >= FEWEST and sum(word in _english()[0] for word in words) >= _english()[1] * len(words):
        return "en"
    import py3langid

    return str(py3langid.classify(re.sub(r"https?://\S+", " ", sample))[0])


@cache
def _english() -> tuple[frozenset[str], float]:
    data = tomllib.loads(files("tocsin.reading").joinpath("language.toml").read_text(encoding="utf-8"))
    return frozenset(data["english"]), data["share"]


def scripts(text: str) -> tuple[str, ...]:
    """The scripts that make up *text*, most used first; those of Japanese count as one.

    >>> scripts("Averna Аверна")
    ('LATIN', 'CYRILLIC')
    """
    counts: Counter[str] = Counter()
    for character in text[:SAMPLE]:
        if character.isalpha():
            name = unicodedata.name(character, "").split(" ")[0]
            counts["CJK" if name in ("HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "CJK") else name] += 1
    letters = counts.total()
    return tuple(script for script, count in counts.most_common() if count >= MIXED * letters)
