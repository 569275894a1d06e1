"""Weigh what a record's confidence is made of: `python -m training.calibrate [--shared ../shared]`.

Reads the corpus's development part, which no model was trained on, with the shipped model; fits one small logistic regression for claims and one for
events (source and content right; trigger and type right); writes confidence.json beside the model and reliability.svg, which shows how often
records of each confidence were right when the weights came from the other documents.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from benchmarks.errors import Pair, corpus_pairs, linked, same_type

from tocsin.coding import confidence
from tocsin.coding.confidence import Confidence, Features
from tocsin.pipeline import Pipeline
from tocsin.records import Claim, Event, Reading

MODELS = Path(__file__).parent.parent / "src" / "tocsin" / "language" / "models"
RIDGE = 1.0  # keeps weights of rare features near nought
BINS = 8


@dataclass(frozen=True)
class Recorder(Confidence):
    """Leaves every score as the model gave it and notes what a confidence would be made of, by the record's id."""

    noted: dict[str, Features] = field(default_factory=dict)

    def claim(self, claim: Claim) -> float:
        self.noted[claim.id] = confidence.of_claim(claim)
        return claim.score

    def event(self, event: Event, reading: Reading, earlier: Sequence[Event]) -> float:
        self.noted[event.id] = confidence.of_event(event, reading, earlier)
        return event.score


@dataclass(frozen=True)
class Sample:
    document: str
    features: Features
    right: bool


def fitted(samples: Sequence[Sample]) -> dict[str, float]:
    """The weights of the most likely logistic regression, with a ridge; by Newton's method."""
    names = sorted(samples[0].features)
    x = np.array([[one.features[name] for name in names] for one in samples])
    y = np.array([one.right for one in samples], dtype=float)
    held = np.diag([0.0 if name == "bias" else RIDGE for name in names])
    weights = np.zeros(len(names))
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (p - y) + held @ weights
        weights -= np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]) + held + 1e-6 * np.eye(len(names)), gradient)
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}


def held_out(samples: Sequence[Sample]) -> list[tuple[float, bool]]:
    """Each sample's probability by weights from all other documents, and whether it was right."""
    out = []
    for document in sorted({one.document for one in samples}):
        weights = fitted([one for one in samples if one.document != document])
        here = [one for one in samples if one.document == document]
        out += [(confidence.probability(weights, one.features), one.right) for one in here]
    return out


def bins(points: Sequence[tuple[float, bool]]) -> list[tuple[float, float, int]]:
    """Mean confidence, share right and number of BINS groups of about equal size, lowest first."""
    order = sorted(points)
    groups = [order[len(order) * n // BINS : len(order) * (n + 1) // BINS] for n in range(BINS)]
    return [
        (sum(p for p, _ in group) / len(group), sum(right for _, right in group) / len(group), len(group))
        for group in groups
        if group
    ]


def error(points: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error: how far share and confidence lie apart, over the bins (Naeini and others 2015)."""
    found = bins(points)
    return sum(abs(mean - share) * count for mean, share, count in found) / sum(count for *_, count in found)


def brier(points: Sequence[tuple[float, bool]]) -> float:
    return sum((p - right) ** 2 for p, right in points) / len(points)


def summary(points: Sequence[tuple[float, bool]]) -> dict[str, float]:
    """What the model card says of the fit."""
    share = sum(right for _, right in points) / len(points)
    figures = {"right": share, "calibration error": error(points), "Brier score": brier(points)}
    return {"records": len(points), **{name: round(value, 3) for name, value in figures.items()}}


def diagram(curves: dict[str, Sequence[tuple[float, bool]]]) -> str:
    """Confidence across, share right upwards; a dot for each bin, the larger the more records."""
    size, left = 320, 46
    colours = {"claims": "#1f5f8b", "events": "#b4472e"}

    def at(x: float, y: float) -> str:
        return f"{left + x * size:.0f},{12 + (1 - y) * size:.0f}"

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + size + 16} {size + 60}" font-family="sans-serif" font-size="12">',
        '<title>Reliability: how often records of each confidence were right</title><rect width="100%" height="100%" fill="#fff"/>',
    ]
    for tick in (0, 0.25, 0.5, 0.75, 1):
        x, y = left + tick * size, 12 + (1 - tick) * size
        parts.append(f'<path d="M{left},{y:.0f}h{size}M{x:.0f},12v{size}" stroke="#ddd"/>')
        parts.append(f'<text x="{x:.0f}" y="{size + 28}" text-anchor="middle" fill="#333">{tick:g}</text>')
        parts.append(f'<text x="{left - 8}" y="{y + 4:.0f}" text-anchor="end" fill="#333">{tick:g}</text>')
    parts.append(f'<path d="M{at(0, 0)}L{at(1, 1)}" stroke="#999" stroke-dasharray="4 4"/>')
    for place, (name, points) in enumerate(curves.items()):
        colour, found = colours[name], bins(points)
        line = "L".join(at(mean, share) for mean, share, _ in found)
        parts.append(f'<path d="M{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for mean, share, count in found:
            x, y = at(mean, share).split(",")
            dot = f'<circle cx="{x}" cy="{y}" r="{2 + count**0.5 / 2:.1f}" fill="{colour}">'
            parts.append(f"{dot}<title>{count} {name}: said {mean:.2f}, right {share:.2f}</title></circle>")
        parts.append(f'<text x="{left + 12}" y="{32 + 16 * place}" fill="{colour}">{name} ({len(points)})</text>')
    parts.append(
        f'<text x="{left + size / 2}" y="{size + 50}" text-anchor="middle" fill="#333">confidence; upwards: share that was right</text></svg>'
    )
    return "\n".join(parts) + "\n"


def samples(pairs: Sequence[Pair], noted: dict[str, Features], right: Callable[[Pair], bool]) -> list[Sample]:
    """One sample for each record that was found."""
    return [
        Sample(pair.document, noted[pair.found["id"]], pair.gold is not None and right(pair))
        for pair in pairs
        if pair.found is not None
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    options = parser.parse_args()
    recorder = Recorder({}, {})
    events, claims = corpus_pairs(replace(Pipeline.load(threads=2), confidence=recorder), options.shared / "corpus")
    made = {
        "claims": samples(claims, recorder.noted, linked),
        "events": samples(events, recorder.noted, same_type),
    }
    curves = {name: held_out(given) for name, given in made.items()}
    reader = json.loads((MODELS / "reader.json").read_text(encoding="utf-8"))
    written = {
        "model": reader["sha256"],
        **{name: fitted(given) for name, given in made.items()},
        "held out": {name: summary(points) for name, points in curves.items()},
    }
    (MODELS / "confidence.json").write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
    (MODELS / "reliability.svg").write_text(diagram(curves), encoding="utf-8")
    print(json.dumps(written, indent=1))


if __name__ == "__main__":
    main()
