"""Which event stands for itself, and which is told within another."""

from tests.coding.hand import at, read

from tocsin.coding.principal import within
from tocsin.records import Event, Passage, Reading, Status, Trace

BLOCKED = read(
    "Students blocked roads to demand a vote and police arrested Maro.",
    """
    Students student NOUN 2 nsubj
    blocked block VERB 0 root
    roads road NOUN 2 obj
    to to PART 5 mark
    demand demand VERB 2 advcl
    a a DET 7 det
    vote vote NOUN 5 obj
    and and CCONJ 10 cc
    police police NOUN 10 nsubj
    arrested arrest VERB 2 conj
    Maro Maro PROPN 10 obj
    . . PUNCT 2 punct
    """,
)
VOWED = read(
    "Averna refused and rejected a call to halt attacks. Maro resigned.",
    """
    Averna Averna PROPN 2 nsubj
    refused refuse VERB 0 root
    and and CCONJ 4 cc
    rejected reject VERB 2 conj
    a a DET 6 det
    call call NOUN 4 obj
    to to PART 8 mark
    halt halt VERB 6 acl
    attacks attack NOUN 8 obj
    . . PUNCT 2 punct

    Maro Maro PROPN 2 nsubj
    resigned resign VERB 0 root
    . . PUNCT 2 punct
    """,
)


def events(reading: Reading, *triggers: str) -> dict[str, str | None]:
    """Each trigger with the trigger of the event it stands within."""
    made = [
        Event(
            words, "REQUEST", None, (), None, None, Passage.of(reading.text, reading.spans(at(reading, words))),
            (), (), Status.ACTUAL, None, None, None, 0.9, Trace(),
        )
        for words in triggers
    ]  # fmt: skip
    return {event.id: event.within for event in within(made, reading)}


def test_a_demand_made_by_blocking_roads_stands_within_the_protest() -> None:
    assert events(BLOCKED, "blocked roads", "demand") == {"blocked roads": None, "demand": "blocked roads"}


def test_what_is_joined_on_by_and_stands_for_itself() -> None:
    assert events(BLOCKED, "blocked roads", "arrested")["arrested"] is None


def test_an_event_stands_within_the_nearest_one() -> None:
    found = events(VOWED, "refused", "rejected", "call", "attacks")
    assert found == {"refused": None, "rejected": None, "call": "rejected", "attacks": "call"}


def test_without_an_event_between_the_next_one_up_is_found() -> None:
    assert events(VOWED, "rejected", "attacks")["attacks"] == "rejected"


def test_an_event_of_another_sentence_is_no_part() -> None:
    assert events(VOWED, "refused", "resigned")["resigned"] is None
