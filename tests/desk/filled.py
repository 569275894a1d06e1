"""A store with something in every table, and all that stands in one."""

from datetime import date, timedelta
from typing import Any

from tests.briefings import EMPTY, FULL, HOSTILE
from tests.desk.conftest import NOW

from tocsin.desk.store.kept import Correction
from tocsin.desk.store.store import Store
from tocsin.desk.store.tables import metadata
from tocsin.desk.store.watching import Item, KeptCopy
from tocsin.records import Briefing
from tocsin.records.feed import Entry, Feed


def keep(store: Store, briefing: Briefing = FULL) -> bool:
    return store.keep(briefing, at=NOW, reader="r", codebook="c")


def fill(store: Store) -> None:
    """Something in every table."""
    for briefing in (FULL, EMPTY, HOSTILE):
        keep(store, briefing)
    store.correct(Correction("claim", "full", FULL.claims[0].id, "act", None, "deny", "Ada", NOW))
    store.add_feed(Feed("feed-1", "https://courier.example/feed"), at=NOW)
    store.put_feed(
        Feed("feed-1", "https://courier.example/feed"), entries=[Entry("a", "https://courier.example/a")], at=NOW
    )
    store.lease(["poll"], "one", 60, NOW)
    store.save_copies([KeptCopy("hostile", "full", "full", 0.9, 0.1, 0.05)])
    store.put_problem("war", 'question = "Will it?"\n', at=NOW, question="Will it?")
    store.save_forecasts(
        "war", [{"day": "2031-03-21", "probability": 0.25, "terms": []}, {"day": "2031-03-22", "probability": 0.5}]
    )
    for kind in ("evidence", "alert", "resolution"):
        store.put_items(
            kind,
            [Item(f"{kind}-1", {"says": "é"}, date(2031, 3, 21), problem="war", article="full", indicator="tanks")],
        )
    for kind in ("outcome", "prediction", "source"):
        store.put_items(kind, [Item(f"{kind}-1", {"told": True}, source="courier", name="Courier")])
    store.make("user", id="u1", name="Ada", role="analyst", made_at=NOW, body="{}")
    store.make("token", hash="h1", account="u1", scope="read", made_at=NOW, ends_at=NOW + timedelta(days=1))
    store.make("comment", id="k1", account="u1", about="full", text="Look.", state="shown", made_at=NOW)
    store.make("subscription", id="s1", account="u1", channel="mail", state="asked", made_at=NOW, body="{}")
    store.count_view("full", date(2031, 3, 22))
    assert [name for name, rows in store.sizes().items() if not rows] == []


def content(store: Store) -> dict[str, list[Any]]:
    """All rows of all tables."""
    with store.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(table.select().order_by(*table.primary_key.columns))]
            for table in metadata.sorted_tables
        }
