"""One language's words for times, read from its times.toml: lists, compiled patterns, and what guards against names."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tocsin.errors import CodebookError

# What a pattern may ask to have made of it; times.py says how each is worked out.
MAKES = frozenset(
    {
        "date",
        "days",
        "month",
        "year",
        "years",
        "decade",
        "stretch",
        "weekday",
        "days-away",
        "weekend",
        "period",
        "past",
        "ago",
    }
    | {"from-now", "vague-past", "vague-future", "unknown"}
)


# A blank of a pattern, escaped or not, outside a class of characters: in a text it may be a line break.
_BLANK = re.compile(r"\[[^\]]*\]|\\? ")


@dataclass(frozen=True, slots=True)
class TimePattern:
    """A pattern of a times.toml: the words it matches and what is made of them; *days* only for "days-away"."""

    id: str
    match: re.Pattern[str]
    make: str
    days: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class TimeWords:
    """One language's lists, lower case where case does not matter."""

    lists: dict[str, dict[str, Any]]
    patterns: tuple[TimePattern, ...]
    bounds: re.Pattern[str]
    ranges: tuple[tuple[re.Pattern[str] | None, re.Pattern[str]], ...]
    guard_before: re.Pattern[str]
    guard_after: re.Pattern[str]


def _any(words: list[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


@cache
def time_words(language: str) -> TimeWords:
    """The words of *language*, a folder beside this file.

    Raises CodebookError when a pattern asks for something nobody makes or is no regular expression.
    """
    path = Path(__file__).with_name(language) / "times.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    names = {key: _any([*data[f"{key}s"], *(word.upper() for word in data[f"{key}s"])]) for key in ("month", "weekday")}
    plain = {
        key: f"(?i:{_any(list(data[table]))})"
        for key, table in (
            ("number", "numbers"),
            ("unit", "units"),
            ("which", "which"),
            ("part", "parts"),
            ("stretch", "stretches"),
        )
    }
    plain["number"] = rf"(?:\d{{1,3}}|{plain['number']})"
    lists = names | plain | {"day": r"(?:3[01]|[12]\d|0?[1-9])", "year": r"(?:1[5-9]\d\d|20\d\d)"}
    patterns = []
    for entry in data["pattern"]:
        written = entry["match"]
        for key, value in lists.items():
            written = written.replace("{" + key + "}", value)
        written = _BLANK.sub(lambda blank: blank[0] if blank[0].startswith("[") else r"[ \n\xa0]", written)
        if entry["make"] not in MAKES:
            raise CodebookError(f"{path.name}, pattern {entry['id']}: {entry['make']!r} is none of {sorted(MAKES)}")
        try:
            compiled = re.compile(rf"(?<![\w$£€¥/-]){written}(?!\w)")
        except re.error as error:
            raise CodebookError(f"{path.name}, pattern {entry['id']}: {error}") from error
        patterns.append(TimePattern(entry["id"], compiled, entry["make"], tuple(entry.get("days", (0, 0)))))
    before, after = (f"(?:{'|'.join(data['guards'][side])})" for side in ("before", "after"))
    return TimeWords(
        lists={
            key: {word.lower(): value for word, value in data[key].items()}
            for key in ("months", "weekdays", "numbers", "units", "which", "parts", "stretches", "bounds")
        },
        patterns=tuple(patterns),
        bounds=re.compile(rf"\b({_any(list(data['bounds']))}) $", re.IGNORECASE),
        ranges=tuple(
            (
                re.compile(rf"\b{entry['before']} $", re.IGNORECASE) if entry["before"] else None,
                re.compile(rf" ?(?:{entry['join']}) ?"),
            )
            for entry in data["range"]
        ),
        guard_before=re.compile(rf"\b{before} $"),
        guard_after=re.compile(rf" {after}\b"),
    )
