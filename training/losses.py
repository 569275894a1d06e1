"""What each head is punished for."""

import torch
from torch import Tensor
from torch.nn import functional

from training.data import Batch
from training.network import Reader
from training.windows import IGNORE


def _choice(scores: Tensor, targets: Tensor, weight: Tensor | None = None) -> Tensor:
    """Cross-entropy over the known targets; zero when there is none."""
    flat = targets.reshape(-1)
    if not bool((flat != IGNORE).any()):
        return scores.sum() * 0
    return functional.cross_entropy(
        scores.reshape(-1, scores.shape[-1]).float(), flat, weight=weight, ignore_index=IGNORE
    )


def _yes(scores: Tensor, targets: Tensor) -> Tensor:
    known = targets != IGNORE
    if not bool(known.any()):
        return scores.sum() * 0
    return functional.binary_cross_entropy_with_logits(scores[known].float(), targets[known].float())


def _members(
    scores: Tensor, mask: Tensor, places: list[tuple[int, int]], wanted: list[set[int]], scale: float
) -> Tensor:
    """Binary cross-entropy of membership rows, summed over words and divided by *scale*, mean over anchors.

    A mean over words would drown the few members (3 % of the words for actors) among the many others.
    """
    if not places:
        return scores.sum() * 0
    rows = torch.stack([scores[b, i] for b, i in places]).float()
    known = torch.stack([mask[b] for b, _ in places])
    gold = torch.zeros_like(rows)
    for n, members in enumerate(wanted):
        if members:
            gold[n, list(members)] = 1
    loss = functional.binary_cross_entropy_with_logits(rows, gold, reduction="none", pos_weight=torch.tensor(2.0))
    return (loss * known).sum(1).mean() / scale


def losses(reader: Reader, batch: Batch) -> dict[str, Tensor]:
    """One loss per head, for the heads this kind of batch has targets for."""
    syntax, news, event = reader.words(*batch.inputs)
    out = {"start": _yes(reader.start(syntax).squeeze(-1), batch.targets("start"))}
    if batch.kind == "syntax":
        heads = batch.targets("heads")
        arcs = reader.arcs(syntax).float().masked_fill(~batch.mask[:, None, :], -1e4)
        out["arcs"] = _choice(arcs, heads)
        out["relations"] = _choice(reader.relations(syntax, heads.clamp_min(0)), batch.targets("relations"))
        out["upos"] = _choice(reader.upos(syntax), batch.targets("upos"))
        out["features"] = 0.5 * _choice(reader.features(syntax), batch.targets("features"))
        out["lemmas"] = 0.5 * _choice(reader.lemmas(syntax), batch.targets("lemmas"))
        out["mentions"] = 0.5 * _choice(reader.mentions(event), batch.targets("mentions"))
        out["trigger"] = 0.5 * _choice(reader.trigger(event), batch.targets("trigger"))
        return out
    tilt = torch.tensor([1.0, 2.0, 1.5])
    out["cue"] = 2 * _choice(reader.cue(news), batch.targets("cue"), tilt)
    out["trigger"] = 2 * _choice(reader.trigger(event), batch.targets("trigger"), tilt)
    cues = [(b, i, a) for b, w in enumerate(batch.windows) for i, a in w.attributions.items()]
    if cues:
        at = [(b, i) for b, i, _ in cues]
        states = torch.stack([news[b, i] for b, i in at])
        out["act"] = 0.7 * _choice(reader.act(states), torch.tensor([a[0] for *_, a in cues]))
        out["hedged"] = 0.5 * _yes(reader.hedged(states).squeeze(-1), torch.tensor([a[1] for *_, a in cues]))
        out["depth"] = 0.5 * _choice(reader.depth(states), torch.tensor([a[2] for *_, a in cues]))
        out["source"] = _members(reader.source(news), batch.mask, at, [a[3] for *_, a in cues], 8)
        out["content"] = _members(reader.content(news), batch.mask, at, [a[4] for *_, a in cues], 20)
    triggers = [(b, i, h) for b, w in enumerate(batch.windows) for i, h in w.happenings.items()]
    if triggers:
        at = [(b, i) for b, i, _ in triggers]
        states = torch.stack([event[b, i] for b, i in at])
        out["type"] = _choice(reader.event_type(states), torch.tensor([h[0] for *_, h in triggers]))
        out["mode"] = 0.5 * _choice(reader.mode(states), torch.tensor([h[1] for *_, h in triggers]))
        out["status"] = 0.5 * _choice(reader.status(states), torch.tensor([h[2] for *_, h in triggers]))
        out["actor"] = _members(reader.actor(event), batch.mask, at, [h[3] for *_, h in triggers], 8)
        out["recipient"] = _members(reader.recipient(event), batch.mask, at, [h[4] for *_, h in triggers], 8)
    return out
