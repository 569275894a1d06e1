"""The actors part of the codebook: which country, body or person a name stands for, and which sector a role word.

Ours stand in actors/; a user's folder of the same shape adds countries, bodies, people, roles and forms, or replaces
ours of the same name. docs/codebook.md shows how.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from tocsin.codebook.actorfiles import FILES, NONSTATE, ActorFiles
from tocsin.codebook.entry import Entry, EntryKind, Office
from tocsin.codebook.form import Form, Phrases, Text, pieces
from tocsin.codebook.people import People
from tocsin.errors import CodebookError

__all__ = ["ActorBook", "Entry", "EntryKind", "Found", "Office"]

OURS = Path(__file__).parent / "actors"
PLACES = {EntryKind.CAPITAL, EntryKind.CITY, EntryKind.REGION}
OF_A_COUNTRY = {EntryKind.COUNTRY, EntryKind.DEMONYM, EntryKind.SEAT, *PLACES}
# Where two entries of one folder share a form, the one whose kind comes first here has it.
KINDS = (
    EntryKind.COUNTRY, EntryKind.DEMONYM, EntryKind.ORGANISATION, EntryKind.SEAT, EntryKind.CAPITAL, EntryKind.REGION,
    EntryKind.CITY, EntryKind.PERSON,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """An entry found in a run of words: those from *first* up to, not including, *last*."""

    first: int
    last: int
    entry: Entry


class ActorBook:
    """Who is who.

    >>> book = ActorBook.load()
    >>> words = "The Kremlin and the U.S.".split()
    >>> [(found.first, found.last, found.entry.kind.value, found.entry.country) for found in book.find(words)]
    [(1, 2, 'seat', 'RUS'), (4, 5, 'country', 'USA')]
    >>> book.role("the finance ministers of both states".split())
    ('GOV', 1, 3)
    >>> book.country("Aleppo"), book.country("Nowhere")
    ('SYR', None)
    """

    def __init__(self) -> None:
        self.version = ""
        self.entries: tuple[Entry, ...] = ()
        self._written: dict[str, list[tuple[tuple[int, int], str, Entry | None]]] = {}
        self._forms: dict[str, Sequence[tuple[Form, Entry | None]]] = {}
        self._alike: dict[str, str] = {}
        self._guards: dict[str, frozenset[str]] = {}

    @classmethod
    def load(cls, folders: Sequence[Path] = ()) -> "ActorBook":
        """Our book, then what each of *folders* (or its actors/) adds to it or puts in its place.

        Raises CodebookError naming the file and the entry.
        """
        book = cls()
        digest = hashlib.sha256()
        countries: dict[str, str] = {}
        read: list[ActorFiles] = []
        for folder in (OURS, *(place for given in folders if (place := _actors(given)) is not None)):
            files = _ours() if folder == OURS else ActorFiles.read(folder, countries)
            countries |= files.countries
            for data in files.data:
                digest.update(data)
            read.append(files)
        book._build(read)
        book.version = f"actors-{digest.hexdigest()[:12]}"
        return book

    def find(self, words: Sequence[str]) -> tuple[Found, ...]:
        """Every name in *words* (those of Universal Dependencies, best a whole sentence), longest first, no overlap.

        Surnames alone are not found, as they need the article to tell whose they are: see `person`.
        """
        text = Text.of(words, self._alike)
        found: list[Found] = []
        at = 0
        while at < len(text.low):
            match = self._longest(text, at, words)
            if match is not None and text.low[at] == "the" and at + 1 < len(text.low):
                # "The Guardian" must not hide "Guardian Council".
                within = self._longest(text, at + 1, words)
                match = None if within is not None and within[0] >= match[0] else match
            if match is None:
                at += 1
                continue
            size, entry = match
            if entry is not None:
                hit = Found(text.word[at], text.word[at + size - 1] + 1, entry)
                if not self._is_a_person(hit, words, found) and not self._is_another(hit, words):
                    found.append(hit)
            at += size
        return tuple(found)

    def role(self, words: Sequence[str]) -> tuple[str, int, int] | None:
        """Sector, first and last (exclusive) word of the role that heads *words*; None when no role is named.

        The last role before the first preposition outside one, as a noun phrase of English has its head there; where
        none stands before it, the first after it: "head of the army". Words within a name ("World Bank") are no role,
        and those of sector UNK ("group") give way to any other.
        """
        text = Text.of(words, self._alike)
        roles = [(text.word[start], text.word[stop - 1] + 1, sector) for start, stop, sector in self._roles.find(text)]
        if not roles:
            return None
        names = self.find(words)
        roles = [
            (start, stop, sector)
            for start, stop, sector in roles
            if not any(name.first <= start and stop <= name.last for name in names)
        ]
        telling = [role for role in roles if role[2] != "UNK"] or roles
        best = None
        for start, stop, sector in telling:
            if best is not None and any(word.lower() in self._prepositions for word in words[best[2] : start]):
                break
            best = sector, start, stop
        return best

    def former(self, words: Sequence[str]) -> bool:
        """Whether *words* say that an office is held no longer: "former", "ex-", "ousted"."""
        return any(True for _ in self._former.find(Text.of(words, self._alike)))

    def nonstate(self, words: Sequence[str]) -> str | None:
        """NGO, MNC, IGO, UNO, EUR, IMG or ISM where *words* name such a body without a name: "aid agencies"."""
        found = [(end - start, code) for start, end, code in self._nonstate.find(Text.of(words, self._alike))]
        return max(found, key=lambda each: each[0])[1] if found else None

    def person(self, name: str, on: date | None = None) -> Entry | None:
        """Whom a name means: a full name, or a surname that one person alone has, or had in office on that day.

        Of several in office that day, the one who led a state; of several entries of one name, that of the day.

        >>> book = ActorBook.load()
        >>> book.person("Nobody Known") is None
        True
        """
        return self._people.named(name, on)

    def namesakes(self, name: str, on: date | None = None) -> list[Entry]:
        """Everybody and everything that goes by *name*, in the order of the book: people, bodies, places.

        Of an office, "president of France", whoever held it *on* that day (today's holder where no day is given).

        >>> [entry.country for entry in ActorBook.load().namesakes("Kremlin")]
        ['RUS']
        """
        role, _, state = name.partition(" of ")
        country = self.country(state) if state and not self._people.namesakes(name) else None
        held = self.holder(country, role, on or date.today()) if country is not None else None
        if held is not None:
            return [held]
        whole = [
            found.entry for found in self.find(name.split()) if (found.first, found.last) == (0, len(name.split()))
        ]
        return list(dict.fromkeys((*self._people.namesakes(name), *whole)))

    def holder(self, country: str, role: str, on: date) -> Entry | None:
        """Who held an office of *country* on that day, where the book knows one person only: "foreign minister".

        >>> ActorBook.load().holder("AVN", "foreign minister", date(2031, 3, 1)) is None
        True
        """
        return self._people.holder(country, role, on)

    def country(self, text: str) -> str | None:
        """The country whose name, people, capital, city, region or seat *text* is, or names last: "Aleppo, Syria"."""
        entry = self.place(text)
        return None if entry is None else entry.country

    def place(self, text: str) -> Entry | None:
        """The country, people, capital, city, region or seat that *text* is, or names last."""
        found = [each.entry for each in self.find(text.split()) if each.entry.kind in OF_A_COUNTRY]
        return found[-1] if found else None

    def _longest(self, text: Text, at: int, words: Sequence[str]) -> tuple[int, Entry | None] | None:
        if not text.begins(at):
            return None
        for form, entry in self._forms_from(text.low[at]):
            size = len(form.low)
            if text.low[at : at + size] == form.low and text.ends(at + size) and form.fits(text, at, words):
                return size, entry
        return None

    def _is_a_person(self, hit: Found, words: Sequence[str], found: Sequence[Found]) -> bool:
        """Whether a place's name is rather part of a person's: "Denzel Washington", "Paris Hilton"."""
        word = words[hit.first]
        if hit.last - hit.first > 1 or hit.entry.kind not in (*PLACES, EntryKind.COUNTRY):
            return False
        if len(words) > 3 and not any(each.islower() and len(each) > 3 for each in words):
            return False  # a headline in capitals: they tell nothing
        if word in self._guards["family"] and hit.first > (1 if len(words) > 3 else 0):
            before = words[hit.first - 1]
            actor = bool(found) and found[-1].last == hit.first
            if not actor and self._is_part_of_name(before, "before"):
                return True
        if word in self._guards["given"] and hit.last < len(words):
            after = words[hit.last]
            return self._is_part_of_name(after, "after") and not self._names_one(words[hit.last :])
        return False

    def _is_part_of_name(self, word: str, side: str) -> bool:
        return (
            word.isalpha()
            and word.istitle()
            and word.lower() not in self._guards[side]
            and next(self._roles.find(Text.of([word], self._alike)), None) is None
        )

    def _names_one(self, words: Sequence[str]) -> bool:
        text = Text.of(words, self._alike)
        return bool(text.low) and self._longest(text, 0, words) is not None

    def _is_another(self, hit: Found, words: Sequence[str]) -> bool:
        """Whether the words beside a name make it another's: "al-Kuwaiti", "French-speaking", "Japanese Americans"."""
        first, last = hit.first, hit.last
        if first > 1 and words[first - 1] == "-" and words[first - 2].lower() in self._guards["articles"]:
            return True
        if hit.entry.kind is not EntryKind.DEMONYM or last >= len(words):
            return False
        after = words[last + 1] if words[last] == "-" and last + 1 < len(words) else words[last]
        return after.lower() in self._guards["tongue"] or words[last] in self._guards["hyphenated"]

    def _build(self, read: Sequence[ActorFiles]) -> None:
        """Make the look-up tables; what a later folder says of a name holds."""
        self._read_words(read)
        names = [{entry.name for entry, _ in files.entries if entry.kind not in OF_A_COUNTRY} for files in read]
        kept: list[tuple[int, Entry, tuple[str, ...]]] = []
        for number, files in enumerate(read):
            later = set().union(*names[number + 1 :])
            kept += [
                (-number, entry, forms)
                for entry, forms in files.entries
                if entry.kind in OF_A_COUNTRY or entry.name not in later
            ]
        kept.sort(key=lambda each: _foremost(each[1]))
        self.entries = tuple(dict.fromkeys(entry for _, entry, _ in kept))
        self._people = People(
            [(entry, forms) for _, entry, forms in kept if entry.kind is EntryKind.PERSON],
            set().union(*(files.family_name_first for files in read)),
            _by_phrase(read, "offices"),
            self._guards,
            self._alike,
        )
        for rank, entry, forms in kept:
            for written in forms:
                self._add_form(written, (rank, KINDS.index(entry.kind)), entry)
        for written in self._guards["nobody"]:
            self._add_form(written, (-len(read), 0), None)

    def _add_form(self, written: str, rank: tuple[int, int], entry: Entry | None) -> None:
        first = next((piece.lower() for word in written.removeprefix("=").split() for piece in pieces(word)), None)
        if first is None:
            name = entry.name if entry is not None else "[guards] nobody"
            raise CodebookError(f"actors: {name!r}: the form {written!r} holds no letter or digit")
        self._written.setdefault(self._alike.get(first, first), []).append((rank, written, entry))

    def _forms_from(self, first: str) -> Sequence[tuple[Form, Entry | None]]:
        """The forms that begin with a piece, longest first. Made when first asked for, as no text needs all."""
        forms = self._forms.get(first)
        if forms is None:
            made = [
                (rank, Form.of(written, self._alike), entry) for rank, written, entry in self._written.get(first, ())
            ]
            made.sort(key=lambda each: (-len(each[1].low), each[0]))
            forms = self._forms[first] = [(form, entry) for _, form, entry in made]
        return forms

    def _read_words(self, read: Sequence[ActorFiles]) -> None:
        for files in read:
            self._alike |= files.matching.get("alike", {})
            for name, words in files.matching.get("guards", {}).items():
                self._guards[name] = self._guards.get(name, frozenset()) | frozenset(words)
        self._prepositions = self._guards["prepositions"]
        self._roles = Phrases(_by_phrase(read, "roles"), self._alike)
        self._nonstate = Phrases(_by_phrase(read, "nonstate"), self._alike)
        former = [phrase for files in read for phrase in files.sectors.get("former", [])]
        self._former = Phrases(dict.fromkeys(former, True), self._alike)


@cache
def _ours() -> ActorFiles:
    return ActorFiles.read(OURS, {})


def _actors(folder: Path) -> Path | None:
    """Where *folder* keeps its actors: in actors/, or in itself; None when it has none."""
    if not folder.is_dir():
        raise CodebookError(f"{folder} is not a folder; a codebook is a folder with actors/*.toml in it")
    if (folder / "actors").is_dir():
        return folder / "actors"
    return folder if any((folder / name).exists() for name in (*FILES, "people")) else None


def _foremost(entry: Entry) -> tuple[bool, bool, int]:
    """Order of the entries of one name: an office still held, then a state's before another body's, then the latest."""
    latest = entry.office(None)
    if latest is None:
        return False, False, 0
    return latest.end is not None, entry.country in NONSTATE, -(latest.end or date.max).toordinal()


def _by_phrase(read: Sequence[ActorFiles], table: str) -> dict[str, str]:
    """Each phrase of one table of sectors.toml and what it stands for; the later folder holds."""
    return {
        phrase: name for files in read for name, phrases in files.sectors.get(table, {}).items() for phrase in phrases
    }
