"""Where in the text something stands."""

from dataclasses import dataclass
from typing import NamedTuple, Self


class Span(NamedTuple):
    """A half-open range of characters (Unicode code points) of `article.text`.

    >>> Span(0, 6).of("Averna denied it.")
    'Averna'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Span") -> bool:
        """Whether *other* lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of the article, with where they stand; in pieces when something stands between.

    An implicit passage (nobody named as the source) has no spans and no text.
    """

    text: str
    spans: tuple[Span, ...]

    @classmethod
    def of(cls, text: str, spans: tuple[Span, ...]) -> Self:
        """The passage of *text* at *spans*, its pieces joined by an ellipsis.

        >>> Passage.of("They go, she said, today.", (Span(0, 7), Span(19, 24))).text
        'They go … today'
        """
        return cls(" … ".join(span.of(text) for span in spans), spans)
