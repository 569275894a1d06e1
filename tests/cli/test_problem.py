"""`tocsin problem`: written, checked, run over coded events, explained, resolved; real files, no model."""

import json
import re
import tomllib
import xml.etree.ElementTree as ET
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from math import isclose
from pathlib import Path
from typing import Any

import pytest
from tests.briefings import FULL
from tests.cli.quarrel import (
    AGAIN,
    BUILD_UP,
    EVENTS,
    QUESTION,
    TALKS,
    changed,
    lines,
    problem,
    refused,
    tocsin,
)

from tocsin.cli.ledger import Ledger
from tocsin.records.codec import dumps
from tocsin.warning.constants import constants
from tocsin.warning.probability import expit, logit


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TOCSIN_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def question(tmp_path: Path) -> Path:
    return changed(tmp_path / "attack.toml")


@pytest.fixture
def events(tmp_path: Path) -> Path:
    return lines(tmp_path / "events.jsonl", *EVENTS)


def run_json(question: Path, *words: object) -> Any:
    done = problem("run", question, "--json", *words)
    assert (done.code, done.err) == (0, "")
    return done.json


def test_a_new_problem_file_is_one_that_can_be_checked_and_run(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    assert tocsin("problem", "new", path).code == 0
    assert "can be run" in problem("check", path).out


def test_a_new_problem_file_never_overwrites_another(question: Path) -> None:
    said = refused(tocsin("problem", "new", question))
    assert "is there already" in said
    assert question.read_text(encoding="utf-8") == QUESTION


def test_a_new_problem_may_begin_from_a_worked_one(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    assert tocsin("problem", "new", path, "--like", "coup").code == 0
    listed = tocsin("problem", "list", "--json").json
    assert tomllib.loads(path.read_text(encoding="utf-8"))["question"] == listed["coup"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["mine.toml", "--like", "no-such"], "those are: ceasefire-collapse, coup"),
        (["mine.txt"], "does not end in .toml"),
        (["nowhere/mine.toml"], "there is no such folder"),
    ],
)
def test_a_new_problem_that_cannot_be_written_is_one_clear_sentence(
    words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert said in refused(tocsin("problem", "new", *words))
    assert list(tmp_path.iterdir()) == []


def test_every_worked_problem_is_listed_and_can_be_run() -> None:
    listed = tocsin("problem", "list", "--json").json
    assert "blank" not in listed
    done = problem("check", *listed)
    assert done.code == 0, done.out
    assert done.out.count(": can be run: ") == len(listed) >= 8
    assert [line.split()[0] for line in tocsin("problem", "list").out.splitlines()] == list(listed)


def line_of(path: Path, piece: str) -> int:
    return next(at for at, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if piece in line)


MATCH = 'events = ["MOBILIZE"]\nactors = ["attacker"]\nrecipients = ["target"]'
RESOLVER = '[resolver]\nname = "Two news agencies"\nreference = "https://agency.example/archive"\nif_silent = "no"\n'


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        ("deadline = 2021-07-31\n", "", "question =", "deadline is missing"),
        ("deadline = 2021-07-31", 'deadline = "soon"', "deadline =", "deadline is 'soon'"),
        ("deadline = 2021-07-31", "deadline = 2021-05-01", "deadline =", "is not after the day it was opened"),
        ('criterion = "Loruskan', 'criterium = "Loruskan', "criterium =", "did you mean criterion?"),
        (RESOLVER, "", "question =", "[resolver] is missing"),
        ('"Two news agencies"', '"Tocsin 0.1"', "name =", "Tocsin may not resolve its own questions"),
        ('if_silent = "no"', 'if_silent = "yes"', "if_silent =", "neither no nor void"),
        ('"MOBILIZE"', '"MOBILISE"', 'events = ["MOBILISE"]', "'MOBILISE' is no event type"),
        (MATCH, MATCH + '\nmodes = ["troups"]', "modes =", "'troups' is no mode of MOBILIZE"),
        (MATCH, MATCH + '\ncontexts = ["weather"]', "contexts =", "'weather' is no context"),
        (MATCH, MATCH + '\nstatus = ["negated"]', "status =", "denial of the sign"),
        (MATCH, MATCH + '\nstatus = ["likely"]', "status =", "'likely' is none of"),
        (MATCH, MATCH + '\nacts = ["shout"]', "acts =", "'shout' is none of"),
        (MATCH, MATCH + '\nplaces = ["QQQ"]', "places =", "no country of the codebook has the code QQQ"),
        (MATCH, MATCH.replace("attacker", "atacker"), "atacker", "'atacker' is no side"),
        ('["LRK"]', '["LRX"]', "attacker =", "no country of the codebook has the code LRX"),
        ('["LRK"]', '["LRK.ARMY"]', "attacker =", "ARMY is no sector"),
        ('["LRK"]', "[]", "actors =", "the side attacker has nobody in it"),
        (MATCH, "events = []", "[[indicator.match]]", "asks for nothing that can be told"),
        (MATCH, 'actors = ["attacker"]', "[[indicator.match]]", "asks for nothing that can be told"),
        (MATCH, 'cameo = ["x15"]', "cameo =", "is not the beginning of a CAMEO code"),
        ("seen_if_yes = 0.8", "seen_if_yes = 0.2", "seen_if_yes = 0.2", "is not above seen_if_no = 0.2"),
        ("seen_if_yes = 0.8", "seen_if_yes = 80", "seen_if_yes = 80", "is not a number from 0.001 to 0.999"),
        ("seen_if_no = 0.6", "seen_if_no = 0.3", "seen_if_no = 0.3\nhalf_life_days = 14\n[[i", "for a sign against"),
        ("half_life_days = 21", "half_live_days = 21", "half_live_days", "did you mean half_life_days?"),
        ('id = "threat"', 'id = "build-up"', 'id = "build-up"', "is used twice"),
        ("per_year = 0.2", "per_year = 20", "per_year =", "is not a number from"),
    ],
)
def test_a_problem_that_could_not_be_tested_is_refused_at_its_line(
    old: str, new: str, at: str, said: str, tmp_path: Path
) -> None:
    path = changed(tmp_path / "attack.toml", (old, new))
    done = problem("check", path)
    assert done.code == 2
    faults = [line for line in done.out.splitlines() if said in line]
    assert faults, done.out
    text = path.read_text(encoding="utf-8")
    first = text[: text.rindex(at) if said in ("is used twice", "for a sign against") else text.index(at)]
    assert faults[0].startswith(f"{path}:{first.count(chr(10)) + 1}: "), done.out
    assert "can be run" not in done.out
    # What cannot be checked cannot be run, and says the same.
    assert said in problem("run", path, "--over", lines(tmp_path / "e.jsonl", BUILD_UP)).err


