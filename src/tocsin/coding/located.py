"""Where a named place lies: the codebook's states, regions and seats first, the gazetteer's towns after them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from tocsin.codebook.entry import Entry, EntryKind
from tocsin.codebook.gazetteer import Gazetteer
from tocsin.records import Precision


@dataclass(frozen=True, slots=True)
class Located:
    """Where a place lies, as far as that is known; coordinates in degrees (WGS 84) for towns only."""

    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    precision: Precision | None = None


NOWHERE = Located()
KINDS = {
    EntryKind.COUNTRY: Precision.COUNTRY, EntryKind.DEMONYM: Precision.COUNTRY, EntryKind.REGION: Precision.REGION,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Locator:
    """Finds places by name. *place* asks the codebook; *countries* are those the article speaks of."""

    place: Callable[[str], Entry | None]
    gazetteer: Callable[[], Gazetteer]  # asked for only when a town is to be found: it takes a moment to load
    countries: Collection[str]

    def __call__(self, name: str) -> Located:
        """Where *name* lies: a town of a country the article speaks of before a larger namesake elsewhere.

        Nowhere when nobody knows the name, or when it may be one of several.
        """
        first, _, last = name.rpartition(", ")
        if first and (state := self.place(last)) is not None and state.country is not None:  # "Aleppo, Syria"
            found = self._town(first, (state.country,))
            return found if found.country == state.country else Located(state.country, precision=KINDS.get(state.kind))
        entry = self.place(name)
        if entry is None:
            return self._town(name, self.countries)
        if entry.kind in KINDS or entry.country is None:
            return Located(entry.country, precision=KINDS.get(entry.kind))
        found = self._town(name, (entry.country,))  # a capital, city or seat of the codebook
        return found if found.country == entry.country else Located(entry.country, precision=Precision.CITY)

    def _town(self, name: str, countries: Collection[str]) -> Located:
        town = self.gazetteer().find(name, countries)
        if town is None:
            return NOWHERE
        return Located(town.country, town.latitude, town.longitude, Precision.CITY)
