"""Whether it happened, by the verb group."""

import pytest
from tests.coding.hand import at, read

from tocsin.coding.status import status_of
from tocsin.records import Status


def march(before: str, *, form: str = "march", after: str = "") -> Status:
    """The status of "march" in "Teachers BEFORE march AFTER.", where *before* are lemma/label pairs that hang on it."""
    words = [pair.split("/") for pair in before.split()]
    rest = [pair.split("/") for pair in after.split()]
    verb = 2 + len(words)
    rows = [f"Teachers teacher NOUN {verb} nsubj"]
    rows += [f"{word} {word.lower()} X {verb} {label}" for word, label in words]
    rows += [f"{form} march VERB 0 root"]
    rows += [f"{word} {word.lower()} X {verb} {label}" for word, label in rest]
    text = " ".join(["Teachers", *(w for w, _ in words), form, *(w for w, _ in rest)])
    reading = read(text, "\n".join(rows))
    return status_of(at(reading, form), reading)


@pytest.mark.parametrize(
    ("before", "status"),
    [
        ("", Status.ACTUAL),
        ("have/aux", Status.ACTUAL),
        ("often/advmod", Status.ACTUAL),
        ("will/aux", Status.FUTURE),
        ("shall/aux", Status.FUTURE),
        ("'ll/aux", Status.FUTURE),
        ("’ll/aux", Status.FUTURE),
        ("did/aux not/advmod", Status.NEGATED),
        ("did/aux n't/advmod", Status.NEGATED),
        ("did/aux n’t/advmod", Status.NEGATED),
        ("never/advmod", Status.NEGATED),
        ("wo/aux n't/advmod", Status.NEGATED),
        ("will/aux not/advmod", Status.NEGATED),
        ("may/aux", Status.HYPOTHETICAL),
        ("might/aux", Status.HYPOTHETICAL),
        ("could/aux", Status.HYPOTHETICAL),
        ("would/aux", Status.HYPOTHETICAL),
        ("if/mark", Status.HYPOTHETICAL),
        ("whether/mark will/aux", Status.HYPOTHETICAL),
        ("unless/mark", Status.HYPOTHETICAL),
        ("may/aux not/advmod", Status.NEGATED),
    ],
)
def test_the_words_of_the_verb_group_give_the_status(before: str, status: Status) -> None:
    assert march(before) is status


def test_capital_letters_do_not_hide_a_word() -> None:
    assert march("Will/aux") is Status.FUTURE


def to_march(governor: str, label: str = "xcomp", upos: str = "VERB") -> Status:
    """The status of "march" in "Teachers GOVERNOR to march"."""
    reading = read(
        f"Teachers {governor}ed to march",
        f"""
        Teachers teacher NOUN 2 nsubj
        {governor}ed {governor} {upos} 0 root
        to to PART 4 mark
        march march VERB 2 {label}
        """,
    )
    return status_of(at(reading, "march"), reading)


@pytest.mark.parametrize("governor", ["plan", "intend", "threaten", "agree", "order", "ask", "vow"])
def test_what_somebody_means_to_do_is_ahead(governor: str) -> None:
    assert to_march(governor) is Status.FUTURE


def test_a_plan_to_do_something_is_ahead_too() -> None:
    assert to_march("plan", "acl", "NOUN") is Status.FUTURE


def test_what_somebody_began_to_do_happens() -> None:
    assert to_march("start") is Status.ACTUAL


def test_the_main_verb_is_not_ahead_for_what_hangs_on_it() -> None:
    reading = read(
        "Teachers planned to march",
        """
        Teachers teacher NOUN 2 nsubj
        planned plan VERB 0 root
        to to PART 4 mark
        march march VERB 2 xcomp
        """,
    )
    assert status_of(at(reading, "planned"), reading) is Status.ACTUAL


@pytest.mark.parametrize("word", ["no/DET/det", "without/ADP/case"])
def test_an_event_noun_is_negated_by_what_stands_before_it(word: str) -> None:
    form, upos, label = word.split("/")
    reading = read(
        f"Odell saw {form} attack",
        f"""
        Odell Odell PROPN 2 nsubj
        saw see VERB 0 root
        {form} {form} {upos} 4 {label}
        attack attack NOUN 2 obj
        """,
    )
    assert status_of(at(reading, "attack"), reading) is Status.NEGATED


def test_a_trigger_of_several_words_has_the_status_of_its_head() -> None:
    reading = read(
        "Averna will break off relations",
        """
        Averna Averna PROPN 3 nsubj
        will will AUX 3 aux
        break break VERB 0 root
        off off ADP 3 compound:prt
        relations relation NOUN 3 obj
        """,
    )
    assert status_of(at(reading, "break off"), reading) is Status.FUTURE


JOINED = """
    Teachers teacher NOUN 4 nsubj
    {first} {first} AUX 4 aux
    {second} {second} PART 4 advmod
    march march VERB 0 root
    {join} {join} CCONJ 6 cc
    strike strike VERB 4 conj
    """


@pytest.mark.parametrize(
    ("first", "second", "join", "status"),
    [
        ("will", "soon", "and", Status.FUTURE),
        ("did", "not", "or", Status.NEGATED),
        ("may", "soon", "and", Status.HYPOTHETICAL),
    ],
)
def test_two_verbs_joined_share_their_auxiliary(first: str, second: str, join: str, status: Status) -> None:
    reading = read(
        f"Teachers {first} {second} march {join} strike", JOINED.format(first=first, second=second, join=join)
    )
    assert status_of(at(reading, "march"), reading) is status
    assert status_of(at(reading, "strike"), reading) is status


def test_a_second_verb_with_a_subject_of_its_own_has_its_own_status() -> None:
    reading = read(
        "Teachers will march and Maro fled",
        """
        Teachers teacher NOUN 3 nsubj
        will will AUX 3 aux
        march march VERB 0 root
        and and CCONJ 6 cc
        Maro Maro PROPN 6 nsubj
        fled flee VERB 3 conj
        """,
    )
    assert status_of(at(reading, "fled"), reading) is Status.ACTUAL


def test_what_no_one_did_did_not_happen() -> None:
    reading = read(
        "No teachers marched",
        """
        No no DET 2 det
        teachers teacher NOUN 3 nsubj
        marched march VERB 0 root
        """,
    )
    assert status_of(at(reading, "marched"), reading) is Status.NEGATED


def test_the_status_of_a_broken_parse_is_still_one() -> None:
    reading = read("may march", "may may AUX 2 aux\nmarch march VERB 1 root")
    assert status_of(at(reading, "march"), reading) is Status.HYPOTHETICAL
