"""HTML pages as Articles: the article's paragraphs and nothing else."""

from datetime import date

import pytest

from tocsin.errors import ReadingError
from tocsin.reading.page import article_from_html
from tocsin.records import Article, Dateline, Figures

PARAGRAPHS = (
    "LORUSK, March 3 (Reuters) - Prime Minister Odell of Averna said on Monday that “no soldier” would cross the border.",
    "The army of Lorusk moved two brigades to the river on Sunday, according to Defence Minister Maro.",
    "“We are ready to talk,” Maro told reporters, adding that the bridges would stay open until Friday.",
    "Opposition leader Gallo accused the government of hiding the number of dead from its own parliament.",
)


def page(
    *, head: str = "", before: str = "", between: str = "", after: str = "", paragraphs: tuple[str, ...] = PARAGRAPHS
) -> str:
    shown = [f"<p>{text}</p>" for text in paragraphs]
    body = "\n".join([*shown[:2], between, *shown[2:]])
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Odell rules out war - The Averna Post</title>
    <meta property="og:type" content="article">{head}</head>
    <body><nav><a href="/">Home</a> <a href="/world">World</a></nav><main><article><h1>Odell rules out war</h1>
    {before}{body}</article>{after}</main><footer>© The Averna Post. All rights reserved.</footer></body></html>"""


def body(article: Article) -> tuple[str, ...]:
    return tuple(article.text.split("\n\n"))


def test_the_body_is_the_paragraphs_of_the_article_and_nothing_else() -> None:
    furniture = page(
        before='<div class="post-meta"><span class="views">12,408</span> <span class="comments">7</span></div>',
        between='<div class="ad-slot"><span>- Advertisement -</span></div><p>Advertisement</p><p>Read more: Ten photographs of the week</p>',
        after="""<aside class="newsletter"><h3>Subscribe to our newsletter</h3><p>Sign up here to get the latest news
        delivered directly to your inbox.</p></aside><div class="push-prompt">Get real time updates on your device, subscribe now.</div>
        <section class="related"><h3>Related posts</h3><ul><li><a href="/a">Oil prices climb</a></li></ul></section>
        <div id="comments"><h3>2 Comments</h3><p>Maro is right about the bridges, I think, and has been all along.</p></div>""",
    )
    article = article_from_html(furniture)
    assert body(article) == PARAGRAPHS
    assert article.figures == Figures(views=12_408, comments=7)
    assert {skipped.why for skipped in article.skipped} >= {
        "an advertisement marker",
        "a sign-up invitation",
        "a box of links",
    }


def test_what_the_page_says_about_its_article_is_kept_beside_the_body() -> None:
    article = article_from_html(
        page(
            head="""<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Odell rules out war",
            "datePublished": "2031-03-04T01:10:00+01:00", "author": [{"@type": "Person", "name": "Ines Gallo"}],
            "publisher": {"name": "The Averna Post"}}</script>"""
        ),
        "https://post.example/odell",
    )
    assert (article.title, article.outlet, article.byline) == (
        "Odell rules out war",
        "The Averna Post",
        ("Ines Gallo",),
    )
    assert (article.published, article.published_how) == (date(2031, 3, 4), "json-ld")
    assert article.dateline == Dateline("Lorusk", "Reuters", date(2031, 3, 3))
    assert (article.agency, article.language, article.url) == ("Reuters", "en", "https://post.example/odell")


def test_a_given_day_and_outlet_go_before_what_the_page_says() -> None:
    html = page(head='<meta property="article:published_time" content="2031-03-04">')
    article = article_from_html(html, published=date(2030, 1, 1), outlet="Lorusk Wire")
    assert (article.published, article.published_how, article.outlet) == (date(2030, 1, 1), "given", "Lorusk Wire")
    assert article_from_html(html).published_how == "opengraph"


def test_the_title_stands_without_the_outlet_and_not_in_the_body() -> None:
    html = page(before="<p>Odell rules out war</p>").replace("<h1>Odell rules out war</h1>", "")
    article = article_from_html(
        html.replace(
            "<head>",
            '<head><meta property="og:site_name" content="Averna Post">'
            '<meta property="og:title" content="Odell rules out war | The Averna Post">',
        )
    )
    assert article.title == "Odell rules out war"
    assert article.outlet == "Averna Post"
    assert body(article) == PARAGRAPHS


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>document.write('SPOOFED')</script>",
        "<style>p:after{content:'SPOOFED'}</style>",
        "<!-- SPOOFED -->",
        "<noscript><p>SPOOFED is what the army says, according to nobody at all.</p></noscript>",
        "<template><p>SPOOFED said the army.</p></template>",
        '<iframe srcdoc="<p>SPOOFED</p>"></iframe>',
        "<svg><text>SPOOFED</text></svg>",
        '<img src=x onerror="SPOOFED" alt="SPOOFED">',
        '<p onclick="SPOOFED"></p>',
        "<textarea>SPOOFED</textarea>",
        "<object data='x'>SPOOFED</object>",
        "<math><mtext>SPOOFED</mtext></math>",
        "<select><option>SPOOFED</option></select>",
        "<![CDATA[SPOOFED]]>",
        "<?php SPOOFED ?>",
    ],
)
def test_nothing_active_or_unseen_reaches_the_text(hostile: str) -> None:
    article = article_from_html(page(between=hostile))
    assert "SPOOFED" not in article.text
    assert body(article) == PARAGRAPHS


def test_text_that_looks_like_markup_stays_text() -> None:
    odd = "Gallo wrote &lt;script&gt;alert(1)&lt;/script&gt; on the board &amp; left, a witness of the talks said on Friday."
    article = article_from_html(page(paragraphs=(*PARAGRAPHS, odd)))
    assert (
        body(article)[-1]
        == "Gallo wrote <script>alert(1)</script> on the board & left, a witness of the talks said on Friday."
    )


def test_control_characters_are_taken_out_of_a_page() -> None:
    article = article_from_html(
        page(
            paragraphs=(
                *PARAGRAPHS,
                "The\u200b army\u00ad of \x1b[31mLorusk\x07&#27;&#x1B;&#0; left the river on Friday, said Maro.",
            )
        )
    )
    assert body(article)[-1] == "The army of [31mLorusk left the river on Friday, said Maro."


def test_paragraphs_in_a_second_container_of_the_same_kind_are_found() -> None:
    more = tuple(
        f"On day {day} of the talks, the ministers met behind closed doors in Lorusk and said nothing to anybody outside."
        for day in range(1, 9)
    )
    first = "".join(f"<p>{text}</p>" for text in (*PARAGRAPHS, *more[:3]))
    second = "".join(f"<p>{text}</p>" for text in more[3:])
    html = page(paragraphs=()).replace(
        "</h1>",
        f'</h1><section><div class="chunk">{first}</div></section><div class="wide-ad"><b>x</b></div><section><div class="chunk">{second}</div></section>',
    )
    assert body(article_from_html(html)) == (*PARAGRAPHS, *more)


def test_an_embedded_post_is_part_of_what_was_said() -> None:
    post = '<blockquote class="twitter-tweet"><p>The bridges stay open, whatever Lorusk says about them tonight.</p></blockquote>'
    assert "The bridges stay open, whatever Lorusk says" in article_from_html(page(between=post)).text


def test_the_id_follows_the_content_and_nothing_else() -> None:
    assert article_from_html(page()).id == article_from_html(page().encode()).id
    assert article_from_html(page()).id != article_from_html(page(paragraphs=PARAGRAPHS[:3])).id


def test_the_language_is_that_of_the_words_not_of_the_attribute() -> None:
    spanish = tuple(
        f"El primer ministro Odell dijo el lunes {number} que el ejército no cruzaría la frontera con Lorusk."
        for number in range(5)
    )
    assert article_from_html(page(paragraphs=spanish)).language == "es"


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ("<html><body>" + "<div>" * 20_000 + "Averna", r"nests its elements too deep"),
        ("<html><body>" + "<b>x</b>" * 100_000, r"more than 30,000 elements"),
        (
            "<html><body><p " + " ".join(f"a{number}" for number in range(20_000)) + ">Averna",
            r"more than 5,000 attributes",
        ),
        ("<html><p>" + "x" * 15_000_001, r"larger than 15 MB"),
    ],
    ids=["deep", "many", "attributes", "large"],
)
def test_a_bomb_is_refused_in_one_sentence(html: str, message: str) -> None:
    with pytest.raises(ReadingError, match=message) as caught:
        article_from_html(html)
    assert "\n" not in str(caught.value)
