"""What was left out of a run, and why: nothing is dropped in silence."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something a stage left out."""

    what: str  # a short copy of it, or its name
    stage: str  # "reading", "language", "coding", "input"
    why: str
