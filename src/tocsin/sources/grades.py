"""Admiralty grades with their reasons: reliability from the source's record, credibility from what others tell.

Source: US Army FM 2-22.3 (2006), appendix B; the two are judged apart, as Irwin & Mandel (2019) found they seldom are.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from tocsin.records import Credibility, Grade, Report

# Two tellings this far apart may still be of one happening: news of a day is told again through the week.
SAME = timedelta(days=7)


def graded(reports: Iterable[Report], known: Sequence[Report], *, on: date) -> dict[str, Report]:
    """*reports* by id, each with its credibility as of the day *on*, beside all that is *known*, and the reasons for both halves.

    Confirmed (1): told by two further origins that do not answer to the same hands. Probably true (2): by one. Possibly true (3): only
    by others of the same family. Doubtful (4): denied by an independent origin and confirmed by none. Improbable (5): denied by two.
    Cannot be judged (6): nobody else tells of it, or it is no event that others could tell of.
    """
    by_type: dict[str, list[Report]] = {}
    for report in sorted(known, key=lambda report: report.day):
        if report.event is not None and report.day <= on:
            by_type.setdefault(report.event.type, []).append(report)
    found = {}
    for report in reports:
        told = by_type.get(report.event.type, []) if report.event is not None else []
        first = bisect_left(told, report.day - SAME, key=lambda one: one.day)
        last = bisect_right(told, report.day + SAME, key=lambda one: one.day)
        credibility, reason = credible(report, told[first:last])
        found[report.id] = replace(
            report,
            grade=Grade(report.grade.reliability, credibility),
            reasons=(*(one for one in report.reasons if not one.startswith("credibility ")), reason),
        )
    return found


def credible(report: Report, others: Iterable[Report]) -> tuple[Credibility, str]:
    """How credible *report* is beside the *others*, and why; its own source's reliability plays no part."""
    told: dict[str, str] = {}  # family: name of a teller that agrees
    same_hands: set[str] = set()
    denied: dict[str, str] = {}
    if report.event is None:
        return Credibility.UNJUDGED, "credibility 6: a statement, not an event that others could tell of"
    for other in others:
        if other.event is None or other.origin == report.origin or not _same(report, other):
            continue
        if other.denies != report.denies:
            if other.teller.family != report.teller.family:
                denied[other.teller.family] = other.teller.name
        elif other.teller.family == report.teller.family:
            same_hands.add(other.teller.name)
        else:
            told[other.teller.family] = other.teller.name
    names = ", ".join(sorted(filter(None, told.values()))[:3])
    against = ", ".join(sorted(filter(None, denied.values()))[:3])
    if len(told) >= 2 and len(told) > len(denied):
        return Credibility.CONFIRMED, f"credibility 1: told independently by {len(told)} others ({names})"
    if told and len(told) > len(denied):
        return Credibility.PROBABLY_TRUE, f"credibility 2: told independently by {names}"
    if told and denied:
        return Credibility.POSSIBLY_TRUE, f"credibility 3: told also by {names}, contradicted by {against}"
    if len(denied) >= 2:
        return Credibility.IMPROBABLE, f"credibility 5: contradicted by {against}, confirmed by nobody independent"
    if denied:
        return Credibility.DOUBTFUL, f"credibility 4: contradicted by {against}, confirmed by nobody independent"
    if same_hands:
        return (
            Credibility.POSSIBLY_TRUE,
            f"credibility 3: told also by {', '.join(sorted(same_hands)[:3])}, which answers to the same hands",
        )
    return Credibility.UNJUDGED, "credibility 6: nobody else tells of it within a week"


def _same(one: Report, other: Report) -> bool:
    """Whether two tellings are of one happening: the same type, days near each other, the same sides as far as both are known."""
    if (
        one.event is None
        or other.event is None
        or one.event.type != other.event.type
        or abs(one.day - other.day) > SAME
    ):
        return False
    for ours, theirs in (
        (one.event.actors, other.event.actors),
        (one.event.recipients, other.event.recipients),
    ):
        here = {party.country for party in ours if party.country}
        there = {party.country for party in theirs if party.country}
        if here and there and not here & there:
            return False
    return any(party.country for party in one.event.actors) and any(party.country for party in other.event.actors)
