"""The last layer fitted on resolved questions: a logistic regression held near the start values by normal priors.

Source: Platt (1999); the priors are DESIGN 6's, alpha N(0, .5), beta N(1, .25), lambda N(.2, .1).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tocsin.records import Weights
from tocsin.warning.constants import constants

STEPS = 100
CLOSE = 1e-10


@dataclass(frozen=True, slots=True)
class Case:
    """One forecast of a resolved question: what it rested on, and how it ended. *weight*: the share of its question."""

    prior_logit: float
    evidence: float
    outcome: float
    weight: float = 1.0


def fit(cases: Sequence[Case], basis: str) -> Weights:
    """The weights that suit *cases*, as far as their number outweighs the priors.

    >>> fit([], "nothing").tempering
    0.2
    """
    numbers = constants()
    spread = numbers["fit"]
    means = np.array([numbers["alpha"], numbers["beta"], numbers["lambda"]])
    sds = np.array([spread["alpha"], spread["beta"], spread["lambda"]])
    features = np.array([[1.0, case.prior_logit, case.evidence] for case in cases]).reshape(-1, 3)
    found = logistic(
        features, [case.outcome for case in cases], means=means, spreads=sds, weights=[case.weight for case in cases]
    )
    # A lambda below zero would turn evidence round; too little evidence to say so is no reason to.
    return Weights(float(found[0]), float(found[1]), max(float(found[2]), 0.0), basis)


def logistic(
    features: NDArray[np.float64],
    outcomes: ArrayLike,
    *,
    means: NDArray[np.float64],
    spreads: NDArray[np.float64],
    weights: ArrayLike | None = None,
) -> NDArray[np.float64]:
    """The coefficients of a logistic regression with normal priors, by Newton's method with halved steps.

    *features* is (cases, coefficients), *outcomes* 0..1, *means* and *spreads* those of the priors.
    """
    y = np.asarray(outcomes, float)
    w = np.ones_like(y) if weights is None else np.asarray(weights, float)
    precision = 1 / spreads**2

    def loss(beta: NDArray[np.float64]) -> float:
        z = features @ beta
        return float((w * (np.logaddexp(0, z) - y * z)).sum() + 0.5 * (precision * (beta - means) ** 2).sum())

    beta = means.astype(float).copy()
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(features @ beta, -50, 50)))
        gradient = features.T @ (w * (p - y)) + precision * (beta - means)
        hessian = (features * (w * p * (1 - p))[:, None]).T @ features + np.diag(precision)
        step = np.linalg.solve(hessian, gradient)
        size, here = 1.0, loss(beta)
        while loss(beta - size * step) > here and size > 1e-6:
            size /= 2
        beta = beta - size * step
        if np.abs(size * step).max() < CLOSE:
            break
    return beta
