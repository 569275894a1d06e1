"""Who stands where: positions toward people, bodies, states and matters, with the claims and events that show them."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from tocsin.coding.tree import Tree, tokens_in
from tocsin.records import (
    Act,
    Actor,
    Article,
    Claim,
    Event,
    How,
    Party,
    Passage,
    Position,
    Reading,
    Stance,
    Status,
    Tokens,
    Trace,
    identity,
)

Resolve = Callable[[Tokens], Actor | None]

# Codes that many bodies share: two of them are one holder only by name.
_SHARED_CODES = frozenset({"UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"})
_SAID_SO = frozenset({How.STATED, How.YEAR_INFERRED, How.RELATIVE, How.SINCE})


@dataclass(frozen=True, slots=True)
class _Shown:
    """One sign of a position, before signs of the same position are put together."""

    holder: Party
    toward: Party
    position: Position
    rule: str
    evidence: tuple[str, ...]
    since: date | None = None


@dataclass(slots=True)
class _Gathered:
    first: _Shown
    evidence: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    since: date | None = None


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(files("tocsin.codebook").joinpath("stances.toml").read_text(encoding="utf-8"))


def stances(
    claims: Iterable[Claim], events: Iterable[Event], reading: Reading, article: Article, resolve: Resolve
) -> Iterator[Stance]:
    """Who stands where, one Stance for each holder, whom or what it is toward, and position.

    Shown by events (SUPPORT is support of the recipient; REJECT, ACCUSE, SANCTION, THREATEN and PROTEST oppose it), by
    claims (to support, oppose, accuse or threaten; a demand that somebody go), and by the codebook's verbs of position.
    A list of holders gives one stance each, its vague rest ("and several others") too; "including X" adds X. *resolve*
    says whom a set of tokens means, None when it cannot. Negated and denied events and positions only thought of
    ("would back") show nothing.

    *evidence* lists the ids of the claims and events behind it, events first. *since* is the earliest day the words
    give for an event that happened; the article's own day is never taken for it.
    """
    claims, events = tuple(claims), tuple(events)
    gathered: dict[tuple[object, object, Position], _Gathered] = {}
    shown = [
        *_by_events(events, claims, reading, resolve),
        *_by_claims(claims, reading, resolve),
        *_by_verbs(claims, events, reading, resolve),
    ]
    for sign in shown:
        holder, toward = _key(sign.holder), _key(sign.toward)
        if holder == toward:
            continue
        one = gathered.setdefault((holder, toward, sign.position), _Gathered(sign))
        one.evidence.extend(sign_of for sign_of in sign.evidence if sign_of not in one.evidence)
        if sign.rule not in one.rules:
            one.rules.append(sign.rule)
        if sign.since is not None and (one.since is None or sign.since < one.since):
            one.since = sign.since
    for (holder, toward, position), one in gathered.items():
        yield Stance(
            id=identity("stance", article.id, holder, toward, position),
            holder=one.first.holder,
            toward=one.first.toward,
            position=position,
            since=one.since,
            evidence=tuple(one.evidence),
            trace=Trace(rule=one.rules[0], notes=tuple(f"also {rule}" for rule in one.rules[1:])),
        )


def _key(party: Party) -> object:
    """What makes two parties one: the name, else the state with its sector, else the words."""
    if party.name:
        return party.name
    if party.country and party.country not in _SHARED_CODES:
        # "Averna" and "the Averna government" stand for the same in news.
        return party.country, None if party.sector == "GOV" else party.sector, party.role
    words = party.text.lower().split()
    return " ".join(words[1:] if words and words[0] in ("the", "a", "an") and len(words) > 1 else words)


def _by_events(
    events: Sequence[Event], claims: Sequence[Claim], reading: Reading, resolve: Resolve
) -> Iterator[_Shown]:
    denied = {claim.id for claim in claims if claim.act is Act.DENY}
    for event in events:
        position = _words()["events"].get(event.type)
        open_threat = event.type == "THREATEN" and event.status is Status.HYPOTHETICAL
        if position is None or event.claim in denied:
            continue
        if event.status in (Status.NEGATED, Status.HYPOTHETICAL) and not open_threat:
            continue
        said = event.when is not None and event.when.how in _SAID_SO and event.status is Status.ACTUAL
        since = event.when.start if event.when is not None and said else None
        for actor in map(_as_said, event.actors):
            for holder in _each(actor, reading, resolve):
                for recipient in map(_as_said, event.recipients):
                    yield _Shown(holder, recipient, Position(position), f"event {event.type}", (event.id,), since)


def _as_said(party: Party) -> Party:
    """*party* without a country that is only presumed: whoever is in a state does not stand for it."""
    return replace(party, country=None, presumed=False) if party.presumed else party


def _by_claims(claims: Sequence[Claim], reading: Reading, resolve: Resolve) -> Iterator[_Shown]:
    denied = {claim.id for claim in claims if claim.act is Act.DENY}
    for claim in claims:
        if claim.parent in denied or (claim.source.actor is None and not claim.source.spans):
            continue
        position = _words()["acts"].get(claim.act)
        content = tokens_in(reading, claim.content.spans)
        if not content or (position is None and claim.act is not Act.DEMAND):
            continue
        toward = _accused(claim, content, reading) if claim.act is Act.ACCUSE else _spoken_of(claim, content, reading)
        if claim.act is Act.DEMAND:
            position, toward = "oppose", _told_to_go(claim, content, reading)
        if not toward:
            continue
        target = _party(toward, reading, resolve)
        if claim.act in (Act.ACCUSE, Act.DEMAND, Act.THREATEN) and not (target.name or target.country):
            continue
        source = Party(claim.source.text, claim.source.spans, *_parts(claim.source.actor))
        for holder in _each(source, reading, resolve):
            yield _Shown(holder, target, Position(position), f"claim {claim.act}", (claim.id,))


def _accused(claim: Claim, content: Tokens, reading: Reading) -> Tokens:
    """Whom the speaker accuses: the object of the cue, else the first name in what is said."""
    for token in tokens_in(reading, claim.cue.spans):
        tree = Tree.of(reading, token)
        if (accused := tree.follow(token, "obj")) is not None:
            return tree.phrase(accused)
    return next(
        (
            mention.tokens
            for mention in reading.mentions
            if set(mention.tokens) <= set(content) and mention.kind in ("person", "organisation", "place")
        ),
        (),
    )


def _spoken_of(claim: Claim, content: Tokens, reading: Reading) -> Tokens:
    """What a position is toward: the content's head noun, or a deed ("sending troops"); nothing for whole sentences."""
    tree = Tree.of(reading, content[0])
    head = tree.head(content)
    token = reading.tokens[head]
    if claim.act is Act.THREATEN:
        cue = tokens_in(reading, claim.cue.spans)
        threatened = tree.follow(cue[0], "obj") if cue else None
        return tree.phrase(threatened) if threatened is not None else ()
    if token.upos in ("NOUN", "PROPN") and not tree.verbal(head):
        return tuple(index for index in tree.phrase(head) if index in content)
    deed = "VerbForm=Ger" in token.features or "VerbForm=Part" in token.features or "VerbForm=Inf" in token.features
    finite = any(tree.base(child) in ("nsubj", "aux") for child in tree.under(head))
    return content if deed and not finite and len(content) <= 25 else ()


