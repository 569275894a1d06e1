"""The actors' data files, read and checked: what each folder says, before any look-up is built."""

import re
import tomllib
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.core import get_global

from tocsin.codebook.entry import Entry, EntryKind, Office
from tocsin.errors import CodebookError

NONSTATE = ("UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC")
# Source: PLOVER manual, draft 2.0, table of sectors. NGO is there a country code only; a body that works in one country
# is that country's NGO here.
SECTORS = frozenset({
    "COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK", "AGR", "BUS", "CRM", "CVL", "EDU",
    "ELI", "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC", "NGO",
})  # fmt: skip
PLACES = {"capital": EntryKind.CAPITAL, "seats": EntryKind.SEAT, "cities": EntryKind.CITY, "regions": EntryKind.REGION}
COUNTRY_KEYS = {"names", "adjective", "demonyms", "former", "family_name_first", *PLACES}
OFFICE_KEYS = {"role", "sector", "from", "to"}
PERSON_KEYS = {*OFFICE_KEYS, "forms", "offices"}
GUARDS = {
    "nobody", "family", "given", "before", "after", "prepositions", "articles", "tongue", "hyphenated", "particles",
    "suffixes", "no_surname",
}  # fmt: skip
FILES = ("countries.toml", "organisations.toml", "sectors.toml", "matching.toml")

Table = dict[str, Any]
Named = tuple[Entry, tuple[str, ...]]  # an entry and its forms


