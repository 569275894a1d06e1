"""Triggers as seen -> one trigger for each event: verb groups mended, complements of agreeing and asking left out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from tocsin.coding.patterns import Match
from tocsin.coding.status import only_feared, only_planned, status_of
from tocsin.coding.tree import Tree
from tocsin.records import Reading, Tokens

# Measured on the training corpus, 2026-11: of 153 events that our patterns saw and the model did not, 9 were events. So a pattern
# needs at least a faint trace of the model's; a user's pattern, or one that says `alone`, does not.
BELIEVED = 0.45  # the model's probability from which on it is believed by itself; flat from .35 to .5
AGREED = (
    0.6  # score of an event that a pattern and a faint trace of the model agree on, or that a trusted pattern saw alone
)
# What a threatened act of each type threatens with, as THREATEN's modes have it.
HOSTILE: dict[str, str | None] = {
    "SANCTION": "relations", "COERCE": "restrict", "ASSAULT": "violence", "PROTEST": None, "MOBILIZE": "violence", "REJECT": None,
}  # fmt: skip
FUNCTION = frozenset({"AUX", "PART", "DET", "ADP", "SCONJ", "CCONJ", "PUNCT"})
HELPING = frozenset({"aux", "aux:pass", "mark", "det", "case", "cc", "advmod"})


@dataclass(frozen=True, slots=True)
class Found:
    """One event before anybody is resolved; *rule* names the codebook pattern where one spoke."""

    tokens: Tokens
    type: str
    mode: str | None
    status: str
    actors: tuple[Tokens, ...]
    recipients: tuple[Tokens, ...]
    score: float
    rule: str | None = None
    model: str | None = None


def seen(reading: Reading, matches: Iterable[Match], doers: Callable[[int], tuple[Tokens, ...]]) -> list[Found]:
    """What the model saw and what the codebook's patterns saw, as one list in order of the text.

    *doers*: who, by the parse, does what a verb says; asked where neither model nor pattern named an actor.

    Where both speak of the same words the pattern, written by an analyst, gives type and mode, and the parties of a role the
    model left empty; the model keeps its status. A trusted pattern alone takes its status from the verb group.
    """
    found: list[Found] = []
    for t in reading.triggers:
        tokens = _whole_group(t.tokens, reading)
        status = t.status
        if status == "actual" and (only_feared(tokens, reading) or only_planned(tokens, reading)):
            status = status_of(tokens, reading)  # the words before it say more than the model saw
        item = Found(tokens, t.type, t.mode, status, t.actors, t.recipients, t.score, model=reading.model)
        place = next((n for n, other in enumerate(found) if set(other.tokens) & set(tokens)), None)
        if place is None:
            found.append(item)
        else:  # "will" and "support" were seen apart: one event, told by the surer of the two
            first, second = sorted((found[place], item), key=lambda one: -one.score)
            found[place] = replace(
                first,
                tokens=tuple(sorted({*first.tokens, *second.tokens})),
                actors=first.actors or second.actors,
                recipients=first.recipients or second.recipients,
            )
    for match in matches:
        found = _with(found, match, reading)
    found = _one_each([item for item in found if item.rule or item.score >= BELIEVED], reading)
    heads = {i for item in found for i in item.tokens}
    kept = (
        threatened(_with_doers(item, reading, doers), reading)
        for item in found
        if not _is_complement(item.tokens, heads, reading)
    )
    return sorted(kept, key=lambda item: item.tokens)


def _with(found: list[Found], match: Match, reading: Reading) -> list[Found]:
    place = next((n for n, item in enumerate(found) if set(item.tokens) & set(match.trigger)), None)
    if place is None and not match.alone:
        return found
    if place is None:
        status = match.status or status_of(match.trigger, reading)
        alone = Found(match.trigger, match.type, match.mode, status, match.actors, match.recipients, AGREED)
        return [*found, replace(alone, rule=match.pattern)]
    item = found[place]
    if item.rule is not None and item.type != match.type:  # two patterns, two types: two events in the same words
        other = replace(item, tokens=match.trigger, actors=match.actors, recipients=match.recipients)
        return [*found, replace(other, type=match.type, mode=match.mode, rule=match.pattern)]
    merged = replace(
        item,
        type=match.type,
        mode=match.mode or (item.mode if item.type == match.type else None),
        actors=item.actors or match.actors,
        recipients=item.recipients or match.recipients,
        score=max(item.score, AGREED),
        rule=match.pattern,
    )
    return [*found[:place], merged, *found[place + 1 :]]


def _with_doers(item: Found, reading: Reading, doers: Callable[[int], tuple[Tokens, ...]]) -> Found:
    """*item* with the subject of its verb as actor where it has none.

    A noun's own nationality goes before whoever stands outside its phrase: in "Averna sees signs of preparation for a Loruskan
    strike" Lorusk prepares.
    """
    if {reading.tokens[i].upos for i in item.tokens} <= {"NOUN", "ADP", "DET", "ADJ", "PROPN"}:
        tree = Tree.of(reading, item.tokens[0])
        inside = set(tree.subtree(tree.head(item.tokens)))
        if not any(inside.intersection(party) for party in item.actors):
            own = tuple(
                party
                for party in doers(tree.head(item.tokens))
                if not any(set(party) & set(r) for r in item.recipients)
            )
            return replace(item, actors=own or item.actors)
        return item
    if item.actors or item.model is None:  # a pattern has said itself where its actor stands
        return item
    verb = next((i for i in item.tokens if reading.tokens[i].upos == "VERB"), None)
    taken = {i for party in item.recipients for i in party}
    found = doers(verb) if verb is not None else ()
    return replace(
        item, actors=tuple(party for party in found if taken.isdisjoint(party) and set(item.tokens).isdisjoint(party))
    )


def _one_each(found: list[Found], reading: Reading) -> list[Found]:
    """Of triggers of one type that hang directly on each other, the surest: "staged mass demonstrations" is one protest."""
    kept: list[Found] = []
    for item in sorted(found, key=lambda one: (-one.score, one.tokens)):
        place = next(
            (
                n
                for n, other in enumerate(kept)
                if other.type == item.type and _hangs(item.tokens, other.tokens, reading)
            ),
            None,
        )
        if place is None:
            kept.append(item)
        else:
            surer = kept[place]
            kept[place] = replace(
                surer,
                mode=surer.mode or item.mode,
                actors=surer.actors or item.actors,
                recipients=surer.recipients or item.recipients,
            )
    return kept


def _hangs(one: Tokens, other: Tokens, reading: Reading) -> bool:
    """Whether one trigger is object or modifier of the other."""
    for low, high in ((one, other), (other, one)):
        tree = Tree.of(reading, low[0])
        head = tree.head(low)
        if reading.tokens[head].head in high and tree.base(head) in (
            "obj",
            "obl",
            "nmod",
            "compound",
            "amod",
            "det",
            "nsubj",
        ):
            return True
    return False


def threatened(item: Found, reading: Reading) -> Found:
    """A hostile act announced under a condition is a threat: "will boycott the vote unless ..." is THREATEN.

    Source: PLOVER manual, draft 2.0, THREATEN: conditional or intended harm, sanctions, force.
    """
    if item.type not in HOSTILE or item.status not in ("future", "hypothetical"):
        return item
    tree = Tree.of(reading, item.tokens[0])
    head = tree.head(item.tokens)
    conditions = [
        c
        for c in tree.under(head)
        if tree.base(c) == "advcl" and any(tree.lemma(m) in ("unless", "if") for m in tree.under(c))
    ]
    if not conditions or any(tree.lemma(c) in ("if", "unless") for c in tree.under(head)):
        return item
    return replace(item, type="THREATEN", mode=HOSTILE[item.type])


def _whole_group(tokens: Tokens, reading: Reading) -> Tokens:
    """A trigger of helping words with the word they help: "will" is "will support"."""
    if any(reading.tokens[i].upos not in FUNCTION for i in tokens):
        return tokens
    governor = reading.tokens[tokens[-1]].head
    if governor == tokens[-1] or reading.tokens[tokens[-1]].label not in HELPING:
        return tokens
    return tuple(sorted({*tokens, governor}))


def _is_complement(tokens: Tokens, heads: set[int], reading: Reading) -> bool:
    """Whether the trigger is what another trigger agrees, asks or refuses to do: "agreed to share" is one event.

    Source: the corpus guidelines, "acts get their own event only when they have their own verb and actors".
    """
    tree = Tree.of(reading, tokens[0])
    head = tree.head(tokens)
    governor = reading.tokens[head].head
    return (
        reading.tokens[head].label == "xcomp"
        and governor in heads
        and governor not in tokens
        and not any(tree.base(child) == "nsubj" for child in tree.under(head))
    )
