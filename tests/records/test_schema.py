import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.briefings import EMPTY, FULL, HOSTILE

from tocsin import records
from tocsin.records import Briefing
from tocsin.records.codec import to_json
from tocsin.records.schema import RECORDS, markdown, schema

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def validator() -> Any:
    Draft202012Validator.check_schema(schema())
    return Draft202012Validator(schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)


@pytest.mark.parametrize("briefing", [FULL, EMPTY, HOSTILE], ids=["full", "empty", "hostile"])
def test_a_briefing_satisfies_the_schema(validator: Any, briefing: Briefing) -> None:
    assert [error.message for error in validator.iter_errors(to_json(briefing))] == []


@pytest.mark.parametrize(
    "change",
    [
        lambda b: b.update(schema=2),
        lambda b: b.pop("id"),
        lambda b: b["article"].update(published="24/1/2031"),
        lambda b: b["claims"][0].update(act="shout"),
        lambda b: b["claims"][0].update(score=1.5),
        lambda b: b["claims"][0].pop("cue"),
        lambda b: b["claims"][0]["cue"].update(spans=[[1, 2, 3]]),
        lambda b: b["events"][0].update(status=None),
        lambda b: b["events"][4]["magnitude"].update(dead="many"),
    ],
)
def test_a_wrong_field_fails_the_schema(validator: Any, change: Any) -> None:
    written = to_json(FULL)
    change(written)
    assert not validator.is_valid(written)


def test_every_record_of_a_briefing_is_in_the_schema() -> None:
    names = {record.__name__ for record in RECORDS} | set(schema()["$defs"])
    used = {name for name in records.__all__ if name in " ".join(str(f.type) for r in RECORDS for f in fields(r))}
    assert used - {"Reading", "SCHEMA", "Figure"} <= names  # a Figure is a forecaster's, Figures a page's


def test_the_schema_in_docs_is_current() -> None:
    assert json.loads((DOCS / "schema.json").read_text(encoding="utf-8")) == schema(), (
        "run: python -m tocsin.records.schema > docs/schema.json"
    )


def test_the_table_in_docs_is_current() -> None:
    assert (DOCS / "schema.md").read_text(encoding="utf-8") == markdown(), (
        "run: python -m tocsin.records.schema --markdown > docs/schema.md"
    )


def test_every_record_has_a_heading_in_docs() -> None:
    table = (DOCS / "schema.md").read_text(encoding="utf-8")
    assert [record.__name__ for record in RECORDS if f"\n## {record.__name__}\n" not in table] == []
