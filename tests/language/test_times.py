import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tocsin.language.times as times_module
from tocsin.language.times import resolve, times
from tocsin.records import How

THURSDAY = date(2019, 1, 24)
ANY_DAY = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))
NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def found(text: str, day: date | None = THURSDAY) -> list[str]:
    return [one.span.of(text) for one in times(text, published=day, dateline_day=None)]


@pytest.mark.parametrize(
    ("words", "start", "end", "how"),
    [
        ("January 23, 2019", "2019-01-23", "2019-01-23", How.STATED),
        ("23 January 2019", "2019-01-23", "2019-01-23", How.STATED),
        ("the 23rd of January, 2019", "2019-01-23", "2019-01-23", How.STATED),
        ("2019-01-23", "2019-01-23", "2019-01-23", How.STATED),
        ("Jan. 23", "2019-01-23", "2019-01-23", How.YEAR_INFERRED),
        ("Dec. 30", "2018-12-30", "2018-12-30", How.YEAR_INFERRED),
        ("January 25", "2019-01-25", "2019-01-25", How.YEAR_INFERRED),
        ("2014", "2014-01-01", "2014-12-31", How.STATED),
        ("March", "2018-03-01", "2018-03-31", How.YEAR_INFERRED),
        ("January", "2019-01-01", "2019-01-31", How.YEAR_INFERRED),
        ("March 2014", "2014-03-01", "2014-03-31", How.STATED),
        ("the 1990s", "1990-01-01", "1999-12-31", How.STATED),
        ("yesterday", "2019-01-23", "2019-01-23", How.RELATIVE),
        ("tonight", "2019-01-24", "2019-01-24", How.RELATIVE),
        ("Thursday", "2019-01-24", "2019-01-24", How.RELATIVE),
        ("Friday", "2019-01-18", "2019-01-18", How.RELATIVE),
        ("last Thursday", "2019-01-17", "2019-01-17", How.RELATIVE),
        ("next Thursday", "2019-01-31", "2019-01-31", How.RELATIVE),
        ("Tuesday last week", "2019-01-15", "2019-01-15", How.RELATIVE),
        ("next week", "2019-01-28", "2019-02-03", How.RELATIVE),
        ("last month", "2018-12-01", "2018-12-31", How.RELATIVE),
        ("last year", "2018-01-01", "2018-12-31", How.RELATIVE),
        ("earlier this year", "2019-01-01", "2019-01-24", How.RELATIVE),
        ("two days ago", "2019-01-22", "2019-01-22", How.RELATIVE),
        ("a week ago", "2019-01-14", "2019-01-20", How.RELATIVE),
        ("three years ago", "2016-01-01", "2016-12-31", How.RELATIVE),
        ("the past three days", "2019-01-21", "2019-01-24", How.RELATIVE),
        ("between 3 and 5 May 2018", "2018-05-03", "2018-05-05", How.STATED),
        ("January 21-23", "2019-01-21", "2019-01-23", How.YEAR_INFERRED),
        ("from Monday to Wednesday", "2019-01-21", "2019-01-23", How.RELATIVE),
        ("from December 28 to January 3", "2018-12-28", "2019-01-03", How.YEAR_INFERRED),
        ("from 2014 to 2016", "2014-01-01", "2016-12-31", How.STATED),
        ("since January 23", "2019-01-23", "2019-01-24", How.SINCE),
        ("since 2014", "2014-01-01", "2019-01-24", How.SINCE),
    ],
)
def test_words_come_to_days(words: str, start: str, end: str, how: How) -> None:
    when = resolve(words, THURSDAY)
    assert when is not None
    assert (str(when.start), str(when.end), when.how) == (start, end, how)
    assert when.text == words


LANGUAGES = Path(times_module.__file__).parent
EXAMPLES = [
    pytest.param(path.parent.name, example, id=f"{path.parent.name}: {example['words']}")
    for path in sorted(LANGUAGES.glob("*/times.toml"))
    for example in tomllib.loads(path.read_text(encoding="utf-8"))["example"]
]


@pytest.mark.parametrize(("language", "example"), EXAMPLES)
def test_the_examples_of_a_language_hold(language: str, example: dict[str, Any]) -> None:
    (one,) = times(example["text"], published=example["article"], dateline_day=None, language=language)
    assert one.span.of(example["text"]) == example["words"]
    assert (one.when.start, one.when.end) == (example.get("start"), example.get("end"))


def test_a_range_over_the_week_is_read_as_one_week_even_when_the_article_falls_within() -> None:
    when = resolve("from Monday to Wednesday", date(2019, 1, 22))  # a Tuesday: the last Wednesday was the 16th
    assert when is not None
    assert (when.start, when.end) == (date(2019, 1, 14), date(2019, 1, 16))


def test_what_is_vague_ends_today_and_begins_nobody_says_when() -> None:
    for words in ("recently", "in recent weeks", "several days ago"):
        when = resolve(words, THURSDAY)
        assert when is not None
        assert (when.start, when.end) == (None, THURSDAY), words


