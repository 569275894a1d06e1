"""`tocsin score`: did it come true, and how good were those who said how probable it was."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.cli.ending import one_sentence, say
from tocsin.cli.problem import A_DAY, LedgerFolder

if TYPE_CHECKING:
    from tocsin.cli.ledger import Ledger
    from tocsin.warning.scores import Scores
    from tocsin.warning.standing import Ended, Stood


def score(
    on: Annotated[date | None, typer.Option("--on", **A_DAY, help="As of which day; today by default.")] = None,
    refit: Annotated[
        bool, typer.Option("--refit", help="Fit alpha, beta and lambda on what is resolved, and use them from now on.")
    ] = False,
    chart: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Draw the calibration as .svg or .png, or Vega-Lite as .json."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    ledger: LedgerFolder = None,
) -> None:
    """Score every resolved question of the ledger whose deadline has come: per problem, forecaster and source.

    Brier and log score (lower is better), skill against the base rate, calibration, and the share of questions that ended void.
    """
    with one_sentence():
        from tocsin.cli import charts
        from tocsin.cli.ledger import Ledger
        from tocsin.records import Answer
        from tocsin.records.plain import plain
        from tocsin.warning.standing import TOCSIN, groups, spoken_scores, stood
        from tocsin.warning.standing import score as scored

        charts.check_endings(chart or ())
        book, today = Ledger.at(ledger), on or date.today()
        questions = [_ended(book, problem) for problem in book.problems()]
        rows = [row for ended in questions for row in stood(ended, today)]
        resolved = [ended.resolution for ended in questions if ended.resolution is not None]
        void = sum(one.answer is Answer.VOID for one in resolved)
        forecasters = {
            by: scored([row for row in rows if row.by == by]) for by in sorted({row.by for row in rows}, key=_own_first)
        }
        problems = {
            ended.problem: scored([row for row in rows if row.problem == ended.problem and row.by == TOCSIN])
            for ended in questions
        }
        speakers = spoken_scores(book.predictions(), book.resolved(), today)
        sources = _records(book)
        if refit:
            _refit(book, rows, today)
        for path in chart or ():
            own = [row for row in rows if row.by == TOCSIN]
            if not own:
                say("nothing of Tocsin's can be scored yet, so there is no calibration to draw")
                continue
            charts.save(charts.calibration(groups(own)), path)
        if json:
            from json import dumps

            print(
                dumps(
                    {
                        "on": today.isoformat(),
                        "questions": len(questions),
                        "resolved": len(resolved),
                        "void": void,
                        "forecasters": plain(forecasters),
                        "problems": plain(problems),
                        "speakers": {
                            name: {**(plain(found) or {}), "void": count} for name, (found, count) in speakers.items()
                        },
                        "sources": sources,
                        "weights": plain(book.weights()),
                    },
                    ensure_ascii=False,
                    indent=2,
                )
            )
            return
        _show(questions, rows, forecasters, speakers, sources, void, len(resolved), today)


def _own_first(by: str) -> tuple[bool, str]:
    return by != "Tocsin", by


def _ended(book: "Ledger", problem: str) -> "Ended":
    from tocsin.warning.standing import Ended

    kept = book.question(problem)
    return Ended(
        problem,
        kept.get("question", problem),
        date.fromisoformat(kept["deadline"]) if "deadline" in kept else date.max,
        book.resolution(problem),
        [(step.day, step.probability, step.prior, step.evidence) for step in book.steps(problem)],
        book.figures(problem),
    )


def _records(book: "Ledger") -> list[dict[str, Any]]:
    """What resolved questions say of each source: its resolved reports, and how many proved so."""
    from tocsin.sources.record import Record

    outcomes = list(book.outcomes())
    record = Record.of(outcomes)
    found = []
    for source in sorted({one.source for one in outcomes}):
        counts = record.counts(source)
        found.append(
            {
                "source": source,
                "reports": round(counts.told, 2),
                "questions": len(counts.questions),
                "proved_so": round(counts.so, 2),
                "share": round(counts.so / counts.told, 3),
            }
        )
    return found


def _refit(book: "Ledger", rows: "Sequence[Stood]", today: date) -> None:
    from tocsin.warning.constants import constants
    from tocsin.warning.fit import fit
    from tocsin.warning.standing import cases

    found = cases(rows)
    problems = sorted({row.problem for row in rows if row.by == "Tocsin"})
    enough = constants()["fit"]["enough"]
    if len(problems) < enough:
        count = f"{len(problems)} resolved question{'' if len(problems) == 1 else 's'}"
        say(f"not fitted: {count}, and {enough} are needed before a fit says more than the start values")
        return
    weights = fit(found, f"fitted on {len(problems)} resolved questions, {today.isoformat()}")
    book.keep_weights(weights, {"problems": problems, "days": len(found), "on": today})
    print(f"alpha {weights.alpha:+.3f}, beta {weights.beta:.3f}, lambda {weights.tempering:.3f}: {weights.basis}")


def _show(
    questions: "Sequence[Ended]",
    rows: "Sequence[Stood]",
    forecasters: "Mapping[str, Scores | None]",
    speakers: "Mapping[str, tuple[Scores | None, int]]",
    sources: Sequence[Mapping[str, Any]],
    void: int,
    resolved: int,
    today: date,
) -> None:
    from rich.console import Console
    from rich.text import Text

    from tocsin.cli import words
    from tocsin.warning.standing import TOCSIN
    from tocsin.warning.standing import score as scored

    console = Console()
    if not questions and not speakers:
        console.print(
            Text(
                "The ledger is empty. Run a problem (tocsin problem run), resolve it when its day has come (tocsin problem resolve).",
                "dim",
            )
        )
        return
    share = f", {void / resolved:.0%} of them void" if resolved else ""
    console.print(
        Text.assemble(
            (f"{len(questions)} question{'' if len(questions) == 1 else 's'}, {resolved} resolved{share}", "bold"),
            (f"  on {words.day(today)}", "dim"),
        )
    )
    table = _table("question", "ended", "days", "Brier", "log", "skill")
    for ended in questions:
        found = scored([row for row in rows if row.problem == ended.problem and row.by == TOCSIN])
        answer = str(ended.resolution.answer) if ended.resolution else f"open until {ended.deadline}"
        if ended.resolution and not found:
            answer += ", not run" if today > ended.deadline else f", scored after {ended.deadline}"
        table.add_row(words.shorten(ended.question, 60), answer, *_figures(found))
    console.print(table)
    if forecasters:
        table = _table(
            "forecaster", "came true", "days", "Brier", "log", "skill", "calibration error", "MCB", "DSC", "UNC"
        )
        for by, found in forecasters.items():
            if found is not None:
                parts = found.decomposition
                table.add_row(
                    words.clean(by), f"{found.yes:.0%}", *_figures(found), f"{found.calibration_error:.3f}",
                    f"{parts.miscalibration:.3f}", f"{parts.discrimination:.3f}", f"{parts.uncertainty:.3f}",
                )  # fmt: skip
        console.print(table)
        console.print(Text("Brier = MCB (miscalibration) - DSC (discrimination) + UNC (uncertainty)", "dim"))
    if speakers:
        table = _table("speaker", "predictions", "came true", "Brier", "log", "void")
        for name, (found, voided) in speakers.items():
            shown = ("0", "", "", "")
            if found is not None:
                shown = (str(found.count), f"{found.yes:.0%}", f"{found.brier:.3f}", f"{found.log:.3f}")
            table.add_row(words.clean(name), *shown, str(voided))
        console.print(table)
    if sources:
        table = _table("source", "resolved reports", "questions", "proved so", "share")
        for row in sources:
            table.add_row(row["source"], *(f"{row[key]:g}" for key in ("reports", "questions", "proved_so", "share")))
        console.print(table)


def _table(first: str, *others: str) -> Any:
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column(first, overflow="fold")
    for name in others:
        table.add_column(name, justify="right", no_wrap=name not in ("ended",))
    return table


def _figures(found: "Scores | None") -> tuple[str, str, str, str]:
    if found is None:
        return "", "", "", ""
    return (
        str(found.count),
        f"{found.brier:.3f}",
        f"{found.log:.3f}",
        "" if found.skill is None else f"{found.skill:+.2f}",
    )
