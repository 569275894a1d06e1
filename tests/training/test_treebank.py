"""Treebanks as training sentences; none of this needs torch."""

import gc
import tomllib
import warnings
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from training.treebank import TreeSentence, read, script

import tocsin
from tocsin.codebook.example import passage
from tocsin.language.decode import lemma
from training import corpus, labels

# `read` leaves closing its file to the garbage collector; one test below says so.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")

EVENTS = Path(tocsin.__file__).parent / "codebook" / "events"
PAIRS = [
    ("Studies", "study"), ("Averna", "Averna"), ("was", "be"), ("wo", "will"), ("n't", "not"), ("’s", "be"), ("U.S.", "U.S."),
    ("AVERNA", "Averna"), ("men", "man"), ("children", "child"), ("Better", "good"), ("an", "a"), ("A", "a"), ("I", "I"), ("me", "I"),
    ("2nd", "2nd"), ("1990s", "1990s"), ("Troops", "troops"), ("went", "go"), ("“", "\""), ("café", "café"), ("Élan", "élan"),
    ("McCoy", "McCoy"), ("Avernans", "Avernan"), ("...", "..."), ("them", "they"), ("worst", "bad"), ("best", "well"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "wanted"), PAIRS)
def test_a_script_makes_the_lemma_it_was_made_from(form: str, wanted: str) -> None:
    assert lemma(form, script(form, wanted)) == wanted


letters = st.text(st.characters(codec="utf-8", categories=("L", "P", "S")), min_size=1, max_size=12)


@given(letters, letters)
def test_any_form_leads_to_any_lemma_without_digits(form: str, wanted: str) -> None:
    assert lemma(form, script(form, wanted)) == wanted


@pytest.mark.parametrize(("form", "wanted"), [("1,100", "1100"), ("3,", "3000"), ("two", "2"), ("X", "x3-5290")])
def test_a_script_may_add_digits(form: str, wanted: str) -> None:
    assert lemma(form, script(form, wanted)) == wanted


def row(number: int, form: str, upos: str = "PROPN", head: int = 0, misc: str = "_", features: str = "_") -> str:
    return f"{number}\t{form}\t{form.lower()}\t{upos}\t_\t{features}\t{head}\t{'dep' if head else 'root'}\t_\t{misc}"


def file(folder: Path, *blocks: str, document: str = "GUM_news_averna") -> list[TreeSentence]:
    """The sentences of a file with these *blocks* of lines."""
    path = folder / "some.conllu"
    path.write_text(f"# newdoc id = {document}\n" + "".join(f"{block}\n\n" for block in blocks), encoding="utf-8")
    return list(read(path))


def test_each_block_is_a_sentence_of_its_document(tmp_path: Path) -> None:
    first = (
        "# newpar\n# sent_id = GUM_news_averna-1\n"
        + row(1, "Odell")
        + "\n"
        + row(2, "left", "VERB", 1, features="Tense=Past")
    )
    one, two = file(tmp_path, first, "# sent_id = GUM_news_averna-2\n" + row(1, "Maro"))
    assert [word.text for word in one.words] == ["Odell", "left"]
    assert [(word.head, word.relation, word.features) for word in one.words] == [
        (0, "root", ""),
        (1, "dep", "Tense=Past"),
    ]
    assert (one.document, one.paragraph, two.paragraph) == ("GUM_news_averna", True, False)


def test_a_file_that_was_read_is_closed(tmp_path: Path) -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        file(tmp_path, row(1, "Odell"))
        gc.collect()
    assert [str(warning.message) for warning in told] == []


def test_the_genre_of_a_sentence_is_the_first_part_of_its_number(tmp_path: Path) -> None:
    (one,) = file(tmp_path, "# sent_id = reviews-00123-0001\n" + row(1, "Nice", "ADJ"), document="reviews-00123")
    assert one.genre == "reviews"


