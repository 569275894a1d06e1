"""Where the next page of an answer begins, as a text that clients hand back unread."""

import base64
import binascii
import json
from datetime import date
from typing import Any

from tocsin.errors import StoreError


def written(*values: object) -> str:
    """A cursor that stands for *values*.

    >>> day_and_number(written(date(2031, 3, 21), 7))
    (datetime.date(2031, 3, 21), 7)
    """
    plain = [value.isoformat() if isinstance(value, date) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def day_and_number(cursor: str) -> tuple[date, int]:
    """Raises StoreError when *cursor* was not written for such a list."""
    try:
        day, number = _read(cursor)
        return date.fromisoformat(day), int(number)
    except (ValueError, TypeError):
        raise StoreError(f"{cursor!r} is no cursor of this list; begin at its first page") from None


def score_and_number(cursor: str) -> tuple[float, int]:
    """Raises StoreError when *cursor* was not written for such a list."""
    try:
        score, number = _read(cursor)
        return float(score), int(number)
    except (ValueError, TypeError):
        raise StoreError(f"{cursor!r} is no cursor of this search; begin at its first page") from None


def _read(cursor: str) -> Any:
    try:
        return json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, UnicodeError) as error:
        raise ValueError(cursor) from error
