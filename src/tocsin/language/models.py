"""The door to the reader model: words in, scores out. Everything that knows ONNX is here."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from tocsin.errors import ModelError
from tocsin.language.words import Word, quoted, shape

CLS, SEP, UNKNOWN = 101, 102, 100  # of the base model's vocabulary
LONGEST_WORD = 12  # subwords; the rest of a longer "word" is not read
WINDOW = 140  # subwords a window may hold; 220, as in training, is a fifth slower and reads no better (PolNeAR link .677 against .681)

Scores = NDArray[np.float32]
Choices = NDArray[np.int64]

FOLDER = Path(__file__).with_name("models")


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of the document's words read in one pass, words *first* up to *last*."""

    first: int
    last: int
    starts: tuple[int, ...]  # words in it that surely begin a sentence
    exact: bool = False  # no other word does


@dataclass(frozen=True, slots=True)
class Answers:
    """The model's answers for one window of n words; rows are words, in order.

    upos, features, lemmas, relations: [n] numbers into the label lists. start: [n] log-odds. arcs, source, content, actor,
    recipient: [n, n], row = dependent or anchor. The rest: [n, labels] scores before softmax.
    """

    upos: Choices
    features: Choices
    lemmas: Choices
    relations: Choices
    start: Scores
    arcs: Scores
    mentions: Scores
    cue: Scores
    act: Scores
    hedged: Scores
    depth: Scores
    source: Scores
    content: Scores
    trigger: Scores
    types: Scores
    modes: Scores
    statuses: Scores
    actor: Scores
    recipient: Scores


def model_version(folder: Path = FOLDER) -> str:
    """The name and version of the shipped model, without loading it."""
    described = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
    return f"{described['name']} {described['version']}"


class Model:
    """A loaded reader model; loading takes a third of a second, so load it once."""

    def __init__(self, folder: Path = FOLDER, *, threads: int = 1) -> None:
        """Raises ModelError when a file is missing or does not belong to the others."""
        try:
            described = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
            weights = (folder / "reader.onnx").read_bytes()
            self.name = f"{described['name']} {described['version']}"
            self.labels: dict[str, tuple[str, ...]] = {k: tuple(v) for k, v in described["labels"].items()}
            if hashlib.sha256(weights).hexdigest() != described["sha256"]:
                raise ModelError(f"the reader model in {folder} is damaged or of another version; reinstall tocsin")
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = threads
            options.inter_op_num_threads = 1
            options.log_severity_level = 3
            self._session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
        except ModelError:
            raise
        except Exception as error:  # onnxruntime and tokenizers raise classes of their own, not documented
            raise ModelError(f"the reader model in {folder} cannot be loaded ({error}); reinstall tocsin") from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._pieces: dict[str, list[int]] = {}
        self._outputs = [output.name for output in self._session.get_outputs()]

    def pieces(self, word: str) -> list[int]:
        """The subword numbers of a word, remembered."""
        found = self._pieces.get(word)
        if found is None:
            if len(self._pieces) > 200_000:
                self._pieces.clear()
            found = self._tokenizer.encode(word[:100], add_special_tokens=False).ids[:LONGEST_WORD] or [UNKNOWN]
            self._pieces[word] = found
        return found

    def windows(self, words: Sequence[Word]) -> list[Window]:
        """Cut a document into windows of whole paragraphs; a paragraph too long is cut where a sentence may end."""
        sizes = [len(self.pieces(word.text)) for word in words]
        units: list[tuple[int, int, bool]] = []  # first, last, begins a paragraph
        first = 0
        for index in range(1, len(words) + 1):
            if index == len(words) or words[index].layout == 2:
                units += _cut(words, sizes, first, index)
                first = index
        windows: list[Window] = []
        begun, size = 0, 0
        starts: list[int] = []
        for low, high, paragraph in units:
            cost = sum(sizes[low:high])
            if size and size + cost > WINDOW:
                windows.append(Window(begun, low, tuple(starts)))
                begun, size, starts = low, 0, []
            if paragraph or low == begun:
                starts.append(low)
            size += cost
        if words:
            windows.append(Window(begun, len(words), tuple(starts)))
        return windows

    def read(self, words: Sequence[Word], windows: Sequence[Window], *, batch: int = 8) -> list[Answers]:
        """The answers for each window, in order; windows of like length are read together."""
        answers: list[Answers | None] = [None] * len(windows)
        order = sorted(range(len(windows)), key=lambda n: windows[n].last - windows[n].first)
        for low in range(0, len(order), batch):
            chosen = order[low : low + batch]
            for n, answer in zip(chosen, self._run(words, [windows[n] for n in chosen]), strict=True):
                answers[n] = answer
        return [answer for answer in answers if answer is not None]

    def _run(self, words: Sequence[Word], windows: Sequence[Window]) -> list[Answers]:
        given = self._inputs(words, windows)
        outputs: dict[str, Any] = dict(zip(self._outputs, self._session.run(None, given), strict=True))
        answers = []
        for row, window in enumerate(windows):
            n = window.last - window.first
            answers.append(Answers(**{
                name: value[row, :n, :n] if name in ("arcs", "source", "content", "actor", "recipient") else value[row, :n]
                for name, value in outputs.items()
            }))  # fmt: skip
        return answers

    def _inputs(self, words: Sequence[Word], windows: Sequence[Window]) -> dict[str, Any]:
        rows = [[self.pieces(word.text) for word in words[w.first : w.last]] for w in windows]
        length = 2 + max(sum(map(len, row)) for row in rows)
        count = max(map(len, rows))
        ids = np.zeros((len(rows), length), np.int64)
        looks = np.zeros((len(rows), length, 3), np.int64)
        first = np.zeros((len(rows), count), np.int64)
        last = np.zeros((len(rows), count), np.int64)
        bounds = np.zeros((len(rows), count), np.float32)
        for b, (window, row) in enumerate(zip(windows, rows, strict=True)):
            chosen = words[window.first : window.last]
            layouts = [2 if place == 0 else word.layout for place, word in enumerate(chosen)]
            codes = zip(
                (shape(word.text) for word in chosen),
                layouts,
                quoted([word.text for word in chosen], layouts),
                strict=True,
            )
            flat = [CLS]
            for n, (pieces, code) in enumerate(zip(row, codes, strict=True)):
                first[b, n] = len(flat)
                looks[b, len(flat)] = [part + 1 for part in code]  # 0 stands for "not a word's first subword"
                flat += pieces
                last[b, n] = len(flat) - 1
            flat.append(SEP)
            ids[b, : len(flat)] = flat
            if window.exact:
                bounds[b, :] = -1
            for start in window.starts:
                bounds[b, start - window.first] = 1
        return {"ids": ids, "looks": looks, "first": first, "last": last, "bounds": bounds}


def _cut(words: Sequence[Word], sizes: Sequence[int], first: int, last: int) -> list[tuple[int, int, bool]]:
    """One paragraph as one unit, or as several that each fit a window."""
    units = []
    paragraph = True
    while sum(sizes[first:last]) > WINDOW:
        room, stop, soft = 0, first, None
        while stop < last and room + sizes[stop] <= WINDOW:
            room += sizes[stop]
            stop += 1
            ended = (
                stop < last
                and words[stop - 1].text in (".", "!", "?", "”", '"', "…")
                and words[stop].text[:1].isupper()
            )
            if (ended or (stop < last and words[stop].layout)) and room > WINDOW // 3:
                soft = stop
        cut = soft or stop
        units.append((first, cut, paragraph))
        first, paragraph = cut, soft is not None
    units.append((first, last, paragraph))
    return units
