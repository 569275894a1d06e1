"""The bundled crisis as the commands show it: forty articles of an invented quarrel, read once for all these tests."""

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from tests.cli.quarrel import CODEBOOK, REGISTER, Done, tocsin

from tocsin import demo

MODEL = Path(str(files("tocsin.language"))) / "models" / "reader.onnx"
pytestmark = pytest.mark.skipif(
    not MODEL.exists(), reason=f"the reader model is not there ({MODEL.name}): make it with training/"
)
ARTICLES = demo.watch() / "articles.jsonl"
KNOWN = ["--over", ARTICLES, "--codebook", CODEBOOK]
PROBLEM = demo.watch() / "problem.toml"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Done, Path]]:
    """What the demo printed, and its folder with the page; the home it read into stays for all tests here."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOCSIN_HOME", str(folder / "home"))
        yield tocsin("problem", "demo", "--html", folder / "page.html"), folder


@pytest.fixture
def read(shown: tuple[Done, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """The articles have been read, and nothing may read them again."""
    assert shown[0].code == 0

    def refuse(_: object) -> None:
        raise AssertionError("an article was read again")

    monkeypatch.setattr("tocsin.cli.read.pipeline", refuse)


def as_json(*words: object) -> Any:
    done = tocsin(*words, "--json")
    assert (done.code, done.err) == (0, "")
    return done.json


def test_the_demo_shows_the_eve_of_the_attack_and_keeps_nothing(shown: tuple[Done, Path]) -> None:
    done, folder = shown
    assert (done.code, done.err) == (0, "")
    assert "Will Lorusk use armed force against Averna by 31 July 2031?" in done.out
    assert "on 18 July 2031" in done.out
    assert f"written: {folder / 'page.html'}" in " ".join(done.out.split())
    assert not (folder / "home" / "ledger").exists()
    assert len(list((folder / "home" / "cache").rglob("*.json.gz"))) == len(ARTICLES.read_bytes().splitlines()) == 40


def test_the_page_of_the_demo_has_no_script_and_quotes_the_articles(shown: tuple[Done, Path]) -> None:
    page = (shown[1] / "page.html").read_text(encoding="utf-8")
    assert page.endswith("</html>\n")
    assert "<script" not in page
    assert "Edvar Tamsin" in page
    assert page.count("<svg") == 2


@pytest.mark.usefixtures("read")
def test_the_storm_is_seen_to_gather_and_the_order_of_the_articles_plays_no_part(tmp_path: Path) -> None:
    options = ("--codebook", CODEBOOK, "--register", REGISTER, "--no-keep", "--until", "2031-07-18")
    found = as_json("problem", "run", PROBLEM, "--over", ARTICLES, *options)
    p = {step["day"]: step["probability"] for step in found["trajectory"]}
    assert p["2031-07-16"] > 5 * p["2031-07-11"]
    assert any(alert["rising"] and alert["day"] >= "2031-07-12" for alert in found["alerts"])
    backwards = tmp_path / "backwards.jsonl"
    backwards.write_bytes(b"".join(reversed(ARTICLES.read_bytes().splitlines(keepends=True))))
    again = as_json("problem", "run", PROBLEM, "--over", backwards, *options)
    assert [step["probability"] for step in again["trajectory"]] == pytest.approx(list(p.values()))


@pytest.mark.usefixtures("read")
def test_seven_printings_of_one_wire_are_one_origin() -> None:
    options = ("--register", REGISTER, "--on", "2031-06-12")
    found = as_json("problem", "explain", PROBLEM, *KNOWN, *options)
    (term,) = (term for term in found["terms"] if term["indicator"] == "build-up")
    (holk,) = (origin for origin in term["origins"] if origin["teller"] == "Peder Holk")
    assert len({report["article"] for report in holk["reports"]}) == 7
    assert len({report["outlet"] for report in holk["reports"]}) == 7


@pytest.mark.usefixtures("read")
def test_a_promise_with_a_day_is_found_in_the_articles() -> None:
    found = as_json("predictions", "find", *KNOWN, "--register", REGISTER, "--dated", "--speaker", "Drom")
    promises = [(one["speaker"], one["act"], one["said"], one["deadline"]) for one in found]
    assert ("Pavel Drom", "promise", "2031-05-19", "2031-06-15") in promises


@pytest.mark.usefixtures("read")
def test_the_attack_stands_against_what_was_said_before_it() -> None:
    found = as_json("deeds", "LRK", *KNOWN, "--toward", "AVN")
    days = {turn["id"]: turn["day"] for turn in found}
    attacks = [turn for turn in found if turn["what"] == "ASSAULT" and turn["day"] == "2031-07-19"]
    assert attacks
    assert all(turn["deed"] and turn["sign"] == -1 for turn in attacks)
    assert any(turn["against"] and days[turn["against"]] < "2031-07-19" for turn in attacks)


@pytest.mark.usefixtures("read")
def test_all_forty_articles_are_graded_each_report_with_its_reasons() -> None:
    found = as_json("grade", ARTICLES, "--codebook", CODEBOOK, "--register", REGISTER)
    written = {json.loads(line)["id"] for line in ARTICLES.read_bytes().splitlines()}
    assert written - {report["article"] for report in found} == set()
    assert all(report["reasons"][0].startswith("reliability ") for report in found)
    assert all(report["reasons"][-1].startswith("credibility ") for report in found)
    lta = [report for report in found if report["teller"] == "Loruskan Telegraph Agency" and report["event"]]
    assert "with interest" in {report["leaning"] for report in lta}
