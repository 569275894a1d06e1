"""Shingles of a text, and whether two texts share enough of them for one to be cut from the other."""

import re
import unicodedata

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

ENOUGH = 0.53  # of the shorter text's own words, where one of the texts tells them near its top
BORNE_OUT = 0.45  # the same, where with the quotations both have it is ENOUGH of all words
BELOW = 0.65  # the same, where both tell them lower down
TOP = 0.3  # of a text, by which a tenth of what is shared must have been told
LEAST = 40  # shared shingles in the text's own words
FEW = 30  # texts with fewer shingles must be nearly equal
NEARLY = 0.8  # Jaccard of nearly equal texts: one word changed in 36
FORMULAIC = 1 / 6  # share of shingles with a figure from which a text may be a form: a figure every 20 words or so
INSERTED = 12  # shingles in a row that the other text lacks: a sentence. One changed word makes four

# Scripts without spaces: each character is a word. Thai, Lao, Myanmar, Khmer, kana, Han.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
WORD = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+")
QUOTE = re.compile(r'["“”„«»「」『』]')
PARAGRAPH = re.compile(r"\n\s*\n")

Shingles = NDArray[np.uint32]  # in the order of the text, each once: 30 bits of hash, has a figure, is quoted


def shingled(text: str) -> tuple[NDArray[np.uint64], Shingles]:
    """The hash of each shingle, and its short form; each once, where it stands first.

    Words are letters and digits in any script, case and width folded, so marks that split a word split it in both texts.
    A text shorter than a shingle is one shingle.
    """
    words: list[str] = []
    quoted: list[bool] = []
    for paragraph in PARAGRAPH.split(unicodedata.normalize("NFKC", text).casefold()):
        # A mark left open is a quotation that goes on in the next paragraph, which opens with a mark of its own.
        for number, stretch in enumerate(QUOTE.split(paragraph)):
            found = WORD.findall(stretch)
            words += found
            quoted += [number % 2 == 1] * len(found)
    if not words:
        return np.zeros(0, np.uint64), np.zeros(0, np.uint32)
    characters = sum(word >= "\u0e00" and WORD.fullmatch(word) is not None and len(word) == 1 for word in words)
    width = min(6 if characters > len(words) / 2 else 4, len(words))
    count = len(words) - width + 1
    hashes = np.array(RMinHash.hash_token_sets([words])[0], np.uint64)
    figures = np.array([word.isdecimal() for word in words])
    speech = np.array(quoted)
    blended = np.zeros(count, np.uint64)
    figure, spoken = np.zeros(count, bool), np.ones(count, bool)
    for offset in range(width):
        blended = mixed(blended + hashes[offset : offset + count])
        figure |= figures[offset : offset + count]
        spoken &= speech[offset : offset + count]
    short = (blended >> np.uint64(34)).astype(np.uint32) << 2 | figure.astype(np.uint32) << 1 | spoken
    first = np.sort(np.unique(short >> 1, return_index=True)[1])
    return blended[first], short[first]


def linked(one: Shingles, other: Shingles) -> tuple[int, int] | None:
    """How many shingles the two share, and above 0 when the other looks cut from the one; None when neither is a copy."""
    mine, theirs = one >> 1, other >> 1
    shared, here, there = np.intersect1d(mine, theirs, assume_unique=True, return_indices=True)
    own_here, own_there = one & 1 == 0, other & 1 == 0
    own = min(np.count_nonzero(own_here), np.count_nonzero(own_there))
    if own < FEW:
        if len(shared) < NEARLY * (len(one) + len(other) - len(shared)):
            return None
    else:
        common = np.count_nonzero(own_here[here] & own_there[there])
        # Quotations that both have bear a copy out where their own words nearly show it, and never make one.
        borne_out = common >= BORNE_OUT * own and len(shared) >= ENOUGH * min(len(one), len(other))
        if not borne_out and common < ENOUGH * own:
            return None
        if common < min(LEAST, NEARLY * own):  # a text of 30 to 50 shingles can share no 40
            return None
    here, there = np.sort(here), np.sort(there)
    if own >= FEW:
        tenth = len(shared) // 10
        if common < BELOW * own and here[tenth] >= TOP * len(one) and there[tenth] >= TOP * len(other):
            return None
        figures, kept = min(np.count_nonzero(mine & 1), np.count_nonzero(theirs & 1)), np.count_nonzero(shared & 1)
        shorter = min(len(one), len(other))
        if figures >= FORMULAIC * shorter and kept * (shorter - figures) < figures * (len(shared) - kept) / 2:
            return None
    return len(shared), _source(here, len(one)) - _source(there, len(other))


def _source(shared: NDArray[np.intp], size: int) -> int:
    """How much a text looks like the one that was cut: what it has below the last shared word, less what it has between.

    Editors cut from the end, and put a sentence of their own between or a new lead on top.
    """
    gaps = np.diff(shared) - 1
    return int(size - 1 - shared[-1] - gaps[gaps >= INSERTED].sum())


def mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Hashes whose every bit depends on every bit. Source: Steele, Lea and Flood (2014), SplitMix64."""
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ values >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ values >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    return values ^ values >> np.uint64(31)
