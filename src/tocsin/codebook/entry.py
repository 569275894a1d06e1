"""Entries of the actors codebook: what a name in a text stands for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class EntryKind(StrEnum):
    """What kind of name it is."""

    COUNTRY = "country"
    DEMONYM = "demonym"  # "Avernan", "Avernans"
    CAPITAL = "capital"  # stands for the government as often as for the place
    SEAT = "seat"  # "Kremlin"
    CITY = "city"
    REGION = "region"
    ORGANISATION = "organisation"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Office:
    """An office somebody held from *start* to *end*, both days included; None is unknown, or still held."""

    role: str | None
    sector: str | None
    start: date | None
    end: date | None

    def held(self, on: date) -> bool:
        """Whether it was held on that day, as far as its dates tell."""
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a form stands for.

    *name* is the country's usual name for COUNTRY and DEMONYM, the place's or house's own for CAPITAL, SEAT, CITY and
    REGION, else that of the body or person. *country* is ISO 3166 alpha-3 or UNO, EUR, IGO, NGO, ISM, IMG, MNC.
    A person's *sector* is that of the latest office; ask `office` for that of a day.
    """

    name: str
    kind: EntryKind
    country: str | None
    sector: str | None
    offices: tuple[Office, ...] = ()

    def office(self, on: date | None) -> Office | None:
        """The office held on that day, else the latest that had ended before it; on None the latest of all.

        None when no office had begun by then. An office ended when `office.end < on`.

        >>> offices = (
        ...     Office("director", "SPY", date(2029, 1, 1), date(2030, 6, 30)),
        ...     Office("premier", "GOV", date(2031, 1, 1), None),
        ... )
        >>> odell = Entry("Ada Odell", EntryKind.PERSON, "AVN", "GOV", offices)
        >>> [odell.office(day).role for day in (date(2029, 5, 1), date(2030, 9, 1), date(2032, 1, 1), None)]
        ['director', 'director', 'premier', 'premier']
        >>> print(odell.office(date(2028, 1, 1)))
        None
        """
        held: Iterable[Office] = self.offices
        if on is not None:
            ended = [office for office in self.offices if office.end is not None and office.end < on]
            held = [office for office in self.offices if office.held(on)] or ended
        return max(held, key=_latest, default=None)


def _latest(office: Office) -> tuple[date, date]:
    """Order of offices: by their end, then by their start, as an office still held is the one that counts."""
    return office.end or date.max, office.start or date.min
