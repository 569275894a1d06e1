"""The shipped reader: what holds of any reading, whatever the model makes of the text."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.errors import ModelError
from tocsin.language import decode
from tocsin.language.models import FOLDER, Model
from tocsin.language.reader import ModelReader
from tocsin.language.words import split
from tocsin.records import Act, Reading, Span, Status, Tokens

pytestmark = pytest.mark.skipif(not (FOLDER / "reader.onnx").exists(), reason="the shipped reader model is not there")

ARTICLE = """Odell sees “signs of war”

PORTAVEL - “We will not leave Karsa,” the prime minister of Averna, Ada Odell, said on Monday.
She accused Lorusk of moving troops to the border.

Lorusk's foreign ministry denied it. “Nobody has crossed the line,” a spokesman told reporters."""


@pytest.fixture(scope="module")
def reader() -> ModelReader:
    return ModelReader()


def sound(reading: Reading) -> None:
    """Asserts all that must hold of a reading."""
    count = len(reading.tokens)
    end = 0
    for token in reading.tokens:
        assert end <= token.span.start < token.span.end <= len(reading.text)
        assert token.span.of(reading.text) == token.text
        end = token.span.end
    assert [i for s in reading.sentences for i in range(s.first, s.last)] == list(range(count))
    for index, sentence in enumerate(reading.sentences):
        assert sentence.index == index
        assert sentence.first < sentence.last
        assert sentence.span == Span(
            reading.tokens[sentence.first].span.start, reading.tokens[sentence.last - 1].span.end
        )
        own = range(sentence.first, sentence.last)
        roots = [i for i in own if reading.tokens[i].head == i]
        assert len(roots) == 1
        assert [i for i in own if reading.tokens[i].label == "root"] == roots
        for i in own:
            steps = 0
            while (head := reading.tokens[i].head) != i:
                assert head in own
                i, steps = head, steps + 1
                assert steps < len(own)
    paragraphs = [sentence.paragraph for sentence in reading.sentences]
    assert all(later - earlier in (0, 1) for earlier, later in zip([-1, *paragraphs], paragraphs, strict=False))
    for mention in reading.mentions:
        inside(mention.tokens, count, together=True)
        assert mention.tokens
        assert 0 <= mention.score <= 1
    for said in reading.attributions:
        inside(said.cue, count, together=True)
        inside(said.source, count)
        inside(said.content, count)
        assert set(said.content).isdisjoint({*said.cue, *said.source})
        assert 0 <= said.score <= 1
        assert Act(said.act)
    for trigger in reading.triggers:
        inside(trigger.tokens, count, together=True)
        assert trigger.tokens
        for party in (*trigger.actors, *trigger.recipients):
            inside(party, count, together=True)
            assert party
        assert 0 <= trigger.score <= 1
        assert Status(trigger.status)
        assert trigger.mode != ""


def inside(tokens: Tokens, count: int, *, together: bool = False) -> None:
    assert list(tokens) == sorted(set(tokens))
    assert all(0 <= i < count for i in tokens)
    if together and tokens:
        assert tokens == tuple(range(tokens[0], tokens[-1] + 1))


def words(reading: Reading) -> list[str]:
    return [token.text for token in reading.tokens]


def test_a_reading_of_an_article_is_sound(reader: ModelReader) -> None:
    reading = reader.read(ARTICLE)
    sound(reading)
    assert words(reading) == [word.text for word in split(ARTICLE)]
    assert reading.text == ARTICLE
    assert reading.model == reader.model.name


def test_a_paragraph_begins_a_sentence_and_is_counted(reader: ModelReader) -> None:
    reading = reader.read(ARTICLE)
    first = {sentence.paragraph: reading.tokens[sentence.first].text for sentence in reversed(reading.sentences)}
    assert first == {0: "Odell", 1: "PORTAVEL", 2: "Lorusk"}


def test_plain_sentences_are_parted_and_parsed_as_anyone_would(reader: ModelReader) -> None:
    reading = reader.read("The army left Karsa on Monday. Nobody was hurt, the ministry said. Averna is calm.")
    assert [sentence.span.of(reading.text) for sentence in reading.sentences] == [
        "The army left Karsa on Monday.", "Nobody was hurt, the ministry said.", "Averna is calm.",
    ]  # fmt: skip
    by_word = {token.text: token for token in reading.tokens}
    assert (by_word["left"].upos, by_word["left"].label) == ("VERB", "root")
    assert (by_word["army"].upos, by_word["army"].label, by_word["army"].head) == ("NOUN", "nsubj", 2)
    assert (by_word["left"].lemma, by_word["is"].lemma, by_word["Karsa"].lemma) == ("leave", "be", "Karsa")


def test_said_is_read_as_a_cue_and_the_quotation_as_its_content(reader: ModelReader) -> None:
    reading = reader.read("“We will not leave Karsa,” Prime Minister Ada Odell said on Monday.")
    (said,) = reading.attributions
    assert [words(reading)[i] for i in said.cue] == ["said"]
    assert " ".join(words(reading)[i] for i in said.source).endswith("Ada Odell")
    assert "We will not leave Karsa" in " ".join(words(reading)[i] for i in said.content)


