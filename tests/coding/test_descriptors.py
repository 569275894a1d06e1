"""A noun phrase taken apart."""

import pytest
from tests.coding.hand import people, read

from tocsin.codebook.actorbook import ActorBook
from tocsin.coding.descriptors import Described, Describer
from tocsin.records import Reading

# One phrase a sentence, as "form/lemma/UPOS/head/label", its head the root; a lemma left out is the form itself.
DIRECTOR = "the//DET/2/det director//NOUN/0/root of//ADP/4/case {body}//PROPN/2/nmod"


def phrase(rows: str, *persons: str) -> Reading:
    words = [row.split("/") for row in rows.split()]
    lines = [f"{form} {lemma or form} {upos} {head} {label}" for form, lemma, upos, head, label in words]
    return people(read(" ".join(form for form, *_ in words), "\n".join(lines)), *persons)


def described(book: ActorBook, rows: str, *persons: str) -> Described:
    reading = phrase(rows, *persons)
    return Describer(reading, book).describe(tuple(range(len(reading.tokens))))


def told(book: ActorBook, rows: str, *persons: str) -> tuple[str | None, str | None, str | None, str | None]:
    """Name, role, country, sector."""
    found = described(book, rows, *persons)
    return found.name, found.role, found.country, found.sector


def test_office_and_country_before_a_name(book: ActorBook) -> None:
    rows = (
        "Loruskan//ADJ/3/amod Foreign//ADJ/3/amod Minister/minister/NOUN/0/root Jan//PROPN/3/appos Gallo//PROPN/4/flat"
    )
    assert told(book, rows, "Jan Gallo") == ("Jan Gallo", "Loruskan Foreign Minister", "LRK", "GOV")
    assert described(book, rows, "Jan Gallo").person


def test_a_name_and_its_office_after_a_comma(book: ActorBook) -> None:
    rows = (
        "Jan//PROPN/0/root Gallo//PROPN/1/flat ,//PUNCT/6/punct the//DET/6/det foreign//ADJ/6/amod minister//NOUN/1/appos "
        "of//ADP/8/case Lorusk//PROPN/6/nmod"
    )
    assert told(book, rows, "Jan Gallo") == ("Jan Gallo", "foreign minister of Lorusk", "LRK", "GOV")


def test_an_office_and_a_name_after_a_comma(book: ActorBook) -> None:
    rows = (
        "the//DET/2/det president//NOUN/0/root of//ADP/4/case Lorusk//PROPN/2/nmod ,//PUNCT/6/punct "
        "Jan//PROPN/2/appos Gallo//PROPN/6/flat"
    )
    assert told(book, rows, "Jan Gallo") == ("Jan Gallo", "president of Lorusk", "LRK", "GOV")


@pytest.mark.parametrize("mark", ["'s", "’s"])
def test_the_country_whose_office_it_is(book: ActorBook, mark: str) -> None:
    rows = f"Lorusk//PROPN/4/nmod:poss {mark}//PART/1/case prime//ADJ/4/amod minister//NOUN/0/root"
    assert told(book, rows)[2:] == ("LRK", "GOV")
    assert described(book, rows).role_word == "minister"
    assert not described(book, rows).person


def test_the_office_of_a_body_is_of_the_bodys_country_and_sector(book: ActorBook) -> None:
    name, role, country, sector = told(book, DIRECTOR.format(body="FID"))
    assert (name, role, country, sector) == (None, "director of FID", "LRK", "SPY")
    assert described(book, DIRECTOR.format(body="FID")).entry is not None


def test_a_role_word_in_the_name_of_a_body_is_no_office(book: ActorBook) -> None:
    rows = "the//DET/4/det Foreign//PROPN/4/compound Intelligence//PROPN/4/compound Directorate//PROPN/0/root"
    assert told(book, rows) == ("Foreign Intelligence Directorate", None, "LRK", "SPY")


def test_a_short_name_of_a_body_gives_the_long_one(book: ActorBook) -> None:
    assert told(book, "the//DET/2/det TLF//PROPN/0/root") == ("Teral Liberation Front", None, "AVN", "REB")


def test_a_state_is_its_name_and_has_no_sector(book: ActorBook) -> None:
    assert told(book, "Averna//PROPN/0/root") == ("Averna", None, "AVN", None)


@pytest.mark.parametrize("place", ["Portavel", "Veligrad"])
def test_a_capital_stands_for_its_government(book: ActorBook, place: str) -> None:
    assert told(book, f"{place}//PROPN/0/root")[3] == "GOV"


def test_a_seat_stands_for_its_government(book: ActorBook) -> None:
    assert told(book, "the//DET/3/det Marble//PROPN/3/compound House//PROPN/0/root")[2:] == ("AVN", "GOV")