def test_a_cameo_code_that_there_is_not_is_refused(tmp_path: Path) -> None:
    done = problem("check", changed(tmp_path / "attack.toml", (MATCH, 'cameo = ["99"]\nactors = ["attacker"]')))
    assert done.code == 2
    assert "'99'" in done.out


def test_a_problem_without_a_criterion_is_refused(tmp_path: Path) -> None:
    done = problem("check", changed(tmp_path / "attack.toml", ("criterion =", "# criterion =")))
    assert (done.code, done.out.count("\n")) == (2, 1)
    assert "criterion is missing: say in a sentence what must have happened" in done.out


def test_a_problem_without_a_sign_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "attack.toml"
    path.write_text(QUESTION.partition("[[indicator]]")[0], encoding="utf-8")
    done = problem("check", path)
    assert (done.code, done.out.count("\n")) == (2, 1)
    assert "there is no [[indicator]]" in done.out


def test_all_faults_are_said_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    path = changed(
        tmp_path / "attack.toml",
        ("opened =", "openned ="),
        ('"Two news agencies"', '"Tocsin"'),
        ("seen_if_yes = 0.8", "seen_if_yes = 0.1"),
        ("half_life_days = 21", "half_life_days = 0"),
    )
    done = problem("check", path)
    found = [int(line.removeprefix(f"{path}:").split(":")[0]) for line in done.out.splitlines()]
    assert done.code == 2
    assert found == sorted(found)
    assert set(found) >= {
        line_of(path, "openned"),
        line_of(path, "Tocsin"),
        line_of(path, "seen_if_yes = 0.1"),
        line_of(path, "half_life_days = 0"),
    }


def test_one_bad_file_among_good_ones_is_refused_and_the_good_are_told(question: Path, tmp_path: Path) -> None:
    bad = changed(tmp_path / "bad.toml", ("deadline = 2021-07-31\n", ""))
    done = problem("check", bad, question)
    assert done.code == 2
    assert f"{question}: can be run: 3 signs, open until 2021-07-31" in done.out
    assert f"{bad}:1: deadline is missing" in done.out


