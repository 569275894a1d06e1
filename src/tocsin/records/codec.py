"""Briefings as JSON and back: the only place that knows JSON.

`to_json` is written out field by field, since it stands in the hot path of every run; `from_json` checks as it
reads, and names the field that is wrong. Names in JSON are the names of the records' fields; a span is
`[start, end]`, a day is ISO 8601, an unknown is null. Fields nobody knows are passed over, fields with a default
may be missing. The schema in `docs/schema.json` is generated from the same records.
"""

import json
from datetime import date
from typing import Any

from tocsin.errors import RecordError
from tocsin.records.actor import Actor, Party, Source
from tocsin.records.article import Article, Dateline, Figures
from tocsin.records.briefing import SCHEMA, Briefing
from tocsin.records.claim import Act, Claim, Directness
from tocsin.records.event import Event, Precision, Status, Where
from tocsin.records.fields import (
    Fields,
    one_of,
    read_count,
    read_day,
    read_degrees,
    read_probability,
    read_span,
    read_text,
    read_truth,
)
from tocsin.records.skipped import Skipped
from tocsin.records.span import Passage, Span
from tocsin.records.stance import Interest, Position, Question, Stance
from tocsin.records.trace import Trace
from tocsin.records.when import How, TimeExpression, When

Json = dict[str, Any]


def dumps(briefing: Briefing, indent: int | None = None) -> str:
    """The briefing as JSON text, on one line unless *indent* is given.

    Letters of every script stand as themselves; a text with half a surrogate pair, which UTF-8 cannot hold, is
    written with escapes instead.
    """
    separators = (",", ":") if indent is None else (",", ": ")
    text = json.dumps(to_json(briefing), ensure_ascii=False, allow_nan=False, indent=indent, separators=separators)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(to_json(briefing), allow_nan=False, indent=indent, separators=separators)
    return text


