"""A quarrel of invented states as files a user would have: a question, coded events, and the command run over them."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from tests.briefings import FULL
from typer.testing import CliRunner

from tocsin import demo
from tocsin.cli.main import app
from tocsin.codebook.book import Codebook
from tocsin.records import (
    Act,
    Actor,
    Article,
    Briefing,
    Claim,
    Directness,
    Event,
    How,
    Party,
    Passage,
    Source,
    Span,
    Status,
    TimeExpression,
    Trace,
    When,
)  # fmt: skip
from tocsin.records.codec import dumps

CODEBOOK = demo.codebook()
REGISTER = demo.watch() / "register"

# Its days are past, whenever the tests run: a question that is still open may not be answered by no.
QUESTION = """\
question = "Will Lorusk use armed force against Averna by 31 July 2021?"
opened = 2021-05-01
deadline = 2021-07-31
topic = "force"
criterion = "Loruskan forces fire on Averna, and two news agencies that no party owns report it."

[resolver]
name = "Two news agencies"
reference = "https://agency.example/archive"
if_silent = "no"

[actors]
attacker = ["LRK"]
target = ["AVN"]

[base_rate]
per_year = 0.2
reference = "invented for the test"

[[indicator]]
id = "build-up"
says = "Lorusk gathers troops"
family = "posture"
seen_if_yes = 0.8
seen_if_no = 0.2
half_life_days = 21
[[indicator.match]]
events = ["MOBILIZE"]
actors = ["attacker"]
recipients = ["target"]

[[indicator]]
id = "threat"
says = "Lorusk threatens Averna"
family = "rhetoric"
seen_if_yes = 0.6
seen_if_no = 0.3
half_life_days = 14
[[indicator.match]]
events = ["THREATEN"]
actors = ["attacker"]

[[indicator]]
id = "talks"
says = "The two agree on something"
family = "diplomacy"
against = true
seen_if_yes = 0.3
seen_if_no = 0.6
half_life_days = 14
[[indicator.match]]
events = ["AGREE"]
actors = ["attacker"]
recipients = ["target"]
either_way = true
"""

BUILD_UP = {
    "date": "2021-05-10",
    "type": "MOBILIZE",
    "source": "Lorusk",
    "target": "Averna",
    "outlet": "Meridian Dispatch",
    "url": "https://meridian-dispatch.example/2021/tanks",
    "text": "Lorusk moved tanks to Averna's border, a reporter saw.",
}
AGAIN = {**BUILD_UP, "date": "2021-05-20", "outlet": "Northern Ledger", "url": None, "text": "More tanks have come."}
THREAT = {**BUILD_UP, "date": "2021-06-02", "type": "THREATEN", "outlet": "Tessarian Post", "url": None, "text": ""}
TALKS = {**BUILD_UP, "date": "2021-06-20", "type": "AGREE", "outlet": "Northern Ledger", "url": None, "text": "Agreed."}
EVENTS = (BUILD_UP, AGAIN, THREAT, TALKS)
BRIEFING = dumps(FULL)  # of March 21, 2031


class Done(NamedTuple):
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@cache
def _codebook(folders: tuple[Path, ...]) -> Codebook:
    return _load(folders)


_load = Codebook.load


def tocsin(*words: object) -> Done:
    """The command with *words*. A codebook takes half a second to load, so each is loaded once for all tests."""

    def load(folders: Any = ()) -> Codebook:
        return _codebook(tuple(folders))

    with patch.object(Codebook, "load", load):
        done = CliRunner().invoke(app, [*map(str, words)], env={"COLUMNS": "160"})
    return Done(done.exit_code, done.stdout, done.stderr)


def problem(verb: str, *words: object) -> Done:
    """`tocsin problem` with the codebook that knows the two states."""
    return tocsin("problem", verb, *words, "--codebook", CODEBOOK)


def refused(done: Done) -> str:
    """The one line on standard error of a command that did nothing."""
    assert done.code == 2, done
    assert done.out == ""
    assert done.err.startswith("tocsin: ")
    assert done.err.count("\n") == 1
    assert "an error of Tocsin's own" not in done.err
    return done.err


def lines(file: Path, *rows: Mapping[str, Any] | str) -> Path:
    """*file* with each row on a line: objects as JSON, texts as they are."""
    written = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    file.write_text("".join(f"{row}\n" for row in written), encoding="utf-8")
    return file


def changed(file: Path, *changes: tuple[str, str]) -> Path:
    """*file* with the question in it, each old piece of its text replaced by the new one."""
    text = QUESTION
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the question"
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    return file


def saying(
    name: str, day: str | None, text: str, content: str, *, by: Actor, act: Act, by_when: tuple[str, str] | None = None
) -> str:
    """A briefing as a line: in *text*, *by* says *content*; *by_when* are words in it and the day they mean."""
    speaker = by.name or ""

    def within(piece: str) -> tuple[Span, ...]:
        start = text.index(piece)
        return (Span(start, start + len(piece)),)

    times: tuple[TimeExpression, ...] = ()
    if by_when is not None:
        words, last = by_when
        times = (TimeExpression(*within(words), When(None, date.fromisoformat(last), How.YEAR_INFERRED, words)),)
    claim = Claim(
        f"claim-{name}",
        Source(speaker, within(speaker), by),
        Passage("said", within("said")),
        Passage(content, within(content)),
        act,
        False,
        Directness.INDIRECT,
        0,
        None,
        0.9,
        Trace(rule="made for the test"),
    )
    published = None if day is None else date.fromisoformat(day)
    article = Article(id=name, text=text, title=f"The {name} article", outlet="Northern Ledger", published=published)
    return dumps(Briefing(f"briefing-{name}", article, claims=(claim,), times=times))


def doing(name: str, day: str | None, text: str, kind: str, trigger: str, quad: str, **changes: Any) -> str:
    """A briefing as a line: *text* tells that Lorusk did something to Averna, of the event type *kind*."""
    start = text.index(trigger)
    event = Event(
        id=f"event-{name}",
        type=kind,
        mode=None,
        contexts=(),
        cameo=None,
        quad=quad,
        trigger=Passage(trigger, (Span(start, start + len(trigger)),)),
        actors=(Party("Lorusk", (), "Lorusk", "LRK"),),
        recipients=(Party("Averna", (), "Averna", "AVN"),),
        status=Status.ACTUAL,
        when=None,
        where=None,
        claim=None,
        score=0.9,
        trace=Trace(rule="made for the test"),
    )
    published = None if day is None else date.fromisoformat(day)
    article = Article(id=name, text=text, title=f"The {name} article", outlet="Meridian Dispatch", published=published)
    return dumps(Briefing(f"briefing-{name}", article, events=(replace(event, **changes),)))
