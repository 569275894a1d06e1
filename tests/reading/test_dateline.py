"""Datelines: read where there is one, and left alone where there is none."""

from datetime import date

import pytest

from tocsin.reading.dateline import dateline, opening_agency
from tocsin.records import Dateline

NEW_YEAR = date(2031, 1, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MOSCOW – According to", Dateline("Moscow")),
        ("CARACAS, Jan 24 (Agency) - The", Dateline("Caracas", "Agency", date(2031, 1, 24))),
        ("WASHINGTON (AP) — The", Dateline("Washington", "AP")),
        ("Berlin (dpa) - Der", Dateline("Berlin", "dpa")),
        ("UNITED NATIONS, 3 March (Xinhua) -- The", Dateline("United Nations", "Xinhua", date(2031, 3, 3))),
        ("BRUSSELS/PARIS (Reuters) - The", Dateline("Brussels/Paris", "Reuters")),
        ("ST. PETERSBURG, Russia (AP) — The", Dateline("St. Petersburg, Russia", "AP")),
        ("PORT-AU-PRINCE, Haiti — The", Dateline("Port-au-Prince, Haiti")),
        ("WASHINGTON, D.C. — The", Dateline("Washington, D.C.")),
        ("MOSCOW, December 31. /TASS/. The", Dateline("Moscow", "TASS", date(2030, 12, 31))),
        ("AVERNA, Dec 30, 2029 /PRNewswire/ -- The", Dateline("Averna", "PRNewswire", date(2029, 12, 30))),
        ("МОСКВА, 24 янв — РИА Новости. В", Dateline("Москва", "RIA Novosti", date(2031, 1, 24))),
        ("Moscú, 24 ene (EFE).- El", Dateline("Moscú", "EFE", date(2031, 1, 24))),
    ],
)
def test_a_dateline_gives_place_agency_and_day(text: str, expected: Dateline) -> None:
    assert dateline(text, NEW_YEAR) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "--",
        "Odell – the prime minister – said",
        "BREAKING – The army",
        "BREAKING NEWS: The army",
        "NATO – the alliance – said",
        "US – The",
        "EXCLUSIVE — The",
        "Lorusk – its army gone – gave in",
        "The Averna army said on Monday - it",
        "DEFENCE MINISTER MARO SAYS NO – The",
        "Maro Gallo (Left) – said",
        "COVID-19 – The",
        "AVERNA: The army",
        "On Jan 24 (Reuters) - The",
        "Odell, 54 — a lawyer",
        "President Odell (AP) said",
        "I (AP) am",
        "AVERNA",
        "Reuters - The army",
    ],
)
def test_what_is_no_dateline_is_none(text: str) -> None:
    assert dateline(text, NEW_YEAR) is None


def test_a_day_without_year_or_article_day_is_unknown() -> None:
    assert dateline("AVERNA, Jan 24 (AFP) - The") == Dateline("Averna", "AFP", None)


def test_an_impossible_day_is_unknown() -> None:
    assert dateline("AVERNA, Feb 31 (AFP) - The", NEW_YEAR) == Dateline("Averna", "AFP", None)


def test_an_agency_alone_opens_a_line_without_being_a_dateline() -> None:
    assert opening_agency("(Reuters) - The army of Lorusk") == "Reuters"
    assert opening_agency("(Left) - The army of Lorusk") is None
