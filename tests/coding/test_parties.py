"""Phrases that a trigger points at, as parties."""

import pytest
from tests.coding.hand import at, read

from tocsin.coding.parties import Whose, parties
from tocsin.records import Actor, Kind, Mention, Party, Reading, Tokens

COUNTRIES = {"Averna": "AVN", "Avernan": "AVN", "Lorusk": "LRK", "Loruskan": "LRK"}
ROLES = {"envoys", "minister"}


def of(reading: Reading, *phrases: str, trigger: str = "met", but: tuple[Party, ...] = ()) -> tuple[Party, ...]:
    """The parties that *phrases* give, each country word being whom it means."""

    def words(tokens: Tokens) -> list[str]:
        return [reading.tokens[i].text for i in tokens]

    whose = Whose(
        resolve=lambda tokens, _: Actor(country=next((COUNTRIES[w] for w in words(tokens) if w in COUNTRIES), None)),
        whole=lambda tokens: tokens,
        countries=lambda tokens: tuple((i,) for i in tokens if reading.tokens[i].text in COUNTRIES),
        of_a_state=lambda i: reading.tokens[i].text in COUNTRIES,
        role=lambda tokens: bool(ROLES.intersection(words(tokens))),
        presumed=lambda tokens: "TES" if words(tokens) == ["envoys"] else None,
    )
    return parties([at(reading, phrase) for phrase in phrases], at(reading, trigger), reading, whose, but=but)


ALONE = read("envoys met", "envoys envoy NOUN 2 nsubj\nmet meet VERB 0 root")


def told(reading: Reading, *phrases: str) -> list[str]:
    return [party.text for party in of(reading, *phrases)]


MET = read(
    "Avernan and Loruskan envoys met Jan Gallo on Monday",
    """
    Avernan Avernan ADJ 4 amod
    and and CCONJ 3 cc
    Loruskan Loruskan ADJ 1 conj
    envoys envoy NOUN 5 nsubj
    met meet VERB 0 root
    Jan Jan PROPN 5 obj
    Gallo Gallo PROPN 6 flat
    on on ADP 9 case
    Monday Monday PROPN 5 obl
    """,
    mentions=[Mention((8,), Kind.DATE, 1.0)],
)


def test_a_party_is_its_words_and_whom_they_mean() -> None:
    (party,) = of(MET, "Jan Gallo")
    assert (party.text, party.country) == ("Jan Gallo", None)
    assert [span.of(MET.text) for span in party.spans] == ["Jan Gallo"]


def test_two_countries_that_share_a_noun_are_two_parties() -> None:
    found = of(MET, "Avernan and Loruskan envoys")
    assert [(party.text, party.country) for party in found] == [("Avernan", "AVN"), ("Loruskan envoys", "LRK")]


def test_a_name_cut_short_is_made_whole() -> None:
    assert told(MET, "Gallo") == ["Jan Gallo"]


def test_a_day_is_nobody() -> None:
    assert told(MET, "Monday") == []


def test_nobody_does_a_thing_to_himself_by_the_same_words() -> None:
    assert told(MET, "Jan Gallo", "Gallo") == ["Jan Gallo"]
    assert of(MET, "Gallo", but=of(MET, "Jan Gallo")) == ()


def test_the_events_own_words_are_no_party() -> None:
    reading = read(
        "the Avernan attack hurt",
        """
        the the DET 3 det
        Avernan Avernan ADJ 3 amod
        attack attack NOUN 4 nsubj
        hurt hurt VERB 0 root
        """,
    )
    assert [party.text for party in of(reading, "Avernan", trigger="attack")] == ["Avernan"]


@pytest.mark.parametrize("label", ["acl", "nmod"])
def test_whom_a_party_includes_are_parties_too(label: str) -> None:
    reading = read(
        "states including Averna and Lorusk met",
        f"""
        states state NOUN 6 nsubj
        including include ADP 3 case
        Averna Averna PROPN 1 {label}
        and and CCONJ 5 cc
        Lorusk Lorusk PROPN 3 conj
        met meet VERB 0 root
        """,
    )
    assert told(reading, "states") == ["states", "Averna", "Lorusk"]


def test_a_country_that_is_only_presumed_is_marked_so() -> None:
    (said,) = of(MET, "Loruskan envoys", trigger="met")
    assert (said.country, said.presumed) == ("LRK", False)
    (presumed,) = of(ALONE, "envoys", trigger="met")
    assert (presumed.country, presumed.presumed) == ("TES", True)
