"""Train the reader: `python -m training.train --shared ../shared --out out/reader`.

Resumes from the last checkpoint in --out (also with more or fewer epochs: the learning rate follows what is left); seeded; writes
log.jsonl with losses and development scores per epoch. What ships is the running average of the weights (Polyak and Juditsky 1992).
"""

import argparse
import copy
import random
import time
from pathlib import Path

import torch

from training import data as data_
from training.check import check
from training.data import Data, batches, collate, remember
from training.losses import losses
from training.network import Reader, Sizes, load_base

OURS = Path(__file__).parent
WARM = 150  # steps until the full learning rate
MEMORY = 0.998  # share of the average that one step leaves as it is


def sizes_of(labels) -> Sizes:
    return Sizes(
        len(labels.upos), len(labels.features), len(labels.lemmas), len(labels.relations), 1 + 2 * len(labels.kinds),
        len(labels.acts), len(labels.types), len(labels.modes), len(labels.statuses),
    )  # fmt: skip


def _groups(reader: Reader) -> list[dict]:
    """The encoder learns slower than the new heads; norms and biases do not decay."""
    parts: dict[tuple[float, float], list] = {}
    for name, parameter in reader.named_parameters():
        new = not name.startswith("encoder.") or name.split(".")[1] in ("shapes", "layouts", "quotes")
        decay = 0.0 if parameter.ndim < 2 else 0.01
        parts.setdefault((1e-3 if new else 2e-4, decay), []).append(parameter)
    return [
        {"params": members, "lr": rate, "full": rate, "weight_decay": decay} for (rate, decay), members in parts.items()
    ]


@torch.no_grad()
def _follow(average: Reader, reader: Reader, memory: float) -> None:
    torch._foreach_lerp_(list(average.parameters()), list(reader.parameters()), 1 - memory)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument(
        "--ours", type=Path, default=OURS, help="folder whose */*.txt are texts in the form of training.marked"
    )
    parser.add_argument("--out", type=Path, default=Path("out/reader"))
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--float32",
        action="store_true",
        help="train in single precision (default: bfloat16 where the processor has it)",
    )
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    data = Data.load(options.shared, options.ours)
    data.labels.save(options.out / "labels.json")
    sets = data_.dev_sets(options.shared, data)
    reader = Reader(sizes_of(data.labels))
    load_base(reader, data_.base_model() / "model.safetensors")
    optimizer = torch.optim.AdamW(_groups(reader), fused=True)
    average = copy.deepcopy(reader).requires_grad_(False)
    taken = 0
    begin, checkpoint = 0, options.out / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=False)
        reader.load_state_dict(saved["reader"])
        optimizer.load_state_dict(saved["optimizer"])
        average.load_state_dict(saved["average"])
        taken = saved["taken"]
        torch.set_rng_state(saved["random"])
        begin = saved["epoch"]
        print(f"resuming after epoch {begin}", flush=True)
    for epoch in range(begin, options.epochs):
        started, sums = time.time(), {}
        random.seed(options.seed + epoch)
        groups = list(batches(data.epoch(options.seed + epoch), options.seed + epoch))
        for step, group in enumerate(groups, 1):
            taken += 1
            left = 1 - (epoch + step / len(groups)) / options.epochs
            for part in optimizer.param_groups:
                part["lr"] = part["full"] * min(taken / WARM, 1.0) * max(0.02, left)
            batch = collate(group)
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=not options.float32):
                parts = losses(reader, batch)
            loss = sum(parts.values())
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(reader.parameters(), 2.0)
            optimizer.step()
            _follow(average, reader, min(MEMORY, taken / (taken + 20)))
            for name, value in parts.items():
                old = sums.setdefault(f"{batch.kind} {name}", [0.0, 0])
                old[0] += value.item()
                old[1] += 1
            if step % 100 == 0:
                print(
                    f"epoch {epoch + 1} step {step}/{len(groups)} loss {loss.item():.3f} {(time.time() - started) / step:.2f} s/step",
                    flush=True,
                )
        mean = {name: round(total_ / n, 4) for name, (total_, n) in sums.items()}
        scores = check(average, sets) if epoch % 2 or epoch + 1 == options.epochs else {}
        remember(
            options.out / "log.jsonl",
            epoch=epoch + 1,
            steps=len(groups),
            texts=data.read,
            seconds=round(time.time() - started),
            loss=mean,
            scores=scores,
        )
        print(f"epoch {epoch + 1}: {mean}\n{scores}", flush=True)
        partial = checkpoint.with_suffix(".part")
        torch.save({"reader": reader.state_dict(), "average": average.state_dict(), "optimizer": optimizer.state_dict(),
                    "taken": taken, "random": torch.get_rng_state(), "epoch": epoch + 1}, partial)  # fmt: skip
        partial.replace(checkpoint)


if __name__ == "__main__":
    main()
