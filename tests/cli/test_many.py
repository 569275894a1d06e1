import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tocsin.cli.ending import Ending
from tocsin.cli.many import many
from tocsin.errors import RecordError
from tocsin.records import Article, Briefing
from tocsin.records.codec import from_json


class Plain:
    """What stands for the pipeline: briefings without records."""

    def __init__(self, at: Callable[[Article], None] = lambda article: None) -> None:  # noqa: ARG005
        self.at = at

    def brief(self, article: Article, *, min_score: float = 0.0) -> Briefing:  # noqa: ARG002
        self.at(article)
        return Briefing(id="briefing", article=article)


def run(source: Path, out: Path, pipeline: Any = None) -> Ending:
    return many(str(source), out, load=lambda: pipeline or Plain())


def written(path: Path, *lines: str) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


GOOD = ['{"id": "b", "text": "Averna denied it."}', '{"id": "a", "text": "Lorusk accused Averna."}']


def test_one_briefing_for_each_line_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(written(tmp_path / "in.jsonl", *GOOD), tmp_path / "out.jsonl") is Ending.WHOLE
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert [from_json(json.loads(line)).id for line in lines] == ["b", "a"]
    assert capsys.readouterr().err == ""


def test_bad_lines_are_counted_and_named_at_the_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(written(tmp_path / "in.jsonl", GOOD[0], "{", GOOD[1], "[]"), tmp_path / "out.jsonl") is Ending.PART
    assert len((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()) == 2
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "tocsin: 2 of 4 lines left out"
    assert said[1].startswith("tocsin: line 2: not JSON")
    assert said[2].startswith("tocsin: line 4: not an object")


@pytest.mark.parametrize("lines", [[], ["{"], [""]])
def test_when_no_line_gives_a_briefing_nothing_is_written(tmp_path: Path, lines: list[str]) -> None:
    out = written(tmp_path / "out.jsonl", "from last time")
    with pytest.raises(RecordError, match="nothing was written"):
        run(written(tmp_path / "in.jsonl", *lines), out)
    assert out.read_text(encoding="utf-8") == "from last time\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


def test_a_run_that_is_stopped_leaves_nothing_half_written(tmp_path: Path) -> None:
    def stop(article: Article) -> None:
        if article.id == "a":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(written(tmp_path / "in.jsonl", *GOOD), tmp_path / "out.jsonl", Plain(stop))
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_input_and_output_may_not_be_one_file(tmp_path: Path) -> None:
    source = written(tmp_path / "in.jsonl", *GOOD)
    with pytest.raises(RecordError, match="both what to read and where to write"):
        run(source, tmp_path / "." / "in.jsonl")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="there is no such folder") as error:
        run(written(tmp_path / "in.jsonl", *GOOD), tmp_path / "nowhere" / "out.jsonl")
    assert error.value.filename == str(tmp_path / "nowhere")


def test_a_link_stays_a_link_to_the_new_file(tmp_path: Path) -> None:
    (tmp_path / "link.jsonl").symlink_to(written(tmp_path / "real.jsonl", "old"))
    run(written(tmp_path / "in.jsonl", *GOOD), tmp_path / "link.jsonl")
    assert (tmp_path / "link.jsonl").is_symlink()
    assert "Averna" in (tmp_path / "real.jsonl").read_text(encoding="utf-8")
