"""The events part of the codebook: types, modes, patterns, examples, contexts and CAMEO codes, all read from TOML.

Ours stand beside this file; a user's folder of the same shape adds types, modes, patterns and examples, or replaces
ours of the same id. docs/codebook.md shows how to add a type without a line of Python.
"""

import hashlib
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeVar

from tocsin.codebook.example import Example
from tocsin.codebook.inflection import Inflection
from tocsin.codebook.pattern import Pattern, Vocabulary
from tocsin.codebook.wording import Wording
from tocsin.errors import CodebookError

OURS = Path(__file__).parent
QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
FLOOR = 0.7  # share of a type's examples that must come out right where its file says nothing

T = TypeVar("T")
Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mode:
    """How an event of a type was done. *scale* is the type's own where PLOVER gives the mode none."""

    name: str
    says: str
    scale: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventType:
    """One kind of event. *scale* runs from -10 (most hostile) to 10 (most helpful).

    Source: PLOVER manual, draft 2.0; where its sources disagree, docs/decisions/plover.md.
    """

    code: str
    quad: str
    scale: float
    says: str
    is_not: tuple[str, ...]
    roles: tuple[tuple[str, str], ...]
    modes: tuple[Mode, ...]
    source: str | None = None
    cameo: str | None = None  # for a type that cameo.toml does not name
    floor: float = FLOOR


