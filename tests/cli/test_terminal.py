import io
import re
from dataclasses import replace

import pytest
from rich.console import Console
from tests.briefings import DANGER, EMPTY, FULL, HOSTILE, SIGNS, TANKS

from tocsin.cli.terminal import show
from tocsin.records import Briefing, Skipped


def shown(briefing: Briefing, width: int = 80, *, terminal: bool = False) -> str:
    stream = io.StringIO()
    show(
        briefing,
        Console(file=stream, width=width, force_terminal=terminal, color_system="standard" if terminal else None),
    )
    return stream.getvalue()


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("width", [40, 80, 100, 160])
@pytest.mark.parametrize("briefing", [FULL, EMPTY, HOSTILE], ids=["full", "empty", "hostile"])
def test_no_line_is_wider_than_the_terminal(briefing: Briefing, width: int) -> None:
    assert max(map(len, shown(briefing, width).splitlines())) <= min(width, 120)


def test_speaker_office_country_act_and_hedge_are_on_the_page() -> None:
    page = shown(FULL)
    assert "Ivo Maro, director of the State Watch (Lorusk)\n" in page
    assert re.search(r"says +Averna is preparing a military operation +reported  0\.93\n.*hedged\n", page)
    assert re.search(r"accuses +“The Marble House tells .* quoted  0\.97\n", page)
    assert "Nobody named" in page


def test_provenance_says_how_the_day_is_known() -> None:
    page = flat(shown(FULL))
    assert "Meridian Dispatch · by Nora Quill and Dario Pell" in page
    assert "21 March 2031 (from the page’s metadata)" in page
    assert "datelined Lorusk City" in page
    assert "2,033 views · 0 comments" in page


def test_hearsay_stands_indented_under_the_claim_that_tells_it() -> None:
    lines = shown(FULL).splitlines()
    outer = next(number for number, line in enumerate(lines) if "“The Marble House tells" in line)
    inner = next(number for number, line in enumerate(lines) if "└ The Marble House" in line)
    assert outer < inner
    assert lines[inner].index("└") > lines[outer].index("accuses")
    assert "that we are the danger" in lines[inner + 1]


def test_claims_of_one_speaker_stand_under_one_name() -> None:
    assert shown(FULL).count("Ivo Maro, director") == 1


def test_an_event_shows_who_to_whom_whether_when_and_by_whom_told() -> None:
    page = flat(shown(FULL, 120))
    assert "MOBILIZE Averna AVN → Lorusk LRK possible" in page
    assert "Tessary TSY, Orun ORU → Teo Gallo AVN" in page
    assert "5 March 2031 (“March 5”) · at Portavel (Averna) · 12 dead, 30 injured · told by " in page
    assert "“expelled” · told by Meridian Dispatch" in page
    assert "somebody did not happen" in page


def test_the_camps_of_a_matter_face_each_other() -> None:
    assert "on Ada Odell AVN for Belarno BLO, Old Karsa against Lorusk LRK" in flat(shown(FULL))


def test_interests_open_questions_and_what_was_left_out_are_shown() -> None:
    page = flat(shown(FULL))
    assert (
        "Lorusk Gas LRK: earns more whenever the port is shut · on the port of Portavel · conflict of interest" in page
    )
    assert "only time will tell whether it will dare left open by Ivo Maro" in page
    assert "Subscribe to our newsletter a sign-up box reading" in page


def test_a_briefing_of_nothing_says_so() -> None:
    page = shown(EMPTY)
    for sentence in ("Nobody is quoted or reported.", "No political event is told.", "Nobody takes a side."):
        assert sentence in page


def test_what_is_piped_is_plain() -> None:
    page = shown(FULL)
    assert "\x1b" not in page
    assert not any(line.endswith(" ") for line in page.splitlines())


def test_a_terminal_gets_colour() -> None:
    assert "\x1b[" in shown(FULL, terminal=True)


def test_no_color_is_heeded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    stream = io.StringIO()
    show(FULL, Console(file=stream, width=80, force_terminal=True))
    assert not re.search(r"\x1b\[[0-9;]*3[1-7]m", stream.getvalue())


def test_an_article_cannot_steer_the_terminal() -> None:
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown(HOSTILE))


def test_claims_that_are_each_others_parents_are_still_shown() -> None:
    briefing = replace(FULL, claims=(replace(TANKS, parent=DANGER.id), DANGER, replace(SIGNS, parent="gone")))
    page = flat(shown(briefing))
    for words in ("that we are the danger", "The Marble House tells its friends", "Averna is preparing"):
        assert page.count(words) == 1


def test_a_long_list_of_what_was_left_out_is_counted() -> None:
    briefing = replace(
        EMPTY, skipped=tuple(Skipped(f"box {number}", "reading", "a sign-up box") for number in range(40))
    )
    page = shown(briefing)
    assert "box 11 " in page
    assert "box 12 " not in page
    assert "and 28 more, all in --json" in page


def test_long_content_is_shortened_at_a_word() -> None:
    content = replace(SIGNS.content, text="Averna will not talk to anybody before the vote. " * 40)
    page = flat(shown(replace(FULL, claims=(replace(SIGNS, content=content),)), 80))
    assert page.count("Averna will not talk") <= 4
    assert "…" in page
