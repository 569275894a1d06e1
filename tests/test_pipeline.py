"""An article in, a briefing out, with the shipped model: what holds of any briefing, and cases nobody should miss."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.coding.hand import at, people, read

from tocsin.errors import ReadingError
from tocsin.language.models import FOLDER
from tocsin.pipeline import Pipeline
from tocsin.reading.plain import article_from_text
from tocsin.records import Attribution, Briefing, Directness, Party, Reading, Span, Trigger
from tocsin.records.codec import dumps, loads

pytestmark = pytest.mark.skipif(not (FOLDER / "reader.onnx").exists(), reason="the shipped reader model is not there")

CAST = Path(__file__).parent / "cast"
DAY = date(2031, 3, 3)
ARTICLE = """Averna expels Loruskan diplomats

PORTAVEL - “We will not leave Karsa,” Avernan Prime Minister Ada Odell said on Monday. “Our army will defend every village.”

She accused Lorusk of moving troops to the border and announced the expulsion of six Loruskan diplomats.
Lorusk’s foreign minister, Jan Gallo, denied it. Gallo said that Odell had told him that the army might strike first.

Averna has an interest in the pipeline. Belarno and Tessary support Lorusk, while Zarenia backs Averna.
Time will tell whether the ceasefire holds."""


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline.load(codebook_folders=[CAST])


@pytest.fixture(scope="module")
def briefing(pipeline: Pipeline) -> Briefing:
    return pipeline.brief_text(ARTICLE, published=DAY)


def sound(briefing: Briefing) -> None:
    """Asserts all that must hold of a briefing."""
    text = briefing.article.text
    claims = {claim.id: claim for claim in briefing.claims}
    events = {event.id for event in briefing.events}
    for records in (briefing.claims, briefing.events, briefing.stances, briefing.interests, briefing.questions):
        assert len({record.id for record in records}) == len(records)
    for claim in briefing.claims:
        for words in (claim.source, claim.cue, claim.content):
            written(words, text)
        assert claim.content.spans
        assert (claim.source.actor is None) == (not claim.source.spans)
        assert claim.depth == (0 if claim.parent is None else claims[claim.parent].depth + 1)
        assert 0 <= claim.score <= 1
        assert (claim.trace.model is None) != (claim.trace.rule is None)
    for event in briefing.events:
        written(event.trigger, text)
        assert event.trigger.spans
        every(event.actors, text)
        every(event.recipients, text)
        if event.where is not None:
            written(event.where, text)
        assert event.claim is None or event.claim in claims
        assert 0 <= event.score <= 1
        assert event.quad
        assert all(count >= 0 for count in event.magnitude.values())
    for stance in briefing.stances:
        every((stance.holder, stance.toward), text)
        assert stance.evidence or stance.trace.rule
        assert set(stance.evidence) <= {*claims, *events}
    for interest in briefing.interests:
        every((interest.holder,), text)
        inside(interest.spans, text)
    for question in briefing.questions:
        written(question, text)
        assert question.claim is None or question.claim in claims
    assert loads(dumps(briefing)) == briefing


def written(words: Any, text: str) -> None:
    """Asserts that words stand where their spans say."""
    inside(words.spans, text)
    assert " … ".join(span.of(text) for span in words.spans) == words.text


def every(parties: Sequence[Party], text: str) -> None:
    for party in parties:
        written(party, text)
        assert party.spans
        assert "" not in (party.name, party.country, party.sector, party.role)


def inside(spans: Iterable[Span], text: str) -> None:
    end = 0
    for span in spans:
        assert end <= span.start < span.end <= len(text)
        end = span.end


def test_the_briefing_of_an_article_is_sound(briefing: Briefing) -> None:
    sound(briefing)
    assert briefing.claims
    assert briefing.events


def test_the_same_article_gives_the_same_briefing_in_each_run(pipeline: Pipeline, briefing: Briefing) -> None:
    assert pipeline.brief_text(ARTICLE, published=DAY) == briefing


def test_records_stand_in_the_order_of_the_text(briefing: Briefing) -> None:
    starts = [(claim.cue.spans or claim.content.spans)[0] for claim in briefing.claims]
    assert starts == sorted(starts)
    triggers = [event.trigger.spans[0].start for event in briefing.events]
    assert triggers == sorted(triggers)


def test_every_event_says_what_made_it_and_by_which_codebook(pipeline: Pipeline, briefing: Briefing) -> None:
    for event in briefing.events:
        assert event.type in pipeline.codebook.events.types
        assert event.trace.codebook == pipeline.codebook.version
        assert event.trace.model or event.trace.rule


def test_a_quotation_is_its_speakers_with_office_and_country(briefing: Briefing) -> None:
    claim = next(claim for claim in briefing.claims if "We will not leave Karsa" in claim.content.text)
    actor = claim.source.actor
    assert actor is not None
    assert (actor.name, actor.country, actor.sector) == ("Ada Odell", "AVN", "GOV")
    assert actor.role is not None
    assert "Prime Minister" in actor.role
    assert (claim.cue.text, claim.depth) == ("said", 0)
    assert claim.directness is not Directness.INDIRECT


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ('"The talks are over," Loruskan Foreign Minister Jan Gallo said on Tuesday.', "Jan Gallo", "LRK"),
        ("“The talks are over,” said the president of Averna, Petra Maro.", "Petra Maro", "AVN"),
        ("Avernan President Petra Maro said the talks were over.", "Petra Maro", "AVN"),
        ("The foreign minister of Lorusk, Jan Gallo, told reporters that the talks were over.", "Jan Gallo", "LRK"),
    ],
)
def test_who_speaks_is_known_by_name_country_and_sector(pipeline: Pipeline, text: str, name: str, country: str) -> None:
    found = pipeline.brief_text(text)
    sound(found)
    actors = [claim.source.actor for claim in found.claims if "talks" in claim.content.text]
    assert [(actor.name, actor.country, actor.sector) for actor in actors if actor] == [(name, country, "GOV")]
    direct = [claim.directness is Directness.DIRECT for claim in found.claims if "talks" in claim.content.text]
    assert direct == [text[0] in '"“']


def test_an_arrest_is_coercion_by_the_police_that_made_it(pipeline: Pipeline) -> None:
    found = pipeline.brief_text("Avernan police arrested 12 Loruskan journalists in Portavel on Monday.", published=DAY)
    sound(found)
    (event,) = [event for event in found.events if event.type == "COERCE"]
    assert (event.mode, event.claim) == ("arrest", None)
    assert [(party.country, party.sector) for party in event.actors] == [("AVN", "COP")]
    assert "LRK" in [party.country for party in event.recipients]
    assert event.when is not None
    assert event.when.start == DAY


def test_what_a_speaker_tells_rests_on_his_claim(pipeline: Pipeline) -> None:
    found = pipeline.brief_text("Loruskan Foreign Minister Jan Gallo said that Avernan police arrested 12 journalists.")
    sound(found)
    (event,) = [event for event in found.events if event.type == "COERCE"]
    teller = next(claim for claim in found.claims if claim.id == event.claim)
    assert teller.source.actor is not None
    assert teller.source.actor.name == "Jan Gallo"


def test_a_text_without_a_word_is_refused_in_a_sentence(pipeline: Pipeline) -> None:
    for text in ("", " \n", "12 - 34 …"):
        with pytest.raises(ReadingError, match="empty"):
            pipeline.brief_text(text)


def test_a_text_of_asides_alone_says_nothing(pipeline: Pipeline) -> None:
    found = pipeline.brief_text("- Advertisement -\n\nSign up here to get the news.\n\n- Advertisement -")
    sound(found)
    assert (found.claims, found.events, found.stances, found.questions) == ((), (), (), ())


def test_another_language_is_left_alone_and_the_reader_is_told(pipeline: Pipeline) -> None:
    text = "Die Regierung von Averna hat am Montag erklärt, dass die Armee das Dorf nicht verlassen werde, sagte der Minister."
    found = pipeline.brief_text(text)
    sound(found)
    assert found.claims == ()
    assert [(skipped.stage, "de" in skipped.why) for skipped in found.skipped] == [("language", True)]


def test_windows_line_ends_change_nothing_but_the_places(pipeline: Pipeline, briefing: Briefing) -> None:
    found = pipeline.brief_text(ARTICLE.replace("\n", "\r\n"), published=DAY)
    sound(found)
    assert [(claim.source.text, claim.act) for claim in found.claims] == [
        (c.source.text, c.act) for c in briefing.claims
    ]
    assert [(event.type, event.trigger.text) for event in found.events] == [
        (e.type, e.trigger.text) for e in briefing.events
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Odell said: “We stay. Nobody moves us.",
        "We stay,” said Odell. “Nobody “moves” us.",
        '"We stay, said Odell. "Nobody" moves" us.',
        "”” Odell ““ said “",
        "Odell 🚀 said 👩‍👩‍👧 “no 🔥 deal” 🇺🇳 to Lorusk.",
        "Odell, who speaks العربية and עברית, said “לא” to Lorusk on Monday and left.",
        "قال رئيس الوزراء إن الجيش لن يغادر المدينة يوم الاثنين.",
        "\ufeffOdell said\u200b no\u00a0to Lorusk.",
        "Odell said half \ud83d a word.",
        "He said she said they said it was said.",
        "a",
        "SAID",
        "I told him that he told me that she told us.",
        "-LRB- Odell -RRB- said `` no '' .",
        "Odell said\n\n\n\n\nno.\n\n“\n\n”",
    ],
)  # fmt: skip
def test_odd_texts_have_sound_briefings(pipeline: Pipeline, text: str) -> None:
    sound(pipeline.brief_text(text, published=DAY))


def test_a_paragraph_of_five_thousand_words_has_a_sound_briefing(pipeline: Pipeline) -> None:
    sentences = (f"The army of Averna moved to village {n} on Monday, Prime Minister Odell said." for n in range(330))
    found = pipeline.brief_text(" ".join(sentences), published=DAY)
    sound(found)
    assert len(found.claims) > 150


def test_two_thousand_lines_of_one_word_have_a_sound_briefing(pipeline: Pipeline) -> None:
    sound(pipeline.brief_text("\n".join(["troops", "said", "Averna", "attacked"] * 500)))


PIECES = [*ARTICLE.split(), "\n\n", "\n", "“", "”", '"', "’s", "he said", "who", "I", "😀", "ש"]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=40).map(" ".join))
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_has_a_sound_briefing_or_no_word_in_it(pipeline: Pipeline, text: str) -> None:
    try:
        found = pipeline.brief_text(text, published=DAY)
    except ReadingError:
        assert not any(letter.isalpha() for letter in text)
    else:
        sound(found)


class Given:
    """A reader that gives one reading whatever the text: hand-made input for what follows the reader."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def read(self, text: str, aside: Sequence[Span] = ()) -> Reading:  # noqa: ARG002
        return self.reading


