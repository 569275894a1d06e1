"""Lines that are on the page and not of the article: what they are, and why.

One judgement serves pages, whose lines are then left out of the body, and plain text, which is kept as it is and whose
lines are only marked, so that offsets hold. Patterns are data: boilerplate.toml.
"""

import re
import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from tocsin.reading import figures
from tocsin.reading.blocks import SENTENCE_END, Block, compared
from tocsin.reading.dateline import dateline
from tocsin.records import Skipped, Span

LONGEST = 400  # characters; longer lines are prose whatever they begin with
TITLE = "the title"
COUNTERS = "counts of the page"
SHOWN = 12  # elements taken out of a page that are named one by one
LAST = 3  # lines at the end among which the author is introduced
BOX_SIZE = 12  # lines a box of links may have


@dataclass(frozen=True, slots=True)
class Rule:
    """Patterns of one kind of line, and what it is called."""

    why: str
    whole: re.Pattern[str] | None
    opening: re.Pattern[str] | None


@cache
def rules(kind: str) -> tuple[Rule, ...]:
    """The rules of *kind*: "aside", "box", "end" or "last"."""
    entries = tomllib.loads(files(__package__).joinpath("boilerplate.toml").read_text("utf-8"))[kind]
    return tuple(
        Rule(
            entry["why"],
            *(
                re.compile(
                    "|".join(f"(?:{pattern})" for pattern in entry[key]), 0 if entry.get("cased") else re.IGNORECASE
                )
                if key in entry
                else None
                for key in ("lines", "openings")
            ),
        )
        for entry in entries
    )


@lru_cache(maxsize=8192)
def reason(line: str, kind: str = "aside") -> str | None:
    """Why *line* is no prose, wherever it stands; None when nothing says so.

    >>> reason("- Advertisement -"), reason("Sign up here to get the news."), reason("Odell signed up for the army.")
    ('an advertisement marker', 'a sign-up invitation', None)
    """
    line = " ".join(line.split())
    if not line or len(line) > LONGEST:
        return None
    if kind == "aside" and figures.counters(line):
        return COUNTERS
    for rule in rules(kind):
        if (rule.whole and rule.whole.fullmatch(line)) or (rule.opening and rule.opening.match(line)):
            return rule.why
    return None


def judged(lines: Sequence[Block], titles: Collection[str] = ()) -> list[str | None]:
    """For each of *lines* why it is no prose of the article, None where it is."""
    keys = {compared(title) for title in titles} - {""}
    why = [reason(line.text) for line in lines]
    prose = 0
    total = sum(len(line.text) for line in lines if ends(line.text)) or 1
    read = 0
    for index, line in enumerate(lines):
        if compared(line.text) in keys and prose < 3:
            why[index] = TITLE
        elif why[index] is None and (box := reason(line.text, "box")) and not ends(line.text, or_colon=False):
            boxed(lines, why, index, box)
        if why[index] is None or why[index] == "an invitation to comment":
            over = reason(line.text, "end")
            if over and read / total > 0.5:
                why[index:] = [earlier or over for earlier in why[index:]]
                break
        if why[index] is None and ends(line.text):
            prose += 1
            read += len(line.text)
    return why


def boxed(lines: Sequence[Block], why: list[str | None], index: int, name: str) -> None:
    """Marks the heading of a box at *index* and the short or linked lines under it, if a box it is."""
    under = index + 1
    while under < len(lines) and under - index <= BOX_SIZE:
        line = lines[under]
        if line.kind == "p" and ends(line.text) and not line.linked:
            break
        if line.kind == "item" and ends(line.text) and not line.linked and len(line.text) > 120:
            break
        if line.kind == "head" and under > index + 1:
            break
        under += 1
    # A heading with prose right under it is one of the article ("More on the vote"), unless it only labels a link.
    if under > index + 1 or lines[index].kind != "head" or under == len(lines):
        why[index:under] = [earlier or name for earlier in why[index:under]]


def ends(text: str, *, or_colon: bool = True) -> bool:
    """Whether *text* ends as a sentence does."""
    return bool(SENTENCE_END.search(text)) and (or_colon or not text.rstrip().endswith((":", "…", "...")))


