"""The whole codebook: ours, and the user's folders over it."""

import hashlib
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tocsin.codebook.actorbook import ActorBook
from tocsin.codebook.eventbook import EventBook
from tocsin.errors import CodebookError

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Codebook:
    """What counts as what: actors, event types, and the words that put a content under reserve."""

    actors: ActorBook
    events: EventBook
    hedges: tuple[tuple[str, ...], ...]
    version: str  # a digest of every file it was made from, the same on every machine

    @classmethod
    def load(cls, folders: Sequence[Path] = ()) -> Self:
        """Our codebook with the user's *folders* over it, the last folder first in precedence.

        A folder may hold `actors/` and `events/` as ours does, or the actor files alone. Raises CodebookError.
        """
        for folder in folders:
            if not folder.is_dir():
                raise CodebookError(
                    f"there is no codebook folder {str(folder)!r}; --codebook wants a folder of TOML files"
                )
        words = tomllib.loads((FOLDER / "hedges.toml").read_text(encoding="utf-8"))["phrases"]
        return cls(
            actors=ActorBook.load(folders),
            events=EventBook.load(folders),
            hedges=tuple(tuple(phrase.split()) for phrase in words),
            version=digest(folders),
        )


def digest(folders: Sequence[Path] = ()) -> str:
    """The version of our codebook with *folders* over it."""
    made = hashlib.sha256()
    for folder in (FOLDER, *folders):
        for path in sorted(folder.rglob("*.toml"), key=lambda path: path.relative_to(folder).as_posix()):
            made.update(path.relative_to(folder).as_posix().encode())
            made.update(path.read_bytes())
    return made.hexdigest()[:12]
