"""Words and deeds: what an actor says and what it does, side by side, opposite signs marked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tocsin.records import Act, Actor, Article, Briefing, Claim, Event, Party, Status

# The sign of a saying by its act alone, where no event in it tells more.
SIGNS = {
    Act.SUPPORT: 1, Act.PROMISE: 1, Act.HOPE: 1, Act.ACCUSE: -1, Act.THREATEN: -1, Act.OPPOSE: -1, Act.DEMAND: -1,
}  # fmt: skip
SURE = 0.5  # what was more probably misread than not is neither held against anybody nor for them
MEMORY_DAYS = 60  # a deed is held against words of the last two months


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing an actor said (*deed* false) or did. *sign*: 1 friendly, -1 hostile, 0 neither.

    *against* is the id of the earlier turn of the other kind and the opposite sign, None where there is none.
    """

    id: str
    day: date
    deed: bool
    sign: int
    what: str  # the event type or the act
    text: str
    toward: tuple[str, ...]  # countries
    article: Article
    score: float
    against: str | None = None


def turns(
    briefings: Iterable[Briefing], actor: str, *, toward: str | None = None, matter: str | None = None
) -> tuple[Turn, ...]:
    """What *actor* says and does, oldest first. *actor* and *toward* are codes of countries or names.

    *matter* keeps what has one of its words. Deeds are material events (PLOVER's quad classes) told as having happened; words are
    verbal events and claims.
    """
    found: dict[tuple[object, ...], Turn] = {}
    for briefing in briefings:
        if briefing.article.published is None:
            continue
        for turn in _turns(briefing, briefing.article.published, actor):
            if turn.score < SURE:
                continue
            if toward and toward.casefold() not in {one.casefold() for one in turn.toward}:
                continue
            if matter and not any(word.casefold() in turn.text.casefold() for word in matter.split()):
                continue
            # Copies of one text say it once.
            found.setdefault((turn.day, turn.deed, turn.what, turn.text), turn)
    return tuple(_marked(sorted(found.values(), key=lambda turn: (turn.day, turn.deed, turn.id))))


def _turns(briefing: Briefing, published: date, actor: str) -> Iterator[Turn]:
    article = briefing.article
    claims = {claim.id: claim for claim in briefing.claims}
    signed: dict[str, int] = {}
    for event in briefing.events:
        if not any(_is(actor, party) for party in event.actors) or event.status in (Status.NEGATED, Status.HISTORICAL):
            continue
        hostile = -1 if (event.quad or "").endswith("conflict") else 1
        deed = (event.quad or "").startswith("material") and event.status is Status.ACTUAL
        teller = claims.get(event.claim or "")
        if not deed and (event.quad or "").startswith("material") and not (teller and _speaks(actor, teller)):
            continue  # what others say it may do is neither its word nor its deed
        if teller is not None and _speaks(actor, teller):
            signed[teller.id] = hostile
        day = event.when.start if event.when and event.when.start and event.when.start == event.when.end else published
        yield Turn(
            event.id,
            min(day, published),
            deed,
            hostile,
            event.type,
            _sentence(article.text, event),
            tuple(sorted({party.country or party.name or party.text for party in event.recipients})),
            article,
            event.score,
        )
    for claim in briefing.claims:
        if not _speaks(actor, claim):
            continue
        sign = signed.get(claim.id, SIGNS.get(claim.act, 0))
        about = {
            party.country
            for event in briefing.events
            if event.claim == claim.id
            for party in (*event.recipients, *event.actors)
            if party.country and not _is(actor, party)
        }
        text = " ".join(claim.content.text.split())
        yield Turn(claim.id, published, False, sign, claim.act.value, text, tuple(sorted(about)), article, claim.score)


def _marked(ordered: Sequence[Turn]) -> Iterator[Turn]:
    """Each turn with the latest earlier one that it contradicts."""
    for at, turn in enumerate(ordered):
        against = None
        for earlier in reversed(ordered[:at]):
            if (turn.day - earlier.day).days > MEMORY_DAYS:
                break
            same = not turn.toward or not earlier.toward or set(turn.toward) & set(earlier.toward)
            if earlier.deed != turn.deed and earlier.sign * turn.sign < 0 and same:
                against = earlier.id
                break
        yield replace(turn, against=against)


def _is(actor: str, party: Party) -> bool:
    wanted = actor.casefold()
    return wanted in {(party.country or "").casefold(), (party.name or "").casefold(), party.text.casefold()}


def _speaks(actor: str, claim: Claim) -> bool:
    """Whether the actor, or for a state one who may speak for it, is the speaker."""
    speaker = claim.source.actor or Actor()
    wanted = actor.casefold()
    if wanted in {(speaker.name or "").casefold(), claim.source.text.casefold()}:
        return True
    return wanted == (speaker.country or "").casefold() and speaker.sector in (None, "GOV", "MIL", "SPY")


def _sentence(text: str, event: Event) -> str:
    """The words around the trigger, up to the ends of its sentence."""
    if not event.trigger.spans or not text:
        return event.trigger.text
    start, end = event.trigger.spans[0].start, event.trigger.spans[-1].end
    first = max(text.rfind(mark, 0, start) for mark in (". ", "! ", "? ", "\n", ".” "))
    ends = [at for mark in (". ", "! ", "? ", "\n", ".” ") if (at := text.find(mark, end)) >= 0]
    return " ".join(text[first + 1 : min(ends, default=len(text)) + 1].split()).lstrip("” ")