def prose(found: Sequence[Block], titles: Collection[str] = ()) -> tuple[list[Block], tuple[Skipped, ...]]:
    """The blocks of a page that are its article, and the others with why they are not.

    What stands before the first sentence and ends in no full stop is a kicker or a deck; what stands so after the last
    one is a signature or a link.
    """
    lines = [line for block in found for line in lines_apart(block)]
    why = judged(lines, titles)
    sentences = [
        index for index, line in enumerate(lines) if why[index] is None and ends(line.text) and line.kind != "head"
    ]
    content = [
        index
        for index, line in enumerate(lines)
        if why[index] is None and line.kind in ("item", "row") and not line.linked
    ]
    first, last = (sentences[0], max(sentences[-1:] + content[-1:])) if sentences else (0, len(lines) - 1)
    for index, line in enumerate(lines):
        if why[index] is not None:
            continue
        if index < first and line.kind in ("head", "p") and len(line.text) < 200:
            why[index] = "a line above the article"
        elif index > last and line.kind in ("head", "p") and len(line.text) < 120:
            why[index] = "a line below the article"
        elif line.linked and not ends(line.text):
            why[index] = "a link to something else"
    for index in [index for index, cause in enumerate(why) if cause is None][-LAST:]:
        why[index] = reason(lines[index].text, "last")
    kept = [
        Block(line.kind, " ".join(line.text.split())) for line, cause in zip(lines, why, strict=True) if cause is None
    ]
    skipped = [Skipped(short(line.text), "reading", cause) for line, cause in zip(lines, why, strict=True) if cause]
    return kept, tuple(skipped)


def lines_apart(block: Block) -> list[Block]:
    """*block* as it is; or the lines within it one by one, when one of them is no prose by itself."""
    pieces = block.text.split("\n")
    if len(pieces) == 1 or not any(reason(piece) for piece in pieces):
        return [block]
    return [Block(block.kind, piece, block.linked) for piece in pieces]


def furniture(taken: Sequence[str]) -> tuple[Skipped, ...]:
    """What was taken out of a page before its text was looked for; at most SHOWN, with how many more there were."""
    shown = []
    for text in taken[:SHOWN]:
        first = text.split("\n")[0]
        why = reason(first) or reason(first, "box") or "furniture of the page"
        shown.append(Skipped(short(" ".join(text.split())), "reading", why))
    more = len(taken) - SHOWN
    return (*shown, Skipped(f"{more} more elements", "reading", "furniture of the page")) if more > 0 else tuple(shown)


def short(text: str) -> str:
    """*text*, or its first 80 characters."""
    return text if len(text) <= 80 else text[:79] + "…"


def asides(text: str) -> tuple[Span, ...]:
    """Where *text*, an article as plain text, holds lines that are not its prose; spans lie in order and apart.

    The title, counters, advertisement markers, sign-ups, boxes of links. Blanks around a line are not in its span.

    >>> text = "Odell resigns\\n\\n- Advertisement -\\nOdell resigned today."
    >>> [span.of(text) for span in asides(text)]
    ['Odell resigns', '- Advertisement -']
    """
    spans = lines_of(text)
    title = title_of(text)
    why = judged([Block("p", " ".join(span.of(text).split())) for span in spans], ())
    return tuple(span for span, cause in zip(spans, why, strict=True) if cause is not None or span == title)


def lines_of(text: str) -> list[Span]:
    """The lines of *text* that hold anything, without the blanks around them."""
    return [
        Span(line.start() + len(line[0]) - len(line[0].lstrip()), line.start() + len(line[0].rstrip()))
        for line in re.finditer(r"[^\r\n]+", text)
        if line[0].strip()
    ]


def title_of(text: str) -> Span | None:
    """Where the title of a plain text stands: its first line, when that is no sentence and a blank line follows it.

    >>> title_of("Odell resigns\\n\\nOdell resigned today.").of("Odell resigns")
    'Odell resigns'
    >>> title_of("Odell resigned today.\\n\\nMaro Gallo followed.") is None
    True
    """
    lines = lines_of(text)
    if len(lines) < 2:
        return None
    first, second = lines[0], lines[1]
    words = first.of(text)
    parted = text[first.end : second.start].count("\n") > 1
    sentence = re.search(r"[.!…:;,。！।]\s*[\"'”’»)\]]*$", words) is not None
    # A headline may end in a question mark or an exclamation mark; one with a full stop is a first sentence.
    if words.endswith(("!", "?")) and len(words) <= 120:
        sentence = False
    if not parted or sentence or len(words) > 200 or len(words.split()) < 2 or reason(words) or dateline(words):
        return None
    return first if any(ends(line.of(text)) for line in lines[1:]) else None
