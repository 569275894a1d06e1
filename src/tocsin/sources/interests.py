"""Whether a source gains by being believed: from the register, and from what articles say of its stake."""

from collections.abc import Iterable
from dataclasses import dataclass

from tocsin.records import Article, Briefing, Control, Event, Interest, Leaning, Profile, Stake, Status, Teller

STATE_HANDS = frozenset({Control.STATE, Control.PARTY})
HOSTILE = frozenset({"verbal conflict", "material conflict"})


@dataclass(frozen=True, slots=True)
class Named:
    """An interest that an article names: who holds it, where it is said, and which countries that article is about."""

    interest: Interest
    article: Article
    countries: frozenset[str]


def named(briefings: Iterable[Briefing]) -> tuple[Named, ...]:
    """Every interest that *briefings* name, with the countries their events are about: proposals for the register."""
    return tuple(
        Named(interest, briefing.article, _countries(briefing.events))
        for briefing in briefings
        for interest in briefing.interests
    )


def leaning(
    teller: Teller, profile: Profile | None, event: Event | None, stakes: Iterable[Named] = ()
) -> tuple[Leaning, str | None]:
    """Whether *teller* gains by being believed that *event* is so, and why, in a sentence.

    A hostile act of a rival, or against one's own side, is told with interest; a hostile act of one's own side against it. What is
    denied leans the other way.
    """
    if event is None:
        return Leaning.NEUTRAL, None
    doers = frozenset(party.country for party in event.actors if party.country)
    suffer = frozenset(party.country for party in event.recipients if party.country)
    own = teller.country
    speaks_for = own is not None and teller.state == own
    hostile = event.quad in HOSTILE
    denied = event.status is Status.NEGATED
    implied = (Stake("its own side", "its own side is believed", "whom it answers to", own=True),) if speaks_for else ()
    for stake in (*(profile.interests if profile else ()), *implied):
        # The own side of an armed group is the group, not the country it fights in.
        sides_with_state = speaks_for or (profile is not None and profile.control in STATE_HANDS)
        side = frozenset(stake.favours) | (frozenset({own}) if stake.own and own and sides_with_state else frozenset())
        rivals = frozenset(stake.harms)
        gains = _gains(doers, suffer, side, rivals, hostile=hostile)
        if gains is not None:
            found = Leaning.WITH if gains != denied else Leaning.AGAINST
            return found, f"{found}: {stake.gain} ({stake.matter}; {stake.reference})"
    for one in stakes:
        if _holds(one.interest, teller) and one.countries & (doers | suffer):
            where = one.article.outlet or one.article.title or one.article.id
            return Leaning.WITH, f"with interest, as {where} names it: {one.interest.gain}"
    return Leaning.NEUTRAL, None


def _gains(
    doers: frozenset[str], suffer: frozenset[str], side: frozenset[str], rivals: frozenset[str], *, hostile: bool
) -> bool | None:
    """Whether the telling serves *side*, None where it is no matter of it."""
    if doers & side:
        return not hostile  # admits what its own side does
    if doers & rivals:
        return hostile
    if hostile and suffer & side and doers:
        return True  # its own side as the victim
    return None


def _holds(interest: Interest, teller: Teller) -> bool:
    holder = interest.holder
    if holder.name and holder.name.casefold() == teller.name.casefold():
        return True
    return holder.country is not None and holder.country == teller.country and holder.sector in (None, "GOV")


def _countries(events: Iterable[Event]) -> frozenset[str]:
    return frozenset(
        party.country for event in events for party in (*event.actors, *event.recipients) if party.country is not None
    )
