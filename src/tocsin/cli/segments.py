"""A text cut at the borders of everything marked in it, so that marks may nest and overlap freely."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from tocsin.records import Briefing, Span


class Part(StrEnum):
    """What marked words are to their record; the more telling first."""

    TRIGGER = "trigger"
    CUE = "cue"
    SOURCE = "source"
    QUESTION = "question"
    INTEREST = "interest"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that belong to the record with the anchor *record*."""

    span: Span
    part: Part
    record: str  # "c3": the third claim


@dataclass(frozen=True, slots=True)
class Segment:
    """Words under the same marks throughout; *first* are the records whose words begin here."""

    text: str
    marks: tuple[Mark, ...]
    first: tuple[str, ...]


def segments(text: str, marks: Iterable[Mark], cuts: Iterable[int] = ()) -> Iterator[tuple[int, Segment]]:
    """Where each segment starts, and the segment; joined again they are *text*, every character once.

    *cuts* are further places to cut at. Marks that are empty or lie beyond the text are passed over.

    >>> marks = [Mark(Span(0, 6), Part.SOURCE, "c1"), Mark(Span(4, 9), Part.TRIGGER, "e1")]
    >>> [(segment.text, [mark.record for mark in segment.marks]) for _, segment in segments("Averna denies", marks)]
    [('Aver', ['c1']), ('na', ['c1', 'e1']), (' de', ['e1']), ('nies', [])]
    """
    end = len(text)
    inside = [mark for mark in marks if 0 <= mark.span.start < mark.span.end <= end]
    starts: dict[int, list[Mark]] = {}
    for mark in inside:
        starts.setdefault(mark.span.start, []).append(mark)
    borders = sorted({0, end, *(b for mark in inside for b in mark.span), *(cut for cut in cuts if 0 < cut < end)})
    active: list[Mark] = []
    seen: set[str] = set()
    for start, stop in pairwise(borders):
        active = [mark for mark in active if mark.span.end > start] + starts.get(start, [])
        first = [record for record in dict.fromkeys(mark.record for mark in active) if record not in seen]
        seen.update(first)
        yield start, Segment(text[start:stop], tuple(active), tuple(first))


def marks(briefing: Briefing, anchors: dict[str, str]) -> list[Mark]:
    """Everything *briefing* marks in its text; *anchors* gives each record's anchor by its id."""
    found: list[tuple[tuple[Span, ...], Part, str]] = []
    for claim in briefing.claims:
        anchor = anchors[claim.id]
        found.append((claim.source.spans, Part.SOURCE, anchor))
        found.append((claim.cue.spans, Part.CUE, anchor))
        found.append((claim.content.spans, Part.CONTENT, anchor))
    found += [(event.trigger.spans, Part.TRIGGER, anchors[event.id]) for event in briefing.events]
    found += [(interest.spans, Part.INTEREST, anchors[interest.id]) for interest in briefing.interests]
    found += [(question.spans, Part.QUESTION, anchors[question.id]) for question in briefing.questions]
    return [Mark(span, part, anchor) for spans, part, anchor in found for span in spans]
