"""What Wikidata's query service answers, and what is made of it."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from tocsin.codebook.holders import Holder
from tocsin.errors import FetchError
from tocsin.reading.wikidata import OFFICES, address, holders
from tocsin.records import Skipped


def row(**values: str) -> dict[str, dict[str, str]]:
    return {name: {"type": "literal", "value": value} for name, value in values.items()}


def answer(*rows: dict[str, dict[str, str]]) -> bytes:
    return json.dumps({"head": {"vars": ["iso3"]}, "results": {"bindings": list(rows)}}).encode()


def read(*rows: dict[str, dict[str, str]], office: str = "head of state") -> list[Holder | Skipped]:
    return list(holders(answer(*rows), office, {"AVN", "LRK"}.__contains__))


ODELL = row(
    iso3="AVN", name="Ada Odell", title="President of the Averna Islands", start="2029-03-01T00:00:00Z", startPrecision="11",
    end="2031-01-01T00:00:00Z", endPrecision="9",
)  # fmt: skip


def test_a_row_is_a_person_in_an_office_as_exactly_dated_as_it_is_known() -> None:
    assert read(ODELL) == [Holder("AVN", "Ada Odell", "president", "2029-03-01", "2031")]


def test_a_minister_is_called_by_the_office_and_not_by_the_title_of_one_year() -> None:
    (found,) = read(
        row(iso3="LRK", name="Jan Gallo", title="Minister of Foreign Affairs and Worship of Lorusk"),
        office="foreign minister",
    )
    assert found == Holder("LRK", "Jan Gallo", "foreign minister", None, None)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"iso3": "QQQ"}, "no country of the codebook"),
        ({"iso3": "avn"}, "no country of the codebook"),
        ({"name": "x" * 300}, "is no name"),
        ({"name": "12345"}, "is no name"),
        ({"start": "2033-01-01T00:00:00Z"}, "it ends before it begins"),
    ],
)
def test_a_row_that_cannot_be_used_is_skipped_and_says_why(values: dict[str, str], says: str) -> None:
    (found,) = read({**ODELL, **row(**values)})
    assert isinstance(found, Skipped)
    assert says in found.why


def test_hostile_names_lose_what_is_not_writing() -> None:
    (found,) = read({**ODELL, **row(name="Ada\x1b[31m\n\u202eOdell")})
    assert isinstance(found, Holder)
    assert found.name == "Ada [31m Odell"


def test_a_time_of_unknown_value_is_no_date() -> None:
    (found,) = read({**ODELL, **row(start="http://www.wikidata.org/.well-known/genid/1", end="", endPrecision="")})
    assert isinstance(found, Holder)
    assert (found.start, found.end) == (None, None)


@pytest.mark.parametrize(
    "body", [b"<html>Rate limited", b"[]", b'{"results": 3}', b"", b'{"results": {"bindings": 7}}']
)
def test_what_is_no_answer_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(FetchError, match="did not answer with SPARQL results"):
        list(holders(body, "head of state", lambda _: True))


@pytest.mark.parametrize("office", OFFICES)
def test_a_query_asks_for_one_office_of_some_countries_since_a_year(office: str) -> None:
    url = urlsplit(address(office, since=2012, countries=("VEN", "COL"), service="https://sparql.example/q"))
    asked = parse_qs(url.query)
    assert (url.netloc, asked["format"]) == ("sparql.example", ["json"])
    (query,) = asked["query"]
    assert 'VALUES ?iso3 { "VEN" "COL" }' in query
    assert "YEAR(?end) >= 2012" in query
    assert query.count("{") == query.count("}")
