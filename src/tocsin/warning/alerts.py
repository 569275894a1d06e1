"""When the bell rings: a threshold passed twice, or a jump; never a number of articles."""

from collections.abc import Iterable, Iterator, Sequence

from tocsin.records import Alert, Forecast, Problem, Reason
from tocsin.warning.constants import constants
from tocsin.warning.forecast import strongest
from tocsin.warning.probability import logit


def alerts(problem: Problem, trajectory: Iterable[Forecast]) -> Iterator[Alert]:
    """Each alert of *trajectory*, in order, with the three strongest quotations for it.

    A threshold rings when two updates in a row lie beyond it, and not again in that direction before p has been on its other side by
    more than the dead band. A jump rings when p has moved by a nat within a week through what was told, not through the clock.
    """
    numbers = constants()["alert"]
    thresholds = problem.thresholds or tuple(numbers["thresholds"])
    beyond = dict.fromkeys(thresholds, False)
    past: list[Forecast] = []
    jumped: Forecast | None = None
    for forecast in trajectory:
        past.append(forecast)
        rang: bool | None = None  # whether a threshold has rung today, and which way
        updates = past[-numbers["updates"] :]
        for threshold in thresholds:
            crossed = _crossed(updates, threshold, numbers["dead_band"], up=not beyond[threshold])
            if len(past) < numbers["updates"] or not crossed:
                continue
            beyond[threshold] = not beyond[threshold]
            if len(past) == numbers["updates"] and beyond[threshold]:
                continue  # it began beyond: nothing has changed
            before = past[-numbers["updates"] - 1].probability
            rang = beyond[threshold]
            yield _alert(problem, forecast, Reason.THRESHOLD, before, rising=rang, threshold=threshold)
        week = [one for one in past if (forecast.day - one.day).days <= numbers["jump_days"]]
        start = jumped if jumped is not None and jumped in week else week[0]
        told = forecast.weights.tempering * (forecast.evidence_nats - start.evidence_nats)
        if abs(told) >= numbers["jump"] and abs(_moved(start, forecast)) >= numbers["jump"]:
            jumped = forecast
            if rang is (told > 0):
                continue  # the threshold has rung for it
            yield _alert(problem, forecast, Reason.JUMP, start.probability, rising=told > 0, threshold=None)


def _crossed(updates: Sequence[Forecast], threshold: float, band: float, *, up: bool) -> bool:
    if up:
        return all(one.probability >= threshold for one in updates)
    return all(one.probability < threshold - band for one in updates)


def _moved(start: Forecast, end: Forecast) -> float:
    return logit(end.probability) - logit(start.probability)


def _alert(
    problem: Problem, forecast: Forecast, reason: Reason, before: float, *, rising: bool, threshold: float | None
) -> Alert:
    because = strongest(forecast.terms, rising=rising)
    return Alert(problem.id, forecast.day, reason, rising, before, forecast.probability, threshold, because)
