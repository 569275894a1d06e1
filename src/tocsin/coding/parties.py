"""Phrases the model points at -> Parties: whole noun phrases, lists taken apart, each resolved."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tocsin.coding.tree import Tree, date_tokens
from tocsin.records import Actor, Party, Passage, Reading, Tokens

INCLUDING = frozenset({"including", "such as", "like"})
NAMED = frozenset({"NOUN", "PROPN", "PRON"})
# A word that only qualifies another: the party is the other.
QUALIFYING = frozenset({"flat", "compound", "goeswith", "amod", "det", "nummod", "advmod", "case", "fixed"})


@dataclass(frozen=True, slots=True)
class Whose:
    """What the resolver of actors is asked here."""

    resolve: Callable[[Tokens, Tokens | None], Actor]  # a phrase, and who says it where it stands in somebody's words
    whole: Callable[[Tokens], Tokens]  # the phrase with names of the codebook uncut
    countries: Callable[[Tokens], tuple[Tokens, ...]]  # the words in it that name a country or its people
    of_a_state: Callable[[int], bool]  # whether a word is part of the name of a state or of a body of one
    role: Callable[[Tokens], bool]  # whether the phrase holds a role word: "troops", "minister"
    presumed: Callable[[Tokens], str | None]  # the country of somebody of whom none is said


def parties(
    phrases: Sequence[Tokens],
    trigger: Tokens,
    reading: Reading,
    whose: Whose,
    *,
    speaker: Tokens | None = None,
    but: Sequence[Party] = (),
) -> tuple[Party, ...]:
    """One Party for each of *phrases* and whom it includes, in order; none that overlaps another or one of *but*.

    Phrases of other sentences count only where the trigger's own sentence names nobody.

    *speaker*: who tells of the event, for "we" and "our".
    """
    dates = date_tokens(reading)
    out: list[Party] = []
    sentence = reading.sentence_of(trigger[0])
    here = [phrase for phrase in phrases if sentence.first <= phrase[0] < sentence.last]
    for phrase in _with_joined(here or phrases, trigger, reading):
        trimmed = _without_ends(phrase, dates, reading)
        if not trimmed:
            continue
        full = whose.whole(named(trimmed, trigger, reading, whose))
        included = tuple(_included(full, reading))
        if included:  # "states including Averna": the rest is a party, and Averna is one
            full = tuple(i for i in full if i < included[0][0] - 1) or full
            full = _without_ends(full, dates, reading)
        for part in (*_apart(full, reading, whose), *included):
            spans = reading.spans(part)
            taken = [other for party in (*out, *but) for other in party.spans]
            if any(one.overlaps(other) for one in spans for other in taken):
                continue
            actor = whose.resolve(part, speaker)
            text = Passage.of(reading.text, spans).text
            presumed = whose.presumed(part) if actor.country is None else None
            country = actor.country or presumed
            out.append(Party(text, spans, actor.name, country, actor.sector, actor.role, presumed is not None))
    return tuple(out)


def _with_joined(phrases: Sequence[Tokens], trigger: Tokens, reading: Reading) -> list[Tokens]:
    """*phrases* and whoever is joined to one of them, in order: who stands in a list shares its role."""
    out = list(phrases)
    taken = {i for phrase in phrases for i in phrase}
    for phrase in phrases:
        tree = Tree.of(reading, phrase[0])
        for joined in tree.joined(tree.first_joined(tree.head(phrase), NAMED)):
            if reading.tokens[joined].upos not in NAMED or joined in taken:
                continue
            whole = tree.phrase(joined)
            if set(whole).isdisjoint(trigger) and taken.isdisjoint(whole):
                out.append(whole)
                taken.update(whole)
    return sorted(out)


def _without_ends(phrase: Tokens, dates: frozenset[int], reading: Reading) -> Tokens:
    """*phrase* without dates at its ends ("Russia today") and nothing when it is only a date or a mark."""
    kept = list(phrase)
    while kept and (
        kept[-1] in dates or (reading.tokens[kept[-1]].upos == "PUNCT" and reading.tokens[kept[-1]].text not in '”")’')
    ):
        kept.pop()
    while len(kept) > 1 and reading.tokens[kept[-1]].text in ("'s", "’s", "'", "’"):
        kept.pop()
    while kept and kept[0] in dates:
        kept.pop(0)
    return tuple(kept)


def named(phrase: Tokens, trigger: Tokens, reading: Reading, whose: Whose) -> Tokens:
    """*phrase* with the rest of the noun phrase it cuts: "Antonio" or "Secretary" is "UN Secretary-General Antonio Guterres".

    Climbs from a word that only qualifies to what it qualifies, when that is a name or a role ("captive" to "captive Polish
    officers"); never onto the event's own words, nor from a country to a thing ("US" of "the US operation").
    """
    tree = Tree.of(reading, phrase[0])
    top = tree.head(phrase)
    for _ in range(5):
        governor = reading.tokens[top].head
        qualifies = tree.base(top) in QUALIFYING or reading.tokens[top].label == "nmod:desc"  # a title before a name
        if not qualifies or governor == top or governor in trigger:
            break
        token = reading.tokens[governor]
        if not (
            token.upos == "PROPN" or (token.upos == "NOUN" and (whose.role((governor,)) or not whose.of_a_state(top)))
        ):
            break
        top = governor
    whole = tree.phrase(top)
    for child in tree.under(top):
        if (
            tree.base(child) == "appos"
            and reading.tokens[child].upos == "PROPN"
            and min(tree.subtree(child)) == max(whole) + 1
        ):
            whole = (*whole, *tree.phrase(child))
    if set(whole) & set(trigger) or (top in phrase and set(whole) <= set(phrase)):
        return phrase
    return (
        tuple(range(min(*phrase, *whole), max(*phrase, *whole) + 1))
        if top not in phrase
        else tuple(sorted({*phrase, *whole}))
    )


def _apart(phrase: Tokens, reading: Reading, whose: Whose) -> tuple[Tokens, ...]:
    """One phrase for each country that shares a noun: "U.S. and Russian negotiators" are two parties."""
    countries = whose.countries(phrase)
    for one, other in itertools.pairwise(countries):
        between = [reading.tokens[i].text.lower() for i in phrase if one[-1] < i < other[0]]
        if between and set(between) <= {"and", ",", "or", "&"} and phrase[0] <= one[0] and phrase[-1] > other[-1]:
            start = phrase.index(one[0])
            rest = phrase[phrase.index(other[0]) :]
            return (phrase[start : phrase.index(one[-1]) + 1], *_apart(rest, reading, whose))
    return (phrase,)


def _included(phrase: Tokens, reading: Reading) -> Iterator[Tokens]:
    """Those a party is said to include: "several countries in Europe, including Brazil"."""
    tree = Tree.of(reading, phrase[0])
    for child in tree.under(tree.head(phrase)):
        if tree.case(child) in INCLUDING and tree.base(child) in ("nmod", "obl", "acl"):
            yield from (tree.phrase(joined) for joined in tree.joined(child))
