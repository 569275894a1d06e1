"""People of the actors codebook: whom a name means on a day, and who held an office."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from tocsin.codebook.entry import Entry
from tocsin.codebook.form import Form, Text

LEADERS = ("head_of_state", "head_of_government")  # as [offices] of sectors.toml calls them
Names = dict[tuple[str, ...], list[Entry]]


class People:
    """Entries of people with the forms of their names. The look-ups are made when first asked for.

    *offices* gives the office that a title stands for ("foreign secretary" is "foreign"); *guards* and *alike* are those
    of matching.toml.
    """

    def __init__(
        self,
        entries: Sequence[tuple[Entry, tuple[str, ...]]],
        family_name_first: Collection[str],
        offices: Mapping[str, str],
        guards: Mapping[str, frozenset[str]],
        alike: Mapping[str, str],
    ) -> None:
        self._entries = entries
        self._family_name_first = family_name_first
        self._offices = {_title(title): office for title, office in offices.items()}
        self._guards = guards
        self._alike = alike

    def named(self, name: str, on: date | None) -> Entry | None:
        """Whom *name*, a full name or a surname, means; None when nobody, or more than one who may be meant."""
        text = Text.of(name.split(), self._alike)
        if not text.low or not any(piece[0].isupper() for piece in text.cased):
            return None
        full, short = self._names
        people = full.get(_without_initials(text.low)) or short.get(text.low, [])
        if len(people) > 1 and on is not None:
            people = [entry for entry in people if any(office.held(on) for office in entry.offices)] or people
            # "Bush" in 2004 is the president, though his brother was a governor.
            people = [entry for entry in people if self._leads(entry, on)] or people
        # One who held office in two countries has two entries of one name.
        return people[0] if len({entry.name for entry in people}) == 1 else None

    def namesakes(self, name: str) -> list[Entry]:
        """Everybody who goes by *name*, a full name or a surname; those with the full name alone where there are any."""
        text = Text.of(name.split(), self._alike)
        full, short = self._names
        return full.get(_without_initials(text.low)) or short.get(text.low) or []

    def holder(self, country: str, role: str, on: date) -> Entry | None:
        """Who held the office that *role* names; None when nobody known did, or more than one."""
        wanted = self._office(role)
        holders = {
            entry.name: entry
            for entry in self._by_country.get(country, ())
            for office in entry.offices
            if office.role is not None and self._office(office.role) == wanted and office.held(on)
        }
        return next(iter(holders.values())) if len(holders) == 1 else None

    def _leads(self, entry: Entry, on: date) -> bool:
        return any(office.held(on) and self._office(office.role or "") in LEADERS for office in entry.offices)

    def _office(self, role: str) -> str:
        return self._offices.get(_title(role), _title(role))

    @cached_property
    def _by_country(self) -> dict[str | None, list[Entry]]:
        countries: dict[str | None, list[Entry]] = {}
        for entry, _ in self._entries:
            countries.setdefault(entry.country, []).append(entry)
        return countries

    @cached_property
    def _names(self) -> tuple[Names, Names]:
        """People by full name and by surname."""
        full: Names = {}
        short: Names = {}
        for entry, forms in self._entries:
            for written in forms:
                form = Form.of(written, self._alike)
                surnames = self._surnames(form, entry.country in self._family_name_first)
                for names, name in [(full, _without_initials(form.low)), *((short, surname) for surname in surnames)]:
                    if entry not in names.setdefault(name, []):
                        names[name].append(entry)
        return full, short

    def _surnames(self, form: Form, family_name_first: bool) -> Iterator[tuple[str, ...]]:
        """What a person may be called by later: "Assad" and "al-Assad"; "Xi" where the family name stands first."""
        last = len(form.low)
        while last > 1 and form.low[last - 1] in self._guards["suffixes"]:
            last -= 1
        if last < 2 or form.low[0] in self._guards["before"]:
            return  # one name only, or a title: "the Panchen Lama"
        places = [0] if family_name_first else []
        if not family_name_first or last == 2:  # "Carrie Lam", but not "Kim Jong Un"
            places.append(last - 1)
        for place in places:
            if form.low[place] not in self._guards["no_surname"] and form.cased[place][0].isupper():
                yield form.low[place : place + 1]
        start = last - 1
        while start > 1 and form.low[start - 1] in self._guards["particles"]:
            start -= 1
            yield form.low[start:last]


def _without_initials(low: tuple[str, ...]) -> tuple[str, ...]:
    """A name without middle initials: "Ada J. Odell" is "Ada Odell"."""
    return tuple(piece for at, piece in enumerate(low) if len(piece) > 1 or at in (0, len(low) - 1))


def _title(role: str) -> str:
    return " ".join(Text.of(role.lower().split(), {}).low)
