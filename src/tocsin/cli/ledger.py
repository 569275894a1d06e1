"""The ledger's folder: what was forecast, by whom, and how it ended. The one place of the command line that keeps state.

    ledger/problems/<id>/problem.toml      the file as it was when last run
                         trajectory.jsonl  one forecast a day
                         told.jsonl        who told of which sign
                         figures.jsonl     other forecasters' probabilities
                         resolution.json   how it ended
    ledger/predictions.jsonl               what speakers foretold, put there to be scored
    ledger/resolved.jsonl                  how those ended
    ledger/weights.json                    the last layer as fitted on what was resolved, with data and date

Every file is written whole beside its place and then moved there, so that a crash leaves the old or the new one.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from tocsin.cli.folders import home
from tocsin.errors import ProblemError
from tocsin.records import Act, Answer, Figure, Leaning, Prediction, Resolution, Weights
from tocsin.records.plain import plain
from tocsin.sources.record import Outcome
from tocsin.warning.resolution import proved

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Step:
    """One day of a kept trajectory."""

    day: date
    probability: float
    prior: float
    clock: float
    evidence: float


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger's folder, which need not be there yet."""

    folder: Path

    @classmethod
    def at(cls, folder: Path | None) -> "Ledger":
        """The ledger in *folder*, else the user's own."""
        return cls(folder or home() / "ledger")

    def problems(self) -> list[str]:
        """The ids of all problems that were run, resolved or forecast, in order."""
        place = self.folder / "problems"
        return sorted(one.name for one in place.iterdir() if one.is_dir()) if place.is_dir() else []

    def question(self, problem: str) -> dict[str, Any]:
        """What is kept of the problem's file: question, deadline, resolver, topic, indicators' figures."""
        return _first(self._of(problem) / "problem.json") or {}

    def keep(
        self,
        problem: str,
        kept: Mapping[str, Any],
        file: Path | None,
        steps: Iterable[Step],
        told: Iterable[Mapping[str, Any]],
    ) -> None:
        """The run of a problem: its file, its trajectory and who told of what, in place of the run before."""
        place = self._of(problem)
        place.mkdir(parents=True, exist_ok=True)
        if file is not None and file.exists():
            shutil.copyfile(file, place / "problem.toml")
        _write(place / "problem.json", [kept])
        _write(place / "told.jsonl", told)
        _write(place / "trajectory.jsonl", steps)

    def steps(self, problem: str) -> list[Step]:
        """The kept trajectory, oldest first."""
        return _read(self._of(problem) / "trajectory.jsonl", _step)

    def told(self, problem: str) -> list[dict[str, Any]]:
        """Who told of which sign: {source, topic, indicator, others, leaning}."""
        return list(_rows(self._of(problem) / "told.jsonl"))

    def figures(self, problem: str) -> list[Figure]:
        """Other forecasters' probabilities, by day."""
        found = _read(
            self._of(problem) / "figures.jsonl",
            lambda row: Figure(problem, row["by"], date.fromisoformat(row["day"]), float(row["probability"])),
        )
        return sorted(found, key=lambda figure: (figure.day, figure.by))

    def add_figure(self, figure: Figure) -> None:
        """Another forecaster's probability; one a day, the last said holds."""
        kept = [one for one in self.figures(figure.problem) if (one.by, one.day) != (figure.by, figure.day)]
        self._of(figure.problem).mkdir(parents=True, exist_ok=True)
        _write(self._of(figure.problem) / "figures.jsonl", [*kept, figure])

    def resolution(self, problem: str) -> Resolution | None:
        """How the question ended; None while it is open."""
        return next(iter(_read(self._of(problem) / "resolution.json", _resolution)), None)

    def resolve(self, resolution: Resolution) -> None:
        """Keep how a question ended, in place of what was kept before."""
        self._of(resolution.problem).mkdir(parents=True, exist_ok=True)
        _write(self._of(resolution.problem) / "resolution.json", [resolution])

    def predictions(self) -> list[Prediction]:
        """The predictions put on the ledger, oldest first."""
        return _read(self.folder / "predictions.jsonl", _prediction)

    def add_prediction(self, prediction: Prediction) -> None:
        """Put a prediction on the ledger, in place of the same one."""
        kept = {one.id: one for one in self.predictions()} | {prediction.id: prediction}
        self.folder.mkdir(parents=True, exist_ok=True)
        ordered: list[Prediction] = sorted(kept.values(), key=_by_day)
        _write(self.folder / "predictions.jsonl", ordered)

    def resolved(self) -> dict[str, Resolution]:
        """How predictions ended, by id."""
        return {one.problem: one for one in _read(self.folder / "resolved.jsonl", _resolution)}

    def resolve_prediction(self, resolution: Resolution) -> None:
        """Keep how a prediction ended."""
        kept = {**self.resolved(), resolution.problem: resolution}
        _write(self.folder / "resolved.jsonl", kept.values())

    def weights(self) -> Weights | None:
        """The fitted last layer; None where nothing was fitted."""
        return next(iter(_read(self.folder / "weights.json", _weights)), None)

    def keep_weights(self, weights: Weights, fitted_on: Mapping[str, Any]) -> None:
        """Keep a fitted last layer with the data it was fitted on."""
        self.folder.mkdir(parents=True, exist_ok=True)
        _write(self.folder / "weights.json", [{**plain(weights), "fitted_on": plain(dict(fitted_on))}])

    def outcomes(self) -> Iterator[Outcome]:
        """What resolved questions say of their sources.

        A sign that was resolved itself counts as it was. Otherwise it counts by its probability given the answer and what others
        told. Void questions say nothing.
        """
        for problem in self.problems():
            resolution = self.resolution(problem)
            if resolution is None or resolution.answer is Answer.VOID:
                continue
            known = dict(resolution.indicators)
            figures = {one["id"]: one for one in self.question(problem).get("indicators", ())}
            for row in self.told(problem):
                indicator = row["indicator"]
                if indicator in known:
                    so = float(known[indicator])
                elif indicator in figures:
                    share = figures[indicator]["seen_if_yes" if resolution.answer is Answer.YES else "seen_if_no"]
                    so = proved(row["others"], share)
                else:
                    continue
                yield Outcome(row["source"], row["topic"], so, Leaning(row["leaning"]), problem, indicator)

    def _of(self, problem: str) -> Path:
        if not problem or problem.startswith(".") or set(problem) & set("/\\\0"):
            raise ProblemError(f"{problem!r} is no name of a problem: letters, digits and hyphens are wanted")
        return self.folder / "problems" / problem


