"""Write the model card from what was trained and measured: `python -m training.card --out out/reader`.

Scores per head come from the last line of the training log; the benchmark figures from docs/benchmarks.md, which
`python -m benchmarks --write docs/benchmarks.md` makes with the shipped int8 model.
"""

import argparse
import json
from pathlib import Path

from training.labels import Labels

MODELS = Path(__file__).parent.parent / "src" / "tocsin" / "language" / "models"

CORPUS = 350  # documents of the corpus's training part

HEADS = {
    "uas": "head of each word, right (no gold sentence bounds)", "las": "head and relation right", "upos": "part of speech right",
    "features": "all features of a word right", "lemmas": "lemma right", "start": "sentence starts, F1", "mention starts": "begun mentions with their kind, F1",
    "cue": "cues of attributions, F1", "act": "act, given the cue", "source": "words of the source, given the cue, F1",
    "content": "words of the content, given the cue, F1", "trigger": "event triggers, F1", "type": "event type, given the trigger",
    "actor": "words of the actors, given the trigger, F1", "recipient": "words of the recipients, given the trigger, F1",
}  # fmt: skip

CARD = """# Model card: {name} {version}

A reader of English news: one small transformer with many heads, read once per window of whole paragraphs. It gives parts of speech, lemmas,
features, dependency trees, sentence starts, mentions, attributions (cue, source, content, act, hedge, depth) and political events (trigger,
type, mode, status, actors, recipients). Written by `python -m training.card`; do not edit by hand.

- **Base**: all-MiniLM-L6-v2 (6 layers, width 384, uncased, Apache-2.0), with letter case, layout and quote marks added to its input.
- **Size**: {size:.1f} MB, int8 weights (dynamic quantisation, per channel) in the encoder, float32 in the heads; {parameters}.
- **Training**: {epochs} epochs, seed {seed}, on two processor cores in bfloat16; `python -m training.train`, then `python -m training.export`. The log is
  training/log.jsonl.
- **SHA-256** of reader.onnx: `{sha256}`

## Data and licences

| data | what it teaches | licence |
|---|---|---|
| Universal Dependencies English Web Treebank, train | syntax; that reviews, answers and private mail hold no political event | CC BY-SA 4.0 |
| Universal Dependencies GUM, the freely licensed genres, train | syntax, mentions | CC BY 4.0 and the licences of its texts |
| Tocsin corpus, train: 350 documents, see below | attributions and events | see below |
| training/written: {sentences:,} sentences written for Tocsin | events of every type and mode, and sentences without any | as this repository |
| training/reports: {reports:,} reports written for Tocsin | attributions and events in running text | as this repository |
| training/marks: {passages:,} passages of Global Voices, marked for Tocsin | attributions and events in running text | texts CC BY 3.0 |
| the examples of the codebook | events, near misses | as this repository |

The corpus holds Wikinews by way of MEANTIME (text only) and GUM (CC BY 2.5), re3d (its parts in the public domain and under OGL 3.0, CC BY 3.0 AU and
CC BY-SA 3.0), Global Voices (CC BY 3.0) and texts of the English Web Treebank (CC BY-SA 4.0).

The weights are under CC BY-SA 4.0 (LICENSE.md beside this file). Nothing of any benchmark was trained on.

## Scores per head

On the development parts, single precision, after the last epoch. The shipped int8 model is measured end to end in docs/benchmarks.md.

| set | head | score |
|---|---|---|
{rows}

## Confidence

Scores of claims and events are the model's probabilities, calibrated on the corpus's development part (`python -m training.calibrate`). With weights
from the other documents: {confidence}. The larger a dot, the more records.

![Reliability diagram](reliability.svg)

## Known weaknesses

- Trained on web text and some news: headlines in capitals, tables and transcripts are read worse than running prose.
- Rare acts (deny, threaten, ask) and rare event types (CONCEDE, RETREAT, COOPERATE) are found less surely than common ones.
- Hedges were rarely marked in the training data; a word list of the codebook helps out.
- Contents of attributions may end a clause early or late; hearsay deeper than two steps is not told apart.
- It reads what is said, not whether it is true, and it does not see irony.
- Real persons and places stand in invented sentences of the training data; the model should not be taken as knowing facts about them.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("out/reader"))
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    described = json.loads((MODELS / "reader.json").read_text(encoding="utf-8"))
    last = json.loads((options.out / "log.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    scores, texts = last["scores"], last["texts"]
    rows = []
    for name, value in scores.items():
        corpus, head = name.split(" ", 1)
        rows.append(f"| {corpus} | {HEADS[head]} | {value:.3f} |")
    labels = Labels.load(options.out / "labels.json")
    marks = (Path(__file__).parent / "marks").glob("*.jsonl")
    passages = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in marks)
    held_out = json.loads((MODELS / "confidence.json").read_text(encoding="utf-8"))["held out"]
    confidence = "; ".join(
        f"{name}, {one['records']} records, {one['right']:.0%} of them right, calibration error {one['calibration error']}"
        for name, one in held_out.items()
    )
    card = CARD.format(
        name=described["name"], version=described["version"], epochs=described["epochs"], sha256=described["sha256"], seed=options.seed,
        sentences=texts["sentences"], reports=texts["documents"] - CORPUS - passages, passages=passages, confidence=confidence,
        size=(MODELS / "reader.onnx").stat().st_size / 1e6, rows="\n".join(rows),
        parameters=f"{len(labels.relations)} relations, {len(labels.types)} event types, {len(labels.modes) - 1} modes, {len(labels.acts)} acts",
    )  # fmt: skip
    (MODELS / "README.md").write_text(card, encoding="utf-8")


if __name__ == "__main__":
    main()
