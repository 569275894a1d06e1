"""Plain text to the letter, and JSON that carries a text."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.errors import ReadingError
from tocsin.reading.plain import article_from_json, article_from_text
from tocsin.records import Dateline, Figures

TEXT = "Odell rules out war\r\n\r\n0 2,033\r\n\r\n  AVERNA, March 3 (AFP) – Odell ruled out war on Monday, speaking to reporters in Averna.\r\n\r\n© AFP\r\n"


def test_the_text_is_the_input_and_what_it_says_is_read_from_it() -> None:
    article = article_from_text(TEXT, published=date(2031, 3, 4))
    assert article.text == TEXT
    assert article.title == "Odell rules out war"
    assert article.dateline == Dateline("Averna", "AFP", date(2031, 3, 3))
    assert (article.agency, article.language, article.figures) == ("AFP", "en", Figures(views=2033, comments=0))
    assert (article.published, article.published_how) == (date(2031, 3, 4), "given")


def test_a_dateline_that_writes_its_year_gives_the_day() -> None:
    article = article_from_text("AVERNA, March 3, 2031 (AFP) – Odell ruled out war.")
    assert (article.published, article.published_how) == (date(2031, 3, 3), "dateline")


def test_a_day_that_is_nowhere_said_is_unknown() -> None:
    article = article_from_text("Odell ruled out war.")
    assert (article.published, article.published_how, article.dateline, article.title) == (None, None, None, None)


@given(st.text(max_size=300))
def test_any_text_is_kept_to_the_letter_or_refused(text: str) -> None:
    if any(map(str.isalpha, text)):
        assert article_from_text(text).text == text
    else:
        with pytest.raises(ReadingError, match="is empty"):
            article_from_text(text)


def test_mixed_scripts_are_noted_and_the_language_left_open() -> None:
    article = article_from_text(
        "Odell said on Monday that Averna would not fight. Аверна не будет воевать, сказал в понедельник Оделл."
    )
    assert article.language is None
    assert [skipped.what for skipped in article.skipped] == ["language"]


def test_half_a_character_is_replaced_where_it_stands() -> None:
    article = article_from_text("Odell \ud83d resigned.")
    assert article.text == "Odell \ufffd resigned."
    assert len(article.skipped) == 1


def test_json_gives_what_it_has() -> None:
    article = article_from_json(
        '{"text": "Odell ruled out war.", "title": "No war", "date": "2031-03-04T10:00:00Z", "url": "https://post.example/1",'
        ' "outlet": {"name": "The Averna Post"}, "byline": ["By Ines Gallo"], "language": "en", "more": 1}'
    )
    assert (article.text, article.title, article.url, article.outlet) == (
        "Odell ruled out war.",
        "No war",
        "https://post.example/1",
        "The Averna Post",
    )
    assert (article.byline, article.published, article.published_how, article.language) == (
        ("Ines Gallo",),
        date(2031, 3, 4),
        "given",
        "en",
    )


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ('{"text": ', r"no valid JSON"),
        ("[1, 2]", r'no object with a "text"'),
        ('{"title": "No war"}', r'without a "text" field'),
        ('{"text": 7}', r"a number"),
        ('{"text": "  "}', r"is empty"),
        ('{"text": "Odell left.", "date": "yesterday"}', r"no day like"),
        ('{"text": "Odell left.", "title": ["x"]}', r"a list"),
        ('{"text":' + "[" * 100_000, r"no valid JSON"),
    ],
    ids=range(8),
)
def test_json_that_carries_no_text_says_what_is_wrong(written: str, message: str) -> None:
    with pytest.raises(ReadingError, match=message):
        article_from_json(written)
