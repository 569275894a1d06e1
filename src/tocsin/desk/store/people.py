"""Whoever uses the desk: accounts, tokens, comments, views, subscriptions. Made and read; the rest is the web desk's."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Table, insert, select

from tocsin.desk.store import tables
from tocsin.desk.store.database import Database, upsert
from tocsin.desk.store.texts import clean
from tocsin.errors import StoreError

PEOPLE: dict[str, Table] = {
    "user": tables.user,
    "token": tables.token,
    "comment": tables.comment,
    "subscription": tables.subscription,
}


class People(Database):
    """The tables of people."""

    def make(self, kind: str, **values: Any) -> None:
        """Keep a new "user", "token", "comment" or "subscription". Raises StoreError, also when it is there already."""
        row = {name: clean(value) if isinstance(value, str) else value for name, value in values.items()}
        with self.writing() as connection:
            connection.execute(insert(_table(kind)).values(row))

    def found(self, kind: str, **by: Any) -> list[dict[str, Any]]:
        """Those whose columns have these values."""
        table = _table(kind)
        asked = [table.c[name] == (clean(value) if isinstance(value, str) else value) for name, value in by.items()]
        with self.reading() as connection:
            rows = connection.execute(select(table).where(*asked).order_by(*table.primary_key.columns).limit(10_000))
            return [_plain(row) for row in rows]

    def token(self, hash_: str, now: datetime) -> dict[str, Any] | None:
        """The token with this hash, unless its time is over."""
        found = self.found("token", hash=hash_)
        return next((one for one in found if one["ends_at"] is None or one["ends_at"] > now), None)

    def count_view(self, about: str, day: date) -> None:
        """One more look at something; nothing is kept of who looked."""
        table = tables.view
        with self.writing() as connection:
            upsert(connection, table, [{"about": clean(about), "day": day, "count": 1}], add="count")

    def views(self, about: str) -> dict[date, int]:
        """How often it was looked at on each day."""
        table = tables.view
        with self.reading() as connection:
            rows = connection.execute(select(table.c.day, table.c.count).where(table.c.about == clean(about)))
            return {row.day: row[1] for row in rows}


def _table(kind: str) -> Table:
    if kind not in PEOPLE:
        raise StoreError(f"{kind!r} is none of {', '.join(PEOPLE)}")
    return PEOPLE[kind]


def _plain(row: Row[Any]) -> dict[str, Any]:
    return dict(row._mapping)
