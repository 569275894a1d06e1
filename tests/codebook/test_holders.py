"""Office-holders found elsewhere as a people file."""

from datetime import date
from pathlib import Path

from tocsin.codebook.actorbook import ActorBook
from tocsin.codebook.entry import Entry, EntryKind, Office
from tocsin.codebook.holders import Holder, people_file

OURS = Entry(
    "Ada Odell", EntryKind.PERSON, "FRA", "GOV",
    (Office("spy chief", "SPY", date(2020, 1, 1), date(2021, 5, 1)), Office("president", "GOV", date(2029, 1, 1), None)),
)  # fmt: skip
FOUND = [
    Holder("FRA", "Ada Odell", "president", "2029-03-01", "2031"),
    Holder("PER", 'Jo "Red" Maro', "premier", None, None),
]


def book(tmp_path: Path, text: str) -> ActorBook:
    people = tmp_path / "actors" / "people"
    people.mkdir(parents=True)
    (people / "found.toml").write_text(text, encoding="utf-8")
    return ActorBook.load([tmp_path])


def test_the_file_is_read_back_as_a_codebook(tmp_path: Path) -> None:
    loaded = book(tmp_path, people_file(FOUND, {}, "Written for a test."))
    odell = loaded.person("Ada Odell")
    assert odell is not None
    assert odell.offices == (Office("president", "GOV", date(2029, 3, 1), date(2031, 12, 31)),)
    assert (
        loaded.holder("FRA", "president", date(2030, 1, 1)) == odell
        or loaded.holder("FRA", "president", date(2030, 1, 1)) is None
    )
    assert [entry.name for entry in loaded.namesakes('Jo "Red" Maro')] == ['Jo "Red" Maro']


def test_offices_that_only_we_know_stay_and_one_found_anew_is_not_doubled(tmp_path: Path) -> None:
    loaded = book(tmp_path, people_file(FOUND, {("FRA", "Ada Odell"): OURS}, "x"))
    odell = loaded.person("Ada Odell")
    assert odell is not None
    assert {office.role for office in odell.offices} == {"spy chief", "president"}
    assert len(odell.offices) == 2


def test_the_same_find_twice_is_written_once() -> None:
    assert people_file([*FOUND, *FOUND], {}, "x") == people_file(FOUND, {}, "x")
