"""The drawing of the house: records -> codebook -> stages -> pipeline, replay -> cli. docs/architecture.md says why."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "tocsin"
STAGE = {"__init__", "errors", "records", "codebook"}
MAY_IMPORT = {
    "__init__": set(),
    "errors": set(),
    "records": {"errors"},
    "codebook": {"errors", "records"},
    "reading": STAGE,
    "language": STAGE,
    "coding": STAGE,
    "sources": STAGE,
    "warning": STAGE,
    "pipeline": {*STAGE, "reading", "language", "coding"},
    "replay": {*STAGE, "sources", "warning"},
    "desk": {*STAGE, "reading", "language", "coding", "sources", "warning", "pipeline", "replay"},
    "demo": set(),
    "cli": {*STAGE, "reading", "language", "coding", "sources", "warning", "pipeline", "replay", "desk", "demo"},
}
NETWORK = {"httpx", "httpcore", "socket", "ssl", "urllib3", "urllib.request", "http.client", "requests", "ftplib"}
MODULES = sorted(path.relative_to(SOURCE) for path in SOURCE.rglob("*.py"))


def room(module: Path) -> str:
    return module.parts[0].removesuffix(".py")


def imports(module: Path) -> Iterator[str]:
    """Each absolute name that *module* imports, at its top or inside a function."""
    for node in ast.walk(ast.parse((SOURCE / module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno}: import by the full name, so that a search finds every use"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_module_imports_only_what_flows_into_its_room(module: Path) -> None:
    for name in imports(module):
        top, *rest = name.split(".")
        if top == "tocsin":
            other = rest[0] if (SOURCE / rest[0]).is_dir() or (SOURCE / f"{rest[0]}.py").exists() else "__init__"
            assert other == room(module) or other in MAY_IMPORT[room(module)], f"{module} may not import {name}"
        assert top not in {"training", "benchmarks", "tests"}, f"{module} may not import {name}"


@pytest.mark.parametrize("module", [m for m in MODULES if room(m) in {"records", "errors"}], ids=str)
def test_records_need_nothing_but_the_standard_library(module: Path) -> None:
    outside = {name.split(".")[0] for name in imports(module)} - sys.stdlib_module_names - {"tocsin"}
    assert not outside, f"{module} imports {outside}"


def test_only_the_fetcher_can_reach_the_network() -> None:
    dialling = {
        str(module)
        for module in MODULES
        for name in imports(module)
        if any(name == door or name.startswith(f"{door}.") for door in NETWORK)
    }
    assert dialling == {"reading/fetch.py"}
