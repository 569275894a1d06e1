from dataclasses import replace
from datetime import date

import pytest
from tests.coding.hand import at, read

from tocsin.coding.stances import stances
from tocsin.records import (
    Act,
    Actor,
    Article,
    Claim,
    Directness,
    Event,
    How,
    Party,
    Passage,
    Position,
    Reading,
    Source,
    Stance,
    Status,
    Tokens,
    Trace,
    When,
)

ARTICLE = Article("a", "")
COUNTRIES = {"Averna": "AVE", "Lorusk": "LOR", "Brenn": "BRE", "Orun": "ORU", "Tessaly": "TES", "Washington": "USA"}
PEOPLE = {"Gallo": "AVE", "Odell": "AVE"}


def resolver(reading: Reading):  # type: ignore[no-untyped-def]
    def resolve(tokens: Tokens) -> Actor | None:
        for token in tokens:
            word = reading.tokens[token].text
            if word in COUNTRIES:
                return Actor(country=COUNTRIES[word])
            if word in PEOPLE:
                return Actor(name=word, country=PEOPLE[word])
        return None

    return resolve


def party(reading: Reading, words: str) -> Party:
    tokens = at(reading, words)
    actor = resolver(reading)(tokens) or Actor()
    passage = Passage.of(reading.text, reading.spans(tokens))
    return Party(passage.text, passage.spans, actor.name, actor.country)


def event(
    reading: Reading,
    kind: str,
    trigger: str,
    actors: list[str],
    recipients: list[str],
    status: Status = Status.ACTUAL,
    when: When | None = None,
    claim: str | None = None,
) -> Event:
    return Event(
        f"event-{trigger}",
        kind,
        None,
        (),
        None,
        None,
        Passage.of(reading.text, reading.spans(at(reading, trigger))),
        tuple(party(reading, one) for one in actors),
        tuple(party(reading, one) for one in recipients),
        status,
        when,
        None,
        claim,
        0.9,
        Trace(),
    )


def claim(reading: Reading, act: Act, source: str, cue: str, content: str) -> Claim:
    def passage(words: str) -> Passage:
        return Passage.of(reading.text, reading.spans(at(reading, words)))

    who = passage(source)
    actor = resolver(reading)(at(reading, source))
    return Claim(
        f"claim-{cue}",
        Source(who.text, who.spans, actor),
        passage(cue),
        passage(content),
        act,
        False,
        Directness.INDIRECT,
        0,
        None,
        0.9,
        Trace(),
    )


def seen(found: list[Stance]) -> list[tuple[str, Position, str]]:
    return [(one.holder.text, one.position, one.toward.text) for one in found]


def told(reading: Reading, claims: list[Claim] | None = None, events: list[Event] | None = None) -> list[Stance]:
    return list(stances(claims or [], events or [], reading, ARTICLE, resolver(reading)))


RECOGNISED = read(
    "Tessaly and several states in the north and south, including Brenn, have recognised Gallo as interim president.",
    """
    Tessaly Tessaly PROPN 15 nsubj
    and and CCONJ 4 cc
    several several ADJ 4 amod
    states state NOUN 1 conj
    in in ADP 7 case
    the the DET 7 det
    north north NOUN 4 nmod
    and and CCONJ 9 cc
    south south NOUN 7 conj
    , , PUNCT 12 punct
    including include VERB 12 case
    Brenn Brenn PROPN 4 nmod
    , , PUNCT 12 punct
    have have AUX 15 aux
    recognised recognise VERB 0 root
    Gallo Gallo PROPN 15 obj
    as as ADP 19 case
    interim interim ADJ 19 amod
    president president NOUN 15 obl
    . . PUNCT 15 punct
    """,
)


def test_each_state_that_recognises_somebody_supports_them() -> None:
    assert seen(told(RECOGNISED)) == [
        ("Tessaly", Position.SUPPORT, "Gallo"),
        ("several states in the north and south", Position.SUPPORT, "Gallo"),
        ("Brenn", Position.SUPPORT, "Gallo"),
    ]


