"""Analysts' corrections, applied to what was coded: found again by what they were about, however often it is coded anew."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from tocsin.desk.store.kept import Correction
from tocsin.desk.store.tables import correction as table
from tocsin.desk.store.texts import clean, cleaned
from tocsin.errors import StoreError

Json = dict[str, Any]
KINDS = {"claim": "claims", "event": "events", "stance": "stances", "interest": "interests", "question": "questions"}
STRUCK = "struck"
SAME_WORDS = 0.5  # of the characters of both anchors together, that must be shared


def find(records: Sequence[Json], record: str, anchor: Json) -> Json | None:
    """The record that *anchor* was taken of: the same id, else the one about most nearly the same words."""
    for one in records:
        if one["id"] == record:
            return one
    spans = anchor["spans"]
    best = max(records, key=lambda one: _shared(anchor_of(one)["spans"], spans), default=None)
    if best is not None and spans and _shared(anchor_of(best)["spans"], spans) >= SAME_WORDS:
        return best
    worded = [one for one in records if anchor["text"] and anchor_of(one)["text"] == anchor["text"]]
    return worded[0] if len(worded) == 1 else None


def anchor_of(record: Json) -> Json:
    """What *record* is about: the spans and words of a claim's content, an event's trigger, a stance's parties ..."""
    if "content" in record:
        passage = record["content"] if record["content"]["spans"] else record["cue"]
        return {"spans": passage["spans"], "text": passage["text"]}
    if "trigger" in record:
        return {"spans": record["trigger"]["spans"], "text": record["trigger"]["text"]}
    if "toward" in record:
        # Who stands toward whom: the same two may be named in other places by the next reader.
        return {"spans": [], "text": f"{_who(record['holder'])} > {_who(record['toward'])}"}
    if "gain" in record:
        return {"spans": record["spans"], "text": f"{_who(record['holder'])}: {record['gain']}"}
    return {"spans": record.get("spans", []), "text": record.get("text", "")}


def apply(briefing: Json, corrections: Iterable[Correction], anchors: dict[int, Json]) -> tuple[set[str], set[int]]:
    """Change *briefing* (as `codec.to_json` gives it) in place; the ids of records struck, and of corrections applied."""
    struck: set[str] = set()
    applied: set[int] = set()
    for correction in corrections:
        assert correction.id is not None
        if correction.kind == "article":
            found: Json | None = briefing["article"]
        else:
            found = find(briefing[KINDS[correction.kind]], correction.record, anchors[correction.id])
        if found is None:
            continue
        if correction.field == STRUCK:
            (struck.add if correction.after else struck.discard)(found["id"])
        else:
            try:
                put(found, correction.field, correction.after)
            except (KeyError, IndexError, TypeError, ValueError):
                continue
        applied.add(correction.id)
    return struck, applied


def get(record: Json, path: str) -> Any:
    """What stands at *path*. Raises KeyError, IndexError, TypeError or ValueError when there is no such place."""
    value: Any = record
    for step in path.split("."):
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


def put(record: Json, path: str, value: Any) -> None:
    """Put *value* at *path*. Raises as `get`."""
    *way, last = path.split(".")
    place: Any = get(record, ".".join(way)) if way else record
    if isinstance(place, list):
        place[int(last)] = value
    elif last in place:
        place[last] = value
    else:
        raise KeyError(last)


def of_article(connection: Connection, article: str) -> tuple[list[Correction], dict[int, Json]]:
    """The corrections of an article in the order they were made, and what each was about."""
    rows = connection.execute(select(table).where(table.c.article == article).order_by(table.c.number)).all()
    return [of_row(row) for row in rows], {row.number: json.loads(row.anchor) for row in rows}


def add(connection: Connection, correction: Correction, briefing: Json) -> None:
    """Keep *correction* of a record in *briefing* as it now stands. Raises StoreError when it does not fit there."""
    kinds = {"article", *KINDS}
    if correction.kind not in kinds:
        raise StoreError(f"{correction.kind!r} is no kind of record: one of {', '.join(sorted(kinds))}")
    records = [briefing["article"]] if correction.kind == "article" else briefing[KINDS[correction.kind]]
    record = next((one for one in records if one["id"] == correction.record), None)
    if record is None:
        raise StoreError(f"{correction.article} holds no {correction.kind} {correction.record}")
    if (correction.kind == "article" and correction.field in {STRUCK, "text", "id"}) or correction.field == "id":
        raise StoreError(
            f"{correction.field!r} of {correction.kind} {correction.record} is not corrected: all else counts by it"
        )
    try:
        now = False if correction.field == STRUCK else get(record, correction.field)
    except (KeyError, IndexError, TypeError, ValueError):
        raise StoreError(f"{correction.kind} {correction.record} has no field {correction.field!r}") from None
    if correction.before is not None and correction.before != now and correction.field != STRUCK:
        raise StoreError(
            f"{correction.field} of {correction.record} is {json.dumps(now)} by now, not {json.dumps(correction.before)}"
        )
    values = {
        "kind": correction.kind,
        "article": correction.article,
        "record": correction.record,
        "anchor": json.dumps({"spans": [], "text": ""} if correction.kind == "article" else anchor_of(record)),
        "field": correction.field,
        "before": json.dumps(now),
        "after": json.dumps(correction.after),
        "by": clean(correction.by),
        "at": correction.at,
        "note": cleaned(correction.note),
        "applied": True,
    }
    connection.execute(insert(table).values(values))


def mark(connection: Connection, corrections: Iterable[Correction], applied: set[int]) -> None:
    """Write down which of *corrections* found their record."""
    for correction in corrections:
        if (now := correction.id in applied) != correction.applied:
            connection.execute(update(table).where(table.c.number == correction.id).values(applied=now))


def of_row(row: Row[Any]) -> Correction:
    """The correction that a row holds."""
    return Correction(
        kind=row.kind,
        article=row.article,
        record=row.record,
        field=row.field,
        before=json.loads(row.before),
        after=json.loads(row.after),
        by=row.by,
        at=row.at,
        note=row.note,
        id=row.number,
        applied=row.applied,
    )


def _shared(one: Sequence[Sequence[int]], other: Sequence[Sequence[int]]) -> float:
    """Shared characters of two sets of spans / characters of both together."""
    first = {place for start, end in one for place in range(start, end)}
    second = {place for start, end in other for place in range(start, end)}
    return len(first & second) / len(first | second) if first and second else 0.0


def _who(party: Json) -> str:
    return str(party["name"] or party["text"])
