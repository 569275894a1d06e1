"""What the mathematics of a forecast promises, whatever the numbers."""

from math import exp, isclose, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.warning.probability import (
    clock,
    combine,
    expit,
    faded,
    family_weights,
    hazard,
    indicator_nats,
    logit,
    report_nats,
)  # fmt: skip

shares = st.floats(0.001, 0.999)
nats = st.floats(-700, 700)


@given(nats, shares, shares)
def test_no_evidence_takes_a_sign_beyond_the_ratio_of_its_own_shares(told: float, yes: float, no: float) -> None:
    added = indicator_nats(told, yes, no)
    bounds = (log(yes / no), log((1 - yes) / (1 - no)))
    assert min(bounds) - 1e-9 <= added <= max(bounds) + 1e-9


@given(shares, shares)
def test_a_sign_nobody_tells_of_adds_nothing(yes: float, no: float) -> None:
    assert isclose(indicator_nats(0.0, yes, no), 0.0, abs_tol=1e-12)


@given(nats, nats, shares, shares)
def test_more_evidence_never_turns_a_sign_round(less: float, more: float, yes: float, no: float) -> None:
    low, high = sorted((less, more))
    change = indicator_nats(high, yes, no) - indicator_nats(low, yes, no)
    assert change >= -1e-9 if yes >= no else change <= 1e-9


def test_the_worked_figures_of_the_design_come_out() -> None:
    # WARNING_NOTES 2.3: h .30, f .01 (ratio 30); one source a .95, b .05 makes it 5.4; a .6, b .3 makes it 1.3.
    assert exp(indicator_nats(log(0.95 / 0.05), 0.30, 0.01)) == pytest.approx(5.4, abs=0.1)
    assert exp(indicator_nats(log(0.6 / 0.3), 0.30, 0.01)) == pytest.approx(1.3, abs=0.02)


@given(st.floats(0.0001, 3), st.integers(1, 400))
def test_the_clock_only_runs_down(per_year: float, days: int) -> None:
    assert 0 == clock(per_year, 0) < clock(per_year, days) < clock(per_year, days + 1) < 1


@given(st.floats(0.0001, 0.99))
def test_the_hazard_of_a_year_gives_the_chance_of_that_year_back(chance: float) -> None:
    assert clock(hazard(chance), 365.25) == pytest.approx(chance)


@given(st.integers(1, 200), st.floats(0, 1))
def test_origins_of_one_family_count_as_the_effective_number(count: int, correlation: float) -> None:
    weights = family_weights(count, correlation)
    assert sum(weights) == pytest.approx(count / (1 + (count - 1) * correlation))
    assert weights[0] == 1
    assert all(-1e-12 <= weight <= 1 for weight in weights)


@given(shares, shares, st.floats(0, 1))
def test_a_report_more_surely_read_says_more(hit: float, false_alarm: float, score: float) -> None:
    told = report_nats(hit, false_alarm, denies=False, score=score, weight=1)
    sure = report_nats(hit, false_alarm, denies=False, score=1, weight=1)
    assert abs(told) <= abs(sure) + 1e-12


@given(st.floats(0.02, 0.98), st.floats(0.01, 0.99))
def test_a_denial_of_a_source_that_can_tell_speaks_the_other_way(hit: float, share: float) -> None:
    false_alarm = hit * share
    assert report_nats(hit, false_alarm, denies=False, score=1, weight=1) > 0
    assert report_nats(hit, false_alarm, denies=True, score=1, weight=1) < 0


def test_after_a_half_life_a_report_says_half() -> None:
    assert faded(2.0, 21, 21) == 1.0
    assert faded(2.0, 0, 21) == 2.0


@given(st.floats(-20, 20))
def test_log_odds_and_probability_are_one_thing(value: float) -> None:
    assert logit(expit(value)) == pytest.approx(value, abs=1e-3)


def test_without_a_prior_no_evidence_helps() -> None:
    assert combine(0.0, 100.0, 0.0, 1.0, 0.2) == 0.0
