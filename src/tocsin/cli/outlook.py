"""How forecasts read to a person: one wording for terminal and page."""

from tocsin.cli import words
from tocsin.records import Alert, Forecast, Origin, Reason, Report
from tocsin.warning.estimative import in_words


def percent(probability: float) -> str:
    """A probability as a share of a hundred, exact enough to see it move.

    >>> percent(0.002), percent(0.043), percent(0.5)
    ('0.2 %', '4.3 %', '50 %')
    """
    share = 100 * probability
    return f"{share:.1f} %" if share < 9.95 or share > 90.05 else f"{share:.0f} %"


def points(change: float) -> str:
    """A change of a probability, signed, in points of a hundred.

    >>> points(0.031), points(-0.2), points(0.00001)
    ('+3.1', '-20.0', '0.0')
    """
    value = round(100 * change, 1)
    return f"{value:+.1f}" if value else "0.0"


def outlook(forecast: Forecast) -> str:
    """The probability, and its words beside it."""
    return f"{percent(forecast.probability)}, {in_words(forecast.probability)}"


def basis(forecast: Forecast) -> str:
    """On how much the figure rests: articles, origins, owners.

    The basis is no likelihood and stands in a sentence of its own (ICD 203).
    """
    if not forecast.origins:
        return "No sign has been told of: this is the base rate and the clock."
    counted = (("article", forecast.articles), ("origin", forecast.origins), ("owner", forecast.owners))
    said = ", ".join(f"{count} {noun}{'' if count == 1 else 's'}" for noun, count in counted)
    single = " A single channel: one could feed it." if forecast.owners == 1 else ""
    return f"It rests on {said}.{single}"


def origin(one: Origin) -> str:
    """Who says it, how often it was carried, how old it is."""
    first = one.reports[0]
    articles = len({report.article for report in one.reports})
    pieces = [words.clean(one.teller), f"grade {first.grade}"]
    if first.leaning.value != "no known interest":
        pieces.append(first.leaning.value)
    pieces.append(words.day(first.day) + (f", {one.age_days} days old" if one.age_days > 1 else ""))
    if articles > 1:
        pieces.append(f"in {articles} articles")
    if one.weight < 1:
        pieces.append(f"weighs {one.weight:.2f}: not the first of its owner")
    if one.denies:
        pieces.insert(0, "denied")
    return " · ".join(pieces)


def chain(report: Report) -> str:
    """From who printed it to who said it."""
    names = dict.fromkeys(words.clean(teller.name) for teller in report.chain)
    return " ← ".join(names)


def alert(one: Alert) -> str:
    """What rang, in a sentence."""
    way = "up" if one.rising else "down"
    moved = f"from {100 * one.before:.1f} % to {100 * one.after:.1f} %"
    if one.reason is Reason.JUMP:
        return f"{words.day(one.day)}: a jump {way}, {moved}, through what was told"
    return f"{words.day(one.day)}: {way} past {percent(one.threshold or 0)}, {moved}"
