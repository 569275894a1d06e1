"""Briefings as JSON and back: the only place that knows JSON.

`encoding` makes dicts and lists of them, `decoding` reads those back and names the field that is wrong. Names in JSON are
the names of the records' fields; a span is `[start, end]`, a day is ISO 8601, an unknown is null. Fields nobody knows are
passed over, fields with a default may be missing. The schema in `docs/schema.json` is generated from the same records.
"""

import json

from tocsin.errors import RecordError
from tocsin.records.briefing import Briefing
from tocsin.records.decoding import from_json
from tocsin.records.encoding import to_json

__all__ = ["dumps", "from_json", "loads", "to_json"]


def dumps(briefing: Briefing, indent: int | None = None) -> str:
    """The briefing as JSON text, on one line unless *indent* is given.

    Letters of every script stand as themselves; a text with half a surrogate pair, which UTF-8 cannot hold, is
    written with escapes instead.
    """
    separators = (",", ":") if indent is None else (",", ": ")
    text = json.dumps(to_json(briefing), ensure_ascii=False, allow_nan=False, indent=indent, separators=separators)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(to_json(briefing), allow_nan=False, indent=indent, separators=separators)
    return text


def loads(text: str) -> Briefing:
    """The briefing that `dumps` wrote.

    Raises RecordError when *text* is not JSON, or not a briefing.
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RecordError(f"not JSON: {error}") from None
    return from_json(value)
