"""One trigger for each event, from what the model and what the codebook's patterns saw."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from tests.coding.hand import at, plain, read

from tocsin.coding import triggers as stage
from tocsin.coding.patterns import Match
from tocsin.coding.triggers import Found, threatened
from tocsin.records import Reading, Status, Tokens, Trigger

TEXT = plain("Odell said the army expelled Gallo and six dentists from Karsa .\nThen Maro struck Bor .")


def seen(reading: Reading, matches: Sequence[Match], subjects: Sequence[str] = ()) -> list[Found]:
    """What model and patterns saw, *subjects* being who by the parse does anything."""
    return stage.seen(reading, matches, lambda _: tuple(at(reading, subject) for subject in subjects))


def sides(phrases: Sequence[str]) -> tuple[Tokens, ...]:
    return tuple(at(TEXT, phrase) for phrase in phrases)


def match(
    trigger: str,
    kind: str = "SANCTION",
    *,
    mode: str | None = None,
    actors: Sequence[str] = (),
    to: Sequence[str] = (),
    alone: bool = True,
) -> Match:
    """What a pattern found; *alone*: it is to be believed without the model."""
    words = at(TEXT, trigger)
    return Match(f"{kind}/rule", kind, mode, words[0], words, sides(actors), sides(to), alone)


def trigger(
    words: str, kind: str = "SANCTION", *, mode: str | None = None, actors: Sequence[str] = (), to: Sequence[str] = (),
    status: str = "actual", score: float = 0.8,
) -> Trigger:  # fmt: skip
    return Trigger(at(TEXT, words), kind, mode, status, sides(actors), sides(to), score)


def with_triggers(*triggers: Trigger) -> Reading:
    return replace(TEXT, triggers=triggers)


def test_what_only_the_model_saw_stays_as_it_saw_it() -> None:
    (one,) = seen(with_triggers(trigger("expelled", mode="expel", actors=["the army"], status="future")), [])
    assert (one.type, one.mode, one.status, one.score) == ("SANCTION", "expel", "future", 0.8)
    assert one.actors == sides(["the army"])
    assert (one.model, one.rule) == ("by hand", None)


def test_what_only_a_pattern_saw_takes_its_status_from_the_verb() -> None:
    (one,) = seen(TEXT, [match("expelled", mode="expel", actors=["the army"], to=["Gallo"])])
    assert (one.type, one.mode, one.status) == ("SANCTION", "expel", Status.ACTUAL)
    assert (one.actors, one.recipients) == (sides(["the army"]), sides(["Gallo"]))
    assert (one.model, one.rule) == (None, "SANCTION/rule")


def test_a_pattern_that_is_not_to_be_trusted_alone_needs_a_trace_of_the_model() -> None:
    lone = match("expelled", alone=False)
    assert seen(TEXT, [lone]) == []
    faint = with_triggers(trigger("expelled", score=0.2))
    assert seen(faint, []) == []
    (one,) = seen(faint, [lone])
    assert (one.rule, one.model) == ("SANCTION/rule", "by hand")
    assert one.score > 0.2


def test_where_both_saw_the_same_words_they_are_one_event() -> None:
    reading = with_triggers(
        trigger("expelled", "COERCE", mode="deport", actors=["the army"], status="future", score=0.5)
    )
    (one,) = seen(reading, [match("expelled", mode="expel", actors=["Odell"], to=["Gallo"])])
    assert (one.type, one.mode, one.rule, one.model) == ("SANCTION", "expel", "SANCTION/rule", "by hand")
    assert one.status == "future"
    # The model's own parties hold, the side that it left empty comes from the pattern.
    assert (one.actors, one.recipients) == (sides(["the army"]), sides(["Gallo"]))
    assert one.score > 0.5


def test_a_mode_holds_only_with_its_own_type() -> None:
    other = with_triggers(trigger("expelled", "COERCE", mode="deport"))
    assert [one.mode for one in seen(other, [match("expelled")])] == [None]
    same = with_triggers(trigger("expelled", mode="discontinue"))
    assert [one.mode for one in seen(same, [match("expelled")])] == ["discontinue"]


def test_a_pattern_never_makes_the_model_less_sure() -> None:
    (one,) = seen(with_triggers(trigger("expelled", score=0.97)), [match("expelled")])
    assert one.score == 0.97


def test_triggers_that_share_no_word_are_two_events() -> None:
    assert len(seen(with_triggers(trigger("expelled")), [match("struck", "ASSAULT")])) == 2


def test_two_types_of_two_patterns_on_one_word_are_two_events() -> None:
    both = [match("expelled", actors=["the army"]), match("expelled", "COERCE", actors=["Odell"])]
    assert sorted(one.type for one in seen(TEXT, both)) == ["COERCE", "SANCTION"]


SUPPORT = read(
    "Averna will support talks",
    """
    Averna Averna PROPN 3 nsubj
    will will AUX 3 aux
    support support VERB 0 root
    talks talk NOUN 3 obj
    """,
)


def of(
    reading: Reading, words: str, kind: str, *, score: float = 0.8, actor: str | None = None, to: str | None = None
) -> Trigger:
    actors, recipients = (() if who is None else (at(reading, who),) for who in (actor, to))
    return Trigger(at(reading, words), kind, None, "future", actors, recipients, score)


def told(reading: Reading, *triggers: Trigger) -> list[tuple[str, str]]:
    found = seen(replace(reading, triggers=triggers), [])
    return [(item.type, " ".join(reading.tokens[i].text for i in item.tokens)) for item in found]


def test_a_helping_word_alone_takes_the_word_it_helps() -> None:
    assert told(SUPPORT, of(SUPPORT, "will", "SUPPORT")) == [("SUPPORT", "will support")]


def test_two_pieces_of_one_verb_group_are_one_event_told_by_the_surer() -> None:
    pieces = [of(SUPPORT, "will", "AGREE", score=0.5, actor="Averna"), of(SUPPORT, "support", "SUPPORT", to="talks")]
    (item,) = seen(replace(SUPPORT, triggers=tuple(pieces)), [])
    assert (item.type, item.score) == ("SUPPORT", 0.8)
    assert (item.actors, item.recipients) == ((at(SUPPORT, "Averna"),), (at(SUPPORT, "talks"),))


def test_two_triggers_of_one_type_that_hang_together_are_one_event() -> None:
    assert told(SUPPORT, of(SUPPORT, "support", "CONSULT"), of(SUPPORT, "talks", "CONSULT", score=0.6)) == [
        ("CONSULT", "support")
    ]
    assert len(told(SUPPORT, of(SUPPORT, "support", "SUPPORT"), of(SUPPORT, "talks", "CONSULT"))) == 2


AGREED = read(
    "Averna agreed to share data and Lorusk left",
    """
    Averna Averna PROPN 2 nsubj
    agreed agree VERB 0 root
    to to PART 4 mark
    share share VERB 2 xcomp
    data data NOUN 4 obj
    and and CCONJ 8 cc
    Lorusk Lorusk PROPN 8 nsubj
    left leave VERB 2 conj
    """,
)


def test_what_somebody_agrees_to_do_is_no_second_event() -> None:
    assert told(AGREED, of(AGREED, "agreed", "AGREE"), of(AGREED, "share", "COOPERATE")) == [("AGREE", "agreed")]
    assert told(AGREED, of(AGREED, "share", "COOPERATE")) == [("COOPERATE", "share")]


def test_a_verb_joined_on_is_an_event_of_its_own() -> None:
    assert len(told(AGREED, of(AGREED, "agreed", "AGREE"), of(AGREED, "left", "RETREAT"))) == 2


UNLESS = """
    Averna Averna PROPN 3 nsubj
    will will AUX 3 aux
    strike strike VERB 0 root
    {word} {word} SCONJ 6 mark
    Lorusk Lorusk PROPN 6 nsubj
    leaves leave VERB 3 advcl
    """


def conditional(word: str, *, kind: str = "ASSAULT", status: str = "future") -> Found:
    reading = read(f"Averna will strike {word} Lorusk leaves", UNLESS.format(word=word))
    return threatened(Found(at(reading, "strike"), kind, None, status, (), (), 0.8), reading)


@pytest.mark.parametrize("word", ["unless", "if"])
def test_harm_announced_under_a_condition_is_a_threat(word: str) -> None:
    assert (conditional(word).type, conditional(word).mode) == ("THREATEN", "violence")


def test_harm_done_or_without_a_condition_and_help_under_one_are_no_threat() -> None:
    assert conditional("when").type == "ASSAULT"
    assert conditional("unless", status="actual").type == "ASSAULT"
    assert conditional("if", kind="AID").type == "AID"


def test_who_does_it_is_the_subject_where_nobody_else_is_named() -> None:
    (item,) = seen(replace(SUPPORT, triggers=(of(SUPPORT, "support", "SUPPORT"),)), [], subjects=["Averna"])
    assert item.actors == (at(SUPPORT, "Averna"),)


def test_a_subject_does_not_displace_an_actor_or_do_a_thing_to_itself() -> None:
    named = of(SUPPORT, "support", "SUPPORT", actor="talks")
    aimed = of(SUPPORT, "support", "SUPPORT", to="Averna")
    actors = [seen(replace(SUPPORT, triggers=(one,)), [], subjects=["Averna"])[0].actors for one in (named, aimed)]
    assert actors == [(at(SUPPORT, "talks"),), ()]
