"""How likely a record is right, and that the shipped weights are those of the shipped model."""

import json
from dataclasses import replace
from importlib.resources import files

from tests.coding.hand import at, plain

from tocsin.coding.confidence import Confidence, of_claim, of_event
from tocsin.records import (
    Act,
    Claim,
    Directness,
    Event,
    Party,
    Passage,
    Reading,
    Source,
    Span,
    Status,
    Trace,
    Trigger,
)  # fmt: skip

TEXT = plain("Maro struck Lorusk .")
CLAIM = Claim(
    "c", Source("Maro", (Span(0, 4),), None), Passage("struck", (Span(5, 11),)), Passage("Lorusk", (Span(12, 18),)),
    Act.ASSERT, False, Directness.INDIRECT, 0, None, 0.9, Trace(model="m"),
)  # fmt: skip
EVENT = Event(
    "e", "ASSAULT", None, (), None, None, Passage("struck", (Span(5, 11),)), (Party("Maro", (), country="AVN"),), (),
    Status.ACTUAL, None, None, None, 0.7, Trace(model="m"),
)  # fmt: skip


def seen(*types: tuple[str, float], score: float = 0.7) -> Reading:
    trigger = Trigger(at(TEXT, "struck"), types[0][0], None, "actual", (), (), score, types)
    return replace(TEXT, triggers=(trigger,))


def test_shipped_weights_were_made_with_the_shipped_model() -> None:
    models = files("tocsin.language").joinpath("models")
    reader, weights = (
        json.loads(models.joinpath(name).read_text(encoding="utf-8")) for name in ("reader.json", "confidence.json")
    )
    assert weights["model"] == reader["sha256"]


def test_shipped_weights_know_every_feature_and_no_other() -> None:
    shipped = Confidence.load()
    assert shipped.claims.keys() == of_claim(CLAIM).keys()
    assert shipped.events.keys() == of_event(EVENT, TEXT, ()).keys()


def test_a_surer_model_makes_a_surer_record() -> None:
    shipped = Confidence.load()
    doubtful, sure = (shipped.claim(replace(CLAIM, score=score)) for score in (0.4, 0.95))
    assert 0 < doubtful < sure < 1
    doubtful, sure = (shipped.event(EVENT, seen(("ASSAULT", share)), ()) for share in (0.4, 0.98))
    assert 0 < doubtful < sure < 1


def test_the_type_counts_by_what_the_model_gave_to_the_type_the_event_got() -> None:
    features = of_event(replace(EVENT, type="COERCE"), seen(("ASSAULT", 0.7), ("COERCE", 0.2)), ())
    assert features["type"] < 0
    assert of_event(EVENT, seen(("ASSAULT", 0.7), ("COERCE", 0.2)), ())["type"] > 0


def test_a_presumed_country_makes_nobody_surer() -> None:
    presumed = replace(EVENT, actors=(Party("he", (), country="AVN", presumed=True),))
    assert (of_event(EVENT, TEXT, ())["actor"], of_event(presumed, TEXT, ())["actor"]) == (1.0, 0.0)


def test_an_event_that_only_a_trusted_pattern_saw_keeps_its_score() -> None:
    alone = replace(EVENT, score=0.6, trace=Trace(rule="ASSAULT/x"))
    assert Confidence.load().event(alone, TEXT, ()) == 0.6


def test_an_event_told_again_is_less_likely_to_be_one_of_its_own() -> None:
    other_state = replace(EVENT, actors=(Party("Odell", (), country="LRK"),))
    again = [
        of_event(EVENT, TEXT, earlier)["again"]
        for earlier in ((), (EVENT,), (other_state,), (replace(EVENT, type="AID"),))
    ]
    assert again == [0.0, 1.0, 0.0, 0.0]
