"""Who says what, and inside whose words."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.coding.hand import at, plain, read

from tocsin.coding.claims import claims, complete, nest
from tocsin.coding.quotations import quotations
from tocsin.records import Act, Actor, Article, Attribution, Claim, Directness, Reading, Tokens

HEDGES = [["may"], ["time", "will", "tell"]]


def saying(reading: Reading, source: str, cue: str, *content: str, act: str = "assert", score: float = 0.9) -> Reading:
    """*reading* with one attribution more; content in pieces."""
    tokens = tuple(sorted(i for piece in content for i in at(reading, piece)))
    said = Attribution(at(reading, source) if source else (), at(reading, cue), tokens, act, False, 0, score)
    return replace(reading, attributions=(*reading.attributions, said))


def coded(reading: Reading, hedges: Sequence[Sequence[str]] = HEDGES) -> list[Claim]:
    """The claims of *reading*; a speaker is called by the words themselves, and "I" by those who speak."""

    def resolve(tokens: Tokens, speaker: Tokens | None) -> Actor:
        words = " ".join(reading.tokens[i].text for i in tokens)
        if words == "I" and speaker:
            return resolve(speaker, None)
        return Actor(name=words)

    return list(claims(reading, Article("a", reading.text), resolve, hedges))


def told(reading: Reading) -> list[tuple[str, str, str]]:
    return [(claim.source.text, claim.cue.text, claim.content.text) for claim in coded(reading)]


HELD = saying(plain("Odell said that the army stays in Karsa ."), "Odell", "said", "that the army stays in Karsa .")


def test_an_attribution_is_a_claim_with_its_words_and_places() -> None:
    (claim,) = coded(HELD)
    assert (claim.source.text, claim.cue.text, claim.content.text) == ("Odell", "said", "that the army stays in Karsa")
    assert claim.source.actor == Actor(name="Odell")
    assert (claim.act, claim.directness, claim.hedged) == (Act.ASSERT, Directness.INDIRECT, False)
    assert (claim.depth, claim.parent, claim.score) == (0, None, 0.9)
    assert [span.of(HELD.text) for span in claim.content.spans] == [claim.content.text]


def test_a_claim_names_the_model_or_the_rule_that_made_it() -> None:
    (claim,) = coded(HELD)
    assert (claim.trace.model, claim.trace.rule) == ("by hand", None)
    ruled = replace(HELD, attributions=(replace(HELD.attributions[0], rule="headline"),))
    (claim,) = coded(ruled)
    assert (claim.trace.model, claim.trace.rule) == (None, "headline")


def test_a_claim_without_a_named_source_is_nobodys() -> None:
    reading = saying(plain("It is said that the army stays ."), "", "said", "that the army stays")
    (claim,) = coded(reading)
    assert (claim.source.text, claim.source.spans, claim.source.actor) == ("", (), None)


def test_an_attribution_without_content_is_no_claim() -> None:
    assert coded(saying(plain("Odell said ."), "Odell", "said")) == []
    assert coded(saying(plain("Odell said ."), "Odell", "said", ".")) == []


def test_cue_and_source_are_no_part_of_the_content() -> None:
    reading = saying(plain("The army , Odell said , stays ."), "Odell", "said", "The army , Odell said , stays .")
    assert told(reading) == [("Odell", "said", "The army , … , stays")]


@pytest.mark.parametrize("mark", [".", ",", ";", ":", "–", "—"])
def test_marks_at_the_ends_of_a_content_are_left_out(mark: str) -> None:
    reading = saying(plain(f"Odell said {mark} we stay {mark}"), "Odell", "said", f"{mark} we stay {mark}")
    assert told(reading) == [("Odell", "said", "we stay")]


def test_most_of_a_quotation_is_all_of_it() -> None:
    reading = plain("“ The army stays in Karsa , ” said Odell .")
    assert told(saying(reading, "Odell", "said", "army stays in")) == [
        ("Odell", "said", "“ The army stays in Karsa , ”")
    ]


def test_a_quoted_word_or_two_of_a_long_quotation_do_not_pull_it_in() -> None:
    reading = plain("Odell said so . “ The army stays in Karsa ” ran the headline .")
    assert told(saying(reading, "Odell", "said", "so . “ The"))[0][2] == "so"


def test_what_follows_the_cue_of_a_quotation_is_no_part_of_it() -> None:
    reading = plain("“ We stay here , ” said Odell of the vote that she lost . “ We must . ”")
    found = told(saying(reading, "Odell", "said", "We stay here", "of the vote that she lost", "We must"))
    assert found == [("Odell", "said", "“ We stay here , ” … “ We must . ”")]


def test_a_quotation_two_claim_is_that_of_the_cue_in_its_own_sentence() -> None:
    reading = plain("“ We stay here , ” said Odell .\n“ We must never go , ” added Maro .")
    reading = saying(reading, "Odell", "said", "“ We stay here , ”", "“ We must never go , ”")
    found = told(saying(reading, "Maro", "added", "“ We must never go , ”"))
    assert [content for _, _, content in found] == ["“ We stay here , ”", "“ We must never go , ”"]


def test_directness_follows_the_quote_marks() -> None:
    direct = saying(plain("“ We stay , ” said Odell ."), "Odell", "said", "“ We stay , ”")
    mixed = saying(plain("Odell said the “ loyal army ” stays ."), "Odell", "said", "the “ loyal army ” stays")
    assert [claim.directness for reading in (direct, mixed) for claim in coded(reading)] == [
        Directness.DIRECT,
        Directness.MIXED,
    ]


@pytest.mark.parametrize(
    ("content", "hedged"),
    [
        ("the army may stay", True),
        ("Time will tell", True),
        ("the army stays", False),
        ("time and will tell", False),
    ],
)
def test_a_hedging_phrase_in_the_content_hedges_the_claim(content: str, hedged: bool) -> None:
    (claim,) = coded(saying(plain(f"Odell said {content} ."), "Odell", "said", content))
    assert claim.hedged is hedged


def test_a_hedge_outside_the_content_does_not_hedge_it() -> None:
    reading = saying(plain("Odell may leave , Gallo said the army stays ."), "Gallo", "said", "the army stays")
    assert coded(reading)[0].hedged is False


# Hearsay: Odell said that Gallo told her that Maro stays.
HEARSAY = plain("Odell said that Gallo told her that Maro claims he stays .")
NESTED = saying(
    saying(
        saying(HEARSAY, "Maro", "claims", "he stays", act="judge"),
        "Gallo", "told", "that Maro claims he stays", act="report",
    ),
    "Odell", "said", "that Gallo told her that Maro claims he stays",
)  # fmt: skip


def test_hearsay_stands_one_deeper_than_the_claim_around_it() -> None:
    found = {claim.source.text: claim for claim in coded(NESTED)}
    assert {name: claim.depth for name, claim in found.items()} == {"Odell": 0, "Gallo": 1, "Maro": 2}
    assert found["Odell"].parent is None
    assert found["Gallo"].parent == found["Odell"].id
    assert found["Maro"].parent == found["Gallo"].id


def test_the_claim_around_comes_before_the_hearsay_in_it() -> None:
    known: set[str | None] = {None}
    for claim in coded(NESTED):
        assert claim.parent in known
        known.add(claim.id)


def test_who_says_i_inside_hearsay_is_who_is_quoted() -> None:
    reading = plain("Odell said : “ I told Gallo that the army stays . ”")
    reading = saying(reading, "Odell", "said", "“ I told Gallo that the army stays . ”")
    reading = saying(reading, "I", "told", "that the army stays")
    inner = next(claim for claim in coded(reading) if claim.depth == 1)
    assert (inner.source.text, inner.source.actor) == ("I", Actor(name="Odell"))


def test_two_claims_side_by_side_are_not_nested() -> None:
    reading = plain("Odell said the army stays but Gallo denied that it stays .")
    reading = saying(reading, "Odell", "said", "the army stays")
    reading = saying(reading, "Gallo", "denied", "that it stays", act="deny")
    assert [(claim.depth, claim.parent) for claim in coded(reading)] == [(0, None), (0, None)]


def test_attributions_that_stand_in_each_other_have_an_outer_one() -> None:
    ring = [
        Attribution((), (0,), (2, 9), "assert", False, 0, 0.9),
        Attribution((), (1,), (0, 8), "assert", False, 0, 0.9),
        Attribution((), (2,), (1, 7), "assert", False, 0, 0.9),
    ]
    placed = nest(ring)
    assert [(item.depth, item.parent) for item in placed] == [(0, None), (1, 0), (2, 1)]


GOING_ON = """Odell spoke in Karsa .

