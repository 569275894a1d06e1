"""The tables brought to the shape this version of Tocsin knows, up or down, with what they hold."""

from importlib.resources import as_file, files

from sqlalchemy import Connection, inspect, text

from tocsin.desk.store.database import Database
from tocsin.errors import StoreError

HEAD = "0002"  # the newest in migrations/versions; a test holds it to that
LOCK = 7_063_201  # of all that change tables in one PostgreSQL


def migrate(database: Database, to: str = HEAD) -> None:
    """Bring the tables to revision *to* ("base": none are left). Several at once wait for the first.

    Raises StoreError when the database was made by a newer Tocsin.
    """
    with database.writing() as connection:
        if not database.sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        now = revision(connection)
        if now == to:
            return
        _check(now, database)
        _run(connection, to, down=now is not None and (to == "base" or to < now))


def check(database: Database) -> None:
    """Raises StoreError unless the tables are those that this version knows."""
    with database.reading() as connection:
        now = revision(connection)
    _check(now, database)
    if now is None:
        raise StoreError(f"{database.shown} holds no ledger yet")
    if now != HEAD:
        raise StoreError(f"{database.shown} is of revision {now}; open it for writing once, which brings it to {HEAD}")


def revision(connection: Connection) -> str | None:
    """The revision the tables are at; None where there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _check(now: str | None, database: Database) -> None:
    if now is not None and now > HEAD:
        raise StoreError(f"{database.shown} was made by a newer Tocsin (revision {now}; this one knows {HEAD}): update")


def _run(connection: Connection, to: str, *, down: bool) -> None:
    # Alembic takes a fifth of a second to import, and is needed once in the life of most stores.
    from alembic import command
    from alembic.config import Config

    with as_file(files("tocsin.desk.store") / "migrations") as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        (command.downgrade if down else command.upgrade)(config, to)
