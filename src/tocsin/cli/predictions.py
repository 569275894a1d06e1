"""`tocsin predictions`: what speakers foretold, put on the ledger and scored as theirs."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.ending import one_sentence
from tocsin.cli.folders import codebook_folders, register_folders
from tocsin.cli.problem import A_DAY, CodebookFolders, Fresh, LedgerFolder, Over, RegisterFolders

if TYPE_CHECKING:
    from tocsin.records import Prediction, Skipped

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Predictions, promises and threats: who foretold what, and did it come true?",
)


@app.command(short_help="What is foretold in articles, with deadlines and how surely.")
def find(
    over: Over,
    speaker: Annotated[str | None, typer.Option(metavar="NAME", help="Only those of this speaker.")] = None,
    dated: Annotated[bool, typer.Option("--dated", help="Only those that say by when.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    codebook: CodebookFolders = None,
    register: RegisterFolders = None,
    fresh: Fresh = False,
) -> None:
    """Predictions, promises and threats in articles: the words, by when, and the probability that readers take the words for."""
    with one_sentence():
        from tocsin.cli.problem import left_out

        found, skipped = _found(over, codebook, register, fresh=fresh)
        found = [
            one
            for one in found
            if (speaker is None or speaker.casefold() in one.speaker.casefold())
            and (one.deadline is not None or not dated)
        ]
        _print(found, json=json)
        left_out(skipped)


@app.command(short_help="Put a prediction on the ledger, to be resolved and scored.")
def keep(
    identifier: Annotated[
        str, typer.Argument(metavar="ID", help="Its id, or the beginning of it, as `find` shows it.")
    ],
    over: Over,
    deadline: Annotated[
        date | None, typer.Option(**A_DAY, help="By when, where its own words give no day or another.")
    ] = None,
    ledger: LedgerFolder = None,
    codebook: CodebookFolders = None,
    register: RegisterFolders = None,
) -> None:
    """Keep a prediction as an open question whose forecaster is its speaker."""
    with one_sentence():
        from dataclasses import replace

        from tocsin.cli.ledger import Ledger
        from tocsin.cli.words import shorten
        from tocsin.errors import ProblemError

        found, _ = _found(over, codebook, register)
        one = _one(found, identifier)
        one = one if deadline is None else replace(one, deadline=deadline, deadline_words=None)
        if one.deadline is None:
            raise ProblemError(f"{one.id} says no day by which it can be checked; give one with --deadline")
        if one.deadline <= one.said:
            raise ProblemError(f"the deadline {one.deadline} is not after {one.said}, when it was said")
        Ledger.at(ledger).add_prediction(one)
        print(f"{one.id} kept: {one.speaker}, by {one.deadline}: {shorten(one.content, 100)}")


@app.command(short_help="Say how a prediction ended: yes, no or void.")
def resolve(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="Its id, or the beginning of it.")],
    answer: Annotated[str, typer.Argument(metavar="yes|no|void", help="How it ended.")],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who says so.")],
    reference: Annotated[str, typer.Option("--reference", metavar="TEXT", help="Where it is said.")],
    on: Annotated[date | None, typer.Option("--on", **A_DAY, help="The day; the deadline by default.")] = None,
    ledger: LedgerFolder = None,
) -> None:
    """Keep how a prediction ended. Nothing that Tocsin reads ever resolves one."""
    with one_sentence():
        from tocsin.cli.ledger import Ledger
        from tocsin.errors import ProblemError
        from tocsin.records import Answer, Resolution

        book = Ledger.at(ledger)
        one = _one(book.predictions(), identifier)
        if answer not in {value.value for value in Answer}:
            raise ProblemError(f"{answer!r} is no answer: yes, no or void")
        if not by.strip() or "tocsin" in by.casefold() or not reference.strip():
            raise ProblemError("a resolution needs who says so (--by, never Tocsin) and where (--reference)")
        day = on or one.deadline or date.today()
        if answer == "no" and one.deadline is not None and min(day, date.today()) < one.deadline:
            raise ProblemError(f"it can still come true until {one.deadline}: no can be said from then on")
        book.resolve_prediction(Resolution(one.id, Answer(answer), by.strip(), day, reference.strip()))
        print(f"{one.id}: {answer}, {day}, by {by.strip()} ({reference.strip()})")


@app.command("list", short_help="The predictions on the ledger, and how they ended.")
def list_(
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False, ledger: LedgerFolder = None
) -> None:
    """Every prediction on the ledger; `tocsin score` scores the speakers."""
    with one_sentence():
        from tocsin.cli.ledger import Ledger

        book = Ledger.at(ledger)
        ended = {name: str(one.answer) for name, one in book.resolved().items()}
        _print(book.predictions(), json=json, ended=ended)


def _found(
    over: list[Path], codebook: list[Path] | None, register: list[Path] | None, *, fresh: bool = False
) -> "tuple[list[Prediction], list[Skipped]]":
    from tocsin.cli.over import gather
    from tocsin.codebook.book import Codebook
    from tocsin.records import Skipped
    from tocsin.replay import Replay
    from tocsin.warning.predictions import predictions

    replay = Replay.load(Codebook.load(codebook_folders(codebook)), register_folders=register_folders(register))
    gathered = gather(over, codebook or [], fresh=fresh)
    reports, skipped = replay.reports(gathered)
    wordless = [Skipped(name, "input", "coded events, which foretell nothing") for name, _ in gathered.coded]
    return list(predictions(gathered.briefings, reports)), [*gathered.skipped, *skipped, *wordless]


def _one(found: "list[Prediction]", identifier: str) -> "Prediction":
    """The one whose id begins so. Raises ProblemError when none or several do."""
    from tocsin.errors import ProblemError

    wanted = identifier.removeprefix("prediction-")
    fitting = [one for one in found if wanted and one.id.removeprefix("prediction-").startswith(wanted)]
    if len(fitting) != 1:
        count = "no prediction has" if not fitting else f"{len(fitting)} predictions have"
        raise ProblemError(f"{count} an id that begins with {identifier!r}; tocsin predictions shows them")
    return fitting[0]


def _print(found: "list[Prediction]", *, json: bool, ended: dict[str, str] | None = None) -> None:
    if json:
        from json import dumps

        from tocsin.records.plain import plain

        print(
            dumps([{**plain(one), "answer": (ended or {}).get(one.id)} for one in found], ensure_ascii=False, indent=2)
        )
        return
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    from tocsin.cli import words
    from tocsin.cli.outlook import percent

    console = Console()
    if not found:
        console.print(
            Text(
                "No prediction, promise or threat was found." if ended is None else "No prediction is on the ledger.",
                "dim",
            )
        )
    for one in found:
        by = f"by {words.day(one.deadline)}" if one.deadline else "no day given"
        due = f"{by} (“{one.deadline_words}”)" if one.deadline_words else by
        sure = f"{percent(one.probability)} ({percent(one.low)} to {percent(one.high)})"
        sure += f" for “{one.wording}”" if one.wording else ""
        name = (one.id.removeprefix("prediction-")[:8], "dim")
        state = (f"  {ended.get(one.id, 'open')}" if ended is not None else "", "cyan")
        act = f" {words.word('act', one.act)}"
        console.print(Text.assemble(name, "  ", (words.clean(one.speaker), "bold"), act, state))
        console.print(Padding(Text(words.shorten(one.content, 240)), (0, 0, 0, 10)))
        where = " · ".join(piece for piece in (words.clean(one.outlet or ""), words.day(one.said), due, sure) if piece)
        console.print(Padding(Text(where, "dim"), (0, 0, 0, 10)))
