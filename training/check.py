"""Quick scores on the development parts while training; the real figures come from `benchmarks`."""

import torch

from training.data import Batch, batches, collate
from training.network import Reader
from training.windows import IGNORE, Window


def _f1(hit: float, predicted: float, gold: float) -> float:
    return 2 * hit / (predicted + gold) if predicted + gold else 0.0


def _spans(tags: list[int]) -> set[tuple[int, int]]:
    """Anchor and class of every begun span (odd tags begin)."""
    return {(i, tag) for i, tag in enumerate(tags) if tag > 0 and tag % 2}


@torch.no_grad()
def check(reader: Reader, sets: dict[str, list[Window]]) -> dict[str, float]:
    """Scores by set and head, 0..1."""
    reader.eval()
    scores: dict[str, float] = {}
    for name, all_windows in sets.items():
        counts: dict[str, list[float]] = {}

        def add(key: str, *values: float, counts: dict[str, list[float]] = counts) -> None:
            counts[key] = [a + b for a, b in zip(counts.get(key, [0.0] * len(values)), values, strict=True)]

        for group in batches(all_windows, 0):
            batch = collate(group)
            _syntax(reader, batch, add) if batch.kind == "syntax" else _news(reader, batch, add)
        for key, values in counts.items():
            scores[f"{name} {key}"] = round(values[0] / max(values[1], 1) if len(values) == 2 else _f1(*values), 4)
    reader.train()
    return scores


def _syntax(reader: Reader, batch: Batch, add) -> None:
    syntax, _, event = reader.words(*batch.inputs)
    heads = batch.targets("heads")
    known = heads != IGNORE
    best = reader.arcs(syntax).float().masked_fill(~batch.mask[:, None, :], -1e4).argmax(-1)
    right = (best == heads) & known
    relation = reader.relations(syntax, best).argmax(-1) == batch.targets("relations")
    add("uas", right.sum().item(), known.sum().item())
    add("las", (right & relation).sum().item(), known.sum().item())
    for head, layer in (("upos", reader.upos), ("features", reader.features), ("lemmas", reader.lemmas)):
        add(head, (layer(syntax).argmax(-1) == batch.targets(head))[known].sum().item(), known.sum().item())
    start = reader.start(syntax).squeeze(-1) > 0
    gold = batch.targets("start") == 1
    add("start", (start & gold).sum().item(), (start & batch.mask).sum().item(), gold.sum().item())
    tags = reader.mentions(event).argmax(-1)
    for b, window in enumerate(batch.windows):
        if any(m != IGNORE for m in window.mentions):
            g, p = _spans(window.mentions), _spans(tags[b, : len(window.mentions)].tolist())
            add("mention starts", len(g & p), len(p), len(g))


def _news(reader: Reader, batch: Batch, add) -> None:
    _, news, event = reader.words(*batch.inputs)
    cue, trigger = reader.cue(news).argmax(-1), reader.trigger(event).argmax(-1)
    rows = {
        name: getattr(reader, name)(news if name in ("source", "content") else event) > 0
        for name in ("source", "content", "actor", "recipient")
    }
    kinds, acts = reader.event_type(event).argmax(-1), reader.act(news).argmax(-1)
    for b, window in enumerate(batch.windows):
        count = len(window.pieces)
        found = {i for i in range(count) if cue[b, i] == 1}
        add("cue", len(found & window.attributions.keys()), len(found), len(window.attributions))
        found = {i for i in range(count) if trigger[b, i] == 1}
        add("trigger", len(found & window.happenings.keys()), len(found), len(window.happenings))
        for i, (act, _, _, source, content) in window.attributions.items():
            add("act", float(acts[b, i] == act), 1)
            for role, members in (("source", source), ("content", content)):
                got = set(rows[role][b, i, :count].nonzero().flatten().tolist())
                add(role, len(got & members), len(got), len(members))
        for i, (kind, _, _, actors, recipients) in window.happenings.items():
            add("type", float(kinds[b, i] == kind), 1)
            for role, members in (("actor", actors), ("recipient", recipients)):
                got = set(rows[role][b, i, :count].nonzero().flatten().tolist())
                add(role, len(got & members), len(got), len(members))
