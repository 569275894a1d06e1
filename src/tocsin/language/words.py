"""Text -> words: where each word stands, and what of its looks the model is told.

Words are those of Universal Dependencies for English: "don't" is "do" and "n't", "Russia's" is "Russia" and "'s",
"U.S." is one word and "war-torn" is three. Layout and letter case reach the model as three small codes per word, since its
base reads lower case only.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tocsin.records import Span

OPENING, CLOSING, EITHER = "“„‟«", "”»", ('"', "``", "''")
SHAPES = 7  # codes of `shape`
LAYOUTS = 3  # 0 runs on, 1 first word of a line, 2 first word of a paragraph
QUOTES = 3  # 0 outside, 1 inside, 2 a quote mark


@dataclass(frozen=True, slots=True)
class Word:
    """One word: where it stands and how its line begins."""

    span: Span
    text: str
    layout: int


@cache
def _rules() -> tuple[re.Pattern[str], frozenset[str], frozenset[str], dict[str, int]]:
    data = tomllib.loads(Path(__file__).with_name("en").joinpath("words.toml").read_text(encoding="utf-8"))
    chunk = re.compile(
        r"""
        (?:https?://|www\.)[^\s<>"“”]+[^\s<>"“”.,;:!?)\]'’]      # an address
        | [\w.+-]+@[\w-]+(?:\.[\w-]+)+                            # a mail address
        | [@#]\w+                                                 # a handle or tag
        | (?:[A-Za-z]\.){2,}                                      # U.S., a.m.
        | \d+(?:[.,:]\d+)*(?:st|nd|rd|th|s|[ap]m|[mb]n|[kK]m)?(?![^\W\d_])   # 2,033  3.5  10:30  23rd  1990s
        | [^\W_]+(?:[’'][^\W_]+)*                                 # a word, perhaps with an apostrophe in it
        | \.{2,} | [*=_~]{2,} | -{2,} | !+ | \?+ | ``| ''                      # runs of marks
        | \S
        """,
        re.VERBOSE,
    )
    return chunk, frozenset(data["abbreviations"]), frozenset(data["prefixes"]), data["parted"]


_CLITIC = re.compile(r"(?i)(?<=\w)(?:n[’']t|[’'](?:s|re|ve|ll|d|m))$")


def split(text: str) -> list[Word]:
    """The words of *text*, in order; spans do not overlap and cover every character that is not blank.

    >>> [word.text for word in split("Russia's U.S. envoy didn't e-mail war-torn Averna.")]
    ['Russia', "'s", 'U.S.', 'envoy', 'did', "n't", 'e-mail', 'war', '-', 'torn', 'Averna', '.']
    """
    chunk, abbreviations, prefixes, parted = _rules()
    words: list[Word] = []
    end = 0
    layout = 2

    def add(start: int, stop: int) -> None:
        nonlocal layout
        words.append(Word(Span(start, stop), text[start:stop], layout))
        layout = 0

    for found in chunk.finditer(text):
        start, stop = found.span()
        breaks = text.count("\n", end, start)
        if breaks:
            layout = 2 if breaks > 1 or re.search(r"\n\s*\n", text[end:start]) else 1
        written = found[0]
        glued = start == end and words and layout == 0
        end = stop
        if glued and written == "." and _keeps_stop(words[-1].text, abbreviations):
            last = words.pop()
            words.append(Word(Span(last.span.start, stop), text[last.span.start : stop], last.layout))
        elif (
            glued
            and len(words) > 1
            and words[-1].text == "-"
            and words[-1].span.start == words[-2].span.end
            and words[-2].text.lower() in prefixes
        ):
            first, mark = words[-2], words[-1]
            if mark.span.end == start and written[0].isalpha():
                del words[-2:]
                words.append(Word(Span(first.span.start, stop), text[first.span.start : stop], first.layout))
            else:
                add(start, stop)
        elif written[0].isalpha() and (cut := parted.get(written.lower())):
            add(start, start + cut)
            add(start + cut, stop)
        elif written[0].isalnum() and (clitic := _CLITIC.search(written)):
            if clitic.start():
                add(start, start + clitic.start())
            add(start + clitic.start(), stop)
        else:
            add(start, stop)
    return words


def _keeps_stop(word: str, abbreviations: frozenset[str]) -> bool:
    return (len(word) == 1 and word.isupper()) or word.lower() in abbreviations


def shape(word: str) -> int:
    """How a word is written: 0 lower case, 1 capital first, 2 all capitals, 3 mixed, 4 with digits, 5 marks, 6 one capital.

    >>> [shape(word) for word in ("troops", "Averna", "NATO", "McCoy", "1990s", "—", "A")]
    [0, 1, 2, 3, 4, 5, 6]
    """
    if word.islower() and word.isalpha():
        return 0
    if any(letter.isdigit() for letter in word):
        return 4
    if not any(letter.isalpha() for letter in word):
        return 5
    if word.isupper():
        return 6 if len(word) == 1 else 2
    if word[:1].isupper() and word[1:].islower():
        return 1
    return 0 if word.islower() else 3


def quoted(words: Sequence[str], layouts: Sequence[int]) -> list[int]:
    """For each word whether it stands between double quote marks: 0 no, 1 yes, 2 it is a mark.

    A paragraph that leaves a quotation open ends it, so one lost mark spoils one paragraph only.

    >>> quoted(["“", "Go", "”", "he", "said"], [2, 0, 0, 0, 0])
    [2, 1, 2, 0, 0]
    """
    inside = False
    codes: list[int] = []
    for word, layout in zip(words, layouts, strict=True):
        if layout == 2:
            inside = False
        if word in OPENING:
            inside = True
            codes.append(2)
        elif word in CLOSING:
            inside = False
            codes.append(2)
        elif word in EITHER:
            inside = not inside
            codes.append(2)
        else:
            codes.append(int(inside))
    return codes