@dataclass
class ActorFiles:
    """What one folder says: each entry with its forms, in the order of the files."""

    entries: list[Named] = field(default_factory=list)
    countries: dict[str, str] = field(default_factory=dict)  # code -> usual name
    family_name_first: set[str] = field(default_factory=set)
    sectors: Table = field(default_factory=dict)
    matching: Table = field(default_factory=dict)
    data: list[bytes] = field(default_factory=list)

    @classmethod
    def read(cls, folder: Path, known: Mapping[str, str]) -> "ActorFiles":
        """The files of *folder*; *known* are the countries that folders before it told of.

        Raises CodebookError naming the file and the entry.
        """
        files = cls()
        files._countries(folder, known)
        codes = {*known, *files.countries, *NONSTATE}
        for entry, forms in _organisations(files._table(folder, "organisations.toml"), codes):
            files.entries.append((entry, forms))
        files.sectors = files._table(folder, "sectors.toml")
        _check_sectors(files.sectors)
        files.matching = files._table(folder, "matching.toml")
        _known_keys(files.matching, {"alike", "guards"}, "actors/matching.toml")
        _known_keys(files.matching.get("guards", {}), GUARDS, "actors/matching.toml: [guards]")
        people = folder / "people"
        for path in sorted(people.glob("*.toml")) if people.is_dir() else ():
            name = f"people/{path.name}"
            files.entries += _people(files._table(folder, name), codes, f"actors/{name}")
        return files

    def _countries(self, folder: Path, known: Mapping[str, str]) -> None:
        file = "actors/countries.toml"
        english = Locale("en").territories
        two_letters = get_global("territory_aliases")
        for code, table in self._table(folder, "countries.toml").items():
            if not re.fullmatch(r"[A-Z]{3}", code) or not isinstance(table, dict):
                raise CodebookError(f"{file}: {code!r} is not a table named by a code of three capitals, such as [FRA]")
            _known_keys(table, COUNTRY_KEYS, f"{file}: [{code}]")
            names = _strings(table, "names", f"{file}: [{code}]")
            listed = english.get((two_letters.get(code) or [code])[0])
            listed_names = [] if listed is None or code in known else _listed(listed)
            if not (names or listed_names or code in known):
                raise CodebookError(f"{file}: [{code}] needs names = [...], as ISO 3166 has no such code")
            name = known.get(code) or (listed_names or names)[0]
            self.countries[code] = name
            if table.get("family_name_first"):
                self.family_name_first.add(code)
            self.entries += _country(code, name, (*listed_names, *names), table, f"{file}: [{code}]")

    def _table(self, folder: Path, name: str) -> Table:
        """One TOML file, empty where there is none."""
        path = folder / name
        if not path.exists():
            return {}
        data = path.read_bytes()
        self.data.append(data)
        try:
            return tomllib.loads(data.decode("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise CodebookError(f"actors/{name}: not readable as TOML: {error}") from error


def _listed(name: str) -> list[str]:
    """The names that one CLDR name holds.

    >>> _listed("Myanmar (Burma)"), _listed("Hong Kong SAR China"), _listed("Congo - Kinshasa")
    (['Myanmar', 'Burma'], ['Hong Kong'], ['Congo-Kinshasa'])
    """
    name = name.replace(" SAR China", "").replace(" - ", "-").replace("’", "'")
    return [part for part in re.split(r" ?[()]", name) if part]


def _country(code: str, name: str, names: Sequence[str], table: Table, where: str) -> Iterator[Named]:
    yield Entry(name, EntryKind.COUNTRY, code, None), tuple(names)
    yield Entry(name, EntryKind.DEMONYM, code, None), tuple(_strings(table, "demonyms", where))
    for key, kind in PLACES.items():
        for form in _strings(table, key, where):
            yield Entry(form.removeprefix("="), kind, code, None), (form,)
    for former in _strings(table, "former", where):
        # "name / other name; adjective / noun from..to"
        parts = re.fullmatch(r"(?P<forms>.+?) (?P<start>[\d-]*)\.\.(?P<end>[\d-]*)", former)
        if parts is None:
            raise CodebookError(f"{where}: former {former!r} is not 'name / other; adjective from..to'")
        _period(parts["start"] or None, parts["end"] or None, f"{where}: former {former!r}")
        state, _, people = parts["forms"].partition(";")
        forms = tuple(form.strip() for form in state.split("/"))
        yield Entry(forms[0], EntryKind.COUNTRY, code, None), forms
        if people:
            yield Entry(forms[0], EntryKind.DEMONYM, code, None), tuple(form.strip() for form in people.split("/"))


def _organisations(tables: Table, codes: set[str]) -> Iterator[Named]:
    file = "actors/organisations.toml"
    for code, table in tables.items():
        if code not in codes:
            raise CodebookError(f"{file}: [{code}] is no country of countries.toml and none of {', '.join(NONSTATE)}")
        for name, value in table.items():
            if isinstance(value, dict):
                sector = _sector(name, f"{file}: [{code}.{name}]")
                for inner, forms in value.items():
                    yield from _bodies(inner, forms, code, sector, f"{file}: [{code}.{name}]")
            else:
                yield from _bodies(name, value, code, None, f"{file}: [{code}]")


def _bodies(name: str, forms: object, code: str, sector: str | None, where: str) -> Iterator[Named]:
    """One line; `also` holds several bodies, each as "name / form / form"."""
    if not isinstance(forms, list) or not all(isinstance(form, str) for form in forms):
        raise CodebookError(f"{where}: {name!r} is {forms!r}, not a list of forms")
    for listed in (form.split(" / ") for form in forms) if name == "also" else ([name, *forms],):
        yield Entry(listed[0].removeprefix("="), EntryKind.ORGANISATION, code, sector), tuple(listed)


def _people(tables: Table, codes: set[str], file: str) -> Iterator[Named]:
    for code, table in tables.items():
        if code not in codes or not isinstance(table, dict):
            raise CodebookError(f"{file}: [{code}] is no country of countries.toml and none of {', '.join(NONSTATE)}")
        for name, value in table.items():
            where = f"{file}: {name!r}"
            lines = value if isinstance(value, list) else [value]
            forms: list[str] = [name]
            offices: list[Office] = []
            for line in lines:
                if not isinstance(line, dict):
                    raise CodebookError(f"{where}: {line!r} is not a table such as {{ role = ..., sector = ... }}")
                _known_keys(line, PERSON_KEYS, where)
                forms += _strings(line, "forms", where)
                for office in (line, *line.get("offices", ())):
                    _known_keys(office, PERSON_KEYS, where)
                    if set(office) & OFFICE_KEYS:
                        offices.append(_office(office, where))
            entry = Entry(name, EntryKind.PERSON, code, None, tuple(offices))
            latest = entry.office(None)
            sector = None if latest is None else latest.sector
            yield Entry(name, EntryKind.PERSON, code, sector, tuple(offices)), tuple(forms)


def _office(line: Table, where: str) -> Office:
    start, end = _period(line.get("from"), line.get("to"), where)
    sector = line.get("sector")
    return Office(line.get("role"), None if sector is None else _sector(str(sector), where), start, end)


def _period(start: object, end: object, where: str) -> tuple[date | None, date | None]:
    """First and last possible day of two dates, each a year, a month or a day."""
    days = []
    for value in (start, end):
        days.append(None if value is None else _days(str(value)))
        if value is not None and days[-1] is None:
            raise CodebookError(f"{where}: {value!r} is not a date such as 2018, 2018-04 or 2018-04-26")
    first, last = days
    if first is not None and last is not None and first[0] > last[1]:
        raise CodebookError(f"{where}: from {start} is after to {end}")
    return first and first[0], last and last[1]


@cache
def _days(value: str) -> tuple[date, date] | None:
    """First and last day of a year, a month or a day; None when it is none.

    >>> _days("2020-02")
    (datetime.date(2020, 2, 1), datetime.date(2020, 2, 29))
    """
    written = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", value)
    if written is None:
        return None
    try:
        year, month, day = int(written[1]), written[2], written[3]
        last_month = int(month or 12)
        last_day = int(day or monthrange(year, last_month)[1])
        return date(year, int(month or 1), int(day or 1)), date(year, last_month, last_day)
    except ValueError:
        return None


def _sector(code: str, where: str) -> str:
    if code not in SECTORS:
        raise CodebookError(f"{where}: unknown sector {code!r}; known are {', '.join(sorted(SECTORS))}")
    return code


def _check_sectors(table: Table) -> None:
    file = "actors/sectors.toml"
    _known_keys(table, {"roles", "former", "acting", "nonstate", "offices"}, file)
    for sector in table.get("roles", {}):
        _sector(sector, f"{file}: [roles]")
        _strings(table["roles"], sector, f"{file}: [roles]")
    for code in table.get("nonstate", {}):
        if code not in NONSTATE:
            raise CodebookError(f"{file}: [nonstate]: {code!r} is none of {', '.join(NONSTATE)}")
        _strings(table["nonstate"], code, f"{file}: [nonstate]")


def _known_keys(table: Mapping[str, object], known: set[str], where: str) -> None:
    unknown = set(table) - known
    if unknown:
        raise CodebookError(f"{where}: unknown key {min(unknown)!r}; known are {', '.join(sorted(known))}")


def _strings(table: Table, key: str, where: str) -> list[str]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise CodebookError(f"{where}: {key} = {value!r} is not a list of words in quotes")
    return value
