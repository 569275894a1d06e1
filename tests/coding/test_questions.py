import tomllib
from importlib.resources import files

import pytest
from tests.coding.hand import read

from tocsin.coding.questions import questions
from tocsin.language.words import split
from tocsin.records import (
    Act,
    Article,
    Claim,
    Directness,
    Passage,
    Question,
    Reading,
    Sentence,
    Source,
    Span,
    Token,
    Trace,
)


def flat(*sentences: str) -> Reading:
    """A reading without any parse, one sentence for each piece; a piece that ends in a blank line ends a paragraph."""
    text, tokens, spans = "", [], []
    for sentence in sentences:
        first = len(tokens)
        for word in split(sentence):
            span = Span(len(text) + word.span.start, len(text) + word.span.end)
            tokens.append(Token(span, word.text, word.text.lower(), "X", "", len(tokens), "root"))
        spans.append(Sentence(len(spans), first, len(tokens), Span(len(text), len(text) + len(sentence.rstrip())), 0))
        text += sentence if sentence.endswith("\n") else sentence + " "
    return Reading(text, tuple(tokens), tuple(spans), (), (), (), "by hand")


def claim(reading: Reading, content: str, name: str = "claim-1") -> Claim:
    start = reading.text.index(content)
    passage = Passage(content, (Span(start, start + len(content)),))
    return Claim(
        name,
        Source("Maro", (), None),
        Passage("said", ()),
        passage,
        Act.ASSERT,
        False,
        Directness.DIRECT,
        0,
        None,
        0.9,
        Trace(),
    )


def found(reading: Reading, *claims: Claim, title: str | None = None) -> list[Question]:
    return list(questions(reading, Article("a", reading.text, title=title), claims))


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        (
            "Only time will tell whether the plan will be carried out or not.",
            "whether the plan will be carried out or not",
        ),
        ("It remains to be seen if Lorusk will vote, but the camps are ready.", "if Lorusk will vote"),
        ("It is still unclear how the U.S. Army would react.", "how the U.S. Army would react"),
        ("It was not immediately clear who fired.", "who fired"),
        ("It’s not yet known whether Odell will go; she was silent.", "whether Odell will go"),
        ("The question now is whether Brenn will pay.", "whether Brenn will pay"),
        ("Nobody knows what Gallo wants.", "what Gallo wants"),
        ("It is also unclear if their captors are alive.", "if their captors are alive"),
        ("It is too early to say whether the truce holds.", "whether the truce holds"),
        ("Doubts remain about whether the vote was fair.", "whether the vote was fair"),
    ],
)
def test_what_time_will_tell_is_open(sentence: str, asked: str) -> None:
    reading = flat(sentence)
    (one,) = found(reading)
    assert one.text == asked
    assert [span.of(reading.text) for span in one.spans] == [asked]
    assert one.claim is None


PATTERNS = tomllib.loads(files("tocsin.codebook").joinpath("questions.toml").read_text(encoding="utf-8"))["pattern"]


@pytest.mark.parametrize("pattern", PATTERNS, ids=[pattern["id"] for pattern in PATTERNS])
def test_each_pattern_finds_its_example(pattern: dict[str, str]) -> None:
    (one,) = found(flat(pattern["example"]))
    assert (one.text, one.trace.rule) == (pattern["open"], f"question {pattern['id']}")


@pytest.mark.parametrize(
    "sentence",
    [
        "It is clear whether he lied.",
        "Time will tell.",
        "He asked whether they would go.",
        "The question was asked by Maro.",
        "Why not?",
        "Do you want more stories?",
        "Have you signed up for our newsletter?",
        "See https://averna.example/?page=2 for whether it works.",
    ],
)
def test_what_is_settled_or_put_to_the_reader_is_no_question(sentence: str) -> None:
    assert found(flat(sentence)) == []


QUOTED = flat("“The signs are there, but time will tell whether they act,” said Maro.")


def test_a_question_belongs_to_the_innermost_claim_that_holds_it() -> None:
    outer = claim(QUOTED, "The signs are there, but time will tell whether they act", "outer")
    inner = claim(QUOTED, "time will tell whether they act", "inner")
    (one,) = found(QUOTED, outer, inner)
    assert (one.claim, one.text) == ("inner", "whether they act")


def test_a_quotation_ends_the_clause_even_without_a_claim() -> None:
    (one,) = found(QUOTED)
    assert one.text == "whether they act"


def test_the_same_question_of_another_claim_is_another_and_of_the_same_is_one() -> None:
    reading = flat(
        "Time will tell whether they act.",
        "“Time will tell whether they act,” said Maro.",
        "Time will tell whether they act.",
    )
    said = Claim(
        "said",
        Source("Maro", (), None),
        Passage("said", ()),
        Passage("", (Span(34, 66),)),
        Act.ASSERT,
        False,
        Directness.DIRECT,
        0,
        None,
        0.9,
        Trace(),
    )
    assert [one.claim for one in found(reading, said)] == [None, "said"]


def test_the_title_asks_and_the_text_that_opens_with_it_does_not_ask_again() -> None:
    title = "Is the U.S Gearing up to INVADE Averna? Lorusk claims signs exist"
    inside = flat(title + "\n\n", "Nothing is known.")
    (one,) = found(inside, title=title)
    assert one.text == "Is the U.S Gearing up to INVADE Averna?"
    assert [span.of(inside.text) for span in one.spans] == [one.text]
    (apart,) = found(flat("Nothing is known."), title=title)
    assert (apart.text, apart.spans) == (one.text, ())


def test_the_articles_own_question_is_open_and_a_quoted_one_is_the_speakers() -> None:
    reading = flat("The vote is near.", "Will the army step in?", "“Who will stop them now?” asked Maro.")
    assert [one.text for one in found(reading)] == ["Will the army step in?"]


def test_what_is_yet_to_be_decided_is_the_subject() -> None:
    reading = read(
        "The date of the vote is yet to be decided.",
        """
        The the DET 2 det
        date date NOUN 10 nsubj:pass
        of of ADP 5 case
        the the DET 5 det
        vote vote NOUN 2 nmod
        is be AUX 10 aux
        yet yet ADV 10 advmod
        to to PART 10 mark
        be be AUX 10 aux:pass
        decided decide VERB 0 root
        . . PUNCT 10 punct
        """,
    )
    (one,) = found(reading)
    assert one.text == "The date of the vote"


@pytest.mark.parametrize(("end", "count"), [(".", 1), (" to be loyal .", 0)])
def test_what_remains_unclear_is_the_subject_unless_more_follows(end: str, count: int) -> None:
    words = end.split()
    reading = read(
        f"The fate of Gallo remains uncertain{end}",
        """
        The the DET 2 det
        fate fate NOUN 5 nsubj
        of of ADP 4 case
        Gallo Gallo PROPN 2 nmod
        remains remain VERB 0 root
        uncertain uncertain ADJ 5 xcomp
        """
        + "\n".join(f"{word} {word} X 5 dep" for word in words),
    )
    assert [one.text for one in found(reading)] == ["The fate of Gallo"] * count


def test_questions_come_in_the_order_of_the_text() -> None:
    reading = flat("Will Odell stay or go?", "Nobody knows what Gallo wants.", "Time will tell whether it ends.")
    starts = [one.spans[0].start for one in found(reading)]
    assert len(starts) == 3
    assert starts == sorted(starts)
