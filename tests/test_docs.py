"""What the documents say holds: examples run, links lead somewhere, no word of ours is left unexplained."""

import doctest
import re
import subprocess
from enum import EnumType
from inspect import isclass
from pathlib import Path

import pytest

from tocsin import records

ROOT = Path(__file__).parents[1]
DOCUMENTS = [
    *(path for path in sorted(ROOT.glob("*.md"))),
    *sorted(ROOT.glob("docs/**/*.md")),
    ROOT / "src/tocsin/demo/README.md",
]
RECORDS = [thing for name in records.__all__ if isclass(thing := getattr(records, name))]
EXPLAINED = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md"))
COMMANDS = sorted(path.stem for path in (ROOT / "src/tocsin/cli").glob("*.py"))

# Addresses that only the machine a change was made on can reach, and the hosts packages come from. Spelt in pieces,
# so that this file does not name them.
PRIVATE = re.compile(
    r"(?<![\w./-])/(?:" + "|".join(("wo" + "rk", "fa" + "rm", "ro" + "ot", "ho" + "me", "tm" + "p")) + r")/\w"
    r"|extra-" + r"index-url|--index" + r"-url|files\.python" + r"hosted|py" + r"pi\.org|registry\.np" + r"mjs"
    r"|https?://[^\s\"']+/(?:simple|packages)/"
)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_examples_in_the_documents_run(document: Path) -> None:
    failed, _ = doctest.testfile(str(document), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert failed == 0


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_relative_links_lead_to_a_file_and_a_heading(document: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", document.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, heading = target.partition("#")
        found = (document.parent / path).resolve() if path else document
        assert found.exists(), f"{document.name} links to {target}, which is not there"
        if heading:
            titles = re.findall(r"^#+ (.+)$", found.read_text(encoding="utf-8"), re.MULTILINE)
            anchors = {re.sub(r"[^\w\- ]", "", title).strip().lower().replace(" ", "-") for title in titles}
            assert heading in anchors, f"{document.name} links to {target}, and no heading is called that"


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_each_record_is_explained(record: type) -> None:
    assert re.search(rf"`{record.__name__}`|^#+ {record.__name__}$", EXPLAINED, re.MULTILINE)


@pytest.mark.parametrize("scale", [one for one in RECORDS if isinstance(one, EnumType)], ids=lambda one: one.__name__)
def test_each_value_of_a_scale_has_an_entry_in_the_glossary(scale: EnumType) -> None:
    glossary = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    missing = [str(value) for value in scale if f"**{value}**: " not in glossary]
    assert not missing


def test_each_entry_of_the_glossary_is_a_sentence_and_each_source_it_names_is_listed() -> None:
    glossary, _, sources = (ROOT / "docs/glossary.md").read_text(encoding="utf-8").partition("\n## Sources\n")
    listed = set(re.findall(r"^- \[(.+?)\]", sources, re.MULTILINE))
    used = {name for names in re.findall(r"\[([^\]]+)\](?!\()", glossary) for name in re.split(r"[,;] ", names)}
    assert {name for name in used if name not in listed and name != "PLOVER's auxiliary modes"} == set()
    assert listed - used == set(), "listed and never named"
    for entry in re.findall(r"^(?:- )?\*\*[^*]+\*\*:(.*?)(?=^$|^- )", glossary, re.MULTILINE | re.DOTALL):
        assert re.search(r"[.?)]\s*(\[[^\]]+\])?\s*$", entry.strip()), f"does not end as a sentence: {entry.strip()!r}"


@pytest.mark.parametrize("command", ["read", "demo"])
def test_each_command_is_named_where_a_reader_looks(command: str) -> None:
    assert command in COMMANDS
    assert f"tocsin {command}" in (ROOT / "README.md").read_text(encoding="utf-8") + EXPLAINED


def test_readme_fits_on_one_screen_before_the_briefing_is_shown() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.sub(r"(<!-- (\w+):start -->).*?(<!-- \2:end -->)", r"\1\n\3", text, flags=re.DOTALL)
    assert shown.count("\n") <= 60


def test_no_file_names_a_package_host_or_a_path_of_somebodys_machine() -> None:
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listing.returncode:  # a source archive: no git, but then nothing is lying about either
        names = [str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.is_file() and ".venv" not in str(path)]
    else:
        names = listing.stdout.splitlines()
    assert len(names) > 20
    for name in names:
        path = ROOT / name
        if path.suffix in {".onnx", ".gz", ".png"} or not path.is_file():
            continue
        found = PRIVATE.search(path.read_text(encoding="utf-8", errors="replace"))
        assert found is None, f"{name} names {found[0]!r}"
