"""Why a record is there: which model or rule made it, from what."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trace:
    """The "because" of a derived record.

    *model* or *rule* is None when only the other spoke. *notes* says in words what else took part:
    "speaker from the sentence before", "country by the actor's office on 2019-01-24".
    """

    model: str | None = None
    rule: str | None = None
    codebook: str | None = None
    notes: tuple[str, ...] = ()
