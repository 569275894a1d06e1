"""Tables change with what they hold, and backups come back in either database."""

import contextlib
import json
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from tests.briefings import EMPTY
from tests.desk.conftest import NOW
from tests.desk.filled import content, fill, keep

from tocsin.desk.store import migrate
from tocsin.desk.store.store import Store
from tocsin.desk.store.tables import metadata
from tocsin.desk.store.watching import Item, KeptCopy
from tocsin.errors import StoreError


def test_tables_go_down_and_up_again_with_what_they_hold(store: Store) -> None:
    fill(store)
    before = content(store)
    migrate.migrate(store, "0001")
    with store.reading() as connection:
        assert not inspect(connection).has_table("article_words")
    assert content(store) == before
    with pytest.raises(StoreError, match="revision 0001"):
        migrate.check(store)
    migrate.migrate(store)
    assert content(store) == before
    assert store.search("Averna").items[0].article.id == "full"
    assert store.integrity() == []


def test_tables_go_down_to_nothing_and_up_from_nothing(store: Store) -> None:
    fill(store)
    migrate.migrate(store, "base")
    with store.reading() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    with pytest.raises(StoreError, match="no ledger yet"):
        migrate.check(store)
    migrate.migrate(store)
    fill(store)


def test_migrations_make_the_tables_that_the_code_knows(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with store.reading() as connection:
        known = {*metadata.tables}
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _: kind != "table" or name in known, "compare_type": False},
        )
        assert compare_metadata(context, metadata) == []


def test_the_newest_migration_is_the_one_that_is_wanted() -> None:
    versions = Path(migrate.__file__).parent / "migrations" / "versions"
    assert max(path.name.partition("_")[0] for path in versions.glob("[0-9]*.py")) == migrate.HEAD


def test_a_store_of_a_newer_tocsin_is_refused(url: str) -> None:
    with Store.open(url) as store, store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for wanted in (True, False):
        with pytest.raises(StoreError, match="newer Tocsin"):
            Store.open(url, migrate=wanted)


OPENER = """
import sys
from tocsin.desk.store.store import Store
with Store.open(sys.argv[1]) as store:
    print(store.sizes()["article"])
"""


def test_several_that_open_a_new_store_at_once_make_it_once(url: str) -> None:
    with Store.open(url) as store:
        migrate.migrate(store, "base")
    opening = [subprocess.Popen([sys.executable, "-c", OPENER, url], stdout=subprocess.PIPE) for _ in range(3)]
    assert [one.communicate(timeout=120)[0] for one in opening] == [b"0\n"] * 3


@pytest.mark.parametrize("name", ["ledger.zip", "ledger.db"])
def test_a_backup_comes_back_in_either_database(
    store: Store, tmp_path: Path, name: str, request: pytest.FixtureRequest, empty_file: Path
) -> None:
    fill(store)
    before = content(store)
    store.backup(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    targets = [str(shutil.copy(empty_file, tmp_path / "target.db"))]
    if not store.sqlite:
        targets.append(request.getfixturevalue("new_url")())
    else:
        with contextlib.suppress(pytest.skip.Exception):
            targets.append(request.getfixturevalue("server").make("target", "template"))
    for target in targets:
        with Store.open(target) as other:
            counted = other.restore(tmp_path / name)
            assert counted["claim"] == len(before["claim"])
            assert content(other) == before
            assert other.integrity() == []
            assert other.search("Averna").items[0].article.id == "full"
            # New rows get numbers of their own.
            keep(other, replace(EMPTY, article=replace(EMPTY.article, id="new", text="New.")))
            assert other.enqueue("article", "new", {}, NOW)
            with pytest.raises(StoreError, match="not empty"):
                other.restore(tmp_path / name)
            other.restore(tmp_path / name, replace=True)
            assert content(other) == before
    if len(targets) == 2 and store.sqlite:
        request.getfixturevalue("server").drop("target")


def damaged(path: Path, how: str) -> None:
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    if how == "a line is missing":
        files["claim.jsonl"] = files["claim.jsonl"].split(b"\n", 1)[1]
    elif how == "a line is cut":
        files["claim.jsonl"] = files["claim.jsonl"][:-40]
    elif how == "a table is missing":
        del files["job.jsonl"]
    elif how == "it is of another revision":
        files["store.json"] = json.dumps(json.loads(files["store.json"]) | {"revision": "0000"}).encode()
    else:
        files = {"readme.txt": b"no backup"}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)