def test_an_event_and_the_verb_that_tells_it_are_one_stance_with_its_evidence() -> None:
    since = When(date(2019, 1, 23), date(2019, 1, 23), How.STATED)
    support = event(RECOGNISED, "SUPPORT", "recognised", ["Tessaly"], ["Gallo"], when=since)
    first, *others = told(RECOGNISED, events=[support])
    assert (first.holder.text, first.evidence, first.since) == ("Tessaly", ("event-recognised",), date(2019, 1, 23))
    assert first.trace.rule == "event SUPPORT"
    assert [one.holder.country for one in others] == [None, "BRE"]


def test_the_day_of_the_article_is_nobodys_since() -> None:
    published = When(date(2019, 1, 24), date(2019, 1, 24), How.PUBLISHED)
    (first, *_) = told(
        RECOGNISED, events=[event(RECOGNISED, "SUPPORT", "recognised", ["Tessaly"], ["Gallo"], when=published)]
    )
    assert first.since is None


ACCUSED = read(
    "Lorusk, Orun and Brenn accused Odell of fraud and expelled diplomats.",
    """
    Lorusk Lorusk PROPN 6 nsubj
    , , PUNCT 3 punct
    Orun Orun PROPN 1 conj
    and and CCONJ 5 cc
    Brenn Brenn PROPN 1 conj
    accused accuse VERB 0 root
    Odell Odell PROPN 6 obj
    of of ADP 9 case
    fraud fraud NOUN 6 obl
    and and CCONJ 11 cc
    expelled expel VERB 6 conj
    diplomats diplomat NOUN 11 obj
    . . PUNCT 6 punct
    """,
)


def test_who_accuses_or_punishes_opposes() -> None:
    events = [
        event(ACCUSED, "ACCUSE", "accused", ["Lorusk"], ["Odell"]),
        event(ACCUSED, "SANCTION", "expelled", ["Lorusk"], ["Odell"]),
    ]
    (found,) = told(ACCUSED, events=events)
    assert seen([found]) == [("Lorusk", Position.OPPOSE, "Odell")]
    assert found.evidence == ("event-accused", "event-expelled")


def test_a_claim_by_several_is_a_stance_of_each() -> None:
    one = claim(ACCUSED, Act.ACCUSE, "Lorusk, Orun and Brenn", "accused", "Odell of fraud")
    assert seen(told(ACCUSED, claims=[one])) == [
        ("Lorusk", Position.OPPOSE, "Odell"),
        ("Orun", Position.OPPOSE, "Odell"),
        ("Brenn", Position.OPPOSE, "Odell"),
    ]


def test_a_list_the_parser_missed_is_split_at_its_commas() -> None:
    rows = "\n".join(
        [
            "Lorusk Lorusk PROPN 6 nsubj",
            ", , PUNCT 6 punct",
            "Orun Orun PROPN 1 flat",
            "and and CCONJ 5 cc",
            "Brenn Brenn PROPN 1 flat",
            "back back VERB 0 root",
            "Odell Odell PROPN 6 obj",
            ". . PUNCT 6 punct",
        ]
    )
    flat = read("Lorusk, Orun and Brenn back Odell.", rows)
    source = claim(flat, Act.SUPPORT, "Lorusk, Orun and Brenn", "back", "Odell")
    assert [one.holder.text for one in told(flat, claims=[source])] == ["Lorusk", "Orun", "Brenn"]


@pytest.mark.parametrize("status", [Status.NEGATED, Status.HYPOTHETICAL])
def test_what_did_not_happen_shows_no_stance(status: Status) -> None:
    assert told(ACCUSED, events=[event(ACCUSED, "SANCTION", "expelled", ["Lorusk"], ["Odell"], status=status)]) == []


def test_a_hypothetical_threat_still_opposes() -> None:
    threat = event(ACCUSED, "THREATEN", "expelled", ["Lorusk"], ["Odell"], status=Status.HYPOTHETICAL)
    assert seen(told(ACCUSED, events=[threat])) == [("Lorusk", Position.OPPOSE, "Odell")]


def test_a_denied_event_shows_no_stance() -> None:
    denial = claim(ACCUSED, Act.DENY, "Brenn", "accused", "expelled diplomats")
    sanction = event(ACCUSED, "SANCTION", "expelled", ["Lorusk"], ["Odell"], claim=denial.id)
    assert told(ACCUSED, claims=[denial], events=[sanction]) == []


