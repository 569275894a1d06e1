"""A briefing as one page: the article with its marks beside the records, self-contained, without script."""

import re
from dataclasses import dataclass
from itertools import chain

from markupsafe import Markup, escape

from tocsin import __version__
from tocsin.cli import sheet, words
from tocsin.cli.pages import template
from tocsin.cli.segments import Mark, Part, Segment, marks, segments
from tocsin.records import Briefing, Claim

# One or more empty lines: between paragraphs of a page, and of most plain text.
BETWEEN_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment as the page shows it."""

    text: Markup
    classes: str  # "" for words nothing marks
    link: str | None  # the record it leads to
    title: str
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Pieces of one paragraph, and the blanks after it."""

    pieces: tuple[Piece, ...]
    gap: Markup


def render(briefing: Briefing) -> str:
    """The page; its article's text is `article.text` to the letter (a NUL, which HTML cannot hold, is shown as �)."""
    anchors = _anchors(briefing)
    marked = marks(briefing, anchors)
    paragraphs = _paragraphs(briefing, marked, anchors)
    pieces = chain.from_iterable(paragraph.pieces for paragraph in paragraphs)
    return template("briefing.html.jinja").render(
        anchors=anchors,
        article=briefing.article,
        briefing=briefing,
        camps=sheet.camps(briefing),
        flat=sheet.flat,
        marked=tuple(chain.from_iterable(piece.anchors for piece in pieces)),
        paragraphs=paragraphs,
        parts=tuple(dict.fromkeys(part for part in Part if any(mark.part is part for mark in marked))),
        speakers=sheet.speakers(briefing.claims),
        version=__version__,
        words=words,
    )


def _anchors(briefing: Briefing) -> dict[str, str]:
    """Each record's place on the page by its id: c1, c2 for claims, e1 for events, and so on."""
    kinds = {
        "c": [claim.id for claim in briefing.claims],
        "e": [event.id for event in briefing.events],
        "s": [stance.id for stance in briefing.stances],
        "i": [interest.id for interest in briefing.interests],
        "q": [question.id for question in briefing.questions],
    }
    return {id_: f"{letter}{number}" for letter, ids in kinds.items() for number, id_ in enumerate(ids, 1)}


def _paragraphs(briefing: Briefing, marked: list[Mark], anchors: dict[str, str]) -> list[Paragraph]:
    text = briefing.article.text
    gaps = [match.span() for match in BETWEEN_PARAGRAPHS.finditer(text)]
    ends = dict(gaps)
    says = {anchors[claim.id]: _says(claim) for claim in briefing.claims}
    says |= {anchors[event.id]: f"{event.type}: {words.word('status', event.status)}" for event in briefing.events}
    says |= {anchors[one.id]: f"interest of {words.party(one.holder)}" for one in briefing.interests}
    says |= {anchors[one.id]: "left open" for one in briefing.questions}
    paragraphs: list[Paragraph] = []
    pieces: list[Piece] = []
    gap, gap_end = Markup(), 0
    waiting: tuple[str, ...] = ()
    for start, segment in segments(text, marked, chain.from_iterable(gaps)):
        gap_end = max(gap_end, ends.get(start, 0))
        if start < gap_end:
            # Marks may run across the blanks; the blanks show none, and what begins there is anchored after them.
            gap, waiting = gap + verbatim(segment.text), waiting + segment.first
            continue
        if gap:
            paragraphs.append(Paragraph(tuple(pieces), gap))
            pieces, gap = [], Markup()
        pieces.append(_piece(segment, says, waiting))
        waiting = ()
    return [*paragraphs, Paragraph(tuple(pieces), gap)]


def _says(claim: Claim) -> str:
    how = words.word("directness", claim.directness) + (", hedged" if claim.hedged else "")
    return f"{words.short_speaker(claim.source)} {words.word('act', claim.act)} ({how})"


def _piece(segment: Segment, says: dict[str, str], waiting: tuple[str, ...]) -> Piece:
    if not segment.marks:
        return Piece(verbatim(segment.text), "", None, "", waiting)
    # The link goes where the words say most; among contents inside each other, to the innermost.
    order = list(Part)
    best = min(segment.marks, key=lambda mark: (order.index(mark.part), mark.span.end - mark.span.start))
    classes = [part.value for part in order if any(mark.part is part for mark in segment.marks)]
    if sum(mark.part is Part.CONTENT for mark in segment.marks) > 1:
        classes.append("inner")
    classes += [f"m-{record}" for record in dict.fromkeys(mark.record for mark in segment.marks)]
    title = " · ".join(dict.fromkeys(says[mark.record] for mark in segment.marks))
    return Piece(verbatim(segment.text), " ".join(classes), best.record, title, waiting + segment.first)


def verbatim(text: str) -> Markup:
    """*text* so that a browser gives it back to the letter.

    >>> print(verbatim("a < b\\r\\n"))
    a &lt; b&#13;
    <BLANKLINE>
    """
    # A carriage return written as itself is read as a line feed; NUL and half surrogates cannot be written at all.
    text = text.translate({0: "\ufffd"}).encode("utf-8", "replace").decode() if not text.isprintable() else text
    return Markup(escape(text).replace("\r", Markup("&#13;")))
