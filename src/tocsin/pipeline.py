"""The flow: an Article in, a Briefing out. Read this file first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Self

from tocsin.codebook.book import Codebook
from tocsin.codebook.gazetteer import Gazetteer
from tocsin.coding.actors import ActorResolver
from tocsin.coding.claims import claims
from tocsin.coding.confidence import Confidence
from tocsin.coding.events import Circumstances, Codes, events
from tocsin.coding.interests import interests
from tocsin.coding.located import Locator
from tocsin.coding.magnitude import magnitude
from tocsin.coding.parties import Whose
from tocsin.coding.patterns import doers, matches
from tocsin.coding.principal import within
from tocsin.coding.questions import questions
from tocsin.coding.stances import stances
from tocsin.coding.triggers import seen
from tocsin.coding.when import long_past, today_of, when_of
from tocsin.coding.where import where_of
from tocsin.language.reader import ModelReader, Reader
from tocsin.language.times import times
from tocsin.reading.boilerplate import asides
from tocsin.reading.dateline import opening
from tocsin.reading.plain import article_from_text
from tocsin.records import Article, Briefing, Event, Kind, Skipped, identity

# Events less likely than this are left out of every briefing. Measured on the corpus's development part, 2026-11: of 23 such events
# three were right, and without them type F1 is .015 higher.
FAINT = 0.15


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A loaded reader and codebook: load once, brief many."""

    reader: Reader
    codebook: Codebook
    confidence: Confidence

    @classmethod
    def load(cls, *, codebook_folders: Sequence[Path] = (), threads: int = 1) -> Self:
        """The shipped reader with our codebook and the user's folders. Raises ModelError, CodebookError."""
        return cls(ModelReader(threads=threads), Codebook.load(codebook_folders), Confidence.load())

    def brief_text(self, text: str, *, published: date | None = None) -> Briefing:
        """The briefing of a plain text, with no page around it."""
        return self.brief(article_from_text(text, published=published))

    def brief(self, article: Article, *, min_score: float = 0.0) -> Briefing:
        """Who says what, what happened, who stands where, what is left open.

        Records less probable than *min_score* (0..1) are left out, and what only they support with them.
        """
        if article.language is not None and article.language.partition("-")[0] != "en":
            skipped = Skipped(
                article.title or article.id, "language", f"written in {article.language}; the reader reads English"
            )
            return Briefing(identity("briefing", article.id), article, skipped=(*article.skipped, skipped))
        # A dateline is no part of the first sentence, and a reader who takes it for one misreads the sentence.
        aside = asides(article.text)
        before = opening(article.text, aside) if article.dateline else None
        reading = self.reader.read(article.text, (*aside, before) if before else aside)
        actors = ActorResolver(reading, article, self.codebook.actors)
        day = article.dateline.day if article.dateline else None
        moments = times(article.text, published=article.published, dateline_day=day)
        today = today_of(article, moments)
        places = [mention for mention in reading.mentions if mention.kind is Kind.PLACE]
        locator = Locator(self.codebook.actors.place, Gazetteer.load, actors.named_countries)
        said = list(claims(reading, article, actors.resolve, self.codebook.hedges))
        book = self.codebook.events
        coded = events(
            seen(
                reading,
                matches(reading, book),
                lambda word: doers(word, reading, book, actors.is_of_a_state),
            ),
            reading,
            article,
            said,
            whose=Whose(
                actors.resolve,
                actors.whole,
                actors.countries,
                actors.is_of_a_state,
                actors.is_role,
                actors.presumed_country,
            ),
            codes=Codes(book.quad, book.cameo, book.announced, book.contexts, self.codebook.version),
            circumstances=Circumstances(
                when=lambda trigger: when_of(trigger, reading, moments, article),
                where=lambda trigger: where_of(trigger, reading, places, locate=locator),
                magnitude=lambda trigger: magnitude(trigger, reading),
                past=lambda when: long_past(when, today),
            ),
        )
        # Calibrated last: until here every stage weighs the model's own probabilities.
        told = list(within(coded, reading))
        scored = (
            replace(event, score=self.confidence.event(event, reading, told[:place]))
            for place, event in enumerate(told)
        )
        happened = _standing(tuple(event for event in scored if event.score >= FAINT or event.trace.model is None))
        said = [replace(claim, score=self.confidence.claim(claim)) for claim in said]
        briefing = Briefing(
            id=identity("briefing", article.id, reading.model, self.codebook.version),
            article=article,
            claims=tuple(sorted(said, key=lambda claim: (claim.cue.spans or claim.content.spans)[0])),
            events=happened,
            stances=tuple(stances(said, happened, reading, article, actors.resolve)),
            interests=tuple(interests(reading, article, actors.resolve)),
            questions=tuple(questions(reading, article, said)),
            skipped=article.skipped,
            times=moments,
        )
        return surer(briefing, min_score) if min_score > 0 else briefing


def _standing(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """*events*, none of which is told within one that is not among them."""
    shown = {event.id for event in events}
    return tuple(event if event.within in shown else replace(event, within=None) for event in events)


def surer(briefing: Briefing, min_score: float) -> Briefing:
    """*briefing* without records less probable than *min_score*, and without what stands on those alone."""
    kept: set[str | None] = {None}  # None is the outlet itself, which tells and is not told
    for claim in sorted(briefing.claims, key=lambda claim: claim.depth):
        if claim.score >= min_score and claim.parent in kept:
            kept.add(claim.id)
    events = tuple(event for event in briefing.events if event.score >= min_score and event.claim in kept)
    shown = kept | {event.id for event in events}
    events = _standing(events)
    return replace(
        briefing,
        claims=tuple(claim for claim in briefing.claims if claim.id in kept),
        events=events,
        stances=tuple(
            replace(stance, evidence=tuple(one for one in stance.evidence if one in shown))
            for stance in briefing.stances
            if not stance.evidence or not shown.isdisjoint(stance.evidence)
        ),
        questions=tuple(question for question in briefing.questions if question.claim in kept),
    )
