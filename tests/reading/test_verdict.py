"""Pages that are no article, each told by its name."""

import pytest

from tocsin.errors import NotAnArticle
from tocsin.reading.page import article_from_html

HEADLINES = "".join(
    f'<div class="card"><h3><a href="/{n}">Minister number {n} of Averna says no to the treaty</a></h3></div>'
    for n in range(30)
)
COOKIES = """<h1>Before you continue</h1><p>We and our partners use cookies to store and access information on your device.</p>
<p>You can accept all cookies, reject all cookies or manage your cookie preferences at any time.</p><button>Accept all</button>"""
LOGIN = """<h1>Odell rules out war</h1><p>This article is only available to subscribers. Already a subscriber?</p>
<p>Please log in to continue reading, or start your free trial today.</p><form><input name=user></form>"""


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("", r"the page is empty"),
        ("<script>render()</script><div id=app></div>", r"the page is empty"),
        ("   <p> </p>", r"the page is empty"),
        (HEADLINES, r"an index page with 30 headlines"),
        (COOKIES, r"a cookie wall"),
        (LOGIN, r"a log-in or payment page"),
        (
            "<h1>Just a moment...</h1><p>Checking your browser before accessing post.example. Enable JavaScript and cookies to continue.</p>",
            r"a check for robots",
        ),
        ("<h1>404</h1><p>The page was not found. It may have been moved.</p>", r"an error page"),
        (
            "<p>You need to enable JavaScript to run this app, which is all there is to it.</p>",
            r"only shows itself with scripts",
        ),
        ("<p>Hello</p>", r"no running text"),
    ],
    ids=["empty", "scripts", "blank", "index", "cookies", "login", "robots", "error", "javascript", "nothing"],
)
def test_a_page_without_an_article_is_refused_by_what_it_is(body: str, why: str) -> None:
    with pytest.raises(NotAnArticle, match=why) as caught:
        article_from_html(f"<html><head><title>The Averna Post</title></head><body>{body}</body></html>")
    assert "\n" not in str(caught.value)


def test_a_brief_is_an_article_though_its_page_has_a_cookie_notice_and_links() -> None:
    html = f"""<html><head><meta property="og:type" content="article"></head><body><article><h1>Maro resigns</h1>
    <p>Defence Minister Maro of Lorusk resigned on Monday after the talks with Averna had failed.</p>
    <p>Odell called the step overdue, and asked for new talks within the week.</p></article>
    <div>We use cookies. Accept all cookies.</div><aside>{HEADLINES}</aside></body></html>"""
    assert article_from_html(html).text.startswith("Defence Minister Maro")


def test_an_article_about_walls_is_an_article() -> None:
    text = "<p>Averna's parliament voted on Monday to make sites ask before they use cookies, and to let readers reject all cookies.</p>"
    more = "<p>Gallo said that pages which tell readers to log in to continue would be fined, whatever their owners say about it.</p>"
    html = f'<html><head><meta property="og:type" content="article"></head><body><article>{text}{more * 1}{text}</article></body></html>'
    assert "reject all cookies" in article_from_html(html).text
