"""Reading -> Events: what happened, who did it to whom, whether it did, and who tells it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tocsin.coding.claims import Resolve
from tocsin.coding.patterns import Match
from tocsin.coding.status import status_of
from tocsin.coding.tree import Tree
from tocsin.records import (
    Actor,
    Article,
    Claim,
    Event,
    Party,
    Passage,
    Reading,
    Span,
    Status,
    Tokens,
    Trace,
    When,
    Where,
    identity,
)

# A party of one of these sectors makes an event political even where its country is not known.
POLITICAL = frozenset({"GOV", "MIL", "COP", "SPY", "LEG", "JUD", "PTY", "OPP", "REB", "PRM", "UAF"})
SURE = 0.9  # an event without any political party is kept from this probability of its trigger on
PATTERN_ALONE = 0.7  # score of an event that only a pattern saw


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


def seen(reading: Reading, matches: Iterable[Match]) -> list[Found]:
    """What the model saw and what the codebook's patterns saw, as one list.

    Where both speak of the same words the pattern, written by an analyst, gives type and mode, and the parties of a role the
    model left empty; the model keeps its status. A pattern alone takes its status from the verb group.
    """
    found = [
        Found(t.tokens, t.type, t.mode, t.status, t.actors, t.recipients, t.score, model=reading.model) for t in reading.triggers
    ]
    for match in matches:
        place = next((n for n, item in enumerate(found) if set(item.tokens) & set(match.trigger)), None)
        if place is None:
            status = match.status or status_of(match.trigger, reading)
            found.append(Found(match.trigger, match.type, match.mode, status, match.actors, match.recipients, PATTERN_ALONE, match.pattern))
            continue
        item = found[place]
        found[place] = replace(
            item,
            type=match.type,
            mode=match.mode or (item.mode if item.type == match.type else None),
            actors=item.actors or match.actors,
            recipients=item.recipients or match.recipients,
            score=max(item.score, PATTERN_ALONE),
            rule=match.pattern,
        )
    return found


@dataclass(frozen=True, slots=True)
class Codes:
    """What the codebook says of a type, passed in so that this stage knows no files."""

    quad: Callable[[str], str | None]
    cameo: Callable[[str, str | None], str | None]
    contexts: Callable[[Sequence[str]], tuple[str, ...]]
    version: str


@dataclass(frozen=True, slots=True)
class Circumstances:
    """When, where and how many, each read from the tokens of a trigger."""

    when: Callable[[Tokens], When | None]
    where: Callable[[Tokens], Where | None]
    magnitude: Callable[[Tokens], dict[str, int]]


def events(
    found: Sequence[Found],
    reading: Reading,
    article: Article,
    claims: Sequence[Claim],
    *,
    resolve: Resolve,
    whole: Callable[[Tokens], Tokens],
    codes: Codes,
    circumstances: Circumstances,
) -> Iterator[Event]:
    """One Event for each of *found* in which a political actor takes part, in order of the text."""
    for item in sorted(found, key=lambda f: f.tokens):
        spans = reading.spans(item.tokens)
        doing, receiving = (
            [whole(named(phrase, item.tokens, reading)) for phrase in phrases] for phrases in (item.actors, item.recipients)
        )
        actors = _parties(doing, reading, resolve)
        recipients = _parties(receiving, reading, resolve, but=actors)
        if not any(map(is_political, (*actors, *recipients))) and item.score < SURE:
            continue
        sentence = reading.sentence_of(item.tokens[0])
        words = [token.lemma for token in reading.tokens[sentence.first : sentence.last]]
        yield Event(
            id=identity("event", article.id, item.type, spans),
            type=item.type,
            mode=item.mode,
            contexts=codes.contexts(words),
            cameo=codes.cameo(item.type, item.mode),
            quad=codes.quad(item.type),
            trigger=Passage.of(reading.text, spans),
            actors=actors,
            recipients=recipients,
            status=Status(item.status),
            when=circumstances.when(item.tokens),
            where=circumstances.where(item.tokens),
            magnitude=circumstances.magnitude(item.tokens),
            claim=_teller(spans[0], claims),
            score=item.score,
            trace=Trace(model=item.model, rule=item.rule, codebook=codes.version),
        )


def is_political(party: Party) -> bool:
    """Whether a state, a body between states or a political sector takes part.

    >>> is_political(Party("the army", (), sector="MIL")), is_political(Party("my dentist", (), sector="MED"))
    (True, False)
    """
    return party.country is not None or party.sector in POLITICAL


def _parties(phrases: Iterable[Tokens], reading: Reading, resolve: Resolve, but: Sequence[Party] = ()) -> tuple[Party, ...]:
    out: list[Party] = []
    for phrase in phrases:
        for part in (phrase, *_included(phrase, reading)):
            spans = reading.spans(part)
            if any(one.overlaps(other) for party in (*out, *but) for other in party.spans for one in spans):
                continue
            actor: Actor = resolve(part, None)
            text = Passage.of(reading.text, spans).text
            out.append(Party(text, spans, actor.name, actor.country, actor.sector, actor.role))
    return tuple(out)


def named(phrase: Tokens, trigger: Tokens, reading: Reading) -> Tokens:
    """*phrase* with the rest of the name it cuts: "Antonio" or "Secretary" is "UN Secretary-General Antonio Guterres".

    Climbs from proper noun to proper noun over flat, compound and apposition; never onto the event's own words.
    """
    tree = Tree.of(reading, phrase[0])
    top = tree.head(phrase)
    while (
        tree.base(top) in ("flat", "compound", "goeswith")
        and (governor := reading.tokens[top].head) != top
        and reading.tokens[governor].upos == "PROPN"
        and governor not in trigger
    ):
        top = governor
    whole = tree.phrase(top)
    for child in tree.under(top):
        if tree.base(child) == "appos" and reading.tokens[child].upos == "PROPN" and min(tree.subtree(child)) == max(whole) + 1:
            whole = (*whole, *tree.phrase(child))
    if top in phrase and set(whole) <= set(phrase):
        return phrase
    return phrase if set(whole) & set(trigger) else tuple(sorted({*phrase, *whole}))


def _included(phrase: Tokens, reading: Reading) -> Iterator[Tokens]:
    """Those a party is said to include: "several countries in Europe, including Brazil"."""
    tree = Tree.of(reading, phrase[0])
    head = tree.head(phrase)
    for child in tree.under(head):
        if tree.case(child) in ("including", "such as", "like") and tree.base(child) in ("nmod", "obl", "acl"):
            yield from (tree.phrase(joined) for joined in tree.joined(child))


def _teller(trigger: Span, claims: Sequence[Claim]) -> str | None:
    """The innermost claim whose content tells of the event; None: the outlet tells it in its own voice."""
    telling = [c for c in claims if any(span.covers(trigger) for span in c.content.spans)]
    innermost = max(telling, key=lambda c: (c.depth, -sum(s.end - s.start for s in c.content.spans)), default=None)
    return innermost.id if innermost else None
