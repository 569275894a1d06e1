"""Interests: what somebody has to gain or lose in a matter, as an article says it."""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tocsin.coding.tree import Tree
from tocsin.errors import CodebookError
from tocsin.records import Actor, Article, Interest, Party, Passage, Reading, Span, Tokens, Trace, identity

Resolve = Callable[[Tokens], Actor | None]

_KEYS = frozenset(
    {
        "id",
        "lemmas",
        "object",
        "xcomp",
        "needs",
        "holder",
        "matter",
        "gain",
        "determined",
        "owned",
        "nouns",
        "text",
        "conflict",
    }
)


@dataclass(frozen=True, slots=True)
class _Pattern:
    id: str
    matter: tuple[str, ...]
    gain: tuple[str, ...]
    holder: str = "subject"
    lemmas: frozenset[str] = frozenset()
    object: frozenset[str] = frozenset()
    xcomp: frozenset[str] = frozenset()
    owned: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    needs: tuple[str, ...] = ()
    determined: bool = False
    text: re.Pattern[str] | None = None
    conflict: bool = False


@cache
def _words() -> tuple[tuple[_Pattern, ...], frozenset[str]]:
    data = tomllib.loads(files("tocsin.codebook").joinpath("interests.toml").read_text(encoding="utf-8"))
    return tuple(_pattern(entry) for entry in data["pattern"]), frozenset(data["guards"]["modifiers"])


def _pattern(entry: dict[str, Any]) -> _Pattern:
    if unknown := entry.keys() - _KEYS:
        raise CodebookError(f"interests.toml, pattern {entry.get('id')!r}: unknown key {sorted(unknown)[0]!r}")
    made: dict[str, Any] = {}
    for key, value in entry.items():
        if key in ("matter", "gain", "needs"):
            made[key] = tuple(value)
        elif key == "text":
            made[key] = re.compile(value)
        else:
            made[key] = frozenset(value) if isinstance(value, list) else value
    return _Pattern(**made)


def interests(reading: Reading, article: Article, resolve: Resolve) -> Iterator[Interest]:
    """What the article says of somebody's stake, one Interest for each statement, in the order of the text.

    Statements are those of the codebook's patterns: "has two interests in the port", "benefits from the embargo",
    "stands to lose the contract", "wants to keep the base", "is funded by", "whose company ...", "has a conflict of
    interest". In the article's own voice and in somebody's claim alike. A holder is a name, or what *resolve* gives a
    person, body or state for ("it", "the ministry"); anything else is passed over, and so is "no interest", and a
    question.

    Prefers missing one to inventing one: does not see an interest told over two sentences.
    """
    patterns, guards = _words()
    seen: set[tuple[Span, str]] = set()
    for token, word in enumerate(reading.tokens):
        lemma = word.lemma.lower()
        for pattern in patterns:
            if (
                lemma not in pattern.lemmas
                and lemma not in pattern.nouns
                and not (pattern.owned and lemma in pattern.owned)
            ):
                continue
            tree = Tree.of(reading, token)
            found = _read(tree, token, pattern, guards)
            if found is None:
                continue
            holder, verb, matter, gain = found
            party = _party(tree, holder, verb, resolve)
            if party is None or not matter:
                continue
            span = _extent(reading, (*holder, verb, *matter, *gain))
            if any(span.overlaps(other) and pattern.id == name for other, name in seen):
                continue
            seen.add((span, pattern.id))
            yield Interest(
                id=identity("interest", article.id, pattern.id, span),
                holder=party,
                matter=_text(reading, matter),
                gain=_text(reading, gain),
                spans=(span,),
                trace=Trace(rule=f"interest {pattern.id}"),
                conflict=pattern.conflict,
            )


