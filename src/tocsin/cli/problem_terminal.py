"""A problem on a terminal: the trajectory, what rang, and why the figure is what it is."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from tocsin.cli import outlook, words
from tocsin.cli.sparkline import sparkline
from tocsin.records import Alert, Forecast, Origin, Term
from tocsin.warning.explanation import Explanation
from tocsin.warning.forecast import Watch

DIM, NAME, UP, DOWN = "dim", "bold", "red", "green"
ROWS = 14  # days shown of a trajectory: those on which something moved
MOVED = 0.05  # nats of evidence below which a day is not worth a row
QUOTES = 3  # origins shown for each sign; all are in --json


def run(watch: Watch, forecasts: Sequence[Forecast], alerts: Sequence[Alert], why: str) -> None:
    """Print the trajectory of a problem and its alerts; *why* is the command that explains the figure."""
    console = Console()
    width = min(console.width, 120)
    last = forecasts[-1]
    parts: list[RenderableType] = [
        *_head(watch, last),
        Text(sparkline([one.probability for one in forecasts], width - 4), style="cyan"),
        Text(
            f"{words.day(forecasts[0].day)} to {words.day(last.day)}, highest {outlook.percent(max(one.probability for one in forecasts))}",
            DIM,
        ),
        Text(""),
        _trajectory(forecasts),
    ]
    parts += _section("Alerts", len(alerts))
    if not alerts:
        parts.append(Padding(Text("The bell has not rung.", DIM), (0, 0, 0, 2)))
    for alert in alerts:
        parts.append(Padding(Text(outlook.alert(alert), UP if alert.rising else DOWN), (0, 0, 0, 2)))
        parts += [Padding(_quote(origin), (0, 0, 0, 6)) for origin in alert.because]
    parts += [Text(""), Text(f"Why:  {why}", DIM)]
    _print(console, parts, width)


def explanation(watch: Watch, explained: Explanation) -> None:
    """Print one day's forecast taken apart."""
    console = Console()
    width = min(console.width, 120)
    parts: list[RenderableType] = _head(watch, explained.forecast)
    parts += _section("What it is made of")
    parts.append(Padding(_sum(explained), (0, 0, 0, 2)))
    terms = [term for term in explained.forecast.terms if term.origins]
    parts += _section("Who tells of which sign", len(terms))
    for term in sorted(terms, key=lambda term: -abs(term.nats)):
        parts += _told(term)
    unseen = [term.says for term in explained.forecast.terms if not term.origins]
    if unseen:
        parts += [Text(""), Padding(Text(f"Nobody tells of: {'; '.join(unseen)}", DIM), (0, 0, 0, 2))]
    if explained.without:
        parts += _section("Without one source")
        parts.append(
            Padding(_changes((one.who, one.probability, one.change) for one in explained.without[:12]), (0, 0, 0, 2))
        )
    parts += _section("What would change it")
    parts.append(
        Padding(_changes((one.what, one.probability, one.change) for one in explained.if_seen[:10]), (0, 0, 0, 2))
    )
    if explained.silence:
        ahead = " · ".join(f"{day:%d %b} {outlook.percent(p)}" for day, p in explained.silence)
        parts += [Text(""), Padding(Text(f"If nothing more is told: {ahead}", DIM), (0, 0, 0, 2))]
    _print(console, parts, width)


def _head(watch: Watch, forecast: Forecast) -> list[RenderableType]:
    problem = watch.problem
    return [
        Text(words.clean(problem.question), NAME),
        Text.assemble((outlook.outlook(forecast), NAME), f"  on {words.day(forecast.day)}"),
        Text(outlook.basis(forecast), DIM),
        Text(
            f"Resolved by {words.clean(problem.resolver.name)} on {words.day(problem.deadline)}; weights: {forecast.weights.basis}, "
            f"lambda {forecast.weights.tempering:.2f}",
            DIM,
        ),
        Text(""),
    ]