def _by_day(prediction: Prediction) -> tuple[date, str]:
    return prediction.said, prediction.id


def _resolution(row: Mapping[str, Any]) -> Resolution:
    return Resolution(
        row["problem"],
        Answer(row["answer"]),
        row["resolver"],
        date.fromisoformat(row["day"]),
        row["reference"],
        tuple((name, bool(so)) for name, so in row.get("indicators", ())),
        row.get("note"),
    )


def _prediction(row: Mapping[str, Any]) -> Prediction:
    deadline = row.get("deadline")
    return Prediction(
        **{
            **row,
            "act": Act(row["act"]),
            "said": date.fromisoformat(row["said"]),
            "deadline": date.fromisoformat(deadline) if deadline else None,
        }
    )


def _step(row: Mapping[str, Any]) -> Step:
    figures = (float(row[name]) for name in ("probability", "prior", "clock", "evidence"))
    return Step(date.fromisoformat(row["day"]), *figures)


def _weights(row: Mapping[str, Any]) -> Weights:
    return Weights(float(row["alpha"]), float(row["beta"]), float(row["tempering"]), row["basis"])


def _read(file: Path, make: Callable[[Mapping[str, Any]], T]) -> list[T]:
    """Each line of *file* as *make* has it. Raises ProblemError naming the line in which something is missing or wrong."""
    found = []
    for number, row in enumerate(_rows(file), 1):
        try:
            found.append(make(row))
        except (KeyError, TypeError, ValueError) as error:
            what = f"no {error}" if isinstance(error, KeyError) else str(error)
            raise ProblemError(f"{file}:{number} is damaged: {what}; remove the line, or restore the file") from None
    return found


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines; none where there is no file. Raises ProblemError when it is damaged."""
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return
    # As bytes: a text would be split at every mark that Unicode takes for the end of a line, and JSON may hold those.
    for number, line in enumerate(data.splitlines(), 1):
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if not isinstance(row, dict):
            raise ProblemError(f"{file}:{number} is damaged: not a JSON object; remove the line, or restore the file")
        yield row


def _first(file: Path) -> dict[str, Any] | None:
    return next(_rows(file), None)


def _write(file: Path, rows: Iterable[object]) -> None:
    beside = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with beside.open("w", encoding="utf-8") as stream:
            for row in rows:
                stream.write(json.dumps(plain(row), ensure_ascii=False) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
