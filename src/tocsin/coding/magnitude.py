"""How many: the dead, injured, arrested and displaced that an event is said to have made."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tocsin.coding.tree import Tree
from tocsin.records import Reading, Tokens

# Labels of what is told as a part of a clause, down to its verb.
_PART_OF = frozenset({"nsubj", "obl", "xcomp", "nmod", "advcl", "compound", "obj"})

KINDS = ("dead", "injured", "arrested", "displaced")


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    verbs: frozenset[str]
    subject_verbs: frozenset[str]
    nouns: frozenset[str]
    adjectives: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Words:
    numbers: dict[str, int]
    multipliers: dict[str, int]
    not_people: frozenset[str]
    not_after: frozenset[str]
    kinds: tuple[_Kind, ...]


@cache
def _words() -> _Words:
    data = tomllib.loads(files("tocsin.codebook").joinpath("magnitude.toml").read_text(encoding="utf-8"))
    kinds = tuple(
        _Kind(name, *(frozenset(data[name][key]) for key in ("verbs", "subject_verbs", "nouns", "adjectives")))
        for name in KINDS
    )
    return _Words(
        data["numbers"], data["multipliers"], frozenset(data["not_people"]), frozenset(data["not_after"]), kinds
    )


def magnitude(trigger: Tokens, reading: Reading) -> dict[str, int]:
    """How many people the event named by *trigger* is said to have left dead, injured, arrested or displaced.

    Counts are those of the trigger itself ("arrested four"), of what is joined to it ("killed 12 and wounded 30"), and
    of what it led to ("clashes that left 12 dead", "12 were killed when police fired"). "At least 30" and "more than
    30" count 30; "dozens" and "several" are no number and are left out; two kinds of victims are added ("two soldiers
    and three villagers"). A kind that is not mentioned is missing, never 0. What others are told to have done is not
    counted: in "condemned the attack that killed 12" the condemnation has no dead.
    """
    tree = Tree.of(reading, trigger[0])
    head = tree.head(trigger)
    found: dict[str, int] = {}
    for token in range(tree.sentence.first, tree.sentence.last):
        for kind in _words().kinds:
            if kind.name in found or not _tells(tree, token, kind) or not _linked(tree, token, head, trigger):
                continue
            # "Hold up", "hang out": with a particle the verb means something else.
            if any(tree.reading.tokens[child].label == "compound:prt" for child in tree.under(token)):
                continue
            if any(tree.lemma(child) in ("not", "never", "n't", "no") for child in tree.under(token)):
                continue
            count = _count(tree, token, kind)
            if count is not None:
                found[kind.name] = count
    return {name: found[name] for name in KINDS if name in found}


def _tells(tree: Tree, token: int, kind: _Kind) -> bool:
    lemma, word = tree.lemma(token), tree.reading.tokens[token].text.lower()
    if lemma == "toll":  # "the death toll", not the price of a road
        return lemma in kind.nouns and any(tree.lemma(child) in ("death", "deadly") for child in tree.under(token))
    return lemma in kind.verbs | kind.subject_verbs | kind.nouns or lemma in kind.adjectives or word in kind.adjectives


def _linked(tree: Tree, token: int, head: int, trigger: Tokens) -> bool:
    """Whether what *token* tells belongs to the trigger's event, by the way through the tree between the two."""
    if token in trigger:
        return True
    upward = list(tree.up(token))
    if head in upward:
        steps = upward[: upward.index(head)]
        return all(_passes(tree, step, last=step == steps[-1]) for step in steps)
    # "The attack killed 12": the trigger is a part of the clause that tells the count.
    downward = list(tree.up(head))
    if token in downward:
        steps = downward[: downward.index(token)]
        # A verb joined on tells its own count: in "killed 12 and arrested four" the arrest has no dead.
        return all(
            tree.base(step) in _PART_OF or (tree.base(step) == "conj" and not tree.verbal(step)) for step in steps
        )
    # "The attack left 12 dead", "12 dead and 30 wounded": both hang on the same verb or on two that are joined.
    clause = tree.clause(head)
    if clause not in upward:
        return False
    part_of_clause = tree.reading.tokens[head].head == clause and tree.base(head) in ("nsubj", "obl")
    return part_of_clause and all(_passes(tree, step, last=False) for step in upward[: upward.index(clause)])


def _passes(tree: Tree, step: int, *, last: bool) -> bool:
    """Whether a count may be carried from *step* to its governor."""
    base = tree.base(step)
    own_subject = any(tree.reading.tokens[child].label == "nsubj" for child in tree.under(step))
    marked = any(tree.base(child) == "mark" for child in tree.under(step))
    if base == "acl":
        return last  # "the attack that killed 12": the attack's, and nobody's beyond it
    if base == "advcl":
        return not marked and not own_subject
    if base in ("conj", "parataxis"):
        # "30 wounded": what looks like its subject is the count itself.
        subjects = [child for child in tree.under(step) if tree.reading.tokens[child].label == "nsubj"]
        return not own_subject or any(_value(tree, subject) is not None for subject in subjects)
    return base in ("xcomp", "obl", "nmod", "obj", "amod", "nsubj", "dep", "orphan")


