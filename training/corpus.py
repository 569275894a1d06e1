"""The attribution and event corpora -> documents of words with everything their heads learn from."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tocsin.codebook.eventbook import EventBook
from tocsin.language.words import Word, split

Indices = tuple[int, ...]


@dataclass(frozen=True)
class Attributed:
    cue: Indices
    source: Indices
    content: Indices
    act: str
    hedged: bool
    depth: int


@dataclass(frozen=True)
class Happening:
    trigger: Indices
    type: str
    mode: str
    status: str
    actors: Indices  # words of all actors together
    recipients: Indices


@dataclass
class Document:
    words: list[Word]
    starts: list[int]  # first word of each sentence
    attributions: list[Attributed] | None  # None: not marked
    happenings: list[Happening]


def read(path: Path) -> Iterator[Document]:
    """The documents of one JSON-lines file of the corpus's form."""
    for line in path.read_text(encoding="utf-8").splitlines():
        yield document(json.loads(line))


def document(record: dict) -> Document:
    """One record of the corpus's form, aligned to words."""
    words = split(record["text"])
    at: dict[int, int] = {}
    for index, word in enumerate(words):
        at.update(dict.fromkeys(range(*word.span), index))

    def indices(spans: list) -> Indices:
        return tuple(sorted({at[c] for start, end in spans for c in range(start, end) if c in at}))

    def parties(entries: list) -> Indices:
        return tuple(sorted({i for entry in entries for i in indices(entry["span"])}))

    attributions = None
    if "attributions" in record:
        attributions = [
            Attributed(
                indices(a["cue"]), indices(a["source"]), indices(a["content"]), a["act"], a["hedged"], a["depth"]
            )
            for a in record["attributions"]
        ]
    happenings = [
        Happening(
            indices(e["trigger"]),
            e["type"],
            e["mode"] or "",
            e["status"],
            parties(e["actors"]),
            parties(e["recipients"]),
        )
        for e in record["events"]
    ]
    starts = sorted({i[0] for s in record.get("sentences", ()) if (i := indices([s]))})
    return Document(words, starts or [0], attributions, [h for h in happenings if h.trigger])


def codebook_examples() -> Iterator[Document]:
    """The codebook's own examples and near misses: tests and training sentences at once."""
    for example in EventBook.load().examples:
        events = [
            {
                "trigger": code.trigger.spans, "type": code.type, "mode": code.mode, "status": code.status.value,
                "actors": [{"span": party.spans} for party in code.actors],
                "recipients": [{"span": party.spans} for party in code.recipients],
            }
            for code in example.codes
        ]  # fmt: skip
        yield document({"text": example.text, "events": events})
