"""How often a source is right: the mean of its class, an analyst's letter, and its record of resolved reports."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tocsin.records import Leaning, Profile, Rates, Reliability, Teller
from tocsin.sources.record import Counts, Record


@cache
def constants() -> dict[str, Any]:
    """The tables of `rates.toml`: every number that grades rest on."""
    return tomllib.loads(files("tocsin.sources").joinpath("rates.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Judge:
    """Gives rates and reliability to tellers, from the register's facts and from a record."""

    record: Record

    def rates(self, teller: Teller, profile: Profile | None, topic: str) -> Rates:
        """The teller's rates on *topic*: posterior means of Beta distributions.

        Each resolved report is one trial of both rates, at even odds: it was a hit if what it told proved so, else a false alarm.
        Shrunk twice: the source's own toward the mean of its class, the topic's toward the source's. False alarms with and against
        interest start from a multiple of the neutral ones and learn apart. None passes the hit rate: a report cannot count against
        what it says.
        """
        numbers = constants()
        start, strength = class_mean(profile), numbers["strength"]
        name = teller.kept_as
        whole, on_topic, on_others = self._counts(name, topic)
        hit = _shrunk(on_topic.so, on_topic.told, _shrunk(on_others.so, on_others.told, start.hit, strength), strength)

        def false_alarms(leaning: Leaning, mean: float) -> float:
            _, here, elsewhere = self._counts(name, topic, leaning)
            own = _shrunk(elsewhere.false, elsewhere.told, mean, strength)
            return min(_shrunk(here.false, here.told, own, strength), hit)

        neutral = false_alarms(Leaning.NEUTRAL, start.false_alarm)
        return Rates(
            hit,
            neutral,
            false_alarms(Leaning.WITH, min(neutral * numbers["with_interest"], 1.0)),
            false_alarms(Leaning.AGAINST, neutral * numbers["against_interest"]),
            start.basis if not whole.told else f"{start.basis}; {_reports(whole)}",
            whole.told,
        )

    def _counts(self, name: str, topic: str, leaning: Leaning | None = None) -> tuple[Counts, Counts, Counts]:
        """All that is counted of a source, what of it is on *topic*, and what other topics are worth; no report counts twice."""
        whole, on_topic = self.record.counts(name, "", leaning), self.record.counts(name, topic, leaning)
        worth = constants()["other_topics"]
        return whole, on_topic, Counts(worth * (whole.told - on_topic.told), worth * (whole.so - on_topic.so))

    def reliability(self, teller: Teller, profile: Profile | None) -> tuple[Reliability, str]:
        """The letter, and why: an analyst's own, else what the record earned, else F."""
        if profile is not None and profile.reliability is not None:
            return profile.reliability, f"an analyst's judgement: {profile.because}"
        counts = self.record.counts(teller.kept_as)
        reports, questions = constants()["enough_reports"], constants()["enough_questions"]
        if counts.told < reports or len(counts.questions) < questions:
            seen = f"only {_reports(counts)}" if counts.told else "none of its reports has been resolved yet"
            wanted = f"{reports} reports on {questions} questions are needed"
            return Reliability.UNJUDGED, f"cannot be judged: {seen} ({wanted}), and no analyst has given a letter"
        right = counts.so / counts.told
        letter = next(letter for letter, floor in constants()["earned"].items() if right >= floor)
        return Reliability(letter), f"by its record of {_reports(counts)}: {right:.0%} proved so"


def _reports(counts: Counts) -> str:
    """How much a record holds, in words."""
    reports, questions = round(counts.told), len(counts.questions)
    return (
        f"{reports} resolved report{'' if reports == 1 else 's'} on {questions} question{'' if questions == 1 else 's'}"
    )


@dataclass(frozen=True, slots=True)
class Mean:
    """Where the rates of a class of sources start."""

    hit: float
    false_alarm: float
    basis: str


def class_mean(profile: Profile | None) -> Mean:
    """Where the rates of such a source start.

    >>> class_mean(None)
    Mean(hit=0.5, false_alarm=0.1, basis='not in the register')
    """
    numbers = constants()
    if profile is None:
        return Mean(**numbers["unknown"], basis="not in the register")
    if profile.reliability is not None and profile.reliability is not Reliability.UNJUDGED:
        return Mean(**numbers["letter"][profile.reliability.value], basis=f"an analyst's {profile.reliability}")
    for one in numbers["class"]:
        if (
            profile.kind in one["kinds"]
            and (profile.control in one["controls"] if "controls" in one else True)
            and (profile.corrections is not None or not one.get("corrections"))
        ):
            return Mean(one["hit"], one["false_alarm"], one["name"])
    return Mean(**numbers["unknown"], basis=f"no class for a {profile.kind}")


def _shrunk(successes: float, trials: float, mean: float, strength: float) -> float:
    return (strength * mean + successes) / (strength + trials)
