"""Wording: which of several names a run of words speaks for (a context, a mode)."""

from collections.abc import Iterator, Mapping, Sequence

from tocsin.codebook.inflection import Inflection


class Wording:
    """Names, each with the words and phrases that decide it, in any form of their words.

    >>> wording = Wording({"phone": ["telephone", "by phone"], "visit": ["visit"]})
    >>> wording.named(["they", "spoke", "by", "phone", "after", "two", "visits"])
    ('phone', 'visit')
    """

    def __init__(self, words: Mapping[str, Sequence[str]], inflection: Inflection | None = None) -> None:
        self.names = tuple(words)
        self._base: dict[str, str] = {}  # form -> the word it is a form of, as the phrases write it
        inflection = inflection or Inflection({})
        for part in sorted(
            {part for phrases in words.values() for phrase in phrases for part in phrase.lower().split()}
        ):
            for form in inflection.forms(part):
                self._base.setdefault(form, part)
            self._base[part] = part  # a word that stands in some phrase is never taken for a form of another
        self._phrases: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        for rank, phrases in enumerate(words.values()):
            for phrase in phrases:
                parts = tuple(phrase.lower().split())
                self._phrases.setdefault(parts[0], []).append((parts, rank))

    def found(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Each phrase that occurs: its length in words, and the rank of its name."""
        low = [self._base.get(word.lower(), word.lower()) for word in words]
        for start, word in enumerate(low):
            for parts, rank in self._phrases.get(word, ()):
                if tuple(low[start : start + len(parts)]) == parts:
                    yield len(parts), rank

    def named(self, words: Sequence[str]) -> tuple[str, ...]:
        """All names that some phrase speaks for, in the order they were given."""
        return tuple(self.names[rank] for rank in sorted({rank for _, rank in self.found(words)}))

    def best(self, words: Sequence[str]) -> str | None:
        """The name of the longest phrase found, the first given among equals; None when none is found.

        >>> Wording({"strike": ["strike"], "hunger": ["hunger strike"]}).best(["a", "hunger", "strike"])
        'hunger'
        """
        ranked = sorted((-length, rank) for length, rank in self.found(words))
        return self.names[ranked[0][1]] if ranked else None
