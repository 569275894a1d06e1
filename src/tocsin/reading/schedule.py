"""When to ask a feed again: as seldom as the desk, the feed and its server want, and later each time it fails.

Pure: the time, the answer's headers and the chance are passed in. A server whose clock is wrong is read by its own
clock, so "Expires" and "Retry-After" mean the span they were written to mean.

Source: RFC 9110 (Retry-After), RFC 9111 (max-age, Age, Expires), RFC 8288; the rule "the longest of all, a day at
most" is Miniflux's.
"""

import random
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple

LONGEST = timedelta(hours=24)
SHORTEST = timedelta(minutes=1)
FIRST_BACKOFF = timedelta(minutes=5)  # where the own interval is shorter
DOUBLINGS = 12  # beyond, the cap holds anyway
JITTER = 0.25  # of a backoff: feeds that failed together do not return together
STEPS = 1_000_000_000  # seconds; a number beyond is a slip


class Wait(NamedTuple):
    """How long to leave a feed alone, and who asked for that."""

    after: timedelta
    why: tuple[str, ...]  # each request as found, the deciding one first


def next_poll(
    now: datetime,
    *,
    every_s: float,
    headers: Mapping[str, str],
    ttl_s: float | None = None,
    status: int | None = 200,
    failures: int = 0,
    rng: random.Random,
) -> Wait:
    """How long to wait after an answer had at *now*.

    *headers* have lower-case names. *status* is None when nothing answered; *failures* counts those in a row, this
    one included.

    >>> wait = next_poll(datetime(2031, 3, 12, tzinfo=UTC), every_s=1800, headers={"cache-control": "max-age=7200"}, rng=random.Random(1))
    >>> print(wait.after, wait.why[0])
    2:00:00 the server's max-age is 2 h
    """
    own = max(timedelta(seconds=min(every_s, LONGEST.total_seconds())), SHORTEST)
    asked = [(own, f"the desk asks every {spoken(own)}")]
    if ttl_s and ttl_s > 0:
        asked.append((span(ttl_s), f"the feed's own interval is {spoken(span(ttl_s))}"))
    if (after := retry_after(now, headers)) is not None:
        asked.append((after, f"the server's Retry-After is {spoken(after)}"))
    failed = failures > 0 or status is None or status >= 400
    if failed:
        # An error page's caching headers speak of that page, not of the feed.
        tries = max(1, failures)
        pause = max(own, FIRST_BACKOFF) * 2 ** min(tries - 1, DOUBLINGS) * (1 + JITTER * rng.random())
        asked.append((pause, f"it failed {'once' if tries == 1 else f'{tries} times in a row'}"))
    else:
        if (fresh := max_age(headers)) is not None:
            asked.append((fresh, f"the server's max-age is {spoken(fresh)}"))
        elif (fresh := expires(now, headers)) is not None:
            asked.append((fresh, f"the server's Expires is {spoken(fresh)} away"))
    asked.sort(key=lambda one: one[0], reverse=True)
    why = tuple(reason for _, reason in asked)
    if asked[0][0] > LONGEST:
        why = (f"nothing is left alone for more than {spoken(LONGEST)}", *why)
    return Wait(min(asked[0][0], LONGEST), why)


def retry_after(now: datetime, headers: Mapping[str, str]) -> timedelta | None:
    """How long the server asks to be left alone, in seconds or until a date; None when it asks for nothing."""
    value = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,12}", value, re.ASCII):
        return span(int(value)) if int(value) else None
    return until(value, now, headers)


def max_age(headers: Mapping[str, str]) -> timedelta | None:
    """How long the answer stays fresh by Cache-Control, less the Age it came with; None where nothing is said."""
    found = dict.fromkeys(
        re.findall(r"[\w-]+(?:\s*=\s*\"?[\w-]*\"?)?", headers.get("cache-control", "").lower()[:1000])
    )
    said = {name.strip(): value.strip(' "') for name, _, value in (one.partition("=") for one in found)}
    age = said.get("max-age", "")
    if {"no-store", "no-cache"} & said.keys() or not re.fullmatch(r"\d{1,12}", age, re.ASCII):
        return None
    old = headers.get("age", "").strip()
    left = int(age) - (int(old) if re.fullmatch(r"\d{1,12}", old, re.ASCII) else 0)
    return span(left) if left > 0 else None


def expires(now: datetime, headers: Mapping[str, str]) -> timedelta | None:
    """How long until Expires; None where it is past or no date, as "0": that means "do not keep", not "ask at once"."""
    said = headers.get("cache-control", "").lower()
    # RFC 9111, 5.3: a max-age, even of 0, goes before Expires.
    return None if re.search(r"max-age|no-store|no-cache", said) else until(headers.get("expires", ""), now, headers)


def until(value: str, now: datetime, headers: Mapping[str, str]) -> timedelta | None:
    """The time from the answer's Date, by the server's own clock, to the date *value*; None when that is no wait."""
    end = http_date(value)
    if end is None:
        return None
    begun = http_date(headers.get("date", "")) or now
    return min(end - begun, timedelta(seconds=STEPS)) if end > begun else None


def http_date(value: str) -> datetime | None:
    """A date as HTTP writes it; None when it is none.

    >>> http_date("Wed, 12 Mar 2031 09:30:00 GMT").isoformat()
    '2031-03-12T09:30:00+00:00'
    """
    try:
        found = parsedate_to_datetime(value.strip()[:60])
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def span(seconds: float) -> timedelta:
    """*seconds* as a span, never absurdly long."""
    return timedelta(seconds=min(max(seconds, 0), STEPS))


def spoken(wait: timedelta) -> str:
    """A span as a person says it.

    >>> spoken(timedelta(seconds=90)), spoken(timedelta(hours=36))
    ('1.5 min', '36 h')
    """
    seconds = wait.total_seconds()
    for unit, size in (("h", 3600), ("min", 60)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds:.3g} s"