def loads(text: str) -> Briefing:
    """The briefing that `dumps` wrote.

    Raises RecordError when *text* is not JSON, or not a briefing.
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RecordError(f"not JSON: {error}") from None
    return from_json(value)


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


def from_json(value: object) -> Briefing:
    """The briefing that `to_json` gave.

    Raises RecordError naming the path of the first bad field, as in "claims[3].cue.spans[0]", and what was wanted.
    """
    fields = Fields(value, "the briefing")
    schema = fields.get("schema", read_count)
    if schema != SCHEMA:
        raise RecordError(f"schema: {schema} is a version this Tocsin cannot read; it reads {SCHEMA}")
    return Briefing(
        id=fields.get("id", read_text),
        article=fields.get("article", _read_article),
        claims=fields.all("claims", _read_claim),
        events=fields.all("events", _read_event),
        stances=fields.all("stances", _read_stance),
        interests=fields.all("interests", _read_interest),
        questions=fields.all("questions", _read_question),
        skipped=fields.all("skipped", _read_skipped),
        times=fields.all("times", _read_time),
        schema=schema,
    )


def _read_article(value: object, path: str) -> Article:
    fields = Fields(value, path)
    return Article(
        id=fields.get("id", read_text),
        text=fields.get("text", read_text),
        title=fields.maybe("title", read_text),
        outlet=fields.maybe("outlet", read_text),
        byline=fields.all("byline", read_text),
        published=fields.maybe("published", read_day),
        published_how=fields.maybe("published_how", read_text),
        dateline=fields.maybe("dateline", _read_dateline),
        agency=fields.maybe("agency", read_text),
        language=fields.maybe("language", read_text),
        url=fields.maybe("url", read_text),
        figures=fields.maybe("figures", _read_figures) or Figures(),
        skipped=fields.all("skipped", _read_skipped),
    )


def _read_dateline(value: object, path: str) -> Dateline:
    fields = Fields(value, path)
    return Dateline(fields.get("place", read_text), fields.maybe("agency", read_text), fields.maybe("day", read_day))


def _read_figures(value: object, path: str) -> Figures:
    fields = Fields(value, path)
    return Figures(
        fields.maybe("views", read_count), fields.maybe("comments", read_count), fields.maybe("shares", read_count)
    )


def _read_claim(value: object, path: str) -> Claim:
    fields = Fields(value, path)
    return Claim(
        id=fields.get("id", read_text),
        source=fields.get("source", _read_source),
        cue=fields.get("cue", _read_passage),
        content=fields.get("content", _read_passage),
        act=fields.get("act", one_of(Act)),
        hedged=fields.get("hedged", read_truth),
        directness=fields.get("directness", one_of(Directness)),
        depth=fields.get("depth", read_count),
        parent=fields.maybe("parent", read_text),
        score=fields.get("score", read_probability),
        trace=fields.get("trace", _read_trace),
    )


def _read_source(value: object, path: str) -> Source:
    fields = Fields(value, path)
    return Source(fields.get("text", read_text), fields.all("spans", read_span), fields.maybe("actor", _read_actor))


def _read_actor(value: object, path: str) -> Actor:
    fields = Fields(value, path)
    return Actor(
        fields.maybe("name", read_text),
        fields.maybe("country", read_text),
        fields.maybe("sector", read_text),
        fields.maybe("role", read_text),
    )


def _read_event(value: object, path: str) -> Event:
    fields = Fields(value, path)
    return Event(
        id=fields.get("id", read_text),
        type=fields.get("type", read_text),
        mode=fields.maybe("mode", read_text),
        contexts=fields.all("contexts", read_text),
        cameo=fields.maybe("cameo", read_text),
        quad=fields.maybe("quad", read_text),
        trigger=fields.get("trigger", _read_passage),
        actors=fields.all("actors", _read_party),
        recipients=fields.all("recipients", _read_party),
        status=fields.get("status", one_of(Status)),
        when=fields.maybe("when", _read_when),
        where=fields.maybe("where", _read_where),
        claim=fields.maybe("claim", read_text),
        score=fields.get("score", read_probability),
        trace=fields.get("trace", _read_trace),
        magnitude=fields.maybe("magnitude", _read_magnitude) or {},
        announced_as=fields.maybe("announced_as", read_text),
        within=fields.maybe("within", read_text),
    )


def _read_when(value: object, path: str) -> When:
    fields = Fields(value, path)
    return When(
        fields.maybe("start", read_day),
        fields.maybe("end", read_day),
        fields.get("how", one_of(How)),
        fields.maybe("text", read_text),
    )


def _read_time(value: object, path: str) -> TimeExpression:
    fields = Fields(value, path)
    return TimeExpression(
        fields.get("span", read_span),
        fields.get("when", _read_when),
        fields.maybe("ahead", _read_when),
        fields.maybe("anchor", _read_when),
    )


def _read_where(value: object, path: str) -> Where:
    fields = Fields(value, path)
    return Where(
        fields.get("text", read_text),
        fields.all("spans", read_span),
        fields.maybe("country", read_text),
        fields.maybe("latitude", read_degrees),
        fields.maybe("longitude", read_degrees),
        fields.maybe("precision", one_of(Precision)),
    )


def _read_magnitude(value: object, path: str) -> dict[str, int]:
    fields = Fields(value, path)
    return {name: fields.get(name, read_count) for name in fields.values}


def _read_stance(value: object, path: str) -> Stance:
    fields = Fields(value, path)
    return Stance(
        id=fields.get("id", read_text),
        holder=fields.get("holder", _read_party),
        toward=fields.get("toward", _read_party),
        position=fields.get("position", one_of(Position)),
        since=fields.maybe("since", read_day),
        evidence=fields.all("evidence", read_text),
        trace=fields.get("trace", _read_trace),
    )


def _read_interest(value: object, path: str) -> Interest:
    fields = Fields(value, path)
    return Interest(
        id=fields.get("id", read_text),
        holder=fields.get("holder", _read_party),
        matter=fields.get("matter", read_text),
        gain=fields.get("gain", read_text),
        spans=fields.all("spans", read_span),
        trace=fields.get("trace", _read_trace),
        conflict=fields.maybe("conflict", read_truth) or False,
    )


def _read_question(value: object, path: str) -> Question:
    fields = Fields(value, path)
    return Question(
        id=fields.get("id", read_text),
        text=fields.get("text", read_text),
        spans=fields.all("spans", read_span),
        claim=fields.maybe("claim", read_text),
        trace=fields.get("trace", _read_trace),
    )


def _read_skipped(value: object, path: str) -> Skipped:
    fields = Fields(value, path)
    return Skipped(fields.get("what", read_text), fields.get("stage", read_text), fields.get("why", read_text))


def _read_party(value: object, path: str) -> Party:
    fields = Fields(value, path)
    return Party(
        text=fields.get("text", read_text),
        spans=fields.all("spans", read_span),
        name=fields.maybe("name", read_text),
        country=fields.maybe("country", read_text),
        sector=fields.maybe("sector", read_text),
        role=fields.maybe("role", read_text),
        presumed=fields.maybe("presumed", read_truth) or False,
    )


def _read_passage(value: object, path: str) -> Passage:
    fields = Fields(value, path)
    return Passage(fields.get("text", read_text), fields.all("spans", read_span))


def _read_trace(value: object, path: str) -> Trace:
    fields = Fields(value, path)
    return Trace(
        fields.maybe("model", read_text),
        fields.maybe("rule", read_text),
        fields.maybe("codebook", read_text),
        fields.all("notes", read_text),
    )
