"""A run and an explanation as JSON: the same figures as on the terminal, for other programs."""

import json
from collections.abc import Sequence
from typing import Any

from tocsin.records import Alert, Forecast, Origin, Problem, Report, Skipped, Term
from tocsin.records.plain import plain
from tocsin.warning.estimative import in_words
from tocsin.warning.explanation import Explanation

Json = dict[str, Any]


def run(problem: Problem, forecasts: Sequence[Forecast], alerts: Sequence[Alert], skipped: Sequence[Skipped]) -> str:
    """The trajectory with its terms, and the alerts with their quotations."""
    return _text(
        {
            "problem": _problem(problem),
            "trajectory": [_forecast(one) for one in forecasts],
            "alerts": [{**plain_alert(one), "because": [_origin(origin) for origin in one.because]} for one in alerts],
            "skipped": plain(skipped),
        }
    )


def explanation(problem: Problem, explained: Explanation, skipped: Sequence[Skipped]) -> str:
    """One day's forecast taken apart."""
    return _text(
        {
            "problem": _problem(problem),
            "forecast": _forecast(explained.forecast),
            "lines": [
                {"what": one.what, "nats": one.nats, "after": one.after, "indicator": one.indicator}
                for one in explained.lines
            ],
            "terms": [_term(term) for term in explained.forecast.terms],
            "without": plain(explained.without),
            "if_seen": plain(explained.if_seen),
            "if_nothing_more_is_told": [{"day": day.isoformat(), "probability": p} for day, p in explained.silence],
            "single_channel": explained.single_channel,
            "skipped": plain(skipped),
        }
    )


def plain_alert(alert: Alert) -> Json:
    """An alert without its quotations."""
    return {
        "day": alert.day.isoformat(),
        "reason": alert.reason.value,
        "rising": alert.rising,
        "before": alert.before,
        "after": alert.after,
        "threshold": alert.threshold,
    }


def _problem(problem: Problem) -> Json:
    return {
        "id": problem.id,
        "question": problem.question,
        "opened": problem.opened.isoformat(),
        "deadline": problem.deadline.isoformat(),
        "criterion": problem.criterion,
        "resolver": plain(problem.resolver),
        "hazard_per_year": problem.hazard_per_year,
        "hazard_basis": problem.hazard_basis,
    }


def _forecast(forecast: Forecast) -> Json:
    return {
        "day": forecast.day.isoformat(),
        "probability": forecast.probability,
        "words": in_words(forecast.probability),
        "clock": forecast.clock,
        "prior": forecast.prior,
        "history_nats": forecast.history_nats,
        "evidence_nats": forecast.evidence_nats,
        "weights": plain(forecast.weights),
        "families": plain(forecast.families),
        "terms": {term.indicator: term.nats for term in forecast.terms},
        "articles": forecast.articles,
        "origins": forecast.origins,
        "tellers": forecast.tellers,
        "owners": forecast.owners,
    }


def _term(term: Term) -> Json:
    return {
        "indicator": term.indicator,
        "says": term.says,
        "family": term.family,
        "nats": term.nats,
        "ceiling": term.ceiling,
        "origins": [_origin(origin) for origin in term.origins],
    }


def _origin(origin: Origin) -> Json:
    return {
        "id": origin.id,
        "teller": origin.teller,
        "family": origin.family,
        "denies": origin.denies,
        "age_days": origin.age_days,
        "weight": origin.weight,
        "nats": origin.nats,
        "reports": [report_json(report) for report in origin.reports],
    }


def report_json(report: Report) -> Json:
    """A report with its grade and the reasons for it."""
    return {
        "day": report.day.isoformat(),
        "article": report.article,
        "outlet": report.outlet,
        "headline": report.headline,
        "url": report.url,
        "quote": report.quote,
        "chain": [teller.name for teller in report.chain],
        "grade": str(report.grade),
        "leaning": report.leaning.value,
        "rates": plain(report.rates),
        "event": report.event and report.event.id,
        "claim": report.claim and report.claim.id,
        "reasons": list(report.reasons),
    }


def _text(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
