"""One measured figure with its interval, and how figures are shown and held against their floors."""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FLOORS = Path(__file__).with_name("floors.json")


@dataclass(frozen=True)
class Figure:
    """A value with a 95 % interval where one was worked out; *higher* says which way is better."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    higher: bool = True


def bootstrap(name: str, rows: Sequence[Any], figure: Callable[[Sequence[Any]], float], rounds: int = 300) -> Figure:
    """The figure over *rows* (documents, windows) with the interval of resampling them; seeded."""
    chance = random.Random(7)
    values = sorted(figure([rows[chance.randrange(len(rows))] for _ in rows]) for _ in range(rounds))
    return Figure(name, figure(rows), values[int(0.025 * rounds)], values[int(0.975 * rounds) - 1])


def report(figures: Sequence[Figure]) -> None:
    """Print figures as lines."""
    for figure in figures:
        interval = (
            f"  [{figure.low:.3f}, {figure.high:.3f}]" if figure.low is not None and figure.high is not None else ""
        )
        print(f"{figure.name:45s} {figure.value:9.3f}{interval}")


def below_floor(figures: Sequence[Figure]) -> list[str]:
    """A sentence for every figure that is worse than its pinned floor."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    return [
        f"{f.name} is {f.value:.3f}; the floor is {floors[f.name]}"
        for f in figures
        if f.name in floors and (f.value < floors[f.name] if f.higher else f.value > floors[f.name])
    ]
