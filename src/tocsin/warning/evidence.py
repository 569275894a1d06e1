"""What is told of the signs, put together: origins, not articles; families, not numbers."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import log

from tocsin.records import Family, Indicator, Origin, Term
from tocsin.warning.constants import constants
from tocsin.warning.probability import clip, faded, family_weights, indicator_nats
from tocsin.warning.signs import Seen

NEGLIGIBLE = 12  # half-lives after which a report weighs less than a four-thousandth


def term(indicator: Indicator, told: Iterable[Seen], day: date) -> Term:
    """What *indicator* adds on *day*, from all that was *told* of it by then; the order of telling plays no part."""
    origins = _weighed(_origins(indicator, told, day))
    nats = indicator_nats(sum(origin.nats for origin in origins), indicator.seen_if_yes, indicator.seen_if_no)
    ceiling = log(indicator.seen_if_yes / indicator.seen_if_no)
    return Term(indicator.id, indicator.says, indicator.family, nats, ceiling, tuple(origins))


def families(terms: Sequence[Term]) -> tuple[Family, ...]:
    """Each family's sum, clipped, in the order in which they first stand."""
    sums: dict[str, float] = {}
    for one in terms:
        sums[one.family] = sums.get(one.family, 0.0) + one.nats
    bound = log(constants()["family_clip"])
    return tuple(Family(name, total, clip(total, bound)) for name, total in sums.items())


def _origins(indicator: Indicator, told: Iterable[Seen], day: date) -> list[Origin]:
    """Each origin with its last word: the strongest it said since it last said the opposite, faded to *day*."""
    grouped: dict[str, list[Seen]] = {}
    for one in told:
        age = (day - one.report.day).days
        if 0 <= age <= NEGLIGIBLE * indicator.half_life_days:
            grouped.setdefault(one.teller.id, []).append(one)
    return [origin for name, said in sorted(grouped.items()) for origin in _last_word(name, said, indicator, day)]


def _last_word(name: str, said: Sequence[Seen], indicator: Indicator, day: date) -> Iterable[Origin]:
    latest = max(one.report.day for one in said)
    signs = {one.denies for one in said if one.report.day == latest}
    for denies in sorted(signs):
        turned = max((one.report.day for one in said if one.denies != denies), default=date.min)
        since = [one for one in said if one.denies == denies and (one.report.day > turned or one.report.day == latest)]
        ranked = sorted(
            since,
            key=lambda one: (
                -abs(faded(one.nats, (day - one.report.day).days, indicator.half_life_days)),
                one.report.day,
                one.report.id,
            ),
        )
        first = ranked[0]
        age = (day - first.report.day).days
        teller = first.teller
        nats = faded(first.nats, age, indicator.half_life_days)
        yield Origin(name, teller.name, teller.family, age, 1.0, nats, denies, tuple(one.report for one in ranked))


def _weighed(origins: Sequence[Origin]) -> list[Origin]:
    """The same origins, those that answer to the same hands weighing less together, strongest first."""
    by_family: dict[str, list[Origin]] = {}
    for origin in origins:
        by_family.setdefault(origin.family, []).append(origin)
    weighed = [
        Origin(one.id, one.teller, one.family, one.age_days, weight, one.nats * weight, one.denies, one.reports)
        for members in by_family.values()
        for one, weight in zip(
            sorted(members, key=lambda one: (-abs(one.nats), one.id, one.denies)),
            family_weights(len(members), constants()["correlation"]),
            strict=True,
        )
    ]
    return sorted(weighed, key=lambda one: (-abs(one.nats), one.id, one.denies))


def by_indicator(indicators: Iterable[Indicator], told: Mapping[str, Sequence[Seen]], day: date) -> tuple[Term, ...]:
    """One term for each indicator, seen or not."""
    return tuple(term(indicator, told.get(indicator.id, ()), day) for indicator in indicators)


def log_likelihood(told: Iterable[Seen]) -> float:
    """ln L of everything *told* of one sign, none of it faded: for looking back."""
    strongest: dict[tuple[str, bool], Seen] = {}
    for one in told:
        place = one.teller.id, one.denies
        if place not in strongest or abs(one.nats) > abs(strongest[place].nats):
            strongest[place] = one
    origins = [
        Origin(one.teller.id, one.teller.name, one.teller.family, 0, 1.0, one.nats, one.denies, (one.report,))
        for _, one in sorted(strongest.items())
    ]
    return sum(origin.nats for origin in _weighed(origins))
