"""Dicts and lists back into a briefing: each field checked as it is read, and whatever is wrong named by its path."""

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
from tocsin.records.span import Passage
from tocsin.records.stance import Interest, Position, Question, Stance
from tocsin.records.trace import Trace
from tocsin.records.when import How, TimeExpression, When


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
