"""`tocsin problem`: a question with a deadline, run over the news, explained and resolved."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.ending import Ending, one_sentence, say
from tocsin.cli.folders import codebook_folders, register_folders
from tocsin.cli.read import a_day

if TYPE_CHECKING:
    from tocsin.cli.ledger import Ledger
    from tocsin.records import Forecast, Problem, Skipped
    from tocsin.replay import Replay
    from tocsin.warning.forecast import Watch

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Warning problems: how probable is it, why, and did it come true?"
)
SKIPPED_SHOWN = 8

File = Annotated[
    str, typer.Argument(metavar="PROBLEM", help="A problem file, or the name of one that comes with Tocsin.")
]
Over = Annotated[
    list[Path],
    typer.Option(
        "--over",
        metavar="PATH",
        help="Articles, briefings or coded events: a folder, or a JSONL or Parquet file; may be given again.",
    ),
]
CodebookFolders = Annotated[
    list[Path] | None,
    typer.Option("--codebook", metavar="DIR", help="A codebook folder that adds to Tocsin's own; may be given again."),
]
RegisterFolders = Annotated[
    list[Path] | None,
    typer.Option(
        "--register", metavar="DIR", help="A folder of sources that adds to Tocsin's own; may be given again."
    ),
]
LedgerFolder = Annotated[
    Path | None, typer.Option("--ledger", metavar="DIR", help="Where the ledger is kept; your own folder by default.")
]
Fresh = Annotated[bool, typer.Option("--fresh", help="Read every article anew, and not from what was kept.")]
A_DAY = {"metavar": "YYYY-MM-DD", "parser": a_day}


@app.command("new", short_help="Write a problem file to fill in, with every line explained.")
def new(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, as in my-question.toml.")],
    like: Annotated[
        str | None, typer.Option(metavar="NAME", help="Begin from one of the worked problems (tocsin problem list).")
    ] = None,
) -> None:
    """Write a commented problem file; fill it in, then let `tocsin problem check` look at it."""
    with one_sentence():
        from tocsin.cli.output import write
        from tocsin.errors import ProblemError

        if path.exists():
            raise ProblemError(f"{path} is there already, and is not written over; give another name")
        if path.suffix != ".toml":
            raise ProblemError(f"{path} does not end in .toml, which problem files do")
        write(path, _template(like or "blank").read_text(encoding="utf-8"))
        print(f"{path} written. Next: fill it in, then  tocsin problem check {path}")


@app.command("list", short_help="The worked problems that come with Tocsin.")
def list_(json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """The worked problems: each a file to run as it is, or to begin from with `tocsin problem new --like NAME`."""
    with one_sentence():
        import tomllib

        from tocsin.warning.problem import TEMPLATES

        found = {
            path.stem: tomllib.loads(path.read_text(encoding="utf-8"))["question"]
            for path in sorted(TEMPLATES.glob("*.toml"))
            if path.stem != "blank"
        }
        if json:
            from json import dumps

            print(dumps(found, ensure_ascii=False, indent=2))
            return
        for name, question in found.items():
            print(f"{name:24} {question}")


@app.command("check", short_help="Whether a problem can be tested and run; what is wrong, line by line.")
def check(
    files: Annotated[list[str], typer.Argument(metavar="PROBLEM...", help="Problem files, or names of worked ones.")],
    codebook: CodebookFolders = None,
) -> None:
    """Refuse what could not be tested: no deadline, no criterion, no resolver, a sign that nothing can match.

    Exit code 0: all can be run; 2: some cannot.
    """
    with one_sentence():
        from tocsin.codebook.book import Codebook
        from tocsin.warning.problem import check as checked

        book = Codebook.load(codebook_folders(codebook))
        refused = False
        for file in files:
            path = _found(file)
            problem, faults = checked(path, book)
            for fault in faults:
                print(fault)
            refused |= problem is None
            if problem is not None:
                count = len(problem.indicators)
                print(f"{path}: can be run: {count} sign{'' if count == 1 else 's'}, open until {problem.deadline}")
        if refused:
            raise typer.Exit(Ending.NOTHING)


@app.command("run", short_help="Replay the news day by day: the trajectory, and when the bell rings.")
def run(
    problem: File,
    over: Over,
    until: Annotated[
        date | None, typer.Option(**A_DAY, help="The last day; by default that of the last article, or the deadline.")
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print the trajectory, its terms and the alerts as JSON.")
    ] = False,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write everything as one HTML page.")] = None,
    chart: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Draw the trajectory as .svg or .png, or its Vega-Lite as .json."),
    ] = None,
    keep: Annotated[bool, typer.Option("--keep/--no-keep", help="Keep the run in the ledger, to be scored.")] = True,
    ledger: LedgerFolder = None,
    codebook: CodebookFolders = None,
    register: RegisterFolders = None,
    fresh: Fresh = False,
) -> None:
    """Run a problem over dated articles, each day knowing only what had been published by then.

    Exit code 0: all right; 1: part was left out, as said on standard error; 2: nothing was done.
    """
    with one_sentence():
        from tocsin.cli import problem_json, problem_page, problem_terminal
        from tocsin.cli.charts import check_endings, save, trajectory
        from tocsin.cli.ledger import Ledger
        from tocsin.cli.output import write
        from tocsin.warning.explanation import explain as explained

        check_endings(chart or ())
        book = Ledger.at(ledger)
        why = f"tocsin problem explain {problem} --over {over[0]}, with the same options"
        replay, watch, skipped = _watched(problem, over, book, codebook, register, fresh=fresh)
        forecasts = list(watch.trajectory(_last_day(watch, until, book)))
        last = forecasts[-1].day
        rung = replay.alerts(watch, forecasts)
        if keep:
            _keep(book, watch, forecasts)
        if json:
            write(Path("-"), problem_json.run(watch.problem, forecasts, rung, skipped))
        if html is not None:
            write(html, problem_page.render(watch, forecasts, rung, explained(replay.as_of(watch, last), last)))
        for path in chart or ():
            save(trajectory(watch.problem, forecasts, rung), path)
        if not json:
            problem_terminal.run(watch, forecasts, rung, why)
            for path in (*([html] if html else []), *(chart or ())):
                print(f"written: {path}")
        left_out(skipped)


@app.command("demo", short_help="Run a bundled problem over forty invented articles, and explain it.")
def demo(
    on: Annotated[
        date | None, typer.Option(**A_DAY, help="The day to stop at; the eve of the attack by default.")
    ] = None,
    explained: Annotated[bool, typer.Option("--explain", help="Take the figure of that day apart.")] = False,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Where the page goes.")] = None,
) -> None:
    """Will Lorusk attack Averna? Copied wires, a lying source, and one who speaks against his interest.

    Nothing in it is real: no state, person, outlet or event. Your own ledger plays no part, and nothing is kept in it.
    """
    with one_sentence(), TemporaryDirectory() as nobodys:
        from tocsin import demo as bundled

        folder, day = bundled.watch(), on or date(2031, 7, 18)
        question, articles = str(folder / "problem.toml"), [folder / "articles.jsonl"]
        codebook, register = [bundled.codebook()], [folder / "register"]
        ledger = Path(nobodys)
        if explained:
            explain(question, articles, on=day, html=html, ledger=ledger, codebook=codebook, register=register)
        else:
            html = html or Path("tocsin-watch.html")
            run(
                question,
                articles,
                until=day,
                html=html,
                keep=False,
                ledger=ledger,
                codebook=codebook,
                register=register,
            )
            print("Nothing in it is real. The figure taken apart: tocsin problem demo --explain")


@app.command("explain", short_help="Why the figure is what it is: every term, with its quotations.")
def explain(
    problem: File,
    over: Over,
    on: Annotated[date | None, typer.Option(**A_DAY, help="The day to explain; the last by default.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write everything as one HTML page.")] = None,
    chart: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="Draw the terms as .svg or .png, or Vega-Lite as .json.")
    ] = None,
    ledger: LedgerFolder = None,
    codebook: CodebookFolders = None,
    register: RegisterFolders = None,
    fresh: Fresh = False,
) -> None:
    """Take one day's figure apart: base rate, clock, each sign with who told it and how far they are to be trusted,
    what it would be without each source, and what would change it."""
    with one_sentence():
        from tocsin.cli import problem_json, problem_page, problem_terminal
        from tocsin.cli.charts import check_endings, save, waterfall
        from tocsin.cli.ledger import Ledger
        from tocsin.cli.output import write
        from tocsin.warning.explanation import explain as explained

        check_endings(chart or ())
        book = Ledger.at(ledger)
        replay, watch, skipped = _watched(problem, over, book, codebook, register, fresh=fresh)
        day = _last_day(watch, on, book)
        explanation = explained(replay.as_of(watch, day), day)
        if json:
            write(Path("-"), problem_json.explanation(watch.problem, explanation, skipped))
        if html is not None:
            forecasts = list(watch.trajectory(day))
            write(html, problem_page.render(watch, forecasts, replay.alerts(watch, forecasts), explanation))
        for path in chart or ():
            save(waterfall(explanation), path)
        if not json:
            problem_terminal.explanation(watch, explanation)
            for path in (*([html] if html else []), *(chart or ())):
                print(f"written: {path}")
        left_out(skipped)


@app.command("forecast", short_help="Put down your own probability, to be scored beside Tocsin's.")
def forecast(
    problem: File,
    probability: Annotated[
        float, typer.Argument(min=0.001, max=0.999, metavar="P", help="Probability of yes, 0 to 1.")
    ],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Whose forecast it is.")],
    on: Annotated[date | None, typer.Option("--on", **A_DAY, help="The day it was made; today by default.")] = None,
    ledger: LedgerFolder = None,
    codebook: CodebookFolders = None,
) -> None:
    """Keep a person's forecast in the ledger; it holds until that person's next one."""
    with one_sentence():
        from tocsin.cli.ledger import Ledger
        from tocsin.cli.outlook import percent
        from tocsin.errors import ProblemError
        from tocsin.records import Figure

        loaded = _problem(problem, codebook)
        day = on or date.today()
        if not loaded.opened <= day <= loaded.deadline:
            raise ProblemError(
                f"{day} is not between {loaded.opened} and {loaded.deadline}, while the question is open"
            )
        if not by.strip() or by.strip().casefold() == "tocsin":
            raise ProblemError("--by wants the name of a person or body, and not Tocsin's")
        book = Ledger.at(ledger)
        _keep_question(book, loaded)
        book.add_figure(Figure(loaded.id, by.strip(), day, probability))
        print(f"{by.strip()} on {loaded.id}, {day}: {percent(probability)}")


@app.command("resolve", short_help="Say how a question ended: yes, no or void.")
def resolve(
    problem: File,
    answer: Annotated[str, typer.Argument(metavar="yes|no|void", help="How it ended.")],
    by: Annotated[
        str, typer.Option("--by", metavar="NAME", help="The resolver that the problem names, or who speaks for it.")
    ],
    reference: Annotated[
        str, typer.Option("--reference", metavar="TEXT", help="Where it says so: an address, a publication.")
    ],
    on: Annotated[
        date | None, typer.Option("--on", **A_DAY, help="The day it came true; for no, the deadline by default.")
    ] = None,
    sign: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID=yes|no",
            help="That a sign was itself so, or not; may be given again. It feeds the sources' records.",
        ),
    ] = None,
    note: Annotated[str | None, typer.Option(metavar="TEXT", help="Anything to remember about it.")] = None,
    ledger: LedgerFolder = None,
    codebook: CodebookFolders = None,
) -> None:
    """Keep how a question ended, by the resolver it names. Nothing that Tocsin reads ever resolves a question."""
    with one_sentence():
        from tocsin.cli.ledger import Ledger
        from tocsin.warning.resolution import resolved

        loaded = _problem(problem, codebook)
        resolution = resolved(
            loaded, answer, by=by, reference=reference, on=on, today=date.today(), signs=sign or (), note=note
        )
        book = Ledger.at(ledger)
        _keep_question(book, loaded)
        book.resolve(resolution)
        print(f"{loaded.id}: {resolution.answer}, {resolution.day}, by {resolution.resolver} ({resolution.reference})")
        if not book.steps(loaded.id):
            say("no run of it is in the ledger, so nothing of Tocsin's will be scored: tocsin problem run")


def _found(name: str) -> Path:
    """The file *name*, or the worked problem of that name. Raises ProblemError."""
    path = Path(name)
    return path if path.exists() or path.suffix == ".toml" or "/" in name else _template(name)


def _template(name: str) -> Path:
    from tocsin.errors import ProblemError
    from tocsin.warning.problem import TEMPLATES

    path = TEMPLATES / f"{name}.toml"
    if not path.exists():
        known = ", ".join(sorted(one.stem for one in TEMPLATES.glob("*.toml") if one.stem != "blank"))
        raise ProblemError(f"there is no problem file {name!r}, and no worked problem of that name; those are: {known}")
    return path


def _problem(name: str, codebook: list[Path] | None) -> "Problem":
    from tocsin.codebook.book import Codebook
    from tocsin.warning.problem import load

    return load(_found(name), Codebook.load(codebook_folders(codebook)))


def _watched(
    name: str,
    over: list[Path],
    ledger: "Ledger",
    codebook: list[Path] | None,
    register: list[Path] | None,
    *,
    fresh: bool,
) -> "tuple[Replay, Watch, list[Skipped]]":
    """The problem with everything that *over* tells of its signs, and what was left out."""
    from tocsin.cli.over import gather
    from tocsin.codebook.book import Codebook
    from tocsin.replay import Replay
    from tocsin.warning.problem import load

    book = Codebook.load(codebook_folders(codebook))
    problem = load(_found(name), book)  # before the articles are read: a fault in it should not cost minutes
    # A question's own outcome may not shape the rates it is scored with.
    outcomes = [one for one in ledger.outcomes() if one.problem != problem.id]
    replay = Replay.load(book, register_folders=register_folders(register), outcomes=outcomes)
    gathered = gather(over, codebook or [], fresh=fresh)
    watch, skipped = replay.watch(problem, gathered, ledger.weights())
    return replay, watch, [*gathered.skipped, *skipped]


def _last_day(watch: "Watch", until: date | None, ledger: "Ledger") -> date:
    """The day asked for, else that of the last report.

    Never before the question opens, after its deadline, or after the day on which it came true.
    """
    from tocsin.records import Answer

    problem = watch.problem
    if until is None:
        until = max((report.day for report in watch.known), default=problem.deadline)
    resolution = ledger.resolution(problem.id)
    if resolution is not None and resolution.answer is Answer.YES:
        until = min(until, resolution.day)
    return max(problem.opened, min(until, problem.deadline))


def _keep(ledger: "Ledger", watch: "Watch", forecasts: "Sequence[Forecast]") -> None:
    from tocsin.cli.ledger import Step
    from tocsin.warning.resolution import told

    problem = watch.problem
    _is_the_same(ledger, problem)
    steps = [Step(one.day, one.probability, one.prior, one.clock, one.evidence_nats) for one in forecasts]
    ledger.keep(problem.id, _kept(problem), Path(problem.file) if problem.file else None, steps, told(watch))


def _keep_question(ledger: "Ledger", problem: "Problem") -> None:
    _is_the_same(ledger, problem)
    if not ledger.question(problem.id):
        ledger.keep(problem.id, _kept(problem), Path(problem.file) if problem.file else None, (), ())


def _is_the_same(ledger: "Ledger", problem: "Problem") -> None:
    """Raise ProblemError where the ledger has another question under the same name."""
    from tocsin.errors import ProblemError

    kept = ledger.question(problem.id).get("question")
    if kept is not None and kept != problem.question:
        raise ProblemError(
            f"the ledger has another question under the name {problem.id!r} ({kept}); give the file another name, or another --ledger"
        )


def _kept(problem: "Problem") -> dict[str, object]:
    return {
        "question": problem.question,
        "opened": problem.opened,
        "deadline": problem.deadline,
        "criterion": problem.criterion,
        "resolver": problem.resolver.name,
        "topic": problem.topic,
        "indicators": [
            {"id": one.id, "seen_if_yes": one.seen_if_yes, "seen_if_no": one.seen_if_no} for one in problem.indicators
        ],
    }


def left_out(skipped: "list[Skipped]") -> None:
    """Name on stderr what was left out, and end the command as partly done; nothing where nothing was."""
    if not skipped:
        return
    say(f"{len(skipped):,} {'thing was' if len(skipped) == 1 else 'things were'} left out")
    for one in skipped[:SKIPPED_SHOWN]:
        say(f"{one.what}: {one.why}")
    if len(skipped) > SKIPPED_SHOWN:
        say(f"and {len(skipped) - SKIPPED_SHOWN:,} more")
    raise typer.Exit(Ending.PART)
