"""`tocsin deeds`: words and deeds side by side, what goes against the other marked."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.cli.quarrel import BUILD_UP, doing, lines, saying, tocsin

from tocsin.records import Act, Actor, How, Party, Status, When

DROM = Actor("Pavel Drom", "LRK", "MIL", "defence minister")
PROMISE = saying(
    "promise",
    "2021-05-19",
    "Pavel Drom said that Lorusk will withdraw its brigade.",
    "Lorusk will withdraw its brigade",
    by=DROM,
    act=Act.PROMISE,
)
MOVED = doing("tanks", "2021-06-09", "Lorusk moved tanks to the border.", "MOBILIZE", "moved", "material conflict")
LEFT = doing("left", "2021-07-03", "Lorusk withdrew a brigade.", "RETREAT", "withdrew", "material cooperation")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_HOME", str(tmp_path / "home"))


def turns(tmp_path: Path, *rows: str, actor: str = "LRK", options: tuple[str, ...] = ()) -> Any:
    done = tocsin("deeds", actor, "--over", lines(tmp_path / "in.jsonl", *rows), "--json", *options)
    assert (done.code, done.err) == (0, "")
    return done.json


def test_a_deed_against_a_promise_is_marked_with_the_promise(tmp_path: Path) -> None:
    said, done = turns(tmp_path, MOVED, PROMISE)
    assert (said["deed"], said["sign"], said["what"], said["against"]) == (False, 1, "promise", None)
    assert (done["deed"], done["sign"], done["what"], done["against"]) == (True, -1, "MOBILIZE", said["id"])
    assert (said["day"], done["day"]) == ("2021-05-19", "2021-06-09")
    assert done["text"] == "Lorusk moved tanks to the border."
    assert done["toward"] == ["AVN"]


def test_a_promise_after_a_hostile_deed_is_marked_too(tmp_path: Path) -> None:
    late = PROMISE.replace("2021-05-19", "2021-06-20")
    done, said = turns(tmp_path, MOVED, late)
    assert said["against"] == done["id"]


def test_a_deed_that_keeps_the_promise_is_not_marked(tmp_path: Path) -> None:
    assert [turn["against"] for turn in turns(tmp_path, PROMISE, LEFT)] == [None, None]


def test_words_of_more_than_sixty_days_ago_are_not_held_against_anybody(tmp_path: Path) -> None:
    day = {at: PROMISE.replace("2021-05-19", at) for at in ("2021-04-09", "2021-04-10")}
    assert turns(tmp_path, day["2021-04-09"], MOVED)[1]["against"] is None  # 61 days
    assert turns(tmp_path, day["2021-04-10"], MOVED)[1]["against"] == "claim-promise"


def test_a_deed_is_held_against_the_latest_words(tmp_path: Path) -> None:
    again = PROMISE.replace("2021-05-19", "2021-06-01").replace("-promise", "-again").replace('"promise"', '"again"', 1)
    again = again.replace("withdraw its brigade", "withdraw all of its brigades")
    assert turns(tmp_path, PROMISE, again, MOVED)[-1]["day"] == "2021-06-09"
    assert turns(tmp_path, PROMISE, again, MOVED)[-1]["against"] == "claim-again"


@pytest.mark.parametrize(
    "changes",
    [
        {"status": Status.NEGATED},
        {"status": Status.HISTORICAL},
        {"status": Status.FUTURE},
        {"status": Status.HYPOTHETICAL},
        {"score": 0.4},
        {"actors": (Party("Averna", (), "Averna", "AVN"),)},
    ],
)
def test_what_did_not_happen_or_was_hardly_read_or_is_anothers_is_no_deed(
    changes: dict[str, Any], tmp_path: Path
) -> None:
    event = doing(
        "tanks", "2021-06-09", "Lorusk moved tanks to the border.", "MOBILIZE", "moved", "material conflict", **changes
    )
    assert [turn["id"] for turn in turns(tmp_path, PROMISE, event)] == ["claim-promise"]


def test_a_deed_stands_on_its_own_day_and_never_after_it_was_told(tmp_path: Path) -> None:
    for given, wanted in ((date(2021, 6, 7), "2021-06-07"), (date(2021, 6, 30), "2021-06-09")):
        told = doing(
            "tanks",
            "2021-06-09",
            "Lorusk moved tanks.",
            "MOBILIZE",
            "moved",
            "material conflict",
            when=When(given, given, How.STATED),
        )
        assert [turn["day"] for turn in turns(tmp_path, told)] == [wanted]


def test_a_person_or_a_country_may_be_asked_for(tmp_path: Path) -> None:
    assert [turn["id"] for turn in turns(tmp_path, PROMISE, MOVED, actor="pavel drom")] == ["claim-promise"]
    assert [turn["id"] for turn in turns(tmp_path, PROMISE, MOVED, actor="Lorusk")] == ["event-tanks"]
    assert turns(tmp_path, PROMISE, MOVED, actor="TSY") == []


def test_only_toward_one_side_or_on_one_matter(tmp_path: Path) -> None:
    rows = (PROMISE, MOVED, LEFT)
    assert [turn["id"] for turn in turns(tmp_path, *rows, options=("--toward", "avn"))] == ["event-tanks", "event-left"]
    assert turns(tmp_path, *rows, options=("--toward", "TSY")) == []
    assert [turn["id"] for turn in turns(tmp_path, *rows, options=("--on", "brigade"))] == [
        "claim-promise",
        "event-left",
    ]
    assert [turn["id"] for turn in turns(tmp_path, *rows, options=("--on", "gas TANKS"))] == ["event-tanks"]


def test_the_terminal_shows_words_left_deeds_right_and_what_is_against_what(tmp_path: Path) -> None:
    done = tocsin("deeds", "LRK", "--over", lines(tmp_path / "in.jsonl", PROMISE, MOVED))
    assert (done.code, done.err) == (0, "")
    said, did = (
        next(line for line in done.out.splitlines() if piece in line) for piece in ("withdraw its", "moved tanks")
    )
    assert said.startswith("19 May")
    assert did.startswith("09 Jun")
    assert said.index("+ promises") < did.index("- MOBILIZE")
    assert "against words of 19 May 2021" in done.out
    assert "1 words, 1 deeds, 1 against one another" in done.out


def test_nothing_found_is_said_and_how_to_ask(tmp_path: Path) -> None:
    done = tocsin("deeds", "Nobody", "--over", lines(tmp_path / "in.jsonl", PROMISE))
    assert (done.code, done.err) == (0, "")
    assert "Nothing that Nobody says or does was found; a country is asked for by its code" in done.out


def test_bad_lines_are_said_and_end_the_command_as_partly_done(tmp_path: Path) -> None:
    done = tocsin("deeds", "LRK", "--json", "--over", lines(tmp_path / "in.jsonl", PROMISE, "{", MOVED))
    assert (done.code, len(done.json)) == (1, 2)
    assert "in.jsonl, line 2: not JSON" in done.err


def test_an_article_without_a_date_is_left_out_and_said(tmp_path: Path) -> None:
    undated = doing("undated", None, "Lorusk moved guns.", "MOBILIZE", "moved", "material conflict")
    done = tocsin("deeds", "LRK", "--json", "--over", lines(tmp_path / "in.jsonl", PROMISE, undated))
    assert [turn["id"] for turn in done.json] == ["claim-promise"]
    assert done.code == 1
    assert "The undated article: no day of publication" in done.err


def test_coded_events_are_said_to_be_left_out(tmp_path: Path) -> None:
    done = tocsin("deeds", "LRK", "--json", "--over", lines(tmp_path / "in.jsonl", PROMISE, BUILD_UP))
    assert (done.code, len(done.json)) == (1, 1)
    assert "in.jsonl: coded events" in done.err
