"""CoNLL-U treebanks -> sentences with everything the syntax and mention heads learn from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ENTITY_KINDS = {"person": "person", "organization": "organisation", "place": "place", "time": "date"}


@dataclass(frozen=True)
class TreeWord:
    text: str
    lemma: str
    upos: str
    features: str
    head: int  # 1-based in the sentence, 0 for the root, as in the file
    relation: str

    @property
    def lemma_script(self) -> str:
        return script(self.text, self.lemma)


@dataclass
class TreeSentence:
    words: list[TreeWord]
    document: str
    genre: str
    paragraph: bool  # begins a paragraph
    entities: list[tuple[int, int, str]] | None = field(default=None)  # first, last (inclusive), kind; None: not marked


def script(form: str, lemma: str) -> str:
    """How a lemma is made from a form: keep or lower the case, cut so many letters, add these.

    >>> script("Studies", "study"), script("Averna", "Averna"), script("was", "be")
    ('l3y', 'k0', 'l3be')
    """
    keep = lemma != lemma.lower()
    base = form if keep else form.lower()
    same = 0
    while same < min(len(base), len(lemma)) and base[same] == lemma[same]:
        same += 1
    return f"{'k' if keep else 'l'}{len(base) - same}{lemma[same:]}"


def read(path: Path) -> Iterator[TreeSentence]:
    """The sentences of one file, multiword ranges and empty nodes left out."""
    words: list[TreeWord] = []
    miscs: list[str] = []
    document, genre, paragraph, marked = "", "", False, False
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("# newdoc"):
            document = line.split("=", 1)[-1].strip()
            marked = "GUM" in document
            paragraph = True
        elif line.startswith("# newpar"):
            paragraph = True
        elif line.startswith("# sent_id"):
            genre = line.split("=", 1)[1].strip().split("-")[0]
        elif not line:
            if words:
                entities = _entities(words, miscs) if marked else None
                yield TreeSentence(words, document, genre, paragraph, entities)
            words, miscs, paragraph = [], [], False
        elif line[0] != "#":
            cells = line.split("\t")
            if cells[0].isdigit():
                features = "" if cells[5] == "_" else cells[5]
                words.append(TreeWord(cells[1], cells[2], cells[3], features, int(cells[6]), cells[7]))
                miscs.append(cells[9])


def _entities(words: list[TreeWord], miscs: list[str]) -> list[tuple[int, int, str]]:
    """Named persons, organisations, places, dates, and groups of people; innermost where they nest.

    The entity layer of GUM marks every referring phrase; a mention here is a named one (a proper noun at its head),
    a date, or a plural group of persons.
    """
    spans: list[tuple[int, int, str]] = []
    opened: list[tuple[str, str, int]] = []
    for index, misc in enumerate(miscs):
        found = re.search(r"(?:^|\|)Entity=([^|]+)", misc)
        if not found:
            continue
        for piece in re.findall(r"\([^()]*\)|\([^()]*|[^()]+\)", found[1]):
            if piece[0] == "(":
                parts = piece.strip("()").split("-")
                if piece[-1] == ")":
                    spans.append((index, index, parts[1]))
                else:
                    opened.append((parts[0], parts[1], index))
            else:
                group = piece.rstrip(")").split("-")[0]
                for place in range(len(opened) - 1, -1, -1):
                    if opened[place][0] == group:
                        spans.append((opened[place][2], index, opened[place][1]))
                        del opened[place]
                        break
    kept = [(first, last, kind) for first, last, raw in spans if (kind := _kind(words, first, last, raw))]
    kept.sort(key=lambda span: span[1] - span[0])
    taken: set[int] = set()
    flat = []
    for first, last, kind in kept:
        if taken.isdisjoint(range(first, last + 1)):
            taken.update(range(first, last + 1))
            flat.append((first, last, kind))
    return sorted(flat)


def _kind(words: list[TreeWord], first: int, last: int, raw: str) -> str | None:
    kind = ENTITY_KINDS.get(raw)
    if kind is None:
        return None
    inside = range(first, last + 1)
    head = next((i for i in inside if not first <= words[i].head - 1 <= last), last)
    word = words[head]
    if kind == "date":
        return kind if last - first < 8 else None
    if word.upos == "PROPN":
        return kind if last - first < 10 else None
    if kind == "person" and word.upos == "NOUN" and "Number=Plur" in word.features and last - first < 6:
        return "group"
    return None
