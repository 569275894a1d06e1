"""Where towns lie: a gazetteer of the towns of more than 15,000 people and of all capitals.

The data is `places.tsv.gz` beside this file, made from GeoNames (geonames.org, CC BY 4.0) by `python -m training.places`.
"""

import gzip
import unicodedata
from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "places.tsv.gz"
# How many times larger than every namesake abroad a town must be to be meant without further word of its country.
# London is far larger than the next London; of the Valencias in Spain and Venezuela neither is.
OUTWEIGHS = 5.0
OTHER_NAME = (
    0.02  # what a town weighs that is known by the name only among others: "Victoria" is not first of all Hong Kong
)


@dataclass(frozen=True, slots=True)
class Town:
    """One town. *latitude* and *longitude* are degrees (WGS 84) of its middle, None where it may be one of several of a country."""

    name: str
    country: str  # ISO 3166 alpha-3
    latitude: float | None
    longitude: float | None
    people: int
    capital: bool


def fold(name: str) -> str:
    """The form under which a name is looked up: no accents, no case, one blank.

    >>> fold("  São Tomé"), fold("Mazar-i-Sharif")
    ('sao tome', 'mazar i sharif')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(plain.casefold().replace("-", " ").replace("’", "'").split())


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Towns by name.

    >>> book = Gazetteer.load()
    >>> book.find("Caracas").country, book.find("Valencia"), book.find("Valencia", ["VEN"]).country
    ('VEN', None, 'VEN')
    """

    towns: tuple[str, ...]  # one line each, taken apart when asked for
    names: tuple[
        str, ...
    ]  # sorted: folded name, tab, numbers of its towns, "'" before one that is known otherwise first

    @classmethod
    @cache
    def load(cls) -> "Gazetteer":
        """The shipped gazetteer, read once (about 60 ms)."""
        towns, _, names = gzip.decompress(FILE.read_bytes()).decode("utf-8").partition("\n\n")
        return cls(tuple(towns.split("\n")), tuple(names.rstrip("\n").split("\n")))

    def find(self, name: str, countries: Collection[str] = ()) -> Town | None:
        """The town meant by *name*; None where there is none, or more than one that may be meant.

        *countries* (ISO 3166 alpha-3) are those the text speaks of: a town in one of them is meant before a larger one
        elsewhere. A capital is meant before its namesakes.
        """
        found = sorted(self._namesakes(fold(name)), key=lambda one: -one[0])
        inside = [one for one in found if one[1].country in countries]
        if inside:
            return _one(inside)
        if not found:
            return None
        weight, best = found[0]
        abroad = next((other for other, town in found if town.country != best.country), 0.0)
        return _one(found) if weight >= OUTWEIGHS * abroad else None

    def _namesakes(self, folded: str) -> list[tuple[float, Town]]:
        """Every town of that name with its weight."""
        start = folded + "\t"
        place = bisect_left(self.names, start)
        if place == len(self.names) or not self.names[place].startswith(start):
            return []
        out = []
        for number in self.names[place][len(start) :].split(" "):
            town = self._town(int(number.removeprefix("'")))
            weight = float(town.people) * (10 if town.capital else 1) * (OTHER_NAME if number[0] == "'" else 1)
            out.append((weight, town))
        return out

    def _town(self, number: int) -> Town:
        name, country, latitude, longitude, people, capital = self.towns[number].split("\t")
        return Town(name, country, float(latitude), float(longitude), int(people), capital == "1")


def _one(found: list[tuple[float, Town]]) -> Town:
    """The first of *found*, heaviest first; without coordinates where another town of its country may be meant as well."""
    weight, best = found[0]
    rival = next((other for other, town in found[1:] if town.country == best.country), 0.0)
    return best if weight >= OUTWEIGHS * rival else replace(best, latitude=None, longitude=None)
