import pytest
from tests.coding.hand import at, read

from tocsin.coding.magnitude import magnitude, number

RAID = read(
    "Troops killed 12 people and wounded at least 30, and arrested four.",
    """
    Troops troop NOUN 2 nsubj
    killed kill VERB 0 root
    12 12 NUM 4 nummod
    people people NOUN 2 obj
    and and CCONJ 6 cc
    wounded wound VERB 2 conj
    at at ADP 8 case
    least least ADJ 9 nmod
    30 30 NUM 6 obj
    , , PUNCT 12 punct
    and and CCONJ 12 cc
    arrested arrest VERB 2 conj
    four four NUM 12 obj
    . . PUNCT 2 punct
    """,
)


@pytest.mark.parametrize("trigger", ["killed", "arrested"])
def test_joined_verbs_share_their_counts(trigger: str) -> None:
    expected = {"dead": 12, "injured": 30, "arrested": 4}
    found = magnitude(at(RAID, trigger), RAID)
    assert found == (expected if trigger == "killed" else {"arrested": 4})


def test_a_passive_counts_its_subject_and_what_it_leaves_unsaid() -> None:
    reading = read(
        "Twelve people were killed and 30 wounded when police fired on a march.",
        """
        Twelve twelve NUM 2 nummod
        people people NOUN 4 nsubj:pass
        were be AUX 4 aux:pass
        killed kill VERB 0 root
        and and CCONJ 7 cc
        30 30 NUM 7 nsubj:pass
        wounded wound VERB 4 conj
        when when ADV 10 advmod
        police police NOUN 10 nsubj
        fired fire VERB 4 advcl
        on on ADP 13 case
        a a DET 13 det
        march march NOUN 10 obl
        . . PUNCT 4 punct
        """,
    )
    assert magnitude(at(reading, "killed"), reading) == {"dead": 12, "injured": 30}
    assert magnitude(at(reading, "fired"), reading) == {"dead": 12}


CONDEMNED = read(
    "Brenn condemned the attack that killed two soldiers and three villagers.",
    """
    Brenn Brenn PROPN 2 nsubj
    condemned condemn VERB 0 root
    the the DET 4 det
    attack attack NOUN 2 obj
    that that PRON 6 nsubj
    killed kill VERB 4 acl:relcl
    two two NUM 8 nummod
    soldiers soldier NOUN 6 obj
    and and CCONJ 11 cc
    three three NUM 11 nummod
    villagers villager NOUN 8 conj
    . . PUNCT 2 punct
    """,
)


def test_the_dead_are_those_of_the_attack_and_not_of_its_condemnation() -> None:
    assert magnitude(at(CONDEMNED, "attack"), CONDEMNED) == {"dead": 5}
    assert magnitude(at(CONDEMNED, "condemned"), CONDEMNED) == {}


def test_the_death_toll_is_a_count() -> None:
    reading = read(
        "The death toll in the raid rose to 45.",
        """
        The the DET 3 det
        death death NOUN 3 compound
        toll toll NOUN 7 nsubj
        in in ADP 6 case
        the the DET 6 det
        raid raid NOUN 3 nmod
        rose rise VERB 0 root
        to to ADP 9 case
        45 45 NUM 7 obl
        . . PUNCT 7 punct
        """,
    )
    assert magnitude(at(reading, "toll"), reading) == {"dead": 45}


@pytest.mark.parametrize(("counted", "expected"), [("Dozens", {}), ("Several", {}), ("12,000", {"displaced": 12000})])
def test_dozens_are_no_number(counted: str, expected: dict[str, int]) -> None:
    reading = read(
        f"{counted} fled.", f"{counted} {counted.lower()} NUM 2 nsubj\nfled flee VERB 0 root\n. . PUNCT 2 punct"
    )
    assert magnitude(at(reading, "fled"), reading) == expected


def test_ages_days_and_things_are_not_people() -> None:
    reading = read(
        "Police killed a man aged 30 and arrested nobody in 2014.",
        """
        Police police NOUN 2 nsubj
        killed kill VERB 0 root
        a a DET 4 det
        man man NOUN 2 obj
        aged aged ADJ 4 amod
        30 30 NUM 5 obl
        and and CCONJ 8 cc
        arrested arrest VERB 2 conj
        nobody nobody PRON 8 obj
        in in ADP 11 case
        2014 2014 NUM 8 obl
        . . PUNCT 2 punct
        """,
    )
    assert magnitude(at(reading, "killed"), reading) == {}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("twelve", 12),
        ("a dozen", 12),
        ("two dozen", 24),
        ("twenty-five", 25),
        ("two hundred and five", 205),
        ("1.2 million", 1200000),
        ("3,500", 3500),
        ("12 thousand", 12000),
        ("dozens", None),
        ("2.5", None),
        ("many", None),
    ],
)
def test_numbers_are_read_as_written(words: str, expected: int | None) -> None:
    assert number(words.split()) == expected
