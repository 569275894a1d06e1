"""Whom a phrase means: by itself, by what the article said, by the codebook, or nobody."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.coding.hand import at, people, read

from tocsin.codebook.actorbook import ActorBook
from tocsin.coding.actors import NOBODY, ActorResolver
from tocsin.records import Actor, Article, Reading

TODAY = date(2031, 3, 1)


def resolver(reading: Reading, book: ActorBook, published: date | None = TODAY) -> ActorResolver:
    return ActorResolver(reading, Article("a", reading.text, published=published), book)


def means(reading: Reading, words: str, book: ActorBook, nth: int = 0, published: date | None = TODAY) -> Actor:
    return resolver(reading, book, published).resolve(at(reading, words, nth))


# Nobody of the codebook: what is known of Jan Gallo stands in the text.
GALLO = people(
    read(
        "Loruskan Foreign Minister Jan Gallo left . Gallo met Odell . He denied it .",
        """
        Loruskan Loruskan ADJ 3 amod
        Foreign foreign ADJ 3 amod
        Minister minister NOUN 6 nsubj
        Jan Jan PROPN 3 appos
        Gallo Gallo PROPN 4 flat
        left leave VERB 0 root
        . . PUNCT 6 punct

        Gallo Gallo PROPN 2 nsubj
        met meet VERB 0 root
        Odell Odell PROPN 2 obj
        . . PUNCT 2 punct

        He he PRON 2 nsubj
        denied deny VERB 0 root
        it it PRON 2 obj
        . . PUNCT 2 punct
        """,
    ),
    "Jan Gallo", "Gallo", "Odell",
)  # fmt: skip
MINISTER = Actor("Jan Gallo", "LRK", "GOV", "Loruskan Foreign Minister")


def test_what_the_phrase_says_is_who_it_is(book: ActorBook) -> None:
    assert means(GALLO, "Loruskan Foreign Minister Jan Gallo", book) == MINISTER


def test_a_bare_surname_is_who_the_article_introduced(book: ActorBook) -> None:
    assert means(GALLO, "Gallo", book, 1) == MINISTER


def test_a_surname_the_article_does_not_introduce_is_the_codebooks(book: ActorBook) -> None:
    assert means(GALLO, "Odell", book) == Actor("Ada Odell", "AVN", "GOV", "prime minister")


def test_a_pronoun_is_who_the_sentence_before_is_about(book: ActorBook) -> None:
    assert means(GALLO, "He", book) == MINISTER


def test_no_words_mean_nobody(book: ActorBook) -> None:
    assert resolver(GALLO, book).resolve(()) == NOBODY


def test_a_name_nobody_knows_is_a_name_and_no_more(book: ActorBook) -> None:
    rows = "Petra Petra PROPN 3 nsubj\nKos Kos PROPN 1 flat\nleft leave VERB 0 root"
    assert means(people(read("Petra Kos left", rows), "Petra Kos"), "Petra Kos", book) == Actor("Petra Kos")


ODELL = people(
    read(
        "Ada Odell left .", "Ada Ada PROPN 3 nsubj\nOdell Odell PROPN 1 flat\nleft leave VERB 0 root\n. . PUNCT 3 punct"
    ),
    "Ada Odell",
)


@pytest.mark.parametrize(
    ("published", "actor"),
    [
        (date(2031, 3, 1), Actor("Ada Odell", "AVN", "GOV", "prime minister")),
        (date(2025, 3, 1), Actor("Ada Odell", "AVN", "SPY", "director of the State Watch")),
        (None, Actor("Ada Odell", "AVN", "GOV", "prime minister")),
    ],
)
def test_an_office_is_that_of_the_articles_day(book: ActorBook, published: date | None, actor: Actor) -> None:
    assert means(ODELL, "Ada Odell", book, published=published) == actor


def test_who_governed_once_is_of_the_elite_and_has_no_office(book: ActorBook) -> None:
    reading = people(
        read("Tomas Maro left", "Tomas Tomas PROPN 3 nsubj\nMaro Maro PROPN 1 flat\nleft leave VERB 0 root"),
        "Tomas Maro",
    )
    assert means(reading, "Tomas Maro", book) == Actor("Tomas Maro", "AVN", "ELI", None)


def test_what_the_article_says_comes_before_what_the_codebook_knows(book: ActorBook) -> None:
    reading = people(
        read(
            "The Loruskan general Ada Odell left .",
            """
            The the DET 3 det
            Loruskan Loruskan ADJ 3 amod
            general general NOUN 6 nsubj
            Ada Ada PROPN 3 appos
            Odell Odell PROPN 4 flat
            left leave VERB 0 root
            . . PUNCT 6 punct
            """,
        ),
        "Ada Odell",
    )
    found = means(reading, "The Loruskan general Ada Odell", book)
    assert (found.country, found.sector) == ("LRK", "MIL")


def test_a_former_minister_is_of_the_elite(book: ActorBook) -> None:
    reading = people(
        read(
            "former Loruskan president Jan Gallo left",
            """
            former former ADJ 3 amod
            Loruskan Loruskan ADJ 3 amod
            president president NOUN 6 nsubj
            Jan Jan PROPN 3 appos
            Gallo Gallo PROPN 4 flat
            left leave VERB 0 root
            """,
        ),
        "Jan Gallo",
    )
    assert means(reading, "former Loruskan president Jan Gallo", book).sector == "ELI"


TWO_NAMES = people(
    read(
        "Loruskan president Jan Gallo left . Petra Gallo sang .",
        """
        Loruskan Loruskan ADJ 2 amod
        president president NOUN 5 nsubj
        Jan Jan PROPN 2 appos
        Gallo Gallo PROPN 3 flat
        left leave VERB 0 root
        . . PUNCT 5 punct

        Petra Petra PROPN 3 nsubj
        Gallo Gallo PROPN 1 flat
        sang sing VERB 0 root
        . . PUNCT 3 punct
        """,
    ),
    "Jan Gallo", "Petra Gallo",
)  # fmt: skip


def test_another_first_name_is_another_person(book: ActorBook) -> None:
    assert means(TWO_NAMES, "Petra Gallo", book) == Actor("Petra Gallo")


def test_the_minister_is_the_minister_named_before(book: ActorBook) -> None:
    reading = people(
        read(
            "Loruskan Foreign Minister Jan Gallo left . The minister denied it .",
            """
            Loruskan Loruskan ADJ 3 amod
            Foreign foreign ADJ 3 amod
            Minister minister NOUN 6 nsubj
            Jan Jan PROPN 3 appos
            Gallo Gallo PROPN 4 flat
            left leave VERB 0 root
            . . PUNCT 6 punct

            The the DET 2 det
            minister minister NOUN 3 nsubj
            denied deny VERB 0 root
            it it PRON 3 obj
            . . PUNCT 3 punct
            """,
        ),
        "Jan Gallo",
    )
    found = means(reading, "The minister", book)
    assert (found.name, found.country, found.sector) == ("Jan Gallo", "LRK", "GOV")


def appositive(marks: str = ",") -> Reading:
    """ "Lorusk's president, Jan Gallo, left. She denied it." """
    return people(
        read(
            f"Lorusk ’s president {marks} Jan Gallo {marks} left . She denied it .",
            f"""
            Lorusk Lorusk PROPN 3 nmod:poss
            ’s ’s PART 1 case
            president president NOUN 8 nsubj
            {marks} {marks} PUNCT 5 punct
            Jan Jan PROPN 3 appos
            Gallo Gallo PROPN 5 flat
            {marks} {marks} PUNCT 5 punct
            left leave VERB 0 root
            . . PUNCT 8 punct

            She she PRON 2 nsubj
            denied deny VERB 0 root
            it it PRON 2 obj
            . . PUNCT 2 punct
            """,
        ),
        "Jan Gallo",
    )


def test_a_pronoun_is_who_stands_in_apposition_with_all_that_is_said_of_her(book: ActorBook) -> None:
    found = means(appositive(), "She", book)
    assert (found.name, found.country, found.sector) == ("Jan Gallo", "LRK", "GOV")


def test_i_and_we_are_who_speaks_and_whom_he_speaks_for(book: ActorBook) -> None:
    reading = people(
        read(
            "Loruskan president Jan Gallo said I go and we stay .",
            """
            Loruskan Loruskan ADJ 2 amod
            president president NOUN 5 nsubj
            Jan Jan PROPN 2 appos
            Gallo Gallo PROPN 3 flat
            said say VERB 0 root
            I I PRON 7 nsubj
            go go VERB 5 ccomp
            and and CCONJ 10 cc
            we we PRON 10 nsubj
            stay stay VERB 7 conj
            . . PUNCT 5 punct
            """,
        ),
        "Jan Gallo",
    )
    known = resolver(reading, book)
    speaker = at(reading, "Loruskan president Jan Gallo")
    assert known.resolve((5,), speaker).name == "Jan Gallo"
    assert known.resolve(at(reading, "we"), speaker) == Actor(country="LRK", sector="GOV")
    assert known.resolve(at(reading, "we")) == NOBODY


def test_a_relative_pronoun_is_what_its_clause_hangs_on(book: ActorBook) -> None:
    reading = read(
        "Avernan troops who fled returned",
        """
        Avernan Avernan ADJ 2 amod
        troops troop NOUN 5 nsubj
        who who PRON 4 nsubj
        fled flee VERB 2 acl:relcl
        returned return VERB 0 root
        """,
    )
    found = means(reading, "who", book)
    assert (found.country, found.sector) == ("AVN", "MIL")


def owned(word: str) -> Reading:
    """ "Lorusk moved. WORD army left." """
    return read(
        f"Lorusk moved . {word} army left .",
        f"""
        Lorusk Lorusk PROPN 2 nsubj
        moved move VERB 0 root
        . . PUNCT 2 punct

        {word} {word.lower()} PRON 2 nmod:poss
        army army NOUN 3 nsubj
        left leave VERB 0 root
        . . PUNCT 3 punct
        """,
    )


def test_its_army_is_the_army_of_the_state_before(book: ActorBook) -> None:
    found = means(owned("Its"), "Its army", book)
    assert (found.country, found.sector) == ("LRK", "MIL")


def test_a_state_is_not_he(book: ActorBook) -> None:
    assert means(owned("His"), "His army", book).country is None


MINISTER_OF_LORUSK = read(
    "The minister left Lorusk . It denied this .",
    """
    The the DET 2 det
    minister minister NOUN 3 nsubj
    left leave VERB 0 root
    Lorusk Lorusk PROPN 3 obj
    . . PUNCT 3 punct

    It it PRON 2 nsubj
    denied deny VERB 0 root
    this this PRON 2 obj
    . . PUNCT 2 punct
    """,
)


def test_it_is_a_state_or_body_and_nobody_in_office(book: ActorBook) -> None:
    assert means(MINISTER_OF_LORUSK, "It", book) == Actor("Lorusk", "LRK")


def test_a_pronoun_does_not_reach_far_back(book: ActorBook) -> None:
    rain = "Rain rain NOUN 2 nsubj\nfell fall VERB 0 root\n. . PUNCT 2 punct"
    blocks = [
        "Lorusk Lorusk PROPN 2 nsubj\nleft leave VERB 0 root\n. . PUNCT 2 punct",
        *[rain] * 4,
        "It it PRON 2 nsubj\nfell fall VERB 0 root",
    ]
    far = read("Lorusk left . " + "Rain fell . " * 4 + "It fell", "\n\n".join(blocks))
    assert means(far, "It", book) == NOBODY
    near = read("Lorusk left . " + "Rain fell . " * 2 + "It fell", "\n\n".join([*blocks[:3], blocks[-1]]))
    assert means(near, "It", book).country == "LRK"


def test_the_government_is_that_of_the_country_the_article_is_about(book: ActorBook) -> None:
    told = "{0} {0} PROPN 2 nsubj\nfell fall VERB 0 root\n. . PUNCT 2 punct"
    last = "The the DET 2 det\ngovernment government NOUN 3 nsubj\nfell fall VERB 0 root"
    home = ["Averna", "Karsa", "Portavel"]
    reading = read(
        " ".join(f"{name} fell ." for name in home) + " The government fell",
        "\n\n".join([*(told.format(name) for name in home), last]),
    )
    assert (means(reading, "The government", book).country, means(reading, "The government", book).sector) == (
        "AVN",
        "GOV",
    )
    mixed = ["Averna", "Lorusk", "Karsa", "Bor"]
    reading = read(
        " ".join(f"{name} fell ." for name in mixed) + " The government fell",
        "\n\n".join([*(told.format(name) for name in mixed), last]),
    )
    assert means(reading, "The government", book).country is None


def test_a_name_cut_short_is_made_whole(book: ActorBook) -> None:
    reading = read(
        "Marble House denied it",
        "Marble Marble PROPN 3 nsubj\nHouse House PROPN 1 flat\ndenied deny VERB 0 root\nit it PRON 3 obj",
    )
    known = resolver(reading, book)
    assert known.whole(at(reading, "Marble")) == at(reading, "Marble House")
    assert known.whole(at(reading, "it")) == at(reading, "it")


def test_the_countries_an_article_names(book: ActorBook) -> None:
    assert resolver(GALLO, book).named_countries == {"LRK"}


WATCHED = read(
    "Students and other states watched Lorusk .",
    """
    Students student NOUN 5 nsubj
    and and CCONJ 4 cc
    other other ADJ 4 amod
    states state NOUN 1 conj
    watched watch VERB 0 root
    Lorusk Lorusk PROPN 5 obj
    . . PUNCT 5 punct
    """,
)


YOU = read("You met Lorusk", "You you PRON 2 nsubj\nmet meet VERB 0 root\nLorusk Lorusk PROPN 2 obj")


def test_whoever_is_of_no_said_country_is_presumed_at_home_but_other_states_are_not(book: ActorBook) -> None:
    known = resolver(WATCHED, book)
    assert known.presumed_country(at(WATCHED, "Students")) == "LRK"
    assert known.presumed_country(at(WATCHED, "other states")) is None
    assert resolver(YOU, book).presumed_country(at(YOU, "You")) is None


WORDS = [
    "Odell", "Ada", "Lorusk", "Loruskan", "minister", "he", "it", "they", "who", "I", "we", "his", "former", "the", "of", ",", "“",
    "army", "-", "al", "FID", "’s", ".",
]  # fmt: skip
LABELS = [
    "nsubj",
    "obj",
    "obl",
    "nmod",
    "nmod:poss",
    "acl:relcl",
    "conj",
    "appos",
    "compound",
    "flat",
    "amod",
    "case",
    "det",
    "punct",
    "root",
]


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Words with heads and labels drawn at random."""
    blocks = []
    for _ in range(draw(st.integers(1, 3))):
        words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8))
        heads = st.integers(0, len(words))
        upos = st.sampled_from(["NOUN", "PROPN", "PRON", "DET", "PUNCT", "VERB", "ADJ"])
        blocks.append([
            f"{word} {word.lower()} {draw(upos)} {draw(heads)} {draw(st.sampled_from(LABELS))}" for word in words
        ])  # fmt: skip
    text = " ".join(row.split()[0] for block in blocks for row in block)
    reading = read(text, "\n\n".join("\n".join(block) for block in blocks))
    return people(reading, "Odell") if draw(st.booleans()) and "Odell" in text else reading


@given(reading=readings(), data=st.data())
@settings(max_examples=60)
def test_whatever_the_parse_somebody_or_nobody_is_meant(book: ActorBook, reading: Reading, data: st.DataObject) -> None:
    known = resolver(reading, book)
    chosen = st.sets(st.integers(0, len(reading.tokens) - 1), min_size=1, max_size=6).map(lambda s: tuple(sorted(s)))
    phrase, speaker = data.draw(chosen), data.draw(st.none() | chosen)
    found = known.resolve(phrase, speaker)
    assert found == known.resolve(phrase, speaker)
    assert "" not in (found.name, found.country, found.sector, found.role)
    assert set(phrase) <= set(known.whole(phrase))
