"""`tocsin source` and `tocsin grade`: whose a source is, and how far what it says can be trusted."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.ending import Ending, one_sentence, say
from tocsin.cli.folders import own_register, register_folders
from tocsin.cli.problem import CodebookFolders, Fresh, LedgerFolder, RegisterFolders

if TYPE_CHECKING:
    from tocsin.records import Profile, Report
    from tocsin.sources.rates import Judge

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Sources: whose they are, what they gain, how often they were right.",
)


@app.command(short_help="What is known of a source: owner, state, interests, record.")
def show(
    name: Annotated[
        list[str], typer.Argument(metavar="NAME...", help="A name, an id of the register, or a web address.")
    ],
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    register: RegisterFolders = None,
    ledger: LedgerFolder = None,
) -> None:
    """Everything the register knows of a source, each line with where it can be checked, and its record of resolved reports.

    Exit code 0: it is known; 1: it is not.
    """  # fmt: skip
    with one_sentence():
        from tocsin.cli.ledger import Ledger
        from tocsin.sources.rates import Judge
        from tocsin.sources.record import Record
        from tocsin.sources.registry import Register

        book = Register.load(register_folders(register))
        wanted = " ".join(name)
        profile = book.profiles.get(wanted) or book.named(wanted) or book.at(wanted) or book.at(f"https://{wanted}")
        if profile is None:
            say(
                f"no source is known as {wanted!r}; add it as a TOML file to {own_register()}, or to a folder given with --register"
            )
            near = _near(wanted, [one.name for one in book.profiles.values()])
            if near:
                say(f"known are: {', '.join(near)}")
            raise typer.Exit(Ending.PART)
        judge = Judge(Record.of(Ledger.at(ledger).outcomes()))
        if json:
            from json import dumps

            from tocsin.records.plain import plain

            print(dumps({**plain(profile), "judged": _judged(judge, profile)}, ensure_ascii=False, indent=2))
        else:
            _show(profile, _judged(judge, profile))


@app.command("list", short_help="All sources of the register.")
def list_(
    kind: Annotated[
        str | None, typer.Option(metavar="KIND", help="Only this kind: agency, newspaper, state body, ...")
    ] = None,
    country: Annotated[str | None, typer.Option(metavar="CODE", help="Only this country, as in VEN.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    register: RegisterFolders = None,
) -> None:
    """Every source the register knows: id, name, kind, whose it is."""
    with one_sentence():
        from tocsin.sources.registry import Register

        found = [
            one
            for one in sorted(Register.load(register_folders(register)).profiles.values(), key=lambda one: one.id)
            if kind in (None, one.kind) and country in (None, one.country)
        ]
        if json:
            from json import dumps

            from tocsin.records.plain import plain

            print(dumps(plain(found), ensure_ascii=False, indent=2))
            return
        from rich.console import Console
        from rich.table import Table

        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
        for column in ("id", "name", "kind", "where", "control", "family"):
            table.add_column(column, overflow="ellipsis", no_wrap=True)
        for one in found:
            table.add_row(one.id, one.name, one.kind, one.country or "", one.control or "", one.family or "")
        Console().print(table)
        say(f"{len(found)} sources")


@app.command(short_help="Whether register files are in order; what is wrong, line by line.")
def check(
    folders: Annotated[list[Path], typer.Argument(metavar="DIR...", help="Folders of source files.")],
) -> None:
    """Look over folders of source files before they are used.

    Exit code 0: all are in order; 2: some are not.
    """
    with one_sentence():
        from tocsin.codebook.table import Fault
        from tocsin.errors import RegisterError
        from tocsin.sources.registry import read

        for folder in folders:
            if not folder.is_dir():
                raise RegisterError(f"there is no folder {str(folder)!r}")
        faults: list[Fault] = []
        count = sum(len(list(read(folder, faults))) for folder in folders)
        for fault in sorted(faults, key=lambda fault: (fault.file, fault.line)):
            print(fault)
        print(f"{count} sources in order, {len(faults)} faults")
        if faults:
            raise typer.Exit(Ending.NOTHING)


def grade(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...",
            help="Articles, briefings or coded events: files or folders; together they confirm or deny one another.",
        ),
    ],
    topic: Annotated[str, typer.Option(metavar="TOPIC", help="The topic whose records count.")] = "general",
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    register: RegisterFolders = None,
    codebook: CodebookFolders = None,
    ledger: LedgerFolder = None,
    fresh: Fresh = False,
) -> None:
    """Grade everything told in articles on the two Admiralty scales, and say why, line by line.

    The letter is the source's reliability (A to E, F: cannot be judged), the digit the report's credibility (1 to 5, 6: cannot be
    judged); neither is worked out from the other.
    """
    with one_sentence():
        from tocsin.cli.folders import codebook_folders
        from tocsin.cli.ledger import Ledger
        from tocsin.cli.over import gather
        from tocsin.cli.problem import left_out
        from tocsin.cli.problem_json import report_json
        from tocsin.codebook.book import Codebook
        from tocsin.replay import Replay

        book = Codebook.load(codebook_folders(codebook))
        replay = Replay.load(book, register_folders=register_folders(register), outcomes=Ledger.at(ledger).outcomes())
        gathered = gather(files, codebook or [], fresh=fresh)
        reports, skipped = replay.graded(gathered, topic)
        if json:
            from json import dumps

            print(
                dumps(
                    [{**report_json(one), "origin": one.origin, "teller": one.teller.name} for one in reports],
                    ensure_ascii=False,
                    indent=2,
                )
            )
        else:
            _graded(reports)
        left_out([*gathered.skipped, *skipped])


def _judged(judge: "Judge", profile: "Profile") -> dict[str, object]:
    """Letter, reason and rates of a profile, for showing."""
    from tocsin.records import Teller

    teller = Teller(profile.id, profile.name, profile.family or profile.id, profile.id)
    letter, reason = judge.reliability(teller, profile)
    rates = judge.rates(teller, profile, "")
    return {
        "reliability": letter.value,
        "because": reason,
        "hit": rates.hit,
        "false_alarm": rates.false_alarm,
        "false_alarm_with_interest": rates.false_alarm_with,
        "false_alarm_against_interest": rates.false_alarm_against,
        "basis": rates.basis,
    }


def _show(profile: "Profile", judged: dict[str, object]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from tocsin.cli import words

    console = Console()
    console.print(Text(profile.name, "bold"), Text(f"  {profile.id}", "dim"), sep="")
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(ratio=3)
    table.add_column(ratio=2, style="dim", overflow="fold")
    references = dict(profile.references)
    for field in (
        "kind", "also", "domains", "country", "languages", "owner", "family", "control", "state", "corrections", "sectors", "roles",
    ):  # fmt: skip
        value = getattr(profile, field)
        if value:
            shown = ", ".join(value) if isinstance(value, tuple) else str(value)
            shown = f"{words.country(shown)} ({shown})" if field in ("country", "state") else shown
            table.add_row(field, words.shorten(shown, 300), references.get(field, ""))
    for stake in profile.interests:
        sides = (
            f"favours {', '.join((*stake.favours, *(('its own side',) if stake.own else ())))}"
            if stake.favours or stake.own
            else ""
        )
        sides += f"{'; ' if sides and stake.harms else ''}{'harms ' + ', '.join(stake.harms) if stake.harms else ''}"
        table.add_row("interest", f"{stake.matter}: {stake.gain}" + (f" ({sides})" if sides else ""), stake.reference)
    table.add_row("reliability", f"{judged['reliability']}: {judged['because']}", "")
    table.add_row(
        "reports",
        f"{judged['hit']:.2f} of what is so; of what is not so {judged['false_alarm']:.2f}, with interest "
        f"{judged['false_alarm_with_interest']:.2f}, against interest {judged['false_alarm_against_interest']:.2f} ({judged['basis']})",
        "",
    )
    console.print(table)


def _graded(reports: "list[Report]") -> None:
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    from tocsin.cli import outlook, words

    console = Console()
    article = None
    for report in reports:
        if report.article != article:
            article = report.article
            where = " · ".join(piece for piece in (report.outlet, words.day(report.day)) if piece)
            console.print()
            console.print(
                Text.assemble((words.clean(report.headline or report.article), "bold"), (f"  {where}", "dim"))
            )
        what = report.event.type if report.event else report.claim.act.value if report.claim else ""
        quote = words.shorten(report.quote, 200) or "(coded without its words)"
        console.print(Padding(Text.assemble((f"{report.grade}  ", "bold"), (f"{what}  ", "cyan"), quote), (0, 0, 0, 2)))
        lines = [outlook.chain(report), *report.reasons]
        console.print(Padding(Text("\n".join(words.clean(line) for line in lines), "dim"), (0, 0, 0, 6)))
    origins = {report.origin for report in reports}
    families = {report.teller.family for report in reports}
    console.print()
    console.print(
        Text(
            f"{len(reports)} reports in {len({report.article for report in reports})} articles: {len(origins)} origins, {len(families)} owners",
            "dim",
        )
    )


def _near(wanted: str, names: list[str]) -> list[str]:
    from difflib import get_close_matches

    low = {name.casefold(): name for name in names}
    close = get_close_matches(wanted.casefold(), low, 4, 0.6)
    return [low[name] for name in close] or [name for name in names if wanted.casefold() in name.casefold()][:4]
