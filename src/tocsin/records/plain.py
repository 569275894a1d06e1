"""Any record as plain values, ready for `json.dumps`; briefings have `codec`, which is faster and reads them back."""

from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any


def plain(value: object) -> Any:
    """*value* with records as objects, tuples as lists, days in ISO 8601 and scales as their values.

    >>> from tocsin.records import Grade
    >>> plain((Grade.parse("B2"), date(2031, 3, 1), None))
    [{'reliability': 'B', 'credibility': '2'}, '2031-03-01', None]
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list | frozenset | set):
        return [plain(one) for one in value]
    return value
