"""The error analysis counts what it says it counts."""

from benchmarks.errors import Pair, by_kind, confusion, page, paired

TEXT = "Maro struck Lorusk and Odell marched."


def event(kind: str, start: int, score: float = 0.5) -> dict:
    return {"type": kind, "trigger": [[start, start + 6]], "score": score}


def touch(gold: dict, found: dict) -> float:
    return float(gold["trigger"] == found["trigger"])


def test_gold_and_found_are_paired_one_to_one_and_what_is_left_stands_alone() -> None:
    gold, found = (
        [event("ASSAULT", 5), event("PROTEST", 29)],
        [event("COERCE", 5), event("ASSAULT", 5), event("AID", 12)],
    )
    pairs = list(paired(TEXT, gold, found, touch))
    assert [(p.gold and p.gold["type"], p.found and p.found["type"]) for p in pairs] == [
        ("ASSAULT", "COERCE"), ("PROTEST", None), (None, "ASSAULT"), (None, "AID"),
    ]  # fmt: skip


PAIRS = [
    Pair(TEXT, event("ASSAULT", 5), event("ASSAULT", 5)),
    Pair(TEXT, event("ASSAULT", 5), event("COERCE", 5, 0.9)),
    Pair(TEXT, event("PROTEST", 29), None),
    Pair(TEXT, None, event("ASSAULT", 12, 0.7)),
]


def test_a_confusion_has_gold_in_rows_and_what_was_found_in_columns() -> None:
    lines = [line.split() for line in confusion(PAIRS, "type").splitlines()]
    assert lines == [
        ["ASSAULT", "COERCE", "PROTEST", "-"],
        ["ASSAULT", "1", "1", ".", "."],
        ["COERCE", ".", ".", ".", "."],
        ["PROTEST", ".", ".", ".", "1"],
        ["-", "1", ".", ".", "."],
    ]


def test_recall_goes_by_the_gold_and_precision_by_what_was_found() -> None:
    def right(pair: Pair) -> bool:
        return bool(pair.gold and pair.found and pair.gold["type"] == pair.found["type"])

    lines = {line.split()[0]: line.split()[1:] for line in by_kind(PAIRS, lambda one: one["type"], right).splitlines()}
    assert lines["ASSAULT"] == ["gold", "2", "found", "2", "recall", "0.50", "precision", "0.50"]
    assert lines["COERCE"] == ["gold", "0", "found", "1", "recall", "-", "precision", "0.00"]


def test_the_page_has_the_surest_errors_first_and_no_right_one() -> None:
    def wrong(pair: Pair) -> str | None:
        if pair.gold and pair.found and pair.gold["type"] == pair.found["type"]:
            return None
        return f"{pair.gold and pair.gold['type']} for {pair.found and pair.found['type']}"

    written = page("Errors", PAIRS, wrong, lambda one, text: text[slice(*one["trigger"][0])])
    found = [line for line in written.splitlines() if line.startswith("**")]
    assert found == ["**ASSAULT for COERCE** 0.90", "**None for ASSAULT** 0.70", "**PROTEST for None** 0.00"]
    assert "- gold: struck" in written
