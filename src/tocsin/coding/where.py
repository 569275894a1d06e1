"""Where an event happened: the place phrase that goes with its verb."""

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tocsin.coding.located import NOWHERE, Located
from tocsin.coding.tree import Tree
from tocsin.records import Kind, Mention, Passage, Reading, Tokens, Where


@dataclass(frozen=True, slots=True)
class _Words:
    prepositions: frozenset[str]
    named_only: frozenset[str]
    nouns: frozenset[str]


@cache
def _words() -> _Words:
    data = tomllib.loads(files("tocsin.codebook").joinpath("places.toml").read_text(encoding="utf-8"))
    return _Words(*(frozenset(data[key]) for key in ("prepositions", "named_only", "nouns")))


def where_of(
    trigger: Tokens, reading: Reading, places: Sequence[Mention], *, locate: Callable[[str], Located]
) -> Where | None:
    """The place the event named by *trigger* is said to have happened at; None when none is said.

    A phrase such as "in Maro", "near the border" or "at the port of Gallo" that hangs on the trigger, on its clause, or
    on something the clause tells of, nearest first. Its noun is one of *places* (mentions of any kind but places are
    passed over) or one of the codebook's place nouns. Where the parse hangs it elsewhere, a phrase that follows the
    trigger with no other verb between counts too. *locate* tells where a place of that name lies.

    Does not see places that the sentence before named ("there").
    """
    tree = Tree.of(reading, trigger[0])
    head = tree.head(trigger)
    clause = tree.clause(head)
    named = {token: mention for mention in places if mention.kind is Kind.PLACE for token in mention.tokens}
    ranked = []
    for token in range(tree.sentence.first, tree.sentence.last):
        if token in trigger or not _placed(tree, token, named):
            continue
        rank = _rank(tree, head, clause, token, trigger)
        if rank is not None:
            # A named place tells more than "the border" at the same distance.
            ranked.append((rank, _name(tree, token, named) is None, abs(token - head), token))
    if not ranked:
        return None
    token = min(ranked)[-1]
    words = _noun_phrase(tree, token)
    name = _name(tree, token, named)
    if name is not None:
        words = tuple(sorted({*words, *name.tokens})) if set(name.tokens) & set(words) else words
    passage = Passage.of(reading.text, reading.spans(words))
    named_text = Passage.of(reading.text, reading.spans(name.tokens)).text if name is not None else None
    found = locate(named_text) if named_text is not None else NOWHERE
    return Where(passage.text, passage.spans, found.country, found.latitude, found.longitude, found.precision)


def _placed(tree: Tree, token: int, named: dict[int, Mention]) -> bool:
    """Whether *token* heads a phrase of place: a place noun or name, with a preposition that says where."""
    preposition = tree.case(token)
    words = _words()
    if preposition is None or not {preposition, preposition.split(" ")[-1]} & words.prepositions:
        return False
    if token in named:
        return tree.head(named[token].tokens) == token
    if tree.reading.tokens[token].upos not in ("NOUN", "PROPN"):
        return False
    if preposition in words.named_only:
        return False
    return tree.lemma(token) in words.nouns or (_name(tree, token, named) is not None and preposition != "on")


def _name(tree: Tree, token: int, named: dict[int, Mention]) -> Mention | None:
    """The place's name: the token's own, or that of "the city of Maro"; "the border with Lorusk" has none."""
    if token in named:
        return named[token]
    for child in tree.under(token):
        if child in named and (tree.case(child) == "of" or tree.base(child) in ("appos", "compound", "flat")):
            return named[child]
    return None


def _noun_phrase(tree: Tree, token: int) -> Tokens:
    """The phrase as far as it names the place: times, purposes and other hangers-on are left off."""
    kept = set(tree.phrase(token))
    for child in tree.under(token):
        loose = tree.base(child) in ("nmod", "obl", "advmod") and tree.case(child) not in ("of", "with", "between")
        if loose and child > token:
            kept -= set(tree.subtree(child))
    last = token
    while last + 1 in kept:
        last += 1
    first = token
    while first - 1 in kept:
        first -= 1
    return tuple(range(first, last + 1))


def _rank(tree: Tree, head: int, clause: int, token: int, trigger: Tokens) -> int | None:
    """How closely the phrase goes with the trigger, 0 the closest; None when it belongs elsewhere."""
    governor = tree.reading.tokens[token].head
    if governor in trigger:
        return 0
    own = tree.clause(token)
    told = any(own in one.cue and head in one.content for one in tree.reading.attributions)
    if told and own != clause:
        return None
    if governor == clause:
        return 1
    if own == clause:
        # "protesters in Maro marched" is weaker than "marched in Maro", and what precedes weaker than what follows.
        return 2 if token > head else 3
    verbs = [index for index in range(head + 1, token) if tree.reading.tokens[index].upos == "VERB"]
    if token > head and not set(verbs) - set(trigger):
        return 4
    label = tree.reading.tokens[clause].label
    if label in ("conj", "xcomp", "advcl") and governor == tree.reading.tokens[clause].head:
        return 5
    return None
