"""Rates, letters, interests and credibility: how far what is told can be trusted."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.warning.crisis import day, report, teller

from tocsin.records import Control, Credibility, Leaning, Profile, Reliability, Report, Stake, Status
from tocsin.sources.grades import graded
from tocsin.sources.interests import leaning
from tocsin.sources.rates import Judge, class_mean
from tocsin.sources.record import Outcome, Record

WIRE = Profile(
    "continental-press", "Continental Press", "agency", control=Control.COOPERATIVE, corrections="prints them daily"
)
STATE_PRESS = Profile(
    "lta", "Loruskan Telegraph Agency", "agency", control=Control.STATE, state="LRK", family="loruskan-state"
)
LETTER = replace(WIRE, reliability=Reliability.RELIABLE, because="ten years of use")


def judged(profile: Profile | None, *outcomes: Outcome, topic: str = "force"):
    return Judge(Record.of(outcomes)).rates(
        replace(teller("Continental Press"), id="continental-press"), profile, topic
    )


def credibility(*told: Report) -> Credibility:
    return graded(told, told, on=day(99))[told[0].id].grade.credibility


def test_who_prints_corrections_starts_better_than_who_is_directed_by_a_state() -> None:
    careful, unknown, directed = class_mean(WIRE), class_mean(None), class_mean(STATE_PRESS)
    assert careful.hit / careful.false_alarm > unknown.hit / unknown.false_alarm > directed.hit / directed.false_alarm


def test_a_record_moves_the_rates_by_as_much_as_it_holds() -> None:
    right = [Outcome("continental-press", "force", 1.0)] * 20
    wrong = [Outcome("continental-press", "force", 0.0)] * 20
    start = judged(WIRE)
    assert judged(WIRE, *right).hit > judged(WIRE, *right[:2]).hit > start.hit
    ratios = [judged(WIRE, *told).ratio(Leaning.NEUTRAL) for told in (wrong, wrong[:2], [])]
    assert 1 <= ratios[0] < ratios[1] < ratios[2]
    assert judged(WIRE, *right).resolved == 20


def test_a_topics_record_is_shrunk_to_the_sources() -> None:
    wrong = [Outcome("continental-press", "sport", 0.0)] * 3
    assert (
        judged(WIRE).false_alarm
        < judged(WIRE, *wrong, topic="force").false_alarm
        < judged(WIRE, *wrong, topic="sport").false_alarm
    )


@given(st.lists(st.tuples(st.floats(0, 1), st.sampled_from(list(Leaning))), max_size=30))
def test_rates_are_probabilities_and_no_report_counts_against_what_it_says(rows) -> None:
    outcomes = [Outcome("continental-press", "force", so, lean) for so, lean in rows]
    rates = judged(WIRE, *outcomes)
    for lean in Leaning:
        assert 0 < rates.false_alarms(lean) <= rates.hit < 1


def test_false_alarms_with_interest_learn_apart() -> None:
    lies = [Outcome("continental-press", "force", 0.0, Leaning.WITH)] * 20
    rates, start = judged(WIRE, *lies[:3]), judged(WIRE)
    assert rates.false_alarm == start.false_alarm
    assert rates.false_alarm_with > start.false_alarm_with


def told(so: float, *questions: str, times: int = 1) -> list[Outcome]:
    return [Outcome("continental-press", "force", so, problem=question) for question in questions for _ in range(times)]


def test_nobody_has_a_letter_before_enough_reports_on_enough_questions_are_resolved() -> None:
    source = replace(teller("Continental Press"), id="continental-press")

    def letter(*outcomes: Outcome) -> tuple[Reliability, str]:
        return Judge(Record.of(outcomes)).reliability(source, WIRE)

    few, why = letter(*told(1.0, "a", "b", "c", times=1))
    assert few is Reliability.UNJUDGED
    assert "3 resolved reports on 3 questions" in why
    assert letter(*told(1.0, "a", times=20))[0] is Reliability.UNJUDGED
    assert letter(*told(1.0, "a", "b", "c", times=2))[0] is Reliability.RELIABLE
    assert letter(*told(0.0, "a", "b", "c", times=2))[0] is Reliability.UNRELIABLE
    assert letter(*told(1.0, "a", "b", "c", times=4), *told(0.0, "d", times=3))[0] is Reliability.FAIRLY_RELIABLE


def test_a_long_good_record_bears_a_few_false_alarms() -> None:
    rates = judged(WIRE, *told(1.0, "a", times=40), *told(0.0, "b", times=2))
    assert rates.ratio(Leaning.NEUTRAL) > judged(WIRE).ratio(Leaning.NEUTRAL)
    liar = judged(STATE_PRESS, *told(0.0, "a", "b", "c"))
    assert liar.ratio(Leaning.NEUTRAL) < 2


def test_an_analysts_letter_counts_and_says_whose_it_is() -> None:
    letter, reason = Judge(Record()).reliability(teller("Continental Press"), LETTER)
    assert letter is Reliability.RELIABLE
    assert "ten years of use" in reason
    assert judged(LETTER).hit > judged(WIRE).hit


HERS, THEIRS = (
    replace(teller("Averna"), state="AVN", country="AVN"),
    replace(teller("The Citadel"), state="LRK", country="LRK"),
)


@pytest.mark.parametrize(
    ("who", "told", "expected"),
    [
        (THEIRS, report(), Leaning.AGAINST),  # Lorusk tells that Lorusk mobilises
        (THEIRS, report(status=Status.NEGATED), Leaning.WITH),  # Lorusk denies it
        (HERS, report(), Leaning.WITH),  # Averna is the victim
        (HERS, report(status=Status.NEGATED), Leaning.AGAINST),
        (THEIRS, report(kind="RETREAT", quad="material cooperation"), Leaning.WITH),
        (teller("Meridian Dispatch"), report(), Leaning.NEUTRAL),
    ],
)
def test_the_interest_of_a_state_is_its_own_picture(who, told, expected) -> None:
    assert leaning(who, None, told.event)[0] is expected


def test_an_outlet_leans_by_the_stakes_of_the_register() -> None:
    stake = Stake("the pipeline", "its owner sells gas", "https://example.example", harms=("LRK",))
    profile = replace(WIRE, interests=(stake,))
    found, why = leaning(teller("Continental Press"), profile, report().event)
    assert found is Leaning.WITH
    assert "its owner sells gas" in (why or "")


def test_confirmation_needs_independent_hands() -> None:
    told = report(by=teller("A", "one"))
    assert credibility(told) is Credibility.UNJUDGED
    assert credibility(told, report(by=teller("B", "one"))) is Credibility.POSSIBLY_TRUE
    assert credibility(told, report(by=teller("B", "two"))) is Credibility.PROBABLY_TRUE
    assert credibility(told, report(by=teller("B", "two")), report(by=teller("C", "three"))) is Credibility.CONFIRMED


def test_what_others_deny_is_doubtful_then_improbable() -> None:
    told = report(by=teller("A", "one"))
    denials = [report(by=teller(name, name), status=Status.NEGATED) for name in ("B", "C")]
    assert credibility(told, denials[0]) is Credibility.DOUBTFUL
    assert credibility(told, *denials) is Credibility.IMPROBABLE


def test_another_event_or_another_week_confirms_nothing() -> None:
    told = report(by=teller("A", "one"))
    others = [
        report(by=teller("B", "two"), kind="THREATEN"),
        report(by=teller("C", "three"), actor="TSY"),
        report(day(9), by=teller("D", "four")),
    ]
    assert credibility(told, *others) is Credibility.UNJUDGED


def test_neither_half_of_a_grade_is_worked_out_from_the_other() -> None:
    good = replace(report(by=teller("A", "one")), grade=replace(report().grade, reliability=Reliability.RELIABLE))
    assert str(graded([good], [good], on=day(9))[good.id].grade) == "A6"
