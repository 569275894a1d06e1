"""The demo's codebook knows the whole invented cast, as a user's folder would."""

import re
import tomllib
from datetime import date

import pytest

from tocsin.codebook.actorbook import ActorBook
from tocsin.demo import articles, codebook

CAST = tomllib.loads((codebook() / "actors/people/cast.toml").read_text(encoding="utf-8"))
NAMES = [(name, country) for country, people in CAST.items() for name in people]


@pytest.fixture(scope="module")
def book() -> ActorBook:
    return ActorBook.load([codebook()])


@pytest.mark.parametrize(("name", "country"), NAMES)
def test_each_of_the_cast_is_known_by_name_and_by_surname(book: ActorBook, name: str, country: str) -> None:
    full, short = book.person(name), book.person(name.split()[-1])
    assert full is not None
    assert full == short
    assert (full.name, full.country) == (name, country)


@pytest.mark.parametrize(("name", "country"), NAMES)
def test_each_of_the_cast_appears_in_an_article(name: str, country: str) -> None:
    assert any(name in path.read_text(encoding="utf-8") for path in articles()), f"{name} ({country}) is in no article"


@pytest.mark.parametrize(
    ("words", "country", "sector"),
    [
        ("Averna", "AVN", None),
        ("Loruskan", "LRK", None),
        ("Portavel", "AVN", None),
        ("the Marble House", "AVN", None),
        ("the Citadel", "LRK", None),
        ("the Teral Liberation Front", "AVN", "REB"),
        ("the Foreign Intelligence Directorate", "LRK", "SPY"),
        ("the Civic Front", "AVN", "OPP"),
        ("Veligrad Energy", "LRK", "BUS"),
        ("the United Nations", "UNO", None),
        ("the European Union", "EUR", None),
        ("NATO", "IGO", None),
    ],
)
def test_states_seats_and_bodies_have_their_codes(
    book: ActorBook, words: str, country: str, sector: str | None
) -> None:
    found = book.find(words.split())
    assert [(one.entry.country, one.entry.sector) for one in found] == [(country, sector)]


def test_an_office_belongs_to_whoever_held_it_on_the_day(book: ActorBook) -> None:
    before = book.holder("AVN", "prime minister", date(2031, 3, 17))
    after = book.holder("AVN", "prime minister", date(2031, 4, 11))
    assert before is not None
    assert after is not None
    assert (before.name, after.name) == ("Marten Odell", "Livia Sant")


def test_without_the_folder_nobody_in_it_exists() -> None:
    ours = ActorBook.load()
    assert [name for name, _ in NAMES if ours.person(name)] == []
    assert ours.country("Averna") is None


def test_invented_codes_are_no_codes_of_iso() -> None:
    invented = tomllib.loads((codebook() / "actors/countries.toml").read_text(encoding="utf-8"))
    ours = ActorBook.load()
    assert {entry.country for entry in ours.entries}.isdisjoint(invented)
    assert all(re.fullmatch("[A-Z]{3}", code) for code in invented)
