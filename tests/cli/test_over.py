"""What `--over` names: read by what it is, kept, and not read twice; a stand-in for the reader, no model."""

import gzip
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.briefings import FULL
from tests.cli.quarrel import AGAIN, BRIEFING, BUILD_UP, lines

from tocsin.cli.over import gather
from tocsin.errors import RecordError
from tocsin.records import Article, Briefing

ARTICLE = {"id": "a1", "text": "Lorusk moved tanks to the border.", "date": "2021-05-10", "outlet": "Northern Ledger"}


class Reader:
    """Stands in for the pipeline and remembers what it was given."""

    def __init__(self) -> None:
        self.loaded = 0
        self.read: list[str] = []
        self.at: Callable[[Article], None] = lambda _: None

    def load(self, _: object) -> "Reader":
        self.loaded += 1
        return self

    def brief(self, article: Article) -> Briefing:
        self.read.append(article.id)
        self.at(article)
        return Briefing(id=f"briefing-{article.id}", article=article)


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    found = Reader()
    monkeypatch.setattr("tocsin.cli.read.pipeline", found.load)
    return found


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TOCSIN_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def kept(home: Path) -> list[Path]:
    return sorted((home / "cache").rglob("*.json.gz"))


def test_what_was_read_once_is_not_read_again(tmp_path: Path, reader: Reader) -> None:
    file = lines(tmp_path / "in.jsonl", ARTICLE, {**ARTICLE, "id": "a2"})
    first = gather([file], [])
    assert (reader.loaded, reader.read) == (1, ["a1", "a2"])
    second = gather([file], [])
    assert (reader.loaded, reader.read) == (1, ["a1", "a2"])  # the model was not even loaded
    assert second.briefings == first.briefings
    assert [one.article.published for one in second.briefings] == [date(2021, 5, 10)] * 2


def test_fresh_reads_anew(tmp_path: Path, reader: Reader) -> None:
    file = lines(tmp_path / "in.jsonl", ARTICLE)
    gather([file], [])
    gather([file], [], fresh=True)
    assert (reader.loaded, reader.read) == (2, ["a1", "a1"])


@pytest.mark.parametrize("field", ["text", "date", "outlet", "title", "url", "agency"])
def test_an_article_that_was_changed_is_read_anew(field: str, tmp_path: Path, reader: Reader) -> None:
    gather([lines(tmp_path / "in.jsonl", ARTICLE)], [])
    new = "2021-05-11" if field == "date" else "https://a.example/b" if field == "url" else "Something else entirely."
    found = gather([lines(tmp_path / "in.jsonl", {**ARTICLE, field: new})], [])
    assert len(reader.read) == 2
    assert found.briefings[0].article != Article("a1", "")


def test_another_codebook_reads_anew(tmp_path: Path, reader: Reader) -> None:
    file = lines(tmp_path / "in.jsonl", ARTICLE)
    folder = tmp_path / "codebook"
    folder.mkdir()
    (folder / "countries.toml").write_text('[AVN]\nnames = ["Averna"]\n', encoding="utf-8")
    gather([file], [])
    gather([file], [folder])
    assert len(reader.read) == 2
    (folder / "countries.toml").write_text('[AVN]\nnames = ["Averna", "the Republic"]\n', encoding="utf-8")
    gather([file], [folder])
    gather([file], [folder])
    assert len(reader.read) == 3


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda whole: whole[: len(whole) // 2],
        lambda _: b"no archive",
        lambda _: gzip.compress(b"{"),
        lambda _: gzip.compress(b"[]"),
        lambda _: gzip.compress(b"{}"),
        lambda _: gzip.compress(b"\xff"),
        lambda whole: gzip.compress(gzip.decompress(whole).replace(b'"schema"', b'"scheme"')),
        lambda whole: whole[:12] + bytes([whole[12] ^ 0xFF]) + whole[13:],  # the stream itself
        lambda whole: whole[:-8] + b"\0" * 8,  # its checksum
    ],
)
def test_a_damaged_file_of_the_cache_is_read_anew_and_mended(
    damage: Callable[[bytes], bytes], tmp_path: Path, reader: Reader, home: Path
) -> None:
    file = lines(tmp_path / "in.jsonl", ARTICLE)
    whole = gather([file], [])
    (cached,) = kept(home)
    cached.write_bytes(damage(cached.read_bytes()))
    assert gather([file], []).briefings == whole.briefings
    assert gather([file], []).briefings == whole.briefings
    assert reader.read == ["a1", "a1"]


def test_a_cache_that_cannot_be_written_costs_no_run(tmp_path: Path, reader: Reader, home: Path) -> None:
    home.mkdir()
    (home / "cache").write_text("a file, where a folder is wanted", encoding="utf-8")
    assert len(gather([lines(tmp_path / "in.jsonl", ARTICLE)], []).briefings) == 1
    assert reader.read == ["a1"]


def test_one_file_may_hold_articles_briefings_and_coded_events(tmp_path: Path, reader: Reader) -> None:
    mixed = lines(tmp_path / "in.jsonl", BUILD_UP, ARTICLE, "", BRIEFING, AGAIN, "{", '{"text": ""}', "  ")
    found = gather([mixed], [])
    assert {one.id for one in found.briefings} == {FULL.id, "briefing-a1"}
    assert next(one for one in found.briefings if one.id == FULL.id) == FULL
    assert [(name, list(rows)) for name, rows in found.coded] == [("in.jsonl", [BUILD_UP, AGAIN])]
    assert [one.what for one in found.skipped] == ["in.jsonl, line 6", "in.jsonl, line 7"]
    assert reader.read == ["a1"]


