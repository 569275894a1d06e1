"""The reader: one small encoder read once, with many heads.

Encoder: MiniLM-L6-H384 (BERT layout), to whose input three small codes per word are added: letter case, layout and quote
marks, all starting at zero, so that the pretrained encoder is untouched at first. A word is the mean of its first and last
subword (the last carries the ending, which lemma and features need).

Arcs and labels are deep biaffine (Dozat and Manning 2017, arXiv:1611.01734). Who belongs to a cue or trigger is a biaffine row
over all words plus a bias by distance: membership, so that broken-up contents need nothing special.
"""

import math
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from tocsin.language.words import LAYOUTS, QUOTES, SHAPES

WIDTH, LAYERS, HEADS, INNER = 384, 6, 12, 1536
REACH = 64  # distances beyond count as this one


@dataclass(frozen=True)
class Sizes:
    upos: int
    features: int
    lemmas: int
    relations: int
    mentions: int
    acts: int
    types: int
    modes: int
    statuses: int


class Attention(torch.autograd.Function):
    """Scaled dot-product attention; exported as the one fused operator that onnxruntime has for it.

    Only called through `attend`, which lets PyTorch differentiate the plain form.
    """

    @staticmethod
    def forward(ctx, query: Tensor, key: Tensor, value: Tensor, kept: Tensor) -> Tensor:  # noqa: ARG004 - the signature PyTorch wants
        return plain_attention(query, key, value, kept)

    @staticmethod
    def symbolic(g, query, key, value, kept):
        nothing = g.op("prim::Constant")
        nothing.setType(torch._C.OptionalType.ofTensor())
        mask = g.op("Cast", kept, to_i=6)  # int32
        fused = g.op("com.microsoft::MultiHeadAttention", query, key, value, nothing, mask, num_heads_i=HEADS)
        return fused.setType(query.type())


