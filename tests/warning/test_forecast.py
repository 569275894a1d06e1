"""What a forecast does with reports: the promises made to analysts."""

import itertools
from dataclasses import replace
from datetime import date
from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.warning.crisis import DEADLINE, OPENED, day, indicator, problem, report, teller

from tocsin.records import Act, Claim, History, Holder, Leaning, Match, Problem, Report, Status
from tocsin.warning.forecast import Watch, strongest
from tocsin.warning.probability import logit


def p(reports: list[Report], on: date | None = None, of: Problem | None = None) -> float:
    return Watch.of(of or problem(), reports).forecast(on or day(10)).probability


@settings(max_examples=40)
@given(st.integers(1, 60), st.floats(0.02, 0.6))
def test_however_many_agree_a_sign_stays_below_its_ceiling(count: int, false_alarm: float) -> None:
    told = [report(day(5), teller(f"Paper {n}"), hit=0.7, false_alarm=false_alarm) for n in range(count)]
    (term,) = Watch.of(problem(), told).forecast(day(5)).terms
    assert term.nats <= log(0.6 / 0.1) + 1e-9
    assert term.ceiling == pytest.approx(log(6))


def test_a_story_copied_fifty_times_moves_nothing_beyond_the_first() -> None:
    wire = teller("Continental Press")
    told = [report(day(5), wire, article=f"copy-{n}") for n in range(51)]
    assert abs(p(told) - p(told[:1])) < 1e-12


def test_fifty_outlets_of_one_owner_count_as_no_more_than_two() -> None:
    told = [report(day(5), teller(f"Paper {n}", "one-owner")) for n in range(50)]
    (term,) = Watch.of(problem(), told).forecast(day(5)).terms
    assert sum(origin.weight for origin in term.origins) < 2
    assert p(told) - p(told[:2]) < 0.01


def test_a_source_nobody_knows_moves_less_than_a_good_one() -> None:
    assert p([report(hit=0.6, false_alarm=0.05)]) > p([report(hit=0.5, false_alarm=0.1)]) > p([])


def test_a_report_against_interest_weighs_more_than_one_with_it() -> None:
    against, neutral, with_ = (p([report(leaning=one)]) for one in (Leaning.AGAINST, Leaning.NEUTRAL, Leaning.WITH))
    assert against > neutral > with_ > p([])


@given(st.permutations(range(6)))
def test_the_order_of_arrival_within_a_day_plays_no_part(order: list[int]) -> None:
    told = [
        report(day(5), teller(f"Paper {n % 4}", f"owner {n % 2}"), hit=0.4 + n / 20, article=f"a{n}") for n in range(6)
    ]
    told[3] = report(day(5), teller("Paper 3", "owner 1"), status=Status.NEGATED)
    assert Watch.of(problem(), [told[n] for n in order]).forecast(day(7)) == Watch.of(problem(), told).forecast(day(7))


def test_with_nothing_told_it_falls_with_the_clock_to_the_deadline() -> None:
    values = [one.probability for one in Watch.of(problem(), []).trajectory()]
    assert len(values) == (DEADLINE - OPENED).days + 1
    assert all(later <= earlier for earlier, later in itertools.pairwise(values))
    assert values[0] > 0.05
    assert values[-1] == 0.002


def test_what_is_told_ages() -> None:
    ahead = Watch.of(problem(), [report(day(5))])
    assert ahead.forecast(day(5)).evidence_nats > ahead.forecast(day(40)).evidence_nats > 0


def test_what_is_not_yet_told_plays_no_part() -> None:
    assert p([report(day(20))], day(10)) == p([], day(10))


@given(st.integers(0, 4))
def test_leaving_a_source_out_is_the_same_as_never_having_heard_it(gone: int) -> None:
    told = [report(day(n), teller(f"Paper {n}", f"owner {n % 2}")) for n in range(5)]
    kept = [one for one in told if one.teller.id != f"paper {gone}"]
    full = Watch.of(problem(), told)
    assert full.without(origin=f"paper {gone}").forecast(day(8)).probability == p(kept, day(8))