def test_events_alone_need_no_reader(tmp_path: Path, reader: Reader) -> None:
    found = gather([lines(tmp_path / "in.ndjson", BUILD_UP)], [])
    assert (reader.loaded, found.briefings, len(found.coded)) == (0, [], 1)


def test_an_event_with_its_words_is_no_article(tmp_path: Path, reader: Reader) -> None:
    rows = (
        {"text": "Tanks.", "date": "2021-05-10", "code": "154"},
        {"text": "Tanks.", "source": "LRK", "cameo": "154"},
    )
    found = gather([lines(tmp_path / "in.jsonl", *rows)], [])
    assert (reader.read, [list(part) for _, part in found.coded]) == ([], [list(rows)])


def test_a_folder_is_read_through_in_order_and_hidden_or_other_files_are_passed_over(
    tmp_path: Path, reader: Reader
) -> None:
    (tmp_path / "b").mkdir()
    lines(tmp_path / "b" / "2.jsonl", {**ARTICLE, "id": "second"})
    lines(tmp_path / "a.jsonl", {**ARTICLE, "id": "first"})
    (tmp_path / "b" / "3.txt").write_text("Averna denied it on Monday, said its government.\n", encoding="utf-8")
    (tmp_path / "notes.md").write_text("not read", encoding="utf-8")
    lines(tmp_path / ".hidden.jsonl", {**ARTICLE, "id": "hidden"})
    gather([tmp_path], [])
    assert reader.read == ["first", "second", "3"]


def test_a_copy_of_a_text_is_another_article(tmp_path: Path, reader: Reader) -> None:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text("Averna denied it on Monday, said its government.\n", encoding="utf-8")
    assert [one.article.id for one in gather([tmp_path], []).briefings] == ["one", "two"]
    assert reader.read == ["one", "two"]


def test_the_same_article_given_twice_counts_once(tmp_path: Path, reader: Reader) -> None:
    file = lines(tmp_path / "in.jsonl", ARTICLE, BRIEFING)
    once = gather([file], [])
    twice = gather([file, tmp_path], [])
    assert twice.briefings == once.briefings
    assert twice.skipped == []
    assert reader.read == ["a1"]


def test_two_articles_of_one_name_are_told_apart_or_one_is_left_out_and_said(tmp_path: Path, reader: Reader) -> None:
    for folder in ("monday", "tuesday"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "1.txt").write_text(
            f"Averna denied it on {folder}, said its government.\n", encoding="utf-8"
        )
    found = gather([tmp_path], [])
    names = [one.article.id for one in found.briefings]
    assert len(names) == len(set(names))
    assert len(names) + len(found.skipped) == 2
    assert len(reader.read) == len(names)


def test_one_odd_article_does_not_cost_the_rest(tmp_path: Path, reader: Reader, home: Path) -> None:
    def stumble(article: Article) -> None:
        if article.id == "odd":
            raise ZeroDivisionError("of the reader's own")

    reader.at = stumble
    rows = ({**ARTICLE, "id": "odd", "title": "An odd one"}, ARTICLE)
    found = gather([lines(tmp_path / "in.jsonl", *rows)], [])
    assert [one.article.id for one in found.briefings] == ["a1"]
    assert [(one.what, one.why) for one in found.skipped] == [("An odd one", "ZeroDivisionError: of the reader's own")]
    assert len(kept(home)) == 1


def test_a_briefing_of_another_shape_is_left_out(tmp_path: Path) -> None:
    broken = {**json.loads(BRIEFING), "claims": "none"}
    found = gather([lines(tmp_path / "in.jsonl", BRIEFING, broken, {"article": {}, "schema": 99})], [])
    assert [one.id for one in found.briefings] == [FULL.id]
    assert [one.what for one in found.skipped] == ["in.jsonl, line 2", "in.jsonl, line 3"]


@pytest.mark.parametrize("content", ["", "{\n", "[]\n", "\n\n"])
def test_a_file_in_which_nothing_can_be_read_is_refused(content: str, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(content, encoding="utf-8")
    with pytest.raises(RecordError, match=r"nothing in .*in\.jsonl could be read") as error:
        gather([tmp_path / "in.jsonl"], [])
    assert ("; the first: in.jsonl, line 1: not" in str(error.value)) == bool(content.strip())


def test_a_path_that_is_not_there_is_refused_before_anything_is_read(tmp_path: Path, reader: Reader) -> None:
    file = lines(tmp_path / "in.jsonl", ARTICLE)
    with pytest.raises(RecordError, match="there is no file or folder"):
        gather([file, tmp_path / "nowhere"], [])
    assert reader.read == []


def test_a_parquet_table_is_read_as_coded_events(tmp_path: Path, reader: Reader) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    parquet.write_table(pyarrow.Table.from_pylist([BUILD_UP, AGAIN]), tmp_path / "events.parquet")
    found = gather([tmp_path], [])
    assert [(name, list(rows)) for name, rows in found.coded] == [("events.parquet", [BUILD_UP, AGAIN])]
    assert reader.loaded == 0


def test_without_pyarrow_parquet_is_refused_with_the_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "events.parquet").write_bytes(b"PAR1")
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(RecordError, match=r"reading Parquet needs pyarrow: pip install 'tocsin\[parquet\]'"):
        gather([tmp_path], [])
