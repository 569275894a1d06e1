"""Scores over a ledger: each problem, each forecaster, each speaker, once the scheduled day has come.

A forecast counts for every day on which it stood, from the day the question was opened (or the forecaster's first figure) to the day
before it came true or to the deadline, and each question weighs the same. A question is scored when its deadline is past, also where
it came true before: scoring the quick yes at once and the slow no later would flatter those who expect much (Metaculus #1480).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from tocsin.records import Answer, Figure, Prediction, Resolution
from tocsin.warning.fit import Case
from tocsin.warning.probability import logit
from tocsin.warning.scores import Scores, scores

TOCSIN = "Tocsin"


@dataclass(frozen=True, slots=True)
class Stood:
    """One forecaster's probability of one question on one day, with the base rate of that day."""

    problem: str
    by: str
    day: date
    probability: float
    base_rate: float
    outcome: bool
    evidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Ended:
    """One question with all that is kept of it."""

    problem: str
    question: str
    deadline: date
    resolution: Resolution | None
    steps: Sequence[tuple[date, float, float, float]]  # day, probability, base rate (prior), evidence in nats
    figures: Sequence[Figure]


def stood(ended: Ended, today: date) -> list[Stood]:
    """Every day's forecast of a question that can be scored today; none for one that is open, void or not yet due."""
    resolution = ended.resolution
    if resolution is None or resolution.answer is Answer.VOID or today <= ended.deadline:
        return []
    yes = resolution.answer is Answer.YES
    last = resolution.day - timedelta(days=1) if yes else ended.deadline
    base = {day: prior for day, _, prior, _ in ended.steps}
    found = [
        Stood(ended.problem, TOCSIN, day, probability, prior, yes, evidence)
        for day, probability, prior, evidence in ended.steps
        if day <= last
    ]
    for by in sorted({figure.by for figure in ended.figures}):
        said = sorted((figure for figure in ended.figures if figure.by == by), key=lambda figure: figure.day)
        for figure, after in zip(said, [*said[1:], None], strict=True):
            end = last if after is None else min(after.day - timedelta(days=1), last)
            for number in range((end - figure.day).days + 1):
                day = figure.day + timedelta(days=number)
                found.append(Stood(ended.problem, by, day, figure.probability, base.get(day, figure.probability), yes))
    return found


def score(rows: Sequence[Stood]) -> Scores | None:
    """The scores of *rows*, each question weighing the same; None where there are none."""
    if not rows:
        return None
    days: dict[str, int] = {}
    for row in rows:
        days[row.problem] = days.get(row.problem, 0) + 1
    return scores(
        [row.probability for row in rows],
        [float(row.outcome) for row in rows],
        [row.base_rate for row in rows],
        [1 / days[row.problem] for row in rows],
    )


def cases(rows: Iterable[Stood]) -> list[Case]:
    """What the last layer is fitted on: Tocsin's days, each question weighing as one case."""
    own = [row for row in rows if row.by == TOCSIN and 0 < row.base_rate < 1]
    days: dict[str, int] = {}
    for row in own:
        days[row.problem] = days.get(row.problem, 0) + 1
    return [Case(logit(row.base_rate), row.evidence, float(row.outcome), 1 / days[row.problem]) for row in own]


def spoken_scores(
    predictions: Iterable[Prediction], resolved: dict[str, Resolution], today: date
) -> dict[str, tuple[Scores | None, int]]:
    """Each speaker's scores over predictions that are resolved and due, None where all were void, and how many were."""
    said: dict[str, list[tuple[float, float]]] = {}
    void: dict[str, int] = {}
    for prediction in predictions:
        resolution = resolved.get(prediction.id)
        if resolution is None or (prediction.deadline is not None and today < prediction.deadline):
            continue
        if resolution.answer is Answer.VOID:
            void[prediction.speaker] = void.get(prediction.speaker, 0) + 1
            continue
        came = float(resolution.answer is Answer.YES)
        said.setdefault(prediction.speaker, []).append((prediction.probability, came))
    return {
        speaker: (
            scores([p for p, _ in rows], [y for _, y in rows]) if (rows := said.get(speaker)) else None,
            void.get(speaker, 0),
        )
        for speaker in sorted({*said, *void})
    }


def groups(rows: Sequence[Stood], count: int = 10) -> list[tuple[float, float, int]]:
    """Mean forecast, share that came true and number, for *count* groups of equal size: what a calibration chart shows."""
    ordered = sorted(rows, key=lambda row: row.probability)
    parts = [part for part in np.array_split(np.arange(len(ordered)), min(count, len(ordered))) if part.size]
    return [
        (
            float(np.mean([ordered[at].probability for at in part])),
            float(np.mean([ordered[at].outcome for at in part])),
            int(part.size),
        )
        for part in parts
    ]
