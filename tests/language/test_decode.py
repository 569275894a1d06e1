"""From scores to spans."""

import numpy as np

from tocsin.language import decode
from tocsin.language.phrases import phrases
from tocsin.records import Span, Token


def token(place: int, text: str, upos: str, head: int, label: str) -> Token:
    return Token(Span(place * 10, place * 10 + len(text)), text, text.lower(), upos, "", head, label)


# "France , Peru and Chile back Maro"
LIST = [
    token(0, "France", "PROPN", 5, "nsubj"),
    token(1, ",", "PUNCT", 2, "punct"),
    token(2, "Peru", "PROPN", 0, "conj"),
    token(3, "and", "CCONJ", 4, "cc"),
    token(4, "Chile", "PROPN", 0, "conj"),
    token(5, "back", "VERB", 5, "root"),
    token(6, "Maro", "PROPN", 5, "obj"),
]


def row(*values: float) -> np.ndarray:
    return np.array(values, np.float32)


def test_a_source_may_be_a_list() -> None:
    best = phrases(LIST, 0).best(row(3, -1, 3, 1, 3, -5, -5), lists=True)
    assert best is not None
    assert best[:2] == (0, 5)


def test_parties_of_a_list_come_one_by_one() -> None:
    found = decode._parties(row(3, -1, 3, -1, 3, -5, -5), phrases(LIST, 0), 0.0, 100)
    assert found == ((100,), (102,), (104,))


def test_no_phrase_is_better_than_an_unlikely_one() -> None:
    assert phrases(LIST, 0).best(row(-1, -1, -1, -1, -1, -1, -1), lists=True) is None


def test_holes_in_a_content_are_filled_but_not_where_the_cue_stands() -> None:
    scores = row(2, 2, 2, -1, 2, 2, -4, -4, 2, 2, 2)
    assert decode._members(scores, 0.0, exclude={6, 7}) == [0, 1, 2, 3, 4, 5, 8, 9, 10]


def test_a_lone_word_far_from_the_content_is_left_out() -> None:
    scores = row(2, 2, 2, 2, 2, 2, 2, 2, -4, -4, -4, -4, 2)
    assert decode._members(scores, 0.0, exclude=set()) == list(range(8))


def test_the_script_of_a_longer_word_does_not_cut_a_shorter_one_away() -> None:
    assert decode.lemma("as", "l3be") == "as"
