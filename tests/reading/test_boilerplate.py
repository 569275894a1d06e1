"""Lines that are not the article, in plain text and in general."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.reading.boilerplate import asides, reason, title_of

TEXT = """Odell rules out war

0 2,033

AVERNA – Prime Minister Odell ruled out war on Monday.

- Advertisement -

“The border is closed,” Odell told reporters. He will meet Maro on Friday.

Related posts
Oil prices climb after talks
Ten photographs of the week

Subscribe to our newsletter
Sign up here to get the latest news, updates and special offers delivered directly to your inbox.

Get real time updates directly on you device, subscribe now."""


def test_plain_text_keeps_its_prose_and_marks_the_rest() -> None:
    marked = [span.of(TEXT) for span in asides(TEXT)]
    assert marked == [
        "Odell rules out war",
        "0 2,033",
        "- Advertisement -",
        "Related posts",
        "Oil prices climb after talks",
        "Ten photographs of the week",
        "Subscribe to our newsletter",
        "Sign up here to get the latest news, updates and special offers delivered directly to your inbox.",
        "Get real time updates directly on you device, subscribe now.",
    ]


@given(st.text(alphabet="aB. \n\r\t-–0“”,:|", max_size=200))
def test_asides_lie_in_order_apart_and_within_one_line(text: str) -> None:
    spans = asides(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all(span.of(text).strip() == span.of(text) and "\n" not in span.of(text) for span in spans)


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "ADVERTISEMENT",
        "Story continues below advertisement",
        "Anzeige",
        "Publicidad",
        "Sign up for our newsletter",
        "Share this article",
        "Follow us on Facebook and Twitter",
        "Facebook Twitter WhatsApp",
        "Read more: Odell rules out war",
        "READ ALSO | Maro resigns",
        "Lesen Sie auch: Odell tritt ab",
        "Photo: Ines Gallo / Averna Post",
        "© 2031 The Averna Post",
        "Leave a comment",
        "12 Comments",
        "3 min read",
        "Published March 3, 2031 at 10:15 AM",
        "Last updated: 3 March 2031",
        "2,033 views",
        "By Ines Gallo",
        "odell@averna.example",
        "We use cookies to improve this site.",
        "Get breaking news alerts straight to your inbox",
    ],
)
def test_furniture_is_told_from_prose(line: str) -> None:
    assert reason(line) is not None


@pytest.mark.parametrize(
    "line",
    [
        "Odell signed up to the treaty, and Maro did not.",
        "The advertisement cost the ministry two million.",
        "Share prices in Lorusk fell by a third on Monday.",
        "Maro shared the article with reporters.",
        "Subscribers to the state's gas company were cut off.",
        "Read the treaty, Odell told the deputies, before you vote on it.",
        "“Follow me,” Odell said.",
        "Comments by Maro angered the opposition.",
        "Related crimes went unpunished, the report said.",
        "By Friday, the army had left the river.",
        "Watch officers saw three boats.",
        "More than 300 people died.",
        "Join the army, Maro told them, and see your village again.",
        "On 3 March 2031, the talks broke off.",
        "Get out, the crowd shouted at Odell.",
        "Cookies were served at the talks.",
        "Support for Gallo grew to 40 per cent.",
        "The photo shows Odell with Maro in Lorusk.",
        "Sources close to Odell said the talks had failed.",
        "See you in court, Gallo told him.",
        "12 dead in Averna, 30 hurt",
    ],
)
def test_prose_that_begins_like_furniture_is_prose(line: str) -> None:
    assert reason(line) is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Will Odell fight?\n\nOdell will not say.", "Will Odell fight?"),
        ("Odell rules out war\nOdell ruled out war on Monday.", None),  # nothing parts it from the text
        ("Odell ruled out war on Monday.\n\nMaro did not.", None),
        ("“The border is closed.”\n\nSo said Odell on Monday.", None),
        ("LORUSK (AP) — The army left\n\nIt left on Monday.", None),
        ("Odell rules out war", None),
    ],
)
def test_a_first_line_is_a_title_only_when_it_is_no_sentence_and_stands_alone(text: str, title: str | None) -> None:
    span = title_of(text)
    assert (span.of(text) if span else None) == title
