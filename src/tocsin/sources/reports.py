"""Briefings made into reports: each event and claim with who vouches for it, in whose interest, how far to be trusted."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tocsin.records import (
    Article,
    Briefing,
    Claim,
    Credibility,
    Event,
    Grade,
    Leaning,
    Profile,
    Rates,
    Report,
    Skipped,
    Teller,
    identity,
)  # fmt: skip
from tocsin.sources.duplicates import Duplicates
from tocsin.sources.identity import Identity
from tocsin.sources.interests import Named, leaning, named
from tocsin.sources.rates import Judge
from tocsin.sources.record import Record
from tocsin.sources.registry import Register


@dataclass(frozen=True, slots=True)
class Desk:
    """What the stage needs: the register, and the record of what was resolved."""

    register: Register
    record: Record = Record()  # noqa: RUF009 - frozen and empty

    def reports(self, briefings: Sequence[Briefing], topic: str = "general") -> tuple[list[Report], list[Skipped]]:
        """Every event and claim of *briefings* as a report on *topic*, oldest first, and what had to be left out.

        Copies of one text are one origin: all speak with the voice of the lead copy. An article without a day is left out,
        since nobody could say when it was known.
        """
        dated = sorted((one for one in briefings if one.article.published), key=_day_and_id)
        skipped = [
            Skipped(
                one.article.title or one.article.id,
                "sources",
                'no day of publication: give it as "date" in JSON, or brief it with tocsin read --date',
            )
            for one in briefings
            if one.article.published is None
        ]
        lead_of = leads([one.article for one in dated])
        stakes = named(dated)
        identity_ = Identity(self.register)
        voices = {one.article.id: identity_.author(one.article) for one in dated}
        made: list[Report] = []
        for briefing in dated:
            article = briefing.article
            lead = lead_of.get(article.id, article.id)
            teller = _Teller(identity_, Judge(self.record), voices[lead], topic, self._known(stakes, article.published))
            printer = identity_.printer(article)
            claims = {claim.id: claim for claim in briefing.claims}
            resting = {event.claim for event in briefing.events}
            for event in briefing.events:
                made.append(teller.report(article, printer, event, claims.get(event.claim or ""), claims))
            for claim in briefing.claims:
                if claim.id not in resting:
                    made.append(teller.report(article, printer, None, claim, claims))
        by_article: dict[str, list[Report]] = {}
        for report in made:
            by_article.setdefault(report.article, []).append(report)
        return [_retold(report, by_article.get(lead_of.get(report.article, ""), ())) for report in made], skipped

    @staticmethod
    def _known(stakes: Sequence[Named], day: date | None) -> Sequence[Named]:
        """The interests that had been named by *day*."""
        return [one for one in stakes if day is not None and one.article.published and one.article.published <= day]


@dataclass(frozen=True, slots=True)
class _Teller:
    """Makes the reports of one article."""

    identity: Identity
    judge: Judge
    voice: Teller
    topic: str
    stakes: Sequence[Named]

    def report(
        self, article: Article, printer: Teller, event: Event | None, claim: Claim | None, claims: dict[str, Claim]
    ) -> Report:
        chain = self.identity.chain(claim, claims, self.voice)
        judged = [self._judged(teller, event) for teller in chain]
        # A chain is as good as its weakest link; of equals whoever is nearest to the matter answers for it.
        if _performed(event, chain[-1]):
            # Who threatens has threatened: the saying is the deed, and whoever reports it vouches for it.
            judged = [(judged[0][0], Leaning.NEUTRAL, None)]
        weakest = min(range(len(judged)), key=lambda at: (judged[at][0].ratio(judged[at][1]), -at))
        rates, lean, why = judged[weakest]
        teller = chain[weakest]
        letter, reason = self.judge.reliability(teller, self.identity.profile(teller))
        record = event or claim
        assert record is not None
        told = f"{rates.hit:.2f} of what is so, {rates.false_alarms(lean):.2f} of what is not"
        reasons = [f"reliability {letter}: {teller.name}: {reason}", f"reports {told}: {rates.basis}"]
        if why:
            reasons.append(why)
        if printer.id != self.voice.id:
            reasons.append(f"printed by {printer.name}, told by {self.voice.name}")
        return Report(
            id=identity("report", article.id, record.id),
            day=article.published or date.min,
            article=article.id,
            outlet=article.outlet,
            headline=article.title,
            url=article.url,
            quote=_quote(article, event, claim),
            event=event,
            claim=claim,
            teller=teller,
            chain=chain if printer.id == self.voice.id else (printer, *chain),
            origin=teller.id,
            leaning=lean,
            rates=rates,
            grade=Grade(letter, Credibility.UNJUDGED),
            voice=self.voice,
            voice_rates=judged[0][0],
            reasons=tuple(reasons),
        )

    def _judged(self, teller: Teller, event: Event | None) -> tuple[Rates, Leaning, str | None]:
        profile: Profile | None = self.identity.profile(teller)
        lean, why = leaning(teller, profile, event, self.stakes)
        return self.judge.rates(teller, profile, self.topic), lean, why


def _performed(event: Event | None, speaker: Teller) -> bool:
    """Whether the event is done by being said, by the speaker itself or the state it speaks for."""
    if event is None or not (event.quad or "").startswith("verbal"):
        return False
    return any(
        (party.country is not None and party.country == speaker.state) or (party.name or party.text) == speaker.name
        for party in event.actors
    )


def leads(articles: Iterable[Article]) -> dict[str, str]:
    """The lead copy of each article that repeats another."""
    index = Duplicates()
    for article in {article.id: article for article in articles}.values():
        agency = article.agency or (article.dateline.agency if article.dateline else None)
        index.add(article.id, article.text, published=article.published, agency=agency, outlet=article.outlet)
    return {copy.article: cluster.lead for cluster in index.clusters() for copy in cluster.copies}


def _retold(report: Report, lead: Sequence[Report]) -> Report:
    """*report* as the *lead* copy tells it, where that tells the same: copies drop names and credits."""
    if report.event is None:
        return report
    for other in lead:
        if other.event is not None and _same(report.event, other.event):
            return replace(
                report,
                teller=other.teller,
                chain=(report.chain[0], *other.chain) if report.chain[0] != other.chain[0] else other.chain,
                origin=other.origin,
                leaning=other.leaning,
                rates=other.rates,
                grade=other.grade,
                reasons=(*other.reasons, "the article repeats another, which names who said it"),
            )
    return report


def _same(one: Event, other: Event) -> bool:
    """Whether a copy and its lead tell of one event: the same type and status, no party that contradicts another."""
    if (one.type, one.status) != (other.type, other.status):
        return False
    for ours, theirs in ((one.actors, other.actors), (one.recipients, other.recipients)):
        here, there = ({party.country for party in side if party.country} for side in (ours, theirs))
        if here and there and not here & there:
            return False
    return True


def _quote(article: Article, event: Event | None, claim: Claim | None) -> str:
    """The paragraph's sentence in which it stands, from mark to mark."""
    passage = event.trigger if event is not None else (claim.content if claim is not None else None)
    if passage is None or not passage.spans or not article.text:
        return passage.text if passage is not None else ""
    start, end = passage.spans[0].start, passage.spans[-1].end
    bounds = [0, *(at + 1 for at, mark in enumerate(article.text) if _stops(article.text, at, mark)), len(article.text)]
    first = bounds[max(bisect_right(bounds, start) - 1, 0)]
    last = bounds[min(bisect_right(bounds, max(start, end - 1)), len(bounds) - 1)]
    return " ".join(article.text[first:last].split())


def _stops(text: str, at: int, mark: str) -> bool:
    """Whether a sentence may end at *at*: a line's end, or a full stop before a blank and a capital or a quote mark."""
    if mark == "\n":
        return True
    after = text[at + 1 : at + 3]
    return mark in ".!?”" and len(after) == 2 and after[0] == " " and (after[1].isupper() or after[1] in '“"‘')


def _day_and_id(briefing: Briefing) -> tuple[date, str]:
    return briefing.article.published or date.max, briefing.article.id
