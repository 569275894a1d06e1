"""`tocsin read --jsonl`: a file of articles in, a file of briefings out."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from tocsin.cli.ending import Ending, say
from tocsin.cli.lines import briefings
from tocsin.cli.output import output
from tocsin.errors import RecordError
from tocsin.reading.plain import article_from_text
from tocsin.records import Skipped
from tocsin.records.codec import dumps

if TYPE_CHECKING:
    from tocsin.pipeline import Pipeline

SKIPPED_SHOWN = 20  # lines that gave nothing, named at the end: enough to see what is wrong with the file


def many(
    source: str, out: Path, *, load: Callable[[], "Pipeline"], min_score: float = 0.0, day: date | None = None,
    outlet: str | None = None,
) -> Ending:  # fmt: skip
    """Brief each line of the file *source* into *out*, in order; the lines that gave nothing are named on stderr.

    *out* is written when all lines are done, and not at all when none gave a briefing.

    Raises OSError when either file cannot be opened, RecordError when both are one.
    """
    if source != "-" and str(out) != "-" and Path(source).resolve() == out.resolve():
        raise RecordError(f"{source} is both what to read and where to write")
    written = 0
    skipped: list[Skipped] = []
    with _opened(source) as (lines, size):
        pipeline = load()
        made = briefings(
            _progress(lines, size),
            article_from_text,
            lambda article: pipeline.brief(article, min_score=min_score),
            day=day,
            outlet=outlet,
        )
        try:
            with output(out) as stream:
                for result in made:
                    if isinstance(result, Skipped):
                        skipped.append(result)
                    else:
                        stream.write(dumps(result).encode("utf-8") + b"\n")
                        written += 1
                if not written:
                    raise RecordError(f"{source}: no line of it gave a briefing, and nothing was written")
        finally:
            _report(skipped, written)
    return Ending.PART if skipped else Ending.WHOLE


def _report(skipped: list[Skipped], written: int) -> None:
    if not skipped:
        return
    total = written + len(skipped)
    say(f"{len(skipped):,} of {total:,} {'line' if total == 1 else 'lines'} left out")
    for one in skipped[:SKIPPED_SHOWN]:
        say(f"{one.what}: {one.why}")
    if len(skipped) > SKIPPED_SHOWN:
        say(f"and {len(skipped) - SKIPPED_SHOWN:,} more")


@contextmanager
def _opened(source: str) -> Iterator[tuple[Iterable[bytes], int | None]]:
    """The lines of a file or of standard input, and how many bytes there are, where that is known."""
    if source == "-":
        yield sys.stdin.buffer, None
        return
    path = Path(source)
    with path.open("rb") as lines:
        yield lines, path.stat().st_size or None


def _progress(lines: Iterable[bytes], size: int | None) -> Iterator[bytes]:
    """The same lines, with a bar on stderr where somebody watches."""
    columns = (
        TextColumn("[dim]reading"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("[dim]{task.fields[read]:,} articles"),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=size, read=0)
        for number, line in enumerate(lines, 1):
            yield line
            bar.update(task, advance=len(line), read=number)
