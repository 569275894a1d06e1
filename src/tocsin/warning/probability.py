"""The mathematics of a forecast, nothing else: numbers in, numbers out.

    p0(t)   = 1 - exp(-h (D - t))
    L_i     = prod_c (a_c / b_c) ^ (w_c 2^(-age_c / tau_i))
    l_i     = ln[(L_i h_i + 1 - h_i) / (L_i f_i + 1 - f_i)]
    S       = sum over families of clip(sum l_i, +-ln 10)
    logit p = alpha + beta logit p0 + lambda S

Source: Gettys, Kelly & Peterson (1973) for the cascade from report to sign to answer; Satopaa et al. (2014) for the one tempering
parameter. docs/warning-model.md derives each line.
"""

from collections.abc import Sequence
from math import exp, expm1, log, log1p

DAYS_PER_YEAR = 365.25


def logit(probability: float) -> float:
    """The log-odds of a probability strictly between 0 and 1, in nats."""
    return log(probability) - log1p(-probability)


def expit(nats: float) -> float:
    """The probability whose log-odds are *nats*.

    >>> expit(0), round(expit(logit(0.3)), 12)
    (0.5, 0.3)
    """
    return 1 / (1 + exp(-nats)) if nats >= 0 else exp(nats) / (1 + exp(nats))


def clock(hazard_per_year: float, days_left: float) -> float:
    """The chance that something with a constant hazard happens in the days left; it runs down by itself.

    >>> round(clock(0.1, 365.25), 4), clock(0.1, 0)
    (0.0952, 0.0)
    """
    return -expm1(-hazard_per_year * max(days_left, 0.0) / DAYS_PER_YEAR)


def hazard(probability_per_year: float) -> float:
    """The constant hazard a year at which the chance within a year is *probability_per_year*."""
    return -log1p(-probability_per_year)


def report_nats(hit: float, false_alarm: float, *, denies: bool, score: float, weight: float) -> float:
    """What one report adds to ln L: the likelihood ratio of a source that reports what is so at *hit*, what is not at *false_alarm*.

    A denial counts by the chances of not reporting. With probability 1 - *score* the reader misread it, and it says nothing.

    >>> round(report_nats(0.5, 0.1, denies=False, score=1, weight=1), 3), round(report_nats(0.5, 0.1, denies=True, score=1, weight=1), 3)
    (1.609, -0.588)
    """
    ratio = (1 - hit) / (1 - false_alarm) if denies else hit / false_alarm
    return weight * log(score * ratio + 1 - score)


def faded(nats: float, age_days: float, half_life_days: float) -> float:
    """*nats* after *age_days*."""
    return nats * 2 ** (-max(age_days, 0) / half_life_days)


def family_weights(count: int, correlation: float) -> list[float]:
    """The weights of *count* origins of one family, the strongest first: 1, and less for the others.

    They sum to the effective number n / (1 + (n - 1) rho).

    >>> family_weights(1, 0.5), family_weights(3, 0.5)
    ([1.0], [1.0, 0.25, 0.25])
    """
    effective = count / (1 + (count - 1) * correlation)
    return [1.0, *([(effective - 1) / (count - 1)] * (count - 1) if count > 1 else [])]


def indicator_nats(log_likelihood: float, seen_if_yes: float, seen_if_no: float) -> float:
    """What a sign adds, given ln L of all that is told of it; never beyond ln(seen_if_yes / seen_if_no), however large L.

    >>> round(indicator_nats(log(0.95 / 0.05), 0.30, 0.01), 2), round(indicator_nats(log(2), 0.30, 0.01), 2)
    (1.69, 0.25)
    """
    return _log_mix(log_likelihood, seen_if_yes) - _log_mix(log_likelihood, seen_if_no)


def clip(nats: float, bound: float) -> float:
    """*nats* held between -*bound* and *bound*."""
    return max(-bound, min(bound, nats))


def combine(prior: float, evidence: float, alpha: float, beta: float, tempering: float) -> float:
    """The probability from prior and evidence: expit(alpha + beta logit p0 + lambda S); 0 where the prior is 0."""
    if prior <= 0:
        return 0.0
    return expit(alpha + beta * logit(min(prior, 1 - 1e-12)) + tempering * evidence)


def held(probability: float, lowest: float, highest: float) -> float:
    """*probability* within the bounds no forecast passes."""
    return max(lowest, min(highest, probability))


def decayed_count(ages_days: Sequence[float], half_life_days: float) -> float:
    """How many there were, each halved every *half_life_days*.

    >>> decayed_count([0, 14, 28], 14)
    1.75
    """
    return sum(2 ** (-age / half_life_days) for age in ages_days)


def _log_mix(log_likelihood: float, share: float) -> float:
    """ln(L share + 1 - share), without overflow."""
    if log_likelihood > 0:
        return log_likelihood + log(share + (1 - share) * exp(-log_likelihood))
    return log1p(share * expm1(log_likelihood))
