"""Forms: how a name may be written, and where one stands in a run of words.

A form and a text are cut into the same pieces, so that "al-Qaeda" is "al Qaeda", "U.S." is "US" and "Lord's Resistance
Army" is found in the words "Lord", "'s", "Resistance", "Army". Letter case decides afterwards.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

T = TypeVar("T")
# Capitals up to this length must be capitals in the text: "WHO" is not "Who", but "UNRWA" is "Unrwa".
SHORT = 4
_PLAIN = str.maketrans("’‘ʼʻ`øØłŁđĐı", "'''''oOlLdDi")
_GENITIVE = re.compile(r"(?i)'(?=s$)")
_PIECE = re.compile(r"\d+|[^\W\d_]+\d*|[^\w\s]")


@lru_cache(maxsize=65536)
def pieces(word: str) -> tuple[str, ...]:
    """The pieces of one word, accents, dots, hyphens, apostrophes and the marks of tags gone.

    >>> pieces("U.S.-led"), pieces("N’Djaména"), pieces("People's"), pieces("'s"), pieces("-")
    (('US', 'led'), ('NDjamena',), ('People', 's'), ('s',), ())
    """
    plain = word.translate(_PLAIN)
    if not plain.isascii():
        plain = "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))
    plain = _GENITIVE.sub(" ", plain).replace("'", "").replace(".", "")
    return tuple(piece for piece in _PIECE.findall(plain) if piece not in "-–—‐‑#@")


@lru_cache(maxsize=65536)
def numbers(piece: str) -> tuple[str, ...]:
    """A lower-case piece as it stands, then what it may be the plural of.

    >>> numbers("ministers"), numbers("deputies"), numbers("policemen"), numbers("police")
    (('ministers', 'minister'), ('deputies', 'deputy', 'deputie', 'deputi'), ('policemen', 'policeman'), ('police',))
    """
    found = [piece]
    if piece.endswith("men"):
        found.append(piece[:-2] + "an")
    if len(piece) > 3 and piece.endswith("s") and not piece.endswith("ss"):
        found += [piece[:-3] + "y"] if piece.endswith("ies") else []
        found.append(piece[:-1])
        found += [piece[:-2]] if piece.endswith("es") and piece[-3] in "shxzi" else []
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Text:
    """Words cut into pieces: each as written, in lower case, and the number of its word."""

    cased: tuple[str, ...]
    low: tuple[str, ...]
    word: tuple[int, ...]

    @classmethod
    def of(cls, words: Sequence[str], alike: Mapping[str, str]) -> "Text":
        """The pieces of *words*; *alike* gives the spelling that stands for others ("saint" is "st")."""
        cased: list[str] = []
        numbered: list[int] = []
        for number, word in enumerate(words):
            for piece in pieces(word):
                cased.append(piece)
                numbered.append(number)
        low = tuple(alike.get(piece.lower(), piece.lower()) for piece in cased)
        return cls(tuple(cased), low, tuple(numbered))

    def begins(self, at: int) -> bool:
        """Whether a word begins with piece *at*."""
        return at == 0 or self.word[at] != self.word[at - 1]

    def ends(self, at: int) -> bool:
        """Whether a word ends before piece *at*, or goes on in lower case only: "UN" ends in "UN-backed"."""
        return at == len(self.word) or self.word[at] != self.word[at - 1] or self.cased[at].islower()


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a name. A capital asks for a capital; "=" before it asks for these very letters."""

    cased: tuple[str, ...]
    low: tuple[str, ...]
    exact: str | None = None

    @classmethod
    def of(cls, written: str, alike: Mapping[str, str]) -> "Form":
        """The form that a data file writes.

        >>> Form.of("=Malé", {}).exact, Form.of("Guinea-Bissau", {}).low
        ('Malé', ('guinea', 'bissau'))
        """
        exact = written.startswith("=")
        cased = tuple(piece for word in written.removeprefix("=").split() for piece in pieces(word))
        low = tuple([alike.get(piece, piece) for piece in [piece.lower() for piece in cased]])
        return cls(cased, low, _letters(written[1:]) if exact else None)

    def fits(self, text: Text, start: int, words: Sequence[str]) -> bool:
        """Whether the letter case of *text* from piece *start* allows this form, whose pieces stand there.

        >>> form = Form.of("US", {})
        >>> [form.fits(Text.of([word], {}), 0, [word]) for word in ("US", "us", "U.S.")]
        [True, False, True]
        """
        end = start + len(self.cased)
        if self.exact is not None:
            return self.exact == _letters("".join(words[text.word[start] : text.word[end - 1] + 1]))
        pairs = list(zip(self.cased, text.cased[start:end], strict=True))
        if len(pairs) == 1 and not self.cased[0].isupper() and pairs[0][1].isupper() and len(self.cased[0]) < SHORT:
            return False  # "Bor" is not "BOR"
        if not all(_allows(ours, theirs) for ours, theirs in pairs):
            return False
        capitals = [theirs[0].isupper() for ours, theirs in pairs if ours[0].isupper()]
        if not capitals:
            return True
        # The first word of a sentence has its capital anyway, so "Future movement" needs to show another there.
        return capitals[0] and (start > 0 or len(capitals) == 1 or any(capitals[1:]) or pairs[0][1].isupper())


def _allows(ours: str, theirs: str) -> bool:
    """Whether a piece of a form may be written as a piece of a text is."""
    if len(ours) < 2 or ours.islower() or ours.istitle():
        return True
    if ours.isupper():
        return theirs.isupper() or (len(ours) > SHORT and theirs.istitle())
    return len(ours) > SHORT + 1 or ours == theirs  # "MoD", "BiH"


def _letters(text: str) -> str:
    return "".join(text.split()).translate(_PLAIN)


class Phrases(Generic[T]):
    """Lower-case phrases in the singular, each with what it stands for; finds them in plural and singular.

    >>> phrases = Phrases({"prime minister": "GOV", "minister": "GOV"})
    >>> list(phrases.find(Text.of("both Prime Ministers met".split(), {})))
    [(1, 3, 'GOV')]
    """

    def __init__(self, phrases: Mapping[str, T], alike: Mapping[str, str] | None = None) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, value in phrases.items():
            parts = Text.of(phrase.split(), alike or {}).low
            if parts:
                self._by_first.setdefault(parts[0], []).append((parts, value))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def find(self, text: Text) -> Iterator[tuple[int, int, T]]:
        """Each phrase as first and last (exclusive) piece and its value: longest first, left to right, no overlap."""
        at = 0
        while at < len(text.low):
            found = self._longest(text, at)
            if found is None:
                at += 1
            else:
                yield at, at + found[0], found[1]
                at += found[0]

    def _longest(self, text: Text, at: int) -> tuple[int, T] | None:
        best: tuple[int, T] | None = None
        for first in numbers(text.low[at]):
            for parts, value in self._by_first.get(first, ()):
                size = len(parts)
                if best is not None and size <= best[0]:
                    break
                if at + size <= len(text.low) and all(
                    part in numbers(low) for part, low in zip(parts[1:], text.low[at + 1 : at + size], strict=True)
                ):
                    best = size, value
                    break
        return best
