"""How a forecast reads, as words, as a row of bars and as charts."""

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tocsin.cli import charts, outlook
from tocsin.cli.sparkline import BARS, sparkline
from tocsin.errors import TocsinError
from tocsin.records import (
    Alert,
    Credibility,
    Forecast,
    Grade,
    Leaning,
    Origin,
    Problem,
    Rates,
    Reason,
    Reliability,
    Report,
    Resolver,
    Teller,
    Weights,
)  # fmt: skip
from tocsin.warning.explanation import Explanation, Line
from tocsin.warning.probability import expit, logit

DAY = date(2021, 5, 1)
PROBLEM = Problem(
    id="attack",
    question="Will Lorusk use force & <arms>?",
    opened=DAY,
    deadline=date(2021, 7, 31),
    criterion="It does.",
    resolver=Resolver("Two agencies", "archive", "no"),
    hazard_per_year=0.2,
    hazard_basis="invented",
    indicators=(),
)
QUIET = Forecast(
    "attack", DAY, 0.054, 0.054, 0.054, 0.0, 0.0, Weights(0.0, 1.0, 0.2, "start values"), (), (), 0, 0, 0, 0
)
DISPATCH = Teller("outlet:dispatch", "Meridian Dispatch", "outlet:dispatch")
HOLK = Teller("speaker:holk", "Peder Holk", "alliance")
REPORT = Report(
    id="r1",
    day=DAY,
    article="a1",
    outlet="Meridian Dispatch",
    headline=None,
    url=None,
    quote="Tanks.",
    event=None,
    claim=None,
    teller=HOLK,
    chain=(DISPATCH, DISPATCH, HOLK),
    origin="speaker:holk",
    leaning=Leaning.NEUTRAL,
    rates=Rates(0.5, 0.1, 0.3, 0.05, "class"),
    grade=Grade(Reliability.UNJUDGED, Credibility.PROBABLY_TRUE),
    voice=DISPATCH,
    voice_rates=Rates(0.5, 0.1, 0.3, 0.05, "class"),
)
ORIGIN = Origin("speaker:holk", "Peder Holk", "alliance", 0, 1.0, 1.6, False, (REPORT,))


@pytest.mark.parametrize(
    ("probability", "said"),
    [
        (0.002, "0.2 %"), (0.0994, "9.9 %"), (0.0996, "10 %"), (0.1, "10 %"), (0.454, "45 %"), (0.9, "90 %"), (0.9004, "90 %"),
        (0.9006, "90.1 %"), (0.98, "98.0 %"), (0.999, "99.9 %"),
    ],
)  # fmt: skip
def test_a_probability_is_exact_to_a_tenth_near_the_ends_only(probability: float, said: str) -> None:
    assert outlook.percent(probability) == said


@pytest.mark.parametrize("change", [0.00049, -0.00049, 0.0])
def test_a_change_too_small_to_see_has_no_sign(change: float) -> None:
    assert outlook.points(change) == "0.0"


def test_the_number_never_stands_without_its_words_nor_the_words_without_their_number() -> None:
    assert outlook.outlook(QUIET) == "5.4 %, very unlikely"
    assert outlook.outlook(replace(QUIET, probability=0.6)) == "60 %, likely"


def test_the_basis_stands_in_a_sentence_of_its_own() -> None:
    assert outlook.basis(QUIET) == "No sign has been told of: this is the base rate and the clock."
    one = replace(QUIET, articles=3, origins=1, owners=1)
    assert outlook.basis(one) == "It rests on 3 articles, 1 origin, 1 owner. A single channel: one could feed it."
    assert outlook.basis(replace(one, origins=2, owners=2)) == "It rests on 3 articles, 2 origins, 2 owners."


def test_an_origin_tells_who_how_old_how_often_and_how_much_it_weighs() -> None:
    assert outlook.origin(ORIGIN) == "Peder Holk · grade F2 · 1 May 2021"
    leaning = replace(REPORT, leaning=Leaning.WITH)
    copy = replace(REPORT, article="a2")
    told = replace(ORIGIN, age_days=30, weight=0.25, denies=True, reports=(leaning, copy, REPORT))
    assert outlook.origin(told) == (
        "denied · Peder Holk · grade F2 · with interest · 1 May 2021, 30 days old · in 2 articles"
        " · weighs 0.25: not the first of its owner"
    )


def test_the_chain_runs_from_who_printed_it_to_who_said_it_and_names_each_once() -> None:
    assert outlook.chain(REPORT) == "Meridian Dispatch ← Peder Holk"


def test_an_alert_is_a_sentence() -> None:
    jump = Alert("attack", DAY, Reason.JUMP, True, 0.1, 0.43, None, ())
    assert outlook.alert(jump) == "1 May 2021: a jump up, from 10.0 % to 43.0 %, through what was told"
    fall = Alert("attack", DAY, Reason.THRESHOLD, False, 0.21, 0.17, 0.2, ())
    assert outlook.alert(fall) == "1 May 2021: down past 20 %, from 21.0 % to 17.0 %"


def test_a_row_of_bars_shows_the_highest_of_each_group() -> None:
    assert sparkline([0.0, 0.0, 0.8, 0.0, 0.0, 0.0], 3) == "▁█▁"
    assert sparkline([0.1] * 5, 80) == "█████"
    assert sparkline([0.0, 0.0], 80) == "▁▁"
    assert sparkline([], 80) == ""


