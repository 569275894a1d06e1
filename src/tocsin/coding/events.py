"""Reading -> Events: what happened, who did it to whom, whether it did, and who tells it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tocsin.coding.parties import Whose, parties
from tocsin.coding.tree import Tree, tokens_in
from tocsin.coding.triggers import Found
from tocsin.records import (
    Act,
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
HOSTILE_QUADS = frozenset({"verbal conflict", "material conflict"})
ATTITUDES = frozenset({Act.JUDGE, Act.HOPE, Act.SUPPORT, Act.OPPOSE})
OPENING = 30  # characters a content may have before the noun that is its whole matter: "the severance of relations"
SURE = 0.9  # an event without any political party is kept from this probability of its trigger on


@dataclass(frozen=True, slots=True)
class Codes:
    """What the codebook says of a type, passed in so that this stage knows no files."""

    quad: Callable[[str], str | None]
    cameo: Callable[[str, str | None, Sequence[str]], str | None]
    announced: Callable[[str], tuple[str, str | None] | None]
    contexts: Callable[[Sequence[str]], tuple[str, ...]]
    version: str


@dataclass(frozen=True, slots=True)
class Circumstances:
    """When, where and how many, each read from the tokens of a trigger; *past* tells whether a day is long past."""

    when: Callable[[Tokens], When | None]
    where: Callable[[Tokens], Where | None]
    magnitude: Callable[[Tokens], dict[str, int]]
    past: Callable[[When | None], bool]


def events(
    found: Sequence[Found],
    reading: Reading,
    article: Article,
    claims: Sequence[Claim],
    *,
    whose: Whose,
    codes: Codes,
    circumstances: Circumstances,
) -> Iterator[Event]:
    """One Event for each of *found* in which a political actor takes part, in order of the text."""
    for item in sorted(found, key=lambda f: f.tokens):
        spans = reading.spans(item.tokens)
        teller = _teller(spans[0], claims)
        speaker = tokens_in(reading, teller.source.spans) if teller is not None else None
        doing = item.actors
        if speaker and _passive(item.tokens, reading):
            # "Four were killed, the ministry said": who says it did not do it.
            doing = tuple(phrase for phrase in doing if set(phrase).isdisjoint(speaker))
        actors = parties(doing, item.tokens, reading, whose, speaker=speaker)
        recipients = parties(item.recipients, item.tokens, reading, whose, speaker=speaker, but=actors)
        noun = all(reading.tokens[i].upos != "VERB" for i in item.tokens)
        if (
            not actors
            and teller is not None
            and speaker
            and _says_it(teller, spans[0], codes.quad(item.type), noun=noun)
        ):
            actors = parties((speaker,), item.tokens, reading, whose, but=recipients)
        crowd = item.type == "PROTEST" and any(party.sector for party in actors)  # whoever protests is political by it
        if not crowd and not any(map(is_political, (*actors, *recipients))) and item.score < SURE:
            continue
        sentence = reading.sentence_of(item.tokens[0])
        contexts = codes.contexts([token.lemma for token in reading.tokens[sentence.first : sentence.last]])
        when = circumstances.when(item.tokens)
        status = Status(item.status)
        if status is Status.ACTUAL and circumstances.past(when):
            status = Status.HISTORICAL
        announced = _announced(item, codes, harmed=bool(recipients))
        yield Event(
            id=identity("event", article.id, item.type, spans),
            type=item.type,
            mode=item.mode,
            contexts=contexts,
            cameo=announced[1] if announced else codes.cameo(item.type, item.mode, contexts),
            quad=codes.quad(item.type),
            trigger=Passage.of(reading.text, spans),
            actors=actors,
            recipients=recipients,
            status=status,
            when=when,
            where=circumstances.where(item.tokens),
            magnitude=circumstances.magnitude(item.tokens),
            claim=teller.id if teller is not None else None,
            score=item.score,
            trace=Trace(model=item.model, rule=item.rule, codebook=codes.version),
            announced_as=announced[0] if announced else None,
        )


def _announced(item: Found, codes: Codes, *, harmed: bool) -> tuple[str, str | None] | None:
    """What the announcement of an act to come counts as; a threat needs somebody whom it threatens."""
    announced = codes.announced(item.type) if item.status == Status.FUTURE else None
    hostile = codes.quad(item.type) in HOSTILE_QUADS
    return None if announced is None or (hostile and not harmed) else announced


def is_political(party: Party) -> bool:
    """Whether a state, a body between states or a political sector takes part.

    >>> is_political(Party("the army", (), sector="MIL")), is_political(Party("my dentist", (), sector="MED"))
    (True, False)
    """
    return party.country is not None or party.sector in POLITICAL


def _passive(trigger: Tokens, reading: Reading) -> bool:
    """Whether the trigger's verb is said of whom it is done to."""
    tree = Tree.of(reading, trigger[0])
    return any(reading.tokens[c].label in ("nsubj:pass", "aux:pass") for c in tree.under(tree.head(trigger)))


def _says_it(teller: Claim, trigger: Span, quad: str | None, *, noun: bool) -> bool:
    """Whether who tells of an event without an actor is its actor: threats and demands are made by saying them, and who
    "announced the severance of relations" severs them.
    """
    if quad is not None and quad.startswith("verbal"):
        return True
    return (
        noun
        and teller.act in (Act.ASSERT, Act.PROMISE, Act.THREATEN)
        and 0 <= trigger.start - teller.content.spans[0].start <= OPENING
    )


def _teller(trigger: Span, claims: Sequence[Claim]) -> Claim | None:
    """The innermost claim that tells of the event; None: the outlet tells it in its own voice.

    Whoever only thinks, hopes or holds something does not tell it where somebody else says that they do: of "Averna sees
    signs of an attack, the spy chief said" the spy chief tells.
    """
    telling = [c for c in claims if any(span.covers(trigger) for span in c.content.spans)]
    said = [c for c in telling if c.act not in ATTITUDES and c.source.spans]
    return max(said or telling, key=lambda c: (c.depth, -sum(s.end - s.start for s in c.content.spans)), default=None)
