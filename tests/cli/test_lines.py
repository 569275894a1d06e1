import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tocsin.cli.lines import briefings
from tocsin.errors import NotAnArticle
from tocsin.reading.plain import article_from_text
from tocsin.records import Article, Briefing, Skipped, identity


def brief(article: Article) -> Briefing:
    """What stands for the pipeline: a briefing without records, or an error on the words that ask for one."""
    if "cookie wall" in article.text:
        raise NotAnArticle("the page is a cookie wall")
    if "a bug" in article.text:
        raise IndexError("tuple index out of range")
    return Briefing(id=identity("briefing", article.id), article=article)


def made(*lines: Any, **options: Any) -> list[Briefing | Skipped]:
    written = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    return list(briefings([line + b"\n" for line in written], article_from_text, brief, **options))


def test_the_id_of_a_line_is_kept_by_article_and_briefing() -> None:
    [briefing] = made({"id": "a-17", "text": "Averna denied it."})
    assert isinstance(briefing, Briefing)
    assert briefing.id == briefing.article.id == "a-17"


def test_a_number_may_be_an_id() -> None:
    [briefing] = made({"id": 17, "text": "Averna denied it."})
    assert isinstance(briefing, Briefing)
    assert briefing.id == "17"


def test_a_line_without_an_id_gets_one_from_its_content() -> None:
    [one, same, other] = made(
        {"text": "Averna denied it."}, {"text": "Averna denied it."}, {"text": "Lorusk denied it."}
    )
    assert isinstance(one, Briefing)
    assert isinstance(other, Briefing)
    assert one == same
    assert one.id != other.id


def test_the_text_is_kept_to_the_letter() -> None:
    text = " Averna\r\n\r\ndenied  it.\u2028\n"
    [briefing] = made({"id": "a", "text": text})
    assert isinstance(briefing, Briefing)
    assert briefing.article.text == text


@pytest.mark.parametrize(
    ("written", "day"),
    [("2031-03-21", date(2031, 3, 21)), ("2031-03-21T07:42:00Z", date(2031, 3, 21)), (None, date(2031, 1, 1))],
)
def test_the_day_of_a_line_goes_before_the_day_of_the_run(written: str | None, day: date) -> None:
    [briefing] = made({"id": "a", "text": "Averna denied it.", "date": written}, day=date(2031, 1, 1), outlet="Courier")
    assert isinstance(briefing, Briefing)
    assert briefing.article.published == day
    assert briefing.article.outlet == "Courier"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[1]", "not an object"),
        (b'{"text": "\xff"}', "not UTF-8"),
        ({"id": "a"}, "text: missing"),
        ({"id": "a", "text": " \n"}, "text: missing"),
        ({"id": "a", "text": 3}, "text: '3' is not a text"),
        ({"id": ["a"], "text": "Averna."}, "id: "),
        ({"id": "a", "text": "Averna.", "date": "21/3/2031"}, "date: '21/3/2031' is not a day"),
        ({"id": "a", "text": "a cookie wall"}, "the page is a cookie wall"),
        ({"id": "a", "text": "a bug"}, "IndexError"),
    ],
)
def test_a_bad_line_is_left_out_by_number_with_why_and_the_rest_goes_on(line: Any, why: str) -> None:
    [first, bad, last] = made({"id": "1", "text": "Averna."}, line, {"id": "3", "text": "Lorusk."})
    assert isinstance(first, Briefing)
    assert isinstance(last, Briefing)
    assert isinstance(bad, Skipped)
    assert (bad.what, bad.stage) == ("line 2", "input")
    assert bad.why.startswith(why)
    assert len(bad.why) < 200


def test_empty_lines_are_passed_over_but_counted() -> None:
    [first, bad] = made({"id": "1", "text": "Averna."}, b"", b"  ", b"{")
    assert isinstance(first, Briefing)
    assert isinstance(bad, Skipped)
    assert bad.what == "line 4"


def test_a_byte_order_mark_is_no_part_of_the_first_line() -> None:
    [briefing] = made(b'\xef\xbb\xbf{"id": "1", "text": "Averna."}')
    assert briefing == replace(briefing, id="1")
