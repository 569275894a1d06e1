"""Texts that may share enough to be copies: MinHash in bands, so that each need be compared with few."""

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from tocsin.sources.shingles import BORNE_OUT, FEW, NEARLY, mixed

# Two bands of two in common: half a text in one twice as long (Jaccard .21) has them with .93, Jaccard .3 with .998, and
# of unrelated texts (.01) one in 20,000.
ROWS, BANDS, HITS = 2, 96, 2
SLOTS = ROWS * BANDS


class Near:
    """Texts that may share enough, by MinHash in bands; takes one in and gives those near it.

    Bands lie in sorted runs of (32 bits of hash, 32 bits of number), each at least four times as long as the next, so a
    text costs few searches and takes 768 bytes. rensa's own index took 6 to 7 kB with 64 bands (60,000 texts, rensa 0.5.0).
    """

    def __init__(self) -> None:
        self._runs: list[NDArray[np.uint64]] = []
        self._slots = np.zeros((1024, SLOTS), np.uint8)  # eight bits of each minimum: enough to tell how alike two are
        self._sizes = np.zeros((1024, 2), np.int32)  # of all shingles, and of those not quoted
        self._count = 0

    @property
    def nbytes(self) -> int:
        return sum(run.nbytes for run in self._runs) + self._slots.nbytes + self._sizes.nbytes

    def exchange(self, hashes: NDArray[np.uint64], size: int, own: int) -> list[int]:
        """The numbers of the texts near this one, which becomes the next number."""
        number = self._count
        self._count += 1
        if number == len(self._slots):
            self._slots = np.concatenate((self._slots, np.zeros_like(self._slots)))
            self._sizes = np.concatenate((self._sizes, np.zeros_like(self._sizes)))
        self._sizes[number] = size, own
        if not size:
            return []
        minima = np.array(
            RMinHash.digest_matrix_from_flat_token_hashes(hashes, [0, size], SLOTS, 1).to_rows()[0], np.uint64
        )
        self._slots[number] = minima & np.uint64(255)
        pairs = minima.reshape(BANDS, ROWS)
        bands = mixed(mixed(pairs[:, 0] + (np.arange(BANDS, dtype=np.uint64) << np.uint64(32))) + pairs[:, 1])
        keys = np.sort(bands & np.uint64(0xFFFFFFFF00000000))
        found = self._search(keys)
        self._keep(keys | np.uint64(number))
        return self._alike(number, found).tolist() if len(found) else []

    def _search(self, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        found = []
        for run in self._runs:
            starts, ends = np.searchsorted(run, keys), np.searchsorted(run, keys | np.uint64(0xFFFFFFFF), side="right")
            hits = np.flatnonzero(ends > starts)
            found += [run[start:end] for start, end in zip(starts[hits], ends[hits], strict=True)]
        if not found:
            return np.zeros(0, np.int64)
        numbers, hits = np.unique(np.concatenate(found) & np.uint64(0xFFFFFFFF), return_counts=True)
        near: NDArray[np.int64] = numbers[hits >= HITS].astype(np.int64)
        return near

    def _keep(self, entries: NDArray[np.uint64]) -> None:
        self._runs.append(entries)
        while len(self._runs) > 1 and len(self._runs[-2]) < 4 * len(self._runs[-1]):
            last = self._runs.pop()
            self._runs[-1] = np.sort(np.concatenate((self._runs[-1], last)), kind="stable")  # merges what is sorted

    def _alike(self, number: int, others: NDArray[np.int64]) -> NDArray[np.int64]:
        """Those of *others* that may share enough, by the minima in common less two and a half standard deviations."""
        both = self._sizes[[number]] + self._sizes[others]
        shorter = np.minimum(self._sizes[[number]], self._sizes[others])
        needed = np.where(shorter[:, 1] < FEW, NEARLY / 2 * both[:, 0], BORNE_OUT * shorter[:, 1])
        least = np.minimum(1, needed / np.maximum(1, both[:, 0] - needed))
        alike = (self._slots[others] == self._slots[number]).mean(axis=1)
        found: NDArray[np.int64] = others[alike >= least - 2.5 * np.sqrt(least * (1 - least) / SLOTS)]
        return found
