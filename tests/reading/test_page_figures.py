"""What a page counts about itself."""

import pytest

from tocsin.reading.blocks import parsed
from tocsin.reading.figures import of_line, of_tree
from tocsin.records import Figures


def counted(body: str, objects: list[dict[str, object]] | None = None) -> Figures:
    return of_tree(parsed(f"<html><body>{body}<p>Odell left.</p></body></html>", "x"), objects or [])[0]


@pytest.mark.parametrize(
    ("body", "figures"),
    [
        ('<span class="comments">0</span> <span class="views">2,033</span>', Figures(views=2033, comments=0)),
        (
            '<div class="td-post-views">1.2K</div><a class="comment-count">14 Comments</a>',
            Figures(views=1200, comments=14),
        ),
        ('<span class="share-count">3 shares</span>', Figures(shares=3)),
        ('<div class="comments">Odell was seen by 12 people on Monday</div>', Figures()),
        ('<span class="interviews">12</span><span class="viewport">3</span>', Figures()),
    ],
)
def test_an_element_named_for_a_count_gives_it(body: str, figures: Figures) -> None:
    assert counted(body) == figures


def test_json_ld_counts_go_first() -> None:
    statistic = {
        "@type": "InteractionCounter",
        "interactionType": "https://schema.org/ViewAction",
        "userInteractionCount": "900",
    }
    objects: list[dict[str, object]] = [{"@type": "NewsArticle", "commentCount": 4, "interactionStatistic": statistic}]
    assert counted('<span class="views">1</span>', objects) == Figures(views=900, comments=4)


@pytest.mark.parametrize(
    ("line", "figures"),
    [
        ("0 2,033", Figures(views=2033, comments=0)),
        ("2,033 views", Figures(views=2033)),
        ("Views: 2.033 | Comments: 4", Figures(views=2033, comments=4)),
        ("1.5M views", Figures(views=1_500_000)),
        ("2031", None),
        ("12 dead, 30 injured", None),
        ("3 comments angered Maro", None),
        ("24.01.2031", None),
        ("10 000", None),
        ("2 : 1", None),
    ],
)
def test_a_line_of_counts_is_read_and_others_are_not(line: str, figures: Figures | None) -> None:
    assert of_line(line) == figures