def test_the_same_text_is_read_the_same_way_twice(reader: ModelReader) -> None:
    assert reader.read(ARTICLE) == reader.read(ARTICLE)


def test_line_ends_of_windows_change_nothing_but_the_places(reader: ModelReader) -> None:
    here, there = reader.read(ARTICLE), reader.read(ARTICLE.replace("\n", "\r\n"))
    sound(there)
    assert words(there) == words(here)
    assert [(s.first, s.last, s.paragraph) for s in there.sentences] == [
        (s.first, s.last, s.paragraph) for s in here.sentences
    ]
    assert (there.attributions, there.triggers, there.mentions) == (here.attributions, here.triggers, here.mentions)


def test_no_word_of_an_aside_is_read_and_what_follows_begins_a_paragraph(reader: ModelReader) -> None:
    text = "Odell left. 12 views Maro stayed."
    reading = reader.read(text, (Span(12, 20),))
    sound(reading)
    assert words(reading) == ["Odell", "left", ".", "Maro", "stayed", "."]
    assert [sentence.paragraph for sentence in reading.sentences] == [0, 1]


@pytest.mark.parametrize("text", ["", " \n\n ", "12 views"])
def test_a_text_without_a_word_left_is_an_empty_reading(reader: ModelReader, text: str) -> None:
    reading = reader.read(text, (Span(0, len(text)),))
    assert (reading.tokens, reading.sentences, reading.attributions, reading.triggers) == ((), (), (), ())


@pytest.mark.parametrize(
    "text",
    [
        ".", "“", "a", "””””", "“ “ “ he said", "said", "...!?",
        "He said: “It is over. Nobody knows.",
        "\u201dclosed before it opened,\u201c she said.",
        "Odell 🚀🔥 said 👩‍👩‍👧 “no” 🇺🇳.",
        "قال رئيس الوزراء إن الجيش «لن يغادر» المدينة.",
        "Odell said \u202bقال\u202c no.",
        "A\u0300verna said e\u0301 to Lorusk.\u200b\ufeff",
        "w" * 5000 + " said Odell.",
        "https://example.org/" + "a/" * 500,
        "\x00\x01 Odell said \x7f no.",
        "Odell\tsaid\u00a0that\u2003Averna\u2028won.",
    ],
)  # fmt: skip
def test_odd_texts_have_sound_readings(reader: ModelReader, text: str) -> None:
    reading = reader.read(text)
    sound(reading)
    assert words(reading) == [word.text for word in split(text)]


def test_a_paragraph_of_five_thousand_words_is_read_to_its_end(reader: ModelReader) -> None:
    text = " ".join(f"The army of Averna moved to village {n} on Monday, Odell said." for n in range(360))
    reading = reader.read(text)
    sound(reading)
    assert len(reading.tokens) > 5000 - 1
    assert {sentence.paragraph for sentence in reading.sentences} == {0}
    assert len(reading.sentences) > 180


def test_two_thousand_lines_of_one_word_are_read_to_the_end(reader: ModelReader) -> None:
    reading = reader.read("\n".join(["troops", "said", "Averna", "no"] * 500))
    sound(reading)
    assert len(reading.tokens) == 2000


@given(
    st.lists(
        st.sampled_from([*ARTICLE.split(), "“", "”", '"', ".", "\n", "\n\n", "😀", "ש", "12,5"]) | st.text(max_size=6),
        max_size=30,
    )
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_has_a_sound_reading(reader: ModelReader, pieces: list[str]) -> None:
    sound(reader.read(" ".join(pieces)))


def test_a_lemma_is_never_empty() -> None:
    assert decode.lemma("s", "l1") == "s"


def model_folder(folder: Path, described: object) -> Path:
    """The shipped model beside another reader.json."""
    for name in ("reader.onnx", "tokenizer.json"):
        (folder / name).symlink_to(FOLDER / name)
    (folder / "reader.json").write_text(json.dumps(described), encoding="utf-8")
    return folder


def test_a_model_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="reinstall"):
        Model(tmp_path)


def test_a_damaged_model_is_said_to_be_damaged(tmp_path: Path) -> None:
    folder = model_folder(tmp_path, {})
    (folder / "reader.onnx").unlink()
    (folder / "reader.onnx").write_bytes(b"no model")
    with pytest.raises(ModelError, match="damaged"):
        Model(folder)


@pytest.mark.parametrize("change", [{"labels": None}, {"name": None}, {"sha256": "0" * 64}])
def test_a_description_of_another_model_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    described = {**json.loads((FOLDER / "reader.json").read_text(encoding="utf-8")), **change}
    described = {key: value for key, value in described.items() if value is not None}
    with pytest.raises(ModelError):
        Model(model_folder(tmp_path, described))
