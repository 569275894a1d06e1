"""How good forecasts were, once time has told: proper scores, skill against the base rate, calibration.

Sources: Brier (1950); Murphy (1973) for reliability, resolution and uncertainty; Dimitriadis, Gneiting & Jordan (2021) for the
decomposition by isotonic regression (CORP), which needs no bins.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]
SUREST = 1e-6  # a forecast of 0 or 1 is scored as this far from it, so that one miss is dear and not infinite


@dataclass(frozen=True, slots=True)
class Decomposition:
    """Brier score = miscalibration - discrimination + uncertainty; all from 0 up, the first two better low and high."""

    miscalibration: float
    discrimination: float
    uncertainty: float


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of some forecasts. *skill* is 1 - Brier / Brier of the reference; *log* is in nats, lower is better."""

    count: int
    yes: float  # share that came true
    brier: float
    log: float
    skill: float | None  # against the base rates given; None when those are perfect or absent
    calibration_error: float  # mean distance of forecast and frequency, in ten groups of equal size
    decomposition: Decomposition


def scores(
    forecasts: ArrayLike, outcomes: ArrayLike, base_rates: ArrayLike | None = None, weights: ArrayLike | None = None
) -> Scores:
    """The scores of *forecasts* (0..1) for *outcomes* (0 or 1), against *base_rates* where given; *weights* default to equal.

    Raises ValueError when there are none, or their numbers differ.

    >>> found = scores([0.9, 0.1], [1, 0], [0.5, 0.5])
    >>> round(found.brier, 3), round(found.skill, 3), round(found.log, 3)
    (0.01, 0.96, 0.105)
    """
    p, y = np.asarray(forecasts, float), np.asarray(outcomes, float)
    if not p.size or p.shape != y.shape:
        raise ValueError(
            f"{p.size} forecasts and {y.size} outcomes: one outcome for each forecast is wanted, and at least one"
        )
    w = np.ones_like(p) if weights is None else np.asarray(weights, float)
    brier = float(np.average((p - y) ** 2, weights=w))
    skill = None
    if base_rates is not None:
        reference = float(np.average((np.asarray(base_rates, float) - y) ** 2, weights=w))
        skill = 1 - brier / reference if reference > 0 else None
    return Scores(
        int(p.size),
        float(np.average(y, weights=w)),
        brier,
        log_score(p, y, w),
        skill,
        calibration_error(p, y, weights=w),
        decomposition(p, y, w),
    )


def log_score(forecasts: Numbers, outcomes: Numbers, weights: Numbers | None = None) -> float:
    """Mean of -ln of the probability given to what happened, in nats."""
    p = np.clip(forecasts, SUREST, 1 - SUREST)
    return float(np.average(-np.where(outcomes > 0.5, np.log(p), np.log1p(-p)), weights=weights))


def calibration_error(forecasts: Numbers, outcomes: Numbers, groups: int = 10, weights: Numbers | None = None) -> float:
    """Mean distance of forecast and frequency, over *groups* of equal size in the order of the forecasts (ECE)."""
    w = np.ones_like(forecasts) if weights is None else weights
    order = np.argsort(forecasts, kind="stable")
    parts = [part for part in np.array_split(order, min(groups, order.size)) if part.size]
    gaps = [abs((w[part] * (forecasts[part] - outcomes[part])).sum()) for part in parts]
    return float(sum(gaps) / w.sum())


def calibrated(forecasts: Numbers, outcomes: Numbers, weights: Numbers | None = None) -> Numbers:
    """What the frequencies make of the forecasts: the best non-decreasing fit (pool adjacent violators), in the forecasts' order.

    Source: Ayer et al. (1955).
    """
    w = np.ones_like(forecasts) if weights is None else weights
    # Equal forecasts stand for one another, so they are pooled first.
    values, inverse = np.unique(forecasts, return_inverse=True)
    mass = np.bincount(inverse, weights=w, minlength=values.size)
    means = np.bincount(inverse, weights=w * outcomes, minlength=values.size) / mass
    blocks: list[tuple[float, float, int]] = []  # mean, mass, number of values
    for mean, weight in zip(means.tolist(), mass.tolist(), strict=True):
        block = (mean, weight, 1)
        while blocks and blocks[-1][0] >= block[0]:
            last = blocks.pop()
            both = last[1] + block[1]
            block = ((last[0] * last[1] + block[0] * block[1]) / both, both, last[2] + block[2])
        blocks.append(block)
    fitted = np.repeat([block[0] for block in blocks], [block[2] for block in blocks])
    return np.asarray(fitted[inverse], float)


def decomposition(forecasts: Numbers, outcomes: Numbers, weights: Numbers | None = None) -> Decomposition:
    """The Brier score's parts by the best monotone recalibration."""

    def brier(p: Any) -> float:
        return float(np.average((p - outcomes) ** 2, weights=weights))

    best, climate = brier(calibrated(forecasts, outcomes, weights)), brier(np.average(outcomes, weights=weights))
    return Decomposition(brier(forecasts) - best, climate - best, climate)


def area_under_curve(forecasts: Numbers, outcomes: Numbers) -> float | None:
    """The chance that a case that came true had the higher forecast; ties count half. None without both outcomes.

    >>> area_under_curve(np.array([0.1, 0.4, 0.4]), np.array([0, 0, 1]))
    0.75
    """
    positive = int((outcomes > 0.5).sum())
    negative = outcomes.size - positive
    if not positive or not negative:
        return None
    _, inverse, counts = np.unique(forecasts, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    return float((ranks[outcomes > 0.5].sum() - positive * (positive + 1) / 2) / (positive * negative))
