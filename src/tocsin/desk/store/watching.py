"""What the warning problems make: forecasts with their evidence, alerts, resolutions, outcomes; and who copies whom.

Bodies are JSON as their makers write it; the store knows of each only its id, day and what it belongs to.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, select

from tocsin.desk.store import tables
from tocsin.desk.store.database import Database, upsert
from tocsin.desk.store.texts import clean, cleaned
from tocsin.errors import StoreError

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class KeptProblem:
    """A warning problem as its file says it."""

    id: str
    toml: str
    question: str | None
    state: str  # "open", "resolved", "retired"
    added_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class KeptCopy:
    """That one article repeats another; fields as in `sources.duplicates.Copy`."""

    article: str
    lead: str
    of: str
    containment: float
    cut: float
    added: float


@dataclass(frozen=True, slots=True)
class Item:
    """A record kept as JSON."""

    id: str
    body: Json
    day: date | None = None
    problem: str | None = None
    source: str | None = None  # of outcomes and predictions: whose they are
    article: str | None = None  # of evidence
    indicator: str | None = None  # of evidence
    name: str | None = None  # of sources


ITEMS: Mapping[str, Table] = {
    table.name: table
    for table in (
        tables.evidence,
        tables.alert,
        tables.resolution,
        tables.outcome,
        tables.prediction,
        tables.source,
    )
}


class Watching(Database):
    """Problems and what is kept of them; copies."""

    def put_problem(
        self, id_: str, toml: str, *, at: datetime, question: str | None = None, state: str = "open"
    ) -> None:
        """Keep a problem, or its changed text or state."""
        values = {
            "id": clean(id_),
            "toml": clean(toml),
            "question": cleaned(question),
            "state": state,
            "changed_at": at,
        }
        with self.writing() as connection:
            upsert(connection, tables.problem, [values | {"added_at": at}], keep=("added_at",))

    def problems(self, state: str | None = None) -> list[KeptProblem]:
        """Problems in the order they were added."""
        table = tables.problem
        asked = [] if state is None else [table.c.state == state]
        with self.reading() as connection:
            rows = connection.execute(select(table).where(*asked).order_by(table.c.added_at, table.c.id))
            return [KeptProblem(*row) for row in rows]

    def remove_problem(self, id_: str) -> bool:
        """Forget a problem with its forecasts, evidence, alerts and resolution."""
        with self.writing() as connection:
            return connection.execute(delete(tables.problem).where(tables.problem.c.id == clean(id_))).rowcount > 0

    def save_forecasts(self, problem: str, rows: Iterable[Json]) -> None:
        """Keep forecasts, one for each day, in the place of those there are for these days.

        Each row is an object with "day" (ISO 8601) and, where there is one, "probability"; all of it is kept.
        """
        values = [
            {
                "problem": clean(problem),
                "day": date.fromisoformat(row["day"]),
                "probability": row.get("probability"),
                "body": json.dumps(row, allow_nan=False),
            }
            for row in rows
        ]
        with self.writing() as connection:
            upsert(connection, tables.forecast, values)

    def forecasts(self, problem: str, *, since: date | None = None, until: date | None = None) -> list[dict[str, Any]]:
        """The forecasts of *problem* by day."""
        table = tables.forecast
        asked = [table.c.problem == clean(problem), *_days(table, since, until)]
        with self.reading() as connection:
            bodies = connection.execute(select(table.c.body).where(*asked).order_by(table.c.day)).scalars()
            return [json.loads(body) for body in bodies]

    def put_items(self, kind: str, items: Sequence[Item]) -> None:
        """Keep records of *kind*: "evidence", "alert", "resolution", "outcome", "prediction" or "source"; those with the same id
        are replaced. Raises StoreError for another kind."""
        table = _table(kind)
        columns = [
            column for column in ("problem", "day", "source", "article", "indicator", "name") if column in table.c
        ]
        values = [
            {
                "id": clean(item.id),
                "body": json.dumps(item.body, allow_nan=False),
                **{column: _value(getattr(item, column)) for column in columns},
            }
            for item in items
        ]
        with self.writing() as connection:
            upsert(connection, table, values)

    def items(
        self,
        kind: str,
        *,
        problem: str | None = None,
        source: str | None = None,
        article: str | None = None,
        since: date | None = None,
        until: date | None = None,
        limit: int = 10_000,
    ) -> list[Item]:
        """Records of *kind* by day. Raises StoreError for another kind than `put_items` takes."""
        table = _table(kind)
        asked = _days(table, since, until)
        for column, value in (("problem", problem), ("source", source), ("article", article)):
            if value is not None:
                asked.append(table.c[column] == clean(value))
        with self.reading() as connection:
            rows = connection.execute(select(table).where(*asked).order_by(table.c.day, table.c.id).limit(limit))
            return [_item(row) for row in rows]

    def save_copies(self, copies: Iterable[KeptCopy]) -> None:
        """Keep which articles repeat which, and mark the articles themselves."""
        values = [{name: getattr(copy, name) for name in KeptCopy.__slots__} for copy in copies]
        with self.writing() as connection:
            upsert(connection, tables.copy, values)
            for value in values:
                marked = tables.article.update().where(tables.article.c.id == value["article"])
                connection.execute(marked.values(lead=value["lead"]))

    def copies(self, article: str) -> list[KeptCopy]:
        """All that is known of the cluster of *article*: the copies of its lead, or of itself."""
        table = tables.copy
        with self.reading() as connection:
            lead = _lead(connection, article)
            rows = connection.execute(select(table).where(table.c.lead == lead).order_by(table.c.article))
            return [KeptCopy(**row._mapping) for row in rows]


def _lead(connection: Connection, article: str) -> str:
    asked = select(tables.copy.c.lead).where(tables.copy.c.article == clean(article))
    return connection.execute(asked).scalar() or clean(article)


def _table(kind: str) -> Table:
    if kind not in ITEMS:
        raise StoreError(f"{kind!r} is no kind of record kept so: one of {', '.join(sorted(ITEMS))}")
    return ITEMS[kind]


def _days(table: Table, since: date | None, until: date | None) -> list[Any]:
    return [*([] if since is None else [table.c.day >= since]), *([] if until is None else [table.c.day <= until])]


def _value(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else value


def _item(row: Row[Any]) -> Item:
    values = {name: value for name, value in row._mapping.items() if name in Item.__slots__}
    return Item(**values | {"body": json.loads(row.body)})
