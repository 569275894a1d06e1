"""Any source: what it is, is told by its content; what it cannot be read from, by one sentence."""

import json
from datetime import date
from pathlib import Path

import pytest

from tocsin.errors import FetchError, ReadingError
from tocsin.reading import fetch
from tocsin.reading.charset import decode
from tocsin.reading.read import Options, article_from_bytes, read

SENTENCES = (
    "Odell of Averna ruled out war on Monday. Maro of Lorusk did not, and said that the army would decide on Friday."
)
HTML = f"<!doctype html><html><body><article><h1>No war</h1><p>{SENTENCES}</p></article></body></html>"


@pytest.mark.parametrize("suffix", [".html", ".txt", ".json", ""])
def test_html_is_html_whatever_its_file_is_called(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"article{suffix}"
    file.write_text(HTML, encoding="utf-8")
    assert read(str(file)).text == SENTENCES


def test_text_and_json_are_told_apart_by_their_content(tmp_path: Path) -> None:
    for name, content in (("a.html", SENTENCES), ("b.txt", json.dumps({"text": SENTENCES}))):
        (tmp_path / name).write_text(content, encoding="utf-8")
        assert read(str(tmp_path / name)).text == SENTENCES


def test_plain_text_with_a_tag_or_a_brace_in_it_is_plain_text() -> None:
    for text in (
        "{sic} Odell wrote <p> on the board, a witness said.",
        "Odell said a < b and b > c, to the dismay of all.",
    ):
        assert article_from_bytes(text.encode(), name="x").text == text


def test_standard_input_is_read_from_the_bytes_handed_in() -> None:
    assert read("-", stdin=SENTENCES.encode()).text == SENTENCES
    with pytest.raises(ReadingError, match="nothing was piped in"):
        read("-")


def test_what_is_given_goes_before_what_is_found() -> None:
    article = read("-", stdin=HTML.encode(), options=Options(published=date(2031, 3, 4), outlet="Averna Post"))
    assert (article.published, article.published_how, article.outlet) == (date(2031, 3, 4), "given", "Averna Post")


def test_an_address_goes_through_the_guarded_fetcher() -> None:
    with pytest.raises(FetchError, match="not a public address"):
        read("HTTP://127.0.0.1/article")
    with pytest.raises(FetchError, match="ports 80 and 443 only"):
        read("http://127.0.0.1:9/article", options=Options(network=fetch.Options(allow=("10.0.0.0/8",))))


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", r"is empty"),
        (b" \r\n\t", r"is empty"),
        (b"\xef\xbb\xbf", r"is empty"),
        (b"...\n---", r"is empty"),
        (b"abc\0def", r"binary file"),
        (b"%PDF-1.7 ...", r"PDF"),
        (b"PK\x03\x04...", r"ZIP"),
        (b"\x01\x02\x03\x04 text", r"binary file"),
        (b"<?xml version='1.0'?><rss><channel/></rss>", r"a feed"),
        (b'{"a": 1}', r'without a "text"'),
        (b'[{"text": "x"}]', r'no object with a "text"'),
    ],
)
def test_bad_input_is_one_sentence(body: bytes, message: str) -> None:
    with pytest.raises(ReadingError, match=message) as caught:
        article_from_bytes(body, name="the file")
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_a_folder_and_one_too_large_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="there is no file"):
        read(str(tmp_path / "none.html"))
    with pytest.raises(ReadingError, match="needs its http"):
        read("post.example/article")
    with pytest.raises(ReadingError, match="cannot be read"):
        read(str(tmp_path))
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(ReadingError, match="larger than 15 MB"):
        read(str(large))


@pytest.mark.parametrize(
    ("body", "charset", "text", "notes"),
    [
        ("Odell dénié".encode(), None, "Odell dénié", 0),
        ("Odell dénié".encode("utf-8-sig"), "iso-8859-1", "Odell dénié", 0),
        ("Odell dénié".encode("utf-16"), None, "Odell dénié", 0),
        ("Odell dénié".encode("cp1252"), None, "Odell dénié", 1),
        ("Odell dénié “x”".encode("cp1252"), "iso-8859-1", "Odell dénié “x”", 0),
        ("Оделл".encode("cp1251"), "windows-1251", "Оделл", 0),
        ('<meta charset="cp1251">Оделл'.encode("cp1251"), None, '<meta charset="cp1251">Оделл', 0),
        ("Odell dénié, crié, allé".encode() + b"\xff.", None, "Odell dénié, crié, allé\ufffd.", 1),
        ("Odell dénié".encode(), "no-such-charset", "Odell dénié", 0),
    ],
)
def test_bytes_become_text_by_mark_header_page_and_guess(
    body: bytes, charset: str | None, text: str, notes: int
) -> None:
    found, skipped = decode(body, name="x", charset=charset)
    assert (found, len(skipped)) == (text, notes)


def test_what_could_not_be_read_is_counted() -> None:
    _, skipped = decode("été là-bas, déjà".encode() + b"\xff\xfe and \x80", name="x")
    assert skipped[0].why.startswith("3 parts of it could not be read as utf-8")
