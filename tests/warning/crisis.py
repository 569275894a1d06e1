"""Reports and problems made by hand, of an invented crisis."""

from datetime import date, timedelta

from tocsin.records import (
    Credibility,
    Event,
    Grade,
    How,
    Indicator,
    Leaning,
    Match,
    Party,
    Passage,
    Problem,
    Rates,
    Reliability,
    Report,
    Resolver,
    Status,
    Teller,
    Trace,
    When,
    identity,
)  # fmt: skip

OPENED, DEADLINE = date(2031, 5, 1), date(2031, 7, 31)


def day(number: int) -> date:
    """The day *number* days after the question was opened."""
    return OPENED + timedelta(days=number)


def teller(name: str, family: str | None = None) -> Teller:
    return Teller(name.lower(), name, family or name.lower())


def report(
    on: date = OPENED,
    by: Teller | None = None,
    *,
    kind: str = "MOBILIZE",
    hit: float = 0.5,
    false_alarm: float = 0.1,
    leaning: Leaning = Leaning.NEUTRAL,
    status: Status = Status.ACTUAL,
    score: float = 1.0,
    article: str | None = None,
    actor: str = "LRK",
    recipient: str = "AVN",
    quad: str = "material conflict",
) -> Report:
    """Somebody tells that Lorusk mobilises against Averna."""
    source = by or teller("Meridian Dispatch")
    rates = Rates(hit, false_alarm, min(3 * false_alarm, hit), false_alarm / 2, "by hand")
    article = article or f"{source.id}-{on}"
    event = Event(
        identity("event", article, kind, status, actor), kind, None, (), None, quad, Passage("moved", ()),
        (Party(actor, (), country=actor),), (Party(recipient, (), country=recipient),), status, When(on, on, How.STATED), None, None,
        score, Trace(),
    )  # fmt: skip
    return Report(
        identity("report", article, event.id), on, article, source.name, "A headline", None, "Lorusk moved its troops.", event, None,
        source, (source,), source.id, leaning, rates, Grade(Reliability.UNJUDGED, Credibility.UNJUDGED), source, rates,
    )  # fmt: skip


def indicator(
    name: str = "build-up",
    *,
    yes: float = 0.6,
    no: float = 0.1,
    half_life: float = 21,
    family: str = "posture",
    events: tuple[str, ...] = ("MOBILIZE",),
) -> Indicator:
    match = Match(events=events, status=(Status.ACTUAL, Status.HYPOTHETICAL), actors=("LRK",), recipients=("AVN",))
    return Indicator(name, f"the sign {name}", family, yes, no, half_life, (match,), against=yes < no)


def problem(*indicators: Indicator, hazard: float = 0.3, **other: object) -> Problem:
    kept = Problem(
        "watch", "Will Lorusk use force against Averna?", OPENED, DEADLINE, "Fire across the border, as the UN reports it.",
        Resolver("the UN mission", "its reports", "no"), hazard, "by hand", indicators or (indicator(),),
    )  # fmt: skip
    if not other:
        return kept
    from dataclasses import replace

    return replace(kept, **other)  # type: ignore[arg-type]
