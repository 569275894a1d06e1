"""When a feed is asked again: headers in, a wait out."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.reading.schedule import LONGEST, Wait, next_poll, retry_after

NOW = datetime(2031, 3, 12, 12, 0, tzinfo=UTC)
HOUR = 3600
DATE = "Wed, 12 Mar 2031 12:00:00 GMT"
LATER = "Wed, 12 Mar 2031 15:00:00 GMT"  # by three hours
FAST = "Wed, 12 Mar 2031 22:00:00 GMT"  # the Date of a clock ten hours fast
FAST_LATER = "Thu, 13 Mar 2031 01:00:00 GMT"  # three hours later by that clock


class NoChance(random.Random):
    def random(self) -> float:
        return 0.0


def wait(
    headers: dict[str, str],
    *,
    every_s: float = HOUR,
    ttl_s: int | None = None,
    status: int | None = 200,
    failures: int = 0,
) -> Wait:
    return next_poll(
        NOW, every_s=every_s, headers=headers, ttl_s=ttl_s, status=status, failures=failures, rng=NoChance()
    )


@pytest.mark.parametrize(
    ("headers", "hours"),
    [
        ({}, 1),
        ({"cache-control": "max-age=7200"}, 2),
        ({"cache-control": "public, MAX-AGE = 7200, must-revalidate"}, 2),
        ({"cache-control": 'max-age="7200"'}, 2),
        ({"cache-control": "max-age=7200", "age": "1800"}, 1.5),
        ({"cache-control": "max-age=7200", "age": "99999"}, 1),
        ({"cache-control": "max-age=60"}, 1),
        ({"cache-control": "no-cache, max-age=7200"}, 1),
        ({"cache-control": "no-store, max-age=7200"}, 1),
        ({"cache-control": "s-maxage=7200"}, 1),  # speaks to shared caches
        ({"cache-control": "max-age=soon"}, 1),
        ({"cache-control": "max-age=31536000"}, 24),
        ({"cache-control": "max-age=999999999999999999999"}, 1),
        ({"expires": LATER, "date": DATE}, 3),
        ({"expires": LATER}, 3),
        ({"expires": "0"}, 1),
        ({"expires": "-1"}, 1),
        ({"expires": "Thu, 01 Jan 1970 00:00:00 GMT", "date": DATE}, 1),
        ({"expires": "Wed, 12 Mar 2099 12:00:00 GMT", "date": DATE}, 24),
        ({"expires": LATER, "date": DATE, "cache-control": "max-age=7200"}, 2),
        ({"expires": LATER, "date": DATE, "cache-control": "max-age=0"}, 1),
        # A clock ten hours fast means what it says by its own time.
        ({"expires": FAST_LATER, "date": FAST}, 3),
        ({"expires": FAST, "date": FAST}, 1),
        ({"retry-after": FAST_LATER, "date": FAST}, 3),
        ({"retry-after": "10800"}, 3),
        ({"retry-after": LATER, "date": DATE}, 3),
        ({"retry-after": "0"}, 1),
        ({"retry-after": "-5"}, 1),
        ({"retry-after": "soon"}, 1),
        ({"retry-after": "9999999999"}, 24),
        ({"retry-after": "7200", "cache-control": "max-age=10800"}, 3),
        ({"date": "nonsense", "expires": "Thu, 99 Foo"}, 1),
    ],
)
@pytest.mark.parametrize("status", [200, 304])
def test_the_longest_that_anyone_asks_for_holds(headers: dict[str, str], hours: float, status: int) -> None:
    assert wait(headers, status=status).after == timedelta(hours=hours)


@pytest.mark.parametrize(("ttl_s", "hours"), [(None, 1), (0, 1), (1800, 1), (7200, 2), (10**9, 24)])
def test_a_feeds_own_interval_counts(ttl_s: int | None, hours: float) -> None:
    assert wait({}, ttl_s=ttl_s).after == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("every_s", "after"), [(0, timedelta(minutes=1)), (300, timedelta(minutes=5)), (10**7, LONGEST)]
)
def test_a_desk_may_neither_hammer_nor_forget(every_s: float, after: timedelta) -> None:
    assert wait({}, every_s=every_s).after == after


@pytest.mark.parametrize(
    ("status", "failures", "hours"),
    [
        (500, 1, 1),
        (None, 1, 1),
        (404, 2, 2),
        (503, 3, 4),
        (500, 5, 16),
        (500, 6, 24),
        (500, 10_000, 24),
        (429, 0, 1),
        (200, 2, 2),
    ],
)
def test_each_failure_doubles_the_wait_to_a_day(status: int | None, failures: int, hours: float) -> None:
    assert wait({}, status=status, failures=failures).after == timedelta(hours=hours)


def test_a_short_interval_backs_off_from_five_minutes() -> None:
    assert wait({}, every_s=60, status=500, failures=1).after == timedelta(minutes=5)


def test_a_server_that_says_when_to_return_is_heard_in_its_failure_and_its_page_of_error_is_not() -> None:
    assert wait({"retry-after": "18000"}, status=503, failures=1).after == timedelta(hours=5)
    assert wait({"retry-after": "60"}, status=429, failures=3).after == timedelta(hours=4)
    assert wait({"cache-control": "max-age=72000"}, status=500, failures=1).after == timedelta(hours=1)


def test_feeds_that_fail_together_do_not_return_together() -> None:
    waits = {
        next_poll(NOW, every_s=HOUR, headers={}, status=500, failures=1, rng=random.Random(seed)).after
        for seed in range(20)
    }
    assert len(waits) == 20
    assert all(timedelta(hours=1) <= one <= timedelta(hours=1.25) for one in waits)


def test_the_reason_that_decided_is_said_first() -> None:
    assert wait({"cache-control": "max-age=7200"}).why == ("the server's max-age is 2 h", "the desk asks every 1 h")
    assert wait({}, status=500, failures=9).why[:2] == (
        "nothing is left alone for more than 24 h",
        "it failed 9 times in a row",
    )


def test_retry_after_is_read_alone() -> None:
    assert retry_after(NOW, {"retry-after": "90"}) == timedelta(seconds=90)
    assert retry_after(NOW, {}) is None


@given(
    st.dictionaries(
        st.sampled_from(["cache-control", "expires", "date", "retry-after", "age"]),
        st.text(max_size=60)
        | st.sampled_from([DATE, LATER, "max-age=60", "0", "1" * 40, "Wed, 12 Mar 9999 23:59:59 -2359"]),
    ),
    st.sampled_from([200, 304, 404, 429, 500, None]),
    st.integers(0, 10**6),
    st.integers(-5, 10**12) | st.none(),
)
def test_no_headers_break_it_and_no_wait_is_absurd(
    headers: dict[str, str], status: int | None, failures: int, ttl_s: int | None
) -> None:
    assert (
        timedelta(minutes=1)
        <= wait(headers, status=status, failures=failures, ttl_s=ttl_s, every_s=60).after
        <= LONGEST
    )