def plain_attention(query: Tensor, key: Tensor, value: Tensor, kept: Tensor) -> Tensor:
    """Attention of HEADS heads over [B, T, W]; padding, where *kept* is 0, is not attended to."""
    batch, length, width = query.shape

    def parts(y: Tensor) -> Tensor:
        return y.view(batch, length, HEADS, width // HEADS).transpose(1, 2)

    weights = (parts(query) @ parts(key).transpose(-1, -2)) * (1 / math.sqrt(width // HEADS))
    weights = weights + (1 - kept.to(torch.float32))[:, None, None, :] * -1e4
    return (weights.softmax(-1).to(value.dtype) @ parts(value)).transpose(1, 2).reshape(batch, length, width)


def attend(query: Tensor, key: Tensor, value: Tensor, kept: Tensor) -> Tensor:
    """Attention, fused in the exported graph."""
    return (Attention.apply if torch.onnx.is_in_onnx_export() else plain_attention)(query, key, value, kept)


class Layer(nn.Module):
    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query = nn.Linear(WIDTH, WIDTH)
        self.key = nn.Linear(WIDTH, WIDTH)
        self.value = nn.Linear(WIDTH, WIDTH)
        self.joined = nn.Linear(WIDTH, WIDTH)
        self.inner = nn.Linear(WIDTH, INNER)
        self.outer = nn.Linear(INNER, WIDTH)
        self.norm_attention = nn.LayerNorm(WIDTH, eps=1e-12)
        self.norm_outer = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, kept: Tensor) -> Tensor:
        """*x* [B, T, W] one layer on; *kept* [B, T] is 1 where there is a subword, 0 for padding."""
        mixed = attend(self.query(x), self.key(x), self.value(x), kept)
        x = self.norm_attention(x + self.dropout(self.joined(mixed)))
        return self.norm_outer(x + self.dropout(self.outer(functional.gelu(self.inner(x)))))


class Encoder(nn.Module):
    def __init__(self, vocabulary: int = 30522, positions: int = 512, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDTH)
        self.positions = nn.Embedding(positions, WIDTH)
        self.shapes = nn.Embedding(SHAPES + 1, WIDTH)
        self.layouts = nn.Embedding(LAYOUTS + 1, WIDTH)
        self.quotes = nn.Embedding(QUOTES + 1, WIDTH)
        for looks in (self.shapes, self.layouts, self.quotes):
            nn.init.zeros_(looks.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.dropout = nn.Dropout(0.1)

    def forward(self, ids: Tensor, looks: Tensor) -> list[Tensor]:
        """States after each layer; *ids* [B, T] with 0 for padding, *looks* [B, T, 3], 0 on subwords that are no word's first."""
        place = torch.arange(ids.shape[1], device=ids.device).unsqueeze(0)
        x = self.words(ids) + self.positions(place)
        x = self.norm(x + self.shapes(looks[..., 0]) + self.layouts(looks[..., 1]) + self.quotes(looks[..., 2]))
        x = self.dropout(x)
        kept = (ids != 0).to(torch.int64)
        states = []
        for layer in self.layers:
            x = layer(x, kept)
            states.append(x)
        return states


class Mix(nn.Module):
    """A learned mean of the last four layers (Peters et al. 2018)."""

    def __init__(self) -> None:
        super().__init__()
        self.weights = nn.Parameter(torch.zeros(4))

    def forward(self, states: list[Tensor]) -> Tensor:
        weights = self.weights.softmax(0)
        return sum(weights[n] * state for n, state in enumerate(states[-4:]))


class Rows(nn.Module):
    """For every anchor word a row of scores over all words: does the word belong to this role of it?"""

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.anchor = nn.Linear(WIDTH, width)
        self.member = nn.Linear(WIDTH, width)
        self.pair = nn.Parameter(torch.randn(width + 1, width + 1) / width)
        self.distance = nn.Embedding(2 * REACH + 1, 1)
        nn.init.zeros_(self.distance.weight)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        anchor = _one(self.dropout(functional.gelu(self.anchor(x))))
        member = _one(self.dropout(functional.gelu(self.member(x))))
        place = torch.arange(x.shape[1], device=x.device)
        away = (place[None, :] - place[:, None]).clamp(-REACH, REACH) + REACH
        return (anchor @ self.pair) @ member.transpose(1, 2) + self.distance(away).squeeze(-1)


def _one(x: Tensor) -> Tensor:
    return torch.cat((x, torch.ones_like(x[..., :1])), -1)


def _answer(inner: int, out: int, dropout: float) -> nn.Sequential:
    return nn.Sequential(nn.Linear(WIDTH, inner), nn.GELU(), nn.Dropout(dropout), nn.Linear(inner, out))


class Reader(nn.Module):
    """Encoder and heads. See `forward` for the answers and their shapes."""

    def __init__(self, sizes: Sizes, dropout: float = 0.25) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.mix_syntax, self.mix_news, self.mix_event = Mix(), Mix(), Mix()
        self.dropout = nn.Dropout(dropout)
        self.upos = nn.Linear(WIDTH, sizes.upos)
        self.features = nn.Linear(WIDTH, sizes.features)
        self.lemmas = nn.Linear(WIDTH, sizes.lemmas)
        self.start = nn.Linear(WIDTH, 1)
        self.arc_dependent = nn.Linear(WIDTH, 256)
        self.arc_head = nn.Linear(WIDTH, 256)
        self.arc = nn.Parameter(torch.randn(257, 256) / 256)
        self.relation_dependent = nn.Linear(WIDTH, 128)
        self.relation_head = nn.Linear(WIDTH, 128)
        self.relation = nn.Parameter(torch.randn(129, sizes.relations * 129) / 128)
        self.mentions = nn.Linear(WIDTH, sizes.mentions)
        self.cue = _answer(192, 3, dropout)
        self.act = _answer(192, sizes.acts, dropout)
        self.hedged = _answer(96, 1, dropout)
        self.depth = _answer(96, 3, dropout)
        self.source = Rows(192, dropout)
        self.content = Rows(192, dropout)
        self.trigger = _answer(192, 3, dropout)
        self.event_type = _answer(256, sizes.types, dropout)
        self.mode = _answer(256, sizes.modes, dropout)
        self.status = _answer(192, sizes.statuses, dropout)
        self.actor = Rows(192, dropout)
        self.recipient = Rows(192, dropout)

    def words(self, ids: Tensor, looks: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Word states [B, N, W] for syntax, attribution and events; *first*, *last* [B, N]: place of a word's first and last subword."""
        states = self.encoder(ids, looks)

        def gathered(x: Tensor) -> Tensor:
            a = x.gather(1, first.unsqueeze(-1).expand(-1, -1, WIDTH))
            b = x.gather(1, last.unsqueeze(-1).expand(-1, -1, WIDTH))
            return self.dropout((a + b) * 0.5)

        return tuple(gathered(mix(states)) for mix in (self.mix_syntax, self.mix_news, self.mix_event))

    def arcs(self, x: Tensor) -> Tensor:
        """Scores [B, N, N]: row is the dependent, column its head; the root of a sentence points at itself."""
        dependent = _one(self.dropout(functional.gelu(self.arc_dependent(x))))
        head = self.dropout(functional.gelu(self.arc_head(x)))
        return (dependent @ self.arc) @ head.transpose(1, 2)

    def relations(self, x: Tensor, heads: Tensor) -> Tensor:
        """Scores [B, N, R] of the relation between each word and its given head."""
        dependent = _one(self.dropout(functional.gelu(self.relation_dependent(x))))
        head = _one(self.dropout(functional.gelu(self.relation_head(x))))
        head = head.gather(1, heads.unsqueeze(-1).expand(-1, -1, 129))
        batch, count, _ = x.shape
        crossed = (dependent @ self.relation).view(batch, count, -1, 129)
        return (crossed @ head.unsqueeze(-1)).squeeze(-1)


def load_base(reader: Reader, weights: Path) -> None:
    """Fill the encoder from the base model's `model.safetensors`."""
    from safetensors.torch import load_file

    given = load_file(weights)
    given = {name.removeprefix("bert."): value for name, value in given.items()}
    renamed = {
        "words.weight": "embeddings.word_embeddings.weight",
        "positions.weight": "embeddings.position_embeddings.weight",
        "norm.weight": "embeddings.LayerNorm.weight",
        "norm.bias": "embeddings.LayerNorm.bias",
    }
    parts = {
        "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
        "joined": "attention.output.dense", "norm_attention": "attention.output.LayerNorm",
        "inner": "intermediate.dense", "outer": "output.dense", "norm_outer": "output.LayerNorm",
    }  # fmt: skip
    for n in range(LAYERS):
        for ours, theirs in parts.items():
            for kind in ("weight", "bias"):
                renamed[f"layers.{n}.{ours}.{kind}"] = f"encoder.layer.{n}.{theirs}.{kind}"
    state = {ours: given[theirs] for ours, theirs in renamed.items()}
    # The base adds a segment embedding to every input; there is only one segment here.
    state["positions.weight"] = state["positions.weight"] + given["embeddings.token_type_embeddings.weight"][0]
    missing, extra = reader.encoder.load_state_dict(state, strict=False)
    if extra or set(missing) != {"shapes.weight", "layouts.weight", "quotes.weight"}:
        raise SystemExit(f"{weights} is not the base model wanted: missing {missing}, unknown {extra}")
