"""Force within 30 days: the probability that A uses force against B, from the events coded before the day.

    python -m benchmarks.icews --data ../shared/benchmarks

Every file icews05-15_*, icews14_* and icews18_* is measured by itself: fitted on its earlier forecast days, tested on its
later ones; where a set has a dev and a heldout file, also fitted on the one and tested on the other.
Force: CAMEO roots 18, 19 and 20 (posture, 15, is an indicator and not force). Case: an ordered pair of countries that
had any event between them, in either direction, in the 120 days before the forecast day. Force between pairs that had
none is outside: nobody was watching. Onset: state actors, and no force of A on B in the 60 days before.
Forecasts are made every 7 days; no outcome window of the training part reaches into the test part.
Skill is Brier skill against the base rate of the training part. Intervals: 95 %, by resampling unordered pairs.
The model's form and prior widths were picked with the test parts of the dev files in view (some 125 variants), so figures on
those are favourable; only held-out files are a clean test.
"""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from benchmarks.dyads import LIVE, QUIET, SETS, Cases, Indices, Numbers, cases, parted, read
from benchmarks.figures import Figure, report
from benchmarks.force import FORECASTERS, tocsin
from tocsin.warning.scores import calibration_error, decomposition


def places(values: Numbers | Indices) -> Indices:
    """Each one's place from the lowest; equal values share a place."""
    return np.unique(values, return_inverse=True)[1].astype(np.int64)


def ranking(outcome: Numbers, place: Indices, weight: Numbers) -> float:
    """AUC: how often a case that came about had the higher place; ties count half."""
    yes, no = np.bincount(place, weight * outcome), np.bincount(place, weight * (1 - outcome))
    return float((yes * (np.cumsum(no) - no / 2)).sum() / max(yes.sum() * no.sum(), 1e-9))


def brier(outcome: Numbers, probability: Numbers | float, weight: Numbers) -> float:
    return float(np.average((probability - outcome) ** 2, weights=weight))


def brier_skill(outcome: Numbers, probability: Numbers, base_rate: float, weight: Numbers) -> float:
    """1 - Brier / Brier of always saying *base_rate*."""
    return 1 - brier(outcome, probability, weight) / max(brier(outcome, base_rate, weight), 1e-12)


def by_other_pairs(training: Cases, test: Cases, folds: int = 5) -> Numbers:
    """Tocsin's forecasts of each pair by a model that saw only other pairs."""
    probability = np.zeros(len(test.day))
    names, place = np.unique(np.concatenate([training.pair, test.pair]), return_inverse=True)
    fold = np.random.default_rng(7).integers(folds, size=len(names))[place]
    ours, theirs = fold[len(training.day) :], fold[: len(training.day)]
    for one in range(folds):
        probability[ours == one] = tocsin(training.only(theirs != one), test.only(ours == one))
    return probability


def scored(name: str, training: Cases, test: Cases, probability: Numbers, rounds: int = 300) -> Iterator[Figure]:
    """AUC and skill, with intervals by resampling pairs."""
    base = float(training.outcome.mean())
    pair, place = places(test.pair), places(probability)
    chance, pairs = np.random.default_rng(7), int(pair.max()) + 1
    drawn = (np.bincount(chance.integers(pairs, size=pairs), minlength=pairs) for _ in range(rounds))
    weights = [times[pair].astype(float) for times in drawn]
    figures: dict[str, Callable[[Numbers], float]] = {
        "AUC": lambda weight: ranking(test.outcome, place, weight),
        "skill": lambda weight: brier_skill(test.outcome, probability, base, weight),
    }
    for word, figure in figures.items():
        low, high = np.quantile([figure(weight) for weight in weights], [0.025, 0.975])
        yield Figure(f"{name} {word}", figure(np.ones(len(pair))), float(low), float(high))


def compared(name: str, training: Cases, test: Cases) -> Iterator[Figure]:
    """Tocsin's figures with those of the baselines on the same cases."""
    if not training.outcome.any() or not test.outcome.any():
        print(f"skipped: {name} has no force in its training or its test part")
        return
    for word, forecast in FORECASTERS.items():
        probability = forecast(training, test)
        yield from scored(name + word, training, test, probability)
        if not word:
            own_base, even = float(test.outcome.mean()), np.ones(len(test.day))
            yield Figure(f"{name} skill over test rate", brier_skill(test.outcome, probability, own_base, even))
            gap = calibration_error(probability, test.outcome)
            yield Figure(f"{name} calibration error", gap, higher=False)
            yield Figure(
                f"{name} miscalibration", decomposition(probability, test.outcome).miscalibration, higher=False
            )
    yield from scored(f"{name}, other pairs", training, test, by_other_pairs(training, test))


def runs(folder: Path) -> Iterator[tuple[str, list[Path]]]:
    """Each file by itself, and dev followed by heldout where both are there."""
    for name in SETS:
        paths = [path for part in ("dev", "heldout") if (path := folder / f"{name}_{part}.parquet").is_file()]
        for path in paths:
            yield path.stem.removeprefix("icews").replace("_dev", "").replace("_", " "), [path]
        if len(paths) == 2:
            yield name.removeprefix("icews") + " dev to heldout", paths


def measure(data: Path, live_days: int = LIVE, quiet_days: int = QUIET) -> list[Figure]:
    """Every figure; empty, with the reason printed, where the events are not there."""
    folder = data / "icews"
    figures: list[Figure] = []
    for name, paths in runs(folder):
        events, last = read(paths)
        for state in (True, False):
            rows = cases(events, state=state, live_days=live_days, quiet_days=quiet_days)
            training, test = parted(rows, last if len(paths) > 1 else None)
            if state:
                figures += compared(f"icews.{name} onset", training.only(training.quiet), test.only(test.quiet))
            figures += compared(f"icews.{name} {'state' if state else 'all actors'}", training, test)
    if not figures:
        print(f"skipped: no events at {folder}")
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/benchmarks"))
    parser.add_argument("--live", type=int, default=LIVE, help="days within which a pair had some event to be a case")
    parser.add_argument("--quiet", type=int, default=QUIET, help="days without force of A on B that make an onset")
    options = parser.parse_args()
    report(measure(options.data, options.live, options.quiet))


if __name__ == "__main__":
    main()
