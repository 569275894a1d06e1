"""Events that somebody else has coded, as reports: rows of PLOVER or CAMEO codes with days and countries."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from tocsin.codebook.book import Codebook
from tocsin.records import (
    Article,
    Credibility,
    Event,
    Grade,
    How,
    Party,
    Passage,
    Report,
    Skipped,
    Status,
    Trace,
    When,
    identity,
)
from tocsin.sources.identity import Identity
from tocsin.sources.interests import leaning
from tocsin.sources.rates import Judge

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Coded:
    """Turns rows into reports. *name* is the data set's, the source of all rows that name no outlet."""

    identity: Identity
    judge: Judge
    codebook: Codebook
    name: str
    topic: str = "general"

    def reports(self, rows: Iterable[Row]) -> Iterable[Report | Skipped]:
        """One report a row, in order, or why it gives none."""
        for number, row in enumerate(rows, 1):
            try:
                yield self._report(row, number)
            except ValueError as error:
                yield Skipped(f"{self.name}, row {number}", "input", str(error))

    def _report(self, row: Row, number: int) -> Report:
        get = _getter(row)
        day = _day(get("day"))
        event = self._event(get, day, number)
        outlet = _text(get("outlet"))
        url = _text(get("url"))
        told = Article(self.name, "", title=None, outlet=outlet or self.name, url=url)
        teller = self.identity.printer(told)
        profile = self.identity.profile(teller)
        lean, why = leaning(teller, profile, event)
        letter, reason = self.judge.reliability(teller, profile)
        return Report(
            id=identity("report", self.name, event.id),
            day=day,
            article=url or f"{self.name}:{number}",
            outlet=outlet or self.name,
            headline=None,
            url=url,
            quote=_text(get("text")) or "",
            event=event,
            claim=None,
            teller=teller,
            chain=(teller,),
            origin=teller.id,
            leaning=lean,
            rates=(rates := self.judge.rates(teller, profile, self.topic)),
            grade=Grade(letter, Credibility.UNJUDGED),
            voice=teller,
            voice_rates=rates,
            reasons=(f"reliability {letter}: {teller.name}: {reason}", *((why,) if why else ())),
        )

    def _event(self, get: Callable[[str], Any], day: date, number: int) -> Event:
        code, kind = _text(get("code")), _text(get("type"))
        book = self.codebook.events
        mode = _text(get("mode"))
        if kind is not None and kind.upper() in book.types:
            kind = kind.upper()
        elif code is not None:
            if not code.isdigit():
                raise ValueError(f"code: {code!r} is no CAMEO code like 190")
            known = book.event_of(code)
            if known is None:
                raise ValueError(f"code: {code!r} is no CAMEO code that PLOVER has a type for")
            kind, mode = known[0], mode or known[1]
        else:
            raise ValueError("neither a PLOVER type nor a CAMEO code: a row needs one")
        status = _text(get("status")) or Status.ACTUAL.value
        if status not in {one.value for one in Status}:
            raise ValueError(f"status: {status!r} is none of {', '.join(Status)}")
        score = get("score")
        score = None if score != score else score
        if score is not None and not (isinstance(score, int | float) and 0 <= score <= 1):
            raise ValueError(f"score: {score!r} is no probability from 0 to 1")
        actor, recipient = self._party(get, "actor"), self._party(get, "recipient")
        return Event(
            id=_text(get("id")) or identity("event", self.name, number, day, kind, actor, recipient),
            type=kind,
            mode=mode,
            contexts=(),
            cameo=code or book.cameo(kind, mode),
            quad=book.quad(kind),
            trigger=Passage(_text(get("text")) or "", ()),
            actors=(actor,) if actor else (),
            recipients=(recipient,) if recipient else (),
            status=Status(status),
            when=When(day, day, How.STATED),
            where=None,
            claim=None,
            score=1.0 if score is None else float(score),
            trace=Trace(notes=(f"coded in {self.name}",)),
        )

    def _party(self, get: Callable[[str], Any], side: str) -> Party | None:
        country, name = _text(get(side)), _text(get(f"{side}_name"))
        if country is not None and not (len(country) == 3 and country.isupper()):
            country = _country(self.codebook, country)
        if country is None and name is not None:
            country = _country(self.codebook, name)
        if country is None and name is None:
            return None
        return Party(name or country or "", (), name, country, _text(get(f"{side}_sector")))


@cache
def _columns() -> dict[str, list[str]]:
    return tomllib.loads(files("tocsin.sources").joinpath("columns.toml").read_text(encoding="utf-8"))


def _getter(row: Row) -> Callable[[str], Any]:
    names = _names(tuple(row))
    return lambda field: row[names[field]] if field in names else None


@cache
def _names(columns: tuple[str, ...]) -> dict[str, str]:
    """The column of each field that these columns have."""
    low = {str(column).strip().lower(): column for column in columns}
    return {field: low[name] for field, known in _columns().items() for name in reversed(known) if name in low}


@cache
def _country(codebook: Codebook, name: str) -> str | None:
    return codebook.actors.country(name)


def _text(value: object) -> str | None:
    """The value as a text; None for what is empty (a missing number in a table is no text)."""
    if value is None or value != value:
        return None
    return " ".join(str(value).split()) or None


def _day(value: object) -> date:
    """The day of a row. Raises ValueError."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value or "").strip()
    try:
        return (
            datetime.strptime(text, "%Y%m%d").date()
            if len(text) == 8 and text.isdigit()
            else date.fromisoformat(text[:10])
        )
    except ValueError:
        raise ValueError(f"date: {value!r} is not a day like 2031-01-24") from None
