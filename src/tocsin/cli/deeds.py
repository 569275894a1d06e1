"""`tocsin deeds`: what an actor says and what it does, side by side."""

from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.ending import one_sentence
from tocsin.cli.problem import CodebookFolders, Fresh, Over

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tocsin.coding.deeds import Turn


def deeds(
    actor: Annotated[str, typer.Argument(metavar="ACTOR", help="A country's code, as in VEN, or a name.")],
    over: Over,
    toward: Annotated[str | None, typer.Option(metavar="CODE", help="Only toward this country, or name.")] = None,
    matter: Annotated[
        str | None, typer.Option("--on", metavar="WORDS", help="Only what has one of these words.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    codebook: CodebookFolders = None,
    fresh: Fresh = False,
) -> None:
    """Words and deeds over time: claims and verbal events on the left, material ones on the right, contradictions marked.

    + is friendly, - is hostile; a deed is marked where it goes against what was said in the sixty days before, and the other way round.
    """
    with one_sentence():
        from tocsin.cli.over import gather
        from tocsin.cli.problem import left_out
        from tocsin.coding.deeds import turns
        from tocsin.records import Skipped
        from tocsin.replay import Replay

        gathered = gather(over, codebook or [], fresh=fresh)
        originals = Replay.originals(gathered.briefings)
        found = turns(originals, actor, toward=toward, matter=matter)
        if json:
            from json import dumps

            print(dumps([_plain(turn) for turn in found], ensure_ascii=False, indent=2))
        else:
            _show(found, actor)
        undated = [one.article.title or one.article.id for one in originals if one.article.published is None]
        skipped = [Skipped(name, "coding", "no day of publication") for name in undated]
        skipped += [
            Skipped(name, "coding", "coded events, which have no words to set beside") for name, _ in gathered.coded
        ]
        left_out([*gathered.skipped, *skipped])


def _plain(turn: "Turn") -> dict[str, object]:
    return {
        "id": turn.id,
        "day": turn.day.isoformat(),
        "deed": turn.deed,
        "sign": turn.sign,
        "what": turn.what,
        "text": turn.text,
        "toward": list(turn.toward),
        "against": turn.against,
        "article": turn.article.id,
        "outlet": turn.article.outlet,
        "url": turn.article.url,
        "score": turn.score,
    }


def _show(found: "Sequence[Turn]", actor: str) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from tocsin.cli import words

    console = Console()
    if not found:
        console.print(
            Text(
                f"Nothing that {words.clean(actor)} says or does was found; a country is asked for by its code, as in VEN.",
                "dim",
            )
        )
        return
    table = Table(box=None, padding=(0, 2, 1, 0), header_style="dim", expand=True)
    table.add_column("day", no_wrap=True, width=6)
    table.add_column("says", ratio=1)
    table.add_column("does", ratio=1)
    days = {turn.id: turn.day for turn in found}
    for turn in found:
        mark, style = {1: ("+", "green"), -1: ("-", "red"), 0: (" ", "dim")}[turn.sign]
        against = (
            f"\n  against {'words' if turn.deed else 'the deed'} of {words.day(days[turn.against])}"
            if turn.against in days
            else ""
        )
        cell = Text.assemble(
            (f"{mark} ", style), (f"{words.word('act', turn.what)} ", "cyan"), words.shorten(turn.text, 160),
            (f"  {words.clean(turn.article.outlet or '')}", "dim"), (against, "bold yellow"),
        )  # fmt: skip
        table.add_row(f"{turn.day:%d %b}", *(("", cell) if turn.deed else (cell, "")))
    console.print(table)
    contrary = sum(turn.against is not None for turn in found)
    said = sum(not turn.deed for turn in found)
    console.print(Text(f"{said} words, {len(found) - said} deeds, {contrary} against one another", "dim"))