def _told_to_go(claim: Claim, content: Tokens, reading: Reading) -> Tokens:
    """Who is to go, in a demand that somebody resign or leave."""
    tree = Tree.of(reading, content[0])
    head = tree.head(content)
    verbs = [token for token in (head, *tree.under(head)) if tree.lemma(token) in _words()["demand"]["verbs"]]
    for verb in verbs:
        if (subject := tree.follow(verb, "nsubj")) is not None:
            return tree.phrase(subject)
    if verbs:
        for token in tokens_in(reading, claim.cue.spans):
            for path in ("obj", "pp:on|upon"):
                if (told := Tree.of(reading, token).follow(token, path)) is not None:
                    return Tree.of(reading, token).phrase(told)
    return ()


def _by_verbs(claims: Sequence[Claim], events: Sequence[Event], reading: Reading, resolve: Resolve) -> Iterator[_Shown]:
    patterns = [(frozenset(pattern["lemmas"]), pattern) for pattern in _words()["pattern"]]
    for verb, token in enumerate(reading.tokens):
        if token.upos != "VERB":
            continue
        for lemmas, pattern in patterns:
            if token.lemma.lower() not in lemmas:
                continue
            tree = Tree.of(reading, verb)
            found = _matched(tree, verb, pattern)
            position = _position(tree, verb, Position(pattern["position"])) if found else None
            if found is None or position is None or _denied(verb, claims, reading):
                continue
            holders, toward = found
            target = _party(toward, reading, resolve)
            if not _known(target, toward, reading) and (not pattern.get("matter") or _pronoun(toward, reading)):
                continue
            evidence = _evidence(verb, claims, events, reading)
            whole = _party(holders, reading, resolve)
            if not _known(whole, holders, reading):
                continue
            for holder in _each(whole, reading, resolve):
                yield _Shown(holder, target, position, f"verb {pattern['id']}", evidence)


