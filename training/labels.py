"""The label lists of every head, gathered once from the training data and shipped with the model."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from training.treebank import TreeSentence

ACTS = (
    "assert", "deny", "accuse", "predict", "threaten", "promise", "demand", "ask", "support", "oppose", "hope", "judge", "report",
)  # fmt: skip
TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
MODES = (
    "",  # no mode
    "CONSULT-visit", "CONSULT-third-party", "CONSULT-multilateral", "CONSULT-phone", "RETREAT-withdraw",
    "RETREAT-release", "RETREAT-disarm", "RETREAT-ceasefire", "RETREAT-access", "RETREAT-resign", "REQUEST-assist",
    "REQUEST-change", "REQUEST-yield", "REQUEST-meet", "ACCUSE-disapprove", "ACCUSE-investigate", "ACCUSE-allege",
    "REJECT-assist", "REJECT-change", "REJECT-yield", "REJECT-meet", "THREATEN-restrict", "THREATEN-arrest",
    "THREATEN-relations", "THREATEN-expel", "THREATEN-territory", "THREATEN-violence", "PROTEST-demo",
    "PROTEST-riot", "PROTEST-strike", "PROTEST-hunger", "PROTEST-boycott", "PROTEST-obstruct", "PROTEST-vandalize",
    "SANCTION-convict", "SANCTION-expel", "SANCTION-withdraw", "SANCTION-discontinue", "MOBILIZE-troops",
    "MOBILIZE-weapons", "MOBILIZE-police", "MOBILIZE-militia", "COERCE-seize", "COERCE-restrict", "COERCE-censor",
    "COERCE-curfew", "COERCE-martial-law", "COERCE-arrest", "COERCE-deport", "COERCE-withhold",
    "COERCE-misinformation", "COERCE-cyber", "ASSAULT-abduct", "ASSAULT-beat", "ASSAULT-torture", "ASSAULT-sexual",
    "ASSAULT-targeted", "ASSAULT-destroy", "ASSAULT-primitive", "ASSAULT-firearms", "ASSAULT-explosives",
    "ASSAULT-suicide-attack", "ASSAULT-aerial", "ASSAULT-drone", "ASSAULT-heavy-weapons", "ASSAULT-crowd-control",
    "ASSAULT-unconventional",
)  # fmt: skip
STATUSES = ("actual", "future", "hypothetical", "negated", "historical")
KINDS = ("person", "organisation", "place", "group", "date")
RARE = 3  # a lemma script or feature string seen less often is not learned


@dataclass(frozen=True)
class Labels:
    """One list per head; a label's number is its place in the list."""

    upos: tuple[str, ...]
    features: tuple[str, ...]
    lemmas: tuple[str, ...]
    relations: tuple[str, ...]
    acts: tuple[str, ...] = ACTS
    modes: tuple[str, ...] = MODES
    types: tuple[str, ...] = TYPES
    statuses: tuple[str, ...] = STATUSES
    kinds: tuple[str, ...] = KINDS

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> "Labels":
        return cls(**{name: tuple(values) for name, values in json.loads(path.read_text(encoding="utf-8")).items()})


def gather(sentences: Iterable[TreeSentence]) -> Labels:
    """The labels of a treebank, most frequent first; the other heads have fixed lists."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("upos", "features", "lemmas", "relations")}
    for sentence in sentences:
        for word in sentence.words:
            counts["upos"][word.upos] += 1
            counts["features"][word.features] += 1
            counts["lemmas"][word.lemma_script] += 1
            counts["relations"][word.relation] += 1
    kept = {name: tuple(label for label, n in counter.most_common() if n >= RARE) for name, counter in counts.items()}
    return Labels(**kept)
