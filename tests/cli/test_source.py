"""`tocsin source` and `tocsin grade`: whose a source is, whether register files are in order, grades with reasons."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.cli.quarrel import (
    BUILD_UP,
    CODEBOOK,
    EVENTS,
    REGISTER,
    changed,
    doing,
    lines,
    problem,
    refused,
    tocsin,
)

COURIER = """\
name = "The Harbour Courier"
also = ["Courier of the Harbour"]
domains = ["harbour-courier.example"]
kind = "newspaper"
country = "AVN"

[references]
name = "https://harbour-courier.example/about"
also = "https://harbour-courier.example/about"
domains = "https://harbour-courier.example/about"
kind = "https://harbour-courier.example/about"
country = "https://harbour-courier.example/about"
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TOCSIN_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def register(tmp_path: Path) -> Path:
    folder = tmp_path / "register"
    folder.mkdir()
    (folder / "harbour-courier.toml").write_text(COURIER, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "name",
    [
        ["loruskan-telegraph-agency"],
        ["Loruskan", "Telegraph", "Agency"],
        ["the loruskan telegraph agency"],
        ["LTA"],
        ["https://www.lta.example/2031/05/03/a"],
        ["lta.example"],
    ],
)
def test_a_source_is_found_by_id_name_or_address(name: list[str]) -> None:
    done = tocsin("source", "show", *name, "--register", REGISTER, "--json")
    assert (done.code, done.err, done.json["id"]) == (0, "", "loruskan-telegraph-agency")


def test_what_is_known_of_a_source_stands_with_where_it_can_be_checked() -> None:
    done = tocsin("source", "show", "LTA", "--register", REGISTER)
    assert (done.code, done.err) == (0, "")
    owner = next(line for line in done.out.splitlines() if line.startswith("owner"))
    assert "Government of Lorusk" in owner
    assert "https://lta.example/about" in owner
    assert "it is the government’s own agency" in " ".join(done.out.split())
    assert "(favours LRK; harms" in done.out
    assert "F: cannot be judged: none of its reports has been resolved yet" in " ".join(done.out.split())


def test_all_that_the_json_tells_stands_in_the_file() -> None:
    found = tocsin("source", "show", "LTA", "--register", REGISTER, "--json").json
    written = tomllib.loads((REGISTER / "loruskan-telegraph-agency.toml").read_text(encoding="utf-8"))
    for field in ("name", "also", "domains", "kind", "country", "owner", "family", "control", "state"):
        assert found[field] == written[field]
    assert found["judged"]["reliability"] == "F"
    assert found["judged"]["false_alarm_with_interest"] > found["judged"]["false_alarm"]
    assert found["judged"]["false_alarm_against_interest"] < found["judged"]["false_alarm"]


def test_an_unknown_source_is_said_with_those_of_like_names(home: Path) -> None:
    done = tocsin("source", "show", "Loruskan Telegraf Agenci", "--register", REGISTER)
    assert (done.code, done.out) == (1, "")
    assert "no source is known as 'Loruskan Telegraf Agenci'" in done.err
    assert str(home / "register") in done.err
    assert "known are: Loruskan Telegraph Agency" in done.err


def test_a_source_quite_unknown_suggests_nothing() -> None:
    done = tocsin("source", "show", "zzzzqqqq")
    assert (done.code, done.err.count("\n")) == (1, 1)


def test_the_users_own_register_is_read_by_itself(home: Path) -> None:
    (home / "register").mkdir(parents=True)
    (home / "register" / "harbour-courier.toml").write_text(COURIER, encoding="utf-8")
    assert tocsin("source", "show", "harbour-courier.example", "--json").json["name"] == "The Harbour Courier"


def test_a_file_of_the_same_name_takes_the_place_of_the_one_before(register: Path) -> None:
    judged = COURIER.replace("[references]", 'reliability = "B"\nbecause = "ten years of reading it"\n[references]')
    (register / "loruskan-telegraph-agency.toml").write_text(judged, encoding="utf-8")
    done = tocsin(
        "source", "show", "loruskan-telegraph-agency", "--register", REGISTER, "--register", register, "--json"
    )
    assert done.json["name"] == "The Harbour Courier"
    assert done.json["judged"]["reliability"] == "B"
    assert done.json["judged"]["because"] == "an analyst's judgement: ten years of reading it"


