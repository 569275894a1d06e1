"""Claims and events against the Tocsin corpus, development part, by the scorer beside it.

python -m benchmarks.corpus --corpus ../shared/corpus
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from benchmarks.figures import Figure, report
from tocsin.pipeline import Pipeline
from tocsin.records import Briefing, Party


def as_record(name: str, briefing: Briefing) -> dict:
    """One briefing in the corpus's form."""

    def side(parties: tuple[Party, ...]) -> list[dict]:
        return [{"span": p.spans, "code": p.country, "sector": p.sector} for p in parties]

    return {
        "id": name,
        "attributions": [
            {"source": c.source.spans, "cue": c.cue.spans, "content": c.content.spans, "act": c.act, "hedged": c.hedged, "depth": c.depth}
            for c in briefing.claims
        ],
        "events": [
            {"trigger": e.trigger.spans, "type": e.type, "mode": e.mode, "actors": side(e.actors), "recipients": side(e.recipients), "status": e.status}
            for e in briefing.events
        ],
    }  # fmt: skip


def measure(pipeline: Pipeline, corpus: Path, keep: Path | None = None) -> list[Figure]:
    gold = corpus / "dev.jsonl"
    with tempfile.TemporaryDirectory() as place:
        predicted = keep or Path(place) / "predicted.jsonl"
        with predicted.open("w", encoding="utf-8") as lines:
            for line in gold.open(encoding="utf-8"):
                record = json.loads(line)
                day = (
                    date.fromisoformat(record["date"])
                    if re.fullmatch(r"\d{4}-\d\d-\d\d", record["date"] or "")
                    else None
                )
                lines.write(
                    json.dumps(as_record(record["id"], pipeline.brief_text(record["text"], published=day))) + "\n"
                )
        command = [sys.executable, corpus / "score_corpus.py", gold, predicted]
        printed = subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout
    if keep:
        print(printed)
    return [
        Figure(f"corpus.{cells[0]} {cells[1]} F1", float(cells[7]))
        for cells in map(str.split, printed.splitlines())
        if len(cells) > 7
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpus"))
    parser.add_argument("--keep", type=Path, help="write the predictions here and print precision and recall")
    options = parser.parse_args()
    report(measure(Pipeline.load(threads=2), options.corpus, options.keep))


if __name__ == "__main__":
    main()
