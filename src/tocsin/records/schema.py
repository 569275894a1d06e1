"""The JSON Schema of a briefing, and the same as a table to read: both made from the records themselves.

    python -m tocsin.records.schema > docs/schema.json
    python -m tocsin.records.schema --markdown > docs/schema.md

A docstring becomes the description of its record, the comment at the end of a field's line that of the field.
"""

import dataclasses
import inspect
import json
import re
import sys
import types
import typing
from datetime import date
from enum import StrEnum
from typing import Any

from tocsin.records.actor import Actor, Party, Source
from tocsin.records.article import Article, Dateline, Figures
from tocsin.records.briefing import SCHEMA, Briefing
from tocsin.records.claim import Act, Claim, Directness
from tocsin.records.event import Event, Precision, Status, Where
from tocsin.records.skipped import Skipped
from tocsin.records.span import Passage, Span
from tocsin.records.stance import Interest, Position, Question, Stance
from tocsin.records.trace import Trace
from tocsin.records.when import How, TimeExpression, When

RECORDS: tuple[type, ...] = (
    Briefing, Article, Claim, Event, Stance, Interest, Question, Skipped, Source, Actor, Party, Passage, When,
    TimeExpression, Where, Dateline, Figures, Trace,
)  # fmt: skip
SCALES: tuple[type[StrEnum], ...] = (Act, Directness, Status, How, Precision, Position)

Json = dict[str, Any]


def schema() -> Json:
    """The JSON Schema (draft 2020-12) that every briefing satisfies; fields it does not name are allowed.

    >>> schema()["$defs"]["Claim"]["properties"]["hedged"]
    {'type': 'boolean'}
    """
    definitions: Json = {record.__name__: _record(record) for record in RECORDS if record is not Briefing}
    definitions |= {scale.__name__: _scale(scale) for scale in SCALES}
    definitions["Span"] = {
        "description": _prose(Span),
        "type": "array",
        "items": {"type": "integer", "minimum": 0},
        "minItems": 2,
        "maxItems": 2,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Tocsin briefing, version {SCHEMA}",
        **_record(Briefing),
        "$defs": dict(sorted(definitions.items())),
    }


def markdown() -> str:
    """The same as tables: one for each record, one for each scale."""
    lines = [
        "# The briefing in JSON",
        "",
        "What `tocsin read --json` writes. The same for machines: [schema.json](schema.json). How to read a briefing:",
        "[reading-a-briefing.md](reading-a-briefing.md).",
        "",
        f"This is version {SCHEMA} (`schema`). A span is `[start, end]`, half-open, in Unicode code points of",
        "`article.text`. A day is ISO 8601. What is unknown is `null`. Every field is written; those marked *optional*",
        "may be missing in what Tocsin is given to read, and readers should pass over fields they do not know.",
        "",
        "Made from the records by `python -m tocsin.records.schema --markdown`; not edited by hand.",
    ]
    for record in RECORDS:
        described = _record(record)
        lines += ["", f"## {record.__name__}", "", _prose(record), "", "| field | type | what it is |", "|---|---|---|"]
        for field in dataclasses.fields(record):
            note = described["properties"][field.name].get("description", "")
            optional = "" if field.name in described["required"] else "*optional* "
            lines.append(f"| `{field.name}` | {_written(_hints(record)[field.name])} | {(optional + note).strip()} |")
    for scale in SCALES:
        lines += ["", f"## {scale.__name__}", "", _prose(scale), "", "| value | when |", "|---|---|"]
        notes = _comments(scale)
        lines += [f"| `{member.value}` | {notes.get(member.name, '')} |" for member in scale]
    return "\n".join(lines) + "\n"


def _record(record: type) -> Json:
    notes = _comments(record)
    properties: Json = {}
    required: list[str] = []
    for field in dataclasses.fields(record):
        described = {"description": notes[field.name]} if field.name in notes else {}
        properties[field.name] = described | _shape(_hints(record)[field.name])
        if field.name == "score":
            properties[field.name] |= {"minimum": 0, "maximum": 1}
        # null and an empty list are always written, yet a missing field says the same to whoever reads.
        empty = properties[field.name].get("type") == "array" or "anyOf" in properties[field.name]
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING and not empty:
            required.append(field.name)
    if record is Briefing:
        properties["schema"] = {"description": "the version of this schema", "const": SCHEMA}
        required.append("schema")
    return {"description": _prose(record), "type": "object", "properties": properties, "required": required}


def _scale(scale: type[StrEnum]) -> Json:
    return {"description": _prose(scale), "enum": [member.value for member in scale]}


def _shape(hint: Any) -> Json:
    """The schema of one annotation."""
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        known = [_shape(part) for part in parts if part is not type(None)]
        return {"anyOf": [*known, {"type": "null"}]}
    if origin is tuple:
        return {"type": "array", "items": _shape(parts[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": _shape(parts[1])}
    if hint is date:
        return {"type": "string", "format": "date"}
    if hint in (str, bool, float):
        return {"type": {str: "string", bool: "boolean", float: "number"}[hint]}
    if hint is int:
        return {"type": "integer", "minimum": 0}
    return {"$ref": f"#/$defs/{hint.__name__}"}


def _written(hint: Any) -> str:
    """The same annotation as a reader of the table sees it."""
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return " or ".join("null" if part is type(None) else _written(part) for part in parts)
    if origin is tuple:
        return f"list of {_written(parts[0])}"
    if origin is dict:
        return f"object of {_written(parts[1])}"
    plain = {str: "text", bool: "true or false", float: "number", int: "whole number", date: "day", Span: "span"}
    return plain[hint] if hint in plain else f"[{hint.__name__}](#{hint.__name__.lower()})"


def _hints(record: type) -> dict[str, Any]:
    return typing.get_type_hints(record)


def _prose(record: type) -> str:
    """The docstring on one line, without its example and its source."""
    paragraphs = inspect.cleandoc(record.__doc__ or "").split("\n\n")
    kept = [" ".join(text.split()) for text in paragraphs if not text.startswith((">>>", "Source:"))]
    # Field names stand between asterisks in docstrings; None is null to a reader of JSON.
    return re.sub(r"\*(\w+)\*", r"`\1`", " ".join(kept)).replace("None", "null")


def _comments(record: type) -> dict[str, str]:
    """Each field's comment, by the field's name."""
    notes: dict[str, str] = {}
    for line in inspect.getsource(record).splitlines():
        code, mark, comment = line.partition("  # ")
        name = code.strip().partition(":")[0].partition(" =")[0]
        if mark and name.isidentifier():
            notes[name] = comment.strip()
    return notes


if __name__ == "__main__":
    if "--markdown" in sys.argv[1:]:
        sys.stdout.write(markdown())
    else:
        sys.stdout.write(json.dumps(schema(), indent=2, ensure_ascii=False) + "\n")
