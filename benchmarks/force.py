"""Tocsin's warning model over pairs of countries, fitted on resolved cases, and what it has to beat."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.dyads import HORIZON, QUADS, STEP, Cases, Indices, Numbers
from tocsin.warning.fit import logistic as fit_logistic

# The mathematics of tocsin.warning.probability over whole columns; tests/benchmarks/test_icews.py holds the two together.


def logit(probability: Numbers) -> Numbers:
    nats: Numbers = np.log(probability / (1 - probability))
    return nats


def logistic(nats: Numbers) -> Numbers:
    return 1 / (1 + np.exp(-np.clip(nats, -30, 30)))


def running_prior(hazard: Numbers, days: float) -> Numbers:
    """p0 = 1 - exp(-h (D - t)), *hazard* per day."""
    return -np.expm1(-hazard * days)


def effective_number(count: Numbers, correlation: float) -> Numbers:
    """n / (1 + (n - 1) rho) from the second report on; below one report, the decayed weight itself."""
    return np.where(count > 1, count / (1 + (np.maximum(count, 1) - 1) * correlation), count)


def log_likelihood_ratio(truth: Numbers, seen_if: float, seen_if_not: float) -> Numbers:
    """l = ln[(L h + 1 - h) / (L f + 1 - f)] in nats, from *truth* = ln L; never beyond ln(h/f)."""
    ratio = np.exp(np.minimum(truth, 30))
    nats: Numbers = np.log((ratio * seen_if + 1 - seen_if) / (ratio * seen_if_not + 1 - seen_if_not))
    return nats


def evidence(families: dict[str, Numbers]) -> Numbers:
    """S: the sums of the families, each clipped to one order of magnitude."""
    clipped = [np.clip(total, -np.log(10), np.log(10)) for total in families.values()]
    return np.asarray(np.sum(clipped, axis=0))


FAMILIES = {
    "rhetoric": ("demand", "disapproval", "rejection", "threat"),
    "posture": ("posture",),
    "coercion": ("reduced relations", "coercion"),
    "cooperation": ("cooperation in words", "cooperation in deeds"),
    "turmoil": ("protest",),
}
TRUE_REPORT, FALSE_REPORT = 0.9, 0.09  # P(coded | so), P(coded | not so): one fresh event multiplies L by ten
CORRELATION = 0.3  # between reports of one indicator; 0 to 1 changes nothing by more than .01
SHRINK = 10.0  # cases that the shares h and f are shrunk by towards each other
START = np.array([0.0, 1.0, 0.0, 0.0, 0.2])  # alpha, beta, gamma14, gamma120, lambda before any case is resolved
OVERLAP = STEP / HORIZON  # windows of one pair share days, so a row counts as that much of a case in the fit


def indicators(counts: dict[str, Numbers]) -> Iterator[tuple[str, str]]:
    """Each indicator with its family."""
    for family, names in FAMILIES.items():
        for name in names:
            for side in "><":
                yield f"{name} {side}30", family
    yield "force <30", "counterforce"
    yield "force <120", "counterforce"
    for name in counts:
        if name.startswith("non-state"):
            yield name, "non-state"
        elif name.endswith(("by A on others", "by others on A")):
            yield name, "A and others"
        elif name.endswith(("by B on others", "by others on B")):
            yield name, "B and others"
        elif name.endswith(("within A", "within B")):
            yield name, f"turmoil {name[-1]}"


def strata(rows: Cases) -> Indices:
    """How many of the two fight others (none, one, both), and whether the pair is often in the news."""
    counts = rows.counts
    fights = [counts[f"force by {one} on others"] + counts[f"force by others on {one}"] >= 0.5 for one in "AB"]
    talk = ("agreement", "cooperation in words", "cooperation in deeds", "disapproval")
    watched = sum(counts[f"{name} {side}120"] for name in talk for side in "><") >= 5
    return 2 * (fights[0].astype(np.int64) + fights[1]) + watched


def fitted(terms: Numbers, outcome: Numbers, mean: Numbers, spread: Numbers) -> Numbers:
    """Coefficients with Gaussian priors; windows of one pair share days, so each row counts that much of a case."""
    return fit_logistic(terms, outcome, means=mean, spreads=spread, weights=np.full(len(outcome), OVERLAP))


@dataclass(frozen=True, slots=True)
class ForceWarning:
    """logit p = alpha + beta logit p0 + gamma14 ln(1 + F14) + gamma120 ln(1 + F120) + lambda S, fitted."""

    hazard: Numbers  # per day, by stratum
    seen: dict[str, tuple[float, float]]  # h and f of each indicator
    coefficients: Numbers

    @classmethod
    def fit(cls, rows: Cases) -> "ForceWarning":
        stratum, outcome = strata(rows), rows.outcome
        base = float(outcome.mean())
        yes = np.bincount(stratum, outcome, 6) + 5
        rate = yes / (np.bincount(stratum, minlength=6) + 5 / base)
        seen = {}
        for name, _ in indicators(rows.counts):
            shown = rows.counts[name] >= 0.5
            share = SHRINK * shown.mean()
            seen[name] = (
                float((shown @ outcome + share) / (outcome.sum() + SHRINK)),
                float((shown @ (1 - outcome) + share) / ((1 - outcome).sum() + SHRINK)),
            )
        start = cls(-np.log1p(-rate) / HORIZON, seen, START)
        # gamma .7: .5 is steadier on other pairs of icews05-15, 1 adds .003 of skill on icews18.
        mean, spread = START, np.array([2, 0.25, 0.7, 0.7, 0.1])
        return replace(start, coefficients=fitted(start.terms(rows), outcome, mean, spread))

    def terms(self, rows: Cases) -> Numbers:
        families: dict[str, Numbers] = {}
        for name, family in indicators(rows.counts):
            truth = np.log(TRUE_REPORT / FALSE_REPORT) * effective_number(rows.counts[name], CORRELATION)
            ratio = log_likelihood_ratio(truth, *self.seen[name])
            families[family] = families.get(family, np.zeros(len(ratio))) + ratio
        own = [np.log1p(rows.counts[f"force >{half_life}"]) for half_life in (14, 120)]
        prior = logit(running_prior(self.hazard, HORIZON))[strata(rows)]
        return np.column_stack([np.ones(len(prior)), prior, *own, evidence(families)])

    def probability(self, rows: Cases) -> Numbers:
        return logistic(self.terms(rows) @ self.coefficients)


def tocsin(training: Cases, test: Cases) -> Numbers:
    return ForceWarning.fit(training).probability(test)


def unfitted(training: Cases, test: Cases) -> Numbers:
    """The start values with h, f and hazards from the training part: what a desk has before it has resolved questions."""
    return replace(ForceWarning.fit(training), coefficients=START).probability(test)


def persistence(training: Cases, test: Cases) -> Numbers:
    """The training rate of those with and without force in the last 30 days."""
    base = training.outcome.mean()
    rates = [
        (training.outcome[chosen].sum() + base) / (chosen.sum() + 1) for chosen in (~training.recent, training.recent)
    ]
    return np.asarray(np.where(test.recent, rates[1], rates[0]))


def rolling_mean(training: Cases, test: Cases) -> Numbers:  # noqa: ARG001 - every forecaster is called alike
    return test.rate


def logit_of(names: Sequence[str]) -> Callable[[Cases, Cases], Numbers]:
    """A logistic regression on ln(1 + count)."""

    def forecast(training: Cases, test: Cases) -> Numbers:
        terms = [
            np.column_stack([np.ones(len(rows.day)), *(np.log1p(rows.counts[name]) for name in names)])
            for rows in (training, test)
        ]
        mean = np.zeros(len(names) + 1)
        mean[0] = logit(training.outcome.mean())
        return logistic(terms[1] @ fitted(terms[0], training.outcome, mean, np.full(len(mean), 3.0)))

    return forecast


FORECASTERS: dict[str, Callable[[Cases, Cases], Numbers]] = {
    "": tocsin,
    ", unfitted": unfitted,
    ", persistence": persistence,
    ", rolling mean": rolling_mean,
    ", own force": logit_of(["force >14", "force >120"]),
    ", counts": logit_of([f"{name} {side}" for name in QUADS for side in "><"]),
}
