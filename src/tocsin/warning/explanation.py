"""Why the figure is what it is: additive terms, what it would be without a source, and what would change it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import log

from tocsin.records import Forecast, Indicator, Origin
from tocsin.warning.constants import constants
from tocsin.warning.evidence import families
from tocsin.warning.forecast import Watch
from tocsin.warning.probability import clock, combine, expit, held, indicator_nats, logit


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sum: *nats* is what it adds to the log-odds, after tempering; *after* the probability with it and all before."""

    what: str
    nats: float
    after: float
    indicator: str | None = None
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class Without:
    """What the figure would be without one source, or without all who answer to one family."""

    who: str
    family: bool
    probability: float
    change: float  # probability without less probability with


@dataclass(frozen=True, slots=True)
class IfSeen:
    """What would change the figure: a sign newly told of by one good, independent source, or denied by one."""

    what: str
    probability: float
    change: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """A forecast taken apart. The lines add up: logit(prior of the first line) + their nats = logit of the last *after*."""

    forecast: Forecast
    lines: tuple[Line, ...]
    without: tuple[Without, ...]
    if_seen: tuple[IfSeen, ...]
    silence: tuple[tuple[date, float], ...]  # what the clock alone makes of it, if nothing more is told
    single_channel: bool  # all evidence comes from one family


def explain(watch: Watch, day: date) -> Explanation:
    """The forecast of *day* taken apart."""
    forecast = watch.forecast(day)
    return Explanation(
        forecast,
        tuple(_lines(watch, forecast)),
        tuple(sorted(_without(watch, forecast), key=lambda one: (-abs(one.change), one.who))),
        tuple(sorted(_if_seen(watch, forecast), key=lambda one: (-abs(one.change), one.what))),
        tuple(_silence(watch, day)),
        forecast.owners == 1,
    )


def _lines(watch: Watch, forecast: Forecast) -> Iterator[Line]:
    """From the base rate of the day the question was opened to the forecast, term by term."""
    problem, weights = watch.problem, forecast.weights
    at_first = clock(problem.hazard_per_year, (problem.deadline - problem.opened).days)
    if not 0 < forecast.clock < 1 or not 0 < at_first < 1:
        yield Line("the deadline has come: no time is left for it", 0.0, forecast.probability)
        return
    nats = logit(at_first)
    yield Line(f"base rate when the question was opened ({problem.hazard_basis})", nats, at_first)
    steps: list[tuple[str, float, str | None, tuple[Origin, ...]]] = [
        ("the clock: days that have passed without it", logit(forecast.clock) - nats, None, ()),
    ]
    if problem.history is not None:
        steps.append(("acts of the same kind before", forecast.history_nats, None, ()))
    fitted = weights.alpha + (weights.beta - 1) * logit(forecast.prior)
    if fitted:
        steps.append((f"calibration ({weights.basis})", fitted, None, ()))
    shares = {family.name: family.nats / family.total if family.total else 0.0 for family in forecast.families}
    signs = [(term, weights.tempering * term.nats * shares[term.family]) for term in forecast.terms if term.origins]
    for term, added in sorted(signs, key=lambda pair: (-abs(pair[1]), pair[0].indicator)):
        steps.append((term.says, added, term.indicator, term.origins))
    for what, added, indicator, origins in steps:
        nats += added
        yield Line(what, added, expit(nats), indicator, origins)
    bounded = logit(forecast.probability) - nats
    if abs(bounded) > 1e-9:
        yield Line("held within the bounds no forecast passes", bounded, forecast.probability)


def _without(watch: Watch, forecast: Forecast) -> Iterator[Without]:
    origins = {origin.id: origin for term in forecast.terms for origin in term.origins}
    for name, origin in origins.items():
        yield _left_out(watch, forecast, origin.teller, name, family=False)
    members: dict[str, set[str]] = {}
    for origin in origins.values():
        members.setdefault(origin.family, set()).add(origin.teller)
    for name, tellers in members.items():
        if len(tellers) > 1:
            yield _left_out(watch, forecast, f"all of one owner ({', '.join(sorted(tellers))})", name, family=True)


def _left_out(watch: Watch, forecast: Forecast, who: str, name: str, *, family: bool) -> Without:
    without = watch.without(family=name) if family else watch.without(origin=name)
    probability = without.forecast(forecast.day).probability
    return Without(who, family, probability, probability - forecast.probability)


def _if_seen(watch: Watch, forecast: Forecast) -> Iterator[IfSeen]:
    """Each sign if a usually reliable source (B) of a new family told of it today, or denied what is told."""
    told = {term.indicator: term for term in forecast.terms}
    good = log(12.0)  # hit .6, false alarm .05
    doubt = log(0.4 / 0.95)
    for indicator in watch.problem.indicators:
        term = told[indicator.id]
        sum_ = sum(origin.nats for origin in term.origins)
        affirmed = any(not origin.denies for origin in term.origins)
        more = "one more good source" if affirmed else "a good source"
        yield _changed(forecast, indicator, sum_ + good, f"{more} tells of it: {indicator.says}")
        if affirmed:
            yield _changed(forecast, indicator, sum_ + doubt, f"a good source denies it: {indicator.says}")


def _changed(forecast: Forecast, indicator: Indicator, log_likelihood: float, what: str) -> IfSeen:
    nats = indicator_nats(log_likelihood, indicator.seen_if_yes, indicator.seen_if_no)
    terms = [replace(term, nats=nats) if term.indicator == indicator.id else term for term in forecast.terms]
    evidence = sum(family.nats for family in families(terms))
    weights, numbers = forecast.weights, constants()
    probability = held(
        combine(forecast.prior, evidence, weights.alpha, weights.beta, weights.tempering),
        numbers["lowest"],
        numbers["highest"],
    )
    return IfSeen(what, probability, probability - forecast.probability)


def _silence(watch: Watch, day: date) -> Iterator[tuple[date, float]]:
    """The figure at four days up to the deadline if nothing more is told: evidence ages, the clock runs."""
    left = (watch.problem.deadline - day).days
    known = watch.known_by(day)
    for part in (0.25, 0.5, 0.75, 1.0):
        ahead = day + timedelta(days=round(left * part))
        if ahead > day:
            yield ahead, known.forecast(ahead).probability