@pytest.mark.parametrize(
    ("content", "at", "said"),
    [
        (b'question = "a"\nopened = 2021-05-01\ndeadline = = 3\n', 3, "not TOML"),
        (b'question = "\xe9t\xe9"\n', 1, "byte 12 is not UTF-8"),
    ],
)
def test_a_file_that_is_no_toml_is_said_with_its_line(content: bytes, at: int, said: str, tmp_path: Path) -> None:
    path = tmp_path / "attack.toml"
    path.write_bytes(content)
    done = problem("check", path)
    assert (done.code, done.out.count("\n")) == (2, 1)
    assert done.out.startswith(f"{path}:{at}: {said}")


def test_a_problem_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert "nowhere.toml" in refused(problem("check", tmp_path / "nowhere.toml"))
    assert "those are: ceasefire-collapse" in refused(problem("check", "nowhere"))
    assert "nowhere.toml" in refused(problem("run", tmp_path / "nowhere.toml", "--over", tmp_path))


def test_the_figures_of_every_day_add_up(question: Path, events: Path) -> None:
    found = run_json(question, "--over", events)
    bounds = constants()["lowest"], constants()["highest"]
    assert [step["day"] for step in found["trajectory"]] == [
        date.fromordinal(date(2021, 5, 1).toordinal() + at).isoformat() for at in range(51)
    ]
    for step in found["trajectory"]:
        weights = step["weights"]
        told = sum(family["nats"] for family in step["families"])
        nats = weights["alpha"] + weights["beta"] * logit(step["prior"]) + weights["tempering"] * told
        assert isclose(told, step["evidence_nats"], abs_tol=1e-9)
        assert bounds[0] < step["probability"] < bounds[1]
        assert isclose(expit(nats), step["probability"], abs_tol=1e-9)
        assert isclose(sum(step["terms"].values()), told, abs_tol=1e-9)  # one sign a family, none clipped
    assert found["skipped"] == []


def test_a_sign_raises_the_figure_on_its_day_and_one_against_lowers_it(question: Path, events: Path) -> None:
    steps = run_json(question, "--over", events)["trajectory"]
    moved = {after["day"]: after["probability"] - before["probability"] for before, after in pairwise(steps)}
    raised = {day for day, change in moved.items() if change > 0}
    assert raised == {"2021-05-10", "2021-05-20", "2021-06-02"}  # the clock lowers it on all other days
    assert min(moved, key=moved.__getitem__) == "2021-06-20"  # and the sign against more than any
    p = {step["day"]: step for step in steps}
    assert p["2021-06-20"]["terms"]["talks"] < 0 < p["2021-06-20"]["terms"]["build-up"]
    assert [p[day]["origins"] for day in ("2021-05-09", "2021-05-10", "2021-05-20", "2021-06-02")] == [0, 1, 2, 3]


def test_a_day_knows_nothing_of_what_came_after_it(question: Path, events: Path) -> None:
    whole = run_json(question, "--over", events)["trajectory"]
    until = run_json(question, "--over", events, "--until", "2021-06-02")["trajectory"]
    assert until[-1]["day"] == "2021-06-02"
    assert until == whole[: len(until)]


def test_the_last_day_is_never_outside_the_question(question: Path, events: Path) -> None:
    after = run_json(question, "--over", events, "--until", "2022-01-01")["trajectory"]
    before = run_json(question, "--over", events, "--until", "2020-01-01")["trajectory"]
    assert (after[-1]["day"], [step["day"] for step in before]) == ("2021-07-31", ["2021-05-01"])


def test_files_given_apart_or_twice_make_the_same_forecast(question: Path, events: Path, tmp_path: Path) -> None:
    whole = run_json(question, "--over", events)["trajectory"]
    folder = tmp_path / "folder" / "inner"
    folder.mkdir(parents=True)
    for number, event in enumerate(EVENTS):
        lines(folder / f"{number}.jsonl", event)
    apart = run_json(question, "--over", folder.parent)["trajectory"]
    twice = run_json(question, "--over", events, "--over", events)["trajectory"]
    for steps in (apart, twice):
        assert [step["probability"] for step in steps] == pytest.approx([step["probability"] for step in whole])


