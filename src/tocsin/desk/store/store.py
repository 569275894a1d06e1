"""The ledger as it is kept: one object with all that the desk asks of the database."""

from pathlib import Path
from typing import Self

from tocsin.desk.store import migrate as migrations
from tocsin.desk.store.articles import Articles
from tocsin.desk.store.backup import Backups
from tocsin.desk.store.database import connect
from tocsin.desk.store.feeds import Feeds
from tocsin.desk.store.health import Health
from tocsin.desk.store.jobs import Jobs
from tocsin.desk.store.ledger import Ledger
from tocsin.desk.store.people import People
from tocsin.desk.store.search import Search
from tocsin.desk.store.watching import Watching


class Store(Articles, Search, Ledger, Watching, Feeds, Jobs, People, Health, Backups):
    """Articles and their records, feeds, jobs, problems and people, in SQLite or PostgreSQL."""

    @classmethod
    def open(cls, address: str | Path, *, migrate: bool = True) -> Self:
        """The store at a file, or at an address "sqlite:///…" or "postgresql://…"; made where there is none.

        Raises StoreError when it cannot be reached, is no store, or was made by a newer Tocsin; with *migrate* false also when it was
        made by an older one.
        """
        store = cls(connect(address))
        try:
            if migrate:
                migrations.migrate(store)
            else:
                migrations.check(store)
        except BaseException:
            store.close()
            raise
        return store
