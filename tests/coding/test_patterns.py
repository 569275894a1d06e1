from pathlib import Path

import pytest
from tests.coding.hand import at, read

from tocsin.codebook.eventbook import EventBook
from tocsin.coding.patterns import Match, matches
from tocsin.records import Kind, Mention, Reading

BOOK = EventBook.load()


def told(reading: Reading, match: Match) -> str:
    """A match in one line: "SANCTION/expel-diplomats expelled: Averna -> six diplomats"."""

    def words(parties: tuple[tuple[int, ...], ...]) -> str:
        return " + ".join(" ".join(reading.tokens[token].text for token in party) for party in parties) or "-"

    trigger = " ".join(reading.tokens[token].text for token in match.trigger)
    return f"{match.pattern} {trigger}: {words(match.actors)} -> {words(match.recipients)}"


def found(text: str, rows: str, **more: object) -> list[str]:
    reading = read(text, rows, **more)  # type: ignore[arg-type]
    return [told(reading, match) for match in matches(reading, BOOK)]


def test_who_acts_is_the_subject_and_whom_the_object() -> None:
    text = "Averna expelled six Loruskan diplomats."
    rows = """
        Averna Averna PROPN 2 nsubj
        expelled expel VERB 0 root VerbForm=Fin
        six six NUM 5 nummod
        Loruskan Loruskan ADJ 5 amod
        diplomats diplomat NOUN 2 obj
        . . PUNCT 2 punct
        """
    assert found(text, rows) == ["SANCTION/expel-diplomats expelled: Averna -> six Loruskan diplomats"]


PASSIVE = """
    Six six NUM 2 nummod
    diplomats diplomat NOUN 4 nsubj:pass
    were be AUX 4 aux:pass
    expelled expel VERB 0 root VerbForm=Part|Tense=Past
    by by ADP 6 case
    {agent} {agent} PROPN 4 obl{sub}
    . . PUNCT 4 punct
    """


@pytest.mark.parametrize("sub", [":agent", ""])
def test_in_the_passive_whom_comes_first_and_who_acts_after_by(sub: str) -> None:
    lines = found("Six diplomats were expelled by Averna.", PASSIVE.format(agent="Averna", sub=sub))
    assert lines == ["SANCTION/expel-diplomats expelled: Averna -> Six diplomats"]


def test_a_day_after_by_expels_nobody() -> None:
    text = "Six diplomats were expelled by Friday."
    rows = PASSIVE.format(agent="Friday", sub="")
    assert found(text, rows, mentions=[Mention((5,), Kind.DATE, 1.0)]) == [
        "SANCTION/expel-diplomats expelled: - -> Six diplomats"
    ]


def test_a_nominal_event_has_its_parties_after_of_and_by() -> None:
    text = "The detention of the poet by guards ended."
    rows = """
        The the DET 2 det
        detention detention NOUN 8 nsubj
        of of ADP 5 case
        the the DET 5 det
        poet poet NOUN 2 nmod
        by by ADP 7 case
        guards guard NOUN 2 nmod
        ended end VERB 0 root VerbForm=Fin
        . . PUNCT 8 punct
        """
    assert found(text, rows) == ["COERCE/arrest-of detention: guards -> the poet"]


ATTACK = """
    {first} {first} {upos} 2 amod
    attack attack NOUN 5 nsubj
    on on ADP 4 case
    Lorusk Lorusk PROPN 2 nmod
    failed fail VERB 0 root VerbForm=Fin
    . . PUNCT 5 punct
    """


def test_a_nationality_before_the_noun_says_who_acts() -> None:
    rows = ATTACK.format(first="Avernan", upos="PROPN")
    assert found("Avernan attack on Lorusk failed.", rows) == ["ASSAULT/attack-on attack: Avernan -> Lorusk"]


def test_a_plain_adjective_at_the_head_of_a_sentence_is_no_nationality() -> None:
    assert found("Another attack on Lorusk failed.", ATTACK.format(first="Another", upos="ADJ")) == []


def test_a_verb_that_carries_the_noun_lends_its_subject() -> None:
    text = "Rebels launched an attack on Averna."
    rows = """
        Rebels rebel NOUN 2 nsubj
        launched launch VERB 0 root VerbForm=Fin
        an a DET 4 det
        attack attack NOUN 2 obj
        on on ADP 6 case
        Averna Averna PROPN 4 nmod
        . . PUNCT 2 punct
        """
    assert found(text, rows) == ["ASSAULT/attack-on attack: Rebels -> Averna"]


def test_a_verb_that_only_speaks_of_the_noun_lends_nothing() -> None:
    text = "Maro condemned an attack on Averna."
    rows = """
        Maro Maro PROPN 2 nsubj
        condemned condemn VERB 0 root VerbForm=Fin
        an a DET 4 det
        attack attack NOUN 2 obj
        on on ADP 6 case
        Averna Averna PROPN 4 nmod
        . . PUNCT 2 punct
        """
    assert found(text, rows) == ["ACCUSE/condemn condemned: Maro -> an attack on Averna"]


