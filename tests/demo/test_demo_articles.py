"""The bundled articles are read as a person reads them: their words, and nothing of the page around them."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tocsin.demo import FEATURED, articles
from tocsin.reading.read import read
from tocsin.records import Article

EXPECTED: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "expected.toml").read_text(encoding="utf-8")
)
PAGES = [path for path in articles() if path.suffix == ".html"]
AROUND = (
    "dvertisement", "ADVERTISEMENT", "Sign up", "newsletter", "Subscribe", "cookies", "Log in", "READ ALSO",
    "Most read", "Recommended", "See also", "Share", "Copy link", "All rights reserved", "Photo:", "views", "Views:",
    "min read", "Support us", "breaking news", "Invented", "Horoscope", "Tags",
)  # fmt: skip


@cache
def article(path: Path) -> Article:
    return read(str(path))


def name(path: Path) -> str:
    return path.name


def test_a_dozen_articles_are_bundled_in_the_order_of_their_days() -> None:
    names = [path.name for path in articles()]
    assert names == sorted(EXPECTED)
    assert names == sorted(names)
    assert len(names) == 12
    assert FEATURED in articles()


@pytest.mark.parametrize("path", articles(), ids=name)
def test_each_file_says_that_it_is_invented(path: Path) -> None:
    assert "Invented for the demonstration of Tocsin" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", articles(), ids=name)
def test_title_day_and_byline_are_found(path: Path) -> None:
    wanted, got = EXPECTED[path.name], article(path)
    assert got.title == wanted["title"]
    assert got.published == wanted["published"]
    assert list(got.byline) == wanted["byline"]
    assert got.outlet == wanted.get("outlet")
    assert got.language == "en"


@pytest.mark.parametrize("path", articles(), ids=name)
def test_dateline_and_agency_are_found(path: Path) -> None:
    wanted, got = EXPECTED[path.name], article(path)
    assert (got.dateline.place if got.dateline else None) == wanted.get("place")
    assert got.agency == wanted.get("agency")
    if got.dateline:
        assert got.dateline.day == wanted["published"]


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_body_is_the_article_and_nothing_around_it(path: Path) -> None:
    wanted, text = EXPECTED[path.name], article(path).text
    assert text.startswith(wanted["opens"])
    assert text.endswith(wanted["closes"])
    assert len(text.split("\n\n")) == wanted["paragraphs"]
    assert [words for words in AROUND if words in text] == []


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_counters_are_figures_of_the_page(path: Path) -> None:
    wanted, figures = EXPECTED[path.name], article(path).figures
    assert figures.views == wanted.get("views")
    assert figures.comments == wanted.get("comments")


@pytest.mark.parametrize("path", [path for path in articles() if path.suffix == ".txt"], ids=name)
def test_plain_text_is_kept_as_it_is(path: Path) -> None:
    assert article(path).text == path.read_text(encoding="utf-8")
