"""The second flow: briefings and coded events in, forecasts out. Where the stages `sources` and `warning` meet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Self

from tocsin.codebook.book import Codebook
from tocsin.records import Alert, Briefing, Forecast, Problem, Report, Skipped, Weights
from tocsin.sources.coded import Coded
from tocsin.sources.grades import graded
from tocsin.sources.identity import Identity
from tocsin.sources.rates import Judge
from tocsin.sources.record import Outcome, Record
from tocsin.sources.registry import Register
from tocsin.sources.reports import Desk, leads
from tocsin.warning.alerts import alerts
from tocsin.warning.forecast import Watch, strongest


@dataclass(slots=True)
class Gathered:
    """What was read from folders and files: briefings, and coded events by data set."""

    briefings: list[Briefing] = field(default_factory=list)
    coded: list[tuple[str, Iterable[dict[str, Any]]]] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Replay:
    """Register, record and codebook loaded once, for as many problems as are asked."""

    codebook: Codebook
    register: Register
    record: Record = field(default_factory=Record)

    @classmethod
    def load(
        cls, codebook: Codebook, *, register_folders: Sequence[Path] = (), outcomes: Iterable[Outcome] = ()
    ) -> Self:
        """Our register with the user's folders, and the record of what was resolved. Raises RegisterError."""
        return cls(codebook, Register.load(register_folders), Record.of(outcomes))

    def reports(self, gathered: Gathered, topic: str = "general") -> tuple[list[Report], list[Skipped]]:
        """Everything told, graded by source, oldest first, and what was left out."""
        made, skipped = Desk(self.register, self.record).reports(gathered.briefings, topic)
        for name, rows in gathered.coded:
            coded = Coded(Identity(self.register), Judge(self.record), self.codebook, name, topic)
            for one in coded.reports(rows):
                if isinstance(one, Skipped):
                    skipped.append(one)
                else:
                    made.append(one)
        return sorted(made, key=lambda report: (report.day, report.id)), skipped

    @staticmethod
    def originals(briefings: Sequence[Briefing]) -> list[Briefing]:
        """*briefings* without those whose article repeats another of them."""
        copies = leads([briefing.article for briefing in briefings])
        return [briefing for briefing in briefings if briefing.article.id not in copies]

    def graded(self, gathered: Gathered, topic: str = "general") -> tuple[list[Report], list[Skipped]]:
        """The same reports, each graded beside all the others as of the day of the last.

        What has no day is taken to be of the day of the last, and is among what was left out.
        """
        days = [briefing.article.published for briefing in gathered.briefings if briefing.article.published]
        last = max(days, default=date.today())
        undated = [briefing for briefing in gathered.briefings if briefing.article.published is None]
        dated = [
            briefing
            if briefing.article.published
            else replace(briefing, article=replace(briefing.article, published=last))
            for briefing in gathered.briefings
        ]
        reports, skipped = self.reports(Gathered(dated, gathered.coded), topic)
        skipped += [
            Skipped(one.article.title or one.article.id, "sources", f"its day is not known; graded as of {last}")
            for one in undated
        ]
        found = graded(reports, reports, on=max((report.day for report in reports), default=date.max))
        return [found[report.id] for report in reports], skipped

    def watch(
        self, problem: Problem, gathered: Gathered, weights: Weights | None = None
    ) -> tuple[Watch, list[Skipped]]:
        """The problem with all that was told of its signs."""
        reports, skipped = self.reports(gathered, problem.topic)
        return Watch.of(problem, reports, weights), skipped

    def as_of(self, watch: Watch, day: date) -> Watch:
        """The same watch with what was told of its signs graded as of *day*: who confirmed or denied it by then."""
        known = graded(watch.reports(), watch.known, on=day)
        told = {
            name: tuple(replace(one, report=known[one.report.id]) for one in seen) for name, seen in watch.told.items()
        }
        return replace(watch, told=told)

    def alerts(self, watch: Watch, trajectory: Sequence[Forecast]) -> list[Alert]:
        """What rang along *trajectory*, its quotations graded as of the day on which it rang."""
        return [
            replace(one, because=strongest(self.as_of(watch, one.day).forecast(one.day).terms, rising=one.rising))
            for one in alerts(watch.problem, trajectory)
        ]