def _matched(tree: Tree, verb: int, pattern: dict[str, Any]) -> tuple[Tokens, Tokens] | None:
    """Holder and target of a verb of position; None when the pattern does not hold."""
    if wanted := pattern.get("object"):
        objects = [
            child for child in tree.under(verb) if tree.base(child) == "obj" or child == tree.follow(verb, "nsubj:pass")
        ]
        if not any(tree.lemma(child) in wanted for child in objects):
            return None
    passive = any(tree.reading.tokens[child].label in ("nsubj:pass", "aux:pass") for child in tree.under(verb))
    if passive:
        holder, target = tree.follow(verb, "pp:by"), tree.follow(verb, "nsubj:pass")
        target = target if pattern["toward"] == ["obj"] else None
    else:
        holder = _subject(tree, verb)
        target = next((end for path in pattern["toward"] if (end := tree.follow(verb, path)) is not None), None)
    if holder is None or target is None:
        return None
    following = {tree.reading.tokens[index].text.lower() for index in range(max(verb, target) + 1, tree.sentence.last)}
    if "with" in pattern and not following & set(pattern["with"]):
        return None
    joined = tree.joined(holder)
    return tuple(sorted({index for one in joined for index in _whole(tree, one)})), tree.phrase(target)


def _whole(tree: Tree, noun: int) -> Tokens:
    """The phrase of *noun* with the "including ..." that follows it."""
    added: set[int] = set(tree.phrase(noun))
    for child in tree.under(noun):
        if tree.case(child) == "including" or tree.lemma(child) in ("include", "including"):
            added.update(tree.subtree(child))
    return tuple(sorted(added))


def _subject(tree: Tree, verb: int) -> int | None:
    """The subject of *verb*, or of the verb it is joined to or governed by."""
    for token in tree.up(verb):
        if (subject := tree.follow(token, "nsubj")) is not None:
            pronoun = tree.lemma(subject) in ("who", "which", "that") and tree.base(token) == "acl"
            return tree.reading.tokens[token].head if pronoun else subject
        if tree.base(token) not in ("xcomp", "conj"):
            return None
    return None


def _position(tree: Tree, verb: int, position: Position) -> Position | None:
    """The position as told: turned by "refuse to", None where negated or only thought of."""
    words = _words()
    for token in tree.up(verb):
        children = [tree.reading.tokens[child] for child in tree.under(token)]
        if any(child.lemma.lower() in ("not", "never", "n't") for child in children):
            return None
        if any(
            child.label.startswith("aux") and child.lemma.lower() in words["open"]["auxiliaries"] for child in children
        ):
            return None
        if any(child.label == "mark" and child.text.lower() in words["open"]["marks"] for child in children):
            return None
        governor = tree.lemma(tree.reading.tokens[token].head)
        if tree.base(token) != "xcomp":
            break
        if governor in words["governors"]["open"]:
            return None
        if governor in words["governors"]["turn"]:
            position = Position.OPPOSE if position is Position.SUPPORT else Position.SUPPORT
    asked = tree.reading.tokens[tree.sentence.last - 1].text == "?"
    return None if asked else position


