"""The attribution and event corpora -> documents of words with everything their heads learn from."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tocsin.codebook.eventbook import EventBook
from tocsin.language.words import Word, split
from training import marked

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


def marked_texts(folder: Path, shared: Path) -> tuple[list[dict], list[dict]]:
    """Our own sentences and reports in *folder*, as records; what cannot be read is counted and left out."""
    sentences: list[dict] = []
    reports: list[dict] = []
    faults = 0
    for path in sorted((*folder.glob("*/*.txt"), *folder.glob("marks/*.jsonl"))):
        for record in marked.read(path, shared):
            if isinstance(record, marked.MarkError):
                faults += 1
            else:
                (reports if "attributions" in record else sentences).append(record)
    if faults:
        print(f"{faults} marks could not be read; `python -m training.marked` names them", flush=True)
    return sentences, reports


def together(records: Sequence[dict], rng: random.Random, most: int = 5) -> Iterator[dict]:
    """Single sentences in random order, some alone and some in company, as they stand in real texts.

    Attributions are not marked in them, so the joined records have none either.
    """
    order = list(records)
    rng.shuffle(order)
    while order:
        group = [order.pop() for _ in range(min(len(order), rng.choice((1, 1, rng.randint(2, most)))))]
        gap = rng.choice((" ", "\n\n"))
        text, events, bounds = "", [], []
        for record in group:
            shift = len(text) + (len(gap) if text else 0)
            text += (gap if text else "") + record["text"]
            bounds.append([shift, len(text)])
            events += [_shifted(event, shift) for event in record["events"]]
        yield {"text": text, "events": events, "sentences": bounds if len(group) > 1 else []}


def _shifted(event: dict, by: int) -> dict:
    def spans(given: list) -> list:
        return [[start + by, end + by] for start, end in given]

    sides = {side: [{"span": spans(party["span"])} for party in event[side]] for side in ("actors", "recipients")}
    return {**event, "trigger": spans(event["trigger"]), **sides}


def codebook_examples() -> Iterator[dict]:
    """The codebook's own examples and near misses as records: tests and training sentences at once."""
    for example in EventBook.load().examples:
        events = [
            {
                "trigger": [list(span) for span in code.trigger.spans], "type": code.type, "mode": code.mode,
                "status": code.status.value,
                "actors": [{"span": [list(span) for span in party.spans]} for party in code.actors],
                "recipients": [{"span": [list(span) for span in party.spans]} for party in code.recipients],
            }
            for code in example.codes
        ]  # fmt: skip
        yield {"text": example.text, "events": events}
