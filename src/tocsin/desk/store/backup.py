"""The whole ledger in one file, and back: from either database into either.

A backup is a zip with one file of JSON lines for each table, and `store.json`, which says of what revision they are. Where the
name ends in .db, .sqlite or .sqlite3, SQLite's own copy is made instead; that can be opened as it is, or restored like the other.
The full-text index is not in it: it is made anew from the articles.
"""

import io
import json
import os
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Date, Table, func, insert, select, text

from tocsin.desk.store import migrate, words
from tocsin.desk.store.columns import Moment
from tocsin.desk.store.database import Database, connect, sentences
from tocsin.desk.store.tables import metadata
from tocsin.errors import StoreError

FORMAT = 1
ROWS = 2_000  # written at once
FILES = (".db", ".sqlite", ".sqlite3")


class Backups(Database):
    """Backup and restore."""

    def backup(self, path: Path) -> None:
        """Write everything to *path*, whole or not at all, while others go on; one moment's state. Raises StoreError."""
        unfinished = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            if self.sqlite and path.suffix in FILES:
                self._copy(unfinished)
            else:
                self._archive(unfinished)
            unfinished.replace(path)
        except OSError as error:
            raise StoreError(f"the backup cannot be written to {path}: {error.strerror or error}") from None
        finally:
            unfinished.unlink(missing_ok=True)

    def restore(self, path: Path, *, replace: bool = False) -> dict[str, int]:
        """Fill this store from a backup, all or nothing; the rows of each table. Raises StoreError for what is no backup of ours.

        A store that holds something already is refused unless *replace*, which empties it in the same transaction.
        """
        if not path.exists():
            raise StoreError(f"there is no {path}")
        if zipfile.is_zipfile(path):
            return self._restore(_Archive(path), replace)
        with Database(connect(path)) as other:
            migrate.check(other)
            return self._restore(_Other(other), replace)

    def _copy(self, path: Path) -> None:
        with sentences(self._engine.url), self._engine.connect() as connection:
            source = connection.connection.driver_connection
            assert isinstance(source, sqlite3.Connection)
            with closing(sqlite3.connect(path)) as target:
                source.backup(target)

    def _archive(self, path: Path) -> None:
        with self.reading() as connection, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
            counted = {}
            for table in metadata.sorted_tables:
                with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as binary:
                    counted[table.name] = _write(connection, table, io.TextIOWrapper(binary, "utf-8"))
            said = {"tocsin": FORMAT, "revision": migrate.revision(connection), "rows": counted}
            archive.writestr("store.json", json.dumps(said, indent=1))

    def _restore(self, rows: "_Archive | _Other", replace: bool) -> dict[str, int]:
        counted = {}
        with self.writing() as connection:
            if not replace and any(
                connection.execute(select(table).limit(1)).first() is not None for table in metadata.sorted_tables
            ):
                raise StoreError(f"{self.shown} is not empty; restore into a new one, or say that it is to be replaced")
            words.drop(connection)
            for table in reversed(metadata.sorted_tables):
                connection.execute(table.delete())
            for table in metadata.sorted_tables:
                counted[table.name] = _fill(connection, table, rows.of(table))
                if not self.sqlite:
                    _count_on(connection, table)
            words.create(connection)
        return counted


class _Archive:
    """The rows of a zip."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with zipfile.ZipFile(path) as archive:
                said = json.loads(archive.read("store.json"))
            form, revision, self.rows = said["tocsin"], said["revision"], said["rows"]
        except (KeyError, ValueError, TypeError, zipfile.BadZipFile, OSError):
            raise StoreError(f"{path} is no backup of Tocsin's") from None
        if form != FORMAT or revision != migrate.HEAD:
            raise StoreError(
                f"{path} was made at revision {revision}, and this Tocsin knows {migrate.HEAD}: restore it with the one that made it"
            )

    def of(self, table: Table) -> Iterator[dict[str, Any]]:
        number = 0
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open(f"{table.name}.jsonl") as lines:
                for number, line in enumerate(lines, 1):  # noqa: B007 - said when the next line is damaged
                    row = json.loads(line)
                    yield {column.name: _read(column, row[column.name]) for column in table.columns}
        except (KeyError, ValueError, TypeError, zipfile.BadZipFile, OSError) as error:
            raise StoreError(f"{self.path}, {table.name}.jsonl, line {number + 1}: damaged: {error}") from None
        if number != self.rows.get(table.name):
            raise StoreError(
                f"{self.path}, {table.name}.jsonl: {number} lines where there were {self.rows.get(table.name)}"
            )


class _Other:
    """The rows of another database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def of(self, table: Table) -> Iterator[dict[str, Any]]:
        with self.database.reading() as connection:
            for row in _rows(connection, table):
                yield dict(row._mapping)


def _rows(connection: Connection, table: Table) -> Iterable[Any]:
    asked = select(table).order_by(*(table.primary_key.columns or table.columns))
    return connection.execution_options(yield_per=ROWS).execute(asked)


def _write(connection: Connection, table: Table, lines: io.TextIOWrapper) -> int:
    number = 0
    for number, row in enumerate(_rows(connection, table), 1):  # noqa: B007 - counted
        values = {name: _plain(value) for name, value in row._mapping.items()}
        lines.write(json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n")
    lines.flush()
    lines.detach()
    return number


def _fill(connection: Connection, table: Table, rows: Iterator[dict[str, Any]]) -> int:
    number, some = 0, []
    for row in rows:
        some.append(row)
        if len(some) == ROWS:
            connection.execute(insert(table), some)
            number, some = number + len(some), []
    if some:
        connection.execute(insert(table), some)
    return number + len(some)


def _count_on(connection: Connection, table: Table) -> None:
    """PostgreSQL numbers new rows by a counter, which knows nothing of rows that brought their numbers along."""
    if (
        "number" in table.c
        and table.c.number.primary_key
        and table.name in {"article", "name", "correction", "entry", "job"}
    ):
        last = connection.execute(select(func.max(table.c.number))).scalar() or 0
        sequence = f"pg_get_serial_sequence('{table.name}', 'number')"
        connection.execute(text(f"SELECT setval({sequence}, :next, false)"), {"next": last + 1})


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _read(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, Moment):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(column.type, Date) else value
