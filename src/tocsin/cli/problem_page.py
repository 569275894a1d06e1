"""A problem as one page: the figure, its trajectory, every term with its quotations; self-contained, without script."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from markupsafe import Markup

from tocsin import __version__
from tocsin.cli import charts, outlook, words
from tocsin.cli.pages import template
from tocsin.records import Alert, Forecast
from tocsin.warning.explanation import Explanation
from tocsin.warning.forecast import Watch


def render(watch: Watch, forecasts: Sequence[Forecast], alerts: Sequence[Alert], explained: Explanation) -> str:
    """The page for the day that *explained* takes apart."""
    forecast = explained.forecast
    told = sorted((term for term in forecast.terms if term.origins), key=lambda term: -abs(term.nats))
    return template("problem.html.jinja").render(
        alerts=alerts,
        explained=explained,
        forecast=forecast,
        if_seen=[(one.what, one.probability, one.change) for one in explained.if_seen],
        links=_followed,
        outlook=outlook,
        problem=watch.problem,
        told=told,
        # What vl-convert draws is escaped by it; the words in it are ours and the problem's own.
        trajectory=Markup(charts.svg(charts.trajectory(watch.problem, forecasts, alerts))),
        unseen=[term.says for term in forecast.terms if not term.origins],
        version=__version__,
        waterfall=Markup(charts.svg(charts.waterfall(explained))),
        without=[(one.who, one.probability, one.change) for one in explained.without],
        words=words,
    )


def _followed(url: str | None) -> bool:
    """Whether *url* is one that a browser may follow."""
    return url is not None and urlsplit(url).scheme in ("http", "https")
