"""Work to be done, each piece by one worker at a time.

A worker *leases* a job for some seconds, does it, and says so in the same transaction that keeps the effect. A worker that dies
says nothing: its lease runs out and another takes the job. If the first wakes up again, its lease has passed on and what it
would keep is refused (LeaseLost). So each effect is kept exactly once, though the work may be begun twice.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from tocsin.desk.store.database import Database
from tocsin.desk.store.tables import job as table
from tocsin.desk.store.texts import shortened
from tocsin.errors import LeaseLost

LAPSES = 5  # leases in a row that ran out: the job kills its workers, and is failed
LATE = timedelta(minutes=15)  # after its time and not begun: nobody works


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work as it is kept. *lease* is the number of its newest lease, which is what a worker holds."""

    id: int
    kind: str  # "poll", "article", ...
    key: str  # what of that kind; one job for each
    payload: Mapping[str, Any]
    state: str  # "waiting", "leased", "done", "failed"
    due_at: datetime | None  # when it may run, or when its lease ends
    owner: str | None
    lease: int
    attempts: int  # since it was last done
    lapses: int
    reason: str | None
    added_at: datetime
    changed_at: datetime


class Jobs(Database):
    """The job table."""

    def enqueue(
        self, kind: str, key: str, payload: Mapping[str, Any], run_at: datetime, *, again: bool = False
    ) -> bool:
        """Put a job there unless there is one for *key*; True when it was put there.

        *again*: one that is done or failed is put back to wait, with the new payload.
        """
        with self.writing() as connection:
            return enqueue(connection, kind, key, payload, run_at, again=again)

    def lease(self, kinds: Sequence[str], owner: str, for_s: float, now: datetime) -> Job | None:
        """The job of *kinds* that has been due longest, leased to *owner* for so many seconds; None when none is due."""
        until = now + timedelta(seconds=for_s)
        with self.writing() as connection:
            while True:
                due = (
                    select(table)
                    .where(table.c.kind.in_(list(kinds)), table.c.due_at <= now)
                    .order_by(table.c.due_at, table.c.number)
                    .limit(1)
                    .with_for_update(
                        skip_locked=True
                    )  # SQLite knows no such words and needs none: one writer at a time
                )
                found = connection.execute(due).first()
                if found is None:
                    return None
                lapses = found.lapses + 1 if found.state == "leased" else found.lapses
                if lapses >= LAPSES:
                    reason = f"{lapses} workers in a row did not come back from it"
                    _set(
                        connection,
                        found.number,
                        now,
                        state="failed",
                        due_at=None,
                        owner=None,
                        lapses=lapses,
                        reason=reason,
                    )
                    continue
                changed = _set(
                    connection,
                    found.number,
                    now,
                    state="leased",
                    due_at=until,
                    owner=owner,
                    lease=found.lease + 1,
                    attempts=found.attempts + 1,
                    lapses=lapses,
                )
                return _job(changed)

    def renew(self, job: Job, for_s: float, now: datetime) -> Job:
        """The same job with a lease of so many seconds from *now*. Raises LeaseLost."""
        with self.writing() as connection:
            check_lease(connection, job)
            return _job(_set(connection, job.id, now, due_at=now + timedelta(seconds=for_s)))

    def done(self, job: Job, *, at: datetime, run_at: datetime | None = None) -> None:
        """The job is done; with *run_at* it waits for its next turn then. Raises LeaseLost."""
        with self.writing() as connection:
            finish(connection, job, at, run_at=run_at)

    def fail(self, job: Job, reason: str, retry_at: datetime | None, *, at: datetime) -> None:
        """The job failed, for *reason*; it waits until *retry_at*, or for ever. Raises LeaseLost."""
        with self.writing() as connection:
            check_lease(connection, job)
            state = "failed" if retry_at is None else "waiting"
            _set(connection, job.id, at, state=state, due_at=retry_at, owner=None, lapses=0, reason=reason)

    def release(self, owner: str, *, at: datetime) -> int:
        """All that *owner* has leased waits again, at once, as if never taken; how many there were."""
        with self.writing() as connection:
            given = (
                update(table)
                .where(table.c.owner == owner, table.c.state == "leased")
                .values(state="waiting", due_at=at, owner=None, attempts=table.c.attempts - 1, changed_at=at)
            )
            return connection.execute(given).rowcount

    def job(self, kind: str, key: str) -> Job | None:
        """The job of *kind* for *key*."""
        with self.reading() as connection:
            found = connection.execute(select(table).where(table.c.kind == kind, table.c.key == shortened(key))).first()
        return None if found is None else _job(found)

    def jobs(self, state: str | None = None, *, kind: str | None = None, limit: int = 1000) -> list[Job]:
        """Jobs by the time they are due, those that wait for nothing last."""
        asked = [
            column == value for column, value in ((table.c.state, state), (table.c.kind, kind)) if value is not None
        ]
        order = (table.c.due_at.is_(None), table.c.due_at, table.c.number)
        with self.reading() as connection:
            return [_job(row) for row in connection.execute(select(table).where(*asked).order_by(*order).limit(limit))]

    def job_counts(self) -> dict[tuple[str, str], int]:
        """How many jobs there are of each kind in each state."""
        counted = select(table.c.kind, table.c.state, func.count()).group_by(table.c.kind, table.c.state)
        with self.reading() as connection:
            return {(kind, state): count for kind, state, count in connection.execute(counted)}

    def stuck(self, now: datetime) -> list[Job]:
        """Jobs whose lease has run out, or that have been due for a quarter of an hour with nobody taking them."""
        waits = and_(table.c.state == "waiting", table.c.due_at <= now - LATE)
        lapsed = and_(table.c.state == "leased", table.c.due_at <= now)
        with self.reading() as connection:
            rows = connection.execute(select(table).where(waits | lapsed).order_by(table.c.due_at).limit(1000))
            return [_job(row) for row in rows]


