"""Our own training texts: what their marks mean, and that every one of them can be read."""

import json
import random
from pathlib import Path

import pytest
from training.marked import MarkError

import training
from training import corpus, marked

REPORT = """= talks-in-averna
[1] Maro accused Lorusk of lying, and he left.
[2] "They lie," he said.

[3] "We stay."
A | 2 | he | said | "They lie," + 3:"We stay." | deny? | 0
A | 1 | Maro | accused | of ... lying | accuse | 0
E | 1 | accused | ACCUSE-allege | Maro=?:GOV | Lorusk=USA:- ; he=?:- | historical
"""


def read(text: str) -> list[dict | MarkError]:
    return list(marked.reports(text.splitlines(), Path()))


def words(record: dict, spans: list) -> list[str]:
    return [record["text"][start:end] for start, end in spans]


def test_a_sentence_with_marks_becomes_text_and_events() -> None:
    found = marked.sentence(
        "<A1A2 TUR:COP|Police> <T1 COERCE-arrest actual|held> <R1 TUR:JRN|him> and <T2 ASSAULT-beat negated|spared> <R2 ?:-|her>."
    )
    assert found["text"] == "Police held him and spared her."
    held, spared = found["events"]
    assert (held["type"], held["mode"], held["status"]) == ("COERCE", "arrest", "actual")
    assert words(found, held["trigger"]) == ["held"]
    assert [words(found, party["span"]) for party in spared["actors"]] == [["Police"]]
    assert [(party["code"], party["sector"]) for party in spared["recipients"]] == [(None, None)]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("<T1 COERCE-hug actual|held> him", "'COERCE-hug' is no type or mode"),
        ("<T1 COERCE soon|held> him", "'soon' is none of actual"),
        ("<A1 TUR|Police> <T1 COERCE actual|held> him", "'TUR' is not CODE:SECTOR"),
        ("<A1 TUR:COP|Police> held him", "event 1 has no trigger"),
        ("<T1 COERCE actual|held him", "a mark is not closed"),
    ],
)
def test_a_wrong_mark_says_what_is_wrong(line: str, says: str) -> None:
    (fault,) = marked.sentences([line])
    assert isinstance(fault, MarkError)
    assert says in str(fault)


def test_a_report_keeps_sentences_paragraphs_and_marks() -> None:
    (record,) = read(REPORT)
    assert isinstance(record, dict)
    assert record["text"] == 'Maro accused Lorusk of lying, and he left. "They lie," he said.\n\n"We stay."'
    assert words(record, record["sentences"])[1] == '"They lie," he said.'
    denied, accused = record["attributions"]
    assert (words(record, denied["content"]), denied["act"], denied["hedged"]) == (
        ['"They lie,"', '"We stay."'],
        "deny",
        True,
    )
    assert words(record, accused["content"]) == ["of lying"] or words(record, accused["content"]) == [
        "of Lorusk of lying"
    ]
    (event,) = record["events"]
    assert [words(record, party["span"]) for party in event["recipients"]] == [["Lorusk"], ["he"]]


def test_a_copy_that_is_in_no_sentence_is_left_out_and_named_and_the_report_stays() -> None:
    fault, record = read(REPORT + "E | 1 | bombed | ASSAULT | - | - | actual\n")
    assert "line 9: 'bombed' is not in sentence 1" in str(fault)
    assert isinstance(record, dict)
    assert len(record["events"]) == 1


def test_short_words_are_found_as_whole_words_only() -> None:
    (record,) = read("= x\n[1] The theory he had.\nA | 1 | he | had | The | judge | 0\n")
    assert isinstance(record, dict)
    assert record["attributions"][0]["source"] == [[11, 13]]


def test_a_colon_is_found_behind_a_word() -> None:
    (record,) = read("= x\n[1] Maro: We go.\nA | 1 | Maro | : | We go. | assert | 0\n")
    assert isinstance(record, dict)
    assert record["attributions"][0]["cue"] == [[4, 5]]


def test_sentences_are_put_together_with_their_events() -> None:
    records = [marked.sentence(f"<T1 PROTEST actual|Marched> {number} times.") for number in range(40)]
    joined = list(corpus.together(records, random.Random(3)))
    assert len(joined) < len(records)
    found = [words(record, event["trigger"]) for record in joined for event in record["events"]]
    assert found == [["Marched"]] * 40
    assert sum(record["text"].count("times.") for record in joined) == 40


def test_marks_of_texts_that_are_not_ours_are_kept_as_offsets(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text("Maro left.\nOdell said he lied.\nNobody came.\n", encoding="utf-8")
    marks = ["= news-2 | news.txt | 2 | 3", "A | 1 | Odell | said | he lied | accuse | 0"]
    (record,) = marked.reports(marks, tmp_path)
    assert isinstance(record, dict)
    assert record["text"] == "Odell said he lied. Nobody came."
    kept = {key: value for key, value in record.items() if key not in ("text", "sentences")}
    (tmp_path / "marks.jsonl").write_text(json.dumps(kept) + "\n", encoding="utf-8")
    assert list(marked.read(tmp_path / "marks.jsonl", tmp_path)) == [record]
    assert list(marked.read(tmp_path / "marks.jsonl", tmp_path / "elsewhere")) == []


def test_all_our_training_texts_can_be_read() -> None:
    files = sorted(Path(training.__file__).parent.glob("*/*.txt"))
    assert files
    faults = [
        f"{path.name}: {record}" for path in files for record in marked.read(path) if isinstance(record, MarkError)
    ]
    assert not faults
