"""Coded events made into cases: each forecast day and pair of countries, with what was known before it and whether force followed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Indices = NDArray[np.int64]

HORIZON, STEP = 30, 7  # days from a forecast to its deadline, and from one forecast to the next
LIVE, QUIET = 120, 60  # days: some event between the two; no force of A on B
TRAINING = 0.6  # share of the forecast days, less the embargo
SETS = ("icews05-15", "icews14", "icews18")


@dataclass(frozen=True, slots=True)
class Events:
    """Coded events between known countries, by day from the first; *state* where both actors are of the state."""

    day: Indices
    source: Indices
    target: Indices
    root: Indices
    state: Flags
    days: int
    countries: int

    def only(self, kept: Flags) -> "Events":
        return replace(
            self, **{name: getattr(self, name)[kept] for name in ("day", "source", "target", "root", "state")}
        )


def read(paths: Sequence[Path]) -> tuple[Events, int]:
    """The events of *paths*, which follow each other in time, and the first day of the last path."""
    from pyarrow import compute, concat_tables, parquet

    columns = ["date", "source_iso3", "target_iso3", "root", "source_state", "target_state"]
    tables = [parquet.read_table(path, columns=columns) for path in paths]
    first = [compute.min(table["date"]).as_py().date() for table in tables]
    table = concat_tables(tables).drop_null()
    days = table["date"].to_numpy().astype("datetime64[D]")
    begin = np.datetime64(min(first))
    sides = [np.asarray(table[name].to_pylist(), dtype=str) for name in ("source_iso3", "target_iso3")]
    countries, index = np.unique(np.concatenate(sides), return_inverse=True)
    events = Events(
        day=(days - begin).astype(np.int64),
        source=index[: len(days)].astype(np.int64),
        target=index[len(days) :].astype(np.int64),
        root=np.asarray(table["root"].to_pylist()).astype(np.int64),
        state=table["source_state"].to_numpy() & table["target_state"].to_numpy(),
        days=int((days.max() - begin).astype(int)) + 1,
        countries=len(countries),
    )
    return events, (first[-1] - min(first)).days


FORCE = (18, 19, 20)
ROOTS = {
    "agreement": (1, 2),
    "cooperation in words": (3, 4, 5),
    "cooperation in deeds": (6, 7, 8),
    "demand": (10,),
    "disapproval": (9, 11),
    "rejection": (12,),
    "threat": (13,),
    "protest": (14,),
    "posture": (15,),
    "reduced relations": (16,),
    "coercion": (17,),
    "force": FORCE,
}
NON_STATE = ("force", "coercion", "protest", "threat")
ABROAD = ("force", "posture", "threat", "coercion")
AT_HOME = ("force", "protest")
QUADS = {"quad 1": (1, 2, 3, 4, 5), "quad 2": (6, 7, 8), "quad 3": (9, 10, 11, 12, 13), "quad 4": tuple(range(14, 21))}


def decayed(events: Events, place: Indices, places: int, half_life: float, days: Sequence[int]) -> Numbers:
    """Counts before each of *days* with weight 2^(-age / half-life), over what a history of that length can hold.

    Without the division a count grows with the length of the file; it is worth .02 to .04 of skill on icews18.
    """
    order = np.argsort(events.day, kind="stable")
    where, starts = place[order], np.searchsorted(events.day[order], np.arange(events.days + 1))
    total, rows, wanted = np.zeros(places), [], set(days)
    for day in range(max(days) + 1):
        if day in wanted:
            rows.append(total / (1 - 2.0 ** (-day / half_life)))
        total = (total + np.bincount(where[starts[day] : starts[day + 1]], minlength=places)) * 2.0 ** (-1 / half_life)
    return np.array(rows)


@dataclass(frozen=True, slots=True)
class Cases:
    """One row for each forecast day and live pair; *counts* are decayed, "threat >30": of A on B, half-life 30 days."""

    day: Indices
    pair: Indices  # the two countries in no order
    outcome: Numbers
    recent: Flags  # force in the last 30 days
    rate: Numbers  # share of own 30-day windows so far that saw force
    quiet: Flags
    counts: dict[str, Numbers]

    def only(self, kept: Flags) -> "Cases":
        counts = {name: values[kept] for name, values in self.counts.items()}
        names = ("day", "pair", "outcome", "recent", "rate", "quiet")
        return Cases(**{name: getattr(self, name)[kept] for name in names}, counts=counts)


def cases(events: Events, *, state: bool, live_days: int = LIVE, quiet_days: int = QUIET) -> Cases:
    """The live pairs of every forecast day with what was known before it, and whether force followed."""
    history = max(30, min(90, events.days // 4))
    days = list(range(history, events.days - HORIZON + 1, STEP))
    abroad = events.only(events.source != events.target)
    known = abroad.only(abroad.state) if state else abroad
    size = events.countries
    codes = np.unique(np.concatenate([known.source * size + known.target, known.target * size + known.source]))
    source, target = codes // size, codes % size
    back = np.searchsorted(codes, target * size + source)

    def between(chosen: Events, half_life: float) -> Numbers:
        code = chosen.source * size + chosen.target
        chosen = chosen.only(np.isin(code, codes))
        return decayed(
            chosen, np.searchsorted(codes, chosen.source * size + chosen.target), len(codes), half_life, days
        )

    counts: dict[str, Numbers] = {}

    def both_ways(name: str, chosen: Events, half_lives: Sequence[int]) -> None:
        for half_life in half_lives:
            counts[f"{name} >{half_life}"] = between(chosen, half_life)
            counts[f"{name} <{half_life}"] = counts[f"{name} >{half_life}"][:, back]

    for name, roots in ROOTS.items():
        both_ways(name, known.only(np.isin(known.root, roots)), (14, 30, 120) if name == "force" else (30, 120))
    if state:
        for name in NON_STATE:
            both_ways(f"non-state {name}", abroad.only(np.isin(abroad.root, ROOTS[name]) & ~abroad.state), (120,))
    for name in ABROAD:
        chosen = known.only(np.isin(known.root, ROOTS[name]))
        out, into = (decayed(chosen, side, size, 120, days) for side in (chosen.source, chosen.target))
        own = counts[f"{name} >120"] if f"{name} >120" in counts else between(chosen, 120)
        # What the two do to each other is taken out: this is about third parties.
        counts[f"{name} by A on others"] = np.maximum(out[:, source] - own, 0)
        counts[f"{name} by B on others"] = np.maximum(out[:, target] - own[:, back], 0)
        counts[f"{name} by others on A"] = np.maximum(into[:, source] - own[:, back], 0)
        counts[f"{name} by others on B"] = np.maximum(into[:, target] - own, 0)
    home = events.only(events.source == events.target)
    for name in AT_HOME:
        chosen = home.only(np.isin(home.root, ROOTS[name]))
        rows = decayed(chosen, chosen.source, size, 120, days)
        counts[f"{name} within A"], counts[f"{name} within B"] = rows[:, source], rows[:, target]

    def seen(chosen: Events) -> Numbers:
        """Events on the days before each day, summed from the first."""
        daily = np.zeros((events.days + 1, len(codes)))
        np.add.at(daily, (chosen.day + 1, np.searchsorted(codes, chosen.source * size + chosen.target)), 1)
        return np.cumsum(daily, axis=0)

    for name, roots in QUADS.items():
        summed = seen(known.only(np.isin(known.root, roots)))
        counts[f"{name} >"] = np.array([summed[day] - summed[day - 30] for day in days])
        counts[f"{name} <"] = counts[f"{name} >"][:, back]
    force, any_event = seen(known.only(np.isin(known.root, FORCE))), seen(known)
    windows = np.cumsum(force[30:] > force[:-30], axis=0)  # row d: the windows that end before day d + 30
    answers = {
        "outcome": [force[day + HORIZON] > force[day] for day in days],
        "recent": [force[day] > force[day - 30] for day in days],
        "rate": [windows[day - 30] / (day - 29) for day in days],
        "quiet": [force[day] == force[max(0, day - quiet_days)] for day in days],
        "live": [any_event[day] > any_event[max(0, day - live_days)] for day in days],
    }
    flat = {name: np.array(values) for name, values in answers.items()}
    live = flat["live"] | flat["live"][:, back]
    pair = np.minimum(source, target) * size + np.maximum(source, target)
    return Cases(
        day=np.broadcast_to(np.array(days)[:, None], live.shape)[live],
        pair=np.broadcast_to(pair, live.shape)[live],
        outcome=flat["outcome"][live].astype(float),
        recent=flat["recent"][live],
        rate=flat["rate"][live],
        quiet=flat["quiet"][live],
        counts={name: values[live] for name, values in counts.items()},
    )


def parted(rows: Cases, boundary: int | None) -> tuple[Cases, Cases]:
    """Training and test part in order of time; no window of the training part reaches the first test day."""
    if boundary is None:
        first, last = int(rows.day.min()), int(rows.day.max())
        boundary = first + round(TRAINING * (last - first - HORIZON)) + HORIZON + 1
    return rows.only(rows.day + HORIZON <= boundary), rows.only(rows.day >= boundary)
