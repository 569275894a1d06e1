"""TOML files read with their line numbers, so that whatever is wrong is named as file:line, all of it at once.

A reader asks for each key; what is missing or of the wrong kind becomes a Fault and reading goes on. Keys that nobody asked for
are faults too: a misspelt key would otherwise be a rule that silently does not hold.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Self

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*([A-Za-z0-9_.-]+|"[^"]*"|'[^']*')\s*=""")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a file: where, what was found, what was wanted."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


@dataclass(slots=True)
class Table:
    """One table of a file, with the faults of the whole file gathered as it is read."""

    values: dict[str, Any]
    file: str
    lines: dict[tuple[str | int, ...], int]
    faults: list[Fault]
    path: tuple[str | int, ...] = ()
    asked: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, path: Path) -> Self:
        """The whole file as a table; a file that is no TOML is an empty table with one fault. Raises OSError."""
        faults: list[Fault] = []
        name = str(path)
        try:
            text = path.read_text(encoding="utf-8-sig")
            return cls(tomllib.loads(text), name, _lines(text), faults)
        except UnicodeDecodeError as error:
            faults.append(Fault(name, 1, f"byte {error.start} is not UTF-8; save the file as UTF-8"))
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"line (\d+)", str(error))
            faults.append(Fault(name, int(found[1]) if found else 1, f"not TOML: {error}"))
        return cls({}, name, {}, faults)

    def line(self, key: str | None = None) -> int:
        """The line of *key*, or of the table where there is no such key."""
        if key is not None and (*self.path, key) in self.lines:
            return self.lines[(*self.path, key)]
        return self.lines.get(self.path, 1)

    def fault(self, what: str, key: str | None = None) -> None:
        """Note that *what* is wrong with *key*, or with the table."""
        self.faults.append(Fault(self.file, self.line(key), what))

    def text(self, key: str, wanted: str) -> str:
        """A text that must be there: *wanted* says what it is for."""
        value = self.maybe(key)
        if value is None:
            self.fault(f"{key} is missing: {wanted}", key)
        return value or ""

    def maybe(self, key: str) -> str | None:
        """A text that may be absent; an empty one is absent."""
        value = self._get(key)
        if value is not None and not isinstance(value, str):
            self.fault(f"{key} is {value!r}, not a text in quotes", key)
            return None
        return " ".join(value.split()) or None if value is not None else None

    def number(self, key: str, *, low: float, high: float, wanted: str, default: float | None = None) -> float:
        """A number from *low* to *high*; *default* when absent, a fault when there is none."""
        value = self._get(key)
        if value is None and default is not None:
            return default
        if value is None:
            self.fault(f"{key} is missing: {wanted}", key)
        elif isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            self.fault(f"{key} = {value!r} is not a number from {low:g} to {high:g}: {wanted}", key)
        else:
            return float(value)
        return low

    def day(self, key: str, wanted: str) -> date | None:
        """A day, as TOML writes it or in quotes; a fault when there is none."""
        value = self._get(key)
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        if isinstance(value, str):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        self.fault(f"{key} is {'missing' if value is None else repr(value)}: {wanted}, as in 2031-07-31", key)
        return None

    def truth(self, key: str) -> bool:
        """true or false; false when absent."""
        value = self._get(key)
        if value is not None and not isinstance(value, bool):
            self.fault(f"{key} is {value!r}, not true or false", key)
        return value is True

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; a single text is a list of one; () when absent."""
        value = self._get(key)
        if value is None:
            return ()
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            self.fault(f"{key} is {value!r}, not a list of texts", key)
            return ()
        return tuple(value)

    def numbers(self, key: str, *, low: float, high: float) -> tuple[float, ...]:
        """A list of numbers from *low* to *high*; () when absent."""
        value = self._get(key)
        if value is None:
            return ()
        values = value if isinstance(value, list) else [value]
        if any(isinstance(one, bool) or not isinstance(one, int | float) or not low <= one <= high for one in values):
            self.fault(f"{key} is {value!r}, not a list of numbers from {low:g} to {high:g}", key)
            return ()
        return tuple(float(one) for one in values)

    def table(self, key: str) -> "Table | None":
        """The table *key*, None when absent."""
        value = self._get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.fault(f"{key} is {value!r}, not a table [{key}]", key)
            return None
        return Table(value, self.file, self.lines, self.faults, (*self.path, key))

    def tables(self, key: str) -> "list[Table]":
        """Each table of the list [[key]]."""
        value = self._get(key)
        if value is None:
            return []
        if isinstance(value, dict):
            value = [value]
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.fault(f"{key} is {value!r}, not a list of tables [[{key}]]", key)
            return []
        return [Table(one, self.file, self.lines, self.faults, (*self.path, key, at)) for at, one in enumerate(value)]

    def keys(self) -> Iterator[str]:
        """The keys as they stand; asking for them counts as knowing them."""
        self.asked.update(self.values)
        return iter(self.values)

    def done(self) -> None:
        """Note every key that nobody asked for."""
        for key in self.values:
            if key not in self.asked:
                near = get_close_matches(key, self.asked, 1)
                known = f"did you mean {near[0]}?" if near else f"known here: {', '.join(sorted(self.asked))}"
                self.fault(f"nothing here is called {key}; {known}", key)

    def _get(self, key: str) -> Any:
        self.asked.add(key)
        return self.values.get(key)


def _lines(text: str) -> dict[tuple[str | int, ...], int]:
    """The line of each table and key, by its path; lists of tables are counted from 0.

    >>> _lines('a = 1\\n[[b]]\\nc = 2\\n[[b.d]]\\n[[b]]')
    {('a',): 1, ('b', 0): 2, ('b', 0, 'c'): 3, ('b', 0, 'd', 0): 4, ('b', 1): 5}
    """
    found: dict[tuple[str | int, ...], int] = {}
    counts: dict[tuple[str | int, ...], int] = {}
    here: tuple[str | int, ...] = ()
    inside = ""  # the marks of a text of several lines that is still open
    for number, line in enumerate(text.splitlines(), 1):
        if inside:
            inside = "" if inside in line else inside
            continue
        if header := _HEADER.match(line):
            here = _table_path(header[2], many=header[1] == "[[", counts=counts)
            found.setdefault(here, number)
        elif key := _KEY.match(line):
            found.setdefault((*here, *(part.strip("\"'") for part in key[1].split("."))), number)
            for marks in ('"""', "'''"):
                if line.count(marks) % 2:
                    inside = marks
    return found


def _table_path(name: str, *, many: bool, counts: dict[tuple[str | int, ...], int]) -> tuple[str | int, ...]:
    parts = [part.strip().strip("\"'") for part in name.split(".")]
    path: tuple[str | int, ...] = ()
    for at, part in enumerate(parts):
        path = (*path, part)
        if many and at == len(parts) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path
