"""One database, SQLite or PostgreSQL: connections, transactions, and what went wrong in a sentence without the password."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite as sqlite_dialect
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from tocsin.errors import StoreError

PATIENCE_S = 30  # how long a writer waits for another one; the longest write is the keeping of one long article
SETTINGS = (
    f"PRAGMA busy_timeout={PATIENCE_S * 1000}",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # with NORMAL a power cut may take the last commits with it
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-65536",  # 64 MB
)


class Database:
    """Connections to one database. Reading sees one moment; writing is one transaction, kept whole or not at all."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writer = engine.execution_options(writes=True)
        snapshot = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
        self._reader = engine.execution_options(**snapshot)
        self.shown = shown(engine.url)

    @property
    def sqlite(self) -> bool:
        """Whether this is SQLite; otherwise it is PostgreSQL."""
        return self._engine.dialect.name == "sqlite"

    @property
    def file(self) -> Path | None:
        """The file of a SQLite database."""
        return Path(self._engine.url.database or "") if self.sqlite else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read by. Raises StoreError for whatever the database says no to."""
        with sentences(self._engine.url), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction to write in, undone when anything is raised. Raises StoreError as `reading` does."""
        with sentences(self._engine.url), self._writer.begin() as connection:
            yield connection

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def upsert(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    *,
    keep: Sequence[str] = (),
    add: str | None = None,
) -> None:
    """Put *rows* into *table* in the place of those with the same key; columns *keep* stay as they were, *add* is added up."""
    if not rows:
        return
    put = (sqlite_dialect if connection.dialect.name == "sqlite" else postgresql).insert(table)
    key = [column.name for column in table.primary_key.columns]
    changed: dict[str, Any] = {name: put.excluded[name] for name in rows[0] if name not in {*key, *keep}}
    if add is not None:
        changed[add] = table.c[add] + put.excluded[add]
    connection.execute(put.on_conflict_do_update(index_elements=key, set_=changed), list(rows))


def connect(address: str | Path) -> Engine:
    """An engine for a file, or an address "sqlite:///…" or "postgresql+psycopg://…". Raises StoreError."""
    url = address_of(address)
    if url.get_backend_name() == "sqlite":
        return _sqlite(url)
    return create_engine(url, pool_pre_ping=True, pool_size=5, max_overflow=10, connect_args={"connect_timeout": 10})


def address_of(address: str | Path) -> URL:
    """*address* as SQLAlchemy writes it. Raises StoreError when it names no database we know."""
    if isinstance(address, Path) or "://" not in address:
        return URL.create("sqlite", database=str(Path(address).expanduser()))
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise StoreError(
            "the database's address cannot be read; wanted sqlite:///FILE or postgresql://USER@HOST/NAME"
        ) from None
    backend = url.get_backend_name()
    if backend in {"postgresql", "postgres"}:
        return url.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise StoreError(
            f"{backend} is no database Tocsin keeps its ledger in; wanted sqlite:///FILE or postgresql://…"
        )
    if not url.database or url.database == ":memory:":
        raise StoreError("the ledger is kept in a file; wanted sqlite:///FILE")
    return url


def shown(url: URL) -> str:
    """The database as messages name it: the file, or the address without its password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.set(drivername="postgresql", query={}).render_as_string(hide_password=True).replace(":***@", "@")


def _sqlite(url: URL) -> Engine:
    try:
        Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{url.database} cannot be made: {error.strerror}") from None
    engine = create_engine(url, connect_args={"timeout": PATIENCE_S})

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None  # the driver begins no transactions of its own
        for setting in SETTINGS:
            connection.execute(setting)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and then writes cannot wait for another writer: it would have read what is no longer so.
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@contextmanager
def sentences(url: URL) -> Iterator[None]:
    """Whatever the database raises within, as a StoreError of one sentence."""
    try:
        yield
    except DBAPIError as error:
        raise StoreError(_said(str(error.orig), url, error.connection_invalidated)) from error
    except sqlite3.Error as error:
        raise StoreError(_said(str(error), url, False)) from error
    except SQLAlchemyError as error:
        cause = error.__cause__ or error
        raise StoreError(_said(str(cause), url, False)) from error


SAYINGS = (
    ("disk is full", "the disk that holds {} is full; nothing of this step was kept: make room and go on"),
    ("not a database", "{} is no database: give the file that Tocsin made, or another name"),
    ("malformed", "{} is damaged: `tocsin doctor` says how far, `tocsin restore` takes a backup"),
    ("unable to open", "{} cannot be opened: look whether its folder is there and may be written to"),
    ("readonly database", "{} may be read but not written to"),
    ("database is locked", "{} is being written to by another program, which has not ended within half a minute"),
    ("disk i/o error", "{} cannot be read or written: its disk gives an error"),
    ("no space left", "the disk that holds {} is full; nothing of this step was kept: make room and go on"),
    ("authentication failed", "{} refused the user or the password"),
    ("does not exist", "{} is not there: {said}"),
)


def _said(words: str, url: URL, gone: bool) -> str:
    line = " ".join(words.split("\nDETAIL")[0].split())
    if url.password:
        line = line.replace(str(url.password), "…")
    low = line.lower()
    for part, sentence in SAYINGS:
        if part in low:
            return sentence.format(shown(url), said=line)
    connection = (
        "connection",
        "connect",
        "server closed",
        "terminating",
        "timeout expired",
        "resolve",
        "shutting down",
        "starting up",
    )
    if gone or any(word in low for word in connection):
        return f"the database server at {shown(url)} cannot be reached: {line}"
    return f"{shown(url)}: {line}"
