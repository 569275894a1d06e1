"""The fields of JSON objects, checked as they are read; whatever is wrong is named by its path.

>>> Fields({"depth": -1}, "claims[3]").get("depth", read_count)
Traceback (most recent call last):
tocsin.errors.RecordError: claims[3].depth: -1 is not a whole number from 0 up
"""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TypeVar

from tocsin.errors import RecordError
from tocsin.records.span import Span

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


class Fields:
    """The fields of one JSON object, each read with its path in hand."""

    __slots__ = ("path", "prefix", "values")

    def __init__(self, value: object, path: str) -> None:
        if not isinstance(value, Mapping):
            raise wrong(value, path, "an object")
        self.values: Mapping[str, object] = value
        self.path = path
        self.prefix = "" if path == "the briefing" else f"{path}."

    def get(self, name: str, read: Callable[[object, str], T]) -> T:
        """The field *name* as *read* gives it; RecordError when it is not there."""
        if name not in self.values:
            raise RecordError(f"{self.prefix}{name}: missing")
        return read(self.values[name], f"{self.prefix}{name}")

    def maybe(self, name: str, read: Callable[[object, str], T]) -> T | None:
        """The same, None when it is null or not there."""
        value = self.values.get(name)
        return None if value is None else read(value, f"{self.prefix}{name}")

    def all(self, name: str, read: Callable[[object, str], T]) -> tuple[T, ...]:
        """Each item of the list *name*; () when the list is not there."""
        values = self.values.get(name, ())
        path = f"{self.prefix}{name}"
        if not isinstance(values, list | tuple):
            raise wrong(values, path, "a list")
        return tuple([read(value, f"{path}[{index}]") for index, value in enumerate(values)])


def wrong(value: object, path: str, wanted: str) -> RecordError:
    """What to raise for *value* at *path*, which should have been *wanted*."""
    found = repr(value)
    return RecordError(f"{path}: {found if len(found) <= 60 else found[:59] + '…'} is not {wanted}")


def read_text(value: object, path: str) -> str:
    """A string."""
    if not isinstance(value, str):
        raise wrong(value, path, "a text")
    return value


def read_truth(value: object, path: str) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        raise wrong(value, path, "true or false")
    return value


def read_count(value: object, path: str) -> int:
    """A whole number from 0 up."""
    # True is an int to Python and no count to anybody.
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise wrong(value, path, "a whole number from 0 up")
    return value


def read_probability(value: object, path: str) -> float:
    """A number from 0 to 1."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
        raise wrong(value, path, "a probability from 0 to 1")
    return float(value)


def read_degrees(value: object, path: str) -> float:
    """A latitude or longitude."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not -180 <= value <= 180:
        raise wrong(value, path, "a number of degrees from -180 to 180")
    return float(value)


def read_day(value: object, path: str) -> date:
    """A day as ISO 8601 writes it."""
    if isinstance(value, str) and len(value) == 10:
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise wrong(value, path, "a day like 2031-01-24")


def read_span(value: object, path: str) -> Span:
    """A start and an end, in this order."""
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise wrong(value, path, "a span like [3, 9]")
    start, end = read_count(value[0], f"{path}[0]"), read_count(value[1], f"{path}[1]")
    if end < start:
        raise wrong(value, path, "a span like [3, 9]: it ends before it starts")
    return Span(start, end)


@cache
def one_of(scale: type[E]) -> Callable[[object, str], E]:
    """What reads a value of *scale*."""
    members = {member.value: member for member in scale}

    def read(value: object, path: str) -> E:
        if not isinstance(value, str) or value not in members:
            raise wrong(value, path, f"one of {', '.join(members)}")
        return members[value]

    return read
