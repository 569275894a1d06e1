"""Training texts that we wrote or marked, in two forms that people can read and write.

Sentences, `training/written/*.txt`, one a line, events marked inside:
`<A1 USA:GOV|Washington> <T1 SANCTION-expel actual|expelled> <R1 RUS:GOV|two Russian diplomats>.` A line without marks holds no event.

Reports, `training/reports/*.txt`: `= name`, then sentences `[1] ...` (a blank line before one begins a paragraph), then what is in them:
`A | 1 | source | cue | content | act | depth` and `E | 1 | trigger | TYPE-mode | actors | recipients | status`.
A span is copied from its sentence; `he#2` is its second place there, `first ... last` a long one, `+` joins pieces, `3:` and `@3` point to other
sentences. The same is read for real texts that stand elsewhere: `= name | file | first line | last line` takes the sentences from lines of a file.

Marks of such texts are kept as offsets only, `training/marks/*.jsonl`: the texts are not ours to copy.

`python -m training.marked FILES` prints what is wrong and counts what is there; with `--offsets` it prints the marks of real texts as offsets.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from training.labels import ACTS, MODES, STATUSES, TYPES

TAG = re.compile(r"<((?:[ART]\d)+)( [^|<>]*)?\|([^<>]*)>")
CODE = re.compile(r"(?P<code>[A-Z]{3}|\?):(?P<sector>[A-Z]{3}|-)")
SENTENCE = re.compile(r"\[(\d+)\]\s+(.*)")
Spans = list[list[int]]
TEXTS = Path("../shared/corpus")  # where the real texts lie


class MarkError(ValueError):
    """A mark that cannot be read: what is wrong with it."""


def kind(written: str) -> tuple[str, str | None]:
    """The type and mode of "SANCTION-expel"."""
    type_, _, mode = written.partition("-")
    if type_ not in TYPES or (mode and written not in MODES):
        raise MarkError(f"{written!r} is no type or mode")
    return type_, mode or None


def _status(written: str) -> str:
    if written not in STATUSES:
        raise MarkError(f"{written!r} is none of {', '.join(STATUSES)}")
    return written


def _party(written: str, spans: Spans) -> dict:
    written = written.strip()
    found = CODE.fullmatch(written)
    if found is None:
        raise MarkError(f"{written!r} is not CODE:SECTOR")
    code, sector = found["code"], found["sector"]
    return {"span": spans, "code": None if code == "?" else code, "sector": None if sector == "-" else sector}


def sentence(line: str) -> dict:
    """The record of one sentence with its marks inside; raises MarkError.

    >>> sentence("<A1 TUR:COP|Police> <T1 COERCE-arrest actual|held> <R1 TUR:JRN|him>.")["text"]
    'Police held him.'
    """
    text, done, events = "", 0, {}
    for tag in TAG.finditer(line):
        text += line[done : tag.start()]
        spans = [[len(text), len(text) + len(tag[3])]]
        text += tag[3]
        done = tag.end()
        for role, number in re.findall(r"([ART])(\d)", tag[1]):
            event = events.setdefault(number, {"trigger": [], "actors": [], "recipients": []})
            if role == "T":
                written, _, status = (tag[2] or "").strip().partition(" ")
                type_, mode = kind(written)
                event |= {"trigger": event["trigger"] + spans, "type": type_, "mode": mode, "status": _status(status)}
            else:
                event["actors" if role == "A" else "recipients"].append(_party(tag[2] or "", spans))
    text += line[done:]
    if re.search(r"[<>|]", text):
        raise MarkError(f"a mark is not closed in {text!r}")
    for number, event in events.items():
        if not event["trigger"]:
            raise MarkError(f"event {number} has no trigger in {text!r}")
    return {"text": text, "events": list(events.values())}


def sentences(lines: Sequence[str]) -> Iterator[dict | MarkError]:
    """Every sentence of a file's lines, or what is wrong with it."""
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            try:
                yield sentence(line.strip())
            except MarkError as fault:
                yield MarkError(f"line {number}: {fault}")


class _Text:
    """The sentences of one report, where spans are looked up."""

    def __init__(self) -> None:
        self.text, self.bounds = "", {}

    def add(self, number: int, words: str, gap: str) -> None:
        if self.text:
            self.text += gap
        self.bounds[number] = (len(self.text), len(self.text) + len(words))
        self.text += words

    def spans(self, written: str, number: int) -> Spans:
        """Where "7:he#2", "first ... last@8" and pieces joined by " + " stand; "-" is nowhere."""
        if written.strip() == "-":
            return []
        return [self._piece(piece.strip(), number) for piece in written.split(" + ")]

    def _piece(self, piece: str, number: int) -> list[int]:
        if found := re.match(r"(\d+):(?=\S)", piece):
            number, piece = int(found[1]), piece[found.end() :]
        last = number
        if found := re.search(r"@(\d+)$", piece):
            last, piece = int(found[1]), piece[: found.start()]
        first_words, dots, last_words = piece.partition(" ... ")
        begin = self._find(first_words, number, 0)
        if not dots:
            return list(begin)
        end = self._find(last_words, last, begin[1] if last == number else 0)
        return [begin[0], end[1]]

    def _find(self, words: str, number: int, after: int) -> tuple[int, int]:
        if number not in self.bounds:
            raise MarkError(f"there is no sentence {number}")
        count = 1
        if found := re.search(r"#(\d+)$", words):
            count, words = int(found[1]), words[: found.start()]
        low, high = self.bounds[number]
        before, after_it = (r"(?<!\w)" if words[:1].isalnum() else ""), (r"(?!\w)" if words[-1:].isalnum() else "")
        for place in re.finditer(before + re.escape(words) + after_it, self.text[low:high]):
            if low + place.start() >= after:
                count -= 1
                if not count:
                    return low + place.start(), low + place.end()
        raise MarkError(f"{words!r} is not in sentence {number}: {self.text[low:high]!r}")


