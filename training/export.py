"""A trained checkpoint -> the files that ship: `python -m training.export --out out/reader --to src/tocsin/language/models`.

Writes reader.onnx (int8 weights, dynamic quantisation), reader.json (labels, sizes, version, digest) and tokenizer.json.
"""

import argparse
import hashlib
import json
import shutil
import tempfile
from dataclasses import asdict
from datetime import date
from pathlib import Path

import torch
from torch import Tensor, nn

from training.data import base_model
from training.labels import Labels
from training.network import Reader
from training.train import sizes_of

INPUTS = ("ids", "looks", "first", "last", "bounds")
OUTPUTS = (
    "upos", "features", "lemmas", "start", "arcs", "relations", "mentions", "cue", "act", "hedged", "depth", "source", "content",
    "trigger", "types", "modes", "statuses", "actor", "recipient",
)  # fmt: skip


class Shipped(nn.Module):
    """The reader as run by onnxruntime: choices made inside where nothing is to be weighed outside.

    *bounds* [B, N] is +1 where a sentence is known to start, -1 where it is known not to, 0 elsewhere: arcs stay inside
    sentences, so the relation of each word is asked for the head it will get.
    """

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: Tensor, looks: Tensor, first: Tensor, last: Tensor, bounds: Tensor) -> tuple[Tensor, ...]:
        r = self.reader
        syntax, news, event = r.words(ids, looks, first, last)
        start = r.start(syntax).squeeze(-1) + bounds * 1000
        sentence = (start > 0).to(torch.int64).cumsum(1)
        apart = (sentence[:, :, None] != sentence[:, None, :]) | (first == 0)[:, None, :]
        arcs = r.arcs(syntax) + apart.to(torch.float32) * -1e4
        return (
            r.upos(syntax).argmax(-1), r.features(syntax).argmax(-1), r.lemmas(syntax).argmax(-1), start, arcs,
            r.relations(syntax, arcs.argmax(-1)).argmax(-1), r.mentions(event), r.cue(news), r.act(news), r.hedged(news).squeeze(-1),
            r.depth(news), r.source(news), r.content(news), r.trigger(event), r.event_type(event), r.mode(event), r.status(event),
            r.actor(event), r.recipient(event),
        )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("out/reader"))
    parser.add_argument("--to", type=Path, default=Path("src/tocsin/language/models"))
    parser.add_argument("--version", default=None, help="default: the day of the export")
    parser.add_argument("--float32", action="store_true", help="do not quantise: to see what quantisation costs")
    options = parser.parse_args()
    labels = Labels.load(options.out / "labels.json")
    reader = Reader(sizes_of(labels))
    saved = torch.load(options.out / "checkpoint.pt", weights_only=False)
    reader.load_state_dict(saved["average"])
    reader.eval()
    options.to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        _export(Shipped(reader).eval(), plain)
        target = options.to / "reader.onnx"
        if options.float32:
            shutil.copy(plain, target)
        else:
            _quantise(plain, target)
    shutil.copy(base_model() / "tokenizer.json", options.to / "tokenizer.json")
    description = {
        "name": "tocsin-reader-en",
        "version": options.version or date.today().isoformat(),
        "epochs": saved["epoch"],
        "sha256": hashlib.sha256(target.read_bytes()).hexdigest(),
        "labels": asdict(labels),
    }
    (options.to / "reader.json").write_text(
        json.dumps(description, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB, after {saved['epoch']} epochs")


def _export(model: nn.Module, path: Path) -> None:
    ids = torch.randint(1000, 2000, (2, 12))
    looks = torch.ones(2, 12, 3, dtype=torch.long)
    first = torch.tensor([[1, 2, 4, 6, 8], [1, 3, 5, 0, 0]])
    last = torch.tensor([[1, 3, 5, 7, 9], [2, 4, 6, 0, 0]])
    bounds = torch.zeros(2, 5)
    rows, square = {0: "batch", 1: "words"}, {0: "batch", 1: "words", 2: "words"}
    axes = {name: square if name in ("arcs", "source", "content", "actor", "recipient") else rows for name in OUTPUTS}
    axes |= {
        "ids": {0: "batch", 1: "pieces"},
        "looks": {0: "batch", 1: "pieces"},
        "first": rows,
        "last": rows,
        "bounds": rows,
    }
    torch.onnx.export(
        model, (ids, looks, first, last, bounds), str(path), input_names=list(INPUTS), output_names=list(OUTPUTS),
        dynamic_axes=axes, opset_version=17, dynamo=False, custom_opsets={"com.microsoft": 1},
    )  # fmt: skip


def _may_shrink(node, graph) -> bool:
    """Whether a product is one with trained weights outside the arcs' scores."""
    trained = {tensor.name for tensor in graph.initializer}
    return any(name in trained for name in node.input) and "/arc" not in node.name and "arc" not in "".join(node.input)


def _quantise(plain: Path, target: Path) -> None:
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    prepared = plain.with_name("prepared.onnx")
    quant_pre_process(str(plain), str(prepared), skip_symbolic_shape=True)
    graph = onnx.load(str(prepared)).graph
    # What decides the tree loses most by eight bits and weighs little; so do the products of words with words.
    kept = [node.name for node in graph.node if node.op_type in ("MatMul", "Gemm") and not _may_shrink(node, graph)]
    quantize_dynamic(str(prepared), str(target), weight_type=QuantType.QInt8, per_channel=True, nodes_to_exclude=kept)


if __name__ == "__main__":
    main()
