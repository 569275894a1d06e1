"""A briefing laid out for reading: speakers with their claims, nested hearsay, and the camps of each matter."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tocsin.cli import words
from tocsin.records import Briefing, Claim, Party, Position, Source, Stance


@dataclass(frozen=True, slots=True)
class Saying:
    """One claim with the claims told inside it."""

    claim: Claim
    inside: tuple["Saying", ...]


@dataclass(frozen=True, slots=True)
class Speaker:
    """One speaker, in words, with all that is told of them by the article itself, in the order of the text."""

    name: str
    source: Source
    sayings: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class Camps:
    """Who stands for a matter and who against it."""

    toward: Party
    support: tuple[Stance, ...]
    oppose: tuple[Stance, ...]


def speakers(claims: Iterable[Claim]) -> tuple[Speaker, ...]:
    """Every claim once: under its speaker, or inside the claim that tells it.

    A claim whose parent is not there, or whose parents go round in a circle, counts as told by the article.
    """
    in_order = sorted(claims, key=_place)
    known = {claim.id: claim for claim in in_order}
    children: dict[str, list[Claim]] = {}
    roots: list[Claim] = []
    for claim in in_order:
        if claim.parent in known and not _circles(claim, known):
            children.setdefault(claim.parent or "", []).append(claim)
        else:
            roots.append(claim)
    by_name: dict[str, list[Claim]] = {}
    for claim in roots:
        by_name.setdefault(words.speaker(claim.source), []).append(claim)
    return tuple(
        Speaker(name, told[0].source, tuple(_saying(claim, children) for claim in told))
        for name, told in by_name.items()
    )


def flat(sayings: Iterable[Saying], level: int = 0) -> Iterator[tuple[int, Claim]]:
    """Each claim with how deep it stands, parents before what they tell."""
    for saying in sayings:
        yield level, saying.claim
        yield from flat(saying.inside, level + 1)


def camps(briefing: Briefing) -> tuple[Camps, ...]:
    """One matter after the other, the most contested first; a holder is named once in each camp."""
    matters: dict[tuple[str, str | None], list[Stance]] = {}
    for stance in briefing.stances:
        matters.setdefault((words.party(stance.toward).casefold(), stance.toward.country), []).append(stance)
    found = [
        Camps(held[0].toward, _camp(held, Position.SUPPORT), _camp(held, Position.OPPOSE)) for held in matters.values()
    ]
    # Stable: matters with as many on both sides stay in the order of the text.
    return tuple(sorted(found, key=lambda both: -min(len(both.support), len(both.oppose))))


def _camp(stances: list[Stance], position: Position) -> tuple[Stance, ...]:
    return tuple({words.party(s.holder): s for s in reversed(stances) if s.position is position}.values())[::-1]


def _place(claim: Claim) -> tuple[int, int]:
    spans = claim.source.spans + claim.cue.spans + claim.content.spans
    return (min(spans)[0] if spans else 0, claim.depth)


def _circles(claim: Claim, known: dict[str, Claim]) -> bool:
    seen = {claim.id}
    parent = claim.parent
    while parent in known:
        if parent in seen:
            return True
        seen.add(parent)
        parent = known[parent].parent
    return False


def _saying(claim: Claim, children: dict[str, list[Claim]]) -> Saying:
    return Saying(claim, tuple(_saying(child, children) for child in children.get(claim.id, ())))