def _trajectory(forecasts: Sequence[Forecast]) -> Table:
    """The days on which told evidence moved the figure most, with the first and the last."""
    moved = [
        (abs(one.evidence_nats - before.evidence_nats), at) for at, (before, one) in enumerate(pairwise(forecasts), 1)
    ]
    days = sorted(
        {0, len(forecasts) - 1, *(at for change, at in sorted(moved, reverse=True)[: ROWS - 2] if change > MOVED)}
    )
    table = Table(box=None, padding=(0, 2, 0, 0), header_style=DIM, expand=True)
    for name in ("day", "p", "clock", "evidence", "origins", "owners"):
        table.add_column(name, justify="left" if name == "day" else "right", no_wrap=True, min_width=len(name))
    table.add_column("what moved", ratio=1, no_wrap=True, overflow="ellipsis")
    for at in days:
        one = forecasts[at]
        table.add_row(
            f"{one.day:%d %b}",
            Text(outlook.percent(one.probability), NAME),
            outlook.percent(one.clock),
            f"{one.weights.tempering * one.evidence_nats:+.2f}",
            str(one.origins),
            str(one.owners),
            Text(_moved(forecasts[at - 1], one) if at else "", DIM),
        )
    return table


def _moved(before: Forecast, after: Forecast) -> str:
    """The signs whose terms changed most from one day to the next."""
    old = {term.indicator: term.nats for term in before.terms}
    changes = [(term.nats - old[term.indicator], term.says) for term in after.terms]
    named = [
        (change, says) for change, says in sorted(changes, key=lambda pair: -abs(pair[0]))[:2] if abs(change) > 0.1
    ]
    return "; ".join(f"{'+' if change > 0 else '−'} {words.clean(says)}" for change, says in named)


def _sum(explained: Explanation) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style=DIM)
    table.add_column("", ratio=1)
    table.add_column("log-odds", justify="right", no_wrap=True)
    table.add_column("p so far", justify="right", no_wrap=True)
    for at, line in enumerate(explained.lines):
        nats = "" if at == 0 else f"{line.nats:+.2f}"
        style = UP if line.nats > 0.005 else DOWN if line.nats < -0.005 else DIM
        table.add_row(Text(words.clean(line.what)), Text(nats, style), outlook.percent(line.after))
    return table


def _told(term: Term) -> list[RenderableType]:
    said = f"{term.nats:+.2f} of at most {term.ceiling:+.2f} nats before tempering"
    lines: list[RenderableType] = [
        Text(""),
        Padding(Text.assemble((words.clean(term.says), NAME), (f"  {said}", DIM)), (0, 0, 0, 2)),
    ]
    lines += [Padding(_quote(origin), (0, 0, 0, 4)) for origin in term.origins[:QUOTES]]
    if len(term.origins) > QUOTES:
        lines.append(Padding(Text(f"and {len(term.origins) - QUOTES} more origins, all in --json", DIM), (0, 0, 0, 4)))
    return lines


def _quote(origin: Origin) -> Text:
    first = origin.reports[0]
    quote = words.shorten(first.quote, 240) or "(coded without its words)"
    return Text.assemble(f"{quote}\n", (outlook.origin(origin), DIM), ("\n" + outlook.chain(first), DIM))


def _changes(rows: Iterable[tuple[str, float, float]]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style=DIM)
    table.add_column("", ratio=1)
    table.add_column("p", justify="right", no_wrap=True)
    table.add_column("points", justify="right", no_wrap=True)
    for what, probability, change in rows:
        style = UP if change > 0.0005 else DOWN if change < -0.0005 else DIM
        table.add_row(Text(words.clean(what)), outlook.percent(probability), Text(outlook.points(change), style))
    return table


def _section(title: str, count: int = 0) -> list[RenderableType]:
    return [Text(""), Text.assemble((title, NAME), (f"  {count}" if count else "", DIM)), Rule(style=DIM)]


def _print(console: Console, parts: Sequence[RenderableType], width: int) -> None:
    with console.capture() as capture:
        for part in parts:
            console.print(part, width=width)
    text = capture.get()
    if not console.is_terminal:
        text = "\n".join(line.rstrip() for line in text.splitlines()) + "\n"
    console.file.write(text)