def test_what_is_still_to_come_is_the_next_such_day() -> None:
    (vote,) = times("They will vote on Sunday.", published=THURSDAY, dateline_day=None)
    assert vote.when.start == date(2019, 1, 20)
    assert vote.ahead is not None
    assert vote.ahead.start == date(2019, 1, 27)
    later = resolve("May 5", THURSDAY, future=True)
    assert later is not None
    assert later.start == date(2019, 5, 5)


def test_since_keeps_the_moment_it_counts_from() -> None:
    (since,) = times("since January 23 when Gallo spoke", published=date(2019, 1, 26), dateline_day=None)
    assert (since.when.start, since.when.end) == (date(2019, 1, 23), date(2019, 1, 26))
    assert since.anchor is not None
    assert (since.anchor.start, since.anchor.end, since.anchor.how) == (
        date(2019, 1, 23),
        date(2019, 1, 23),
        How.YEAR_INFERRED,
    )


def test_until_and_after_leave_one_side_open() -> None:
    until, after = resolve("until January 20", THURSDAY), resolve("after January 20, 2019", THURSDAY, future=True)
    assert until is not None
    assert after is not None
    assert (until.start, until.end) == (None, date(2019, 1, 20))
    assert (after.start, after.end) == (date(2019, 1, 20), None)


def test_without_an_article_day_only_what_is_stated_is_known() -> None:
    yesterday, day, stated = (resolve(words, None) for words in ("yesterday", "January 23", "January 23, 2019"))
    assert yesterday is not None
    assert day is not None
    assert stated is not None
    assert (yesterday.start, yesterday.how) == (None, How.RELATIVE)
    assert (day.start, day.how) == (None, How.YEAR_INFERRED)
    assert stated.start == date(2019, 1, 23)


def test_the_dateline_stands_in_for_a_missing_publication_day() -> None:
    (one,) = times("yesterday", published=None, dateline_day=THURSDAY)
    assert one.when.start == date(2019, 1, 23)


def test_what_is_counted_from_elsewhere_has_no_day() -> None:
    for words in ("the next day", "two days later", "since then"):
        when = resolve(words, THURSDAY)
        assert when is not None
        assert (when.start, when.end) == (None, None), words


@pytest.mark.parametrize(
    "text",
    [
        "May said that they may march on.",
        "Theresa May and President March met.",
        "They march in step.",
        "A second man spoke.",
        "The Sunday Times wrote on Black Friday.",
        "He works on Thursdays.",
        "The Sun set.",
        "March 5,000 men there.",
        "It cost $2014 in 2000 villages.",
        "Room 2019-01-23-4.",
        "February 30 never came.",
        "at 31 June Street",
    ],
)
def test_names_and_verbs_and_numbers_are_no_times(text: str) -> None:
    assert found(text) == []


def test_expressions_are_found_in_order_and_whole() -> None:
    text = "On Thursday, January 24, 2019, and again late last year, but not in the early 1990s."
    assert found(text) == ["Thursday, January 24, 2019", "late last year", "the early 1990s"]


def test_a_line_break_inside_an_expression_is_a_blank() -> None:
    assert found("on January\n23 and a couple\nof weeks\nago") == ["January\n23", "a couple\nof weeks\nago"]
    assert found("in January\n\n23 men came") == ["January"]


def test_two_days_joined_by_and_are_no_range() -> None:
    assert found("on Monday and Tuesday") == ["Monday", "Tuesday"]


@given(name=st.sampled_from(NAMES), day=ANY_DAY, future=st.booleans())
def test_a_weekday_is_that_weekday_within_a_week(name: str, day: date, future: bool) -> None:
    when = resolve(name, day, future=future)
    assert when is not None
    assert when.start is not None
    assert when.start == when.end
    assert NAMES[when.start.weekday()] == name
    distance = when.start - day
    assert timedelta(0) <= (distance if future else -distance) < timedelta(days=7)


PIECES = [
    "January",
    "Feb.",
    "May",
    "29",
    "31",
    "3",
    "2014",
    "since",
    "until",
    "between",
    "and",
    "from",
    "to",
    "-",
    "Monday",
    "Friday",
    "last",
    "next",
    "week",
    "year",
    "two",
    "days",
    "ago",
    "the",
    "past",
    "early",
    "this",
    "in",
    "1990s",
    "decade",
    "999",
    "weeks",
    ",",
    "of",
]


@given(words=st.lists(st.sampled_from(PIECES), max_size=12), day=st.none() | st.dates())
@settings(max_examples=100)
def test_a_resolved_time_never_ends_before_it_starts(words: list[str], day: date | None) -> None:
    text = " ".join(words)
    last = 0
    for one in times(text, published=day, dateline_day=None):
        assert last <= one.span.start < one.span.end <= len(text)
        last = one.span.end
        for when in (one.when, one.ahead, one.anchor):
            if when is not None and when.start is not None and when.end is not None:
                assert when.start <= when.end


@given(text=st.text(max_size=80), day=st.none() | st.dates())
def test_no_text_makes_it_raise(text: str, day: date | None) -> None:
    for one in times(text, published=day, dateline_day=day):
        assert one.span.of(text)
    resolve(text, day)
