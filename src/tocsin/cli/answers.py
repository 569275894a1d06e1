"""`tocsin search`, `tocsin claims` and `tocsin events`: what the store answers, as a table, as JSON or as CSV."""

import csv
import sys
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import typer

from tocsin.cli.database import Database, opened
from tocsin.cli.ending import one_sentence, say
from tocsin.cli.problem import A_DAY

Since = Annotated[date | None, typer.Option(**A_DAY, help="The first day.")]
Until = Annotated[date | None, typer.Option(**A_DAY, help="The last day.")]
Outlet = Annotated[str | None, typer.Option(metavar="NAME", help="Only of this outlet.")]
Limit = Annotated[int, typer.Option(min=1, max=1000, metavar="N", help="How many at most.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV.")]


def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help='Words, "phrases", OR, -not, beginning*.')],
    since: Since = None,
    until: Until = None,
    outlet: Outlet = None,
    country: Annotated[
        str | None, typer.Option(metavar="CODE", help="Only where this country speaks, acts or is acted upon.")
    ] = None,
    limit: Limit = 20,
    json: AsJson = False,
    database: Database = None,
) -> None:
    """Search the articles that were kept, best first, with the words around what was found."""
    with one_sentence():
        with opened(database) as store:
            hits = store.search(" ".join(words), since=since, until=until, outlet=outlet, country=country, limit=limit)
        if json:
            _json(hits)
            return
        from rich.console import Console
        from rich.padding import Padding
        from rich.text import Text

        from tocsin.cli.words import clean

        console = Console()
        for hit in hits.items:
            where = "  ".join(piece for piece in (clean(hit.article.outlet or ""), str(hit.article.day)) if piece)
            console.print(Text.assemble((clean(hit.article.title or hit.article.id), "bold"), (f"  {where}", "dim")))
            snippet = Text()
            for one in hit.snippet:
                # Blanks at the ends of a piece part it from the next.
                shown = "".join(letter if letter.isprintable() else " " for letter in one.text)
                snippet.append(shown, "bold cyan" if one.found else "")
            console.print(Padding(snippet, (0, 0, 0, 2)))
        say(f"{len(hits.items)} found" + (", more with --limit" if hits.cursor else ""))


def claims(
    speaker: Annotated[str | None, typer.Option(metavar="NAME", help="Words of the speaker's name.")] = None,
    country: Annotated[str | None, typer.Option(metavar="CODE", help="Whom the speaker speaks for, as in VEN.")] = None,
    act: Annotated[
        str | None, typer.Option(metavar="ACT", help="assert, deny, accuse, predict, threaten, promise, ...")
    ] = None,
    text: Annotated[str | None, typer.Option(metavar="WORDS", help="Words of what is said.")] = None,
    since: Since = None,
    until: Until = None,
    outlet: Outlet = None,
    limit: Limit = 50,
    json: AsJson = False,
    as_csv: AsCsv = False,
    database: Database = None,
) -> None:
    """Who said what, newest first, from the articles that were kept."""
    with one_sentence():
        with opened(database) as store:
            page = store.claims(
                speaker=speaker,
                country=country,
                act=act,
                text=text,
                since=since,
                until=until,
                outlet=outlet,
                limit=limit,
            )
        if json:
            _json(page)
            return
        from tocsin.cli import words

        rows = [
            (
                found.day.isoformat(),
                words.speaker(found.claim.source),
                words.word("act", found.claim.act),
                words.said(found.claim),
                found.article.outlet or "",
                f"{found.claim.score:.2f}",
                found.article.url or found.article.id,
            )
            for found in page.items
        ]
        _table(("day", "speaker", "act", "says", "outlet", "score", "article"), rows, as_csv=as_csv, more=page.cursor)


def events(
    type_: Annotated[str | None, typer.Option("--type", metavar="TYPE", help="MOBILIZE, ASSAULT, AGREE, ...")] = None,
    actor: Annotated[
        str | None, typer.Option(metavar="WHO", help="A code, LRK or LRK.MIL, or words of a name.")
    ] = None,
    recipient: Annotated[str | None, typer.Option(metavar="WHO", help="The same, of whom it is done to.")] = None,
    status: Annotated[
        str | None, typer.Option(metavar="STATUS", help="actual, future, hypothetical, negated, historical.")
    ] = None,
    since: Since = None,
    until: Until = None,
    outlet: Outlet = None,
    limit: Limit = 50,
    json: AsJson = False,
    as_csv: AsCsv = False,
    database: Database = None,
) -> None:
    """What happened, newest first, from the articles that were kept."""
    with one_sentence():
        with opened(database) as store:
            page = store.events(
                type=type_.upper() if type_ else None, actor=actor, recipient=recipient, status=status, since=since,
                until=until, outlet=outlet, limit=limit,
            )  # fmt: skip
        if json:
            _json(page)
            return
        from tocsin.cli import words

        rows = [
            (
                found.day.isoformat(),
                found.event.type,
                str(found.event.status),
                ", ".join(words.party(party) for party in found.event.actors),
                ", ".join(words.party(party) for party in found.event.recipients),
                words.clean(found.event.trigger.text),
                found.article.outlet or "",
                f"{found.event.score:.2f}",
                found.article.url or found.article.id,
            )
            for found in page.items
        ]
        heads = ("day", "type", "status", "actors", "recipients", "words", "outlet", "score", "article")
        _table(heads, rows, as_csv=as_csv, more=page.cursor)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, as_csv: bool, more: str | None) -> None:
    if as_csv:
        writer = csv.writer(sys.stdout)
        writer.writerows([heads, *(tuple(map(_harmless, row)) for row in rows)])
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", expand=True)
    shown = [at for at, head in enumerate(heads) if head != "article"]
    for at in shown:
        short = heads[at] in ("day", "type", "act", "status", "score")
        table.add_column(heads[at], no_wrap=short, ratio=None if short else 3 if heads[at] == "says" else 1)
    for row in rows:
        table.add_row(*(Text(row[at]) for at in shown))
    Console().print(table)
    say(f"{len(rows)} found" + (", more with --limit" if more else ""))


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula. Source: OWASP, CSV injection."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" else cell


def _json(page: Any) -> None:
    from json import dumps

    from tocsin.records.plain import plain

    print(dumps(plain(page), ensure_ascii=False, indent=2))
