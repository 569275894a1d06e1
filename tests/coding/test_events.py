"""What happened, to whom, and who tells it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest
from tests.coding.hand import at, plain

from tocsin.coding.events import Circumstances, Codes, Found, events, seen
from tocsin.coding.patterns import Match
from tocsin.records import (
    Act,
    Actor,
    Article,
    Claim,
    Directness,
    Event,
    How,
    Passage,
    Reading,
    Source,
    Status,
    Tokens,
    Trace,
    Trigger,
    When,
    Where,
)

TEXT = plain("Odell said the army expelled Gallo and six dentists from Karsa .\nThen Maro struck Bor .")
KNOWN = {
    "Odell": Actor("Ada Odell", "AVN", "GOV", "prime minister"),
    "the army": Actor(sector="MIL"),
    "Gallo": Actor("Gallo", "LRK"),
    "six dentists": Actor(sector="MED"),
    "Maro": Actor("Tomas Maro", "AVN", "GOV"),
    "Bor": Actor("Bor", "LRK"),
}
CODES = Codes(
    quad=lambda kind: "material conflict" if kind == "SANCTION" else None,
    cameo=lambda kind, mode: "145" if (kind, mode) == ("SANCTION", "expel") else None,
    contexts=lambda words: ("military",) if "army" in words else (),
    version="book-1",
)


def match(
    trigger: str, kind: str = "SANCTION", *, mode: str | None = None, actors: Sequence[str] = (), to: Sequence[str] = ()
) -> Match:
    words = at(TEXT, trigger)
    return Match(f"{kind}/rule", kind, mode, words[0], words, sides(actors), sides(to))


def trigger(
    words: str, kind: str = "SANCTION", *, mode: str | None = None, actors: Sequence[str] = (), to: Sequence[str] = (),
    status: str = "actual", score: float = 0.8,
) -> Trigger:  # fmt: skip
    return Trigger(at(TEXT, words), kind, mode, status, sides(actors), sides(to), score)


def sides(phrases: Sequence[str]) -> tuple[Tokens, ...]:
    return tuple(at(TEXT, phrase) for phrase in phrases)


def claim(name: str, content: str, *, depth: int = 0) -> Claim:
    """A claim of that id whose content are these words."""
    found = Passage.of(TEXT.text, TEXT.spans(at(TEXT, content)))
    who = Source("Odell", (), None)
    return Claim(name, who, Passage("", ()), found, Act.ASSERT, False, Directness.INDIRECT, depth, None, 0.9, Trace())


def coded(
    found: Iterable[Found], *, claims: Sequence[Claim] = (), whole: "dict[Tokens, Tokens] | None" = None
) -> list[Event]:
    def resolve(tokens: Tokens, _: Tokens | None) -> Actor:
        return KNOWN.get(" ".join(TEXT.tokens[i].text for i in tokens), Actor())

    return list(
        events(
            list(found), TEXT, Article("a", TEXT.text), claims, resolve=resolve,
            whole=lambda tokens: (whole or {}).get(tokens, tokens),
            codes=CODES,
            circumstances=Circumstances(
                when=lambda tokens: When(None, None, How.RELATIVE, TEXT.tokens[tokens[0]].text),
                where=lambda tokens: Where("Karsa", (), "AVN") if tokens == at(TEXT, "expelled") else None,
                magnitude=lambda tokens: {"dead": len(tokens)},
            ),
        )
    )  # fmt: skip


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


def test_where_both_saw_the_same_words_they_are_one_event() -> None:
    reading = with_triggers(trigger("expelled", "COERCE", mode="deport", actors=["the army"], status="future", score=0.5))
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


@pytest.mark.xfail(strict=True, reason="seen() lets the second pattern overwrite the first: one type is lost, without a trace")
def test_two_types_of_two_patterns_on_one_word_are_two_events() -> None:
    both = [match("expelled", actors=["the army"]), match("expelled", "COERCE", actors=["Odell"])]
    assert sorted(one.type for one in seen(TEXT, both)) == ["COERCE", "SANCTION"]


def found(words: str = "expelled", *, actors: Sequence[str] = (), to: Sequence[str] = (), score: float = 0.8) -> Found:
    return Found(at(TEXT, words), "SANCTION", "expel", "actual", sides(actors), sides(to), score, rule="r", model="m")


def test_an_event_carries_what_codebook_and_text_say_of_it() -> None:
    (event,) = coded([found(actors=["the army"], to=["Gallo"])])
    assert (event.type, event.mode, event.quad, event.cameo) == ("SANCTION", "expel", "material conflict", "145")
    assert event.contexts == ("military",)
    assert event.trigger == Passage.of(TEXT.text, TEXT.spans(at(TEXT, "expelled")))
    assert (event.status, event.score) == (Status.ACTUAL, 0.8)
    assert event.when == When(None, None, How.RELATIVE, "expelled")
    assert event.where == Where("Karsa", (), "AVN")
    assert event.magnitude == {"dead": 1}
    assert event.trace == Trace(model="m", rule="r", codebook="book-1")


def test_contexts_are_those_of_the_events_own_sentence() -> None:
    (event,) = coded([found("struck", actors=["Maro"])])
    assert event.contexts == ()


def test_a_party_is_its_words_and_whom_they_mean() -> None:
    (event,) = coded([found(actors=["Odell"], to=["Gallo"])])
    (odell,) = event.actors
    assert (odell.text, odell.name, odell.country, odell.sector) == ("Odell", "Ada Odell", "AVN", "GOV")
    assert odell.role == "prime minister"
    assert [span.of(TEXT.text) for span in odell.spans] == ["Odell"]
    assert [party.country for party in event.recipients] == ["LRK"]


def test_nobody_does_a_thing_to_himself_by_the_same_words() -> None:
    (event,) = coded([found(actors=["Odell", "Odell"], to=["Odell", "Gallo"])])
    assert ([party.text for party in event.actors], [party.text for party in event.recipients]) == (["Odell"], ["Gallo"])


def test_a_party_is_given_the_whole_of_its_name() -> None:
    cut, whole = at(TEXT, "army"), at(TEXT, "the army")
    (event,) = coded([found(actors=["army"])], whole={cut: whole})
    assert [(party.text, party.sector) for party in event.actors] == [("the army", "MIL")]


def test_an_event_of_private_people_is_kept_only_when_the_model_is_sure() -> None:
    assert coded([found(actors=["six dentists"])]) == []
    assert coded([found()]) == []
    assert len(coded([found(actors=["six dentists"], score=0.95)])) == 1
    assert len(coded([found(actors=["six dentists"], to=["Gallo"])])) == 1


def test_an_event_outside_every_claim_is_told_by_the_outlet() -> None:
    (event,) = coded([found("struck", actors=["Maro"])], claims=[claim("c", "the army expelled Gallo")])
    assert event.claim is None


def test_an_event_rests_on_the_innermost_claim_that_tells_it() -> None:
    outer = claim("outer", "said the army expelled Gallo and six dentists")
    inner = claim("inner", "the army expelled Gallo", depth=1)
    beside = claim("beside", "Gallo and six dentists", depth=2)
    (event,) = coded([found(actors=["the army"])], claims=[outer, inner, beside])
    assert event.claim == "inner"


def test_of_two_claims_as_deep_the_shorter_tells_the_event() -> None:
    wide, narrow = claim("wide", "the army expelled Gallo and six"), claim("narrow", "army expelled")
    for order in ([wide, narrow], [narrow, wide]):
        (event,) = coded([found(actors=["the army"])], claims=order)
        assert event.claim == "narrow"


def test_events_come_in_the_order_of_the_text() -> None:
    listed = coded([found("struck", actors=["Maro"]), found("expelled", actors=["Odell"])])
    assert [event.trigger.text for event in listed] == ["expelled", "struck"]


def test_ids_are_the_same_in_each_run_and_differ_by_type_and_place() -> None:
    given = [
        found("struck", actors=["Maro"]), found("expelled", actors=["Odell"]),
        replace(found("expelled", actors=["Odell"]), type="COERCE"),
    ]  # fmt: skip
    once = [event.id for event in coded(given)]
    assert once == [event.id for event in coded(given)]
    assert len(set(once)) == 3