“ We will stay in Karsa , ” said Odell .

“ Nobody will ever drive us out . ”

Then she left ."""


def test_a_quotation_in_the_next_paragraph_goes_on_with_its_speaker() -> None:
    reading = plain(GOING_ON)
    said = Attribution(
        at(reading, "Odell", 1),
        at(reading, "said"),
        at(reading, "“ We will stay in Karsa , ”"),
        "assert",
        False,
        0,
        0.9,
    )
    first, second = coded(replace(reading, attributions=(said,)))
    assert second.content.text == "“ Nobody will ever drive us out . ”"
    assert second.source == first.source
    assert second.directness is Directness.DIRECT
    assert (second.cue.text, second.trace.rule, second.trace.model) == ("", "continued-quotation", None)
    assert second.score < first.score


def test_a_quotation_in_the_same_paragraph_joins_the_claim_before() -> None:
    reading = plain("“ We will stay , ” said Odell .\n“ Nobody will drive us out . ”")
    reading = saying(reading, "Odell", "said", "“ We will stay , ”")
    (claim,) = coded(reading)
    assert claim.content.text == "“ We will stay , ” … “ Nobody will drive us out . ”"


def test_a_quotation_without_a_speaker_is_nobodys_claim() -> None:
    assert coded(plain("Odell left .\n\n“ Nobody will ever drive us out . ”")) == []


def test_a_quotation_two_paragraphs_on_is_not_the_last_speakers() -> None:
    reading = plain("“ We will stay here , ” said Odell .\n\nMaro left .\n\n“ Nobody will drive us out . ”")
    assert len(coded(saying(reading, "Odell", "said", "“ We will stay here , ”"))) == 1


def test_a_few_words_between_marks_are_a_name_and_no_statement() -> None:
    reading = plain("“ We will stay here , ” said Odell .\n\n“ The Wall ” is a film .")
    assert len(coded(saying(reading, "Odell", "said", "“ We will stay here , ”"))) == 1


def test_only_one_who_was_quoted_goes_on_in_a_quotation() -> None:
    reading = plain("Odell said that the army stays .\n\n“ Nobody will ever drive us out . ”")
    assert len(coded(saying(reading, "Odell", "said", "that the army stays"))) == 1


@pytest.mark.parametrize("marks", ["“”", "„”", '""', "«»"])
def test_a_quotation_goes_on_whatever_its_marks(marks: str) -> None:
    opening, closing = marks
    text = f"{opening} We will stay here , {closing} said Odell .\n\n{opening} Nobody will drive us out . {closing}"
    assert len(coded(saying(plain(text), "Odell", "said", "We will stay here"))) == 2


def test_ids_are_the_same_in_each_run_and_differ_between_claims() -> None:
    once, twice = coded(NESTED), coded(NESTED)
    assert once == twice
    assert len({claim.id for claim in once}) == 3
    other = list(claims(NESTED, Article("b", NESTED.text), lambda *_: Actor(), HEDGES))
    assert not {claim.id for claim in once} & {claim.id for claim in other}


WORDS = ["“", "”", '"', "Odell", "said", "stays", ".", "\n\n", ",", "may"]


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Words, marks and paragraphs at random, with attributions of random tokens."""
    reading = plain(" ".join(["Odell", *draw(st.lists(st.sampled_from(WORDS), max_size=24))]))
    places = st.integers(0, len(reading.tokens) - 1)
    some = st.sets(places, max_size=8).map(lambda found: tuple(sorted(found)))
    cue = st.sets(places, min_size=1, max_size=2).map(lambda found: tuple(sorted(found)))
    found = draw(st.lists(st.tuples(some, cue, some), max_size=5, unique_by=lambda item: item[1]))
    said = [Attribution(source, own, content, "assert", False, 0, 0.9) for source, own, content in found]
    return replace(reading, attributions=tuple(said))


