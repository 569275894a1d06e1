"""What a page says about its article, and in which order it is believed."""

from datetime import date

import pytest

from tocsin.reading.blocks import parsed
from tocsin.reading.byline import byline
from tocsin.reading.jsonld import objects
from tocsin.reading.metadata import Metadata, metadata


def said(head: str, body: str = "<h1>Odell rules out war</h1>") -> Metadata:
    return metadata(
        parsed(f"<html><head>{head}</head><body>{body}<p>Odell ruled out war.</p></body></html>", "the page")
    )


def ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def test_json_ld_goes_before_meta_elements() -> None:
    found = said(
        ld(
            '{"@graph": [{"@type": "WebSite", "name": "Post"}, {"@type": ["NewsArticle"], "datePublished": "2031-03-04", "author": "Ines Gallo"}]}'
        )
        + '<meta property="article:published_time" content="2030-01-01"><meta name="author" content="Someone Else">'
    )
    assert (found.published, found.published_how, found.byline) == (date(2031, 3, 4), "json-ld", ("Ines Gallo",))


def test_meta_elements_serve_where_there_is_no_json_ld() -> None:
    found = said(
        '<meta property="article:published_time" content="2031-03-04T08:00:00Z"><meta name="author" content="By Ines Gallo">'
        '<meta property="og:site_name" content="The Averna Post">'
    )
    assert (found.published, found.published_how) == (date(2031, 3, 4), "opengraph")
    assert (found.byline, found.outlet) == (("Ines Gallo",), "The Averna Post")


@pytest.mark.parametrize(
    "broken",
    [
        "{",
        "not json",
        '{"@type": "NewsArticle"',
        "[" * 50_000,
        '{"@type": 5, "author": {"name": {"name": 3}}}',
        '"text"',
        "null",
        "",
    ],
    ids=range(8),
)
def test_broken_json_ld_is_passed_over(broken: str) -> None:
    found = said(ld(broken) + '<meta property="article:published_time" content="2031-03-04">')
    assert found.published == date(2031, 3, 4)


@pytest.mark.parametrize(
    "mended",
    [
        '<!-- {"@type": "Article"} -->',
        '{"@type": "Article",}',
        '{"@type": "Article"};',
        '{"@type": "Article", "x": "a\nb"}',
        '//<![CDATA[\n{"@type": "Article"}\n//]]>',
    ],
)
def test_json_ld_as_publishers_break_it_is_read(mended: str) -> None:
    assert [
        item["@type"] for item in objects(parsed(f"<html><head>{ld(mended)}</head><body><p>x</p></body></html>", "x"))
    ] == ["Article"]


def test_the_articles_of_a_list_are_not_the_article() -> None:
    found = said(
        ld(
            '{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "Other", "datePublished": "2020-01-01"}]}'
        )
    )
    assert found.published_how != "json-ld"
    assert found.title == "Odell rules out war"


def test_a_day_marked_on_the_page_serves_where_the_head_is_silent() -> None:
    marked = '<time itemprop="datePublished" datetime="2031-03-04T16:45+0100">4 March</time><time datetime="2029-01-01">x</time>'
    assert (said("", marked).published, said("", marked).published_how) == (date(2031, 3, 4), "page")


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("<span>By Ines Gallo</span><p>{prose}</p>", ("Ines Gallo",)),
        ("<ul><li><b>Autor</b> Ines Gallo</li></ul><p>{prose}</p>", ("Ines Gallo",)),
        ("<p><strong>Ines Gallo/Maro Odell</strong></p><p>{prose}</p>", ("Ines Gallo", "Maro Odell")),
        ("<p>{prose}</p><p><strong>Ines Gallo</strong></p>", ("Ines Gallo",)),
        ("<p>{prose}</p><p><strong>Prime Minister</strong></p><p>{prose}</p>", ()),  # a heading
        ("<p>By Monday The Army had left.</p><p>{prose}</p>", ()),
    ],
)
def test_a_byline_that_the_page_shows_is_read_where_the_head_names_nobody(body: str, names: tuple[str, ...]) -> None:
    prose = "The army of Lorusk left the river on Friday, and nobody in Averna could say where it had gone."
    assert said('<meta property="og:site_name" content="Post">', body.format(prose=prose)).byline == names


@pytest.mark.parametrize(
    ("written", "names"),
    [
        (["By Ines Gallo"], ("Ines Gallo",)),
        (["Ines Gallo and Maro Odell"], ("Ines Gallo", "Maro Odell")),
        (["Ines Gallo, Maro Odell and Ana Gallo"], ("Ines Gallo", "Maro Odell", "Ana Gallo")),
        (["Von Ines Gallo und Maro Odell"], ("Ines Gallo", "Maro Odell")),
        (["Ines Gallo | Averna Post"], ("Ines Gallo",)),
        (["Ines Gallo, Lorusk"], ("Ines Gallo",)),
        (["Gallo, Ines"], ("Gallo, Ines",)),
        (["Ines Gallo, Staff Writer"], ("Ines Gallo",)),
        (["INES GALLO", "Ines Gallo"], ("INES GALLO",)),
        (["<a href='/x'>Ines Gallo</a>"], ("Ines Gallo",)),
        (["admin", "https://post.example/ines", "ines@post.example", "Staff", "42", ""], ()),
        (["The Averna Post"], ("The Averna Post",)),
        (["Ines Gallo", "Averna Post"], ("Ines Gallo",)),
    ],
)
def test_a_byline_is_names_and_nothing_else(written: list[str], names: tuple[str, ...]) -> None:
    assert byline(written, outlet="The Averna Post") == names
