import pytest
from tests.coding.hand import at, read

from tocsin.coding.interests import interests
from tocsin.records import Actor, Article, Interest, Reading, Tokens

ARTICLE = Article("a", "")


def found(reading: Reading, it: str | None = None) -> list[Interest]:
    """The interests of *reading*, where "it" means *it*."""

    def resolve(tokens: Tokens) -> Actor | None:
        words = [reading.tokens[token].text for token in tokens]
        if it is not None and words == ["it"]:
            return Actor(name=it)
        return Actor(country="LOR") if "Lorusk" in words else None

    return list(interests(reading, ARTICLE, resolve))


def told(reading: Reading, it: str | None = None) -> list[tuple[str, str, str]]:
    return [(one.holder.text, one.matter, one.gain) for one in found(reading, it)]


TWO = read(
    "Lorusk has two interests in the port of Maro.",
    """
    Lorusk Lorusk PROPN 2 nsubj
    has have VERB 0 root
    two two NUM 4 nummod
    interests interest NOUN 2 obj Number=Plur
    in in ADP 7 case
    the the DET 7 det
    port port NOUN 4 nmod
    of of ADP 9 case
    Maro Maro PROPN 7 nmod
    . . PUNCT 2 punct
    """,
)


def test_having_interests_is_an_interest() -> None:
    (one,) = found(TWO)
    assert (one.holder.text, one.holder.country) == ("Lorusk", "LOR")
    assert one.matter == "the port of Maro"
    assert one.gain.startswith("two interests")
    assert [span.of(TWO.text) for span in one.spans] == ["Lorusk has two interests in the port of Maro"]
    assert (one.trace.rule, one.conflict) == ("interest have-interests", False)


def test_gaining_from_something_says_why_where_the_text_does() -> None:
    reading = read(
        "Lorusk benefits from the embargo, as Averna would otherwise sell its gas.",
        """
        Lorusk Lorusk PROPN 2 nsubj
        benefits benefit VERB 0 root
        from from ADP 5 case
        the the DET 5 det
        embargo embargo NOUN 2 obl
        , , PUNCT 11 punct
        as as SCONJ 11 mark
        Averna Averna PROPN 11 nsubj
        would would AUX 11 aux
        otherwise otherwise ADV 11 advmod
        sell sell VERB 2 advcl
        its its PRON 13 nmod:poss
        gas gas NOUN 11 obj
        . . PUNCT 2 punct
        """,
    )
    assert told(reading) == [("Lorusk", "the embargo", "as Averna would otherwise sell its gas")]


def test_wanting_to_keep_something_is_an_interest_in_it() -> None:
    reading = read(
        "Lorusk wants to keep the pipeline open.",
        """
        Lorusk Lorusk PROPN 2 nsubj
        wants want VERB 0 root
        to to PART 4 mark
        keep keep VERB 2 xcomp
        the the DET 6 det
        pipeline pipeline NOUN 4 obj
        open open ADJ 4 xcomp
        . . PUNCT 2 punct
        """,
    )
    assert told(reading) == [("Lorusk", "the pipeline", "to keep the pipeline open")]


CONFLICT = read(
    "Lorusk has an arms industry, and it has a ‘conflict of interest’ which can skew analysis of the war.",
    """
    Lorusk Lorusk PROPN 2 nsubj
    has have VERB 0 root
    an a DET 5 det
    arms arm NOUN 5 compound
    industry industry NOUN 2 obj
    , , PUNCT 9 punct
    and and CCONJ 9 cc
    it it PRON 9 nsubj
    has have VERB 2 conj
    a a DET 12 det
    ‘ ‘ PUNCT 12 punct
    conflict conflict NOUN 9 obj
    of of ADP 14 case
    interest interest NOUN 12 nmod
    ’ ’ PUNCT 12 punct
    which which PRON 18 nsubj
    can can AUX 18 aux
    skew skew VERB 12 acl:relcl
    analysis analysis NOUN 18 obj
    of of ADP 22 case
    the the DET 22 det
    war war NOUN 19 nmod
    . . PUNCT 2 punct
    """,
)


@pytest.mark.parametrize("it", ["Lorusk", None])
def test_a_stated_conflict_of_interest_is_marked_and_says_what_is_owned(it: str | None) -> None:
    (one,) = found(CONFLICT, it)
    assert one.conflict
    assert (one.matter, one.gain) == ("analysis of the war", "an arms industry")
    # Nobody resolves "it": the subject of the clause before stands in.
    assert (one.holder.text, one.holder.name) == (("it", "Lorusk") if it else ("Lorusk", None))


