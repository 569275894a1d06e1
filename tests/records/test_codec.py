import json
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.briefings import EMPTY, FULL, HOSTILE

from tocsin.errors import RecordError
from tocsin.records import (
    Act,
    Actor,
    Article,
    Briefing,
    Claim,
    Dateline,
    Directness,
    Event,
    Figures,
    How,
    Interest,
    Party,
    Passage,
    Position,
    Question,
    Skipped,
    Source,
    Span,
    Stance,
    Status,
    TimeExpression,
    Trace,
    When,
    Where,
)  # fmt: skip
from tocsin.records.codec import dumps, from_json, loads, to_json

text = st.text(max_size=12)
maybe_text = st.none() | text
texts = st.lists(text, max_size=3).map(tuple)
days = st.none() | st.dates()
counts = st.none() | st.integers(0, 10**9)
scores = st.floats(0, 1)
spans = st.tuples(st.integers(0, 99), st.integers(0, 99)).map(lambda pair: Span(min(pair), max(pair)))
span_lists = st.lists(spans, max_size=3).map(tuple)
traces = st.builds(Trace, maybe_text, maybe_text, maybe_text, texts)
passages = st.builds(Passage, text, span_lists)
parties = st.builds(Party, text, span_lists, maybe_text, maybe_text, maybe_text, maybe_text)
party_lists = st.lists(parties, max_size=2).map(tuple)
sources = st.builds(
    Source, text, span_lists, st.none() | st.builds(Actor, maybe_text, maybe_text, maybe_text, maybe_text)
)
skips = st.lists(st.builds(Skipped, text, text, text), max_size=2).map(tuple)
articles = st.builds(
    Article, id=text, text=st.text(), title=maybe_text, outlet=maybe_text, byline=texts, published=days,
    published_how=maybe_text, dateline=st.none() | st.builds(Dateline, text, maybe_text, days), agency=maybe_text,
    language=maybe_text, url=maybe_text, figures=st.builds(Figures, counts, counts, counts), skipped=skips,
)  # fmt: skip
claims = st.builds(
    Claim, text, sources, passages, passages, st.sampled_from(Act), st.booleans(), st.sampled_from(Directness),
    st.integers(0, 5), maybe_text, scores, traces,
)  # fmt: skip
events = st.builds(
    Event, text, text, maybe_text, texts, maybe_text, maybe_text, passages, party_lists, party_lists,
    st.sampled_from(Status), st.none() | st.builds(When, days, days, st.sampled_from(How), maybe_text),
    st.none() | st.builds(Where, text, span_lists, maybe_text), maybe_text, scores, traces,
    st.dictionaries(text, st.integers(0, 10**6), max_size=2),
)  # fmt: skip
stances = st.builds(Stance, text, parties, parties, st.sampled_from(Position), days, texts, traces)
interests = st.builds(Interest, text, parties, text, text, span_lists, traces, st.booleans())
questions = st.builds(Question, text, text, span_lists, maybe_text, traces)


