"""Office-holders found elsewhere -> a people file of a user's codebook folder."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tocsin.codebook.entry import Entry, Office


@dataclass(frozen=True, slots=True, order=True)
class Holder:
    """One person in one office.

    *start* and *end* are a year, a month or a day ("2018", "2018-04", "2018-04-26"); None is unknown, or still held.
    """

    country: str  # ISO 3166 alpha-3
    name: str
    role: str
    start: str | None
    end: str | None


def people_file(holders: Iterable[Holder], known: Mapping[tuple[str, str], Entry], heading: str) -> str:
    """The TOML of *holders*, by country and name.

    *known* are the people of our codebook by country and name: an entry of a later folder takes the place of ours, so the offices
    that ours knows and nobody found stay.
    """
    by_country: dict[str, dict[str, list[Holder]]] = {}
    for holder in sorted(
        set(holders), key=lambda one: (one.country, one.name, one.start or "", one.role, one.end or "")
    ):
        by_country.setdefault(holder.country, {}).setdefault(holder.name, []).append(holder)
    lines = [f"# {line}" for line in heading.splitlines()]
    for country, people in by_country.items():
        lines += ["", f"[{country}]"]
        for name, found in people.items():
            entry = known.get((country, name))
            offices = [*_found(found), *(_kept(entry.offices, found) if entry is not None else ())]
            lines.append(f"{_text(name)} = [{', '.join(offices)}]")
    return "\n".join(lines) + "\n"


def _found(holders: Sequence[Holder]) -> Iterator[str]:
    for one in holders:
        yield _office(one.role, "GOV", one.start, one.end)


def _kept(offices: Sequence[Office], found: Sequence[Holder]) -> Iterator[str]:
    """Our offices that began in another year than every office found: the same office may go by another title there."""
    years = {holder.start[:4] for holder in found if holder.start}
    for office in offices:
        if office.start is None or str(office.start.year) not in years:
            yield _office(office.role, office.sector, _iso(office.start), _iso(office.end))


def _office(role: str | None, sector: str | None, start: str | None, end: str | None) -> str:
    pairs = {"role": role, "sector": sector, "from": start, "to": end}
    return "{ " + ", ".join(f"{key} = {_text(value)}" for key, value in pairs.items() if value) + " }"


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _text(value: str) -> str:
    """A TOML basic string: JSON's escapes are among TOML's."""
    return json.dumps(value, ensure_ascii=False)
