import re

from markdown_it import MarkdownIt
from tests.briefings import EMPTY, FULL, HOSTILE

from tocsin.cli.markdown import render


def text_of(page: str) -> str:
    tokens = MarkdownIt("commonmark").parse(page)
    return " ".join(child.content for token in tokens if token.children for child in token.children if child.content)


def test_sections_stand_in_order() -> None:
    assert re.findall(r"^## (.*)$", render(FULL), re.MULTILINE) == [
        "Who says what", "What happened", "Who stands where", "Interests named", "Left open", "Left out",
    ]  # fmt: skip


def test_hearsay_is_a_list_inside_the_claim_that_tells_it() -> None:
    page = render(FULL)
    assert "\n  - accuses: “The Marble House tells" in page
    assert (
        "\n    - **The Marble House, seat of the government (Averna)** accuses: "
        "that we are the danger *(reported, 0.71)*\n" in page
    )


def test_events_and_camps_read_as_on_the_terminal() -> None:
    page = render(FULL)
    assert "- **SUPPORT**: Tessary (TSY), Orun (ORU) → Teo Gallo (AVN), *happened* (0.80)\\\n" in page
    assert "  - for: Belarno (BLO), Old Karsa\n  - against: Lorusk (LRK)\n" in page


def test_a_briefing_of_nothing_says_so() -> None:
    assert "*Nobody is quoted or reported.*" in render(EMPTY)
    assert "Left out" not in render(EMPTY)


def test_nothing_of_a_hostile_article_becomes_markup() -> None:
    tokens = MarkdownIt("commonmark").parse(render(HOSTILE))
    inside = {child.type for token in tokens for child in token.children or ()}
    assert inside <= {
        "text",
        "softbreak",
        "hardbreak",
        "strong_open",
        "strong_close",
        "em_open",
        "em_close",
        "text_special",
    }
    assert "html_block" not in {token.type for token in tokens}
    assert "</title><script>alert(2)</script>" in text_of(render(HOSTILE)).replace(" ", "")
    assert "\x1b" not in render(HOSTILE)