@given(readings())
@settings(max_examples=80)
def test_whatever_the_reader_gives_claims_are_sound(reading: Reading) -> None:
    found = coded(reading)
    by_id = {claim.id: claim for claim in found}
    assert len(by_id) == len(found)
    for claim in found:
        assert claim.content.spans
        for passage in (claim.source, claim.cue, claim.content):
            assert " … ".join(span.of(reading.text) for span in passage.spans) == passage.text
            assert all(one.end <= other.start for one, other in zip(passage.spans, passage.spans[1:], strict=False))
        if claim.parent is None:
            assert claim.depth == 0
        else:
            assert claim.depth == by_id[claim.parent].depth + 1


@given(readings())
@settings(max_examples=40)
def test_no_content_holds_its_own_cue_or_source(reading: Reading) -> None:
    for attribution in complete(reading, tuple(quotations(reading))):
        if attribution.rule is None:
            assert set(attribution.content).isdisjoint(attribution.cue)
            assert set(attribution.content).isdisjoint(attribution.source)


def test_time_tells_nothing_it_leaves_a_question_open() -> None:
    assert coded(saying(plain("Only time will tell whether it holds ."), "Only time", "tell", "whether it holds")) == []


def test_all_who_are_joined_as_subject_of_the_cue_speak() -> None:
    reading = read(
        "Averna , Belarno and others said it holds",
        """
        Averna Averna PROPN 6 nsubj
        , , PUNCT 3 punct
        Belarno Belarno PROPN 1 conj
        and and CCONJ 5 cc
        others other NOUN 1 conj
        said say VERB 0 root
        it it PRON 8 nsubj
        holds hold VERB 6 ccomp
        """,
    )
    assert told(saying(reading, "Averna", "said", "it holds")) == [("Averna , Belarno and others", "said", "it holds")]


