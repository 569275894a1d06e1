"""Training windows: stretches of whole sentences with the numbers every head is to answer."""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tocsin.language.words import quoted, shape
from training.corpus import Document
from training.labels import Labels
from training.treebank import TreeSentence

IGNORE = -100


@dataclass
class Window:
    """One stretch of text: subwords per word, looks, and targets (IGNORE where not known)."""

    kind: str  # "syntax" or "news": which heads have targets
    pieces: list[list[int]]
    shapes: list[int]
    layouts: list[int]
    quotes: list[int]
    start: list[int]
    upos: list[int] = field(default_factory=list)
    features: list[int] = field(default_factory=list)
    lemmas: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    relations: list[int] = field(default_factory=list)
    mentions: list[int] = field(default_factory=list)
    cue: list[int] = field(default_factory=list)
    trigger: list[int] = field(default_factory=list)
    # anchor word -> (act, hedged, depth, source words, content words)
    attributions: dict[int, tuple[int, int, int, set[int], set[int]]] = field(default_factory=dict)
    # anchor word -> (type, mode, status, actor words, recipient words)
    happenings: dict[int, tuple[int, int, int, set[int], set[int]]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return 2 + sum(map(len, self.pieces))


Pieces = Callable[[str], list[int]]


def _looks(words: Sequence[str], layouts: Sequence[int], pieces: Pieces) -> dict:
    return {
        "pieces": [pieces(word) for word in words],
        "shapes": [shape(word) for word in words],
        "layouts": list(layouts),
        "quotes": quoted(words, layouts),
    }


def syntax(sentences: Iterable[TreeSentence], labels: Labels, pieces: Pieces, rng: random.Random) -> Iterator[Window]:
    """Windows of a treebank: neighbours of one document, of many lengths, so that no length is strange to the model."""
    upos = {label: number for number, label in enumerate(labels.upos)}
    features = {label: number for number, label in enumerate(labels.features)}
    lemmas = {label: number for number, label in enumerate(labels.lemmas)}
    relations = {label: number for number, label in enumerate(labels.relations)}
    kinds = {kind: number for number, kind in enumerate(labels.kinds)}

    def window(group: list[TreeSentence]) -> Window:
        words = [word for sentence in group for word in sentence.words]
        layouts = [
            (2 if place == 0 and (sentence.paragraph or sentence is group[0]) else 0)
            for sentence in group
            for place in range(len(sentence.words))
        ]
        out = Window("syntax", start=[], **_looks([word.text for word in words], layouts, pieces))
        for sentence in group:
            offset = len(out.upos)
            mentions = [IGNORE] * len(sentence.words)
            if sentence.entities is not None:
                mentions = [0] * len(sentence.words)
                for first, last, kind in sentence.entities:
                    mentions[first : last + 1] = [2 + 2 * kinds[kind]] * (last + 1 - first)
                    mentions[first] -= 1
            out.mentions += mentions
            for place, word in enumerate(sentence.words):
                out.start.append(int(place == 0))
                out.upos.append(upos.get(word.upos, IGNORE))
                out.features.append(features.get(word.features, IGNORE))
                out.lemmas.append(lemmas.get(word.lemma_script, IGNORE))
                out.heads.append(offset + (word.head - 1 if word.head else place))
                out.relations.append(relations.get(word.relation, IGNORE))
            # Product reviews, answers and private mail tell of no political event: they teach what is none.
            quiet = sentence.genre in ("reviews", "answers", "email")
            out.trigger += [0 if quiet else IGNORE] * len(sentence.words)
        return out

    group: list[TreeSentence] = []
    size, limit = 0, rng.randint(30, 180)
    for sentence in sentences:
        cost = sum(len(pieces(word.text)) for word in sentence.words)
        if group and (size + cost > limit or sentence.document != group[0].document):
            yield window(group)
            group, size, limit = [], 0, rng.choice((rng.randint(20, 90), rng.randint(60, 180)))
        if cost < 250:
            group.append(sentence)
            size += cost
    if group:
        yield window(group)


def news(
    documents: Iterable[Document], labels: Labels, pieces: Pieces, rng: random.Random, limit: int = 220
) -> Iterator[Window]:
    """Windows of the attribution and event corpora, cut at sentence starts, shifted anew each time."""
    numbers = {
        name: {label: n for n, label in enumerate(getattr(labels, name))}
        for name in ("acts", "types", "modes", "statuses")
    }
    for document in documents:
        bounds = [*document.starts, len(document.words)]
        if bounds[0] != 0:
            bounds.insert(0, 0)
        first = 0
        room = rng.randint(limit // 2, limit)
        while first < len(bounds) - 1:
            last, size = first, 0
            while last < len(bounds) - 1:
                cost = sum(len(pieces(word.text)) for word in document.words[bounds[last] : bounds[last + 1]])
                if last > first and size + cost > room:
                    break
                size += cost
                last += 1
            yield _news_window(document, bounds[first], bounds[last], set(bounds), numbers, pieces)
            first, room = last, limit


def _news_window(document: Document, low: int, high: int, starts: set[int], numbers: dict, pieces: Pieces) -> Window:
    words = document.words[low:high]
    layouts = [2 if place == 0 else word.layout for place, word in enumerate(words)]
    exact = len(document.starts) > 1 or document.attributions is not None
    out = Window(
        "news",
        start=[int(low + place in starts) if exact else IGNORE for place in range(len(words))],
        **_looks([word.text for word in words], layouts, pieces),
    )

    def inside(indices: Iterable[int]) -> set[int]:
        return {i - low for i in indices if low <= i < high}

    out.cue = [IGNORE if document.attributions is None else 0] * len(words)
    for a in document.attributions or ():
        if a.cue and low <= a.cue[0] < high:
            anchor = a.cue[0] - low
            for i in inside(a.cue):
                out.cue[i] = 1 if i == anchor else 2
            known = (numbers["acts"][a.act], int(a.hedged), min(a.depth, 2), inside(a.source), inside(a.content))
            if anchor in out.attributions:
                old = out.attributions[anchor]
                known = (*old[:3], old[3] | known[3], old[4] | known[4])
            out.attributions[anchor] = known
    out.trigger = [0] * len(words)
    for h in document.happenings:
        if low <= h.trigger[0] < high:
            anchor = h.trigger[0] - low
            for i in inside(h.trigger):
                out.trigger[i] = 1 if i == anchor else 2
            mode = numbers["modes"].get(f"{h.type}-{h.mode}" if h.mode else "", 0)
            out.happenings[anchor] = (
                numbers["types"][h.type],
                mode,
                numbers["statuses"][h.status],
                inside(h.actors),
                inside(h.recipients),
            )
    return out
