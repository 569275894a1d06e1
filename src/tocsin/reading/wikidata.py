"""Who holds which office, asked of Wikidata's public query service.

Heads of state (P35) and of government (P6) stand with their state; ministers hold a position (P39) that is a kind of foreign
minister (Q7330070) or defence minister (Q2518691) and belongs to a state (P1001). What comes back is SPARQL 1.1 results in JSON; anybody
can write to Wikidata, so every value is checked.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

from tocsin.codebook.holders import Holder
from tocsin.errors import FetchError
from tocsin.records import Skipped

SERVICE = "https://query.wikidata.org/sparql"
LONGEST = 80  # letters of a name or title; longer ones are no name
PRECISION = {9: 4, 10: 7, 11: 10}  # Wikidata's year, month and day -> characters of "2018-04-26"

# What each query asks for, and what the office is called where Wikidata names none.
OFFICES = {
    "head of state": "?country p:P35 ?held . ?held ps:P35 ?person . OPTIONAL { ?country wdt:P1906 ?position }",
    "head of government": "?country p:P6 ?held . ?held ps:P6 ?person . OPTIONAL { ?country wdt:P1313 ?position }",
    "foreign minister": "?position wdt:P31?/wdt:P279* wd:Q7330070 ; wdt:P1001 ?country . ?person p:P39 ?held . ?held ps:P39 ?position .",
    "defence minister": "?position wdt:P31?/wdt:P279* wd:Q2518691 ; wdt:P1001 ?country . ?person p:P39 ?held . ?held ps:P39 ?position .",
}
QUERY = """SELECT DISTINCT ?iso3 ?name ?title ?start ?startPrecision ?end ?endPrecision WHERE {{
  ?country wdt:P298 ?iso3 .
  {held}
  ?held wikibase:rank ?rank . FILTER(?rank != wikibase:DeprecatedRank)
  ?person wdt:P31 wd:Q5 ; rdfs:label ?name . FILTER(LANG(?name) = "en")
  OPTIONAL {{ ?position rdfs:label ?title . FILTER(LANG(?title) = "en") }}
  OPTIONAL {{ ?held pqv:P580 [ wikibase:timeValue ?start ; wikibase:timePrecision ?startPrecision ] }}
  OPTIONAL {{ ?held pqv:P582 [ wikibase:timeValue ?end ; wikibase:timePrecision ?endPrecision ] }}
  FILTER((BOUND(?end) && YEAR(?end) >= {since}) || (!BOUND(?end) && BOUND(?start)))
  {only}
}}"""


def address(office: str, *, since: int, countries: tuple[str, ...] = (), service: str = SERVICE) -> str:
    """The address that asks for the holders of *office*, one of OFFICES, who were in office in the year *since* or later."""
    wanted = " ".join(f'"{code}"' for code in countries)
    only = f"VALUES ?iso3 {{ {wanted} }}" if countries else ""
    query = QUERY.format(held=OFFICES[office], since=since, only=only)
    return f"{service}?{urlencode({'query': ' '.join(query.split()), 'format': 'json'})}"


def holders(body: bytes, office: str, known: Callable[[str], bool]) -> Iterator[Holder | Skipped]:
    """What one answer says; *known* tells whether the codebook has a country of that code.

    A row that cannot be used is a Skipped. Raises FetchError when the whole is no answer of a query service.
    """
    try:
        rows = json.loads(body)["results"]["bindings"]
        rows = [row for row in rows if isinstance(row, dict)]
    except (ValueError, KeyError, TypeError) as error:
        raise FetchError(
            f"the query service did not answer with SPARQL results in JSON ({type(error).__name__}): try again later"
        ) from None
    for row in rows:
        values = {
            name: _value(row, name)
            for name in ("iso3", "name", "title", "start", "startPrecision", "end", "endPrecision")
        }
        country, name = values["iso3"], values["name"]
        if not re.fullmatch("[A-Z]{3}", country) or not known(country):
            yield Skipped(name or "a row", "wikidata", f"{country or 'no code'!r} is no country of the codebook")
        elif not name or len(name) > LONGEST or not any(c.isalpha() for c in name):
            yield Skipped(country, "wikidata", f"{name[:40]!r} is no name")
        else:
            start, end = (_day(values[which], values[f"{which}Precision"]) for which in ("start", "end"))
            if start and end and end < start[: len(end)]:
                yield Skipped(name, "wikidata", f"{office} from {start} to {end}: it ends before it begins")
                continue
            yield Holder(country, name, _role(values["title"], office), start, end)


def _value(row: dict[str, object], name: str) -> str:
    """One value on one line, without control characters; empty where there is none."""
    cell = row.get(name)
    text = cell.get("value") if isinstance(cell, dict) else None
    if not isinstance(text, str):
        return ""
    return " ".join("".join(c if unicodedata.category(c)[0] != "C" else " " for c in text).split())


def _day(value: str, precision: str) -> str | None:
    """A time as far as it is known: "2018-04-26T00:00:00Z" with precision 10 is "2018-04"."""
    if not re.match(r"\d{4}-\d\d-\d\dT", value) or not precision.isdecimal():
        return None
    kept = PRECISION.get(int(precision))
    return value[:kept] if kept else None


def _role(title: str, office: str) -> str:
    """What the holder is called in a text: "President of Venezuela" is "president".

    >>> _role("Prime Minister of the United Kingdom", "head of government"), _role("", "head of state")
    ('prime minister', 'head of state')
    >>> _role("Minister of Foreign Affairs of Peru", "foreign minister")
    'foreign minister'
    """
    if office.endswith("minister"):
        return office  # titles of ministers differ by state and year; the office is the same
    short = re.split(r" of (?:the )?(?=[A-Z])", title)[0].lower()
    return short if 0 < len(short) <= LONGEST else office