def test_a_position_told_inside_a_denial_is_none() -> None:
    denial = claim(ACCUSED, Act.DENY, "Brenn", "expelled", "accused Odell of fraud")
    inside = replace(claim(ACCUSED, Act.ACCUSE, "Lorusk", "accused", "Odell of fraud"), parent=denial.id)
    assert told(ACCUSED, claims=[denial, inside]) == []


def simple(verb: str, lemma: str, before: str = "", label: str = "aux") -> Reading:
    """ "Brenn (before) VERB Gallo." """
    head = 3 if before else 2
    rows = [f"Brenn Brenn PROPN {head} nsubj", f"{before} {before} AUX {head} {label}" if before else ""]
    rows += [f"{verb} {lemma} VERB 0 root", f"Gallo Gallo PROPN {head} obj", f". . PUNCT {head} punct"]
    return read(f"Brenn {before} {verb} Gallo.", "\n".join(row for row in rows if row))


def test_verbs_of_position_need_no_event() -> None:
    assert seen(told(simple("backed", "back"))) == [("Brenn", Position.SUPPORT, "Gallo")]
    assert seen(told(simple("condemned", "condemn"))) == [("Brenn", Position.OPPOSE, "Gallo")]


def test_positions_only_thought_of_or_denied_are_none() -> None:
    assert told(simple("back", "back", "might")) == []
    assert told(simple("back", "back", "never", "advmod")) == []


def test_refusing_to_support_is_opposing() -> None:
    refused = read(
        "Brenn refused to back Gallo.",
        """
        Brenn Brenn PROPN 2 nsubj
        refused refuse VERB 0 root
        to to PART 4 mark
        back back VERB 2 xcomp
        Gallo Gallo PROPN 4 obj
        . . PUNCT 2 punct
        """,
    )
    assert seen(told(refused)) == [("Brenn", Position.OPPOSE, "Gallo")]


DEMANDED = read(
    "Orun demanded that Odell resign.",
    """
    Orun Orun PROPN 2 nsubj
    demanded demand VERB 0 root
    that that SCONJ 5 mark
    Odell Odell PROPN 5 nsubj
    resign resign VERB 2 ccomp
    . . PUNCT 2 punct
    """,
)


def test_a_demand_that_somebody_go_opposes_them_and_other_demands_do_not() -> None:
    go = claim(DEMANDED, Act.DEMAND, "Orun", "demanded", "that Odell resign")
    assert seen(told(DEMANDED, claims=[go])) == [("Orun", Position.OPPOSE, "Odell")]
    talk = read(
        DEMANDED.text.replace("resign", "listen"),
        "\n".join(
            f"{token.text.replace('resign', 'listen')} {token.lemma.replace('resign', 'listen')} {token.upos} "
            f"{0 if token.label == 'root' else token.head + 1} {token.label}"
            for token in DEMANDED.tokens
        ),
    )
    assert told(talk, claims=[claim(talk, Act.DEMAND, "Orun", "demanded", "that Odell listen")]) == []


def test_support_said_in_a_claim_is_toward_whom_it_names() -> None:
    reading = read(
        "Orun expressed support for Odell as president.",
        """
        Orun Orun PROPN 2 nsubj
        expressed express VERB 0 root
        support support NOUN 2 obj
        for for ADP 5 case
        Odell Odell PROPN 3 nmod
        as as ADP 7 case
        president president NOUN 5 nmod
        . . PUNCT 2 punct
        """,
    )
    (found,) = told(
        reading, claims=[claim(reading, Act.SUPPORT, "Orun", "expressed support", "for Odell as president")]
    )
    assert (found.toward.text, found.toward.name) == ("Odell", "Odell")
    assert found.evidence == ("claim-expressed support",)


def test_ids_are_the_same_on_every_run() -> None:
    assert [one.id for one in told(RECOGNISED)] == [one.id for one in told(RECOGNISED)]
    assert len({one.id for one in told(RECOGNISED)}) == 3
