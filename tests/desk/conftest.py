"""A store of each kind for each test: a SQLite file, and a database of a real PostgreSQL that is started for the tests alone."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import psycopg
import pytest

from tocsin.desk.store.store import Store

NOW = datetime(2031, 3, 22, 12, tzinfo=UTC)
NUMBERS = count(1)


class Server:
    """A PostgreSQL of its own, on loopback, with nothing of it kept."""

    def __init__(self, programs: Path, folder: Path, user: str | None) -> None:
        self.programs, self.folder, self.user = programs, folder, user
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._run(
            "initdb",
            "-D",
            str(folder / "data"),
            "-U",
            "tocsin",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )
        self.start()
        self.make("template")
        Store.open(self.url("template")).close()

    def url(self, name: str) -> str:
        return f"postgresql://tocsin@127.0.0.1:{self.port}/{name}"

    def start(self) -> None:
        settings = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off -c shared_buffers=64MB"
        self._run(
            "pg_ctl", "-D", str(self.folder / "data"), "-o", settings, "-l", str(self.folder / "log"), "-w", "start"
        )

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")

    def make(self, name: str, template: str = "template1") -> str:
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop(self, name: str) -> None:
        self._execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    def _run(self, program: str, *options: str) -> None:
        done = subprocess.run(
            [str(self.programs / program), *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # not a pipe: the server inherits it and would hold it open
            stderr=subprocess.DEVNULL,
            user=self.user,
            cwd=self.folder,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            timeout=120,
        )
        assert done.returncode == 0, f"{program} {' '.join(options)} failed"


def programs() -> Path | None:
    """Where PostgreSQL's programs are, the newest first."""
    versions = Path("/usr/lib/postgresql")
    found = sorted(versions.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]), reverse=True)
    on_path = shutil.which("initdb")
    return found[0].parent if found else Path(on_path).parent if on_path else None


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    folder_of = programs()
    if folder_of is None:
        pytest.skip("PostgreSQL is not installed here: its programs (initdb, pg_ctl) were not found")
    user = None
    if os.geteuid() == 0:  # it refuses to run as root
        known = {entry.pw_name for entry in pwd.getpwall()}
        user = next((name for name in ("postgres", "nobody") if name in known), None)
        if user is None:
            pytest.skip("PostgreSQL does not run as root, and there is no user postgres or nobody")
    # The folder's own name is short: the path of a socket has at most 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="tocsin-pg-"))
    if user is not None:
        shutil.chown(folder, user)
    running = None
    try:
        running = Server(folder_of, folder, user)
        yield running
    finally:
        if running is not None:
            running.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite store with nothing in it, to be copied."""
    path = tmp_path_factory.mktemp("store") / "empty.db"
    Store.open(path).close()
    return path


Make = Callable[[], str]


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path, empty_file: Path) -> Iterator[Make]:
    """What gives the address of one more empty store each time it is called."""
    made: list[str] = []
    if request.param == "sqlite":

        def make() -> str:
            path = tmp_path / f"store-{next(NUMBERS)}.db"
            shutil.copy(empty_file, path)
            return f"sqlite:///{path}"

        yield make
        return
    running: Server = request.getfixturevalue("server")

    def make_database() -> str:
        made.append(f"test-{next(NUMBERS)}")
        return running.make(made[-1], "template")

    yield make_database
    for name in made:
        running.drop(name)


@pytest.fixture
def url(new_url: Make) -> str:
    return new_url()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store.open(url) as opened:
        yield opened
