"""Where the store lies, and the options that name it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.folders import home

if TYPE_CHECKING:
    from tocsin.desk.store.store import Store

VARIABLE = "TOCSIN_DATABASE"
Database = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="URL",
        help=f"The store: a file, or postgresql://...; ${VARIABLE}, else a file in your own folder.",
    ),
]
Allow = Annotated[
    list[str] | None,
    typer.Option(
        "--allow",
        metavar="NET",
        help="A network or host:port that may be dialled though it is not public; may be given again.",
    ),
]


@contextmanager
def opened(database: str | None) -> "Iterator[Store]":
    """The store, closed at the end. Raises StoreError."""
    from tocsin.desk.store.store import Store

    address: str | Path | None = database or os.environ.get(VARIABLE)
    if address is None:
        home().mkdir(parents=True, exist_ok=True)
        address = home() / "tocsin.db"
    store = Store.open(address if isinstance(address, Path) or "://" in address else Path(address))
    try:
        yield store
    finally:
        store.close()
