"""Speech that only the layout ascribes."""

from dataclasses import replace

import pytest
from tests.coding.hand import people, plain
from tests.coding.test_claims import coded, saying, told

from tocsin.records import Kind, Reading


def named(text: str, *proper: str) -> Reading:
    """A reading in which the words *proper* are proper nouns."""
    reading = plain(text)
    tokens = tuple(replace(t, upos="PROPN") if t.text in proper else t for t in reading.tokens)
    return replace(reading, tokens=tokens)


@pytest.mark.parametrize("dash", ["–", "—", "-", "―"])
def test_a_quotation_signed_with_a_name_is_that_persons(dash: str) -> None:
    reading = named(f"“ Nobody asked us at all . ” {dash} Ada Odell .\n\nMaro left .", "Ada", "Odell")
    (claim,) = coded(reading)
    assert (claim.source.text, claim.cue.text) == ("Ada Odell", "")
    assert claim.content.text == "“ Nobody asked us at all . ”"
    assert claim.trace.rule == "signed-quotation"


def test_a_dash_that_goes_on_with_the_story_signs_nothing() -> None:
    reading = named("“ Nobody asked us at all . ” – Then Odell left the room .", "Odell")
    assert [claim.trace.rule for claim in coded(reading)] == []


def test_in_a_transcript_the_name_before_the_colon_speaks_the_whole_paragraph() -> None:
    reading = named("ODELL : We stay in Karsa .\nWe must .\n\nMARO : Who is we ?")
    assert told(reading) == [("ODELL", ":", "We stay in Karsa .\nWe must"), ("MARO", ":", "Who is we ?")]


def test_what_is_told_inside_a_transcript_stays_hearsay() -> None:
    reading = saying(named("ODELL : Maro said he would go ."), "Maro", "said", "he would go")
    outer, inner = coded(reading)
    assert (outer.source.text, outer.depth) == ("ODELL", 0)
    assert (inner.source.text, inner.depth, inner.parent) == ("Maro", 1, outer.id)


def test_what_the_model_made_of_the_same_words_gives_way_to_the_layout() -> None:
    reading = saying(named("ODELL : We stay in Karsa for good ."), "We", "", "stay in Karsa for good")
    assert [(claim.source.text, claim.depth) for claim in coded(reading)] == [("ODELL", 0)]


def test_a_person_before_a_colon_speaks_also_in_small_letters() -> None:
    text = "Ada Odell : We stay in Karsa ."
    assert told(named(text, "Ada", "Odell")) == []
    reading = people(named(text, "Ada", "Odell"), "Ada Odell")
    assert {mention.kind for mention in reading.mentions} == {Kind.PERSON}
    assert told(reading) == [("Ada Odell", ":", "We stay in Karsa")]


def test_a_heading_before_a_colon_speaks_only_when_it_comes_again_as_a_name() -> None:
    assert told(named("Correction : We misspelt a name .", "Correction")) == []
    assert len(told(named("Odell : We stay here .\n\nOdell : We said so .", "Odell"))) == 2
