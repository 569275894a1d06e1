"""Scores against scikit-learn's, and the identities they must keep."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.warning.crisis import day

from tocsin.records import Act, Answer, Figure, Prediction, Resolution
from tocsin.warning.fit import Case, fit
from tocsin.warning.scores import area_under_curve, calibrated, calibration_error, decomposition, log_score, scores
from tocsin.warning.standing import Ended, cases, score, spoken_scores, stood

# Three digits: scikit-learn loses its way between two forecasts that are nearly one.
shares = st.integers(1, 999).map(lambda thousandths: thousandths / 1000)
pairs = st.lists(st.tuples(shares, st.integers(0, 1)), min_size=2, max_size=60)


@given(pairs)
def test_the_parts_of_the_brier_score_add_up_and_none_is_negative(rows: list[tuple[float, int]]) -> None:
    p, y = np.array([r[0] for r in rows]), np.array([float(r[1]) for r in rows])
    parts = decomposition(p, y)
    assert parts.miscalibration - parts.discrimination + parts.uncertainty == pytest.approx(((p - y) ** 2).mean())
    assert min(parts.miscalibration, parts.discrimination, parts.uncertainty) >= -1e-12


@given(pairs)
def test_scores_are_those_of_scikit_learn(rows: list[tuple[float, int]]) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    isotonic = pytest.importorskip("sklearn.isotonic")
    p, y = np.array([r[0] for r in rows]), np.array([float(r[1]) for r in rows])
    assert scores(p, y).brier == pytest.approx(metrics.brier_score_loss(y, p))
    assert log_score(p, y) == pytest.approx(metrics.log_loss(y, p, labels=[0, 1]))
    assert calibrated(p, y) == pytest.approx(isotonic.IsotonicRegression().fit_transform(p, y))
    if 0 < y.sum() < y.size:
        assert area_under_curve(p, y) == pytest.approx(metrics.roc_auc_score(y, p))
    else:
        assert area_under_curve(p, y) is None


def test_a_perfectly_calibrated_forecaster_has_no_calibration_error() -> None:
    p = np.repeat([0.2, 0.8], 10)
    y = np.array([1, 1, *[0] * 8, *[1] * 8, 0, 0], float)
    assert calibration_error(p, y, groups=2) == pytest.approx(0)
    assert decomposition(p, y).miscalibration == pytest.approx(0)


def test_skill_is_against_the_base_rates_given() -> None:
    assert scores([0.3, 0.3], [0, 1], [0.3, 0.3]).skill == pytest.approx(0)
    assert scores([0.1, 0.9], [0, 1], [0.5, 0.5]).skill == pytest.approx(0.96)


def test_no_forecast_is_no_score() -> None:
    with pytest.raises(ValueError, match="at least one"):
        scores([], [])


def _ended(answer: Answer, on: int = 91, **other: object) -> Ended:
    steps = [(day(n), 0.3, 0.2, 1.0) for n in range(92)]
    resolution = Resolution("watch", answer, "the UN mission", day(on), "its report 7")
    return Ended("watch", "Will it?", day(91), resolution, steps, other.get("figures", ()))  # type: ignore[arg-type]


def test_a_question_is_scored_after_its_deadline_and_not_when_yes_comes_early() -> None:
    early = _ended(Answer.YES, 20)
    assert stood(early, day(50)) == []
    assert stood(early, day(91)) == []
    rows = stood(early, day(92))
    assert len(rows) == 20
    assert all(row.day < day(20) for row in rows)
    assert score(rows).brier == pytest.approx(0.49)


def test_void_and_open_questions_are_not_scored() -> None:
    assert stood(_ended(Answer.VOID), day(200)) == []
    assert stood(Ended("watch", "Will it?", day(91), None, [], []), day(200)) == []


def test_another_forecaster_is_scored_by_the_figure_that_stood() -> None:
    figures = [Figure("watch", "Ada", day(10), 0.1), Figure("watch", "Ada", day(80), 0.9)]
    rows = [row for row in stood(_ended(Answer.NO, figures=figures), day(100)) if row.by == "Ada"]
    assert (len(rows), sum(row.probability == 0.1 for row in rows)) == (82, 70)
    assert rows[0].base_rate == 0.2


def test_each_question_weighs_the_same_however_long_it_was_open() -> None:
    long, short = stood(_ended(Answer.NO), day(100)), stood(_ended(Answer.YES, 2), day(100))
    short = [type(row)("other", row.by, row.day, row.probability, row.base_rate, row.outcome) for row in short]
    assert score([*long, *short]).brier == pytest.approx((0.09 + 0.49) / 2)


def test_little_evidence_leaves_the_weights_where_they_were_and_much_moves_them() -> None:
    few = fit([Case(-2.0, 1.0, 1.0)], "one")
    assert few.tempering == pytest.approx(0.2, abs=0.02)
    assert few.beta == pytest.approx(1, abs=0.15)
    rng = np.random.default_rng(3)
    evidence, prior = rng.normal(0, 2, 4000), rng.normal(-1, 1, 4000)
    came = rng.random(4000) < 1 / (1 + np.exp(-(0.4 + 0.8 * prior + 0.5 * evidence)))
    many = fit([Case(float(a), float(b), float(c)) for a, b, c in zip(prior, evidence, came, strict=True)], "many")
    assert (many.alpha, many.beta, many.tempering) == pytest.approx((0.4, 0.8, 0.5), abs=0.12)


def test_the_fit_sees_each_question_once() -> None:
    rows = stood(_ended(Answer.NO), day(100))
    assert sum(case.weight for case in cases(rows)) == pytest.approx(1)


def test_speakers_are_scored_by_what_their_words_stand_for() -> None:
    def said(name: str, probability: float) -> Prediction:
        return Prediction(
            name, "Ivo Kast", "ivo", Act.PREDICT, "gas will pass 200", day(0), day(30), "by May 31", probability, 0, 1, None, "a", None,
            None,
        )  # fmt: skip

    resolved = {
        name: Resolution(name, answer, "the exchange", day(30), "its list")
        for name, answer in (("a", Answer.NO), ("b", Answer.VOID))
    }
    found, void = spoken_scores([said("a", 0.9), said("b", 0.5), said("c", 0.5)], resolved, day(40))["Ivo Kast"]
    assert (found.count, round(found.brier, 2), void) == (1, 0.81, 1)
    assert spoken_scores([said("a", 0.9)], resolved, day(10)) == {}
