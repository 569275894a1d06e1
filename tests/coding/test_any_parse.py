"""Whatever the parser gives, these coders give an answer."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.coding.interests import interests
from tocsin.coding.located import NOWHERE
from tocsin.coding.magnitude import magnitude
from tocsin.coding.questions import questions
from tocsin.coding.stances import stances
from tocsin.coding.when import when_of
from tocsin.coding.where import where_of
from tocsin.language.times import times
from tocsin.records import (
    Act,
    Actor,
    Article,
    Attribution,
    Claim,
    Directness,
    Kind,
    Mention,
    Passage,
    Reading,
    Sentence,
    Source,
    Span,
    Token,
    Trace,
)

WORDS = [
    "Lorusk",
    "Gallo",
    "killed",
    "12",
    "dozen",
    "and",
    ",",
    "support",
    "has",
    "interest",
    "conflict",
    "of",
    "including",
    "since",
    "May",
    "2014",
    "when",
    "it",
    "whose",
    "company",
    "owns",
    "in",
    "Maro",
    "border",
    "toll",
    "death",
    "rose",
    "to",
    "back",
    "accuse",
    "refuse",
    "time will tell whether",
    "?",
    "“",
    "”",
    ".",
    "benefit",
    "wants",
    "keep",
    "depend",
    "on",
    "for",
]
LABELS = [
    "nsubj",
    "nsubj:pass",
    "obj",
    "obl",
    "nmod",
    "nmod:poss",
    "acl:relcl",
    "advcl",
    "conj",
    "cc",
    "case",
    "mark",
    "punct",
    "xcomp",
    "ccomp",
    "root",
    "flat",
    "nummod",
    "aux",
    "cop",
    "dep",
]
UPOS = ["NOUN", "PROPN", "VERB", "NUM", "PRON", "ADP", "PUNCT", "ADJ", "AUX", "X"]


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Words with heads and labels drawn at random: cycles, several roots and none."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=14))
    heads = st.integers(0, len(words) - 1)
    tokens, place = [], 0
    for word in words:
        span = Span(place, place + len(word))
        lemma = draw(st.sampled_from([word.lower(), word.lower().rstrip("s"), "kill"]))
        tokens.append(
            Token(span, word, lemma, draw(st.sampled_from(UPOS)), "", draw(heads), draw(st.sampled_from(LABELS)))
        )
        place = span.end + 1
    text = " ".join(words)
    some = st.sets(heads, max_size=4).map(lambda found: tuple(sorted(found)))
    mentions = [
        Mention(found, kind, 1.0) for found in draw(st.lists(some, max_size=3)) for kind in (Kind.PLACE,) if found
    ]
    attribution = Attribution(draw(some), draw(some), draw(some), "assert", False, 0, 0.9)
    sentence = Sentence(0, 0, len(tokens), Span(0, len(text)), 0)
    return Reading(text, tuple(tokens), (sentence,), tuple(mentions), (attribution,), (), "at random")


@given(reading=readings(), act=st.sampled_from(list(Act)), data=st.data())
@settings(max_examples=60)
def test_no_parse_makes_a_coder_raise_or_leave_the_text(reading: Reading, act: Act, data: st.DataObject) -> None:
    article = Article("a", reading.text, published=date(2019, 1, 24))
    chosen = st.sets(st.integers(0, len(reading.tokens) - 1), min_size=1, max_size=3).map(
        lambda found: tuple(sorted(found))
    )
    trigger, source, content = (data.draw(chosen) for _ in range(3))
    expressions = times(reading.text, published=article.published, dateline_day=None)
    assert when_of(trigger, reading, expressions, article) is not None
    where = where_of(trigger, reading, reading.mentions, locate=lambda _: NOWHERE)
    assert where is None or where.text
    assert all(count >= 0 for count in magnitude(trigger, reading).values())
    spans = [reading.spans(tokens) for tokens in (source, trigger, content)]
    who, cue, said = (Passage.of(reading.text, found) for found in spans)
    claim = Claim(
        "c",
        Source(who.text, who.spans, Actor(country="LOR")),
        cue,
        said,
        act,
        False,
        Directness.MIXED,
        0,
        None,
        0.9,
        Trace(),
    )
    for stance in stances([claim], [], reading, article, lambda _: None):
        assert stance.holder.text
        assert stance.toward.text
    for interest in interests(reading, article, lambda _: None):
        assert interest.matter
        assert interest.gain
        assert all(0 <= span.start < span.end <= len(reading.text) for span in interest.spans)
    for question in questions(reading, article, [claim]):
        assert [span.of(reading.text) for span in question.spans] == [question.text]
