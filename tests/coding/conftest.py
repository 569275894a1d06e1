"""The invented cast's codebook, read once for all coders' tests."""

import pytest

from tocsin.codebook.actorbook import ActorBook

COUNTRIES = """
[AVN]
names = ["Averna"]
demonyms = ["Avernan", "Avernans"]
capital = ["Portavel"]
seats = ["Marble House"]
cities = ["Karsa"]

[LRK]
names = ["Lorusk"]
demonyms = ["Loruskan", "Loruskans"]
capital = ["Veligrad"]
cities = ["Bor"]
"""
ORGANISATIONS = """
[LRK.SPY]
"Foreign Intelligence Directorate" = ["FID"]

[AVN.REB]
"Teral Liberation Front" = ["TLF"]
"""
PEOPLE = """
[AVN]
"Ada Odell" = [
  { role = "director of the State Watch", sector = "SPY", from = "2024", to = "2029-06" },
  { role = "prime minister", sector = "GOV", from = "2030-01-15" },
]
"Tomas Maro" = { role = "president", sector = "GOV", from = "2021", to = "2029" }
"""


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> ActorBook:
    folder = tmp_path_factory.mktemp("cast") / "actors"
    (folder / "people").mkdir(parents=True)
    (folder / "countries.toml").write_text(COUNTRIES, encoding="utf-8")
    (folder / "organisations.toml").write_text(ORGANISATIONS, encoding="utf-8")
    (folder / "people" / "cast.toml").write_text(PEOPLE, encoding="utf-8")
    return ActorBook.load([folder.parent])
