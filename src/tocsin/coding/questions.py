"""Open questions: what an article leaves to be seen, and who leaves it."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tocsin.coding.tree import Tree, tokens_in
from tocsin.errors import CodebookError
from tocsin.records import Article, Claim, Question, Reading, Span, Trace, identity

_QUOTES = "\"“”„«»'‘’"


@dataclass(frozen=True, slots=True)
class _Words:
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    before: tuple[tuple[str, re.Pattern[str]], ...]
    not_asked: re.Pattern[str]
    shortest_words: int


@cache
def _words() -> _Words:
    data = tomllib.loads(files("tocsin.codebook").joinpath("questions.toml").read_text(encoding="utf-8"))
    opening = "|".join(sorted(data["words"]["open"], key=len, reverse=True))

    def compiled(entry: dict[str, str]) -> tuple[str, re.Pattern[str]]:
        try:
            written = entry["match"].replace("{open}", rf"(?P<clause>{opening})\b").replace(" ", r"\s+")
            return entry["id"], re.compile(rf"(?i)\b{written}")
        except (re.error, KeyError) as error:
            raise CodebookError(f"questions.toml, pattern {entry.get('id')!r}: {error}") from error

    return _Words(
        tuple(compiled(entry) for entry in data["pattern"]),
        tuple(compiled(entry) for entry in data["before"]),
        re.compile("|".join(data["asked"]["not"]), re.IGNORECASE),
        data["asked"]["shortest_words"],
    )


def questions(reading: Reading, article: Article, claims: Sequence[Claim]) -> Iterator[Question]:
    """What is left open, one Question each, in the order of the text.

    - "time will tell whether ...", "it remains to be seen how ...", "it is not clear if ...": the clause in question,
      of the innermost claim whose content holds it, else of the outlet;
    - a subject that "is yet to be decided";
    - a question in the title or in the article's own voice. Questions inside quotation marks are the speaker's business
      and mostly rhetorical: left out, as are those a page puts to its readers.

    The same question in two claims is two questions; the same words of the same claim are one. A title that is not part
    of the text gives a question without spans.
    """
    found = [*_told(reading, claims), *_asked(reading, article, claims)]
    seen: set[tuple[str, str | None]] = set()
    for span, words, claim, rule in sorted(found, key=lambda one: one[0] or Span(-1, -1)):
        key = (re.sub(r"\W+", " ", words).strip().casefold(), claim)
        if key in seen:
            continue
        seen.add(key)
        yield Question(
            id=identity("question", article.id, key),
            text=words,
            spans=(span,) if span is not None else (),
            claim=claim,
            trace=Trace(rule=f"question {rule}"),
        )


_Found = tuple[Span | None, str, str | None, str]


def _told(reading: Reading, claims: Sequence[Claim]) -> Iterator[_Found]:
    text, words = reading.text, _words()
    taken: list[Span] = []
    for rule, pattern in words.patterns:
        for match in pattern.finditer(text):
            start = match.start("clause")
            claim = _around(Span(start, start + 1), claims)
            span = _clause(reading, start, claim)
            if span is None or any(span.overlaps(other) for other in taken):
                continue
            taken.append(span)
            yield span, span.of(text), claim.id if claim is not None else None, rule
    for rule, pattern in words.before:
        for match in pattern.finditer(text):
            span = _subject(reading, Span(*match.span()))
            if span is None or any(Span(span.start, match.end()).overlaps(other) for other in taken):
                continue
            taken.append(span)
            claim = _around(span, claims)
            yield span, span.of(text), claim.id if claim is not None else None, rule


def _around(span: Span, claims: Sequence[Claim]) -> Claim | None:
    """The innermost claim whose content holds *span*."""
    around = [claim for claim in claims if any(one.covers(span) for one in claim.content.spans)]
    return min(around, key=lambda claim: sum(one.end - one.start for one in claim.content.spans), default=None)


def _clause(reading: Reading, start: int, claim: Claim | None) -> Span | None:
    """From *start* to the end of the claim's content, of the quotation or of the sentence, whichever is first."""
    tokens = tokens_in(reading, (Span(start, start + 1),))
    if not tokens:
        return None
    text = reading.text
    end = reading.sentence_of(tokens[0]).span.end
    if claim is not None:
        end = min(end, next(one.end for one in claim.content.spans if one.start <= start < one.end))
    for stop in (r"[,.?!…][”\"]", r"[”\"][,.?!]", r"\n\s*\n", r";\s", r"\s[–—]\s", r"[.?!…]\s+[“\"A-Z]"):
        if (match := re.compile(stop).search(text, start, end)) is not None and not _abbreviated(text, match.start()):
            end = min(end, match.start())
    end = min(end, _parted(reading, start, end, claim))
    words = text[start:end].rstrip(f" \n\t.,;:!?…{_QUOTES}")
    return Span(start, start + len(words)) if len(words.split()) > 1 else None


