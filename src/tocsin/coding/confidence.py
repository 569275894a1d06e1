"""How likely a claim or an event is right: the model's probabilities, weighed against what was right on texts it had not seen.

A model's own probabilities are too high for some and too low for others. A logistic regression over a few things known of each record
(Platt 1999, with more than one feature) puts that right. Its weights, `confidence.json` beside the model, are made by
`python -m training.calibrate`, which also draws how well they fit.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Self

from tocsin.coding.tree import tokens_in
from tocsin.records import Claim, Directness, Event, Reading

Features = dict[str, float]
EDGE = 0.002  # probabilities nearer to 0 or 1 than this count as this near: a small model is never surer


def logit(probability: float) -> float:
    """The log-odds of a probability.

    >>> logit(0.5), round(logit(1.0), 1)
    (0.0, 6.2)
    """
    kept = min(max(probability, EDGE), 1 - EDGE)
    return math.log(kept / (1 - kept))


def of_claim(claim: Claim) -> Features:
    """What tells of a claim whether it is right."""
    return {
        "bias": 1.0,
        "model": logit(claim.score),
        "source": float(bool(claim.source.spans)),
        "cue": float(bool(claim.cue.spans)),
        "quoted": float(claim.directness is Directness.DIRECT),
        "inside": float(claim.depth > 0),
        "rule": float(claim.trace.rule is not None),
    }


def of_event(event: Event, reading: Reading, earlier: Sequence[Event]) -> Features:
    """What tells of an event whether it is right; *earlier* are the events that the article told before it."""
    trigger = set(tokens_in(reading, event.trigger.spans))
    seen = [one for one in reading.triggers if not trigger.isdisjoint(one.tokens)]
    # A trigger that comes without the likelihood of its types is sure of its own.
    types = [pair for one in seen for pair in one.types or ((one.type, 1.0),)]
    certain = max((share for kind, share in types if kind == event.type), default=0.0)
    trace = max((one.score for one in seen), default=0.0)
    return {
        "bias": 1.0,
        "model": logit(trace),
        "type": logit(certain),
        "pattern": float(event.trace.rule is not None),
        "actor": float(any(party.country and not party.presumed for party in event.actors)),
        "recipient": float(any(party.country and not party.presumed for party in event.recipients)),
        "within": float(event.within is not None),
        "noun": float(not any(reading.tokens[i].upos == "VERB" for i in trigger)),
        "again": float(any(_alike(event, one) for one in earlier)),
    }


def _alike(event: Event, other: Event) -> bool:
    """Whether *other* may be the same event told before: same type, a country in common and none against it."""
    if event.type != other.type:
        return False
    sides = [
        ({p.country for p in one if p.country}, {p.country for p in two if p.country})
        for one, two in ((event.actors, other.actors), (event.recipients, other.recipients))
    ]
    return any(one & two for one, two in sides) and all(one & two or not (one and two) for one, two in sides)


@dataclass(frozen=True, slots=True)
class Confidence:
    """Weights by feature, for claims and for events."""

    claims: Mapping[str, float]
    events: Mapping[str, float]

    @classmethod
    @cache
    def load(cls) -> Self:
        """The weights that ship with the model."""
        data = json.loads(files("tocsin.language").joinpath("models/confidence.json").read_text(encoding="utf-8"))
        return cls(data["claims"], data["events"])

    def claim(self, claim: Claim) -> float:
        """The probability that source and content of *claim* are right, 0..1."""
        return probability(self.claims, of_claim(claim))

    def event(self, event: Event, reading: Reading, earlier: Sequence[Event]) -> float:
        """The probability that *event* is told, for its own sake, and is of its type, 0..1.

        One that only a trusted pattern saw keeps its score: the weights know nothing of patterns that the model does not follow.
        """
        if event.trace.model is None:
            return event.score
        return probability(self.events, of_event(event, reading, earlier))


def probability(weights: Mapping[str, float], features: Features) -> float:
    """The logistic regression's answer, 0..1."""
    total = sum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + math.exp(-total))
