"""docs/codebook.md keeps its word: the worked example loads and codes, and the table is the book's."""

import re
from pathlib import Path

import pytest
from tests.coding.hand import read

from tocsin.codebook.eventbook import EventBook
from tocsin.coding.patterns import matches

PAGE = (Path(__file__).parents[2] / "docs/codebook.md").read_text(encoding="utf-8")
ROWS = """
    General General PROPN 3 nsubj
    Hadd Hadd PROPN 1 flat
    boasted boast VERB 0 root VerbForm=Fin
    to to ADP 5 case
    Averna Averna PROPN 3 obl
    of of ADP 9 case
    his his PRON 9 nmod:poss
    new new ADJ 9 amod
    tanks tank NOUN 3 obl
    . . PUNCT 3 punct
    """


@pytest.fixture
def shown(tmp_path: Path) -> Path:
    """The folder that the page has its reader make."""
    for block in re.findall(r"```toml\n(.+?)```", PAGE, re.DOTALL):
        path = tmp_path / block.splitlines()[0].removeprefix("# ")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block, encoding="utf-8")
    return tmp_path / "my-codebook"


def test_the_worked_example_adds_a_type_that_codes(shown: Path) -> None:
    book = EventBook.load([shown])
    text = "General Hadd boasted to Averna of his new tanks."
    (match,) = matches(read(text, ROWS), book)
    assert (match.pattern, match.mode) == ("BOAST/boast-of", "weapons")
    assert [text[read(text, ROWS).tokens[party[0]].span.start :][:4] for party in match.actors] == ["Gene"]
    assert book.cameo("BOAST", "weapons") == "13"
    assert book.types["BOAST"].floor == 0.8


def test_the_worked_examples_near_miss_is_one(shown: Path) -> None:
    example, miss = EventBook.load([shown]).examples[-2:]
    assert (example.near_miss, miss.near_miss) == (False, True)
    rows = ROWS.replace("General General PROPN 3 nsubj", "The the DET 2 det").replace(
        "Hadd Hadd PROPN 1 flat", "fisherman fisherman NOUN 3 nsubj"
    )
    assert list(matches(read("The fisherman boasted to Averna of his new tanks.", rows), EventBook.load([shown]))) == []


def test_the_pages_table_is_the_books() -> None:
    for kind in EventBook.load().types.values():
        modes = ", ".join(mode.name for mode in kind.modes) or "-"
        assert f"| {kind.code} | {kind.quad} | {kind.scale:g} | {modes} | {kind.says} |" in PAGE


def test_each_key_a_pattern_may_have_is_explained() -> None:
    from tocsin.codebook.pattern import KEYS, WORDS_OF_OURS

    for word in KEYS | WORDS_OF_OURS:
        assert f"`{word}`" in PAGE or f"`{word} = true`" in PAGE, word