HEARSAY = people(
    read(
        "Loruskan president Jan Gallo said Odell told him we struck Karsa .",
        """
        Loruskan Loruskan ADJ 2 amod
        president president NOUN 5 nsubj
        Jan Jan PROPN 2 appos
        Gallo Gallo PROPN 3 flat
        said say VERB 0 root
        Odell Odell PROPN 7 nsubj
        told tell VERB 5 ccomp
        him he PRON 7 obj
        we we PRON 10 nsubj
        struck strike VERB 7 ccomp
        Karsa Karsa PROPN 10 obj
        . . PUNCT 5 punct
        """,
    ),
    "Jan Gallo", "Odell",
)  # fmt: skip
OUTER = Attribution(
    at(HEARSAY, "Loruskan president Jan Gallo"), at(HEARSAY, "said"), at(HEARSAY, "Odell told him we struck Karsa"),
    "assert", False, 0, 0.4,
)  # fmt: skip
INNER = Attribution(at(HEARSAY, "Odell"), at(HEARSAY, "told"), at(HEARSAY, "we struck Karsa"), "assert", False, 1, 0.9)
STRUCK = Trigger(at(HEARSAY, "struck"), "ASSAULT", None, "actual", (at(HEARSAY, "we"),), (at(HEARSAY, "Karsa"),), 0.9)


