"""What goes wrong outside is said in a sentence, leaves nothing half done, and is over when it is over."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.briefings import EMPTY, FULL, HOSTILE
from tests.desk.conftest import NOW, Make, Server
from tests.desk.filled import content, fill, keep

from tocsin.desk.store.backup import Backups
from tocsin.desk.store.database import address_of, connect, shown
from tocsin.desk.store.store import Store
from tocsin.errors import StoreError
from tocsin.records import Briefing


def test_a_full_disk_is_said_and_nothing_of_the_step_is_kept(tmp_path: Path, empty_file: Path) -> None:
    path = shutil.copy(empty_file, tmp_path / "small.db")
    with Store.open(path) as store:
        keep(store)
        before = content(store)
        with store.reading() as connection:
            pages = connection.execute(text("PRAGMA page_count")).scalar_one()
            # Of this connection, which the pool gives to the next caller again.
            connection.execute(text(f"PRAGMA max_page_count={pages + 10}"))
        long = replace(EMPTY, article=replace(EMPTY.article, id="long", text="word " * 200_000))
        with pytest.raises(StoreError, match="is full"):
            keep(store, long)
        assert content(store) == before
        with store.reading() as connection:
            connection.execute(text("PRAGMA max_page_count=1000000"))
        keep(store, long)
        assert store.integrity() == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    if mount is None or os.geteuid() != 0:
        pytest.skip("only root may make a small disk")
    if subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)], stderr=subprocess.DEVNULL
    ).returncode:
        pytest.skip("this machine makes no small disks")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def fill_up(ballast: Path) -> None:
    """Write until the disk takes no more."""
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
        while file.write(b"x" * 65_536):
            pass


def keep_all(store: Store, briefings: list[Briefing]) -> None:
    for briefing in briefings:
        keep(store, briefing)


def test_a_disk_that_is_really_full_is_said_and_the_store_goes_on_when_there_is_room(small_disk: Path) -> None:
    with Store.open(small_disk / "store.db") as store:
        keep(store)
        ballast = small_disk / "ballast"
        fill_up(ballast)
        long = [replace(EMPTY, article=replace(EMPTY.article, id=f"a{n}", text="word " * 20_000)) for n in range(100)]
        with pytest.raises(StoreError, match="full"):
            keep_all(store, long)
        assert store.briefing("full") == FULL
        with pytest.raises(StoreError, match=r"full|written"):
            Backups.backup(store, small_disk / "backup.db")
        ballast.unlink()
        assert store.integrity() == []
        keep(store, HOSTILE)
        assert store.briefing(HOSTILE.article.id) == HOSTILE


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "holiday.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0 not a database " * 200)
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"holiday\.jpg is no database"):
        Store.open(path)
    assert path.read_bytes() == before


def test_somebody_elses_database_is_left_alone_when_only_read(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE article (id TEXT)")
    connection.close()
    with pytest.raises(StoreError, match="no ledger"):
        Store.open(path, migrate=False)
    with pytest.raises(StoreError, match="already exists"):
        Store.open(path)
    tables = sqlite3.connect(path).execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    assert tables == [("article",)]


def test_a_damaged_file_is_said_to_be_damaged(tmp_path: Path, empty_file: Path) -> None:
    path = Path(shutil.copy(empty_file, tmp_path / "damaged.db"))
    with Store.open(path) as store:
        fill(store)
    data = bytearray(path.read_bytes())
    data[len(data) // 3 : len(data) // 3 + 60_000] = b"\xa5" * 60_000
    path.write_bytes(data)
    with Store.open(path, migrate=False) as store:
        faults = store.integrity()
    assert faults
    assert any("damaged" in fault or "SQLite finds" in fault for fault in faults)


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be made"):
        Store.open(tmp_path / "file" / "store.db")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("mysql://root@localhost/news", "mysql is no database"),
        ("sqlite://", "kept in a file"),
        ("sqlite:///:memory:", "kept in a file"),
        ("postgresql://host:port/news", "cannot be read"),
    ],
)
def test_an_address_that_names_no_database_is_refused(address: str, said: str) -> None:
    with pytest.raises(StoreError, match=said):
        Store.open(address)


@pytest.mark.parametrize("password", ["s3cret", "p@ss/w:rd%21", "x"])
def test_no_message_holds_the_password(password: str) -> None:
    url = address_of("postgresql://ada@127.0.0.1:1/news").set(password=password)
    assert password not in shown(url).replace("postgresql", "").replace("127.0.0.1:1", "")
    with pytest.raises(StoreError, match="cannot be reached") as caught:
        Store.open(url.render_as_string(hide_password=False))
    if len(password) > 1:
        assert password not in str(caught.value)
        assert "s3cret" not in str(caught.value)


def test_a_wrong_password_or_database_is_said(server: Server) -> None:
    with pytest.raises(StoreError, match="nowhere"):
        Store.open(server.url("nowhere"))


def test_a_server_that_goes_away_is_said_and_the_next_call_finds_it_again(server: Server) -> None:
    with Store.open(server.make("goes-away", "template")) as store:
        keep(store)
        server.stop()
        try:
            for act in (
                lambda: keep(store, EMPTY),
                lambda: store.search("march"),
                lambda: store.lease(["poll"], "one", 60, NOW),
            ):
                with pytest.raises(StoreError, match="cannot be reached"):
                    act()
        finally:
            server.start()
        assert store.briefing("full") == FULL
        assert keep(store, EMPTY)
        assert store.integrity() == []
    server.drop("goes-away")


def test_a_server_that_goes_away_in_the_middle_of_a_step_keeps_nothing_of_it(server: Server) -> None:
    with Store.open(server.make("goes-away", "template")) as store:
        other = connect(server.url("postgres"))

        def step() -> None:
            with store.writing() as connection, other.connect() as killer:
                connection.execute(text("INSERT INTO view VALUES ('a', '2031-01-01', 1)"))
                ours = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'goes-away'"
                killer.execute(text(ours))
                connection.execute(text("INSERT INTO view VALUES ('b', '2031-01-01', 1)"))

        with pytest.raises(StoreError, match="cannot be reached"):
            step()
        other.dispose()
        assert store.views("a") == {}
    server.drop("goes-away")


WRITER = """
import sys
from datetime import datetime, UTC
from dataclasses import replace
from tests.briefings import FULL
from tocsin.desk.store.store import Store
with Store.open(sys.argv[1]) as store:
    print("ready", flush=True)
    for number in range(10**6):
        briefing = replace(FULL, article=replace(FULL.article, id=f"a{number}"))
        store.keep(briefing, at=datetime(2031, 3, 22, tzinfo=UTC), reader="r", codebook="c")
        print(number, flush=True)
"""


def test_what_a_writer_has_acknowledged_is_there_after_it_was_killed(url: str) -> None:
    acknowledged = -1
    for _ in range(3):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, url], stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        for _ in range(5):
            acknowledged = max(acknowledged, int(writer.stdout.readline()))
        writer.kill()
        rest = writer.communicate()[0].split("\n")[:-1]
        acknowledged = max([acknowledged, *map(int, filter(None, rest))])
    with Store.open(url) as store:
        for number in range(acknowledged + 1):
            kept = store.briefing(f"a{number}")
            assert kept is not None
            assert kept.claims == FULL.claims
        assert store.integrity() == []


def test_readers_go_on_while_somebody_writes(new_url: Make) -> None:
    url = new_url()
    with Store.open(url) as store, Store.open(url) as reader:
        keep(store)
        with store.writing() as connection:
            connection.execute(text("DELETE FROM claim"))
            assert len(reader.claims().items) == len(FULL.claims)
        assert reader.claims().items == ()
