"""Whether the store is sound, and how big it is."""

from sqlalchemy import Connection, func, select, text

from tocsin.desk.store.database import Database, sentences
from tocsin.desk.store.rows import DERIVED, PLACES
from tocsin.desk.store.tables import metadata
from tocsin.errors import StoreError

# Rows that no transaction of ours can leave behind.
ASTRAY = {
    f"rows of {table.name} whose article is not there": (
        f"SELECT count(*) FROM {table.name} WHERE number / {PLACES} != article OR article NOT IN (SELECT number FROM article)"
    )
    for _, table in DERIVED
} | {
    "parties whose event is gone": "SELECT count(*) FROM party WHERE event NOT IN (SELECT number FROM event)",
    "jobs leased to nobody, or not leased and somebody's": (
        "SELECT count(*) FROM job WHERE (state = 'leased') != (owner IS NOT NULL)"
    ),
    "jobs that wait for no time": "SELECT count(*) FROM job WHERE state IN ('waiting', 'leased') AND due_at IS NULL",
}
UNINDEXED = {
    "sqlite": "SELECT count(*) FROM article WHERE number NOT IN (SELECT id FROM article_words_docsize)",
    "postgresql": "SELECT count(*) FROM article WHERE number NOT IN (SELECT article FROM article_words)",
}


class Health(Database):
    """Checks and sizes."""

    def integrity(self) -> list[str]:
        """What is wrong with the store, a sentence each; [] when it is sound. Reads all of it."""
        try:
            with self.reading() as connection:
                faults = _damage(connection)
                asked = ASTRAY | {"articles that full-text search does not know": UNINDEXED[connection.dialect.name]}
                for what, question in asked.items():
                    if number := connection.execute(text(question)).scalar_one():
                        faults.append(f"{number} {what}")
            if self.sqlite and not faults:
                with self.writing() as connection:  # SQLite takes this question as an insert
                    connection.execute(text("INSERT INTO article_words(article_words) VALUES ('integrity-check')"))
        except StoreError as error:
            return [str(error)]
        return faults

    def sizes(self) -> dict[str, int]:
        """Rows of each table, and "bytes" of the whole."""
        with self.reading() as connection:
            counted = {
                table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in metadata.sorted_tables
            }
            return counted | {"bytes": _bytes(connection)}

    def tidy(self) -> None:
        """Let the database learn what it holds, so that it plans well; costs seconds, at most once a day."""
        if self.sqlite:
            with self.writing() as connection:
                connection.execute(text("PRAGMA optimize"))
            return
        # PostgreSQL does so by itself, some time after; VACUUM lets its indexes answer without a look at the rows.
        whole = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        with sentences(self._engine.url), whole.connect() as connection:
            connection.execute(text("VACUUM (ANALYZE)"))


def _damage(connection: Connection) -> list[str]:
    if connection.dialect.name != "sqlite":
        return []
    said = connection.execute(text("PRAGMA integrity_check(20)")).scalars().all()
    faults = [f"SQLite finds: {line}" for line in said if line != "ok"]
    foreign = connection.execute(text("PRAGMA foreign_key_check")).all()
    if foreign:
        faults.append(f"{len(foreign)} rows point to what is not there, the first in {foreign[0][0]}")
    return faults


def _bytes(connection: Connection) -> int:
    if connection.dialect.name == "sqlite":
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        return int(pages * connection.execute(text("PRAGMA page_size")).scalar_one())
    return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
