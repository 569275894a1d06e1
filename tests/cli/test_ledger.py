"""The ledger's folder: written whole or not at all, read back as it was, damage named with its line."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.cli.quarrel import problem, refused, tocsin

from tocsin.cli.ledger import Ledger, Step
from tocsin.errors import ProblemError
from tocsin.records import Act, Answer, Figure, Prediction, Resolution, Weights
from tocsin.warning.probability import expit, logit

DAY = date(2021, 5, 1)
STEPS = [Step(DAY, 0.2, 0.1, 0.1, 0.5), Step(date(2021, 5, 2), 0.3, 0.1, 0.1, 0.9)]
TOLD = [{"source": "courier", "topic": "force", "indicator": "build-up", "others": 0.0, "leaning": "no known interest"}]
INDICATORS = [{"id": "build-up", "seen_if_yes": 0.8, "seen_if_no": 0.2}]
KEPT = {"question": "Will it?", "deadline": date(2021, 7, 31), "indicators": INDICATORS}


@pytest.fixture
def book(tmp_path: Path) -> Ledger:
    ledger = Ledger(tmp_path / "ledger")
    ledger.keep("attack", KEPT, None, STEPS, TOLD)
    return ledger


def resolution(answer: Answer = Answer.NO, **changes: object) -> Resolution:
    kept: dict[str, object] = {
        "problem": "attack",
        "answer": answer,
        "resolver": "Two agencies",
        "day": date(2021, 7, 31),
        "reference": "archive/7",
    }
    return Resolution(**{**kept, **changes})  # type: ignore[arg-type]


def foretold(**changes: object) -> Prediction:
    kept: dict[str, object] = {
        "id": "prediction-1",
        "speaker": "Pavel Drom",
        "source": "speaker:pavel drom",
        "act": Act.PROMISE,
        "content": "the brigade will be withdrawn",
        "said": DAY,
        "deadline": date(2021, 6, 15),
        "deadline_words": "by June 15",
        "probability": 0.93,
        "low": 0.85,
        "high": 0.97,
        "wording": "will",
        "article": "a1",
        "outlet": None,
        "url": None,
    }
    return Prediction(**{**kept, **changes})  # type: ignore[arg-type]


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_ledger_that_is_not_there_yet_is_an_empty_one(tmp_path: Path) -> None:
    book = Ledger(tmp_path / "nowhere")
    assert (book.problems(), book.question("attack"), book.steps("attack"), book.figures("attack")) == ([], {}, [], [])
    assert (book.resolution("attack"), book.predictions(), book.resolved(), book.weights()) == (None, [], {}, None)
    assert list(book.outcomes()) == []
    assert not (tmp_path / "nowhere").exists()


def test_what_is_kept_is_read_back(book: Ledger) -> None:
    assert book.problems() == ["attack"]
    assert book.steps("attack") == STEPS
    assert book.told("attack") == TOLD
    assert book.question("attack") == {**KEPT, "deadline": "2021-07-31"}


def test_figures_resolutions_predictions_and_weights_are_read_back(book: Ledger) -> None:
    figure = Figure("attack", "Nora", DAY, 0.3)
    ended = resolution(indicators=(("build-up", False),), note="Nothing came")
    dated, undated = foretold(), foretold(id="prediction-0", deadline=None, deadline_words=None)
    weights = Weights(0.1, 0.9, 0.3, "fitted on 12")
    book.add_figure(figure)
    book.resolve(ended)
    book.add_prediction(dated)
    book.add_prediction(undated)
    book.resolve_prediction(resolution(problem="prediction-1"))
    book.keep_weights(weights, {"on": DAY})
    assert book.figures("attack") == [figure]
    assert book.resolution("attack") == ended
    assert book.predictions() == [undated, dated]
    assert book.resolved() == {"prediction-1": resolution(problem="prediction-1")}
    assert book.weights() == weights


def test_the_same_prediction_kept_again_stands_once_with_its_new_deadline(book: Ledger) -> None:
    book.add_prediction(foretold())
    book.add_prediction(foretold(deadline=date(2021, 6, 30)))
    assert [one.deadline for one in book.predictions()] == [date(2021, 6, 30)]


def test_a_write_cut_in_the_middle_leaves_the_old_file(book: Ledger) -> None:
    before = files(book.folder)

    def cut() -> Iterator[Step]:
        yield Step(DAY, 0.9, 0.9, 0.9, 0.9)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        book.keep("attack", KEPT, None, cut(), TOLD)
    assert files(book.folder) == before  # nothing half written lies beside it, either
    assert book.steps("attack") == STEPS


def test_a_full_disk_leaves_the_old_file(book: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    book.add_figure(Figure("attack", "Nora", DAY, 0.3))
    before = files(book.folder)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        book.add_figure(Figure("attack", "Nora", DAY, 0.4))
    assert files(book.folder) == before


@pytest.mark.parametrize("row", ["{", "[]", '"a"', '{"day": "2021-05-03"', "\x00"])
def test_a_damaged_line_is_named_with_its_number(row: str, book: Ledger) -> None:
    file = book.folder / "problems" / "attack" / "trajectory.jsonl"
    file.write_text(file.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    with pytest.raises(ProblemError, match="is damaged") as error:
        book.steps("attack")
    assert str(error.value).startswith(f"{file}:3 ")


@pytest.mark.parametrize("row", ["{}", '{"day": "soon", "probability": 1, "prior": 1, "clock": 1, "evidence": 1}'])
def test_a_line_without_what_belongs_in_it_is_named_with_its_number(row: str, book: Ledger) -> None:
    file = book.folder / "problems" / "attack" / "trajectory.jsonl"
    file.write_text(file.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    with pytest.raises(ProblemError) as error:
        book.steps("attack")
    assert f"{file}:3" in str(error.value)


def test_bytes_that_are_no_text_are_named_with_their_file(book: Ledger) -> None:
    file = book.folder / "problems" / "attack" / "trajectory.jsonl"
    file.write_bytes(file.read_bytes() + b"\xff\xfe\n")
    with pytest.raises(ProblemError, match="is damaged") as error:
        book.steps("attack")
    assert str(error.value).startswith(f"{file}:3 ")


def test_a_damaged_ledger_is_one_clear_sentence_to_the_user(book: Ledger) -> None:
    (book.folder / "problems" / "attack" / "resolution.json").write_text("{", encoding="utf-8")
    said = refused(tocsin("score", "--ledger", book.folder))
    assert "resolution.json:1 is damaged: not a JSON object" in said


# A line in a JSON text may hold marks that Python takes for the end of a line.
@pytest.mark.parametrize("mark", ["\u2028", "\u0085", "\x0b", "\r", "\n"])
def test_any_mark_in_a_note_is_read_back(mark: str, book: Ledger) -> None:
    ended = resolution(note=f"the first{mark}the second", reference=f"archive{mark}7")
    book.resolve(ended)
    assert book.resolution("attack") == ended
    book.add_figure(Figure("attack", f"Nora{mark}Quill", DAY, 0.3))
    book.add_figure(Figure("attack", "Ivo", DAY, 0.4))
    assert {one.by for one in book.figures("attack")} == {f"Nora{mark}Quill", "Ivo"}


@pytest.mark.parametrize("name", ["", ".", "..", "../attack", "a/b", "a\\b", ".hidden", "a\0b", "/etc"])
def test_a_name_that_leads_out_of_the_ledger_is_refused(name: str, book: Ledger) -> None:
    before = files(book.folder.parent)
    with pytest.raises(ProblemError, match="is no name of a problem"):
        book.keep(name, KEPT, None, STEPS, TOLD)
    with pytest.raises(ProblemError, match="is no name of a problem"):
        book.add_figure(Figure(name, "Nora", DAY, 0.3))
    with pytest.raises(ProblemError, match="is no name of a problem"):
        book.steps(name)
    assert files(book.folder.parent) == before


def test_a_problem_file_whose_name_begins_with_a_dot_is_not_kept(tmp_path: Path) -> None:
    assert tocsin("problem", "new", tmp_path / ".toml").code in (0, 2)
    assert tocsin("problem", "new", tmp_path / ".mine.toml").code == 0
    done = problem(
        "forecast", tmp_path / ".mine.toml", "0.3", "--by", "Nora", "--on", "2031-05-03", "--ledger", tmp_path
    )
    assert "is no name of a problem" in refused(done)


def test_without_a_resolution_or_with_a_void_one_nothing_is_said_of_sources(book: Ledger) -> None:
    assert list(book.outcomes()) == []
    book.resolve(resolution(Answer.VOID, indicators=(("build-up", True),)))
    assert list(book.outcomes()) == []


@pytest.mark.parametrize(
    ("ended", "so"),
    [
        (resolution(Answer.YES, day=date(2021, 6, 5)), 0.8),
        (resolution(Answer.NO), 0.2),
        (resolution(Answer.NO, indicators=(("build-up", True),)), 1.0),
        (resolution(Answer.YES, indicators=(("build-up", False),)), 0.0),
    ],
)
def test_a_sign_counts_as_it_was_resolved_or_else_by_its_share_given_the_answer(
    ended: Resolution, so: float, book: Ledger
) -> None:
    book.resolve(ended)
    (outcome,) = book.outcomes()
    assert (outcome.source, outcome.topic, outcome.so) == ("courier", "force", pytest.approx(so))


def test_what_others_told_of_a_sign_makes_it_more_probable_that_it_was_so(book: Ledger) -> None:
    book.keep("attack", KEPT, None, STEPS, [{**TOLD[0], "others": 1.0}])
    book.resolve(resolution(Answer.NO))
    (outcome,) = book.outcomes()
    assert outcome.so == pytest.approx(expit(1.0 + logit(0.2)))


def test_rows_are_plain_json_that_other_programs_can_read(book: Ledger) -> None:
    rows = (book.folder / "problems" / "attack" / "trajectory.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(rows[0]) == {"day": "2021-05-01", "probability": 0.2, "prior": 0.1, "clock": 0.1, "evidence": 0.5}