def enqueue(
    connection: Connection, kind: str, key: str, payload: Mapping[str, Any], run_at: datetime, *, again: bool = False
) -> bool:
    """The same within a transaction."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    values = {
        "kind": kind,
        "key": shortened(key),
        "payload": json.dumps(payload, allow_nan=False),
        "state": "waiting",
        "due_at": run_at,
        "lease": 0,
        "attempts": 0,
        "lapses": 0,
        "added_at": run_at,
        "changed_at": run_at,
    }
    put = insert(table).values(values)
    if again:
        fresh = {
            name: put.excluded[name] for name in ("payload", "state", "due_at", "attempts", "lapses", "changed_at")
        }
        put = put.on_conflict_do_update(
            index_elements=["kind", "key"],
            set_={**fresh, "reason": None, "owner": None},
            where=table.c.state.in_(["done", "failed"]),
        )
    else:
        put = put.on_conflict_do_nothing(index_elements=["kind", "key"])
    return connection.execute(put.returning(table.c.number)).first() is not None


def finish(connection: Connection, job: Job, at: datetime, *, run_at: datetime | None = None) -> None:
    """Mark *job* done in the transaction that keeps its effect. Raises LeaseLost, and the transaction is undone."""
    check_lease(connection, job)
    state = "done" if run_at is None else "waiting"
    _set(connection, job.id, at, state=state, due_at=run_at, owner=None, attempts=0, lapses=0, reason=None)


def check_lease(connection: Connection, job: Job) -> None:
    """Raises LeaseLost unless *job* is leased to whoever holds *job*; holds the row until the transaction ends."""
    asked = select(table.c.state, table.c.lease, table.c.owner).where(table.c.number == job.id).with_for_update()
    row = connection.execute(asked).first()
    if row is None:
        raise LeaseLost(f"the job {job.kind} {job.key!r} is there no more")
    if row.state != "leased" or row.lease != job.lease:
        now = f"leased to {row.owner}" if row.state == "leased" else row.state
        raise LeaseLost(f"the job {job.kind} {job.key!r} is no longer {job.owner}'s: it is {now}")


def _set(connection: Connection, number: int, at: datetime, **values: object) -> Row[Any]:
    changed = update(table).where(table.c.number == number).values(changed_at=at, **values).returning(*table.c)
    return connection.execute(changed).one()


def _job(row: Row[Any]) -> Job:
    return Job(
        id=row.number,
        kind=row.kind,
        key=row.key,
        payload=json.loads(row.payload),
        state=row.state,
        due_at=row.due_at,
        owner=row.owner,
        lease=row.lease,
        attempts=row.attempts,
        lapses=row.lapses,
        reason=row.reason,
        added_at=row.added_at,
        changed_at=row.changed_at,
    )
