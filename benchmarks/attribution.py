"""Who said what: the `claims` of a briefing against PolNeAR's annotators, by the neutral scorer beside the data.

python -m benchmarks.attribution --data ../shared/benchmarks
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.figures import Figure, report
from tocsin.pipeline import Pipeline

NAMES = {
    "link": "link F1", "link.speech_cue": "link, speech cues F1", "link.other_cue": "link, other cues F1", "link.direct": "link, direct F1",
    "link.indirect": "link, indirect F1", "link_content": "content F1",
}  # fmt: skip


def predict(pipeline: Pipeline, folder: Path, out: Path) -> None:
    """One line per article; only what the article itself tells (depth 0), since PolNeAR forbids nesting."""
    with out.open("w", encoding="utf-8") as lines:
        for path in sorted((folder / "dev" / "text").glob("*.txt")):
            with path.open(encoding="utf-8", newline="") as opened:
                briefing = pipeline.brief_text(opened.read())
            found = [
                {"source": c.source.spans, "cue": c.cue.spans, "content": c.content.spans}
                for c in briefing.claims
                if c.depth == 0
            ]
            lines.write(json.dumps({"doc": path.stem, "attributions": found}) + "\n")


def measure(pipeline: Pipeline, data: Path) -> list[Figure]:
    folder = data / "polnear"
    with tempfile.TemporaryDirectory() as place:
        predicted, scores = Path(place) / "predicted.jsonl", Path(place) / "scores.json"
        predict(pipeline, folder, predicted)
        command = [sys.executable, folder / "score_polnear.py", folder / "dev", predicted, "--json", scores]
        printed = subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout
        result = json.loads(scores.read_text())
    interval = {}
    for line in printed.splitlines():
        cells = line.split()
        if cells and cells[0] in NAMES and "-" in cells[-1]:
            interval[cells[0]] = tuple(float(part) for part in cells[-1].split("-"))
    figures = [
        Figure(f"attribution.{name}", result[key]["f1"], *interval.get(key, (None, None)))
        for key, name in NAMES.items()
    ]
    figures.append(Figure("attribution.link, speech cues precision", result["link.speech_cue"]["p"]))
    figures.append(Figure("attribution.link precision", result["link"]["p"]))
    figures.append(Figure("attribution.link recall", result["link"]["r"]))
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/benchmarks"))
    parser.add_argument("--keep", type=Path, help="write the predictions here as well")
    options = parser.parse_args()
    pipeline = Pipeline.load(threads=2)
    if options.keep:
        predict(pipeline, options.data / "polnear", options.keep)
    report(measure(pipeline, options.data))


if __name__ == "__main__":
    main()
