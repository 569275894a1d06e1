"""An explanation adds up, and its what-ifs are what would be."""

import pytest
from tests.warning.crisis import DEADLINE, day, indicator, problem, report, teller

from tocsin.records import Weights
from tocsin.warning.explanation import explain
from tocsin.warning.forecast import Watch
from tocsin.warning.probability import logit

TOLD = [report(day(2)), report(day(3), teller("Herald", "house")), report(day(4), teller("Echo", "house"))]
TWO = problem(indicator(), indicator("threat", events=("THREATEN",), family="rhetoric"))


def test_the_lines_add_up_to_the_forecast() -> None:
    explained = explain(Watch.of(TWO, TOLD), day(6))
    nats = logit(explained.lines[0].after) + sum(line.nats for line in explained.lines[1:])
    assert nats == pytest.approx(logit(explained.forecast.probability))
    assert explained.lines[-1].after == pytest.approx(explained.forecast.probability)
    assert explained.lines[1].nats < 0, "the clock has run"


def test_fitted_weights_have_a_line_of_their_own() -> None:
    fitted = Weights(-0.3, 0.9, 0.3, "fitted on 12 questions")
    explained = explain(Watch.of(TWO, TOLD, fitted), day(6))
    assert any("fitted on 12 questions" in line.what for line in explained.lines)
    assert explained.lines[-1].after == pytest.approx(explained.forecast.probability)


def test_without_a_source_is_exactly_the_forecast_that_never_heard_it() -> None:
    explained = explain(Watch.of(TWO, TOLD), day(6))
    for one in explained.without:
        gone = {"house"} if one.family else {one.who.lower()}
        kept = [told for told in TOLD if not gone & {told.teller.id, told.teller.family if one.family else ""}]
        assert one.probability == Watch.of(TWO, kept).forecast(day(6)).probability
        assert one.change == pytest.approx(one.probability - explained.forecast.probability)
    assert {one.who for one in explained.without if not one.family} == {"Meridian Dispatch", "Herald", "Echo"}


def test_what_would_change_it_names_the_unseen_sign_and_the_denial_of_the_seen() -> None:
    explained = explain(Watch.of(TWO, TOLD), day(6))
    changes = {one.what: one.change for one in explained.if_seen}
    assert changes["a good source tells of it: the sign threat"] > 0
    assert changes["a good source denies it: the sign build-up"] < 0


def test_silence_lowers_it_to_the_deadline() -> None:
    explained = explain(Watch.of(TWO, TOLD), day(6))
    values = [p for _, p in explained.silence]
    assert values == sorted(values, reverse=True)
    assert explained.silence[-1][0] == DEADLINE


def test_one_owner_behind_everything_is_said() -> None:
    assert explain(Watch.of(TWO, TOLD[1:]), day(6)).single_channel
    assert not explain(Watch.of(TWO, TOLD), day(6)).single_channel


def test_on_the_last_day_there_is_still_an_explanation() -> None:
    assert explain(Watch.of(TWO, TOLD), DEADLINE).forecast.probability == 0.002
