"""When the bell rings, and when it keeps still."""

from dataclasses import replace

from tests.warning.crisis import day, indicator, problem, report, teller

from tocsin.records import Forecast, Reason
from tocsin.warning.alerts import alerts
from tocsin.warning.forecast import Watch

BASE = Watch.of(problem(), []).forecast(day(0))


def path(*values: float) -> list[Forecast]:
    return [replace(BASE, day=day(n), probability=value) for n, value in enumerate(values)]


def rung(*values: float, thresholds: tuple[float, ...] = (0.2,)) -> list[tuple[int, bool]]:
    found = alerts(problem(thresholds=thresholds), path(*values))
    return [((one.day - day(0)).days, one.rising) for one in found]


def test_it_rings_at_the_second_update_beyond_a_threshold_and_not_at_the_first() -> None:
    assert rung(0.1, 0.1, 0.25) == []
    assert rung(0.1, 0.1, 0.25, 0.24, 0.3) == [(3, True)]


def test_one_day_beyond_does_not_ring() -> None:
    assert rung(0.1, 0.1, 0.25, 0.1, 0.25, 0.1) == []


def test_flapping_about_a_threshold_rings_once() -> None:
    assert rung(0.1, 0.1, 0.21, 0.21, 0.19, 0.19, 0.21, 0.21, 0.19, 0.21, 0.21) == [(3, True)]


def test_it_rings_downward_beyond_the_dead_band() -> None:
    assert rung(0.1, 0.1, 0.25, 0.25, 0.17, 0.17) == [(3, True), (5, False)]


def test_a_question_that_begins_beyond_a_threshold_does_not_ring_for_it() -> None:
    assert rung(0.3, 0.3, 0.3) == []


def test_articles_alone_never_ring() -> None:
    wire = teller("Continental Press")
    told = [report(day(5), wire, article=f"copy-{n}") for n in range(300)]
    watch = Watch.of(problem(thresholds=(0.2,)), told)
    assert list(alerts(watch.problem, watch.trajectory())) == []


def test_a_jump_of_a_nat_through_what_is_told_rings_with_its_quotations() -> None:
    signs = [indicator(f"sign {n}", yes=0.9, no=0.01, family=f"family {n}") for n in range(4)]
    of = problem(*signs, thresholds=(0.99,), tempering=0.6)
    told = [report(day(10), teller(f"Paper {n}"), hit=0.9, false_alarm=0.02) for n in range(4)]
    watch = Watch.of(of, told)
    first, *more = alerts(of, watch.trajectory(day(16)))
    assert (first.reason, first.day, first.rising, more) == (Reason.JUMP, day(10), True, [])
    assert len(first.because) == 3
    assert all(origin.reports[0].quote for origin in first.because)


def test_the_clock_alone_never_jumps() -> None:
    watch = Watch.of(problem(thresholds=(0.999,)), [])
    assert list(alerts(watch.problem, watch.trajectory())) == []
