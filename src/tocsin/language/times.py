"""Time expressions: the words of an article that say when, and the days they come to.

A language's words and patterns stand in `<language>/times.toml`; each pattern names what is to be made of it. Days that
the words do not settle are None, never a guess: without the article's day "yesterday" has no day, and "in recent weeks"
has no first one.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tocsin.language import interval
from tocsin.language.interval import UNKNOWN, Interval
from tocsin.language.timewords import TimePattern, TimeWords, time_words
from tocsin.records import How, Span, TimeExpression, When


@dataclass(frozen=True, slots=True)
class _Found:
    pattern: TimePattern
    match: re.Match[str]

    @property
    def span(self) -> Span:
        return Span(*self.match.span())


def times(
    reading_text: str, *, published: date | None, dateline_day: date | None, language: str = "en"
) -> tuple[TimeExpression, ...]:
    """The time expressions of a text, in order, resolved against the article's day.

    The article's day is *published*, else *dateline_day*, else unknown. Rules:

    - a date with its year is stated; without, it is the last such day up to the article's (two days of slack, for
      papers dated the day before), its year inferred;
    - a weekday is the last one up to and including the article's day; "last Friday" is before it, "next Friday" after
      it, "this Friday" in its week (Monday to Sunday);
    - "last week", "last month", "last year" are the whole calendar week, month or year before;
    - "two weeks ago" is the week around that day, "two months ago" that month, "two years ago" that year;
    - seasons are the north's, "last winter" the last that is over; quarters and halves are those of the calendar year;
    - "recently" and "in recent weeks" end on the article's day and begin nobody says when;
    - "since X" runs from the first day of X to the article's day, "until X" and "before X" end with X.

    The same words read with the future in mind are in `ahead`, where they come to other days. Expressions do not
    overlap.

    >>> found, = times("They met on Thursday.", published=date(2019, 1, 25), dateline_day=None)
    >>> found.when.start, found.ahead.start
    (datetime.date(2019, 1, 24), datetime.date(2019, 1, 31))

    Raises nothing on any text.
    """
    day = published or dateline_day
    words = time_words(language)
    found = _longest(
        [
            _Found(pattern, match)
            for pattern in words.patterns
            for match in pattern.match.finditer(reading_text)
            if not _guarded(match, reading_text, words) and _possible(pattern, match, words)
        ]
    )
    out: list[TimeExpression] = []
    place = 0
    while place < len(found):
        first = found[place]
        second = found[place + 1] if place + 1 < len(found) else None
        start = _range_start(reading_text, first, second, words) if second else None
        if second is not None and start is not None:
            ranged = _ranged(Span(start, second.span.end), first, second, reading_text, day, words)
            if ranged is not None:
                out.append(ranged)
                place += 2
                continue
        out.append(_single(first, reading_text, day, words))
        place += 1
    return tuple(out)


def resolve(text: str, day: date | None, *, future: bool = False, language: str = "en") -> When | None:
    """What a time expression comes to on *day*; None when *text* is not one expression as a whole.

    >>> resolve("next Thursday", date(2019, 1, 24)).start
    datetime.date(2019, 1, 31)
    >>> resolve("Thursday", date(2019, 1, 25), future=True).start
    datetime.date(2019, 1, 31)
    >>> resolve("since January 23", date(2019, 1, 24)).how.value
    'since'
    >>> resolve("January 23", None)
    When(start=None, end=None, how=<How.YEAR_INFERRED: 'year inferred'>, text='January 23')
    """
    text = text.strip()
    # The patterns look back for the preposition that shows "March" and "2014" to be times.
    for lead in ("", "in "):
        for found in times(lead + text, published=day, dateline_day=None, language=language):
            if found.span == Span(len(lead), len(lead) + len(text)):
                return found.ahead if future and found.ahead is not None else found.when
    return None


def _guarded(match: re.Match[str], text: str, words: TimeWords) -> bool:
    """Whether the day or month belongs to a name: "Black Friday", "the Friday Times", "Theresa May"."""
    start, end = match.span()
    before = words.guard_before.search(text, max(0, start - 20), start)
    return before is not None or words.guard_after.match(text, end) is not None


def _possible(pattern: TimePattern, match: re.Match[str], words: TimeWords) -> bool:
    """Whether a calendar has such a day: there is no February 30 in any year."""
    if pattern.make not in ("date", "days"):
        return True
    groups = match.groupdict()
    try:
        for day in (groups["day"], groups.get("day2") or groups["day"]):
            date(int(groups["year"] or 2000), _month(groups, words), int(day))
    except ValueError:
        return False
    return True


def _longest(found: list[_Found]) -> list[_Found]:
    """Of expressions that overlap the one that begins first, of those the longest; in order."""
    kept: list[_Found] = []
    for one in sorted(found, key=lambda one: (one.span.start, -one.span.end)):
        if not kept or one.span.start >= kept[-1].span.end:
            kept.append(one)
    return kept


def _range_start(text: str, first: _Found, second: _Found, words: TimeWords) -> int | None:
    """Where the range of the two begins ("from" included), None when they are not joined."""
    between = text[first.span.end : second.span.start]
    for before, join in words.ranges:
        if join.fullmatch(between):
            if before is None:
                return first.span.start
            if opening := before.search(text, max(0, first.span.start - 10), first.span.start):
                return opening.start()
    return None


def _ranged(
    span: Span, first: _Found, second: _Found, text: str, day: date | None, words: TimeWords
) -> TimeExpression | None:
    """First to second; the first is read as the last such time before the second."""

    def when(future: bool) -> When | None:
        (begin, end), how = _work_out(second, day, future, words)
        (start, _), first_how = _work_out(first, day, future, words)
        if start and begin and start > begin:
            (start, _), first_how = _work_out(first, begin, False, words)
        if start and end and start > end:
            return None
        how = first_how if How.STATED not in (how, first_how) else How.STATED
        return When(start, end, how, span.of(text))

    now = when(False)
    return _expression(span, now, when(True)) if now is not None else None


def _single(found: _Found, text: str, day: date | None, words: TimeWords) -> TimeExpression:
    bound = words.bounds.search(text, max(0, found.span.start - 20), found.span.start)
    if bound is None:
        return _expression(found.span, *(_plain(found, text, day, future, words) for future in (False, True)))
    kind = words.lists["bounds"][bound[1].lower()]
    span = Span(bound.start(1), found.span.end)

    def when(future: bool) -> When:
        anchor = _plain(found, text, day, future, words)
        if kind == "since":
            start = anchor.start if anchor.start and not (day and anchor.start > day) else None
            return When(start, day, How.SINCE, span.of(text))
        if kind == "after":
            open_end = day if day and anchor.start and anchor.start <= day and not future else None
            return When(anchor.start, open_end, anchor.how, span.of(text))
        return When(None, anchor.end, anchor.how, span.of(text))

    # "since" looks back whatever the tense: "will be remembered as the worst since 2014".
    return replace(
        _expression(span, when(False), None if kind == "since" else when(True)),
        anchor=_plain(found, text, day, False, words),
    )


def _expression(span: Span, when: When, ahead: When | None) -> TimeExpression:
    return TimeExpression(span, when, None if ahead == when else ahead)


def _plain(found: _Found, text: str, day: date | None, future: bool, words: TimeWords) -> When:
    (start, end), how = _work_out(found, day, future, words)
    return When(start, end, how, found.span.of(text))


def _work_out(found: _Found, day: date | None, future: bool, words: TimeWords) -> tuple[Interval, How]:
    groups = {key: value for key, value in found.match.groupdict().items() if value is not None}
    how = How.STATED if groups.keys() & {"year", "decade"} else How.RELATIVE
    if how is How.RELATIVE and "month" in groups and not groups.keys() & {"which", "whichyear"}:
        how = How.YEAR_INFERRED
    if day is None and how is not How.STATED:
        return UNKNOWN, how
    try:
        return _MAKERS[found.pattern.make](_Asked(groups, day or date.max, future, words, found.pattern)), how
    except (ValueError, OverflowError):
        # The calendar of datetime ends at the years 1 and 9999.
        return UNKNOWN, how


@dataclass(frozen=True, slots=True)
class _Asked:
    groups: dict[str, str]
    day: date
    future: bool
    words: TimeWords
    pattern: TimePattern

    def number(self, key: str = "number") -> int:
        written = " ".join(self.groups[key].lower().split())
        return int(written) if written.isdecimal() else int(self.words.lists["numbers"][written])

    def word(self, table: str, key: str) -> Any:
        """What the list *table* gives for the group *key*; None when the expression has no such part."""
        written = self.groups.get(key)
        return None if written is None else self.words.lists[table][" ".join(written.lower().split())]


def _month(groups: dict[str, str], words: TimeWords) -> int:
    if number := groups.get("monthnumber"):
        return int(number)
    return int(words.lists["months"][groups["month"].lower()])


def _date(asked: _Asked, key: str = "day") -> Interval:
    month, day = _month(asked.groups, asked.words), int(asked.groups[key])
    if "year" in asked.groups:
        stated = date(int(asked.groups["year"]), month, day)
        return stated, stated
    inferred = interval.day_without_year(month, day, asked.day, future=asked.future)
    return inferred, inferred


def _days(asked: _Asked) -> Interval:
    last = _date(asked, "day2")[1]
    first = last.replace(day=int(asked.groups["day"])) if last else None
    return (first, last) if first and last and first <= last else UNKNOWN


def _whole_month(asked: _Asked) -> Interval:
    month = _month(asked.groups, asked.words)
    near = asked.day
    shift = asked.word("which", "which")
    if "year" in asked.groups:
        whole = interval.month_of(int(asked.groups["year"]), month)
    elif "whichyear" in asked.groups:
        whole = interval.month_of(near.year + asked.word("which", "whichyear"), month)
    elif shift == 0:
        whole = interval.month_of(near.year, month)
    elif shift is not None:
        this = interval.month_of(near.year, month)
        later, earlier = this[0] > near, this[1] < near
        years = (0 if later else 1) if shift == 1 else (0 if earlier else -1)
        whole = interval.month_of(near.year + years, month)
    else:
        whole = interval.month_without_year(month, near, future=asked.future)
    return interval.part_of(whole, asked.word("parts", "part"), near)


def _year(asked: _Asked) -> Interval:
    year = int(asked.groups["year"])
    return interval.part_of((date(year, 1, 1), date(year, 12, 31)), asked.word("parts", "part"), None)


def _years(asked: _Asked) -> Interval:
    first, last = date(int(asked.groups["year"]), 1, 1), date(int(asked.groups["year2"]), 12, 31)
    return (first, last) if first <= last else UNKNOWN


def _decade(asked: _Asked) -> Interval:
    year = int(asked.groups["decade"])
    return interval.part_of((date(year, 1, 1), date(year + 9, 12, 31)), asked.word("parts", "part"), None)


def _stretch(asked: _Asked) -> Interval:
    """A season, quarter or half of a stated year, or the last, this or the next one."""
    first, last = asked.word("stretches", "stretch")

    def of(year: int) -> tuple[date, date]:
        return date(year, first, 1), interval.month_of(year + (last - 1) // 12, (last - 1) % 12 + 1)[1]

    near, shift = asked.day, asked.word("which", "which")
    if "year" in asked.groups:
        return interval.part_of(of(int(asked.groups["year"])), asked.word("parts", "part"), None)
    around = [of(year) for year in range(near.year - 2, near.year + 2)]
    if shift == -1:
        return [one for one in around if one[1] < near][-1]
    # "this summer" is the one that goes on, else the one of the year.
    going_on = [one for one in around if one[0] <= near <= one[1]]
    return next(one for one in around if one[0] > near) if shift == 1 else (going_on or [of(near.year)])[0]


def _weekday(asked: _Asked) -> Interval:
    number = asked.word("weekdays", "weekday")
    if "whichweek" in asked.groups:
        monday = interval.period("week", asked.word("which", "whichweek"), asked.day)[0]
        day = interval.weekday(number, monday, which=0, future=False)
    else:
        day = interval.weekday(number, asked.day, which=asked.word("which", "which"), future=asked.future)
    return day, day


def _days_away(asked: _Asked) -> Interval:
    first, last = asked.pattern.days
    return interval.away("day", first, asked.day)[0], interval.away("day", last, asked.day)[1]


def _weekend(asked: _Asked) -> Interval:
    begun = asked.day.weekday() >= 5
    shift = 0 if asked.future or begun else -1
    return interval.period("weekend", shift, asked.day)


def _period(asked: _Asked) -> Interval:
    whole = interval.period(asked.word("units", "unit"), asked.word("which", "which"), asked.day)
    return interval.part_of(whole, asked.word("parts", "part"), asked.day)


def _past(asked: _Asked) -> Interval:
    count = asked.number() if "number" in asked.groups else 1
    return interval.away(asked.word("units", "unit"), -count, asked.day)[0], asked.day


_MAKERS: dict[str, Callable[[_Asked], Interval]] = {
    "date": _date,
    "days": _days,
    "month": _whole_month,
    "year": _year,
    "years": _years,
    "decade": _decade,
    "stretch": _stretch,
    "weekday": _weekday,
    "days-away": _days_away,
    "weekend": _weekend,
    "period": _period,
    "past": _past,
    "ago": lambda asked: interval.away(asked.word("units", "unit"), -asked.number(), asked.day),
    "from-now": lambda asked: interval.away(asked.word("units", "unit"), asked.number(), asked.day),
    "vague-past": lambda asked: (None, asked.day),
    "vague-future": lambda asked: (asked.day, None),
    "unknown": lambda _: UNKNOWN,
}
