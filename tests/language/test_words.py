"""How text is cut into words, and what of their looks the model is told."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin.language.words import quoted, shape, split


def texts(text: str) -> list[str]:
    return [word.text for word in split(text)]


def test_clitics_are_words_of_their_own() -> None:
    assert texts("Averna’s envoys haven’t, they’ll") == ["Averna", "’s", "envoys", "have", "n’t", ",", "they", "’ll"]


def test_the_full_stop_of_an_abbreviation_stays_with_it() -> None:
    assert texts("Gen. Kos met Mr. Odell of the U.N. on Jan. 5.") == [
        "Gen.", "Kos", "met", "Mr.", "Odell", "of", "the", "U.N.", "on", "Jan.", "5", ".",
    ]  # fmt: skip


def test_numbers_keep_their_marks() -> None:
    assert texts("2,033 views, 3.5% at 10:30") == ["2,033", "views", ",", "3.5", "%", "at", "10:30"]


def test_hyphens_part_words_but_not_prefixes() -> None:
    assert texts("a war-torn, non-aligned ex-minister") == ["a", "war", "-", "torn", ",", "non-aligned", "ex-minister"]


def test_a_blank_line_begins_a_paragraph_and_a_line_break_a_line() -> None:
    assert [word.layout for word in split("One\ntwo\n\nthree four")] == [2, 1, 2, 0]


def test_an_open_quotation_ends_with_its_paragraph() -> None:
    words = split("“We stay\n\nHe left.")
    assert quoted([w.text for w in words], [w.layout for w in words]) == [2, 1, 1, 0, 0, 0]


def test_shapes_tell_capitals_from_digits_and_marks() -> None:
    assert [shape(word) for word in ("ARMY", "1st", "…", "iPhone")] == [2, 4, 5, 3]


@given(st.text(max_size=300))
def test_words_cover_all_that_is_not_blank_and_never_overlap(text: str) -> None:
    end = 0
    for word in split(text):
        assert word.span.start >= end
        assert word.span.of(text) == word.text
        assert not text[end : word.span.start].strip()
        end = word.span.end
    assert not text[end:].strip()