class EventBook:
    """What counts as which event.

    >>> book = EventBook.load()
    >>> book.quad("SANCTION"), book.cameo("MOBILIZE", None), book.cameo("SANCTION", "withdraw")
    ('material conflict', '15', '161')
    >>> book.mode("PROTEST", ["begin", "a", "hunger", "strike"])
    'hunger'
    """

    def __init__(self) -> None:
        self.types: dict[str, EventType] = {}
        self.patterns: tuple[Pattern, ...] = ()
        self.grammar: Table = {}
        self.version = ""
        self._raw: list[tuple[Table, str, str]] = []  # entry, type, file
        self._patterns: dict[str, Pattern] = {}
        self._anchors: dict[str, list[Pattern]] = {}
        self._modes: dict[str, Wording] = {}
        self._lists: dict[str, frozenset[str]] = {}
        self._context_words: dict[str, list[str]] = {}
        self._contexts = Wording({})
        self._cameo: Table = {"announced": {}, "code": {}, "code-in-context": {}, "event": {}}
        self._vocabulary = Vocabulary()
        self._digest = hashlib.sha256()

    @classmethod
    def load(cls, folders: Sequence[Path] = ()) -> "EventBook":
        """Our codebook, then what each of *folders* adds to it or puts in its place.

        Raises CodebookError naming the file and the entry.
        """
        book = cls()
        for folder in (OURS, *folders):
            if not folder.is_dir():
                raise CodebookError(f"{folder} is not a folder; a codebook is a folder with events/<type>/*.toml in it")
            book._add(folder)
        book._settle()
        return book

    def quad(self, code: str) -> str | None:
        """The quad class of a type; None for a type the book does not have."""
        return self.types[code].quad if code in self.types else None

    def scale(self, code: str, mode: str | None = None) -> float | None:
        """How hostile or helpful, -10 to 10; None for a type the book does not have."""
        if code not in self.types:
            return None
        return next((m.scale for m in self.types[code].modes if m.name == mode), self.types[code].scale)

    def cameo(self, code: str, mode: str | None, contexts: Sequence[str] = ()) -> str | None:
        """The least specific CAMEO code true of every such event; None for a type that has none."""
        codes = self._cameo["code"].get(code, {})
        if mode in codes:
            return str(codes[mode])
        for context in contexts:
            if code in self._cameo["code-in-context"].get(context, {}):
                return str(self._cameo["code-in-context"][context][code])
        root = codes.get("") or (self.types[code].cameo if code in self.types else None)
        return None if root is None else str(root)

    def announced(self, code: str) -> tuple[str, str | None] | None:
        """Type and CAMEO code of the announcement of such an act; None where the announcement is nothing else than the act.

        >>> EventBook.load().announced("AID"), EventBook.load().announced("ASSAULT"), EventBook.load().announced("REJECT")
        (('AGREE', '033'), ('THREATEN', '138'), None)
        """
        entry = self._cameo["announced"].get(code)
        return None if entry is None else (entry["type"], entry.get("code"))

    def event_of(self, cameo: str) -> tuple[str, str | None] | None:
        """Type and mode that a CAMEO code stands for, an unknown code read as its longest known beginning.

        >>> EventBook.load().event_of("1834"), EventBook.load().event_of("010")
        (('ASSAULT', 'suicide-attack'), None)
        """
        for end in range(len(cameo), 1, -1):
            if cameo[:end] in self._cameo["event"]:
                entry = self._cameo["event"][cameo[:end]]
                return entry["type"], entry.get("mode")
        return None

    @property
    def context_names(self) -> tuple[str, ...]:
        """The contexts an event can have, as the book names them."""
        return tuple(self._context_words)

    def contexts(self, words: Sequence[str]) -> tuple[str, ...]:
        """Contexts that *words* (lemmas or forms, in order) speak for, in PLOVER's order."""
        return self._contexts.named(words)

    def mode(self, code: str, words: Sequence[str]) -> str | None:
        """The mode of a type that *words* (lemmas or forms, in order) speak for; None when they speak for none."""
        return self._modes[code].best(words) if code in self._modes else None

    def anchored(self, word: str) -> Sequence[Pattern]:
        """The patterns whose anchor may be *word*, a lemma or any form, in lower case."""
        return self._anchors.get(word, ())

    def pattern(self, name: str) -> Pattern | None:
        """The pattern of a name such as "PROTEST/march"."""
        return self._patterns.get(name)

    def group(self, name: str) -> frozenset[str]:
        """The words of a list of grammar.toml, such as "carriers", in all their forms; empty where there is none."""
        if name not in self._lists:
            self._lists[name] = self._vocabulary.words(self.grammar.get(name, []), name)
        return self._lists[name]

    @cached_property
    def examples(self) -> tuple[Example, ...]:
        """Every example, its words found in its text; read when first asked for, since coding needs none.

        Raises CodebookError for a phrase that is not in the text, or a type, mode or pattern that is not in the book.
        """
        return tuple(self._example(*raw) for raw in self._raw)

    def _example(self, entry: Table, code: str, file: str) -> Example:
        where = f"example {str(entry.get('text'))[:40]!r}"
        example = _wanted(file, where, partial(Example.parse, entry, code, file))
        for event in example.codes:
            if event.type not in self.types:
                raise CodebookError(f"{file}: {where}: there is no type {event.type!r}")
            if event.mode is not None and event.mode not in {mode.name for mode in self.types[event.type].modes}:
                raise CodebookError(f"{file}: {where}: {event.type} has no mode {event.mode!r}")
            if event.pattern is not None and f"{event.type}/{event.pattern}" not in self._patterns:
                raise CodebookError(f"{file}: {where}: {event.type} has no pattern {event.pattern!r}")
        return example

    def _add(self, folder: Path) -> None:
        """Lay one folder over what is there."""
        for key, value in self._read(folder, folder / "grammar.toml").items():
            kept = self.grammar.get(key)
            self.grammar[key] = {**kept, **value} if isinstance(kept, dict) else value
        for name, context in self._read(folder, folder / "contexts.toml").items():
            self._context_words.setdefault(name, []).extend(context["words"])
        self._vocabulary = Vocabulary(self.grammar.get("groups"), self.grammar.get("irregular"))
        for table, entries in self._read(folder, folder / "cameo.toml").items():
            for key, entry in entries.items():
                kept = self._cameo[table].get(key)
                self._cameo[table][key] = {**kept, **entry} if isinstance(kept, dict) else entry
        events = folder / "events"
        for place in sorted(path for path in events.iterdir() if path.is_dir()) if events.is_dir() else ():
            self._add_type(folder, place)

    def _add_type(self, folder: Path, place: Path) -> None:
        definition = place / "definition.toml"
        file = _short(folder, definition)
        code = place.name.upper()
        if definition.exists():
            entry = self._read(folder, definition)
            code = _wanted(file, f"type {code!r}", partial(_code, entry, code))
            self.types[code] = _wanted(file, f"type {code!r}", partial(event_type, entry, code, self.types.get(code)))
        elif code not in self.types:
            raise CodebookError(f"{file}: missing; a new type needs a definition.toml beside its en.toml")
        for language in sorted(place.glob("??.toml")):
            self._add_language(folder, language, code)

    def _add_language(self, folder: Path, path: Path, code: str) -> None:
        file, entry = _short(folder, path), self._read(folder, path)
        vocabulary = self._vocabulary
        unknown = set(entry) - {"floor", "pattern", "example"}
        if unknown:
            raise CodebookError(f"{file}: unknown key {sorted(unknown)[0]!r}; known are floor, pattern, example")
        if "floor" in entry:
            self.types[code] = replace(self.types[code], floor=float(entry["floor"]))
        seen: set[str] = set()
        for number, item in enumerate(entry.get("pattern", []), 1):
            if not item.get("id") or item["id"] in seen:
                raise CodebookError(f"{file}: pattern {number}: needs an id of its own, found {item.get('id')!r}")
            seen.add(item["id"])
            where = f"pattern {item['id']!r}"
            if item.get("off"):
                self._patterns.pop(f"{code}/{item['id']}", None)
                continue
            pattern = _wanted(file, where, partial(Pattern.parse, item, code, vocabulary, alone=folder != OURS))
            if pattern.mode is not None and pattern.mode not in {mode.name for mode in self.types[code].modes}:
                raise CodebookError(f"{file}: {where}: {code} has no mode {pattern.mode!r}")
            self._patterns[pattern.name] = pattern
        self._raw.extend((item, code, file) for item in entry.get("example", []))

    def _settle(self) -> None:
        """Make the look-up tables."""
        inflection = Inflection(self.grammar.get("irregular", {}))
        self.patterns = tuple(self._patterns.values())
        for pattern in self.patterns:
            for lemma in pattern.lemmas:
                self._anchors.setdefault(lemma, []).append(pattern)
        for code, kind in self.types.items():
            if kind.modes:
                self._modes[code] = Wording({mode.name: mode.words for mode in kind.modes}, inflection)
        self._contexts = Wording(self._context_words, inflection)
        self.version = f"events-{self._digest.hexdigest()[:12]}"

    def _read(self, folder: Path, path: Path) -> Table:
        """One TOML file, empty where there is none."""
        if not path.exists():
            return {}
        data = path.read_bytes()
        self._digest.update(data)
        try:
            return tomllib.loads(data.decode("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise CodebookError(f"{_short(folder, path)}: not readable as TOML: {error}") from error


def event_type(entry: Mapping[str, Any], code: str, kept: EventType | None) -> EventType:
    """The type a definition.toml writes, laid over *kept* where it says nothing.

    Raises CodebookError when a part is missing that *kept* does not give.
    """
    if kept is None:
        missing = [key for key in ("quad", "scale", "says") if key not in entry]
        if missing:
            raise CodebookError(f"has no {missing[0]}; a new type says quad, scale and says")
        kept = EventType(code, "", float(entry["scale"]), "", (), (), ())
    quad, scale = entry.get("quad", kept.quad), float(entry.get("scale", kept.scale))
    if quad not in QUADS:
        raise CodebookError(f"quad {quad!r} is not one of {', '.join(QUADS)}")
    if not -10 <= scale <= 10:
        raise CodebookError(f"scale {scale} is not between -10 and 10")
    modes = {mode.name: mode for mode in (*kept.modes, *_modes(entry.get("modes", {}), scale))}
    return replace(
        kept,
        quad=quad,
        scale=scale,
        says=entry.get("says", kept.says),
        is_not=tuple(entry.get("is_not", kept.is_not)),
        roles=tuple(entry["roles"].items()) if "roles" in entry else kept.roles,
        modes=tuple(modes.values()),
        source=entry.get("source", kept.source),
        cameo=entry.get("cameo", kept.cameo),
    )


def _code(entry: Mapping[str, Any], code: str) -> str:
    """The code a definition gives itself, its folder's name in capitals where it gives none."""
    found = entry.get("code", code)
    if not isinstance(found, str) or found != found.upper():
        raise CodebookError(f"code = {found!r} is not a word in capitals")
    return found


def _modes(entries: Mapping[str, Mapping[str, Any]], scale: float) -> Iterator[Mode]:
    for name, entry in entries.items():
        if not entry.get("says") or not entry.get("words"):
            raise CodebookError(f"mode {name!r} needs says and words")
        yield Mode(name, entry["says"], float(entry.get("scale", scale)), tuple(entry["words"]))


def _short(folder: Path, path: Path) -> str:
    """A file's name as messages give it: ours from the codebook on, a user's with its folder."""
    inside = path.relative_to(folder).as_posix()
    return inside if folder == OURS else f"{folder.name}/{inside}"


def _wanted(file: str, where: str, make: Callable[[], T]) -> T:
    """What *make* makes; its complaint gets the file and the entry put before it."""
    try:
        return make()
    except CodebookError as error:
        raise CodebookError(f"{file}: {where}: {error}") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        kind = type(error).__name__
        raise CodebookError(f"{file}: {where}: {kind} {error}; see docs/codebook.md for the shape") from error