@pytest.mark.parametrize(
    "how",
    ["a line is missing", "a line is cut", "a table is missing", "it is of another revision", "it is something else"],
)
def test_a_damaged_backup_is_refused_and_leaves_the_store_as_it_was(store: Store, tmp_path: Path, how: str) -> None:
    fill(store)
    before = content(store)
    store.backup(tmp_path / "ledger.zip")
    damaged(tmp_path / "ledger.zip", how)
    with pytest.raises(StoreError, match=r"damaged|lines where|revision|no backup"):
        store.restore(tmp_path / "ledger.zip", replace=True)
    assert content(store) == before
    assert store.search("Averna").items[0].article.id == "full"
    assert store.integrity() == []


def test_what_is_no_backup_at_all_is_refused(store: Store, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Not a database, and long enough that SQLite reads its header. " * 40)
    for name in ("notes.txt", "missing.zip"):
        with pytest.raises(StoreError, match=r"is no database|there is no"):
            store.restore(tmp_path / name)


def test_a_backup_that_cannot_be_written_says_so(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        store.backup(tmp_path / "nowhere" / "ledger.zip")


def test_problems_forecasts_items_and_people_are_replaced_and_read(store: Store) -> None:
    fill(store)
    store.put_problem("war", "question = 2\n", at=NOW + timedelta(days=1), state="resolved")
    (kept,) = store.problems("resolved")
    assert (kept.toml, kept.added_at, kept.changed_at) == ("question = 2\n", NOW, NOW + timedelta(days=1))
    store.save_forecasts("war", [{"day": "2031-03-22", "probability": 0.75}])
    assert [row["probability"] for row in store.forecasts("war")] == [0.25, 0.75]
    assert [row["probability"] for row in store.forecasts("war", since=date(2031, 3, 22))] == [0.75]
    store.put_items("alert", [Item("alert-1", {"says": "again"}, problem="war")])
    assert [item.body for item in store.items("alert", problem="war")] == [{"says": "again"}]
    assert [item.id for item in store.items("evidence", article="full")] == ["evidence-1"]
    assert store.items("outcome", source="nobody") == []
    with pytest.raises(StoreError, match="no kind"):
        store.items("rumour")
    assert store.copies("full") == store.copies("hostile") == [KeptCopy("hostile", "full", "full", 0.9, 0.1, 0.05)]
    assert store.kept("hostile").lead == "full"  # type: ignore[union-attr]
    assert store.token("h1", NOW)["account"] == "u1"  # type: ignore[index]
    assert store.token("h1", NOW + timedelta(days=2)) is None
    with pytest.raises(StoreError):
        store.make("user", id="u1", name="Eve", role="admin", made_at=NOW, body="{}")
    store.count_view("full", date(2031, 3, 22))
    assert store.views("full") == {date(2031, 3, 22): 2}
    assert store.remove_problem("war")
    assert store.forecasts("war") == store.items("alert") == []


def test_forecasts_of_a_problem_that_is_not_there_are_refused(store: Store) -> None:
    with pytest.raises(StoreError):
        store.save_forecasts("nobody's", [{"day": "2031-03-22"}])


def test_integrity_sees_what_no_transaction_of_ours_leaves(store: Store) -> None:
    fill(store)
    assert store.integrity() == []
    with store.writing() as connection:
        connection.execute(text("UPDATE claim SET article = 4711"))
        connection.execute(text("UPDATE job SET owner = 'nobody' WHERE state = 'waiting'"))
    faults = " ".join(store.integrity())
    assert "claim" in faults
    assert "jobs" in faults


def test_integrity_sees_an_article_that_search_does_not_know(store: Store) -> None:
    fill(store)
    gone = (
        "DELETE FROM article_words_docsize WHERE id = 1"
        if store.sqlite
        else "DELETE FROM article_words WHERE article = 1"
    )
    with store.writing() as connection:
        connection.execute(text(gone))
    assert store.integrity() != []


def test_a_tidied_store_holds_what_it_held(store: Store) -> None:
    fill(store)
    before = content(store)
    store.tidy()
    assert content(store) == before