def _read(
    tree: Tree, token: int, pattern: _Pattern, guards: frozenset[str]
) -> tuple[Tokens, int, Tokens, Tokens] | None:
    """Holder, predicate, matter and gain; None when the pattern does not hold here."""
    if tree.reading.tokens[tree.sentence.last - 1].text == "?" or _negated(tree, token):
        return None
    predicate = token
    if pattern.holder == "owner":
        holder = _owner(tree, token)
        if holder is None or tree.case(token) != "in":
            return None
        if not tree.verbal(token):
            predicate = tree.reading.tokens[token].head
    elif pattern.holder == "whose":
        whose = next(
            (
                child
                for child in tree.under(token)
                if tree.lemma(child) in ("whose", "who") and tree.base(child) == "nmod"
            ),
            None,
        )
        predicate = tree.clause(token)
        governor = tree.reading.tokens[predicate].head
        direct = tree.reading.tokens[token].head == predicate
        if whose is None or not direct or tree.base(predicate) != "acl" or governor == predicate:
            return None
        holder = governor
    elif tree.reading.tokens[token].upos not in ("VERB", "ADJ", "AUX"):
        return None
    elif pattern.holder == "passive":
        holder = tree.follow(token, "nsubj:pass")
        if holder is None and tree.base(token) == "acl":
            holder = _antecedent(tree, token)
    else:
        holder = _subject(tree, token)
    if holder is None or not _fits(tree, token, pattern, guards):
        return None
    matter = next(
        (
            _words_at(tree, end)
            for path in pattern.matter
            if (end := tree.follow(predicate, path)) is not None
            and end != holder
            and tree.lemma(end) not in ("that", "it", "which")
        ),
        (),
    )
    gain = _gain(tree, predicate, pattern)
    if not matter and pattern.conflict:
        matter = _told_by_which(tree, predicate) or gain
    return tree.phrase(holder), predicate, matter, gain


def _told_by_which(tree: Tree, predicate: int) -> Tokens:
    """What a "which ..." behind the predicate is about, where the parser hung its clause elsewhere."""
    for word in range(predicate + 1, tree.sentence.last):
        if any(tree.lemma(child) in ("which", "that") and tree.base(child) == "nsubj" for child in tree.under(word)):
            about = tree.follow(word, "obj")
            words = _words_at(tree, about if about is not None else word)
            return tuple(i for i in words if tree.lemma(i) not in ("which", "that") and tree.base(i) != "aux")
    return ()


def _fits(tree: Tree, token: int, pattern: _Pattern, guards: frozenset[str]) -> bool:
    """Whether object, governed verb and needed phrases are those of the pattern."""
    if pattern.object:
        objects = [
            child for child in tree.under(token) if tree.base(child) == "obj" and tree.lemma(child) in pattern.object
        ]
        if not objects or any(tree.lemma(child) in guards for child in tree.under(objects[0])):
            return False
        if pattern.determined:
            plural = "Number=Plur" in tree.reading.tokens[objects[0]].features
            parts = [
                child
                for child in tree.under(objects[0])
                if tree.base(child) in ("det", "nummod", "amod", "nmod") and child < objects[0]
            ]
            if not plural and not parts:
                return False
    if pattern.xcomp:
        governed = tree.follow(token, "xcomp")
        if governed is None or tree.lemma(governed) not in pattern.xcomp:
            return False
    if pattern.text is not None:
        words = re.sub(r"[‘’'\"“”]", "", tree.sentence.span.of(tree.reading.text))
        if pattern.text.search(words) is None:
            return False
    return all(tree.follow(token, path) is not None for path in pattern.needs)


def _gain(tree: Tree, predicate: int, pattern: _Pattern) -> Tokens:
    for path in pattern.gain:
        if path == "predicate":
            objects = [
                child
                for child in tree.under(predicate)
                if tree.base(child) in ("obj", "aux", "cop", "case", "compound")
                and tree.reading.tokens[child].label != "aux"
            ]
            return _run(predicate, {predicate, *(index for child in objects for index in tree.phrase(child))})
        if path == "clause":
            return _words_at(tree, predicate)
        if path.startswith("joined>"):
            governor = tree.reading.tokens[predicate].head
            if tree.base(predicate) != "conj" or tree.lemma(governor) not in ("have", "own"):
                continue
            end = tree.follow(governor, path.removeprefix("joined>"))
        else:
            end = tree.follow(predicate, path)
        if end is not None:
            return _words_at(tree, end)
    return (predicate,)