def test_ranges_and_empty_nodes_are_no_words(tmp_path: Path) -> None:
    ranged = "1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n" + row(1, "do", "AUX") + "\n" + row(2, "n't", "PART", 1) + "\n"
    ranged += "2.1\tgo\tgo\tVERB\t_\t_\t_\t_\t0:root\t_"
    (one,) = file(tmp_path, ranged)
    assert [word.text for word in one.words] == ["do", "n't"]


def test_entities_are_known_only_where_the_treebank_marks_them(tmp_path: Path) -> None:
    marked = row(1, "Odell", misc="Entity=(1-person-new-cf1-1-sgl)")
    assert file(tmp_path, marked)[0].entities == [(0, 0, "person")]
    assert file(tmp_path, marked, document="reviews-1")[0].entities is None
    assert file(tmp_path, row(1, "Hello", "INTJ"))[0].entities == []


def entities(folder: Path, *rows: str) -> list[tuple[int, int, str]]:
    (one,) = file(folder, "\n".join(rows))
    assert one.entities is not None
    return one.entities


def test_a_bracket_opened_at_one_word_is_closed_at_another(tmp_path: Path) -> None:
    assert entities(
        tmp_path,
        row(1, "Ada", misc="SpaceAfter=Yes|Entity=(1-person-new-cf1-1,2-coref-Ada_Odell"),
        row(2, "Odell", head=1, misc="Entity=1)"),
        row(3, "left", "VERB", 1),
    ) == [(0, 1, "person")]


def test_nested_brackets_give_the_innermost_name(tmp_path: Path) -> None:
    assert entities(
        tmp_path,
        row(1, "Port", head=3, misc="Entity=(1-organization-new-cf1-1-sgl(2-place-new-cf2-1-sgl"),
        row(2, "Averna", head=1, misc="Entity=2)"),
        row(3, "Council", misc="Entity=1)"),
    ) == [(0, 1, "place")]


def test_two_brackets_that_end_at_one_word_are_both_read(tmp_path: Path) -> None:
    assert entities(
        tmp_path,
        row(1, "Odell", misc="Entity=(1-person-new-cf1-1-sgl)"),
        row(2, "of", "ADP", 4),
        row(3, "the", "DET", 4, misc="Entity=(2-abstract-new-cf1-1-sgl(3-place-new-cf1-1-sgl"),
        row(4, "Teral", head=1, misc="Entity=3)2)"),
    ) == [(0, 0, "person"), (2, 3, "place")]


def test_only_names_dates_and_groups_of_people_are_mentions(tmp_path: Path) -> None:
    said = {
        ("Odell", "PROPN", "person", "_"): "person",
        ("minister", "NOUN", "person", "Number=Sing"): None,
        ("teachers", "NOUN", "person", "Number=Plur"): "group",
        ("Monday", "PROPN", "time", "_"): "date",
        ("yesterday", "NOUN", "time", "_"): "date",
        ("army", "NOUN", "organization", "Number=Sing"): None,
        ("NATO", "PROPN", "organization", "_"): "organisation",
        ("house", "NOUN", "place", "Number=Sing"): None,
        ("Averna", "PROPN", "place", "_"): "place",
        ("Freedom", "PROPN", "abstract", "_"): None,
    }
    for (form, upos, raw, features), kind in said.items():
        found = entities(tmp_path, row(1, form, upos, misc=f"Entity=(1-{raw}-new-cf1-1-sgl)", features=features))
        assert [name for _, _, name in found] == ([] if kind is None else [kind]), form


def test_labels_are_those_seen_often_the_commonest_first(tmp_path: Path) -> None:
    rows = [row(1, "Odell"), *(row(n, "left", "VERB", 1) for n in range(2, 6)), row(6, "uh", "INTJ", 1)]
    gathered = labels.gather(file(tmp_path, "\n".join(rows), "\n".join(rows), "\n".join(rows[:5])))
    assert gathered.upos == ("VERB", "PROPN")
    assert set(gathered.relations) == {"dep", "root"}


def test_labels_written_are_labels_read(tmp_path: Path) -> None:
    gathered = labels.gather(file(tmp_path, *[row(1, "Odell")] * 3))
    gathered.save(tmp_path / "labels.json")
    assert labels.Labels.load(tmp_path / "labels.json") == gathered


