"""Which reports speak of which sign."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from tocsin.records import Actor, Event, Holder, Indicator, Leaning, Match, Party, Report, Status, Teller
from tocsin.warning.constants import constants
from tocsin.warning.probability import report_nats


@dataclass(frozen=True, slots=True)
class Seen:
    """One report of a sign, and what it adds to ln L on its own day."""

    report: Report
    denies: bool
    nats: float
    teller: Teller  # who vouches for it: of a saying whoever reports that it was said, else the report's own teller


def seen(indicator: Indicator, reports: Iterable[Report], interests: Sequence[Holder] = ()) -> tuple[Seen, ...]:
    """Every report that tells of *indicator*, or denies it, in the order of *reports*; *interests* are the problem's."""
    return tuple(
        _seen(report, match, indicator, interests)
        for report in reports
        if score(report) >= constants()["least_score"]
        for match in _fitting(indicator.matches, report)
    )


def fits(match: Match, report: Report) -> bool:
    """Whether *report* is what *match* asks for, or its denial."""
    event, claim = report.event, report.claim
    if match.events or match.cameo or match.modes or match.contexts or match.actors or match.recipients or match.places:
        if event is None or not _event_fits(match, event):
            return False
    elif match.status and (event is None or event.status not in match.status):
        return False
    if match.acts and (claim is None or claim.act not in match.acts):
        return False
    if match.speakers and (
        claim is None or not any(_is_actor(who, claim.source.actor, claim.source.text) for who in match.speakers)
    ):
        return False
    return not match.words or any(_wording(words).search(report.quote) for words in match.words)


def _event_fits(match: Match, event: Event) -> bool:
    announced = event.announced_as in match.events
    if match.events and event.type not in match.events and not announced:
        return False
    if match.cameo and not (event.cameo or "").startswith(match.cameo):
        return False
    if match.modes and event.mode not in match.modes:
        return False
    if match.contexts and not set(match.contexts) & set(event.contexts):
        return False
    # An announced attack is a threat that has happened. What did not happen is a denial of what would have fitted.
    status = Status.ACTUAL if announced and event.type not in match.events else event.status
    if status is not Status.NEGATED and status not in (match.status or (Status.ACTUAL,)):
        return False
    if match.places and (event.where is None or event.where.country not in match.places):
        return False
    if not match.actors and not match.recipients:
        return True
    forth = _among(match.actors, event.actors) and _among(match.recipients, event.recipients)
    if forth or not match.either_way:
        return forth
    back = _among(match.actors, event.recipients) and _among(match.recipients, event.actors)
    together = _among(match.actors, event.actors) and _among(match.recipients, event.actors)
    return back or together


def _among(wanted: Sequence[str], parties: Sequence[Party]) -> bool:
    return not wanted or any(
        _is(who, party.name, party.country, party.sector, party.text) for who in wanted for party in parties
    )


def _is_actor(who: str, actor: Actor | None, text: str) -> bool:
    if actor is None:
        return who.casefold() == text.casefold()
    return _is(who, actor.name, actor.country, actor.sector, text)


def _is(who: str, name: str | None, country: str | None, sector: str | None, text: str) -> bool:
    """Whether *who*, a country's code with or without a sector, or a name, is meant."""
    code, dot, of = who.partition(".")
    if code == country and (not dot or of == sector):
        return True
    return who.casefold() in ((name or "").casefold(), text.casefold())


@cache
def _wording(words: str) -> re.Pattern[str]:
    """Words as they may stand in a text: any case, any blanks between, a star for any ending."""
    pieces = [re.escape(piece).replace(r"\*", r"\w*") for piece in words.split()]
    return re.compile(r"(?<!\w)" + r"\s+".join(pieces) + r"(?!\w)", re.IGNORECASE)


def _fitting(matches: Sequence[Match], report: Report) -> Sequence[Match]:
    """The first of *matches* that the report fits, alone; none where it fits none."""
    return next(((match,) for match in matches if fits(match, report)), ())


def _seen(report: Report, match: Match, indicator: Indicator, interests: Sequence[Holder]) -> Seen:
    """What *report* adds. Where the sign is that something is said, it is no matter whether what is said is so."""
    event, claim = report.event, report.claim
    reserved = event is not None and event.status in (Status.HYPOTHETICAL, Status.FUTURE)
    said = bool(match.acts or match.speakers)
    if said:
        rates, lean, denies = report.voice_rates, Leaning.NEUTRAL, False
    else:
        rates, lean, denies = report.rates, leaning(report, indicator, interests), report.denies
        reserved |= claim is not None and claim.hedged
    nats = report_nats(
        rates.hit,
        rates.false_alarms(lean),
        denies=denies,
        score=score(report),
        weight=constants()["reserve"] if reserved else 1.0,
    )
    return Seen(report, denies, nats, report.voice if said else report.teller)


def score(report: Report) -> float:
    """The probability that the reader read the event, and who tells it, right: that of the weaker of the two."""
    event, claim = report.event, report.claim
    return min(event.score if event is not None else 1.0, claim.score if claim is not None else 1.0)


def leaning(report: Report, indicator: Indicator, interests: Sequence[Holder]) -> Leaning:
    """The report's own leaning; where it has none, that of whom the problem says to gain by the answer's being believed."""
    if report.leaning is not Leaning.NEUTRAL:
        return report.leaning
    teller = report.teller
    for holder in interests:
        if (
            holder.who in (teller.state, teller.profile, teller.family)
            or holder.who.casefold() == teller.name.casefold()
        ):
            for_yes = indicator.against == report.denies
            return Leaning.WITH if for_yes == (holder.gains_by == "yes") else Leaning.AGAINST
    return Leaning.NEUTRAL
