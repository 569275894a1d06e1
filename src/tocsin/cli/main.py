"""The command `tocsin`; each of its verbs is a file beside this one."""

from typing import Annotated

import typer

from tocsin import __version__
from tocsin.cli import actors, answers, feed, predictions, problem, source, watch
from tocsin.cli.deeds import deeds
from tocsin.cli.demo import demo
from tocsin.cli.read import read
from tocsin.cli.score import score

app = typer.Typer(
    name="tocsin",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: rich would double the time it takes to come up
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(short_help="Turn an article, or a file of many, into a briefing.")(read)
app.command(short_help="Read the bundled articles of an invented crisis.")(demo)
app.command(short_help="Grade what articles tell on the two Admiralty scales, with reasons.")(source.grade)
app.command(short_help="What an actor says and what it does, side by side.")(deeds)
app.command(short_help="Score what was forecast, once time has told.")(score)

app.command(short_help="Poll what is followed, read what is new, and keep it.")(watch.watch)
app.command(short_help="Search the articles that were kept.")(answers.search)
app.command(short_help="Who said what, from the articles that were kept.")(answers.claims)
app.command(short_help="What happened, from the articles that were kept.")(answers.events)
app.command(short_help="What is kept, what is waiting, what is wrong.")(watch.status)
app.command(short_help="Look over the store for damage and what is stuck.")(watch.doctor)
app.command(short_help="Write the whole store to one file.")(watch.backup)
app.command(short_help="Fill a store from a backup.")(watch.restore)

app.add_typer(feed.app, name="feed")
app.add_typer(problem.app, name="problem")
app.add_typer(predictions.app, name="predictions")
app.add_typer(source.app, name="source")
app.add_typer(actors.app, name="actors")


def _version(wanted: bool) -> None:
    if wanted:
        print(f"tocsin {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[  # its callback has answered by now
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """Reads the news: who says what, what happened, who stands where, what is left open."""


def run() -> None:
    """Entry point of the command `tocsin`."""
    app()