def some(records: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(records, max_size=2).map(tuple)


whens = st.builds(When, days, days, st.sampled_from(How), maybe_text)
moments = st.builds(TimeExpression, spans, whens, st.none() | whens, st.none() | whens)
briefings = st.builds(
    Briefing, text, articles, some(claims), some(events), some(stances), some(interests), some(questions), skips,
    some(moments),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(briefings)
def test_a_briefing_comes_back_from_json_as_it_went(briefing: Briefing) -> None:
    assert from_json(to_json(briefing)) == briefing
    assert loads(dumps(briefing)) == briefing


@pytest.mark.parametrize("briefing", [FULL, EMPTY, HOSTILE], ids=["full", "empty", "hostile"])
def test_the_fixtures_come_back_as_they_went(briefing: Briefing) -> None:
    assert loads(dumps(briefing, indent=2)) == briefing


def test_every_field_of_every_record_is_written() -> None:
    def check(record: Any, written: Any, path: str) -> None:
        if is_dataclass(record):
            assert set(written) == {field.name for field in fields(record)}, path
            for field in fields(record):
                check(getattr(record, field.name), written[field.name], f"{path}.{field.name}")
        elif isinstance(record, tuple) and not isinstance(record, Span):
            for index, item in enumerate(record):
                check(item, written[index], f"{path}[{index}]")

    check(FULL, to_json(FULL), "briefing")


def test_field_names_are_those_of_the_contract() -> None:
    written = json.loads(dumps(FULL))
    assert list(written)[:4] == ["schema", "id", "article", "claims"]
    assert written["schema"] == 1
    assert written["article"]["published"] == "2031-03-21"
    assert written["article"]["dateline"] == {"place": "Lorusk City", "agency": "LNA", "day": "2031-03-21"}
    assert written["article"]["figures"]["comments"] == 0
    first = written["claims"][0]
    assert first["source"]["actor"] == {
        "name": "Ivo Maro", "country": "LRK", "sector": "SPY", "role": "director of the State Watch",
    }  # fmt: skip
    [[start, end]] = first["cue"]["spans"]
    assert written["article"]["text"][start:end] == first["cue"]["text"] == "according to"
    assert written["events"][0]["when"] == {
        "start": "2031-03-21",
        "end": "2031-03-21",
        "how": "published",
        "text": None,
    }


def test_the_example_of_the_contract_can_be_read() -> None:
    written = to_json(FULL)
    del written["article"]["figures"]["shares"], written["article"]["dateline"]["day"], written["skipped"]
    del written["events"][0]["actors"][0]["role"], written["events"][0]["magnitude"]
    written["claims"][0]["trace"] = {}
    written["added later"] = {"by": "a newer Tocsin"}
    briefing = from_json(written)
    assert briefing.claims[0].trace == Trace()
    assert briefing.events[0] == FULL.events[0]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda b: b.update(schema=2), "schema: 2"),
        (lambda b: b.pop("article"), "article: missing"),
        (lambda b: b["article"].update(text=None), "article.text: None"),
        (lambda b: b["article"].update(published="Jan 24"), "article.published: 'Jan 24'"),
        (lambda b: b["article"].update(byline="Nora Quill"), "article.byline: 'Nora Quill'"),
        (lambda b: b["article"]["figures"].update(views=True), "article.figures.views: True"),
        (lambda b: b["claims"][2].update(act="shout"), "claims[2].act: 'shout' is not one of assert, deny"),
        (lambda b: b["claims"][2].update(score=1.5), "claims[2].score: 1.5"),
        (lambda b: b["claims"][2].update(score=float("nan")), "claims[2].score: nan"),
        (lambda b: b["claims"][1]["cue"].update(spans=[[3]]), "claims[1].cue.spans[0]: [3]"),
        (lambda b: b["claims"][1]["cue"].update(spans=[[9, 3]]), "claims[1].cue.spans[0]: [9, 3]"),
        (lambda b: b["claims"][1]["cue"].update(spans=[[-1, 3]]), "claims[1].cue.spans[0][0]: -1"),
        (lambda b: b["events"][0]["actors"][0].pop("text"), "events[0].actors[0].text: missing"),
        (lambda b: b["events"][4]["magnitude"].update(dead="many"), "events[4].magnitude.dead: 'many'"),
        (lambda b: b["events"].__setitem__(0, []), "events[0]: []"),
    ],
)  # fmt: skip
def test_a_bad_field_is_named_by_its_path(change: Any, path: str) -> None:
    written = to_json(FULL)
    change(written)
    with pytest.raises(RecordError) as error:
        from_json(written)
    assert str(error.value).startswith(path)


@pytest.mark.parametrize("written", ["", "[", "[]", "null", '"text"', "[" * 100_000])
def test_what_is_no_briefing_is_refused_in_one_sentence(written: str) -> None:
    with pytest.raises(RecordError) as error:
        loads(written)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 200


def test_half_a_surrogate_pair_is_written_so_that_utf8_can_hold_it() -> None:
    briefing = replace(EMPTY, article=replace(EMPTY.article, text="half \ud83d of a pair", published=date(2031, 3, 2)))
    assert loads(dumps(briefing).encode().decode()) == briefing


def test_letters_of_other_scripts_stand_as_themselves() -> None:
    assert "قال أودل" in dumps(FULL)
