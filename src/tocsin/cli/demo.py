"""`tocsin demo`: an invented crisis in twelve articles, read with its own codebook."""

from pathlib import Path
from typing import Annotated

import typer

from tocsin.cli.ending import one_sentence


def demo(
    html: Annotated[Path, typer.Option(metavar="FILE", help="Where the HTML page goes.")] = Path("tocsin-demo.html"),
) -> None:
    """Read the bundled articles of an invented crisis, and show one of them as a briefing.

    Nothing in them is real: no state, person, body or event.
    """
    with one_sentence():
        # Here and not above: `tocsin --help` should not wait for them.
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        from tocsin import demo as bundled
        from tocsin.cli import words
        from tocsin.cli.read import pipeline, show
        from tocsin.reading.read import read

        console = Console()
        console.print("An invented crisis: no state, person, body or event in it is real.\n", style="dim")
        loaded = pipeline([bundled.codebook()])
        table = Table(box=None, padding=(0, 1), expand=True, header_style="dim")
        table.add_column("day", width=6, no_wrap=True)
        table.add_column("", ratio=1, no_wrap=True, overflow="ellipsis")
        table.add_column("", max_width=20, no_wrap=True, overflow="ellipsis")
        table.add_column("claims", justify="right", no_wrap=True)
        table.add_column("events", justify="right", no_wrap=True)
        featured = None
        for path in bundled.articles():
            briefing = loaded.brief(read(str(path)))
            if path == bundled.FEATURED:
                featured = briefing
            article = briefing.article
            table.add_row(
                Text(f"{article.published:%d %b}" if article.published else "?", "dim"),
                Text(words.headline(article)),
                Text(article.outlet or "", "dim"),
                str(len(briefing.claims)),
                str(len(briefing.events)),
            )
        console.print(table)
        if featured is not None:
            show(featured)
            show(featured, html=html)
            console.print(f"The same as a page: {html}", style="dim")
