"""`tocsin score` and `tocsin predictions`: what was forecast and foretold, scored once time has told."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from math import log
from pathlib import Path
from typing import Any

import pytest
from tests.cli.quarrel import BUILD_UP, EVENTS, changed, lines, problem, refused, saying, tocsin

from tocsin.cli.ledger import Ledger, Step
from tocsin.records import Act, Actor, Answer, Figure, Resolution
from tocsin.warning.probability import expit, logit

OPENED, DEADLINE = date(2021, 5, 1), date(2021, 5, 3)
BY = ["--by", "Two agencies", "--reference", "archive/7"]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TOCSIN_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def book(home: Path) -> Ledger:
    return Ledger(home / "ledger")


def put(
    book: Ledger,
    name: str,
    figures: Sequence[tuple[float, float]],
    answer: Answer | None,
    came: date | None = None,
    deadline: date = DEADLINE,
) -> None:
    """A question with (probability, base rate) for each day from its opening, and how it ended."""
    steps = [Step(OPENED + timedelta(days=at), p, base, base, 0.0) for at, (p, base) in enumerate(figures)]
    kept = {"question": f"Will it, {name}?", "opened": OPENED, "deadline": deadline, "indicators": []}
    book.keep(name, kept, None, steps, ())
    if answer is not None:
        book.resolve(Resolution(name, answer, "Two agencies", came or deadline, "archive/7"))


def score(*words: object) -> Any:
    done = tocsin("score", "--json", *words)
    assert (done.code, done.err) == (0, "")
    return done.json


def test_an_empty_ledger_is_said_with_what_to_do() -> None:
    done = tocsin("score")
    assert (done.code, done.err) == (0, "")
    assert "The ledger is empty. Run a problem" in " ".join(done.out.split())
    assert score()["questions"] == 0


def test_the_scores_are_those_worked_out_by_hand(book: Ledger) -> None:
    put(book, "calm", [(0.2, 0.5), (0.4, 0.5), (0.3, 0.5)], Answer.NO)
    # It came true on the second day: only the first day's forecast was made before it.
    put(book, "storm", [(0.7, 0.4), (0.9, 0.4), (0.9, 0.4)], Answer.YES, date(2021, 5, 2))
    found = score()
    calm, storm = (0.2**2 + 0.4**2 + 0.3**2) / 3, 0.3**2
    assert found["problems"]["calm"]["brier"] == pytest.approx(calm)
    assert found["problems"]["storm"]["brier"] == pytest.approx(storm)
    own = found["forecasters"]["Tocsin"]
    assert (own["count"], own["yes"]) == (4, pytest.approx(0.5))
    assert own["brier"] == pytest.approx((calm + storm) / 2)  # each question weighs the same, not each day
    assert own["log"] == pytest.approx((-(log(0.8) + log(0.6) + log(0.7)) / 3 - log(0.7)) / 2)
    assert own["skill"] == pytest.approx(1 - ((calm + storm) / 2) / ((0.5**2 + 0.6**2) / 2))
    parts = own["decomposition"]
    assert parts["miscalibration"] - parts["discrimination"] + parts["uncertainty"] == pytest.approx(own["brier"])


def test_a_question_is_not_scored_before_its_deadline_has_passed_also_when_it_came_true(book: Ledger) -> None:
    put(book, "storm", [(0.7, 0.4), (0.9, 0.4), (0.9, 0.4)], Answer.YES, date(2021, 5, 2))
    assert score("--on", "2021-05-03")["forecasters"] == {}
    assert score("--on", "2021-05-04")["forecasters"]["Tocsin"]["count"] == 1
    shown = tocsin("score", "--on", "2021-05-02").out
    assert "yes, scored after 2021-05-03" in shown


def test_an_open_question_is_not_scored(book: Ledger) -> None:
    put(book, "open", [(0.7, 0.4)], None)
    found = score()
    assert (found["questions"], found["resolved"], found["forecasters"], found["problems"]) == (
        1,
        0,
        {},
        {"open": None},
    )
    assert "open until 2021-05-03" in tocsin("score").out


def test_void_questions_are_counted_and_not_scored(book: Ledger) -> None:
    put(book, "calm", [(0.2, 0.5)], Answer.NO)
    put(book, "unclear", [(0.9, 0.5)], Answer.VOID)
    found = score()
    assert (found["resolved"], found["void"]) == (2, 1)
    assert found["forecasters"]["Tocsin"]["brier"] == pytest.approx(0.04)
    assert "2 questions, 2 resolved, 50% of them void" in tocsin("score").out


def test_a_persons_figure_holds_until_the_next_one(book: Ledger) -> None:
    put(book, "calm", [(0.2, 0.5), (0.2, 0.5), (0.2, 0.5)], Answer.NO)
    book.add_figure(Figure("calm", "Nora", date(2021, 5, 1), 0.6))
    book.add_figure(Figure("calm", "Nora", date(2021, 5, 3), 0.1))
    nora = score()["forecasters"]["Nora"]
    assert nora["count"] == 3
    assert nora["brier"] == pytest.approx((0.36 + 0.36 + 0.01) / 3)
    assert list(score()["forecasters"]) == ["Tocsin", "Nora"]


def test_a_question_that_was_resolved_and_never_run_is_said(book: Ledger) -> None:
    put(book, "calm", [], Answer.NO)
    assert "no, not run" in tocsin("score").out
    assert score()["problems"] == {"calm": None}


def test_sources_are_counted_by_what_they_told(tmp_path: Path) -> None:
    question = changed(tmp_path / "attack.toml")
    assert problem("run", question, "--over", lines(tmp_path / "e.jsonl", *EVENTS)).code == 0
    signs = ["--sign", "build-up=yes", "--sign", "threat=no", "--sign", "talks=yes"]
    assert problem("resolve", question, "no", *BY, *signs).code == 0
    found = {row["source"]: row for row in score()["sources"]}
    # Only what was told counts: the Ledger told of two signs that were so, the Post of the one that was not.
    assert found["outlet:northern ledger"] == {
        "source": "outlet:northern ledger", "reports": 2, "questions": 1, "proved_so": 2, "share": 1,
    }  # fmt: skip
    told = {name: (row["reports"], row["proved_so"]) for name, row in found.items()}
    assert told["outlet:meridian dispatch"] == (1, 1)
    assert told["outlet:tessarian post"] == (1, 0)
    shown = tocsin("score").out
    assert "outlet:meridian dispatch" in shown


def test_a_whole_round_from_run_to_score(tmp_path: Path) -> None:
    question = changed(tmp_path / "attack.toml")
    events = lines(tmp_path / "e.jsonl", *EVENTS)
    done = problem("run", question, "--over", events, "--until", "2021-07-31", "--json")
    steps = done.json["trajectory"]
    assert problem("forecast", question, "0.5", "--by", "Nora", "--on", "2021-05-01").code == 0
    assert problem("resolve", question, "no", *BY).code == 0
    found = score()["forecasters"]
    assert found["Tocsin"]["count"] == found["Nora"]["count"] == 92
    assert found["Tocsin"]["brier"] == pytest.approx(sum(step["probability"] ** 2 for step in steps) / 92)
    assert found["Nora"]["brier"] == pytest.approx(0.25)
    shown = tocsin("score").out
    assert "Will Lorusk use armed force against Averna by 31 July 2021?" in " ".join(shown.split())
    assert "Brier = MCB (miscalibration) - DSC (discrimination) + UNC (uncertainty)" in shown


def fill(book: Ledger, count: int) -> None:
    for number in range(count):
        answer = Answer.YES if number % 4 == 0 else Answer.NO
        came = DEADLINE if answer is Answer.YES else None
        put(book, f"q{number:02}", [(0.3, 0.2), (0.3, 0.2)], answer, came)


def test_a_fit_on_fewer_than_ten_questions_is_refused(book: Ledger) -> None:
    fill(book, 9)
    done = tocsin("score", "--refit")
    assert done.code == 0
    assert "not fitted: 9 resolved questions, and 10 are needed" in done.err
    assert book.weights() is None


def test_a_fit_on_ten_questions_is_kept_and_used_by_the_next_run(book: Ledger, tmp_path: Path) -> None:
    fill(book, 10)
    done = tocsin("score", "--refit", "--on", "2021-06-01")
    assert (done.code, done.err) == (0, "")
    weights = book.weights()
    assert weights is not None
    assert weights.basis == "fitted on 10 resolved questions, 2021-06-01"
    assert (weights.alpha, weights.beta) != (0.0, 1.0)
    kept = json.loads((book.folder / "weights.json").read_text(encoding="utf-8"))
    assert kept["fitted_on"]["problems"] == [f"q{number:02}" for number in range(10)]
    events = lines(tmp_path / "e.jsonl", BUILD_UP)
    step = problem("run", changed(tmp_path / "a.toml"), "--over", events, "--json").json["trajectory"][-1]
    assert step["weights"]["basis"] == weights.basis
    nats = weights.alpha + weights.beta * logit(step["prior"]) + weights.tempering * step["evidence_nats"]
    assert step["probability"] == pytest.approx(expit(nats))
    explained = problem("explain", tmp_path / "a.toml", "--over", events, "--json").json
    first, *rest = explained["lines"]
    assert logit(first["after"]) + sum(line["nats"] for line in rest) == pytest.approx(nats)
    assert any(line["what"].startswith("calibration (fitted on 10") for line in rest)
    assert not any(line["what"].startswith("held within") for line in rest)
    # A problem that sets its own lambda keeps to it.
    own = changed(tmp_path / "own.toml", ('topic = "force"', 'topic = "force"\nlambda = 0.5'))
    step = problem("run", own, "--over", events, "--json").json["trajectory"][-1]
    assert (step["weights"]["tempering"], step["weights"]["beta"]) == (0.5, 1.0)


def test_void_and_open_questions_are_not_fitted_on(book: Ledger) -> None:
    fill(book, 9)
    put(book, "void", [(0.3, 0.2)], Answer.VOID)
    put(book, "open", [(0.3, 0.2)], None)
    assert "not fitted: 9 resolved questions" in tocsin("score", "--refit").err


def test_the_calibration_is_drawn(book: Ledger, tmp_path: Path) -> None:
    put(book, "calm", [(0.2, 0.5), (0.4, 0.5)], Answer.NO)
    put(book, "storm", [(0.7, 0.4)], Answer.YES)
    chart = tmp_path / "calibration.json"
    assert tocsin("score", "--chart", chart).code == 0
    (values,) = (
        layer["data"]["values"]
        for layer in json.loads(chart.read_text(encoding="utf-8"))["layer"]
        if layer["mark"]["type"] == "point"
    )
    assert [(one["forecast"], one["frequency"], one["count"]) for one in values] == [
        (0.2, 0, 1),
        (0.4, 0, 1),
        (0.7, 1, 1),
    ]


def test_a_calibration_of_nothing_is_not_drawn(tmp_path: Path) -> None:
    done = tocsin("score", "--chart", tmp_path / "calibration.svg")
    assert "there is no calibration to draw" in done.err
    assert not (tmp_path / "calibration.svg").exists()
    assert "ends in none of them" in refused(tocsin("score", "--chart", tmp_path / "calibration.pdf"))


DROM = Actor("Pavel Drom", "LRK", "MIL", "defence minister")
BRIGADE = saying(
    "brigade",
    "2021-05-19",
    "Pavel Drom said that the brigade will probably be withdrawn by June 15.",
    "the brigade will probably be withdrawn by June 15",
    by=DROM,
    act=Act.PROMISE,
    by_when=("by June 15", "2021-06-15"),
)
GATE = saying(
    "gate",
    "2021-05-20",
    "Livia Sant said that the crossing would be open.",
    "the crossing would be open",
    by=Actor("Livia Sant", "AVN", "GOV", "prime minister"),
    act=Act.PREDICT,
)
DENIAL = saying("denial", "2021-05-21", "Livia Sant said no.", "no", by=Actor("Livia Sant"), act=Act.DENY)


@pytest.fixture
def foretold(tmp_path: Path) -> Path:
    return lines(tmp_path / "foretold.jsonl", GATE, BRIGADE, DENIAL)


def find(*words: object) -> Any:
    done = tocsin("predictions", "find", *words, "--json")
    assert (done.code, done.err) == (0, "")
    return done.json


def test_predictions_are_found_with_their_day_and_how_surely(foretold: Path) -> None:
    brigade, gate = find("--over", foretold)
    assert (brigade["speaker"], brigade["act"], brigade["said"]) == ("Pavel Drom", "promise", "2021-05-19")
    assert (brigade["deadline"], brigade["deadline_words"]) == ("2021-06-15", "by June 15")
    assert (brigade["wording"], brigade["low"], brigade["probability"], brigade["high"]) == (
        "probably",
        0.65,
        0.75,
        0.8,
    )
    assert (gate["speaker"], gate["deadline"], gate["wording"]) == ("Livia Sant", None, None)
    assert [one["speaker"] for one in find("--over", foretold, "--dated")] == ["Pavel Drom"]
    assert [one["speaker"] for one in find("--over", foretold, "--speaker", "sant")] == ["Livia Sant"]


def test_predictions_on_the_terminal_name_speaker_day_and_figure(foretold: Path) -> None:
    done = tocsin("predictions", "find", "--over", foretold)
    assert (done.code, done.err) == (0, "")
    assert "Pavel Drom promises" in done.out
    assert "by 15 June 2021 (“by June 15”) · 75 % (65 % to 80 %) for “probably”" in done.out
    assert "no day given" in done.out


def test_where_nothing_is_foretold_this_is_said(tmp_path: Path) -> None:
    done = tocsin("predictions", "find", "--over", lines(tmp_path / "in.jsonl", DENIAL))
    assert done.out.strip() == "No prediction, promise or threat was found."
    assert tocsin("predictions", "list").out.strip() == "No prediction is on the ledger."


def test_an_undated_article_is_left_out_of_what_is_foretold_and_said(tmp_path: Path) -> None:
    undated = saying("undated", None, "Pavel Drom said it will.", "it will", by=DROM, act=Act.PREDICT)
    done = tocsin("predictions", "find", "--json", "--over", lines(tmp_path / "in.jsonl", undated, BRIGADE))
    assert (done.code, len(done.json)) == (1, 1)
    assert "The undated article: no day of publication" in done.err


def test_a_prediction_is_kept_resolved_and_scored_as_its_speakers(foretold: Path, book: Ledger) -> None:
    brigade, gate = find("--over", foretold)
    short = brigade["id"].removeprefix("prediction-")[:8]
    done = tocsin("predictions", "keep", short, "--over", foretold)
    assert done.code == 0
    assert "kept: Pavel Drom, by 2021-06-15: the brigade will probably be withdrawn" in done.out
    assert tocsin("predictions", "keep", gate["id"], "--over", foretold, "--deadline", "2021-07-01").code == 0
    assert [one["answer"] for one in tocsin("predictions", "list", "--json").json] == [None, None]
    assert score()["speakers"] == {}
    assert tocsin("predictions", "resolve", short, "no", *BY).code == 0
    assert tocsin("predictions", "resolve", gate["id"], "void", *BY).code == 0
    assert [one["answer"] for one in tocsin("predictions", "list", "--json").json] == ["no", "void"]
    assert book.resolved()[brigade["id"]].day == date(2021, 6, 15)
    assert score("--on", "2021-06-14")["speakers"] == {}
    drom = score()["speakers"]["Pavel Drom"]
    assert (drom["count"], drom["brier"], drom["void"]) == (1, pytest.approx(0.75**2), 0)
    shown = tocsin("predictions", "list").out
    assert "Pavel Drom promises  no" in shown
    assert "Livia Sant predicts  void" in shown
    assert "Pavel Drom" in tocsin("score").out


def test_a_speaker_with_void_predictions_only_is_counted_too(foretold: Path) -> None:
    brigade, _ = find("--over", foretold)
    assert tocsin("predictions", "keep", brigade["id"], "--over", foretold).code == 0
    assert tocsin("predictions", "resolve", brigade["id"], "void", *BY).code == 0
    assert score()["speakers"]["Pavel Drom"]["void"] == 1


@pytest.fixture
def kept(foretold: Path) -> str:
    """The id of a prediction on the ledger."""
    brigade, _ = find("--over", foretold)
    assert tocsin("predictions", "keep", brigade["id"], "--over", foretold).code == 0
    return brigade["id"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["perhaps", *BY], "'perhaps' is no answer: yes, no or void"),
        (["no", *BY, "--on", "2021-06-14"], "it can still come true until 2021-06-15"),
        (["no", "--by", "Tocsin", "--reference", "x"], "never Tocsin"),
        (["no", "--by", "Two agencies", "--reference", " "], "a resolution needs who says so"),
    ],
)
def test_a_prediction_is_not_resolved_against_its_own_words(
    words: list[str], said: str, kept: str, book: Ledger
) -> None:
    assert said in refused(tocsin("predictions", "resolve", kept, *words))
    assert book.resolved() == {}


def test_no_can_not_be_said_of_a_prediction_that_can_still_come_true(foretold: Path, book: Ledger) -> None:
    _, gate = find("--over", foretold)
    assert tocsin("predictions", "keep", gate["id"], "--over", foretold, "--deadline", "2921-07-01").code == 0
    assert "it can still come true until 2921-07-01" in refused(tocsin("predictions", "resolve", gate["id"], "no", *BY))
    assert book.resolved() == {}


def test_a_prediction_that_is_not_there_or_not_one_alone_is_refused(foretold: Path, kept: str) -> None:
    assert "no prediction has an id that begins with 'zzz'" in refused(
        tocsin("predictions", "keep", "zzz", "--over", foretold)
    )
    assert "no prediction has an id" in refused(tocsin("predictions", "resolve", "zzz", "no", *BY))
    assert "no prediction has an id" in refused(tocsin("predictions", "resolve", "prediction-", "no", *BY))
    assert kept.startswith("prediction-")


def test_a_prediction_without_a_day_needs_one_after_it_was_said(foretold: Path, book: Ledger) -> None:
    _, gate = find("--over", foretold)
    keep = ("predictions", "keep", gate["id"], "--over", foretold)
    assert "says no day by which it can be checked" in refused(tocsin(*keep))
    assert "is not after 2021-05-20" in refused(tocsin(*keep, "--deadline", "2021-05-20"))
    assert book.predictions() == []


def test_coded_events_are_said_to_foretell_nothing(foretold: Path, tmp_path: Path) -> None:
    events = lines(tmp_path / "e.jsonl", BUILD_UP)
    done = tocsin("predictions", "find", "--json", "--over", foretold, "--over", events)
    assert len(done.json) == 2
    assert done.code == 1
    assert "e.jsonl" in done.err
