"""What happened, to whom, and who tells it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tests.coding.hand import at, plain

from tocsin.coding.events import Circumstances, Codes, events
from tocsin.coding.parties import Whose
from tocsin.coding.triggers import Found
from tocsin.records import (
    Act,
    Actor,
    Article,
    Claim,
    Directness,
    Event,
    How,
    Passage,
    Source,
    Status,
    Tokens,
    Trace,
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
    cameo=lambda kind, mode, contexts: (  # noqa: ARG005
        "145" if (kind, mode) == ("SANCTION", "expel") else None
    ),
    announced={"SANCTION": ("THREATEN", "131"), "AID": ("AGREE", "033")}.get,
    contexts=lambda words: ("military",) if "army" in words else (),
    version="book-1",
)


def sides(phrases: Sequence[str]) -> tuple[Tokens, ...]:
    return tuple(at(TEXT, phrase) for phrase in phrases)


def claim(name: str, content: str, *, depth: int = 0) -> Claim:
    """A claim of that id whose content are these words."""
    found = Passage.of(TEXT.text, TEXT.spans(at(TEXT, content)))
    who = Source("Odell", (), None)
    return Claim(name, who, Passage("", ()), found, Act.ASSERT, False, Directness.INDIRECT, depth, None, 0.9, Trace())


def coded(found: Iterable[Found], *, claims: Sequence[Claim] = ()) -> list[Event]:
    def resolve(tokens: Tokens, _: Tokens | None) -> Actor:
        return KNOWN.get(" ".join(TEXT.tokens[i].text for i in tokens), Actor())

    whose = Whose(
        resolve,
        whole=lambda tokens: tokens,
        countries=lambda _: (),
        of_a_state=lambda _: False,
        role=lambda _: False,
        presumed=lambda _: None,
    )
    circumstances = Circumstances(
        when=lambda tokens: When(None, None, How.RELATIVE, TEXT.tokens[tokens[0]].text),
        where=lambda tokens: Where("Karsa", (), "AVN") if tokens == at(TEXT, "expelled") else None,
        magnitude=lambda tokens: {"dead": len(tokens)},
        past=lambda when: when is not None and when.text == "struck",
    )
    article = Article("a", TEXT.text)
    return list(events(list(found), TEXT, article, claims, whose=whose, codes=CODES, circumstances=circumstances))


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
    assert ([party.text for party in event.actors], [party.text for party in event.recipients]) == (
        ["Odell"],
        ["Gallo"],
    )


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


def test_harm_announced_to_somebody_is_a_threat_and_its_own_type_stays() -> None:
    (event,) = coded([replace(found(actors=["Odell"], to=["Gallo"]), status="future")])
    assert (event.type, event.announced_as, event.cameo) == ("SANCTION", "THREATEN", "131")


def test_harm_announced_to_nobody_is_no_threat() -> None:
    (event,) = coded([replace(found(actors=["Odell"]), status="future")])
    assert (event.announced_as, event.cameo) == (None, "145")


def test_help_announced_counts_as_agreeing_to_it_whoever_gets_it() -> None:
    (event,) = coded([replace(found(actors=["Odell"]), type="AID", status="future")])
    assert (event.announced_as, event.cameo) == ("AGREE", "033")


def test_what_has_happened_is_not_announced() -> None:
    (event,) = coded([found(actors=["Odell"], to=["Gallo"])])
    assert event.announced_as is None


def test_what_lies_long_past_is_background_and_what_never_happened_stays_so() -> None:
    (struck,) = coded([found("struck", actors=["Maro"])])
    assert struck.status is Status.HISTORICAL
    (spared,) = coded([replace(found("struck", actors=["Maro"]), status="negated")])
    assert spared.status is Status.NEGATED