def brief(pipeline: Pipeline, reading: Reading, *, min_score: float = 0.0) -> Briefing:
    return replace(pipeline, reader=Given(reading)).brief(
        article_from_text(reading.text, language="en"), min_score=min_score
    )


def test_unlikely_records_are_left_out(pipeline: Pipeline) -> None:
    reading = replace(HEARSAY, attributions=(OUTER, INNER), triggers=(STRUCK,))
    assert [claim.depth for claim in brief(pipeline, reading).claims] == [0, 1]
    found = brief(pipeline, reading, min_score=0.95)
    assert (found.claims, found.events) == ((), ())


def test_hearsay_goes_with_the_unlikely_claim_it_stands_in(pipeline: Pipeline) -> None:
    sound(brief(pipeline, replace(HEARSAY, attributions=(OUTER, INNER)), min_score=0.5))


def test_what_an_unlikely_claim_tells_is_never_the_outlets_own_word(pipeline: Pipeline) -> None:
    found = brief(pipeline, replace(HEARSAY, attributions=(OUTER,), triggers=(STRUCK,)), min_score=0.5)
    assert [event.claim for event in found.events if event.claim is None] == []


def test_we_in_a_claim_are_the_speakers_side(pipeline: Pipeline) -> None:
    outer = replace(OUTER, content=at(HEARSAY, "we struck Karsa"))
    (event,) = brief(pipeline, replace(HEARSAY, attributions=(outer,), triggers=(STRUCK,))).events
    assert [party.country for party in event.actors] == ["LRK"]