def test_the_terminal_tells_figure_basis_and_trajectory(question: Path, events: Path, home: Path) -> None:
    done = problem("run", question, "--over", events)
    assert (done.code, done.err) == (0, "")
    last = Ledger(home / "ledger").steps("attack")[-1]
    assert "Will Lorusk use armed force against Averna by 31 July 2021?" in done.out
    assert f"{100 * last.probability:.1f} %, almost no chance  on 20 June 2021" in done.out
    assert "It rests on 4 articles, 3 origins, 3 owners." in done.out
    assert "+ Lorusk gathers troops" in done.out
    assert "− The two agree on something" in done.out
    assert "down past 5.0 %" in done.out
    assert "The bell has not rung." in problem("run", question, "--over", events, "--until", "2021-05-09").out


def test_a_jump_rings_with_the_quotation_that_made_it(tmp_path: Path) -> None:
    loud = changed(tmp_path / "attack.toml", ('topic = "force"', 'topic = "force"\nlambda = 1.0'))
    found = run_json(loud, "--over", lines(tmp_path / "e.jsonl", BUILD_UP, {**AGAIN, "date": "2021-05-10"}))
    (jump,) = (one for one in found["alerts"] if one["reason"] == "jump")
    assert (jump["day"], jump["rising"]) == ("2021-05-10", True)
    assert {origin["reports"][0]["quote"] for origin in jump["because"]} == {BUILD_UP["text"], AGAIN["text"]}
    assert isclose(logit(jump["after"]) - logit(jump["before"]), 1.0, abs_tol=0.3)


def test_a_run_is_kept_in_the_ledger_unless_told_not_to(question: Path, events: Path, home: Path) -> None:
    assert problem("run", question, "--over", events, "--no-keep").code == 0
    assert not home.exists()
    steps = run_json(question, "--over", events)["trajectory"]
    book = Ledger(home / "ledger")
    assert book.problems() == ["attack"]
    assert [(step.day.isoformat(), step.probability) for step in book.steps("attack")] == [
        (step["day"], step["probability"]) for step in steps
    ]
    assert (home / "ledger" / "problems" / "attack" / "problem.toml").read_text(encoding="utf-8") == QUESTION
    told = {(row["source"], row["indicator"]): row["others"] for row in book.told("attack")}
    assert set(told) == {
        ("outlet:meridian dispatch", "build-up"),
        ("outlet:northern ledger", "build-up"),
        ("outlet:tessarian post", "threat"),
        ("outlet:northern ledger", "talks"),
    }
    assert told["outlet:tessarian post", "threat"] == 0.0  # nobody else told of it
    assert told["outlet:meridian dispatch", "build-up"] > 0


def test_a_second_run_takes_the_place_of_the_first(question: Path, events: Path, home: Path) -> None:
    problem("run", question, "--over", events)
    problem("run", question, "--over", events, "--until", "2021-05-03")
    assert len(Ledger(home / "ledger").steps("attack")) == 3


def test_the_ledger_may_lie_elsewhere(question: Path, events: Path, home: Path, tmp_path: Path) -> None:
    assert problem("run", question, "--over", events, "--ledger", tmp_path / "ours").code == 0
    assert Ledger(tmp_path / "ours").problems() == ["attack"]
    assert not home.exists()


def test_bad_lines_are_left_out_and_counted_and_the_rest_is_run(question: Path, events: Path, tmp_path: Path) -> None:
    whole = run_json(question, "--over", events)
    bad = ["{", "[]", json.dumps({**BUILD_UP, "date": "soon"}), json.dumps({**BUILD_UP, "type": "DANCE"})]
    done = problem("run", question, "--json", "--over", lines(tmp_path / "bad.jsonl", *EVENTS, *bad))
    assert done.code == 1
    assert [step["probability"] for step in done.json["trajectory"]] == [
        step["probability"] for step in whole["trajectory"]
    ]
    said = done.err.splitlines()
    assert said[0] == "tocsin: 4 things were left out"
    assert said[1].startswith("tocsin: bad.jsonl, line 5: not JSON")
    assert said[2].startswith("tocsin: bad.jsonl, line 6: not an object")
    assert "'soon' is not a day" in said[3]
    assert "needs one" in said[4]
    assert len(done.json["skipped"]) == 4


