"""Charts as Vega-Lite, drawn without a network: the same picture in a file, on a page and in a notebook."""

from collections.abc import Iterable, Sequence
from math import log
from pathlib import Path
from typing import Any

from tocsin.cli.output import output
from tocsin.errors import TocsinError
from tocsin.records import Alert, Forecast, Problem
from tocsin.warning.explanation import Explanation

Chart = Any  # altair's own types do not allow what it allows
FORMATS = {".svg", ".png", ".json"}
INK, QUIET, RISE, FALL = "#1b3a57", "#9aa5b1", "#b3261e", "#2e7d5b"


def trajectory(problem: Problem, forecasts: Sequence[Forecast], alerts: Sequence[Alert]) -> Chart:
    """The probability from day to day over the clock's, with the alerts."""
    import altair as alt

    rows = [{"day": one.day.isoformat(), "probability": one.probability, "clock": one.clock} for one in forecasts]
    rang = [
        {"day": one.day.isoformat(), "probability": one.after, "way": "up" if one.rising else "down"} for one in alerts
    ]
    top = max([0.05, *(1.15 * max(one.probability, one.clock) for one in forecasts)])
    scale = alt.Scale(domain=[0, min(top, 1.0)])
    x = alt.X("day:T", title=None, axis=alt.Axis(format="%-d %b", grid=False, labelFlush=True))
    base = alt.Chart(_data(values=rows))
    axis = alt.Axis(format=".0%" if top > 0.2 else ".1%")
    lines = [
        base.mark_line(color=QUIET, strokeDash=[3, 3]).encode(
            x=x, y=alt.Y("clock:Q", scale=scale, title="probability of yes", axis=axis)
        ),
        base.mark_area(color=INK, opacity=0.08).encode(x=x, y=alt.Y("probability:Q", scale=scale)),
        base.mark_line(color=INK, strokeWidth=2).encode(
            x=x, y=alt.Y("probability:Q", scale=scale, title="probability of yes", axis=axis)
        ),
    ]
    if rang:
        lines.append(
            alt.Chart(_data(values=rang))
            .mark_point(filled=True, size=70)
            .encode(
                x=x,
                y=alt.Y("probability:Q", scale=scale),
                color=alt.Color("way:N", scale=alt.Scale(domain=["up", "down"], range=[RISE, FALL]), legend=None),
                shape=alt.Shape(
                    "way:N", scale=alt.Scale(domain=["up", "down"], range=["triangle-up", "triangle-down"]), legend=None
                ),
            )
        )
    title = alt.TitleParams(
        problem.question, subtitle="solid: forecast · dashed: the base rate and the clock alone · triangles: alerts"
    )
    return _styled(alt.layer(*lines).properties(width=780, height=260, title=title))


def waterfall(explanation: Explanation, *, most: int = 12) -> Chart:
    """From the base rate to the forecast, one bar for each term, in log-odds."""
    import altair as alt

    bars: list[dict[str, Any]] = []
    rest = 0.0
    lines = explanation.lines
    shown = sorted(lines[1:], key=lambda line: -abs(line.nats))[:most]
    nats = _logit(lines[0].after)
    bars.append({"what": "base rate", "from": nats, "to": nats, "way": "level", "order": 0})
    for line in lines[1:]:
        if line not in shown:
            rest += line.nats
            continue
        bars.append(_bar(line.what, nats, nats + line.nats, len(bars)))
        nats += line.nats
    if rest:
        bars.append(_bar("all other terms", nats, nats + rest, len(bars)))
    ticks = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.98)
    reach = [bar[end] for bar in bars for end in ("from", "to")]
    low, high = min(reach) - 0.3, max(reach) + 0.3
    values = [_logit(p) for p in ticks if low <= _logit(p) <= high]
    expression = "format(1/(1+exp(-datum.value)), '.1~%')"
    base = alt.Chart(_data(values=bars)).encode(
        y=alt.Y("what:N", sort=alt.SortField("order"), title=None, axis=alt.Axis(labelLimit=330, grid=False))
    )
    chart = base.mark_bar(height=14).encode(
        x=alt.X(
            "from:Q",
            title="probability (the axis is even in log-odds)",
            scale=alt.Scale(domain=[low, high]),
            axis=alt.Axis(values=values, labelExpr=expression),
        ),
        x2="to:Q",
        color=alt.Color(
            "way:N", scale=alt.Scale(domain=["up", "down", "level"], range=[RISE, FALL, QUIET]), legend=None
        ),
    )
    level = base.transform_filter("datum.way == 'level'").mark_tick(color=INK, thickness=3, size=16).encode(x="from:Q")
    text = base.mark_text(align="left", dx=5, color="#333").encode(x=alt.X("end:Q"), text=alt.Text("label:N"))
    title = alt.TitleParams("What the figure is made of", subtitle="each bar is one term; they add up")
    for bar in bars:
        bar["end"] = max(bar["from"], bar["to"])
        bar["label"] = "" if bar["way"] == "level" else f"{bar['to'] - bar['from']:+.2f}"
    return _styled(alt.layer(chart, level, text).properties(width=470, height=22 * len(bars), title=title))


