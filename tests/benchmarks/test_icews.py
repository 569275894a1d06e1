"""The benchmark's columns are the warning model's numbers."""

import numpy as np
import pytest

from benchmarks import force
from tocsin.warning import probability
from tocsin.warning.constants import constants

CHANCE = np.random.default_rng(5)


def test_the_columns_are_what_the_model_computes_one_by_one() -> None:
    told = CHANCE.normal(0, 4, 200)
    found = force.log_likelihood_ratio(told, 0.4, 0.05)
    assert found == pytest.approx([probability.indicator_nats(one, 0.4, 0.05) for one in told])
    hazards = CHANCE.uniform(0.0001, 0.01, 50)
    assert force.running_prior(hazards, 30) == pytest.approx(
        [probability.clock(one * probability.DAYS_PER_YEAR, 30) for one in hazards]
    )
    assert force.logit(hazards) == pytest.approx([probability.logit(one) for one in hazards])


def test_reports_of_one_feed_count_as_the_effective_number_and_families_are_clipped_as_in_the_model() -> None:
    counts = np.array([1.0, 2.0, 7.0])
    assert force.effective_number(counts, 0.3) == pytest.approx(
        [sum(probability.family_weights(int(one), 0.3)) for one in counts]
    )
    clipped = force.evidence({"one": np.array([9.0]), "other": np.array([-9.0]), "third": np.array([0.5])})
    bound = np.log(constants()["family_clip"])
    assert clipped == pytest.approx([bound - bound + 0.5])