@pytest.mark.parametrize("count", [1, 2, 7, 92, 400])
@pytest.mark.parametrize("width", [1, 3, 80])
def test_a_row_of_bars_is_never_wider_than_asked_and_loses_no_peak(count: int, width: int) -> None:
    for peak in (0, count // 2, count - 1):
        row = sparkline([1.0 if at == peak else 0.01 for at in range(count)], width)
        assert len(row) == min(count, width)
        assert row.count(BARS[-1]) == 1


def days(*probabilities: float) -> list[Forecast]:
    return [replace(QUIET, day=DAY + timedelta(days=at), probability=p) for at, p in enumerate(probabilities)]


def spec(chart: Any) -> dict[str, Any]:
    found: dict[str, Any] = chart.to_dict()
    assert '"url"' not in json.dumps(found)  # all data are in it, nothing is fetched
    return found


def test_a_trajectory_shows_every_day_and_every_alert() -> None:
    forecasts = days(0.05, 0.2, 0.6)
    alert = Alert("attack", forecasts[2].day, Reason.JUMP, True, 0.05, 0.6, None, ())
    layers = spec(charts.trajectory(PROBLEM, forecasts, [alert]))["layer"]
    assert [row["probability"] for row in layers[2]["data"]["values"]] == [0.05, 0.2, 0.6]
    assert layers[3]["data"]["values"] == [{"day": "2021-05-03", "probability": 0.6, "way": "up"}]
    assert layers[2]["encoding"]["y"]["scale"]["domain"] == [0, pytest.approx(0.69)]
    assert len(spec(charts.trajectory(PROBLEM, forecasts, []))["layer"]) == 3


@pytest.mark.parametrize("probabilities", [(0.002,), (0.98, 0.98), (0.002, 0.98)])
def test_a_trajectory_stays_within_its_scale(probabilities: tuple[float, ...]) -> None:
    chart = charts.trajectory(PROBLEM, days(*probabilities), [])
    low, high = spec(chart)["layer"][2]["encoding"]["y"]["scale"]["domain"]
    assert low == 0 < max(probabilities) <= high <= 1
    assert "<svg" in charts.svg(chart)


def explanation(*terms: float) -> Explanation:
    lines = [Line("base rate when the question was opened", logit(0.05), 0.05)]
    for number, nats in enumerate(terms):
        lines.append(Line(f"sign {number}", nats, expit(logit(lines[-1].after) + nats)))
    return Explanation(replace(QUIET, probability=lines[-1].after), tuple(lines), (), (), (), False)


@pytest.mark.parametrize("count", [0, 1, 5, 12, 13, 30])
def test_the_bars_of_a_waterfall_join_and_end_at_the_forecast(count: int) -> None:
    explained = explanation(*((-1) ** at * (0.2 + 0.01 * at) for at in range(count)))
    bars = spec(charts.waterfall(explained))["data"]["values"]
    assert bars[0]["from"] == bars[0]["to"] == pytest.approx(logit(0.05))
    for before, after in pairwise(bars):
        assert after["from"] == pytest.approx(before["to"])
    assert expit(bars[-1]["to"]) == pytest.approx(explained.forecast.probability)
    assert len(bars) == min(count, 12) + 1 + (count > 12)
    assert len({bar["what"] for bar in bars}) == len(bars)


def test_two_signs_that_begin_alike_have_a_row_each() -> None:
    lines = explanation(0.5, 0.7).lines
    alike = "Lorusk moves troops of its western command to the border with Averna"
    named = (lines[0], replace(lines[1], what=f"{alike} by rail"), replace(lines[2], what=f"{alike} by road"))
    found = spec(charts.waterfall(replace(explanation(0.5, 0.7), lines=named)))
    rows = found["layer"][0]["encoding"]["y"]["field"]
    assert len({bar[rows] for bar in found["data"]["values"]}) == 3


def test_a_waterfall_of_the_last_day_can_be_drawn() -> None:
    done = Explanation(QUIET, (Line("the deadline has come: no time is left for it", 0.0, 0.002),), (), (), (), False)
    assert "<svg" in charts.svg(charts.waterfall(done))


def test_a_calibration_shows_each_group_beside_the_diagonal() -> None:
    diagonal, points = spec(charts.calibration([(0.1, 0.0, 4), (0.7, 0.5, 2)]))["layer"]
    assert [one["at"] for one in diagonal["data"]["values"]] == [0, 1]
    assert points["data"]["values"][1] == {"forecast": 0.7, "frequency": 0.5, "count": 2}


def test_words_of_a_question_are_escaped_in_the_picture() -> None:
    drawn = charts.svg(charts.trajectory(PROBLEM, days(0.05, 0.06), []))
    text = " ".join(ET.fromstring(drawn).itertext())
    assert "Will Lorusk use force & <arms>?" in text


def test_a_chart_is_saved_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chart = charts.calibration([(0.1, 0.0, 4)])
    for ending in (".SVG", ".png", ".json"):
        charts.save(chart, tmp_path / f"chart{ending}")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["chart.SVG", "chart.json", "chart.png"]
    for name in ("chart.pdf", "chart", "svg"):
        with pytest.raises(TocsinError, match=r"written as \.svg, \.png or \.json"):
            charts.save(chart, tmp_path / name)
    before = (tmp_path / "chart.png").read_bytes()

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pathlib.Path.replace", stop)
    with pytest.raises(KeyboardInterrupt):
        charts.save(charts.calibration([(0.5, 0.5, 9)]), tmp_path / "chart.png")
    assert (tmp_path / "chart.png").read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 3