def test_a_relative_clause_borrows_what_it_hangs_on() -> None:
    text = "The pact that Averna concluded with Lorusk holds."
    rows = """
        The the DET 2 det
        pact pact NOUN 8 nsubj
        that that PRON 5 obj
        Averna Averna PROPN 5 nsubj
        concluded conclude VERB 2 acl:relcl VerbForm=Fin
        with with ADP 7 case
        Lorusk Lorusk PROPN 5 obl
        holds hold VERB 0 root VerbForm=Fin
        . . PUNCT 8 punct
        """
    assert found(text, rows) == ["AGREE/reach-agreement concluded: Averna -> Lorusk"]


def test_who_in_a_relative_clause_is_the_person_before_it() -> None:
    text = "Soldiers who tortured Gallo fled."
    rows = """
        Soldiers soldier NOUN 5 nsubj
        who who PRON 3 nsubj
        tortured torture VERB 1 acl:relcl VerbForm=Fin
        Gallo Gallo PROPN 3 obj
        fled flee VERB 0 root VerbForm=Fin
        . . PUNCT 5 punct
        """
    assert found(text, rows) == ["ASSAULT/torture tortured: Soldiers -> Gallo"]


@pytest.mark.parametrize(("verb", "who"), [("allowed", "Lorusk"), ("ordered", "Lorusk"), ("promised", "Averna")])
def test_an_infinitive_belongs_to_whoever_is_told_and_to_whoever_promises(verb: str, who: str) -> None:
    text = f"Averna {verb} Lorusk to withdraw its troops."
    rows = f"""
        Averna Averna PROPN 2 nsubj
        {verb} {verb.removesuffix("ed")}{"e" if verb == "promised" else ""} VERB 0 root VerbForm=Fin
        Lorusk Lorusk PROPN 2 obj
        to to PART 5 mark
        withdraw withdraw VERB 2 xcomp VerbForm=Inf
        its its PRON 7 nmod:poss
        troops troop NOUN 5 obj
        . . PUNCT 2 punct
        """
    assert f"RETREAT/withdraw-forces withdraw its troops: {who} -> -" in found(text, rows)


def test_a_deed_that_is_only_asked_for_is_no_match() -> None:
    text = "Averna called on Lorusk to free the crew."
    rows = """
        Averna Averna PROPN 2 nsubj
        called call VERB 0 root VerbForm=Fin
        on on ADP 4 case
        Lorusk Lorusk PROPN 2 obl
        to to PART 6 mark
        free free VERB 2 xcomp VerbForm=Inf
        the the DET 8 det
        crew crew NOUN 6 obj
        . . PUNCT 2 punct
        """
    assert found(text, rows) == ["REQUEST/call-on called: Averna -> Lorusk"]


@pytest.mark.parametrize(("word", "lines"), [("should", []), ("may", ["COERCE/arrest arrest: Police -> Gallo"])])
def test_what_should_be_done_is_not_yet_done_and_what_may_be_is_for_the_status_to_say(
    word: str, lines: list[str]
) -> None:
    rows = f"""
        Police police NOUN 3 nsubj
        {word} {word} AUX 3 aux
        arrest arrest VERB 0 root VerbForm=Inf
        Gallo Gallo PROPN 3 obj
        """
    assert found(f"Police {word} arrest Gallo", rows) == lines


def test_a_form_is_known_where_its_lemma_is_misread() -> None:
    rows = """
        Police police NOUN 2 nsubj
        arrested arrestate VERB 0 root VerbForm=Fin
        Gallo Gallo PROPN 2 obj
        """
    assert found("Police arrested Gallo", rows) == ["COERCE/arrest arrested: Police -> Gallo"]


def test_a_title_before_a_name_is_what_its_bearer_is() -> None:
    rows = """
        President president NOUN 2 nmod:desc
        Maro Maro PROPN 3 nsubj
        visited visit VERB 0 root VerbForm=Fin
        Averna Averna PROPN 3 obj
        """
    assert found("President Maro visited Averna", rows) == ["CONSULT/visit visited: President Maro -> Averna"]


def test_verbs_joined_by_and_share_their_subject() -> None:
    text = "Maro accused Averna of lies and broke off relations with it."
    rows = """
        Maro Maro PROPN 2 nsubj
        accused accuse VERB 0 root VerbForm=Fin
        Averna Averna PROPN 2 obj
        of of ADP 5 case
        lies lie NOUN 2 obl
        and and CCONJ 7 cc
        broke break VERB 2 conj VerbForm=Fin
        off off ADP 7 compound:prt
        relations relation NOUN 7 obj
        with with ADP 11 case
        it it PRON 9 nmod
        . . PUNCT 2 punct
        """
    assert found(text, rows) == [
        "ACCUSE/accuse-of accused: Maro -> Averna",
        "SANCTION/break-off-relations broke off relations: Maro -> it",
    ]


