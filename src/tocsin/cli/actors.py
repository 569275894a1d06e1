"""`tocsin actors`: who a name means, and office-holders fetched anew."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.ending import Ending, one_sentence, say
from tocsin.cli.folders import codebook_folders, own_codebook
from tocsin.cli.read import a_day

if TYPE_CHECKING:
    from tocsin.codebook.entry import Entry, Office

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Who is who: look people up, and keep them current."
)
FILE = "wikidata.toml"


@app.command(short_help="Who a name means, with every office.")
def who(
    name: Annotated[
        list[str],
        typer.Argument(
            metavar="NAME...", help="A name, a surname, a body, a place, or an office: president of France."
        ),
    ],
    on: Annotated[
        date | None,
        typer.Option("--on", metavar="YYYY-MM-DD", parser=a_day, help="The day; offices held then are marked."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    codebook: Annotated[
        list[Path] | None,
        typer.Option(metavar="DIR", help="A codebook folder that adds to Tocsin's own; may be given again."),
    ] = None,
) -> None:
    """Who a name means, with country, sector and every office.

    Exit code 0: somebody was found; 1: nobody was.
    """  # fmt: skip
    with one_sentence():
        from tocsin.codebook.actorbook import ActorBook

        book = ActorBook.load(codebook_folders(codebook))
        wanted = " ".join(name)
        found = book.namesakes(wanted, on)
        if json:
            from json import dumps

            print(dumps([_as_json(entry, on) for entry in found], ensure_ascii=False, indent=2))
        else:
            _show(found, on)
        if not found:
            say(
                f"nobody is known as {wanted!r}"
                + (f" on {on}" if on else "")
                + "; `tocsin actors sync` fetches who holds office"
            )
            raise typer.Exit(Ending.PART)


@app.command(short_help="Fetch who holds office from Wikidata.")
def sync(
    country: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="Only this country (ISO 3166, as in VEN); may be given again."),
    ] = None,
    since: Annotated[int, typer.Option(min=1900, max=2100, help="Leave out who left office before this year.")] = 2010,
    to: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The codebook folder to write to; without it, your own.")
    ] = None,
    service: Annotated[
        str | None, typer.Option(metavar="URL", help="Another SPARQL service that holds Wikidata.")
    ] = None,
    allow: Annotated[
        list[str] | None, typer.Option(metavar="HOST:PORT", help="Ask this address though it is not public.")
    ] = None,
) -> None:
    """Fetch heads of state and government, foreign and defence ministers from Wikidata's public query service.

    They are written to actors/people/wikidata.toml in your codebook folder, where they go before Tocsin's own and every command reads
    them. Nothing else is changed; delete the file to be as before. Only this command goes to the network.
    """  # fmt: skip
    with one_sentence():
        from tocsin.codebook.actorbook import ActorBook
        from tocsin.codebook.entry import EntryKind
        from tocsin.codebook.holders import Holder, people_file
        from tocsin.errors import FetchError
        from tocsin.reading.fetch import Options, fetch
        from tocsin.reading.wikidata import OFFICES, SERVICE, address, holders

        book = ActorBook.load()
        codes = {entry.country for entry in book.entries if entry.kind is EntryKind.COUNTRY}
        wanted = tuple(code.upper() for code in country or ())
        if unknown := sorted(set(wanted) - codes):
            raise typer.BadParameter(
                f"{unknown[0]!r} is no ISO 3166 code of a country, such as VEN", param_hint="--country"
            )
        options = Options(
            timeout_s=90, max_bytes=40_000_000, allow=tuple(allow or ())
        )  # the service itself stops at 60 s
        found: list[Holder] = []
        skipped = failed = 0
        for office in OFFICES:
            try:
                page = fetch(address(office, since=since, countries=wanted, service=service or SERVICE), options)
                rows = list(holders(page.body, office, codes.__contains__))
            except FetchError as error:
                say(f"{office}: {error}")
                failed += 1
                continue
            people = [row for row in rows if isinstance(row, Holder)]
            found += people
            skipped += len(rows) - len(people)
            say(f"{office}: {len(people):,} terms of office")
        if not found:
            say("nothing was fetched, so nothing was written")
            raise typer.Exit(Ending.NOTHING)
        known = {(str(entry.country), entry.name): entry for entry in book.entries if entry.kind is EntryKind.PERSON}
        target = (to or own_codebook()) / "actors" / "people" / FILE
        text = people_file(
            found, known, f"Written by `tocsin actors sync`, {date.today().isoformat()}. Source: Wikidata (CC0)."
        )
        _replace(target, text)
        left = f", {skipped:,} rows left out" if skipped else ""
        print(f"{len({(one.country, one.name) for one in found}):,} people in {target}{left}")
        if failed:
            raise typer.Exit(Ending.PART)


def _replace(target: Path, text: str) -> None:
    """Write *target* whole or not at all, and only if it can be read as a codebook."""
    from tempfile import TemporaryDirectory

    from tocsin.codebook.actorbook import ActorBook

    with TemporaryDirectory() as folder:
        trial = Path(folder) / "actors" / "people" / FILE
        trial.parent.mkdir(parents=True)
        trial.write_text(text, encoding="utf-8")
        ActorBook.load([Path(folder)])
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".part")
    partial.write_text(text, encoding="utf-8")
    partial.replace(target)


def _show(entries: Sequence["Entry"], on: date | None) -> None:
    from rich.console import Console
    from rich.text import Text

    from tocsin.cli import words

    console = Console(highlight=False)
    for entry in entries:
        of = words.country(entry.country) if entry.country else "no country"
        console.print(
            Text.assemble(
                (words.clean(entry.name), "bold"), f"  {of}", (f"  {entry.sector or entry.kind.value}", "dim")
            )
        )
        for office in sorted(entry.offices, key=lambda one: one.start or date.min):
            now = on is not None and office.held(on)
            line = f"  {'>' if now else ' '} {_period(office)}  {words.clean(office.role or 'office unknown')}"
            console.print(Text(line, "bold" if now else ""))


def _period(office: "Office") -> str:
    start = office.start.isoformat() if office.start else " " * 10
    return f"{start} .. {office.end.isoformat() if office.end else ' ' * 10}"


def _as_json(entry: "Entry", on: date | None) -> dict[str, object]:
    offices = [
        {
            "role": office.role,
            "sector": office.sector,
            "from": office.start.isoformat() if office.start else None,
            "to": office.end.isoformat() if office.end else None,
            "held": office.held(on) if on else None,
        }
        for office in entry.offices
    ]
    held = entry.office(on)
    sector = held.sector if held is not None else entry.sector
    return {
        "name": entry.name,
        "kind": entry.kind.value,
        "country": entry.country,
        "sector": sector,
        "offices": offices,
    }
