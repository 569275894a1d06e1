"""The warning model's numbers, read from `constants.toml`."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from tocsin.records import Weights


@cache
def constants() -> dict[str, Any]:
    """The tables of `constants.toml`."""
    return tomllib.loads(files("tocsin.warning").joinpath("constants.toml").read_text(encoding="utf-8"))


def start_weights(tempering: float | None = None) -> Weights:
    """The last layer before anything was fitted; *tempering* where a problem sets its own lambda.

    >>> start_weights()
    Weights(alpha=0.0, beta=1.0, tempering=0.2, basis='start values')
    """
    numbers = constants()
    if tempering is not None:
        return Weights(numbers["alpha"], numbers["beta"], tempering, "start values, the problem's own lambda")
    return Weights(numbers["alpha"], numbers["beta"], numbers["lambda"], "start values")
