"""A problem and its reports made into a forecast for any day, and into the trajectory from day to day."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import log1p
from typing import Self

from tocsin.records import Forecast, History, Origin, Problem, Report, Status, Teller, Term, Weights
from tocsin.warning.constants import constants, start_weights
from tocsin.warning.evidence import by_indicator, families
from tocsin.warning.probability import clock, combine, decayed_count, expit, held, logit
from tocsin.warning.signs import Seen, fits, score, seen

RECENT_DAYS, LASTING_DAYS = 14, 120  # half-lives of a problem's own history
Keep = Callable[[Report, Teller], bool]


@dataclass(frozen=True, slots=True)
class Watch:
    """A problem with all that was reported of its signs: match once, ask for any day."""

    problem: Problem
    told: dict[str, tuple[Seen, ...]]
    acts: tuple[Report, ...]  # earlier acts of the same kind
    weights: Weights
    known: tuple[Report, ...] = ()  # everything that was told, of a sign or not

    @classmethod
    def of(cls, problem: Problem, reports: Sequence[Report], weights: Weights | None = None) -> Self:
        """*reports* in any order; *weights* are the fitted ones where there are any."""
        told = {indicator.id: seen(indicator, reports, problem.interests) for indicator in problem.indicators}
        return cls(
            problem,
            told,
            _acts(problem.history, reports),
            weights if weights is not None and problem.tempering is None else start_weights(problem.tempering),
            tuple(reports),
        )

    def without(self, *, origin: str | None = None, family: str | None = None, article: str | None = None) -> "Watch":
        """The same watch without what one origin tells, or all of one family, or one article: what the forecast would be."""
        return self._kept(
            lambda one, teller: teller.id != origin and teller.family != family and one.article != article
        )

    def known_by(self, day: date) -> "Watch":
        """The same watch with only what was told by the end of *day*."""
        return self._kept(lambda one, _: one.day <= day)

    def _kept(self, keep: Keep) -> "Watch":
        told = {name: tuple(one for one in seen_ if keep(one.report, one.teller)) for name, seen_ in self.told.items()}
        acts = tuple(report for report in self.acts if keep(report, report.teller))
        return replace(self, told=told, acts=acts)

    def forecast(self, day: date) -> Forecast:
        """The forecast as of the end of *day*, from what was known by then."""
        problem = self.problem
        alone = clock(problem.hazard_per_year, (problem.deadline - day).days)
        history = self._history_nats(day)
        prior = expit(logit(alone) + history) if 0 < alone < 1 else alone
        terms = by_indicator(problem.indicators, self.told, day)
        summed = families(terms)
        evidence = sum(family.nats for family in summed)
        weights = self.weights
        probability = combine(prior, evidence, weights.alpha, weights.beta, weights.tempering)
        numbers = constants()
        origins = {origin.id: origin for term in terms for origin in term.origins}
        return Forecast(
            problem=problem.id,
            day=day,
            probability=held(probability, numbers["lowest"], numbers["highest"]),
            prior=prior,
            clock=alone,
            history_nats=history,
            evidence_nats=evidence,
            weights=weights,
            terms=terms,
            families=summed,
            articles=len({report.article for term in terms for origin in term.origins for report in origin.reports}),
            origins=len(origins),
            tellers=len({origin.teller for origin in origins.values()}),
            owners=len({origin.family for origin in origins.values()}),
        )

    def trajectory(self, until: date | None = None) -> Iterator[Forecast]:
        """One forecast a day, from the day the question was opened until *until* or the deadline."""
        last = min(until or self.problem.deadline, self.problem.deadline)
        for number in range((last - self.problem.opened).days + 1):
            yield self.forecast(self.problem.opened + timedelta(days=number))

    def reports(self) -> tuple[Report, ...]:
        """Every report that speaks of a sign, once, oldest first."""
        found = {one.report.id: one.report for seen_ in self.told.values() for one in seen_}
        return tuple(sorted(found.values(), key=lambda report: (report.day, report.id)))

    def _history_nats(self, day: date) -> float:
        history = self.problem.history
        if history is None:
            return 0.0
        # Days, not reports: a day of fighting told fifty times is a day of fighting.
        ages = [float((day - act).days) for act in {report.day for report in self.acts if report.day <= day}]
        recent = log1p(decayed_count(ages, RECENT_DAYS))
        return history.recent * recent + history.lasting * log1p(decayed_count(ages, LASTING_DAYS))


def strongest(terms: Sequence[Term], *, rising: bool, count: int = 3) -> tuple[Origin, ...]:
    """The *count* origins that speak most for (*rising*) or against the answer yes, each once."""
    found: dict[str, tuple[float, Origin]] = {}
    for term in terms:
        total = sum(abs(origin.nats) for origin in term.origins)
        for origin in term.origins:
            # Each origin's part of what its sign adds.
            share = term.nats * abs(origin.nats) / total if total else 0.0
            if (share > 0) == rising and share and abs(share) > abs(found.get(origin.id, (0.0, origin))[0]):
                found[origin.id] = (share, origin)
    ranked = sorted(found.values(), key=lambda pair: (-abs(pair[0]), pair[1].id))
    return tuple(origin for _, origin in ranked[:count])


def _acts(history: History | None, reports: Sequence[Report]) -> tuple[Report, ...]:
    if history is None:
        return ()
    return tuple(
        report
        for report in reports
        if report.event is not None
        and report.event.status is Status.ACTUAL
        and not report.denies
        and score(report) >= constants()["least_score"]
        and any(fits(match, report) for match in history.matches)
    )