def calibration(rows: Sequence[tuple[float, float, int]]) -> Chart:
    """Forecast against frequency: (mean forecast, share that came true, number) for each group."""
    import altair as alt

    values = [{"forecast": forecast, "frequency": frequency, "count": count} for forecast, frequency, count in rows]
    share = alt.Scale(domain=[0, 1])
    diagonal = (
        alt.Chart(_data(values=[{"at": 0}, {"at": 1}]))
        .mark_line(color=QUIET, strokeDash=[3, 3])
        .encode(x=alt.X("at:Q", scale=share), y=alt.Y("at:Q", scale=share))
    )
    percent = alt.Axis(format=".0%")
    points = (
        alt.Chart(_data(values=values))
        .mark_point(filled=True, color=INK)
        .encode(
            x=alt.X("forecast:Q", title="forecast", scale=share, axis=percent),
            y=alt.Y("frequency:Q", title="came true", scale=share, axis=percent),
            size=alt.Size("count:Q", legend=None),
        )
    )
    title = alt.TitleParams("Calibration", subtitle="on the line, what was given 30 % came true 30 % of the time")
    return _styled(alt.layer(diagonal, points).properties(width=300, height=300, title=title))


def svg(chart: Chart) -> str:
    """The chart as SVG. Nothing is fetched."""
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(chart.to_dict())
    return drawn


def check_endings(paths: Iterable[Path]) -> None:
    """Raises TocsinError when a chart cannot be written as one of *paths*; asked before the work that it would show."""
    for path in paths:
        if path.suffix.lower() not in FORMATS:
            raise TocsinError(f"a chart is written as .svg, .png or .json; {path.name!r} ends in none of them")


def save(chart: Chart, path: Path) -> None:
    """The chart as *path*'s ending has it: .svg, .png or .json (the Vega-Lite itself).

    Raises TocsinError for any other ending.
    """
    import json

    import vl_convert

    spec = chart.to_dict()
    ending = path.suffix.lower()
    check_endings([path])
    if ending == ".png":
        data = vl_convert.vegalite_to_png(spec, scale=2)
    elif ending == ".svg":
        data = vl_convert.vegalite_to_svg(spec).encode("utf-8")
    else:
        data = json.dumps(spec, indent=1).encode("utf-8")
    with output(path) as stream:
        stream.write(data)


def _styled(chart: Chart) -> Chart:
    return (
        chart.configure(font="sans-serif", background="white")
        .configure_view(stroke=None)
        .configure_axis(gridColor="#eceff1", domainColor=QUIET, tickColor=QUIET)
        .configure_title(anchor="start", fontSize=14, subtitleColor="#667", subtitleFontSize=11, offset=10)
    )


def _data(values: Sequence[dict[str, Any]]) -> Any:
    import altair as alt

    made: Any = alt.Data
    return made(values=values)


def _bar(what: str, start: float, end: float, order: int) -> dict[str, Any]:
    # Whole: the axis shortens it, and two signs that begin alike keep a row each.
    return {"what": what, "from": start, "to": end, "way": "up" if end >= start else "down", "order": order}


def _logit(probability: float) -> float:
    return log(probability / (1 - probability))