def reports(lines: Sequence[str], folder: Path) -> Iterator[dict | MarkError]:
    """Every report of a file's lines with what is wrong in between; a faulty mark is left out, the report stays.

    *folder* is where the files of real texts lie.
    """
    text, record, gap = _Text(), None, " "
    for number, line in enumerate([*lines, "= end"], 1):
        parts = [part.strip() for part in line.split(" | ")]
        try:
            if line.startswith("="):
                if record is not None and text.text:
                    yield {**record, "text": text.text, "sentences": [list(bound) for bound in text.bounds.values()]}
                text, gap = _Text(), " "
                record = {"id": parts[0].removeprefix("=").strip(), "attributions": [], "events": []}
                if len(parts) == 4:
                    record["lines"] = [parts[1], int(parts[2]), int(parts[3])]
                    text = _stored(record["lines"], folder)
            elif not line.strip():
                gap = "\n\n"
            elif found := SENTENCE.match(line):
                text.add(int(found[1]), found[2].strip(), gap)
                gap = " "
            elif parts[0] == "A" and record is not None:
                record["attributions"].append(_attribution(parts, text))
            elif parts[0] == "E" and record is not None:
                record["events"].append(_event(parts, text))
            elif not line.startswith("#"):
                raise MarkError(f"{line[:60]!r} is neither sentence nor mark")
        except (MarkError, ValueError) as fault:
            yield MarkError(f"line {number}: {fault}")


def _stored(lines: list, folder: Path) -> _Text:
    """The sentences that stand on lines of a file in *folder*: [file, first, last]."""
    text = _Text()
    stored = (folder / lines[0]).read_text(encoding="utf-8").splitlines()
    for place, words in enumerate(stored[lines[1] - 1 : lines[2]], 1):
        text.add(place, words, " ")
    return text


def by_offsets(path: Path, folder: Path) -> Iterator[dict]:
    """The records of a file of offsets, with their texts taken from *folder*; none where that folder lacks them."""
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if (folder / record["lines"][0]).exists():
            text = _stored(record["lines"], folder)
            yield {**record, "text": text.text, "sentences": [list(bound) for bound in text.bounds.values()]}


def _attribution(parts: Sequence[str], text: _Text) -> dict:
    if len(parts) != 7:
        raise MarkError(f"wants 7 parts, A | n | source | cue | content | act | depth, and has {len(parts)}")
    at = int(parts[1])
    act = parts[5].removesuffix("?")
    if act not in ACTS:
        raise MarkError(f"{act!r} is none of {', '.join(ACTS)}")
    found = {
        name: text.spans(written, at)
        for name, written in zip(("source", "cue", "content"), parts[2:5], strict=True)
    }  # fmt: skip
    return {"sentence": at - 1, **found, "act": act, "hedged": parts[5].endswith("?"), "depth": int(parts[6])}


def _event(parts: Sequence[str], text: _Text) -> dict:
    if len(parts) != 7:
        raise MarkError(
            f"wants 7 parts, E | n | trigger | TYPE-mode | actors | recipients | status, and has {len(parts)}"
        )
    at = int(parts[1])

    def side(written: str) -> list[dict]:
        if written == "-":
            return []
        out = []
        for one in written.split(" ; "):
            span, _, code = one.strip().rpartition("=")
            out.append(_party(code, text.spans(span, at)))
        return out

    type_, mode = kind(parts[3])
    return {
        "sentence": at - 1, "trigger": text.spans(parts[2], at), "type": type_, "mode": mode,
        "actors": side(parts[4]), "recipients": side(parts[5]), "status": _status(parts[6]),
    }  # fmt: skip


def read(path: Path, folder: Path = Path()) -> Iterator[dict | MarkError]:
    """The records of one file of any form."""
    if path.suffix == ".jsonl":
        yield from by_offsets(path, folder)
        return
    lines = path.read_text(encoding="utf-8").splitlines()
    yield from reports(lines, folder) if any(line.startswith("=") for line in lines) else sentences(lines)


def main() -> None:
    counts, seen = Counter(), set()
    names = [name for name in sys.argv[1:] if name != "--offsets"]
    if names != sys.argv[1:]:
        for name in names:
            for record in read(Path(name), TEXTS):
                if isinstance(record, dict) and "lines" in record:
                    kept = {key: value for key, value in record.items() if key not in ("text", "sentences")}
                    print(json.dumps(kept, ensure_ascii=False))
        return
    for name in names:
        for record in read(Path(name), TEXTS):
            if isinstance(record, MarkError):
                counts["FAULTS"] += 1
                print(f"{name}: {record}")
            elif record["text"] in seen:
                counts["FAULTS"] += 1
                print(f"{name}: twice: {record['text'][:80]}")
            else:
                seen.add(record["text"])
                counts["texts"] += 1
                counts["without event"] += not record["events"]
                for event in record["events"]:
                    counts[event["type"]] += 1
                    counts[f"{event['type']}-{event['mode'] or ''}"] += 1
                    counts[f"({event['status']})"] += 1
                for attribution in record.get("attributions", ()):
                    counts[f"act {attribution['act']}"] += 1
    for name, count in sorted(counts.items()):
        print(f"{count:6} {name}")


if __name__ == "__main__":
    main()
