from tests.coding.hand import at, read

from tocsin.coding.located import Located
from tocsin.coding.where import where_of
from tocsin.records import Kind, Mention, Precision, Reading, Where

COUNTRIES = {"Maro": "AVE", "Lorusk": "LOR"}


def located(name: str) -> Located:
    return Located(COUNTRIES.get(name), 10.5, -66.9, Precision.CITY) if name == "Maro" else Located(COUNTRIES.get(name))


def where(reading: Reading, trigger: str) -> Where | None:
    return where_of(at(reading, trigger), reading, reading.mentions, locate=located)


CLASH = read(
    "Police clashed with students in Maro near the border with Lorusk on Monday.",
    """
    Police police NOUN 2 nsubj
    clashed clash VERB 0 root
    with with ADP 4 case
    students student NOUN 2 obl
    in in ADP 6 case
    Maro Maro PROPN 2 obl
    near near ADP 9 case
    the the DET 9 det
    border border NOUN 2 obl
    with with ADP 11 case
    Lorusk Lorusk PROPN 9 nmod
    on on ADP 13 case
    Monday Monday PROPN 2 obl
    . . PUNCT 2 punct
    """,
    mentions=[Mention((5,), Kind.PLACE, 1.0), Mention((10,), Kind.PLACE, 1.0), Mention((12,), Kind.DATE, 1.0)],
)


def test_a_named_place_comes_before_an_unnamed_one() -> None:
    found = where(CLASH, "clashed")
    assert found is not None
    assert (found.text, found.country) == ("Maro", "AVE")
    assert (found.latitude, found.longitude, found.precision) == (10.5, -66.9, Precision.CITY)
    assert [span.of(CLASH.text) for span in found.spans] == ["Maro"]


def test_a_place_without_a_name_has_no_country() -> None:
    reading = read(
        "Troops massed near the northern border with Lorusk yesterday.",
        """
        Troops troop NOUN 2 nsubj
        massed mass VERB 0 root
        near near ADP 6 case
        the the DET 6 det
        northern northern ADJ 6 amod
        border border NOUN 2 obl
        with with ADP 8 case
        Lorusk Lorusk PROPN 6 nmod
        yesterday yesterday NOUN 2 obl:tmod
        . . PUNCT 2 punct
        """,
    )
    found = where(reading, "massed")
    assert found is not None
    assert (found.text, found.country) == ("the northern border with Lorusk", None)


def test_a_city_of_that_name_is_that_place() -> None:
    reading = read(
        "They met in the city of Maro.",
        """
        They they PRON 2 nsubj
        met meet VERB 0 root
        in in ADP 5 case
        the the DET 5 det
        city city NOUN 2 obl
        of of ADP 7 case
        Maro Maro PROPN 5 nmod
        . . PUNCT 2 punct
        """,
    )
    found = where(reading, "met")
    assert found is not None
    assert (found.text, found.country) == ("the city of Maro", "AVE")


def test_where_it_was_said_is_not_where_it_happened() -> None:
    reading = read(
        "In Maro Odell said that Lorusk had attacked.",
        """
        In in ADP 2 case
        Maro Maro PROPN 4 obl
        Odell Odell PROPN 4 nsubj
        said say VERB 0 root
        that that SCONJ 8 mark
        Lorusk Lorusk PROPN 8 nsubj
        had have AUX 8 aux
        attacked attack VERB 4 ccomp
        . . PUNCT 4 punct
        """,
        mentions=[Mention((1,), Kind.PLACE, 1.0), Mention((2,), Kind.PERSON, 1.0), Mention((5,), Kind.PLACE, 1.0)],
    )
    assert where(reading, "attacked") is None
    said = where(reading, "said")
    assert said is not None
    assert said.text == "Maro"


def test_times_matters_and_directions_are_no_places() -> None:
    reading = read(
        "Lorusk withdrew from Maro on Monday in anger over pay.",
        """
        Lorusk Lorusk PROPN 2 nsubj
        withdrew withdraw VERB 0 root
        from from ADP 4 case
        Maro Maro PROPN 2 obl
        on on ADP 6 case
        Monday Monday PROPN 2 obl
        in in ADP 8 case
        anger anger NOUN 2 obl
        over over ADP 10 case
        pay pay NOUN 8 nmod
        . . PUNCT 2 punct
        """,
        mentions=[Mention((0,), Kind.PLACE, 1.0), Mention((3,), Kind.PLACE, 1.0), Mention((5,), Kind.DATE, 1.0)],
    )
    assert where(reading, "withdrew") is None
