"""Where the text speaks in other people's words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.coding.hand import at, plain

from tocsin.coding.quotations import directness, quotations
from tocsin.records import Directness


def told(text: str) -> list[tuple[str, bool]]:
    """Each quotation's words with whether it is closed; words, sentences and paragraphs parted by blanks and lines."""
    reading = plain(text)
    return [
        (" ".join(reading.tokens[i].text for i in quotation.tokens()), quotation.closed)
        for quotation in quotations(reading)
    ]


@pytest.mark.parametrize(("opening", "closing"), [("“", "”"), ('"', '"'), ("«", "»"), ("``", "''"), ("„", "”")])
def test_a_quotation_runs_from_its_mark_to_the_next_and_holds_both(opening: str, closing: str) -> None:
    assert told(f"{opening} We stay , {closing} said Odell .") == [(f"{opening} We stay , {closing}", True)]


def test_two_quotations_round_their_speaker_are_two() -> None:
    assert told("“ We stay , ” said Odell , “ in Karsa . ”") == [("“ We stay , ”", True), ("“ in Karsa . ”", True)]


def test_a_quotation_may_hold_several_sentences() -> None:
    assert told("“ We stay .\nWe fight . ”\nOdell left .") == [("“ We stay . We fight . ”", True)]


def test_a_mark_that_is_never_closed_spoils_its_own_paragraph_only() -> None:
    assert told("“ We stay .\n\nOdell left .\n\n“ Go , ” said Maro .") == [("“ We stay .", False), ("“ Go , ”", True)]


def test_a_quotation_open_at_the_end_of_the_text_ends_there() -> None:
    assert told("Odell : “ We stay .") == [("“ We stay .", False)]


def test_a_closing_mark_alone_quotes_nothing() -> None:
    assert told("We stay ” said Odell .") == []


def test_an_opening_mark_inside_a_quotation_does_not_begin_another() -> None:
    assert told("“ They said “ go away ” , ” said Odell .") == [("“ They said “ go away ”", True)]


def test_words_without_marks_hold_no_quotation() -> None:
    assert told("Odell said that the army stays .") == []


def test_the_paragraph_of_a_quotation_is_that_of_its_words() -> None:
    reading = plain("Odell left .\n\nMaro stayed .\n\n“ Go , ” he said .")
    assert [quotation.paragraph for quotation in quotations(reading)] == [2]


SAID = plain("Odell said the “ brave , loyal army ” of Averna stays .")
QUOTED = frozenset(at(SAID, "“ brave , loyal army ”"))


def test_words_all_quoted_are_direct_and_marks_do_not_count() -> None:
    assert directness(SAID, at(SAID, "“ brave , loyal army ”"), QUOTED) is Directness.DIRECT
    assert directness(SAID, at(SAID, "brave , loyal"), frozenset(at(SAID, "brave , loyal")) - set(at(SAID, ","))) is (
        Directness.DIRECT
    )


def test_words_none_of_which_is_quoted_are_indirect() -> None:
    assert directness(SAID, at(SAID, "of Averna stays ."), QUOTED) is Directness.INDIRECT


def test_words_some_of_which_are_quoted_are_mixed() -> None:
    assert directness(SAID, at(SAID, "the “ brave , loyal army ” of Averna stays"), QUOTED) is Directness.MIXED


def test_one_quoted_word_in_twenty_five_is_still_indirect() -> None:
    reading = plain(" ".join(f"w{n}" for n in range(25)))
    assert directness(reading, tuple(range(25)), frozenset({3})) is Directness.INDIRECT
    assert directness(reading, tuple(range(25)), frozenset({3, 4})) is Directness.MIXED


@pytest.mark.parametrize("content", [(), at(SAID, "“"), at(SAID, ".")])
def test_a_content_without_a_word_is_nobodys_own_words(content: tuple[int, ...]) -> None:
    assert directness(SAID, content, QUOTED) is Directness.INDIRECT


@given(
    st.lists(st.sampled_from(["“", "”", '"', "«", "»", "``", "''", "word", ".", "\n", "\n\n"]), min_size=1, max_size=25)
)
def test_quotations_are_in_order_do_not_overlap_and_stay_in_their_paragraph(pieces: list[str]) -> None:
    text = " ".join(["word", *pieces, "word"])
    reading = plain(text)
    end = 0
    for quotation in quotations(reading):
        assert end <= quotation.first < quotation.last <= len(reading.tokens)
        end = quotation.last
        paragraphs = {reading.sentence_of(i).paragraph for i in quotation.tokens()}
        assert paragraphs == {quotation.paragraph}