def test_a_participle_after_a_comma_borrows_the_subject_of_its_clause() -> None:
    text = "Soldiers shelled Hale, killing nine."
    rows = """
        Soldiers soldier NOUN 2 nsubj
        shelled shell VERB 0 root VerbForm=Fin
        Hale Hale PROPN 2 obj
        , , PUNCT 5 punct
        killing kill VERB 2 advcl VerbForm=Ger
        nine nine NUM 5 obj
        . . PUNCT 2 punct
        """
    assert found(text, rows) == ["ASSAULT/shell shelled: Soldiers -> Hale", "ASSAULT/kill killing: Soldiers -> nine"]


def test_a_past_participle_behind_a_noun_is_passive() -> None:
    text = "Sanctions imposed by Averna on Lorusk bite."
    rows = """
        Sanctions sanction NOUN 7 nsubj
        imposed impose VERB 1 acl VerbForm=Part|Tense=Past
        by by ADP 4 case
        Averna Averna PROPN 2 obl
        on on ADP 6 case
        Lorusk Lorusk PROPN 2 obl
        bite bite VERB 0 root VerbForm=Fin
        . . PUNCT 7 punct
        """
    assert found(text, rows) == ["SANCTION/impose-sanctions imposed: Averna -> Lorusk"]


def test_two_actors_come_apart_and_a_relative_clause_is_no_part_of_a_name() -> None:
    text = "Averna, which is small, and Lorusk struck a deal."
    rows = """
        Averna Averna PROPN 9 nsubj
        , , PUNCT 5 punct
        which which PRON 5 nsubj
        is be AUX 5 cop
        small small ADJ 1 acl:relcl
        , , PUNCT 5 punct
        and and CCONJ 8 cc
        Lorusk Lorusk PROPN 1 conj
        struck strike VERB 0 root VerbForm=Fin
        a a DET 11 det
        deal deal NOUN 9 obj
        . . PUNCT 9 punct
        """
    assert found(text, rows) == ["AGREE/reach-agreement struck a deal: Averna + Lorusk -> -"]


def test_bread_is_no_relation() -> None:
    text = "She broke off a piece of bread."
    rows = """
        She she PRON 2 nsubj
        broke break VERB 0 root VerbForm=Fin
        off off ADP 2 compound:prt
        a a DET 5 det
        piece piece NOUN 2 obj
        of of ADP 7 case
        bread bread NOUN 5 nmod
        . . PUNCT 2 punct
        """
    assert found(text, rows) == []


def test_the_mode_comes_from_the_words_around_where_the_pattern_leaves_it_open() -> None:
    text = "Tanks fired on Hale."
    rows = """
        Tanks tank NOUN 2 nsubj
        fired fire VERB 0 root VerbForm=Fin
        on on ADP 4 case
        Hale Hale PROPN 2 obl
        . . PUNCT 2 punct
        """
    (match,) = matches(read(text, rows), BOOK)
    assert (match.type, match.mode, match.status) == ("ASSAULT", "heavy-weapons", None)
    assert match.recipients == (at(read(text, rows), "Hale"),)


def test_a_users_pattern_finds_what_ours_does_not(tmp_path: Path) -> None:
    place = tmp_path / "events" / "protest"
    place.mkdir(parents=True)
    entry = '[[pattern]]\nid = "sing"\nlemmas = ["sing"]\nrecipient = "obl:at"\n'
    (place / "en.toml").write_text(entry, encoding="utf-8")
    rows = """
        Dockers docker NOUN 2 nsubj
        sang sing VERB 0 root VerbForm=Fin
        at at ADP 4 case
        ministers minister NOUN 2 obl
        . . PUNCT 2 punct
        """
    reading = read("Dockers sang at ministers.", rows)
    assert list(matches(reading, BOOK)) == []
    (match,) = matches(reading, EventBook.load([tmp_path]))
    assert told(reading, match) == "PROTEST/sing sang: Dockers -> ministers"


def test_a_parse_that_runs_in_a_circle_is_survived() -> None:
    rows = """
        Averna Averna PROPN 2 nsubj
        agreed agree VERB 3 xcomp VerbForm=Inf
        attack attack VERB 4 xcomp VerbForm=Inf
        withdraw withdraw VERB 2 conj VerbForm=Inf
        """
    assert isinstance(found("Averna agreed attack withdraw", rows), list)


def test_a_day_after_a_preposition_is_nobody_to_be_fired_on() -> None:
    rows = """
        Tanks tank NOUN 2 nsubj
        fired fire VERB 0 root VerbForm=Fin
        on on ADP 4 case
        Friday Friday PROPN 2 obl
        """
    assert found("Tanks fired on Friday", rows, mentions=[Mention((3,), Kind.DATE, 1.0)]) == []
