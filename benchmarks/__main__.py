"""All benchmarks against their floors: `python -m benchmarks [--data DIR] [--write docs/benchmarks.md]`.

A set whose folder is absent is skipped, visibly. The exit code is 1 when a figure is below its pinned floor (floors.json);
lowering a floor needs --allow-regression and a reason in the commit.
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from benchmarks import attribution, corpus, duplicates, events, extraction, feeds, icews, speed, syntax
from benchmarks.figures import FLOORS, Figure, below_floor, report
from tocsin import __version__
from tocsin.pipeline import Pipeline

Measured = Callable[[], list[Figure]]


def suites(data: Path, shared: Path, pipeline: Pipeline) -> Iterator[tuple[str, Path, Measured]]:
    """Each benchmark with the folder it needs."""
    treebanks = shared / "treebanks"
    yield "syntax", treebanks / "ewt-test.conllu", lambda: syntax.measure(treebanks)
    yield "attribution", data / "polnear", lambda: attribution.measure(pipeline, data)
    yield "events", data / "plover", lambda: events.measure(pipeline, data)
    yield "false alarms", treebanks / "ewt-test.conllu", lambda: events.false_alarms(pipeline, treebanks)
    yield "corpus", shared / "corpus" / "dev.jsonl", lambda: corpus.measure(pipeline, shared / "corpus")
    yield "extraction", data / "extraction", lambda: extraction.measure(data)
    yield "duplicates", Path(), duplicates.measure
    yield "feeds", data / "feeds", lambda: feeds.measure(data)
    yield "icews", data / "icews", lambda: icews.measure(data)
    yield "speed", Path(), lambda: speed.measure_apart(data)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/benchmarks"))
    parser.add_argument("--only", action="append", help="run this suite only; may be given again")
    parser.add_argument("--write", type=Path, help="write the figures as a Markdown table")
    parser.add_argument(
        "--allow-regression", action="store_true", help="report figures below their floor, but do not fail"
    )
    options = parser.parse_args()
    figures: list[Figure] = []
    pipeline = Pipeline.load(threads=os.cpu_count() or 1)
    for name, needed, measure in suites(options.data, options.data.parent, pipeline):
        if options.only and name not in options.only:
            continue
        if not needed.exists():
            print(f"skipped: {name} needs {needed}, which is not there", file=sys.stderr)
            continue
        measured = measure()
        report(measured)
        figures += measured
    if options.write:
        options.write.write_text(table(figures), encoding="utf-8")
    failed = below_floor(figures)
    for sentence in failed:
        print(sentence, file=sys.stderr)
    return int(bool(failed) and not options.allow_regression)


def table(figures: list[Figure]) -> str:
    """The figures as a page, with the machine and the day."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    rows = [
        f"| {f.name} | {f.value:.3f} | {f'{f.low:.3f} to {f.high:.3f}' if f.low is not None else ''} | {floors.get(f.name, '')} |"
        for f in figures
    ]
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return "\n".join([
        "# Benchmarks", "",
        "Written by `python -m benchmarks --write docs/benchmarks.md`. Do not edit by hand.", "",
        f"Tocsin {__version__}, {date.today().isoformat()}, {machine}. Intervals: 95 %, by resampling documents or windows.", "",
        "| figure | value | interval | floor |", "|---|---|---|---|", *rows, "",
    ])  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