def _denied(verb: int, claims: Sequence[Claim], reading: Reading) -> bool:
    span = reading.tokens[verb].span
    return any(claim.act is Act.DENY and any(one.covers(span) for one in claim.content.spans) for claim in claims)


def _evidence(verb: int, claims: Sequence[Claim], events: Sequence[Event], reading: Reading) -> tuple[str, ...]:
    """The records that rest on the verb itself, else the innermost claim that contains it, else nothing."""
    span = reading.tokens[verb].span
    direct = [event.id for event in events if any(one.overlaps(span) for one in event.trigger.spans)]
    direct += [claim.id for claim in claims if any(one.overlaps(span) for one in claim.cue.spans)]
    if direct:
        return tuple(direct)
    around = [claim for claim in claims if any(one.covers(span) for one in claim.content.spans)]
    return tuple(claim.id for claim in sorted(around, key=lambda claim: len(claim.content.text))[:1])


def _known(party: Party, tokens: Tokens, reading: Reading) -> bool:
    """Whether it is known who is meant, or at least a name is given."""
    named = any(mention.kind != "date" and set(mention.tokens) & set(tokens) for mention in reading.mentions)
    return bool(party.name or party.country or named)


def _pronoun(tokens: Tokens, reading: Reading) -> bool:
    return all(reading.tokens[token].upos in ("PRON", "DET", "PUNCT") for token in tokens)


def _parts(actor: Actor | None) -> tuple[str | None, str | None, str | None, str | None]:
    return (actor.name, actor.country, actor.sector, actor.role) if actor is not None else (None, None, None, None)


def _party(tokens: Tokens, reading: Reading, resolve: Resolve) -> Party:
    passage = Passage.of(reading.text, reading.spans(tokens))
    return Party(passage.text, passage.spans, *_parts(resolve(tokens)))


def _each(party: Party, reading: Reading, resolve: Resolve) -> Iterator[Party]:
    """The party, or each of its parts when it is a list, and whom its "including" names; nobody for a bare pronoun."""
    tokens = tokens_in(reading, party.spans)
    if not tokens:
        if party.name or party.country:
            yield party
        return
    tree = Tree.of(reading, tokens[0])
    parts = _listed(tree, tokens)
    known = party.name is not None or party.country is not None
    if len(parts) < 2:
        if known or any(reading.tokens[token].upos in ("NOUN", "PROPN") for token in tokens):
            yield party
        return
    for part in parts:
        yield _party(part, reading, resolve)


def _listed(tree: Tree, tokens: Tokens) -> list[Tokens]:
    """The items of a list of parties by the parse, or by its commas where the parse sees none and all are names."""
    inside = set(tokens)
    heads = [token for token in tree.joined(tree.head(tokens)) if token in inside]
    included: list[int] = []
    for token in tokens:
        if tree.lemma(token) in ("including", "include"):
            first = next(
                (
                    index
                    for index in range(token + 1, tokens[-1] + 1)
                    if tree.reading.tokens[index].upos in ("PROPN", "NOUN") and index in inside
                ),
                None,
            )
            if first is not None:
                top = first
                while tree.reading.tokens[top].head in inside and tree.reading.tokens[top].head > token:
                    top = tree.reading.tokens[top].head
                included.extend(one for one in tree.joined(top) if one in inside)
    parts = []
    for head in dict.fromkeys([*heads, *included]):
        phrase = tuple(token for token in tree.phrase(head) if token in inside)
        if head not in included and included:
            cut = next((token for token in phrase if tree.lemma(token) in ("including", "include")), None)
            phrase = tuple(token for token in phrase if cut is None or token < cut)
            while phrase and tree.reading.tokens[phrase[-1]].upos == "PUNCT":
                phrase = phrase[:-1]
        parts.append(phrase)
    if len(parts) > 1:
        return parts
    pieces: list[list[int]] = [[]]
    for token in tokens:
        if tree.reading.tokens[token].text.lower() in (",", "and"):
            pieces.append([])
        else:
            pieces[-1].append(token)
    filled = [tuple(piece) for piece in pieces if piece]
    names = {mention.tokens for mention in tree.reading.mentions}
    return filled if len(filled) > 2 and all(piece in names for piece in filled[:-1]) else parts