NAMED = read(
    "According to the director ( SW ) Ivo Maro , it holds",
    """
    According accord VERB 4 case
    to to ADP 1 fixed
    the the DET 4 det
    director director NOUN 12 obl
    ( ( PUNCT 6 punct
    SW SW PROPN 4 appos
    ) ) PUNCT 6 punct
    Ivo Ivo PROPN 4 appos
    Maro Maro PROPN 8 flat
    , , PUNCT 4 punct
    it it PRON 12 nsubj
    holds hold VERB 0 root
    """,
)


def test_the_name_right_behind_an_office_is_the_speakers() -> None:
    (found,) = told(saying(NAMED, "the director ( SW )", "According to", "it holds"))
    assert found[0] == "the director ( SW ) Ivo Maro"


def test_a_name_that_does_something_itself_is_no_part_of_the_source() -> None:
    tokens = tuple(replace(t, label="nsubj") if t.text == "Ivo" else t for t in NAMED.tokens)
    reading = saying(replace(NAMED, tokens=tokens), "the director ( SW )", "According to", "it holds")
    assert told(reading)[0][0] == "the director ( SW )"


def test_what_is_not_quoted_ends_with_the_paragraph_of_its_cue() -> None:
    reading = plain("Odell said the army stays .\n\nThe United States left .")
    (found,) = told(saying(reading, "Odell", "said", "the army stays", "The United States"))
    assert found == ("Odell", "said", "the army stays")