def test_owning_and_being_paid_are_interests() -> None:
    stake = read(
        "Gallo owns a 30 percent stake in the mine.",
        """
        Gallo Gallo PROPN 2 nsubj
        owns own VERB 0 root
        a a DET 6 det
        30 30 NUM 5 nummod
        percent percent NOUN 6 compound
        stake stake NOUN 2 obj
        in in ADP 9 case
        the the DET 9 det
        mine mine NOUN 6 nmod
        . . PUNCT 2 punct
        """,
    )
    (one,) = told(stake)
    assert one[:2] == ("Gallo", "the mine")
    assert one[2].startswith("a 30 percent stake")
    funded = read(
        "The Maro Institute is funded by Lorusk.",
        """
        The the DET 3 det
        Maro Maro PROPN 3 compound
        Institute Institute PROPN 5 nsubj:pass
        is be AUX 5 aux:pass
        funded fund VERB 0 root
        by by ADP 7 case
        Lorusk Lorusk PROPN 5 obl
        . . PUNCT 5 punct
        """,
    )
    assert told(funded) == [("The Maro Institute", "Lorusk", "is funded")]


def test_a_relative_clause_on_the_owners_company_is_an_interest() -> None:
    reading = read(
        "Gallo, whose company built the port, spoke.",
        """
        Gallo Gallo PROPN 9 nsubj
        , , PUNCT 5 punct
        whose whose PRON 4 nmod:poss
        company company NOUN 5 nsubj
        built build VERB 1 acl:relcl
        the the DET 7 det
        port port NOUN 5 obj
        , , PUNCT 5 punct
        spoke speak VERB 0 root
        . . PUNCT 9 punct
        """,
    )
    assert told(reading) == [("Gallo", "the port", "whose company built the port")]


def clause(
    verb: str, lemma: str, before: list[tuple[str, str, str, str]], noun: str, subject: str = "Lorusk"
) -> Reading:
    """ "Lorusk VERB (before) NOUN in gas." with *before* as (form, lemma, UPOS, label) on the noun."""
    words = " ".join([subject, verb, *(form for form, *_ in before), noun, "in gas."])
    upos = "PROPN" if subject == "Lorusk" else "NOUN"
    head = 3 + len(before)
    rows = [f"{subject} {subject} {upos} 2 nsubj", f"{verb} {lemma} VERB 0 root"]
    rows += [f"{form} {base} {upos} {head} {label}" for form, base, upos, label in before]
    rows += [
        f"{noun} {noun} NOUN 2 obj Number=Sing",
        f"in in ADP {head + 2} case",
        f"gas gas NOUN {head} nmod",
        ". . PUNCT 2 punct",
    ]
    return read(words, "\n".join(rows))


AN = [("an", "a", "DET", "det")]


def test_curiosity_lack_and_rates_are_no_interest() -> None:
    assert len(told(clause("has", "have", AN, "interest"))) == 1
    assert told(clause("has", "have", [], "interest")) == []
    assert told(clause("has", "have", [("no", "no", "DET", "det")], "interest")) == []
    assert told(clause("lost", "lose", AN, "interest")) == []
    assert told(clause("has", "have", [*AN, ("interest", "interest", "NOUN", "compound")], "rate")) == []


def test_a_holder_nobody_knows_is_passed_over() -> None:
    assert told(clause("has", "have", AN, "interest", subject="water")) == []


def test_what_is_denied_or_asked_is_no_interest() -> None:
    denied = read(
        "Lorusk never benefits from war.",
        """
        Lorusk Lorusk PROPN 3 nsubj
        never never ADV 3 advmod
        benefits benefit VERB 0 root
        from from ADP 5 case
        war war NOUN 3 obl
        . . PUNCT 3 punct
        """,
    )
    assert told(denied) == []
    asked = read(
        "Lorusk benefits from war?",
        "\n".join(
            [
                "Lorusk Lorusk PROPN 2 nsubj",
                "benefits benefit VERB 0 root",
                "from from ADP 4 case",
                "war war NOUN 2 obl",
                "? ? PUNCT 2 punct",
            ]
        ),
    )
    assert told(asked) == []


def test_the_name_before_the_verb_holds_where_the_parse_gives_no_subject() -> None:
    rows = [
        "Lorusk Lorusk PROPN 3 dep",
        "also also ADV 3 advmod",
        "benefits benefit VERB 0 root",
        "from from ADP 5 case",
        "war war NOUN 3 obl",
        ". . PUNCT 3 punct",
    ]
    assert told(read("Lorusk also benefits from war.", "\n".join(rows))) == [("Lorusk", "war", "benefits")]


def test_the_words_of_an_interest_are_in_the_text() -> None:
    for reading in (TWO, CONFLICT):
        for one in found(reading):
            assert one.matter in reading.text
            assert at(reading, one.matter)
