"""`tocsin watch`, and how the store is: status, doctor, backup, restore."""

import signal
import threading
from pathlib import Path
from typing import Annotated, Any

import typer

from tocsin.cli.database import Allow, Database, opened
from tocsin.cli.ending import Ending, one_sentence, say
from tocsin.cli.problem import CodebookFolders


def watch(
    once: Annotated[bool, typer.Option("--once", help="Do what is due now, and end.")] = False,
    allow: Allow = None,
    codebook: CodebookFolders = None,
    database: Database = None,
) -> None:
    """Poll what is followed, read what is new, and keep it, until Ctrl-C; several may run on one PostgreSQL.

    Nothing is lost where it is stopped: what was begun is begun again by the next.
    """
    with one_sentence():
        from tocsin.cli.folders import codebook_folders
        from tocsin.cli.read import pipeline
        from tocsin.codebook.book import digest
        from tocsin.desk.polite import AGENT, Polite
        from tocsin.desk.poll import Poller
        from tocsin.desk.watch import Watch, owner_name
        from tocsin.language.models import model_version
        from tocsin.reading.fetch import Options

        loaded: list[Any] = []

        def reader() -> Any:
            if not loaded:
                loaded.append(pipeline(codebook or []))
            return loaded[0]

        with opened(database) as store:
            if not store.feeds("active"):
                say("nothing is followed: tocsin feed add URL, or tocsin feed add --pack NAME")
            polite = Polite(options=Options(agent=AGENT, allow=tuple(allow or ())))
            owner = owner_name()
            worker = Watch(
                store, Poller(store, polite=polite), reader, reader=model_version(),
                codebook=digest(codebook_folders(codebook)), owner=owner,
            )  # fmt: skip
            stop = threading.Event()
            signal.signal(signal.SIGTERM, lambda *_: stop.set())
            counted: dict[str, int] = {}
            try:
                for done in worker.due() if once else worker.follow(stop):
                    counted[f"{done.kind} {done.outcome}"] = counted.get(f"{done.kind} {done.outcome}", 0) + 1
                    extra = f": {done.new} new" if done.new else f": {done.reason}" if done.reason else ""
                    print(f"{done.kind:8}{done.outcome:11}{' '.join(done.what.split())[:120]}{extra}", flush=True)
            finally:
                from tocsin.desk.polite import utc_now

                store.release(owner, at=utc_now())
                if counted:
                    say(", ".join(f"{count} {what}" for what, count in sorted(counted.items())))


def status(
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False, database: Database = None
) -> None:
    """What is kept, what is waiting, what is wrong."""
    with one_sentence():
        with opened(database) as store:
            feeds = store.feeds()
            jobs = {f"{kind} {state}": count for (kind, state), count in sorted(store.job_counts().items())}
            sizes = store.sizes()
        faulty = [feed for feed in feeds if feed.reason]
        if json:
            from json import dumps

            print(dumps({"feeds": len(feeds), "faulty": len(faulty), "jobs": jobs, "sizes": sizes}, indent=2))
            return
        print(f"{len(feeds)} feeds, {len(faulty)} with something wrong (tocsin feed list --faulty)")
        for name, count in jobs.items():
            print(f"{count:10,} jobs: {name}")
        for name, size in sorted(sizes.items(), key=lambda pair: (pair[0] == "bytes", -pair[1])):
            if size:
                print(f"{size:10,} {name}")


def doctor(database: Database = None) -> None:
    """Look over the store: damage, jobs that are stuck, feeds with something wrong.

    Exit code 0: all is well; 1: something is not.
    """
    with one_sentence():
        from tocsin.desk.polite import utc_now

        with opened(database) as store:
            faults = [f"damage: {fault}" for fault in store.integrity()]
            faults += [f"stuck: {job.kind} {job.key}, leased to {job.owner}" for job in store.stuck(utc_now())]
            faults += [f"feed: {feed.url}: {feed.reason}" for feed in store.feeds() if feed.reason]
            faults += [f"failed: {job.kind} {job.key}: {job.reason}" for job in store.jobs("failed", limit=20)]
        for fault in faults:
            print(fault)
        print("all is well" if not faults else f"{len(faults)} things to look at")
        if faults:
            raise typer.Exit(Ending.PART)


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file.")], database: Database = None
) -> None:
    """Write the whole store to one file, while it is in use."""
    with one_sentence():
        with opened(database) as store:
            store.backup(file)
        print(f"{file} written")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What tocsin backup wrote.")],
    replace: Annotated[bool, typer.Option("--replace", help="Also over a store that is not empty.")] = False,
    database: Database = None,
) -> None:
    """Fill a store from a backup; from SQLite into PostgreSQL and back, too."""
    with one_sentence():
        with opened(database) as store:
            counts = store.restore(file, replace=replace)
        print(", ".join(f"{count:,} {name}" for name, count in counts.items() if count) or "nothing was in it")
