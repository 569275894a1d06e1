"""The source register: whose each outlet, agency and body is, read from TOML files.

Ours stand in register/; a user's folder of the same shape adds sources, or replaces ours of the same file name.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from tocsin.codebook.table import Fault, Table
from tocsin.errors import RegisterError
from tocsin.records import Control, Profile, Reliability, Stake

OURS = Path(__file__).parent / "register"
KINDS = (
    "agency", "newspaper", "magazine", "broadcaster", "website", "state body", "intergovernmental", "non-governmental", "think tank",
    "company", "armed group", "office",
)  # fmt: skip
# Facts of a profile: each that is there needs an address where it can be checked.
FACTS = (
    "name", "also", "domains", "kind", "country", "languages", "owner", "family", "control", "state", "corrections", "sectors", "roles",
)  # fmt: skip


@dataclass(slots=True)
class Register:
    """Who is who among sources.

    >>> register = Register.load()
    >>> register.named("the Reuters").id, register.at("https://www.reuters.com/world/").id
    ('reuters', 'reuters')
    >>> print(register.named("The Unheard-of Gazette"))
    None
    """

    profiles: dict[str, Profile] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)
    _domains: dict[str, str] = field(default_factory=dict)
    _families: dict[str, str] = field(default_factory=dict)
    _offices: list[tuple[str, str]] = field(default_factory=list)
    _sectors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, folders: Sequence[Path] = ()) -> Self:
        """Our register, then what each of *folders* adds to it or puts in its place.

        Raises RegisterError naming file and line of everything that is wrong.
        """
        register = cls(profiles={profile.id: profile for profile in _ours()})
        faults: list[Fault] = []
        for folder in folders:
            if not folder.is_dir():
                raise RegisterError(
                    f"there is no register folder {str(folder)!r}; --register wants a folder of TOML files"
                )
            for profile in read(folder, faults):
                register.profiles[profile.id] = profile
        register._settle()
        if faults:
            raise RegisterError("\n".join(map(str, faults)))
        return register

    def named(self, name: str) -> Profile | None:
        """The source credited as *name*; None when the register has none."""
        found = self._names.get(key(name))
        return None if found is None else self.profiles[found]

    def at(self, url: str) -> Profile | None:
        """The source whose page *url* is: by its host, or a host above it."""
        try:
            host = (urlsplit(url).hostname or "").lower().removeprefix("www.")
        except ValueError:
            return None
        while host:
            if host in self._domains:
                return self.profiles[self._domains[host]]
            host = host.partition(".")[2]
        return None

    def office(self, role: str | None, sector: str | None) -> Profile | None:
        """The type of office that a role, or else a sector, shows."""
        words = f" {key(role)} " if role else ""
        for phrase, found in self._offices:
            if f" {phrase} " in words:
                return self.profiles[found]
        found_by_sector = self._sectors.get(sector or "")
        return None if found_by_sector is None else self.profiles[found_by_sector]

    def family_of_state(self, country: str) -> str:
        """What all bodies of a state answer to: the family the register gives them, or one of our own naming."""
        return self._families.get(country, f"state:{country}")

    def _settle(self) -> None:
        # An office of one sector speaks for it before an office of several.
        for profile in sorted(self.profiles.values(), key=lambda profile: (len(profile.sectors), profile.id)):
            if profile.kind == "office":
                self._offices += [(key(role), profile.id) for role in profile.roles]
                for sector in profile.sectors:
                    self._sectors.setdefault(sector, profile.id)
                continue
            for name in (profile.name, *profile.also):
                self._names[key(name)] = profile.id
            for domain in profile.domains:
                self._domains[domain.lower()] = profile.id
            if profile.control is Control.STATE and profile.state and profile.family:
                self._families.setdefault(profile.state, profile.family)
        self._offices.sort(key=lambda pair: (-len(pair[0]), pair))


def read(folder: Path, faults: list[Fault], *, ours: bool = False) -> Iterable[Profile]:
    """Each profile of *folder*; what is wrong goes to *faults*, and that profile is left out."""
    for path in sorted(folder.glob("*.toml")):
        table = Table.read(path)
        profile = _profile(table, path.stem, ours=ours)
        table.done()
        faults += table.faults
        if not table.faults:
            yield profile


def key(name: str) -> str:
    """A name as it is looked up: no case, no marks, no "the" before it.

    >>> key("The New-York  Times."), key("Tass") == key("TASS")
    ('new york times', True)
    """
    return " ".join(re.findall(r"\w+", name.casefold().replace("’", "").replace("'", ""))).removeprefix("the ")


@cache
def _ours() -> tuple[Profile, ...]:
    faults: list[Fault] = []
    profiles = tuple(read(OURS, faults, ours=True))
    if faults:
        raise RegisterError("\n".join(map(str, faults)))
    return profiles


def _profile(table: Table, name: str, *, ours: bool) -> Profile:
    kind = table.text("kind", f"one of {', '.join(KINDS)}")
    if kind and kind not in KINDS:
        table.fault(f"kind = {kind!r} is not one of {', '.join(KINDS)}", "kind")
    control = table.maybe("control")
    if control is not None and control not in {one.value for one in Control}:
        table.fault(f"control = {control!r} is not one of {', '.join(Control)}", "control")
        control = None
    letter = table.maybe("reliability")
    if letter is not None and letter not in {one.value for one in Reliability}:
        table.fault(f"reliability = {letter!r} is not a letter from A to F", "reliability")
        letter = None
    because = table.maybe("because")
    if letter is not None and because is None:
        table.fault("a reliability needs a because: the reason for it, in a sentence", "reliability")
    profile = Profile(
        id=name,
        name=table.text("name", "the usual name of the source"),
        kind=kind,
        also=table.texts("also"),
        domains=table.texts("domains"),
        country=_code(table, "country"),
        languages=table.texts("languages"),
        owner=table.maybe("owner"),
        family=table.maybe("family"),
        control=None if control is None else Control(control),
        state=_code(table, "state"),
        corrections=table.maybe("corrections"),
        sectors=table.texts("sectors"),
        roles=table.texts("roles"),
        interests=tuple(_stake(stake) for stake in table.tables("interest")),
        reliability=None if letter is None else Reliability(letter),
        because=because,
        references=_references(table),
    )
    if ours and letter is not None:
        table.fault("Tocsin's own register judges nobody: put the letter into a register of your own", "reliability")
    return profile


def _stake(table: Table) -> Stake:
    stake = Stake(
        matter=table.text("matter", "what the source has an interest in"),
        gain=table.text("gain", "what it gains if it is believed"),
        reference=table.text("reference", "where this can be checked"),
        favours=table.texts("favours"),
        harms=table.texts("harms"),
        own=table.truth("own"),
    )
    table.done()
    return stake


def _code(table: Table, name: str) -> str | None:
    code = table.maybe(name)
    if code is not None and not re.fullmatch(r"[A-Z]{3}", code):
        table.fault(f"{name} = {code!r} is not a code of three capitals like VEN", name)
        return None
    return code


def _references(table: Table) -> tuple[tuple[str, str], ...]:
    """The addresses by field; a fact that is there without one is a fault."""
    references = table.table("references")
    found = {} if references is None else {name: references.maybe(name) or "" for name in references.keys()}  # noqa: SIM118
    for fact in FACTS:
        if table.values.get(fact) not in (None, [], "") and not found.get(fact):
            table.fault(f"{fact} has no reference: under [references] say where it can be checked", fact)
    return tuple(sorted(found.items()))