def _run(token: int, kept: set[int]) -> Tokens:
    """What of *kept* stands together with *token*."""
    first = last = token
    while first - 1 in kept:
        first -= 1
    while last + 1 in kept:
        last += 1
    return tuple(range(first, last + 1))


def _words_at(tree: Tree, end: int) -> Tokens:
    """The words of a clause for a verb, of a phrase for a noun, without marks and commas at the edges."""
    if not tree.verbal(end):
        return tree.phrase(end)
    words = list(tree.subtree(end, without=frozenset({"advcl", "parataxis"})))
    while words and tree.reading.tokens[words[-1]].upos == "PUNCT":
        words.pop()
    while words and (
        tree.reading.tokens[words[0]].upos == "PUNCT" or tree.lemma(words[0]) in ("from", "by", "in", "over", "at")
    ):
        words.pop(0)
    return tuple(range(words[0], words[-1] + 1)) if words else (end,)


def _owner(tree: Tree, noun: int) -> int | None:
    """Whose interest it is: "in Averna's interest", "in the interests of Averna"."""
    for child in tree.under(noun):
        if tree.base(child) == "nmod" and (tree.reading.tokens[child].label == "nmod:poss" or tree.case(child) == "of"):
            return child
    return None


def _antecedent(tree: Tree, token: int) -> int | None:
    governor = tree.reading.tokens[token].head
    return governor if governor != token else None


def _subject(tree: Tree, verb: int) -> int | None:
    """The subject of *verb* or of the verb it is joined to; for "which" and "who" what they stand for."""
    for token in tree.up(verb):
        subject = next((child for child in tree.under(token) if tree.reading.tokens[child].label == "nsubj"), None)
        if subject is not None:
            relative = tree.lemma(subject) in ("who", "which", "that") and tree.base(token) == "acl"
            return _antecedent(tree, token) if relative else subject
        if tree.base(token) not in ("xcomp", "conj"):
            break
    return _before(tree, verb)


def _before(tree: Tree, verb: int) -> int | None:
    """The name or pronoun right before *verb*, adverbs and auxiliaries aside, where the parse gives it no subject."""
    for token in range(verb - 1, tree.sentence.first - 1, -1):
        upos = tree.reading.tokens[token].upos
        if upos in ("PROPN", "PRON"):
            return token if tree.lemma(token) not in ("who", "which", "that", "there", "what") else None
        if upos not in ("ADV", "AUX"):
            return None
    return None


def _negated(tree: Tree, token: int) -> bool:
    return any(tree.lemma(child) in ("not", "never", "n't", "no", "hardly") for child in tree.under(token))


def _party(tree: Tree, holder: Tokens, verb: int, resolve: Resolve) -> Party | None:
    """The holder as a Party; a pronoun nobody resolves is the subject of the verb before it; None for nobody known."""
    reading = tree.reading
    head = tree.head(holder)
    actor = _known(resolve(holder))
    if actor is None and reading.tokens[head].upos == "PRON" and tree.base(verb) == "conj":
        before = _subject(tree, reading.tokens[verb].head)
        if before is not None and before != head:
            holder = tree.phrase(before)
            head, actor = before, _known(resolve(holder))
    named = reading.tokens[head].upos == "PROPN" or any(
        mention.kind in ("person", "organisation", "place") and head in mention.tokens for mention in reading.mentions
    )
    if not named and actor is None:
        return None
    passage = Passage.of(reading.text, reading.spans(holder))
    parts = (actor.name, actor.country, actor.sector, actor.role) if actor is not None else ()
    return Party(passage.text, passage.spans, *parts)


def _known(actor: Actor | None) -> Actor | None:
    """The actor if anything is known of it: an actor of whom nothing is, is nobody."""
    return actor if actor is not None and (actor.name or actor.country or actor.role) else None


def _extent(reading: Reading, tokens: Tokens) -> Span:
    return Span(reading.tokens[min(tokens)].span.start, reading.tokens[max(tokens)].span.end)


def _text(reading: Reading, tokens: Tokens) -> str:
    return Passage.of(reading.text, reading.spans(tokens)).text
