"""A row of bars for a row of numbers."""

from collections.abc import Sequence
from itertools import pairwise

BARS = "▁▂▃▄▅▆▇█"


def sparkline(values: Sequence[float], width: int) -> str:
    """*values* from 0 to their highest as at most *width* bars; of several under one bar the highest counts.

    >>> sparkline([0.0, 0.1, 0.4, 0.2], 4), sparkline([], 4)
    ('▁▃█▅', '')
    """
    if not values:
        return ""
    count = min(width, len(values))
    cuts = [round(at * len(values) / count) for at in range(count + 1)]
    shown = [max(values[first:last]) for first, last in pairwise(cuts)]
    top = max(shown) or 1.0
    return "".join(BARS[min(int(value / top * len(BARS)), len(BARS) - 1)] for value in shown)
