"""Parts of speech, lemmas, features and trees on a treebank: gold words and sentence bounds, the shipped int8 model.

python -m benchmarks.syntax --treebanks ../shared/treebanks
"""

import argparse
from pathlib import Path

from benchmarks.figures import Figure, bootstrap, report
from tocsin.language import decode
from tocsin.language.models import Model, Window
from tocsin.language.words import Word
from tocsin.records import Span
from training import treebank


def measure(folder: Path, name: str = "ewt-test", limit: int = 160) -> list[Figure]:
    """LAS, UAS, UPOS, features, lemmas (per word) with intervals by resampling windows."""
    model = Model(threads=2)
    sentences = list(treebank.read(folder / f"{name}.conllu"))
    words: list[Word] = []
    starts: list[int] = []
    windows: list[Window] = []
    first = size = 0
    document = ""
    for sentence in sentences:
        cost = sum(len(model.pieces(word.text)) for word in sentence.words)
        if size and (size + cost > limit or sentence.document != document):
            windows.append(_window(first, len(words), starts))
            first, size = len(words), 0
        document = sentence.document
        starts.append(len(words))
        for place, word in enumerate(sentence.words):
            at = words[-1].span.end + 1 if words else 0
            layout = 2 if place == 0 and (sentence.paragraph or len(words) == first) else 0
            words.append(Word(Span(at, at + len(word.text)), word.text, layout))
        size += cost
    windows.append(_window(first, len(words), starts))
    gold = [(word, start) for sentence, start in zip(sentences, starts, strict=True) for word in sentence.words]
    rows = []
    for window, answers in zip(windows, model.read(words, windows), strict=True):
        row = dict.fromkeys(("LAS", "UAS", "UPOS", "features", "lemmas"), 0.0) | {"n": 0.0}
        for place, token in enumerate(decode.tokens(words, window, answers, model.labels)):
            word, start = gold[window.first + place]
            head = start + word.head - 1 if word.head else window.first + place
            row["n"] += 1
            row["UAS"] += token.head == head
            row["LAS"] += token.head == head and token.label == word.relation
            row["UPOS"] += token.upos == word.upos
            row["features"] += token.features == word.features
            row["lemmas"] += token.lemma == word.lemma
        rows.append(row)
    return [
        bootstrap(
            f"syntax.{name}.{key}",
            rows,
            lambda chosen, key=key: sum(r[key] for r in chosen) / sum(r["n"] for r in chosen),
        )
        for key in ("LAS", "UAS", "UPOS", "features", "lemmas")
    ]


def _window(first: int, last: int, starts: list[int]) -> Window:
    return Window(first, last, tuple(s for s in starts if first <= s < last), exact=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--treebanks", type=Path, default=Path("../shared/treebanks"))
    parser.add_argument("--name", default="ewt-test")
    options = parser.parse_args()
    report(measure(options.treebanks, options.name))


if __name__ == "__main__":
    main()
