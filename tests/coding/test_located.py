"""Where a named place lies."""

import tomllib
from pathlib import Path

import pytest

import tocsin.codebook
from tocsin.codebook.actorbook import ActorBook
from tocsin.codebook.gazetteer import Gazetteer
from tocsin.coding.located import NOWHERE, Located, Locator
from tocsin.records import Precision

BOOK = ActorBook.load()
COUNTRIES = Path(tocsin.codebook.__file__).parent / "actors" / "countries.toml"


def locate(name: str, *countries: str) -> Located:
    return Locator(BOOK.place, Gazetteer.load, countries)(name)


@pytest.mark.parametrize(
    ("name", "country", "near"),
    [
        ("Caracas", "VEN", (10.5, -66.9)),  # and no village elsewhere
        ("Kyiv", "UKR", (50.5, 30.5)),
        ("Kiev", "UKR", (50.5, 30.5)),
        ("Tripoli", "LBY", (32.9, 13.2)),  # the capital before the town in Lebanon
        ("Aleppo, Syria", "SYR", (36.2, 37.2)),
        ("Goma", "COD", (-1.7, 29.2)),
    ],
)
def test_a_town_has_a_country_and_a_middle(name: str, country: str, near: tuple[float, float]) -> None:
    found = locate(name)
    assert (found.country, found.precision) == (country, Precision.CITY)
    assert (found.latitude, found.longitude) == pytest.approx(near, abs=0.1)


@pytest.mark.parametrize("name", ["Valencia", "Nowhere-on-Sea"])
def test_a_name_of_several_towns_or_of_none_is_nowhere(name: str) -> None:
    assert locate(name) == NOWHERE


def test_a_town_of_a_country_that_the_article_speaks_of_is_meant() -> None:
    assert locate("Valencia", "COL", "VEN").country == "VEN"
    assert locate("Tripoli, Lebanon").country == "LBN"


def test_one_of_several_towns_of_a_country_has_that_country_and_no_middle() -> None:
    assert locate("Springfield") == Located("USA", None, None, Precision.CITY)
    assert locate("San José") == locate("San José, Costa Rica")
    assert locate("San José").country == "CRI"  # a capital


@pytest.mark.parametrize(
    ("name", "country", "precision"),
    [("Venezuela", "VEN", Precision.COUNTRY), ("Helmand", "AFG", Precision.REGION)],
)
def test_a_country_or_region_has_no_feigned_middle(name: str, country: str, precision: Precision) -> None:
    assert locate(name) == Located(country, None, None, precision)


def test_every_town_of_the_gazetteer_can_be_read_and_lies_on_earth() -> None:
    book = Gazetteer.load()
    assert len(book.towns) > 30_000
    for number in range(len(book.towns)):
        town = book._town(number)
        assert town.latitude is not None
        assert -90 <= town.latitude <= 90
        assert town.longitude is not None
        assert -180 <= town.longitude <= 180
        assert len(town.country) == 3
        assert town.people >= 0


def test_every_capital_of_the_codebook_is_found_in_its_country() -> None:
    countries = tomllib.loads(COUNTRIES.read_text(encoding="utf-8"))
    for code, entry in countries.items():
        for name in entry.get("capital", [])[:1]:
            found = locate(name.removeprefix("="))
            assert (found.country, found.latitude is not None) == (code, True), name