def test_the_list_holds_what_is_asked_for() -> None:
    found = tocsin("source", "list", "--register", REGISTER, "--country", "LRK", "--json").json
    assert {one["id"] for one in found} == {
        "loruskan-defence-ministry",
        "loruskan-telegraph-agency",
        "veligrad-herald",
    }
    agencies = tocsin("source", "list", "--register", REGISTER, "--country", "LRK", "--kind", "agency")
    assert [line.split()[0] for line in agencies.out.splitlines()] == ["id", "loruskan-telegraph-agency"]
    assert agencies.err == "tocsin: 1 sources\n"
    assert len(tocsin("source", "list", "--json").json) > 100


def test_registers_in_order_are_counted(register: Path) -> None:
    done = tocsin("source", "check", register, REGISTER)
    assert (done.code, done.err) == (0, "")
    assert done.out == f"{1 + len(list(REGISTER.glob('*.toml')))} sources in order, 0 faults\n"


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('kind = "newspaper"', 'kind = "paper"', 4, "kind = 'paper' is not one of agency, newspaper"),
        ('kind = "newspaper"\n', "", 1, "kind is missing"),
        ('country = "AVN"', 'country = "Averna"', 5, "is not a code of three capitals"),
        ('country = "AVN"', 'country = "AVN"\nowner = "Nora Quill"', 6, "owner has no reference"),
        ('country = "AVN"', 'country = "AVN"\nowned = "Nora Quill"', 6, "did you mean owner?"),
        ('country = "AVN"', 'country = "AVN"\ncontrol = "royal"', 6, "control = 'royal' is not one of state"),
        ('country = "AVN"', 'country = "AVN"\nreliability = "B"', 6, "a reliability needs a because"),
        ('country = "AVN"', 'country = "AVN"\nreliability = "G"\nbecause = "so"', 6, "is not a letter from A to F"),
        ('country = "AVN"', 'country = "AVN"\n[[interest]]\nmatter = "gas"', 6, "gain is missing"),
        ('also = ["Courier of the Harbour"]', "also = [1]", 2, "not a list of texts"),
        ("[references]", "[references", 7, "not TOML"),
    ],
)
def test_a_faulty_register_file_is_named_with_its_line(
    old: str, new: str, line: int, said: str, register: Path
) -> None:
    assert COURIER.count(old) == 1
    file = register / "harbour-courier.toml"
    file.write_text(COURIER.replace(old, new), encoding="utf-8")
    (register / "other.toml").write_text(COURIER, encoding="utf-8")
    done = tocsin("source", "check", register)
    assert done.code == 2
    assert any(one.startswith(f"{file}:{line}: ") and said in one for one in done.out.splitlines()), done.out
    assert done.out.splitlines()[-1].startswith("1 sources in order, ")
    # The other commands will not run over it, and say the same.
    assert said in tocsin("source", "show", "harbour-courier", "--register", register).err


def test_a_register_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    refused(tocsin("source", "check", tmp_path / "nowhere"))
    assert "nowhere" in refused(tocsin("source", "list", "--register", tmp_path / "nowhere"))


def grade(*words: object) -> Any:
    done = tocsin("grade", *words, "--json", "--register", REGISTER, "--codebook", CODEBOOK)
    assert (done.code, done.err) == (0, "")
    return done.json


def told(by: str, **changes: Any) -> dict[str, Any]:
    return {**BUILD_UP, "outlet": by, "url": None, **changes}