def _count(tree: Tree, token: int, kind: _Kind) -> int | None:
    lemma = tree.lemma(token)
    children = tree.under(token)
    labels = {child: tree.reading.tokens[child].label for child in children}
    passive = any(label in ("nsubj:pass", "aux:pass") for label in labels.values())
    wanted: list[int] = []
    # "Arrest" is a verb and a noun.
    noun = lemma in kind.nouns and tree.reading.tokens[token].upos != "VERB"
    if noun:
        wanted = [token, *(child for child in children if tree.case(child) == "of")]
        governor = tree.reading.tokens[token].head
        if lemma == "toll" and governor != token:
            beside = [child for child in tree.under(governor) if tree.base(child) in ("obl", "obj", "xcomp")]
            copula = tree.base(token) == "nsubj" and tree.reading.tokens[governor].upos == "NUM"
            wanted = [*wanted[1:], *beside, *([governor] if copula else [])]
    elif lemma in kind.verbs and tree.reading.tokens[token].upos == "VERB":
        if passive:
            wanted = [child for child, label in labels.items() if label.startswith("nsubj")]
        else:
            wanted = [child for child, label in labels.items() if label in ("obj", "nsubj:pass", "dep")]
        if not wanted and tree.base(token) == "acl":
            wanted = [tree.reading.tokens[token].head]  # "12 people killed in the raid"
        if not wanted and tree.base(token) == "conj":
            wanted = [child for child, label in labels.items() if label == "nsubj"]  # "12 were killed and 30 wounded"
    elif lemma in kind.subject_verbs:
        wanted = [child for child, label in labels.items() if label.startswith("nsubj")]
    for counted in wanted:
        if (count := _people(tree, counted)) is not None:
            return count
    return None if noun else _beside(tree, token, kind, passive=passive)


def _people(tree: Tree, noun: int) -> int | None:
    """How many people the phrase of *noun* counts, those joined to it added."""
    counts = []
    for one in tree.joined(noun):
        if tree.lemma(one) in _words().not_people:
            continue
        count = _value(tree, one)
        if count is not None:
            counts.append(count)
    return sum(counts) if counts else None


def _value(tree: Tree, noun: int) -> int | None:
    """The number that counts *noun*, or that it is."""
    if tree.lemma(noun) in _words().not_people:
        return None
    for token in (noun, *(child for child in tree.under(noun) if tree.base(child) == "nummod")):
        first = token
        while first - 1 >= tree.sentence.first and _is_number(tree, first - 1):
            first -= 1
        last = token
        while last + 1 < tree.sentence.last and _is_number(tree, last + 1):
            last += 1
        if _is_number(tree, token):
            return number([tree.reading.tokens[index].text for index in range(first, last + 1)])
    return None


def _beside(tree: Tree, token: int, kind: _Kind, *, passive: bool) -> int | None:
    """The number next to *token* where the parse gives none: before a passive or an adjective, else after the verb."""
    word = tree.reading.tokens[token]
    before = passive or (word.text.lower() in kind.adjectives) or (tree.base(token) in ("amod", "xcomp", "acl"))
    if tree.lemma(token) in kind.subject_verbs:
        return None
    reach = 4 if before else 5
    for distance in range(1, reach + 1):
        place = token - distance if before else token + distance
        if not tree.sentence.first <= place < tree.sentence.last:
            return None
        other = tree.reading.tokens[place]
        if _is_number(tree, place):
            earlier = tree.lemma(place - 1) if place > tree.sentence.first else ""
            if earlier in _words().not_after or re.fullmatch(r"(?:19|20)\d\d", other.text):
                return None
            following = place + 1
            if following < tree.sentence.last and tree.lemma(following) in _words().not_people:
                return None
            return _value(tree, place)
        if other.upos in ("PUNCT", "VERB", "CCONJ", "SCONJ") or any(_tells(tree, place, one) for one in _words().kinds):
            return None
    return None


def _is_number(tree: Tree, token: int) -> bool:
    text = tree.reading.tokens[token].text.lower()
    words = _words()
    if text in ("a", "an", "-"):
        # "a dozen", "a hundred"; "twenty-five" comes in three pieces.
        following = tree.reading.tokens[token + 1].text.lower() if token + 1 < tree.sentence.last else ""
        return following in words.multipliers or (text == "-" and following in words.numbers)
    return number([text]) is not None


def number(words: list[str]) -> int | None:
    """The whole number that *words* spell; None when they spell none.

    >>> number(["12,000"]), number(["twenty", "-", "five"]), number(["two", "hundred"]), number(["a", "dozen"])
    (12000, 25, 200, 12)
    >>> number(["1.2", "million"]), number(["dozens"]), number(["2.5"])
    (1200000, None, None)
    """
    table = _words()
    total, part, seen = 0.0, 0.0, False
    for word in (word.lower() for word in words):
        pieces = word.split("-") if "-" in word and word != "-" else [word]
        for piece in pieces:
            if piece in ("-", "and", "a", "an"):
                continue
            if piece in table.numbers:
                part += table.numbers[piece]
            elif piece in table.multipliers:
                part = (part or 1) * table.multipliers[piece]
                if table.multipliers[piece] >= 1000:
                    total, part = total + part, 0
            elif re.fullmatch(r"\d{1,3}(?:,\d{3})+|\d{1,12}(?:\.\d{1,3})?", piece):
                part += float(piece.replace(",", ""))
            else:
                return None
            seen = True
    value = total + part
    return int(value) if seen and value == int(value) else None