def codebook_texts() -> list[dict]:
    """The codebook's examples as written, with the type of their folder."""
    paths = sorted(EVENTS.glob("*/en.toml"))
    files = [(path.parent.name.upper(), tomllib.loads(path.read_text(encoding="utf-8"))) for path in paths]
    return [{"type": own, **example} for own, written in files for example in written.get("example", ())]


def test_every_example_of_the_codebook_is_a_training_document() -> None:
    texts = [example["text"] for example in codebook_texts()]
    found = ["".join(_joined(document)) for document in map(corpus.document, corpus.codebook_examples())]
    assert [text for text in texts if "".join(text.split()) not in found] == []


def _joined(document: corpus.Document) -> list[str]:
    return [word.text for word in document.words]


def test_an_example_teaches_the_words_that_the_codebook_checks() -> None:
    documents = {"".join(_joined(document)): document for document in map(corpus.document, corpus.codebook_examples())}
    for example in codebook_texts():
        document = documents.get("".join(example["text"].split()))
        if document is None:
            continue
        assert document.attributions is None
        assert len(document.happenings) == len(example.get("codes", ()))
        for code, happening in zip(example.get("codes", ()), document.happenings, strict=True):
            spans = passage(example["text"], code["trigger"]).spans
            wanted = [i for i, word in enumerate(document.words) if any(word.span.overlaps(span) for span in spans)]
            assert list(happening.trigger) == wanted, example["text"]
            assert (happening.type, happening.mode) == (code.get("type", example["type"]), code.get("mode") or "")
            assert happening.type in labels.TYPES
            assert happening.status in labels.STATUSES
            assert f"{happening.type}-{happening.mode}" in labels.MODES or not happening.mode


WRITTEN = {
    "text": "Odell said Averna won't attack Lorusk. Maro wept.",
    "sentences": [[0, 38], [39, 49]],
    "events": [{
        "trigger": [[24, 30]], "type": "ASSAULT", "mode": None, "status": "negated",
        "actors": [{"span": [[11, 17]]}], "recipients": [{"span": [[31, 37]]}],
    }],
    "attributions": [{
        "cue": [[6, 10]], "source": [[0, 5]], "content": [[11, 37]], "act": "assert", "hedged": False, "depth": 0,
    }],
}  # fmt: skip


def words(document: corpus.Document, indices: corpus.Indices) -> str:
    return " ".join(document.words[i].text for i in indices)


def test_a_record_of_the_corpus_is_aligned_to_words() -> None:
    document = corpus.document(WRITTEN)
    (event,), (said,) = document.happenings, document.attributions or []
    assert (words(document, event.trigger), words(document, event.actors), words(document, event.recipients)) == (
        "attack", "Averna", "Lorusk",
    )  # fmt: skip
    assert (event.mode, event.status) == ("", "negated")
    assert (words(document, said.source), words(document, said.cue)) == ("Odell", "said")
    assert words(document, said.content) == "Averna wo n't attack Lorusk"
    assert [document.words[i].text for i in document.starts] == ["Odell", "Maro"]


def test_a_record_without_attributions_says_nothing_of_them() -> None:
    document = corpus.document(
        {key: value for key, value in WRITTEN.items() if key not in ("attributions", "sentences")}
    )
    assert document.attributions is None
    assert document.starts == [0]


def test_a_span_that_cuts_a_word_takes_the_whole_word() -> None:
    record = {**WRITTEN, "events": [{**WRITTEN["events"][0], "trigger": [[26, 28]]}]}  # type: ignore[index, dict-item]
    (event,) = corpus.document(record).happenings
    assert words(corpus.document(record), event.trigger) == "attack"


def test_a_trigger_between_words_is_no_event() -> None:
    record = {**WRITTEN, "events": [{**WRITTEN["events"][0], "trigger": [[38, 39]]}]}  # type: ignore[index, dict-item]
    assert corpus.document(record).happenings == []
