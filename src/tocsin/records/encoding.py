"""Briefings as dicts and lists, ready for JSON: written out field by field, since it stands in the hot path of every run."""

from datetime import date
from typing import Any

from tocsin.records.actor import Party
from tocsin.records.article import Article
from tocsin.records.briefing import Briefing
from tocsin.records.claim import Claim
from tocsin.records.event import Event, Where
from tocsin.records.skipped import Skipped
from tocsin.records.span import Passage, Span
from tocsin.records.stance import Interest, Question, Stance
from tocsin.records.trace import Trace
from tocsin.records.when import TimeExpression, When

Json = dict[str, Any]


def to_json(briefing: Briefing) -> Json:
    """The briefing as dicts and lists, ready for `json.dumps`; every field is there, unknown ones as None."""
    return {
        "schema": briefing.schema,
        "id": briefing.id,
        "article": _article(briefing.article),
        "claims": [_claim(claim) for claim in briefing.claims],
        "events": [_event(event) for event in briefing.events],
        "stances": [_stance(stance) for stance in briefing.stances],
        "interests": [_interest(interest) for interest in briefing.interests],
        "questions": [_question(question) for question in briefing.questions],
        "skipped": [_skipped(skipped) for skipped in briefing.skipped],
        "times": [_time(expression) for expression in briefing.times],
    }


def _article(article: Article) -> Json:
    dateline, figures = article.dateline, article.figures
    return {
        "id": article.id,
        "text": article.text,
        "title": article.title,
        "outlet": article.outlet,
        "byline": list(article.byline),
        "published": _iso(article.published),
        "published_how": article.published_how,
        "dateline": dateline and {"place": dateline.place, "agency": dateline.agency, "day": _iso(dateline.day)},
        "agency": article.agency,
        "language": article.language,
        "url": article.url,
        "figures": {"views": figures.views, "comments": figures.comments, "shares": figures.shares},
        "skipped": [_skipped(skipped) for skipped in article.skipped],
    }


def _claim(claim: Claim) -> Json:
    actor = claim.source.actor
    return {
        "id": claim.id,
        "source": {
            "text": claim.source.text,
            "spans": _spans(claim.source.spans),
            "actor": actor
            and {"name": actor.name, "country": actor.country, "sector": actor.sector, "role": actor.role},
        },
        "cue": _passage(claim.cue),
        "content": _passage(claim.content),
        "act": claim.act.value,
        "hedged": claim.hedged,
        "directness": claim.directness.value,
        "depth": claim.depth,
        "parent": claim.parent,
        "score": claim.score,
        "trace": _trace(claim.trace),
    }


def _event(event: Event) -> Json:
    when, where = event.when, event.where
    return {
        "id": event.id,
        "type": event.type,
        "mode": event.mode,
        "contexts": list(event.contexts),
        "cameo": event.cameo,
        "quad": event.quad,
        "trigger": _passage(event.trigger),
        "actors": [_party(party) for party in event.actors],
        "recipients": [_party(party) for party in event.recipients],
        "status": event.status.value,
        "when": _when(when),
        "where": where and _where(where),
        "claim": event.claim,
        "score": event.score,
        "trace": _trace(event.trace),
        "magnitude": dict(event.magnitude),
        "announced_as": event.announced_as,
        "within": event.within,
    }


def _where(where: Where) -> Json:
    return {
        "text": where.text,
        "spans": _spans(where.spans),
        "country": where.country,
        "latitude": where.latitude,
        "longitude": where.longitude,
        "precision": where.precision.value if where.precision is not None else None,
    }


def _stance(stance: Stance) -> Json:
    return {
        "id": stance.id,
        "holder": _party(stance.holder),
        "toward": _party(stance.toward),
        "position": stance.position.value,
        "since": _iso(stance.since),
        "evidence": list(stance.evidence),
        "trace": _trace(stance.trace),
    }


def _interest(interest: Interest) -> Json:
    return {
        "id": interest.id,
        "holder": _party(interest.holder),
        "matter": interest.matter,
        "gain": interest.gain,
        "spans": _spans(interest.spans),
        "trace": _trace(interest.trace),
        "conflict": interest.conflict,
    }


def _when(when: When | None) -> Json | None:
    if when is None:
        return None
    return {"start": _iso(when.start), "end": _iso(when.end), "how": when.how.value, "text": when.text}


def _time(expression: TimeExpression) -> Json:
    return {
        "span": list(expression.span),
        "when": _when(expression.when),
        "ahead": _when(expression.ahead),
        "anchor": _when(expression.anchor),
    }


def _question(question: Question) -> Json:
    return {
        "id": question.id,
        "text": question.text,
        "spans": _spans(question.spans),
        "claim": question.claim,
        "trace": _trace(question.trace),
    }


def _skipped(skipped: Skipped) -> Json:
    return {"what": skipped.what, "stage": skipped.stage, "why": skipped.why}


def _party(party: Party) -> Json:
    return {
        "text": party.text,
        "spans": _spans(party.spans),
        "name": party.name,
        "country": party.country,
        "sector": party.sector,
        "role": party.role,
        "presumed": party.presumed,
    }


def _passage(passage: Passage) -> Json:
    return {"text": passage.text, "spans": _spans(passage.spans)}


def _trace(trace: Trace) -> Json:
    return {"model": trace.model, "rule": trace.rule, "codebook": trace.codebook, "notes": list(trace.notes)}


def _spans(spans: tuple[Span, ...]) -> list[list[int]]:
    return [[start, end] for start, end in spans]


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