def _abbreviated(text: str, place: int) -> bool:
    """Whether the full stop at *place* ends an abbreviation: "the U.S. Army"."""
    return (
        text[place] == "."
        and re.search(r"(?:\b[A-Za-z]|\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|St|No))$", text[max(0, place - 4) : place])
        is not None
    )


def _parted(reading: Reading, start: int, end: int, claim: Claim | None) -> int:
    """Where a comma parts the clause from "but ..." or, outside any claim, from "..., he said"."""
    place = end
    for match in re.finditer(r",\s+(?:but|yet|although|though|while|whereas)\b", reading.text[start:end]):
        place = min(place, start + match.start())
    if claim is None:
        for attribution in reading.attributions:
            for cue in reading.spans(attribution.cue[:1]):
                comma = reading.text.rfind(",", start, cue.start)
                if start < comma < cue.start < end:
                    place = min(place, comma)
    return place


def _subject(reading: Reading, predicate: Span) -> Span | None:
    """The subject of "is yet to be decided": by the parse, else the words before it in its sentence."""
    tokens = tokens_in(reading, (predicate,))
    if not tokens:
        return None
    tree = Tree.of(reading, tokens[0])
    for token in reversed(tokens):
        subject = tree.follow(token, "nsubj")
        if subject is None:
            continue
        if reading.tokens[subject].upos == "PRON":
            return None
        words = [index for index in tree.subtree(subject) if index < tokens[0]]
        return Span(reading.tokens[words[0]].span.start, reading.tokens[words[-1]].span.end) if words else None
    return None


def _asked(reading: Reading, article: Article, claims: Sequence[Claim]) -> Iterator[_Found]:
    text = reading.text
    titled: list[Span] = []
    for asked in re.findall(r"\S.*?\?(?=\s|$)", article.title or ""):
        words = re.split(r"(?<=[?!])\s+|(?<=[a-z]{3}\.)\s+", asked)[-1]
        if _worth(words):
            place = text.find(words)
            span = Span(place, place + len(words)) if place >= 0 else None
            titled.extend([span] if span is not None else [])
            yield span, words, None, "title"
    for match in re.finditer(r"\?(?=[\s)\]]|$)", text):
        tokens = tokens_in(reading, (Span(match.start(), match.end()),))
        if not tokens:
            continue
        start = reading.sentence_of(tokens[0]).span.start
        earlier = [end.end() for end in re.finditer(r"[?!][”\"]?\s+|\n\s*\n", text[start : match.start()])]
        start += earlier[-1] if earlier else 0
        span = Span(start, match.end())
        words = span.of(text)
        if not _worth(words) or any(span.overlaps(other) for other in titled):
            continue
        if _quoted(text, match.start()) or _around(Span(match.start(), match.end()), claims) is not None:
            continue
        yield span, words, None, "asked"


def _worth(words: str) -> bool:
    """Whether a question is long enough to ask something and is not put to the reader of a page."""
    table = _words()
    return len(words.split()) >= table.shortest_words and table.not_asked.search(words.strip()) is None


def _quoted(text: str, place: int) -> bool:
    """Whether *place* stands inside quotation marks opened in its paragraph."""
    paragraph = text[text.rfind("\n\n", 0, place) + 1 : place]
    return paragraph.count("“") > paragraph.count("”") or paragraph.count('"') % 2 == 1
