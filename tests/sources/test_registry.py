"""The register: what ours promises, and how users' folders lie over it."""

from pathlib import Path

import pytest

from tocsin.codebook.table import Fault
from tocsin.errors import RegisterError
from tocsin.records import Reliability
from tocsin.sources.registry import FACTS, OURS, Register, key, read

REGISTER = Register.load()
GOOD = """
name = "The Karsa Echo"
also = ["Echo of Karsa"]
domains = ["karsa-echo.example"]
kind = "newspaper"
country = "AVN"
control = "private"
[references]
name = "https://karsa-echo.example/about"
also = "https://karsa-echo.example/about"
domains = "https://karsa-echo.example/about"
kind = "https://karsa-echo.example/about"
country = "https://karsa-echo.example/about"
control = "https://karsa-echo.example/about"
"""


def test_ours_holds_the_sources_most_quoted_in_world_news() -> None:
    assert len(REGISTER.profiles) >= 150
    kinds = {profile.kind for profile in REGISTER.profiles.values()}
    assert {"agency", "newspaper", "broadcaster", "state body", "intergovernmental", "office", "armed group"} <= kinds


@pytest.mark.parametrize("profile", REGISTER.profiles.values(), ids=lambda profile: profile.id)
def test_every_line_of_ours_says_where_it_can_be_checked_and_judges_nobody(profile) -> None:
    referred = dict(profile.references)
    stated = [fact for fact in FACTS if getattr(profile, fact)]
    assert [fact for fact in stated if not referred.get(fact, "").startswith(("https://", "http://"))] == []
    assert all(stake.reference.startswith(("https://", "http://")) for stake in profile.interests)
    assert profile.reliability is None


def test_no_name_or_address_of_ours_means_two_sources() -> None:
    names: dict[str, str] = {}
    for profile in REGISTER.profiles.values():
        if profile.kind != "office":
            for name in {key(one) for one in (profile.name, *profile.also)} | {one.lower() for one in profile.domains}:
                assert names.setdefault(name, profile.id) == profile.id, name


def test_all_bodies_of_a_state_share_one_family() -> None:
    families: dict[str, set[str]] = {}
    for profile in REGISTER.profiles.values():
        if profile.control == "state" and profile.state and profile.kind == "state body":
            families.setdefault(profile.state, set()).add(profile.family or profile.id)
    assert {state: found for state, found in families.items() if len(found) > 1} == {}


def test_a_source_is_found_by_name_by_host_and_below_its_host(tmp_path: Path) -> None:
    (tmp_path / "karsa-echo.toml").write_text(GOOD, encoding="utf-8")
    register = Register.load([tmp_path])
    assert register.named("KARSA ECHO") is register.named("echo of Karsa") is register.profiles["karsa-echo"]
    assert register.at("https://news.karsa-echo.example/a?b") is register.profiles["karsa-echo"]
    assert register.at("https://karsa-echo.example.other.example/") is None
    assert register.at("http://[broken") is None


def test_a_users_folder_replaces_ours_and_may_give_a_letter_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "reuters.toml").write_text(f'reliability = "B"\nbecause = "our own review"\n{GOOD}', encoding="utf-8")
    register = Register.load([tmp_path])
    assert register.profiles["reuters"].name == "The Karsa Echo"
    assert register.profiles["reuters"].reliability is Reliability.USUALLY_RELIABLE


@pytest.mark.parametrize(
    ("wrong", "line", "said"),
    [
        ('kind = "gazette"', 5, "is not one of agency"),
        ('country = "Averna"', 6, "three capitals"),
        ('control = "mine"', 7, "is not one of state"),
        ('owmer = "Karsa Holding"', 8, "did you mean owner?"),
        ('owner = "Karsa Holding"', 8, "owner has no reference"),
        ('reliability = "B"', 8, "needs a because"),
        ('reliability = "G"', 8, "not a letter from A to F"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, wrong: str, line: int, said: str) -> None:
    lines = GOOD.splitlines()
    if line == 8:
        lines.insert(7, wrong)
    else:
        lines[line - 1] = wrong
    (tmp_path / "echo.toml").write_text("\n".join(lines), encoding="utf-8")
    faults: list[Fault] = []
    assert list(read(tmp_path, faults)) == []
    assert [fault.line for fault in faults if said in fault.what] == [line], [str(fault) for fault in faults]
    with pytest.raises(RegisterError, match=rf"echo\.toml:{line}:"):
        Register.load([tmp_path])


def test_ours_lets_no_letter_in(tmp_path: Path) -> None:
    (tmp_path / "echo.toml").write_text(f'reliability = "A"\nbecause = "good"\n{GOOD}', encoding="utf-8")
    faults: list[Fault] = []
    assert list(read(tmp_path, faults, ours=True)) == []
    assert "judges nobody" in faults[0].what
    assert list(read(OURS, [], ours=True))