def test_of_many_bad_lines_the_first_are_named_and_all_counted(question: Path, tmp_path: Path) -> None:
    done = problem("run", question, "--over", lines(tmp_path / "bad.jsonl", BUILD_UP, *["{"] * 1200))
    assert done.code == 1
    said = done.err.splitlines()
    assert (said[0], said[-1]) == ("tocsin: 1,200 things were left out", "tocsin: and 1,192 more")
    assert len(said) == 10


def test_an_article_without_a_date_is_left_out_and_said(question: Path, events: Path, tmp_path: Path) -> None:
    undated = json.loads(dumps(FULL))
    undated["article"]["published"] = None
    done = problem("run", question, "--json", "--over", events, "--over", lines(tmp_path / "b.jsonl", undated))
    assert done.code == 1
    assert "tocsin: 1 thing was left out" in done.err
    assert "no day of publication" in done.err
    assert done.json["trajectory"][-1]["day"] == "2021-06-20"


@pytest.mark.usefixtures("events")
def test_a_damaged_parquet_file_is_left_out_and_named(question: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    (tmp_path / "damaged.parquet").write_bytes(b"PAR1 and then nothing of the kind")
    done = problem("run", question, "--over", tmp_path)
    assert done.code == 1
    assert "damaged.parquet" in done.err
    assert "is no Parquet table" in done.err
    assert "nothing in" in refused(problem("run", question, "--over", tmp_path / "damaged.parquet"))


def test_a_table_without_a_score_in_one_row_is_read_whole(question: Path, tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    rows = [{**BUILD_UP, "score": float("nan")}, {**AGAIN, "score": 0.9}]
    parquet.write_table(pyarrow.Table.from_pylist(rows), tmp_path / "events.parquet")
    found = run_json(question, "--over", tmp_path / "events.parquet")
    assert found["trajectory"][-1]["origins"] == 2


def test_an_empty_folder_is_one_clear_sentence(question: Path, tmp_path: Path, home: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "nothing in" in refused(problem("run", question, "--over", tmp_path / "empty"))
    assert "there is no file or folder" in refused(problem("run", question, "--over", tmp_path / "nowhere"))
    assert not home.exists()


def test_a_run_without_anything_to_read_is_told_what_is_missing(question: Path) -> None:
    done = problem("run", question)
    assert done.code == 2
    assert "--over" in done.err


class Page(HTMLParser):
    """The tags of a page and the addresses in them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.handlers: list[str] = []
        self.text: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name in ("href", "xlink:href"):
                (self.links if tag == "a" else self.fetched).append(value or "")
            elif name in ("src", "srcset", "data", "action", "poster"):
                self.fetched.append(value or "")
            elif name.startswith("on"):
                self.handlers.append(name)

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.mark.parametrize("verb", ["run", "explain"])
def test_the_page_has_no_script_and_fetches_nothing(verb: str, question: Path, events: Path, tmp_path: Path) -> None:
    done = problem(verb, question, "--over", events, "--html", tmp_path / "page.html")
    assert (done.code, done.err) == (0, "")
    assert f"written: {tmp_path / 'page.html'}" in done.out
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
    assert text.endswith("</html>\n")
    page = Page(text)
    assert page.tags & {"script", "iframe", "object", "embed", "link", "img", "form", "base"} == set()
    assert [address for address in page.fetched if not address.startswith("#")] == []
    assert page.handlers == []
    assert {link for link in page.links if not link.startswith("#")} == {BUILD_UP["url"]}
    assert re.findall(r"url\((?!['\"]?#)|@import", text) == []
    assert "default-src 'none'" in text
    words = " ".join(page.text)
    assert "Will Lorusk use armed force against Averna" in words
    assert BUILD_UP["text"] in words
    assert text.count("<svg") == 2


def test_hostile_words_stay_words_on_the_page(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    question = changed(
        tmp_path / "attack.toml",
        ("Will Lorusk use", f"{evil} Will Lorusk use"),
        ("Lorusk gathers troops", f"Lorusk gathers {evil} troops"),
        ("https://agency.example/archive", "javascript:alert(3)"),
    )
    told = {**BUILD_UP, "text": f"Tanks {evil} came.", "url": "javascript:alert(4)", "outlet": f"The {evil} Post"}
    lines(tmp_path / "e.jsonl", told)
    assert problem("run", question, "--over", tmp_path / "e.jsonl", "--html", tmp_path / "p.html").code == 0
    page = Page((tmp_path / "p.html").read_text(encoding="utf-8"))
    assert page.tags & {"script", "img"} == set()
    assert page.handlers == []
    assert [link for link in page.links if "script" in link] == []
    assert f"Tanks {evil} came." in " ".join(page.text)


@pytest.mark.parametrize("verb", ["run", "explain"])
def test_a_chart_is_drawn_in_each_form(verb: str, question: Path, events: Path, tmp_path: Path) -> None:
    wanted = [tmp_path / f"chart.{ending}" for ending in ("svg", "png", "json")]
    options = [word for path in wanted for word in ("--chart", path)]
    assert problem(verb, question, "--over", events, *options).code == 0
    assert ET.fromstring(wanted[0].read_text(encoding="utf-8")).tag.endswith("svg")
    assert wanted[1].read_bytes().startswith(b"\x89PNG\r\n")
    assert "vega-lite" in json.loads(wanted[2].read_text(encoding="utf-8"))["$schema"]


@pytest.mark.parametrize("verb", ["run", "explain"])
def test_a_chart_of_a_wrong_ending_is_refused_before_anything_is_done(
    verb: str, question: Path, events: Path, tmp_path: Path, home: Path
) -> None:
    page = tmp_path / "page.html"
    done = problem(verb, question, "--over", events, "--html", page, "--chart", tmp_path / "chart.gif")
    assert "'chart.gif' ends in none of them" in refused(done)
    # "2: nothing was done" is what the help promises.
    assert not page.exists()
    assert not home.exists()


def test_the_lines_of_an_explanation_add_up_to_the_forecast(question: Path, events: Path) -> None:
    found = problem("explain", question, "--json", "--over", events, "--on", "2021-06-20").json
    first, *rest = found["lines"]
    nats = logit(first["after"])
    for line in rest:
        nats += line["nats"]
        assert isclose(expit(nats), line["after"], abs_tol=1e-9)
    assert isclose(expit(nats), found["forecast"]["probability"], abs_tol=1e-9)
    assert {line["indicator"] for line in rest} == {None, "build-up", "threat", "talks"}
    assert not any(line["what"].startswith("held within") for line in rest)
    kept = run_json(question, "--over", events)["trajectory"][-1]
    assert kept["probability"] == found["forecast"]["probability"]


def test_the_lines_add_up_when_a_family_is_clipped_and_a_bound_holds(tmp_path: Path) -> None:
    loud = changed(
        tmp_path / "attack.toml",
        ('topic = "force"', 'topic = "force"\nlambda = 1.0'),
        ("per_year = 0.2", "per_year = 0.99"),
        ("seen_if_yes = 0.8\nseen_if_no = 0.2", "seen_if_yes = 0.99\nseen_if_no = 0.01"),
        ("seen_if_yes = 0.6\nseen_if_no = 0.3", "seen_if_yes = 0.99\nseen_if_no = 0.01"),
        ('"rhetoric"', '"posture"'),
    )
    rows = [
        {**BUILD_UP, "type": kind, "outlet": f"Outlet {number}"}
        for kind in ("MOBILIZE", "THREATEN")
        for number in range(9)
    ]
    found = problem("explain", loud, "--json", "--over", lines(tmp_path / "e.jsonl", *rows), "--on", "2021-05-10").json
    first, *rest = found["lines"]
    nats = logit(first["after"]) + sum(line["nats"] for line in rest)
    assert isclose(expit(nats), found["forecast"]["probability"], abs_tol=1e-9)
    assert isclose(found["forecast"]["evidence_nats"], logit(10 / 11), abs_tol=1e-9)  # ln 10


def test_without_a_source_is_what_a_run_without_it_would_say(question: Path, events: Path, tmp_path: Path) -> None:
    found = problem("explain", question, "--json", "--over", events, "--on", "2021-06-20").json
    without = {one["who"]: one["probability"] for one in found["without"]}
    assert set(without) == {"Meridian Dispatch", "Northern Ledger", "Tessarian Post"}
    for who, probability in without.items():
        rest = lines(tmp_path / "rest.jsonl", *(event for event in EVENTS if event["outlet"] != who))
        step = run_json(question, "--over", rest, "--until", "2021-06-20", "--no-keep")["trajectory"][-1]
        assert isclose(step["probability"], probability, abs_tol=1e-9)


def test_an_explanation_is_of_the_day_asked_for(question: Path, events: Path) -> None:
    early = problem("explain", question, "--json", "--over", events, "--on", "2021-05-12").json
    assert early["forecast"]["day"] == "2021-05-12"
    assert early["single_channel"] is True
    assert [term["indicator"] for term in early["terms"] if term["origins"]] == ["build-up"]
    assert all(one["day"] > "2021-05-12" for one in early["if_nothing_more_is_told"])
    assert early["if_nothing_more_is_told"][-1]["day"] == "2021-07-31"
    whole = run_json(question, "--over", events)["trajectory"]
    (same,) = (step for step in whole if step["day"] == "2021-05-12")
    assert same["probability"] == early["forecast"]["probability"]
    late = problem("explain", question, "--json", "--over", events, "--on", "2022-01-01").json
    assert late["forecast"]["day"] == "2021-07-31"


def test_if_nothing_more_is_told_is_what_the_days_would_bring_without_what_came_after(
    question: Path, events: Path, tmp_path: Path
) -> None:
    early = problem("explain", question, "--json", "--over", events, "--on", "2021-05-12").json
    silent = lines(tmp_path / "silent.jsonl", BUILD_UP)
    steps = run_json(question, "--over", silent, "--until", "2021-07-31", "--no-keep")["trajectory"]
    p = {step["day"]: step["probability"] for step in steps}
    assert len(early["if_nothing_more_is_told"]) == 4
    for ahead in early["if_nothing_more_is_told"]:
        assert ahead["probability"] == pytest.approx(p[ahead["day"]])


def test_a_grade_is_as_of_the_day_that_is_explained(question: Path, tmp_path: Path) -> None:
    events = lines(tmp_path / "e.jsonl", BUILD_UP, {**AGAIN, "date": "2021-05-14"})
    grades = {}
    for day in ("2021-05-13", "2021-05-14"):
        found = problem("explain", question, "--json", "--over", events, "--on", day).json
        (term,) = (term for term in found["terms"] if term["indicator"] == "build-up")
        (dispatch,) = (origin for origin in term["origins"] if origin["teller"] == "Meridian Dispatch")
        grades[day] = dispatch["reports"][0]["grade"]
    assert grades == {"2021-05-13": "F6", "2021-05-14": "F2"}


def test_an_explanation_on_the_terminal_names_who_tells_and_what_would_change_it(question: Path, events: Path) -> None:
    done = problem("explain", question, "--over", events)
    assert (done.code, done.err) == (0, "")
    for piece in (
        "base rate when the question was opened",
        BUILD_UP["text"],
        "Meridian Dispatch · grade F6 · 10 May 2021, 41 days old",
        "Without one source",
        "a good source denies it: Lorusk gathers troops",
        "If nothing more is told:",
    ):
        assert piece in done.out


def test_an_explanation_when_nothing_was_told_is_base_rate_and_clock(question: Path, tmp_path: Path) -> None:
    quiet = lines(tmp_path / "e.jsonl", {**BUILD_UP, "type": "CONSULT"})
    done = problem("explain", question, "--over", quiet)
    assert done.code == 0
    assert "No sign has been told of: this is the base rate and the clock." in done.out
    found = problem("explain", question, "--json", "--over", quiet).json
    assert found["forecast"]["probability"] == pytest.approx(found["forecast"]["clock"])
    assert found["without"] == []


def test_a_persons_forecast_is_kept_and_a_later_one_of_the_day_holds(question: Path, home: Path) -> None:
    for probability in ("0.3", "0.4"):
        done = problem("forecast", question, probability, "--by", " Nora Quill ", "--on", "2021-05-03")
        assert done.code == 0
    assert done.out == "Nora Quill on attack, 2021-05-03: 40 %\n"
    (figure,) = Ledger(home / "ledger").figures("attack")
    assert (figure.by, figure.day, figure.probability) == ("Nora Quill", date(2021, 5, 3), 0.4)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["0.3", "--by", "Nora", "--on", "2021-04-30"], "is not between 2021-05-01 and 2021-07-31"),
        (["0.3", "--by", "Nora", "--on", "2021-08-01"], "is not between"),
        (["0.3", "--by", "Nora"], "is not between"),  # today
        (["0.3", "--by", "tocsin", "--on", "2021-05-03"], "not Tocsin's"),
        (["0.3", "--by", "  ", "--on", "2021-05-03"], "--by wants the name"),
    ],
)
def test_a_forecast_that_could_not_be_scored_is_refused(
    words: list[str], said: str, question: Path, home: Path
) -> None:
    assert said in refused(problem("forecast", question, *words))
    assert not home.exists()


@pytest.mark.parametrize("probability", ["0", "1", "30", "a third"])
def test_a_forecast_is_a_probability(probability: str, question: Path, home: Path) -> None:
    assert problem("forecast", question, probability, "--by", "Nora", "--on", "2021-05-03").code == 2
    assert not home.exists()


BY = ["--by", "Two news agencies", "--reference", "https://agency.example/archive/7"]


def test_a_resolution_is_kept_and_ends_the_trajectory(question: Path, events: Path, home: Path) -> None:
    before = run_json(question, "--over", events)["trajectory"]
    done = problem("resolve", question, "yes", *BY, "--on", "2021-06-05", "--sign", "build-up=yes", "--note", "At dawn")
    assert (done.code, done.err) == (0, "")
    assert "attack: yes, 2021-06-05, by Two news agencies" in done.out
    kept = Ledger(home / "ledger").resolution("attack")
    assert kept is not None
    assert (kept.answer, kept.day, kept.indicators, kept.note) == (
        "yes",
        date(2021, 6, 5),
        (("build-up", True),),
        "At dawn",
    )
    after = run_json(question, "--over", events)["trajectory"]
    assert after[-1]["day"] == "2021-06-05"
    # A question's own end does not shape the rates it is scored with.
    assert after == before[: len(after)]


def test_what_was_resolved_shapes_how_its_sources_are_weighed_in_another_question(
    question: Path, events: Path, tmp_path: Path
) -> None:
    other = changed(tmp_path / "again.toml")
    told = lines(tmp_path / "told.jsonl", BUILD_UP)
    before = run_json(other, "--over", told)["trajectory"][-1]
    run_json(question, "--over", events)
    assert problem("resolve", question, "no", *BY, "--sign", "build-up=no").code == 0
    after = run_json(other, "--over", told)["trajectory"][-1]
    assert after["terms"]["build-up"] < before["terms"]["build-up"]
    assert after["probability"] < before["probability"]


def test_no_is_dated_to_the_deadline(question: Path, home: Path) -> None:
    done = problem("resolve", question, "no", *BY)
    assert "attack: no, 2021-07-31" in done.out
    assert "no run of it is in the ledger" in done.err
    kept = Ledger(home / "ledger").resolution("attack")
    assert kept is not None
    assert kept.day == date(2021, 7, 31)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["perhaps", *BY], "'perhaps' is no answer: yes, no or void"),
        (["yes", *BY], "yes needs the day"),
        (["yes", *BY, "--on", "2021-08-01"], "yes outside these days is no"),
        (["no", *BY, "--on", "2021-07-30"], "it can still come true until 2021-07-31"),
        (["no", "--by", "Tocsin", "--reference", "here"], "never Tocsin"),
        (["no", "--by", "Two news agencies", "--reference", " "], "needs a reference"),
        (["no", *BY, "--sign", "storm=yes"], "with ID one of build-up, threat, talks"),
        (["no", *BY, "--sign", "build-up=perhaps"], "is not ID=yes or ID=no"),
        (["no", *BY, "--sign", "build-up"], "is not ID=yes or ID=no"),
    ],
)
def test_a_resolution_that_the_problem_does_not_allow_is_refused(
    words: list[str], said: str, question: Path, home: Path
) -> None:
    assert said in refused(problem("resolve", question, *words))
    assert not home.exists()


def test_no_can_not_be_said_while_it_can_still_come_true(tmp_path: Path, home: Path) -> None:
    still_open = changed(tmp_path / "attack.toml", ("deadline = 2021-07-31", "deadline = 2921-07-31"))
    assert "it can still come true until 2921-07-31" in refused(problem("resolve", still_open, "no", *BY))
    assert not home.exists()


def test_resolve_wants_to_know_who_says_so_and_where(question: Path) -> None:
    assert problem("resolve", question, "no", "--by", "Two news agencies").code == 2
    assert problem("resolve", question, "no", "--reference", "x").code == 2


def test_the_talks_alone_make_no_case_for_yes(question: Path, tmp_path: Path) -> None:
    found = run_json(question, "--over", lines(tmp_path / "e.jsonl", TALKS))["trajectory"][-1]
    assert found["probability"] < found["prior"]
