"""Days: what the words of a time expression come to on a given day.

An interval is its first and last day, both included. A week runs from Monday to Sunday (ISO 8601); a quarter of a month
or year is never guessed: "early", "mid" and "late" are its thirds.
"""

from datetime import date, timedelta

Interval = tuple[date | None, date | None]

UNKNOWN: Interval = (None, None)

# A story may be dated a day or so before the day it tells of: time zones, and papers printed overnight.
SLACK = timedelta(days=2)


def month_of(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month.

    >>> month_of(2020, 2)[1].day
    29
    """
    first = date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1) if (year, month) != (9999, 12) else date.max
    return first, following - timedelta(days=1)


def day_without_year(month: int, day: int, near: date, *, future: bool, slack: timedelta = SLACK) -> date:
    """The last such day up to *near* (and *slack* beyond), or with *future* the first one from *near* on.

    >>> day_without_year(1, 23, date(2019, 1, 24), future=False)
    datetime.date(2019, 1, 23)
    >>> day_without_year(12, 30, date(2019, 1, 24), future=False)
    datetime.date(2018, 12, 30)

    Raises ValueError when no year has such a day.
    """
    # Eight years: 29 February is missing for that long around 1900 and 2100.
    for distance in range(-1, 9):
        year = near.year + distance if future else near.year - distance
        try:
            candidate = date(year, month, day)
        except ValueError:
            continue
        if candidate >= near if future else candidate <= near + slack:
            return candidate
    raise ValueError(f"no year near {near.year} has a day {day} in month {month}")


def month_without_year(month: int, near: date, *, future: bool) -> tuple[date, date]:
    """The last such month begun by *near*, or with *future* the first that ends after it."""
    for distance in (0, 1):
        first, last = month_of(near.year + distance if future else near.year - distance, month)
        if last >= near if future else first <= near:
            return first, last
    return month_of(near.year, month)


def weekday(number: int, near: date, *, which: int | None, future: bool) -> date:
    """The last such weekday up to and including *near* (0 is Monday), or with *future* the next one, *near* included.

    *which* is -1 for "last", 0 for "this", 1 for "next": strictly before, in the same week, strictly after.

    >>> weekday(3, date(2019, 1, 24), which=None, future=False)  # a Thursday
    datetime.date(2019, 1, 24)
    >>> weekday(3, date(2019, 1, 24), which=-1, future=False)
    datetime.date(2019, 1, 17)
    """
    if which == 0:
        return near + timedelta(days=number - near.weekday())
    if which == 1 or (which is None and future):
        days = (number - near.weekday()) % 7
        return near + timedelta(days=days or (7 if which == 1 else 0))
    days = (near.weekday() - number) % 7
    return near - timedelta(days=days or (7 if which == -1 else 0))


def period(unit: str, shift: int, near: date) -> tuple[date, date]:
    """The week, weekend, month, year or decade *shift* away from that of *near*.

    >>> period("week", -1, date(2019, 1, 24))
    (datetime.date(2019, 1, 14), datetime.date(2019, 1, 20))
    """
    if unit in ("week", "weekend"):
        monday = near - timedelta(days=near.weekday()) + timedelta(weeks=shift)
        return (monday if unit == "week" else monday + timedelta(days=5)), monday + timedelta(days=6)
    if unit == "month":
        months = near.year * 12 + near.month - 1 + shift
        return month_of(months // 12, months % 12 + 1)
    years = 10 if unit == "decade" else 1
    first = near.year // years * years + shift * years
    return date(first, 1, 1), date(first + years - 1, 12, 31)


def away(unit: str, count: int, near: date) -> tuple[date, date]:
    """The time *count* units from *near*, as exactly as people mean it: "two weeks ago" is a week wide.

    A count of days is that day, of weeks the seven days around it, of months the month, of years the year.

    >>> away("day", -2, date(2019, 1, 24))
    (datetime.date(2019, 1, 22), datetime.date(2019, 1, 22))
    """
    if unit in ("minute", "hour"):
        days = timedelta(hours=abs(count)) if unit == "hour" else timedelta(minutes=abs(count))
        # The hour of writing is not known: the time may lie on the article's day or on the one before (after).
        other = near + timedelta(days=days.days + 1) * (1 if count > 0 else -1)
        return (other, near) if count < 0 else (near, other)
    if unit == "day":
        day = near + timedelta(days=count)
        return day, day
    if unit in ("week", "weekend"):
        day = near + timedelta(weeks=count)
        return day - timedelta(days=3), day + timedelta(days=3)
    if unit == "decade":
        return period("year", count * 10, near)
    return period(unit, count, near)


def part_of(whole: tuple[date, date], part: str | None, near: date | None) -> Interval:
    """The "early", "middle" or "late" third of *whole*, or what of it lies "before" or "after" *near*.

    >>> part_of(month_of(2019, 1), "early", None)
    (datetime.date(2019, 1, 1), datetime.date(2019, 1, 11))
    """
    first, last = whole
    third = (last - first) / 3
    if part == "early":
        return first, first + third
    if part == "middle":
        return first + third, last - third
    if part == "late":
        return last - third, last
    if part == "before":
        return first, (min(last, near) if near and near >= first else last)
    if part == "after":
        return (max(first, near) if near and near <= last else first), last
    return whole
