"""A briefing as rows and back: the JSON of each record, and beside it the columns it is asked by."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from tocsin.desk.store import tables
from tocsin.desk.store.texts import clean, cleaned, folded, key_of
from tocsin.errors import StoreError

Json = dict[str, Any]
PLACES = 65_536  # records of one kind in one article
DERIVED: tuple[tuple[str, Table], ...] = (
    ("claims", tables.claim),
    ("events", tables.event),
    ("stances", tables.stance),
    ("interests", tables.interest),
    ("questions", tables.question),
)
Rows = dict[str, list[Json]]


@dataclass(slots=True)
class Names:
    """Names that rows point to, looked up or added all at once."""

    wanted: dict[str, str] = field(default_factory=dict)  # folded -> as first written
    numbers: dict[str, int] = field(default_factory=dict)

    def want(self, name: str) -> str:
        """The folded name, to be replaced by its number."""
        key = folded(name)
        self.wanted.setdefault(key, clean(name)[:400])
        return key

    def settle(self, connection: Connection) -> None:
        """Give every wanted name its number."""
        keys = sorted(self.wanted)  # in one order, so that two writers never wait for each other
        self._look_up(connection, keys)
        missing = [key for key in keys if key not in self.numbers]
        if missing:
            add = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
            rows = [{"folded": key, "text": self.wanted[key]} for key in missing]
            connection.execute(add(tables.name).on_conflict_do_nothing(), rows)
            self._look_up(connection, missing)
            parts = [{"word": word, "name": self.numbers[key]} for key in missing for word in sorted(set(key.split()))]
            if parts:
                connection.execute(add(tables.name_word).on_conflict_do_nothing(), parts)

    def _look_up(self, connection: Connection, keys: list[str]) -> None:
        for start in range(0, len(keys), 500):
            asked = select(tables.name.c.folded, tables.name.c.number).where(
                tables.name.c.folded.in_(keys[start : start + 500])
            )
            self.numbers.update((row.folded, row.number) for row in connection.execute(asked))


def write(connection: Connection, number: int, rows: Rows, names: Names) -> None:
    """Put the derived *rows* of article *number* in the place of those that are there."""
    names.settle(connection)
    low, high = number * PLACES, (number + 1) * PLACES
    connection.execute(delete(tables.party).where(tables.party.c.event >= low, tables.party.c.event < high))
    for _, table in reversed(DERIVED):
        connection.execute(delete(table).where(table.c.number >= low, table.c.number < high))
    connection.execute(delete(tables.concern).where(tables.concern.c.article == number))
    for _, table in (*DERIVED, ("parties", tables.party), ("concerns", tables.concern)):
        if made := rows.get(table.name):
            for row in made:
                for column in ("speaker", "holder", "toward", "name"):
                    if isinstance(row.get(column), str):
                        row[column] = names.numbers[row[column]]
            connection.execute(insert(table), made)


def rows_of(number: int, briefing: Json, coded: Json, struck: set[str], day: date, names: Names) -> Rows:
    """The rows of *briefing*, corrected; *coded* is the same as it was coded, and equal where nothing was corrected."""
    struck = _with_what_rests_on(briefing, struck)
    outlet = key_of(briefing["article"]["outlet"])
    rows: Rows = {}
    for part, table in DERIVED:
        if len(briefing[part]) > PLACES:
            raise StoreError(f"{briefing['article']['id']}: more than {PLACES} {part} in one article")
        rows[table.name] = [
            {
                "number": number * PLACES + place,
                "article": number,
                "id": record["id"],
                "day": day,
                "struck": record["id"] in struck,
                "body": _dumps(record),
                "coded": None if record == original else _dumps(original),
            }
            for place, (record, original) in enumerate(zip(briefing[part], coded[part], strict=True))
        ]
    countries: set[str | None] = set()
    for row, claim in zip(rows["claim"], briefing["claims"], strict=True):
        actor = claim["source"]["actor"] or {}
        row |= {
            "speaker": names.want(actor.get("name") or claim["source"]["text"]),
            "country": cleaned(actor.get("country")),
            "sector": cleaned(actor.get("sector")),
            "outlet_key": outlet,
            **{column: claim[column] for column in ("act", "hedged", "depth", "score")},
        }
        countries.add(row["country"])
    rows["party"] = []
    for row, event in zip(rows["event"], briefing["events"], strict=True):
        when, where = event["when"] or {}, event["where"] or {}
        said = when.get("start") or when.get("end")
        row |= {
            "day": date.fromisoformat(said) if said else day,
            "country": cleaned(where.get("country")),
            "outlet_key": outlet,
            **{column: event[column] for column in ("type", "mode", "status", "score")},
        }
        # None of what is struck: so one index answers who did what to whom, without a look at the event.
        taking = [] if row["struck"] else ["actor", "recipient"]
        sides = [(side, party) for side in taking for party in event[f"{side}s"]]
        for place, (side, party) in enumerate(sides):
            rows["party"].append(
                {
                    "event": row["number"],
                    "place": place,
                    "side": side,
                    "country": cleaned(party["country"]),
                    "sector": cleaned(party["sector"]),
                    "name": names.want(party["name"] or party["text"]),
                    "day": row["day"],
                    "type": row["type"],
                }
            )
            countries.add(rows["party"][-1]["country"])
        countries.add(row["country"])
    for row, stance in zip(rows["stance"], briefing["stances"], strict=True):
        row["holder"], row["toward"] = (names.want(_who(stance[side])) for side in ("holder", "toward"))
        row["position"] = stance["position"]
    for row, interest in zip(rows["interest"], briefing["interests"], strict=True):
        row["holder"] = names.want(_who(interest["holder"]))
    rows["concern"] = [{"article": number, "country": country} for country in sorted(filter(None, countries))]
    return rows


def derived(connection: Connection, number: int, *, coded: bool) -> Json:
    """The records of article *number* as lists of JSON: as they were *coded*, or as corrected and without those struck."""
    found: Json = {}
    low, high = number * PLACES, (number + 1) * PLACES
    for part, table in DERIVED:
        asked = select(table.c.body, table.c.coded, table.c.struck).where(table.c.number >= low, table.c.number < high)
        rows = connection.execute(asked.order_by(table.c.number)).all()
        if coded:
            found[part] = [json.loads(row.coded or row.body) for row in rows]
        else:
            found[part] = [json.loads(row.body) for row in rows if not row.struck]
    shown = {event["id"] for event in found["events"]}
    if not coded:
        for event in found["events"]:
            event["within"] = event["within"] if event["within"] in shown else None
    return found


def article_json(row: Row[Any] | Mapping[str, Any], *, coded: bool) -> Json:
    """The Article of a row of the article table, as JSON."""
    values = row if isinstance(row, Mapping) else row._mapping
    body: Json = json.loads((coded and values["coded"]) or values["body"])
    body.setdefault("text", values["text"])
    return body


def article_body(article: Json) -> str:
    """An Article's JSON as the body column holds it: without the text, unless the text column cannot hold that whole."""
    whole = clean(article["text"]) == article["text"]
    return _dumps({key: value for key, value in article.items() if key != "text" or not whole})


def _with_what_rests_on(briefing: Json, struck: Iterable[str]) -> set[str]:
    """*struck*, and what nothing else supports: what is said within a claim, events told in it, stances on these alone."""
    gone = set(struck)
    if not gone:
        return gone
    for claim in sorted(briefing["claims"], key=lambda claim: claim["depth"]):
        if claim["parent"] in gone:
            gone.add(claim["id"])
    gone.update(event["id"] for event in briefing["events"] if event["claim"] in gone)
    gone.update(
        stance["id"] for stance in briefing["stances"] if stance["evidence"] and gone.issuperset(stance["evidence"])
    )
    gone.update(question["id"] for question in briefing["questions"] if question["claim"] in gone)
    return gone


def _who(party: Json) -> str:
    return str(party["name"] or party["text"])


def _dumps(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    # Escapes for what the database cannot hold; they read back as they were.
    return text if clean(text) == text else json.dumps(value, allow_nan=False, separators=(",", ":"))