@pytest.mark.parametrize(
    ("others", "digit"),
    [
        ([], "6"),
        ([told("Northern Ledger")], "2"),
        ([told("Northern Ledger"), told("Tessarian Post")], "1"),
        ([told("Northern Ledger", date="2021-05-18")], "6"),  # more than a week later
        ([told("Northern Ledger", source="Belarno")], "6"),
        ([told("Northern Ledger", status="negated")], "4"),
        ([told("Northern Ledger", status="negated"), told("Tessarian Post", status="negated")], "5"),
        ([told("Northern Ledger", status="negated"), told("Tessarian Post")], "3"),
    ],
)
def test_credibility_is_what_others_tell(others: list[dict[str, Any]], digit: str, tmp_path: Path) -> None:
    reports = grade(lines(tmp_path / "e.jsonl", told("Meridian Dispatch"), *others))
    (report,) = (one for one in reports if one["teller"] == "Meridian Dispatch")
    assert report["grade"] == f"F{digit}"
    assert any(reason.startswith(f"credibility {digit}: ") for reason in report["reasons"])


def test_who_answers_to_the_same_hands_confirms_little(tmp_path: Path) -> None:
    rows = [told(by, source="Averna", target="Lorusk") for by in ("Loruskan Telegraph Agency", "The Veligrad Herald")]
    reports = grade(lines(tmp_path / "e.jsonl", *rows))
    assert {report["grade"] for report in reports} == {"F3"}
    assert {report["leaning"] for report in reports} == {"with interest"}


def test_an_analysts_letter_is_the_reliability_and_not_the_credibility(tmp_path: Path, register: Path) -> None:
    judged = COURIER.replace("[references]", 'reliability = "A"\nbecause = "never wrong so far"\n[references]')
    (register / "harbour-courier.toml").write_text(judged, encoding="utf-8")
    rows = lines(tmp_path / "e.jsonl", told("The Harbour Courier"))
    (report,) = grade(rows, "--register", register)
    assert report["grade"] == "A6"
    assert "reliability A: The Harbour Courier: an analyst's judgement: never wrong so far" in report["reasons"]


def test_a_record_of_resolved_reports_earns_a_letter(tmp_path: Path) -> None:
    told_of = lines(tmp_path / "told.jsonl", *EVENTS)
    for number in range(3):
        question = changed(tmp_path / f"attack-{number}.toml")
        assert problem("run", question, "--over", told_of, "--register", REGISTER).code == 0
        assert problem(
            "resolve", question, "no", "--by", "Two agencies", "--reference", "x",
            "--sign", "build-up=yes", "--sign", "talks=yes",
        ).code == 0  # fmt: skip
    before = grade(lines(tmp_path / "e.jsonl", told("The Unheard-of Gazette")))[0]
    after = grade(lines(tmp_path / "e.jsonl", told("Northern Ledger")))[0]
    assert before["grade"] == "F6"
    assert after["grade"][0] in "ABCD"
    assert any("by its record of" in reason and "resolved reports" in reason for reason in after["reasons"])


def test_grades_on_the_terminal_stand_with_quotation_and_reasons(tmp_path: Path) -> None:
    rows = lines(tmp_path / "e.jsonl", told("Meridian Dispatch"), told("Northern Ledger"))
    done = tocsin("grade", rows, "--register", REGISTER, "--codebook", CODEBOOK)
    assert (done.code, done.err) == (0, "")
    assert f"F2  MOBILIZE  {BUILD_UP['text']}" in done.out
    assert "credibility 2: told independently by Northern Ledger" in done.out
    assert "2 reports in 2 articles: 2 origins, 2 owners" in done.out


def test_what_could_not_be_graded_is_said(tmp_path: Path) -> None:
    undated = json.loads(doing("undated", None, "Lorusk moved guns.", "MOBILIZE", "moved", "material conflict"))
    done = tocsin("grade", lines(tmp_path / "e.jsonl", BUILD_UP, undated, "{"), "--json", "--codebook", CODEBOOK)
    assert done.code == 1
    assert len(done.json) == 2  # also what has no day is graded, beside the rest
    assert "e.jsonl, line 3: not JSON" in done.err
    assert "The undated article: its day is not known" in done.err
    assert "nothing in" in refused(tocsin("grade", lines(tmp_path / "bad.jsonl", "{"), "--codebook", CODEBOOK))
