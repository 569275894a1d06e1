"""`tocsin read`: one article in, a briefing out; or a file of many."""

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.ending import Ending, lost, one_sentence, say
from tocsin.cli.folders import codebook_folders

if TYPE_CHECKING:
    from tocsin.pipeline import Pipeline
    from tocsin.records import Briefing


def a_day(text: str) -> date:
    """The day that an option gives; BadParameter when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a day like 2031-01-24") from None


def read(
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE", help="A file (HTML, plain text or JSON), - for standard input, or an http(s) address."
        ),
    ],
    out: Annotated[
        str | None, typer.Argument(metavar="[OUT]", help="With --jsonl: where the briefings go; - is standard output.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the briefing as JSON (docs/schema.md).")] = False,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the briefing as one HTML page.")] = None,
    markdown: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the briefing as Markdown.")] = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help='Read many: SOURCE has {"id", "text", "date"?, "title"?} on each line.')
    ] = False,
    day: Annotated[
        date | None,
        typer.Option(
            "--date", metavar="YYYY-MM-DD", parser=a_day, help="The day it was published; goes before what it says."
        ),
    ] = None,
    outlet: Annotated[str | None, typer.Option(help="The outlet; goes before what it says.")] = None,
    language: Annotated[
        str | None, typer.Option(metavar="CODE", help="Its language (BCP 47, as in en); goes before what it says.")
    ] = None,
    codebook: Annotated[
        list[Path] | None,
        typer.Option(metavar="DIR", help="A codebook folder that adds to Tocsin's own; may be given again."),
    ] = None,
    min_score: Annotated[
        float, typer.Option(min=0, max=1, metavar="P", help="Leave out what is less probable than this, 0 to 1.")
    ] = 0.0,
) -> None:
    """Turn a news article into a briefing: who says what, what happened, who stands where, what is left open.

    Exit code 0: all right; 1: part was done; 2: nothing was done. What went wrong is on standard error.
    """  # fmt: skip
    with one_sentence():
        if jsonl != (out is not None):
            raise typer.BadParameter("--jsonl takes two files, IN.jsonl and OUT.jsonl; without it there is one SOURCE")
        if jsonl and (json or html or markdown):
            raise typer.BadParameter("--jsonl writes JSON lines; --json, --html and --markdown are for one article")
        if out is not None:
            from tocsin.cli.many import many

            ending = many(
                source, Path(out), load=lambda: pipeline(codebook or []), min_score=min_score, day=day, outlet=outlet
            )
            raise typer.Exit(ending)
        # Here and not above: `tocsin --help` should not wait for numpy, lxml and the model's run time.
        from tocsin.reading.read import LARGEST, Options
        from tocsin.reading.read import read as read_article

        options = Options(published=day, outlet=outlet)
        article = read_article(
            source, options=options, stdin=sys.stdin.buffer.read(LARGEST + 1) if piped(source) else None
        )
        if language is not None:
            article = replace(article, language=language)
        briefing = pipeline(codebook or []).brief(article, min_score=min_score)
        show(briefing, json=json, html=html, markdown=markdown)
        if unread := lost(briefing):
            for one in unread:
                say(f"{one.what}: {one.why}")
            raise typer.Exit(Ending.PART)


def piped(source: str) -> bool:
    """Whether the article comes by standard input, and somebody has put one there."""
    return source == "-" and not sys.stdin.isatty()


def pipeline(folders: list[Path]) -> "Pipeline":
    """The pipeline with Tocsin's codebook, the user's own and *folders*, its model loaded."""
    from tocsin.pipeline import Pipeline

    return Pipeline.load(codebook_folders=codebook_folders(folders))


def show(briefing: "Briefing", *, json: bool = False, html: Path | None = None, markdown: Path | None = None) -> None:
    """Give *briefing* in each form asked for; on the terminal when none is."""
    if json:
        from tocsin.cli.output import write
        from tocsin.records.codec import dumps

        write(Path("-"), dumps(briefing, indent=2) + "\n")
    if html is not None:
        from tocsin.cli.html import render
        from tocsin.cli.output import write

        write(html, render(briefing))
    if markdown is not None:
        from tocsin.cli.markdown import render
        from tocsin.cli.output import write

        write(markdown, render(briefing))
    if not (json or html or markdown):
        from rich.console import Console

        from tocsin.cli import terminal

        terminal.show(briefing, Console())