def test_a_city_stands_for_no_government(book: ActorBook) -> None:
    assert told(book, "Karsa//PROPN/0/root")[2:] == ("AVN", None)


def test_troops_are_of_the_country_before_them(book: ActorBook) -> None:
    assert told(book, "Avernan//ADJ/2/amod troops/troop/NOUN/0/root")[2:] == ("AVN", "MIL")


def test_troops_are_of_their_country_and_not_of_the_one_they_face(book: ActorBook) -> None:
    rows = "Avernan//ADJ/2/amod troops/troop/NOUN/0/root in//ADP/4/case Lorusk//PROPN/2/nmod"
    assert told(book, rows)[2:] == ("AVN", "MIL")


def test_an_envoy_to_a_country_is_not_that_countrys(book: ActorBook) -> None:
    rows = "the//DET/3/det Avernan//ADJ/3/amod ambassador//NOUN/0/root to//ADP/5/case Lorusk//PROPN/3/nmod"
    assert told(book, rows)[2] == "AVN"


def test_rebels_that_nobody_owns_are_of_where_they_are(book: ActorBook) -> None:
    assert told(book, "rebels/rebel/NOUN/0/root in//ADP/3/case Lorusk//PROPN/1/nmod")[2:] == ("LRK", "REB")


def test_who_is_backed_by_a_country_is_not_of_it_when_his_own_is_said(book: ActorBook) -> None:
    rows = "Avernan//ADJ/2/amod rebels/rebel/NOUN/0/root backed/back/VERB/2/acl by//ADP/5/case Lorusk//PROPN/3/obl"
    assert told(book, rows)[2:] == ("AVN", "REB")


def test_a_relative_clause_says_nothing_of_the_office(book: ActorBook) -> None:
    rows = (
        "Jan//PROPN/0/root Gallo//PROPN/1/flat ,//PUNCT/5/punct who//PRON/5/nsubj met/meet/VERB/1/acl:relcl "
        "the//DET/8/det Avernan//ADJ/8/amod president//NOUN/5/obj"
    )
    assert told(book, rows, "Jan Gallo") == ("Jan Gallo", None, None, None)


def test_a_known_person_is_whom_the_codebook_says(book: ActorBook) -> None:
    found = described(book, "Ada//PROPN/0/root Odell//PROPN/1/flat")
    assert (found.name, found.person, found.entry and found.entry.country) == ("Ada Odell", True, "AVN")


def test_a_title_is_no_part_of_a_name(book: ActorBook) -> None:
    rows = "President/president/PROPN/0/root Jan//PROPN/1/flat Gallo//PROPN/1/flat"
    assert told(book, rows, "Jan Gallo")[0] == "Jan Gallo"
    rows = "Gen.//PROPN/0/root Gallo//PROPN/1/flat"
    assert told(book, rows, "Gen. Gallo")[0] == "Gallo"


def test_a_name_written_in_pieces_is_joined_as_it_is_written(book: ActorBook) -> None:
    rows = "President/president/PROPN/0/root Jan//PROPN/1/flat al//PROPN/1/flat -//PUNCT/1/punct Gallo//PROPN/1/flat"
    reading = phrase(rows)
    whole = people(reading, "Jan al - Gallo")
    assert Describer(whole, book).describe(tuple(range(5))).name == "Jan al-Gallo"


def test_an_office_once_held_is_told_as_such(book: ActorBook) -> None:
    rows = "former//ADJ/2/amod president//NOUN/0/root Jan//PROPN/2/appos Gallo//PROPN/3/flat"
    assert described(book, rows, "Jan Gallo").former
    assert not described(book, rows.replace("former//ADJ", "new//ADJ"), "Jan Gallo").former


def test_a_place_after_an_office_is_not_its_holders_name(book: ActorBook) -> None:
    rows = "the//DET/2/det mayor//NOUN/0/root of//ADP/4/case Bor//PROPN/2/nmod"
    assert told(book, rows) == (None, "mayor of Bor", "LRK", "GOV")


def test_a_word_that_means_nobody_says_nothing(book: ActorBook) -> None:
    assert described(book, "the//DET/2/det weather//NOUN/0/root") == Described()


def test_a_body_of_no_state_is_known_by_its_kind(book: ActorBook) -> None:
    assert told(book, "aid//NOUN/2/compound agencies/agency/NOUN/0/root")[2] == "NGO"


def test_one_odd_mark_is_taken_apart_too(book: ActorBook) -> None:
    assert described(book, "“//PUNCT/0/root") == Described()


def test_what_somebody_is_called_by_others_is_no_office_of_theirs(book: ActorBook) -> None:
    found = described(book, "Gallo//PROPN/0/root as//ADP/4/case legitimate//ADJ/4/amod president//NOUN/1/nmod", "Gallo")
    assert (found.name, found.role) == ("Gallo", None)
