import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.briefings import EMPTY, FULL, HOSTILE, TEXT

from tocsin.cli.html import render
from tocsin.cli.segments import Mark, Part, segments
from tocsin.records import Article, Briefing, Span

VOID = {"meta", "br", "img", "link", "input", "hr"}


class Page(HTMLParser):
    """The page as a browser's parser sees it: elements, ids, links, and the text of the article."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.depth_of_text = 0
        self.article = ""
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
            if dict(attrs).get("id") == "text":
                self.depth_of_text = len(self.open)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if len(self.open) < self.depth_of_text:
            self.depth_of_text = 0

    def handle_data(self, data: str) -> None:
        if self.depth_of_text:
            self.article += data

    def all(self, name: str) -> list[str]:
        return [value for _, attributes in self.elements if (value := attributes.get(name)) is not None]


@pytest.mark.parametrize("briefing", [FULL, EMPTY, HOSTILE], ids=["full", "empty", "hostile"])
def test_the_text_on_the_page_is_the_articles_text_to_the_letter(briefing: Briefing) -> None:
    assert Page(render(briefing)).article == briefing.article.text


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from(" \n\r\t<>&\"'a“é\u202eש\x1b;#"), max_size=40), st.data())
def test_any_text_under_any_marks_comes_back_to_the_letter(text: str, data: st.DataObject) -> None:
    places = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    claims = []
    for claim in FULL.claims[: data.draw(st.integers(0, 3))]:
        parts = [tuple(Span(min(p), max(p)) for p in data.draw(st.lists(places, max_size=2))) for _ in range(3)]
        claims.append(
            replace(
                claim,
                source=replace(claim.source, spans=parts[0]),
                cue=replace(claim.cue, spans=parts[1]),
                content=replace(claim.content, spans=parts[2]),
            )
        )
    page = Page(render(Briefing(id="any", article=Article(id="any", text=text), claims=tuple(claims))))
    assert page.article == text
    ids = page.all("id")
    assert {link[1:] for link in page.all("href")} <= set(ids)


def test_each_record_leads_to_its_words_and_its_words_lead_back() -> None:
    page = Page(render(FULL))
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    links = [link for link in page.all("href") if link.startswith("#")]
    assert [link for link in links if link[1:] not in ids] == []
    for record in ("c1", "c3", "c8", "e1", "e6", "i1", "q1"):
        assert record in ids
        assert f"w-{record}" in ids
        assert f"#w-{record}" in links
    # Words lead to the record they say most about: a trigger to its event though it stands inside a claim.
    words = {
        a.get("title", ""): a["href"] for tag, a in page.elements if tag == "a" and "trigger" in (a.get("class") or "")
    }
    assert any("MOBILIZE: possible" in (title or "") and link == "#e1" for title, link in words.items())


def test_words_of_a_nested_claim_are_marked_for_both() -> None:
    page = render(FULL)
    [classes] = re.findall(r'class="([^"]*)"[^>]*>that we are the danger<', page)
    assert {"content", "inner", "m-c2", "m-c3"} <= set(classes.split())


def test_nothing_of_a_hostile_article_becomes_markup() -> None:
    page = Page(render(HOSTILE))
    assert {tag for tag, _ in page.elements} <= {
        "html", "head", "meta", "title", "style", "body", "header", "div", "span", "h1", "h2", "h3", "p", "a", "i",
        "bdi",
        "main", "section", "details", "summary", "ul", "li", "footer", "q",
    }  # fmt: skip
    assert not any(name.startswith("on") for _, attributes in page.elements for name in attributes)
    assert all(link.startswith("#") for link in page.all("href"))
    assert "\x1b[2J" not in render(HOSTILE)


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    page = Page(render(FULL))
    policy = [a["content"] for tag, a in page.elements if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'"]
    assert page.all("src") == []
    assert "url(" not in render(FULL)
    assert "@import" not in render(FULL)
    assert [link for link in page.all("href") if not link.startswith("#")] == [FULL.article.url]


def test_a_briefing_of_nothing_says_so_in_each_section() -> None:
    page = render(EMPTY)
    for sentence in ("Nobody is quoted or reported.", "No political event is told.", "Nobody takes a side."):
        assert sentence in page
    assert "Left out" not in page


def test_because_names_model_rule_notes_and_score() -> None:
    page = render(FULL)
    assert "<li>read by the model reader 0.1.0</li>" in page
    assert "<li>by the rule open-question/time-will-tell</li>" in page
    assert "<li>she: Ada Odell, named in the sentence before</li>" in page
    assert "<li>score 0.71</li>" in page


def test_segments_cut_at_every_border_and_lose_nothing() -> None:
    marks = [
        Mark(Span(0, 10), Part.CONTENT, "c1"),
        Mark(Span(3, 5), Part.TRIGGER, "e1"),
        Mark(Span(4, 12), Part.SOURCE, "c2"),
    ]
    found = [segment for _, segment in segments(TEXT[:20], marks)]
    assert "".join(segment.text for segment in found) == TEXT[:20]
    assert [len(segment.marks) for segment in found] == [1, 2, 3, 2, 1, 0]
    assert [segment.first for segment in found] == [("c1",), ("e1",), ("c2",), (), (), ()]


@pytest.mark.parametrize("span", [Span(5, 5), Span(18, 99), Span(30, 40)])
def test_a_mark_that_is_empty_or_beyond_the_text_is_passed_over(span: Span) -> None:
    assert [segment.marks for _, segment in segments(TEXT[:20], [Mark(span, Part.CUE, "c1")])] == [()]
