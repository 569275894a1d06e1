"""What happened: the `events` of a briefing against PLOVER's gold-standard records, and false alarms on sentences that are no news.

python -m benchmarks.events --data ../shared/benchmarks --treebanks ../shared/treebanks
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from benchmarks.figures import Figure, bootstrap, report
from tocsin.errors import ReadingError
from tocsin.pipeline import Pipeline
from tocsin.records import Event, Party

NAMES = {
    "type": "type F1",
    "src_country": "source country F1",
    "tgt_country": "target country F1",
    "triple": "strict triple F1",
}


def as_plover(event: Event) -> dict:
    """One event in the scorer's form: PLOVER records the announcement of an act that is still to come."""

    def side(parties: tuple[Party, ...]) -> list[dict]:
        return [{"country": party.country, "sector": party.sector} for party in parties]

    mode = None if event.announced_as else event.mode
    return {
        "event": event.announced_as or event.type,
        "mode": mode,
        "source": side(event.actors),
        "target": side(event.recipients),
    }


def records(events: Iterable[Event]) -> list[dict]:
    """The events that stand for themselves: PLOVER's records are of main clauses, and leave out what is demanded, refused or avenged."""
    return [as_plover(event) for event in events if event.within is None]


def measure(pipeline: Pipeline, data: Path, keep: Path | None = None) -> list[Figure]:
    folder = data / "plover"
    gold = [json.loads(line) for line in (folder / "gsr_dev.jsonl").open(encoding="utf-8")]
    with tempfile.TemporaryDirectory() as place:
        predicted, scores = keep or Path(place) / "predicted.jsonl", Path(place) / "scores.json"
        with predicted.open("w", encoding="utf-8") as lines:
            for record in gold:
                briefing = pipeline.brief_text(record["text"], published=date.fromisoformat(record["date"]))
                lines.write(json.dumps({"id": record["id"], "events": records(briefing.events)}) + "\n")
        command = [
            sys.executable,
            folder / "score_plover.py",
            folder / "gsr_dev.jsonl",
            predicted,
            "--json",
            scores,
            "--by-type",
        ]
        printed = subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout
        result = json.loads(scores.read_text())
    if keep:
        print(printed)
    figures = [
        Figure(f"events.{name}", result[key]["F1"], *result[key].get("ci95", (None, None)))
        for key, name in NAMES.items()
    ]
    figures.append(Figure("events.type precision", result["type"]["P"]))
    figures.append(Figure("events.type recall", result["type"]["R"]))
    return figures


def false_alarms(pipeline: Pipeline, treebanks: Path) -> list[Figure]:
    """Events per 1,000 sentences of product reviews, answers and private mail, none of which is political news."""
    from training import treebank

    counts = []
    for name in ("ewt-dev", "ewt-test"):
        for sentence in treebank.read(treebanks / f"{name}.conllu"):
            if sentence.genre in ("reviews", "answers", "email"):
                text = " ".join(word.text for word in sentence.words)
                try:
                    counts.append(len(pipeline.brief_text(text).events))
                except ReadingError:  # a line of marks is no text at all, and no event
                    counts.append(0)
    figure = bootstrap("events.false alarms per 1,000", counts, lambda chosen: 1000 * sum(chosen) / len(chosen))
    return [Figure(figure.name, figure.value, figure.low, figure.high, higher=False)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/benchmarks"))
    parser.add_argument("--treebanks", type=Path, default=Path("../shared/treebanks"))
    parser.add_argument("--keep", type=Path, help="write the predictions here and print scores by type")
    options = parser.parse_args()
    pipeline = Pipeline.load(threads=2)
    report([*measure(pipeline, options.data, options.keep), *false_alarms(pipeline, options.treebanks)])


if __name__ == "__main__":
    main()
