"""What goes wrong, and where: `python -m benchmarks.errors [--data ../shared/benchmarks] [--to out/errors]`.

Prints, for events, which type is taken for which and how well each type, status and role comes out; for attributions, recall and precision by kind
(speech or other cue, direct or indirect, act, depth). Writes the errors themselves, surest first, as two pages to read.
"""

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.corpus import as_record
from benchmarks.events import records
from tocsin.pipeline import Pipeline

Record = dict[str, Any]
NONE = "-"
CONTEXT = 220  # characters of text shown on each side of an error


@dataclass(frozen=True)
class Pair:
    """One thing of the gold and what was made of it; one of the two is None where it was missed or made up."""

    text: str
    gold: Record | None
    found: Record | None
    document: str = ""

    @property
    def score(self) -> float:
        return float(self.found["score"]) if self.found else 0.0


def _chars(spans: Iterable[Sequence[int]]) -> set[int]:
    return {at for start, end in spans for at in range(start, end)}


def _dice(one: set[int], other: set[int]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def paired(
    text: str,
    gold: Sequence[Record],
    found: Sequence[Record],
    alike: Callable[[Record, Record], float],
    document: str = "",
) -> Iterator[Pair]:
    """Gold and found one to one, the most alike first."""
    ranked = sorted(
        ((alike(g, f), a, b) for a, g in enumerate(gold) for b, f in enumerate(found)), key=lambda one: -one[0]
    )
    golds, founds = set(range(len(gold))), set(range(len(found)))
    for value, a, b in ranked:
        if value > 0 and a in golds and b in founds:
            golds.remove(a)
            founds.remove(b)
            yield Pair(text, gold[a], found[b], document)
    yield from (Pair(text, gold[a], None, document) for a in sorted(golds))
    yield from (Pair(text, None, found[b], document) for b in sorted(founds))


def corpus_pairs(pipeline: Pipeline, corpus: Path) -> tuple[list[Pair], list[Pair]]:
    """Events and attributions of the corpus's development part, each with what was made of it."""
    events, attributions = [], []
    for line in (corpus / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        known = re.fullmatch(r"\d{4}-\d\d-\d\d", record["date"] or "")
        briefing = pipeline.brief_text(record["text"], published=date.fromisoformat(record["date"]) if known else None)
        made = as_record(record["id"], briefing)
        for found, made_of in zip(
            (*made["attributions"], *made["events"]), (*briefing.claims, *briefing.events), strict=True
        ):
            found["id"], found["score"], found["rule"] = made_of.id, made_of.score, made_of.trace.rule
        events += paired(
            record["text"],
            record["events"],
            made["events"],
            lambda g, f: len(_chars(g["trigger"]) & _chars(f["trigger"])),
            record["id"],
        )
        attributions += paired(record["text"], record["attributions"], made["attributions"], _alike, record["id"])
    return events, attributions


def _alike(gold: Record, found: Record) -> float:
    overlap = _dice(_chars(gold["content"]), _chars(found["content"]))
    return overlap if overlap >= 0.5 else 0.0


def plover_pairs(pipeline: Pipeline, folder: Path) -> list[Pair]:
    """PLOVER's records, each with one of ours from the same sentence: of the same type first, then any."""
    out = []
    for line in (folder / "gsr_dev.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        briefing = pipeline.brief_text(record["text"], published=date.fromisoformat(record["date"]))
        ours = [event for event in briefing.events if event.within is None]
        found = [
            {
                **made,
                "type": made["event"],
                "trigger": [list(span) for span in event.trigger.spans],
                "score": event.score,
                "rule": event.trace.rule,
            }
            for made, event in zip(records(briefing.events), ours, strict=True)
        ]
        gold = [{**one, "type": one["event"]} for one in record["events"]]
        out += paired(record["text"], gold, found, lambda g, f: 1 + (g["type"] == f["type"]))
    return out


def confusion(pairs: Sequence[Pair], key: str) -> str:
    """Gold (rows) against found (columns) for one field, as a table; `-` is missed or made up."""
    counts = Counter((_of(pair.gold, key), _of(pair.found, key)) for pair in pairs)
    names = sorted({name for pair in counts for name in pair if name != NONE})
    short = [name[:7] for name in names]
    lines = [" " * 13 + " ".join(f"{name:>7}" for name in (*short, NONE))]
    for row in (*names, NONE):
        cells = [str(counts[row, column] or ".") for column in (*names, NONE)]
        lines.append(f"{row[:12]:12} " + " ".join(f"{cell:>7}" for cell in cells))
    return "\n".join(lines)


def by_kind(pairs: Iterable[Pair], kind: Callable[[Record], str], right: Callable[[Pair], bool]) -> str:
    """Recall by the kind of the gold, precision by the kind of what was found."""
    golds: dict[str, list[bool]] = defaultdict(list)
    founds: dict[str, list[bool]] = defaultdict(list)
    for pair in pairs:
        good = pair.gold is not None and pair.found is not None and right(pair)
        if pair.gold is not None:
            golds[kind(pair.gold)].append(good)
        if pair.found is not None:
            founds[kind(pair.found)].append(good)
    lines = []
    for name in sorted({*golds, *founds}, key=lambda one: -len(golds[one])):
        recall, precision = _share(golds[name]), _share(founds[name])
        lines.append(
            f"{name[:24]:24} gold {len(golds[name]):4}  found {len(founds[name]):4}  recall {recall}  precision {precision}"
        )
    return "\n".join(lines)


def _share(hits: Sequence[bool]) -> str:
    return f"{sum(hits) / len(hits):.2f}" if hits else "  - "


def _of(record: Record | None, key: str) -> str:
    return NONE if record is None else str(record[key] or "none")


def linked(pair: Pair) -> bool:
    """Whether the sources of a pair touch, or both are not said."""
    assert pair.gold is not None and pair.found is not None  # noqa: PT018 - by_kind asks of whole pairs only
    gold, found = _chars(pair.gold["source"]), _chars(pair.found["source"])
    return bool(gold & found) if gold or found else True


def same_type(pair: Pair) -> bool:
    """Whether the types of a pair are the same."""
    return _of(pair.gold, "type") == _of(pair.found, "type")


def page(
    title: str, pairs: Iterable[Pair], wrong: Callable[[Pair], str | None], say: Callable[[Record, str], str]
) -> str:
    """The errors as a page to read: the surest first, what was missed last."""
    lines = [f"# {title}", ""]
    for pair in sorted(pairs, key=lambda one: -one.score):
        why = wrong(pair)
        if why is None:
            continue
        shown = pair.found or pair.gold
        anchor = shown.get("trigger") or shown.get("cue") or shown.get("content") if shown else None
        start = anchor[0][0] if anchor else 0
        context = " ".join(pair.text[max(0, start - CONTEXT) : start + CONTEXT].split())
        lines += [f"**{why}** {pair.score:.2f}", f"> {context}", ""]
        lines += [
            f"- {who}: {say(one, pair.text)}" for who, one in (("gold", pair.gold), ("found", pair.found)) if one
        ] + [""]
    return "\n".join(lines)


def _say_event(event: Record, text: str) -> str:
    def words(spans: Iterable[Sequence[int]]) -> str:
        return " … ".join(text[start:end] for start, end in spans)

    def side(parties: Sequence[Record]) -> str:
        return (
            "; ".join(
                f"{words(p.get('span') or ()) or p.get('text', '')}={p.get('code') or p.get('country') or '?'}"
                for p in parties
            )
            or NONE
        )

    actors, recipients = event.get("actors", event.get("source", ())), event.get("recipients", event.get("target", ()))
    trigger = words(event.get("trigger") or ()) or event.get("event_text", "")
    rule = f", by {event['rule']}" if event.get("rule") else ""
    return f"{event['type']}-{event.get('mode') or ''} {event.get('status', '')} “{trigger}” {side(actors)} -> {side(recipients)}{rule}"


def _say_attribution(one: Record, text: str) -> str:
    def words(role: str) -> str:
        return " … ".join(text[start:end] for start, end in one[role]) or NONE

    return f"[{words('source')}] ({words('cue')}) {words('content')} | {one['act']}"


def _type_wrong(pair: Pair) -> str | None:
    gold, found = _of(pair.gold, "type"), _of(pair.found, "type")
    return None if gold == found else f"{gold} taken for {found}"


def _attribution_wrong(pair: Pair) -> str | None:
    if pair.gold is None:
        return "made up, or its content goes astray"
    if pair.found is None:
        return "missed, or its content goes astray"
    return None if linked(pair) else "the wrong source"


def speech_of(scorer: Path) -> frozenset[str]:
    """The words of speech that PolNeAR's scorer tells cues apart by; none where it is not there."""
    if not scorer.exists():
        return frozenset()
    spec = spec_from_file_location("score_polnear", scorer)
    assert spec is not None and spec.loader is not None  # noqa: PT018 - the file is there and is Python
    module: ModuleType = module_from_spec(spec)
    spec.loader.exec_module(module)
    return frozenset(module.SPEECH)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/benchmarks"))
    parser.add_argument("--to", type=Path, default=Path("out/errors"))
    options = parser.parse_args()
    corpus = options.data.parent / "corpus"
    if not (corpus / "dev.jsonl").exists():
        raise SystemExit(f"{corpus} has no dev.jsonl; --data wants the benchmarks folder beside the corpus folder")
    pipeline = Pipeline.load(threads=2)
    events, attributions = corpus_pairs(pipeline, corpus)
    plover = plover_pairs(pipeline, options.data / "plover") if (options.data / "plover").exists() else []
    speech = speech_of(options.data / "polnear" / "score_polnear.py")
    texts = {id(one): pair.text for pair in attributions for one in (pair.gold, pair.found) if one is not None}

    def cue(one: Record) -> str:
        words = " ".join(texts[id(one)][start:end] for start, end in one["cue"]).lower().split()
        return "no cue" if not words else "speech cue" if speech.intersection(words) else "other cue"

    def quoted(one: Record) -> str:
        marks = sum(texts[id(one)][start:end].count(mark) for start, end in one["content"] for mark in '"“”')
        return "with quote marks" if marks else "without quote marks"

    both = [pair for pair in events if pair.gold is not None and pair.found is not None]
    same = [pair for pair in both if same_type(pair)]
    for title, body in {
        "PLOVER's records: type, gold in rows": confusion(plover, "type"),
        "corpus: type": confusion(events, "type"),
        "corpus: status, where the type is right": confusion(same, "status"),
        "corpus: mode, where the type is right (those not right)": "\n".join(
            f"{n:4} {g} taken for {f}"
            for (g, f), n in Counter((_of(p.gold, "mode"), _of(p.found, "mode")) for p in same).most_common()
            if g != f
        ),
        "corpus: events by type": by_kind(events, lambda one: str(one["type"]), same_type),
        "corpus: attributions by cue": by_kind(attributions, cue, linked),
        "corpus: attributions by quote marks": by_kind(attributions, quoted, linked),
        "corpus: attributions by act": by_kind(
            attributions,
            lambda one: str(one["act"]),
            lambda p: linked(p) and _of(p.gold, "act") == _of(p.found, "act"),
        ),
        "corpus: attributions by depth": by_kind(attributions, lambda one: f"depth {one['depth']}", linked),
    }.items():
        print(f"\n## {title}\n\n{body}")
    options.to.mkdir(parents=True, exist_ok=True)
    for name, text in {
        "plover.md": page("PLOVER's records: wrong types", plover, _type_wrong, _say_event),
        "events.md": page("Corpus: wrong events", events, _type_wrong, _say_event),
        "attributions.md": page("Corpus: wrong attributions", attributions, _attribution_wrong, _say_attribution),
    }.items():
        (options.to / name).write_text(text, encoding="utf-8")
    print(f"\nThe errors themselves: {options.to}/plover.md, events.md, attributions.md")


if __name__ == "__main__":
    main()
