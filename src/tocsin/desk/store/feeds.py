"""Feeds the desk follows, and what has been seen in each."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from tocsin.desk.store import jobs
from tocsin.desk.store.database import Database
from tocsin.desk.store.jobs import Job
from tocsin.desk.store.tables import entry as entries_seen
from tocsin.desk.store.tables import feed as table
from tocsin.desk.store.tables import job as job_table
from tocsin.desk.store.texts import clean, cleaned, digest, shortened
from tocsin.records.feed import Entry, Feed

MOMENTS = ("published", "updated")
FIELDS = tuple(field.name for field in fields(Feed))
ASKED = 500  # bound values of one statement; SQLite takes 32,766, but long lists plan badly


class Feeds(Database):
    """The feed table, and the entries seen."""

    def add_feed(self, feed: Feed, *, at: datetime) -> bool:
        """Follow *feed* from *at*, its polling job with it; False when its address is followed already."""
        with self.writing() as connection:
            insert = sqlite.insert if self.sqlite else postgresql.insert
            values = {**_values(feed), "added_at": feed.added_at or at}
            put = insert(table).values(values).on_conflict_do_nothing().returning(table.c.id)
            added = connection.execute(put).first() is not None
            if added:
                _schedule(connection, feed, at)
            return added

    def feed(self, id_or_url: str) -> Feed | None:
        """The feed with this id or address."""
        with self.reading() as connection:
            found = connection.execute(
                select(table).where((table.c.id == clean(id_or_url)) | (table.c.url == clean(id_or_url)))
            ).first()
        return None if found is None else _feed(found)

    def feeds(self, state: str | None = None) -> list[Feed]:
        """Feeds in the order in which they were added."""
        asked = [] if state is None else [table.c.state == state]
        with self.reading() as connection:
            rows = connection.execute(select(table).where(*asked).order_by(table.c.added_at, table.c.id))
            return [_feed(row) for row in rows]

    def put_feed(
        self, feed: Feed, *, at: datetime, entries: Sequence[Entry] = (), job: Job | None = None
    ) -> tuple[Entry, ...]:
        """Keep the feed's new state and what is new in it, in one transaction; the entries for which there is now a job.

        New is what this feed has not had before, and no other feed with the same address. With *job*, the polling job leased, the
        job waits for the feed's next time (or is done, where the feed is not active); raises LeaseLost, and nothing is kept.
        A feed that has been removed meanwhile stays removed.
        """
        with self.writing() as connection:
            if job is not None:
                next_at = (feed.next_at or at) if feed.state == "active" else None
                jobs.finish(connection, job, at, run_at=next_at)
            values = {name: value for name, value in _values(feed).items() if name not in {"id", "added_at"}}
            if connection.execute(update(table).where(table.c.id == feed.id).values(values)).rowcount == 0:
                return ()
            if job is None:
                _schedule(connection, feed, at)
            return tuple(_new(connection, feed, entries, at))

    def remove_feed(self, id_or_url: str) -> bool:
        """Follow it no more; what was read from it stays. False when there is no such feed."""
        with self.writing() as connection:
            asked = (table.c.id == clean(id_or_url)) | (table.c.url == clean(id_or_url))
            found = connection.execute(select(table.c.id).where(asked)).scalar()
            if found is None:
                return False
            connection.execute(delete(job_table).where(job_table.c.kind == "poll", job_table.c.key == found))
            connection.execute(delete(table).where(table.c.id == found))
            return True


def entry_of(payload: Any) -> Entry:
    """The entry that the payload of an "article" job holds."""
    values = dict(payload["entry"])
    for name in MOMENTS:
        values[name] = values[name] and datetime.fromisoformat(values[name])
    return Entry(**values)


def _new(connection: Connection, feed: Feed, entries: Iterable[Entry], at: datetime) -> Iterable[Entry]:
    by_guid: dict[str, Entry] = {}
    for entry in entries:
        by_guid.setdefault(shortened(entry.guid), entry)
    seen = _among(connection, entries_seen.c.guid, by_guid, entries_seen.c.feed == feed.id)
    fresh = {guid: entry for guid, entry in by_guid.items() if guid not in seen}
    addresses = {guid: digest(entry.url or guid + feed.id) for guid, entry in fresh.items()}
    elsewhere = _among(connection, entries_seen.c.url_digest, addresses.values())
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    for guid, entry in fresh.items():
        seen_now = {"feed": feed.id, "guid": guid, "url_digest": addresses[guid], "seen_at": at}
        put = insert(entries_seen).values(seen_now).on_conflict_do_nothing().returning(entries_seen.c.number)
        if connection.execute(put).first() is None or addresses[guid] in elsewhere:
            continue
        elsewhere.add(addresses[guid])
        payload = {"feed": feed.id, "entry": _plain(entry)}
        if jobs.enqueue(connection, "article", f"{feed.id} {guid}", payload, at):
            yield entry


def _among(connection: Connection, column: Any, values: Iterable[str], *where: Any) -> set[str]:
    """Which of *values* the column holds."""
    wanted, found = list(values), set[str]()
    for start in range(0, len(wanted), ASKED):
        asked = select(column).where(column.in_(wanted[start : start + ASKED]), *where)
        found.update(connection.execute(asked).scalars())
    return found


def _schedule(connection: Connection, feed: Feed, at: datetime) -> None:
    """One polling job for each active feed, due at the feed's next time; none for the others. A leased one is left alone."""
    idle = (job_table.c.kind == "poll") & (job_table.c.key == feed.id) & (job_table.c.state != "leased")
    if feed.state != "active":
        connection.execute(update(job_table).where(idle).values(state="done", due_at=None, changed_at=at))
        return
    due = feed.next_at or at
    if not jobs.enqueue(connection, "poll", feed.id, {"feed": feed.id}, due):
        connection.execute(update(job_table).where(idle).values(state="waiting", due_at=due, changed_at=at))


def _plain(entry: Entry) -> dict[str, Any]:
    values = asdict(entry)
    return values | {name: values[name] and values[name].astimezone(UTC).isoformat() for name in MOMENTS}


def _values(feed: Feed) -> dict[str, Any]:
    values = {name: getattr(feed, name) for name in FIELDS}
    values["tags"] = json.dumps(list(feed.tags))
    return {name: cleaned(value) if isinstance(value, str) else value for name, value in values.items()}


def _feed(row: Row[Any]) -> Feed:
    values = {name: getattr(row, name) for name in FIELDS}
    return Feed(**values | {"tags": tuple(json.loads(row.tags))})