def test_a_denial_counts_against_a_sign_and_the_last_word_of_a_source_counts() -> None:
    wire = teller("Continental Press")
    told, denied = report(day(3), wire), report(day(6), wire, status=Status.NEGATED, hit=0.6, false_alarm=0.05)
    assert p([told, denied]) < p([]) < p([told])
    assert p([told, denied, report(day(8), wire)]) > p([])


def test_what_was_probably_misread_is_no_evidence() -> None:
    assert p([report(score=0.4)]) == p([]) < p([report(score=0.6)]) < p([report(score=1.0)])


def test_history_is_no_sign_and_the_possible_weighs_less_than_the_done() -> None:
    assert p([report(status=Status.HISTORICAL)]) == p([])
    assert p([]) < p([report(status=Status.HYPOTHETICAL)]) < p([report()])


def test_a_family_of_signs_moves_the_odds_by_ten_at_most() -> None:
    many = [indicator(f"sign {n}", yes=0.9, no=0.01) for n in range(6)]
    forecast = Watch.of(problem(*many), [report(hit=0.9, false_alarm=0.01)]).forecast(OPENED)
    assert forecast.evidence_nats == pytest.approx(log(10))
    assert forecast.evidence_nats < sum(term.nats for term in forecast.terms)


def test_a_sign_against_lowers_the_figure() -> None:
    talks = indicator("talks", yes=0.2, no=0.6, events=("AGREE",))
    assert p([report(kind="AGREE")], of=problem(talks)) < p([], of=problem(talks))


def test_earlier_acts_raise_the_prior_by_days_and_not_by_reports() -> None:
    history = History((Match(events=("ASSAULT",), actors=("LRK",)),), 0.5, 0.5)
    of = problem(history=history)
    once = [report(day(5), kind="ASSAULT")]
    often = [report(day(5), teller(f"Paper {n}"), kind="ASSAULT") for n in range(9)]
    twice = [*once, report(day(4), kind="ASSAULT")]
    assert p([], of=of) < p(once, of=of) == p(often, of=of) < p(twice, of=of)


def test_whoever_gains_by_the_answer_weighs_less() -> None:
    told = report(by=replace(teller("The Citadel"), state="LRK"))
    of = problem(interests=(Holder("LRK", "yes", "it wants to be feared", "said by its own minister"),))
    assert p([], of=of) < p([told], of=of) < p([told])
    against = problem(interests=(Holder("LRK", "no", "it wants to surprise", "said by its own minister"),))
    assert p([told], of=against) > p([told])


def test_that_something_was_said_is_vouched_for_by_whoever_reports_it() -> None:
    said = report(by=teller("A minister"), hit=0.5, false_alarm=0.5)  # worth nothing as a witness
    voice = teller("Continental Press")
    said = replace(said, voice=voice, voice_rates=report(by=voice).rates, claim=_claim())
    spoken = replace(indicator(), matches=(Match(acts=(Act.THREATEN,)),))
    (term,) = Watch.of(problem(spoken), [said]).forecast(OPENED).terms
    assert term.nats > 0.2
    assert term.origins[0].teller == "Continental Press"


def test_the_terms_add_up_to_the_probability() -> None:
    told = [report(day(2)), report(day(3), teller("Herald"), kind="THREATEN", quad="verbal conflict")]
    of = problem(indicator(), indicator("threat", events=("THREATEN",), family="rhetoric"))
    one = Watch.of(of, told).forecast(day(4))
    assert logit(one.probability) == pytest.approx(
        logit(one.prior) + one.weights.tempering * sum(t.nats for t in one.terms)
    )


def test_the_strongest_are_different_origins() -> None:
    told = [report(day(2), teller(f"Paper {n}"), hit=0.4 + n / 10) for n in range(5)]
    found = strongest(Watch.of(problem(), told).forecast(day(2)).terms, rising=True)
    assert [origin.teller for origin in found] == ["Paper 4", "Paper 3", "Paper 2"]


def _claim() -> Claim:
    from tests.briefings import SIGNS

    return replace(SIGNS, act=Act.THREATEN)
