"""Warning problems read from TOML; what could not be tested is refused, with file and line and how to mend it."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import isclose
from pathlib import Path
from typing import Any

from tocsin.codebook.book import Codebook
from tocsin.codebook.table import Fault, Table
from tocsin.errors import ProblemError
from tocsin.records import Act, History, Holder, Indicator, Match, Problem, Resolver, Status
from tocsin.warning.probability import hazard

TEMPLATES = Path(__file__).parent / "problems"
CONTIGUITY = ("land", "sea", "none")
YEARS = ("1", "2-5", "6-20", ">20", "never")
SPECIAL = frozenset({"UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"})


@cache
def base_rates() -> dict[str, Any]:
    """The tables of `base_rates.toml`."""
    return tomllib.loads(files("tocsin.warning").joinpath("base_rates.toml").read_text(encoding="utf-8"))


def load(path: Path, codebook: Codebook) -> Problem:
    """The problem in the file *path*.

    Raises ProblemError naming each fault as file:line, OSError when there is no such file.
    """
    problem, faults = check(path, codebook)
    if problem is None or faults:
        raise ProblemError("\n".join(map(str, faults)))
    return problem


def check(path: Path, codebook: Codebook) -> tuple[Problem | None, list[Fault]]:
    """The problem in *path* and everything that is wrong with it; None where it cannot be run. Raises OSError."""
    table = Table.read(path)
    if table.faults:
        return None, table.faults
    problem = _Reader(table, codebook).problem(path)
    table.done()
    faults = sorted(table.faults, key=lambda fault: fault.line)
    return (None if faults else problem), faults


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one file; faults go to its table."""

    table: Table
    codebook: Codebook

    def problem(self, path: Path) -> Problem | None:
        table = self.table
        question = table.text(
            "question", 'what is asked, as in question = "Will A use force against B by 31 July 2031?"'
        )
        opened = table.day("opened", "the day from which it is asked")
        deadline = table.day(
            "deadline",
            "a question without a day on which it is answered cannot be scored; give the last day that counts",
        )
        if opened and deadline and opened >= deadline:
            table.fault(f"the deadline {deadline} is not after the day it was opened, {opened}", "deadline")
        criterion = table.text(
            "criterion", "say in a sentence what must have happened, who must have reported it, and what does not count"
        )
        sides = self._sides()
        per_year, basis, history = self._base_rate(sides)
        indicators = self._indicators(sides)
        alert = table.table("alert")
        thresholds: tuple[float, ...] = ()
        if alert is not None:
            thresholds = alert.numbers("thresholds", low=0.001, high=0.999)
            alert.done()
        tempering = table.values.get("lambda")
        if "lambda" in table.values:
            tempering = table.number(
                "lambda", low=0.01, high=1.0, wanted="how much the evidence counts; leave it out for the model's own"
            )
        problem_topic = table.maybe("topic") or "general"
        resolver, note = self._resolver(), table.maybe("note")
        interests = tuple(self._holder(holder, sides) for holder in table.tables("interest"))
        if opened is None or deadline is None or resolver is None:
            return None
        return Problem(
            id=path.stem,
            question=question,
            opened=opened,
            deadline=deadline,
            criterion=criterion,
            resolver=resolver,
            hazard_per_year=per_year,
            hazard_basis=basis,
            indicators=indicators,
            topic=problem_topic,
            actors=tuple(sides.items()),
            interests=interests,
            history=history,
            thresholds=thresholds,
            tempering=tempering,
            note=note,
            file=str(path),
        )

    def _sides(self) -> dict[str, tuple[str, ...]]:
        """The names that matches may use in place of codes: attacker = ["AVN"]."""
        actors = self.table.table("actors")
        if actors is None:
            self.table.fault(
                '[actors] is missing: name the sides once, as in attacker = ["AVN"], and use the names in the matches'
            )
            return {}
        sides = {name: actors.texts(name) for name in actors.keys()}  # noqa: SIM118 - keys() also marks them as known
        for name, codes in sides.items():
            for code in codes:
                self._known_code(actors, name, code)
        return sides

    def _known_code(self, table: Table, key: str, code: str) -> None:
        country, _, sector = code.partition(".")
        if len(country) != 3 or not country.isupper():
            return  # a name
        if country not in _countries(self.codebook):
            table.fault(
                f"{code!r}: no country of the codebook has the code {country}; give ISO 3166 alpha-3 as in VEN, or your --codebook",
                key,
            )
        elif sector and sector not in _sectors(self.codebook):
            table.fault(f"{code!r}: {sector} is no sector; known: {', '.join(sorted(_sectors(self.codebook)))}", key)

    def _resolver(self) -> Resolver | None:
        resolver = self.table.table("resolver")
        if resolver is None:
            self.table.fault(
                "[resolver] is missing: name who says how it ended (name, reference), never this program itself"
            )
            return None
        silent = resolver.text("if_silent", '"no" or "void": what holds when the resolver says nothing by the deadline')
        if silent and silent not in ("no", "void"):
            resolver.fault(f"if_silent = {silent!r} is neither no nor void", "if_silent")
        found = Resolver(
            resolver.text("name", "the person or body that says how it ended"),
            resolver.text("reference", "where it will be said: an address or a publication"),
            silent,
        )
        if "tocsin" in found.name.casefold():
            resolver.fault("Tocsin may not resolve its own questions; name a person or body outside it", "name")
        resolver.done()
        return found

    def _holder(self, table: Table, sides: dict[str, tuple[str, ...]]) -> Holder:
        who = table.text("who", "a side of [actors], a country's code, an id of the register, or a name")
        gains_by = table.text("gains_by", '"yes" or "no": the answer it gains by if people expect it')
        if gains_by and gains_by not in ("yes", "no"):
            table.fault(f"gains_by = {gains_by!r} is neither yes nor no", "gains_by")
        if len(sides.get(who, ())) > 1:
            table.fault(f"who: the side {who} has several members; write one [[interest]] for each", "who")
        holder = Holder(
            sides[who][0] if sides.get(who) else who,
            gains_by,
            table.text("because", "what it gains, in a sentence"),
            table.text("reference", "where this can be checked"),
        )
        table.done()
        return holder

    def _base_rate(self, sides: dict[str, tuple[str, ...]]) -> tuple[float, str, History | None]:
        rate = self.table.table("base_rate")
        if rate is None:
            self.table.fault(
                "[base_rate] is missing: per_year = 0.02 with a reference, or contiguity, rivals and years_since for force between states"
            )
            return 0.0, "", None
        history = self._history(rate, sides)
        if "per_year" in rate.values:
            per_year = rate.number(
                "per_year", low=1e-5, high=0.99, wanted="how often it came true in a year, of cases like this"
            )
            basis = rate.text("reference", "where this rate comes from, and of what cases")
            rate.done()
            return hazard(per_year), f"{per_year:.3g} a year: {basis}", history
        contiguity = rate.text(
            "contiguity", "land, sea (up to 400 miles of water) or none; or give per_year and a reference"
        )
        years = rate.text("years_since", 'years since their last dispute: "1", "2-5", "6-20", ">20" or "never"')
        rivals = rate.truth("rivals")
        rate.done()
        if contiguity not in CONTIGUITY or years not in YEARS:
            if contiguity and contiguity not in CONTIGUITY:
                rate.fault(f"contiguity = {contiguity!r} is none of {', '.join(CONTIGUITY)}", "contiguity")
            if years and years not in YEARS:
                rate.fault(f"years_since = {years!r} is none of {', '.join(YEARS)}", "years_since")
            return 0.0, "", history
        per_year = base_rates()[contiguity]["rivals" if rivals else "others"][years]
        where = "no common border" if contiguity == "none" else f"a common {contiguity} border"
        last = (
            "no dispute before" if years == "never" else f"last dispute {years} year{'' if years == '1' else 's'} ago"
        )
        pair = f"{'rivals' if rivals else 'no rivals'}, {where}, {last}"
        return (
            hazard(per_year),
            f"{per_year:.3g} a year: force between two states ({pair}); {base_rates()['source']}",
            history,
        )

    def _history(self, rate: Table, sides: dict[str, tuple[str, ...]]) -> History | None:
        history = rate.table("history")
        if history is None:
            return None
        matches = self._matches(history, sides)
        found = History(
            matches,
            history.number("recent", low=0, high=5, wanted="weight of ln(1 + acts, halved every 14 days)", default=0.3),
            history.number(
                "lasting", low=0, high=5, wanted="weight of ln(1 + acts, halved every 120 days)", default=0.3
            ),
        )
        history.done()
        return found

    def _indicators(self, sides: dict[str, tuple[str, ...]]) -> tuple[Indicator, ...]:
        tables = self.table.tables("indicator")
        if not tables:
            self.table.fault(
                "there is no [[indicator]]: name at least one sign that would be seen sooner if the answer will be yes"
            )
        found = [self._indicator(table, sides) for table in tables]
        names: set[str] = set()
        for table, indicator in zip(tables, found, strict=True):
            if indicator.id in names:
                table.fault(f"id = {indicator.id!r} is used twice; a sign needs a name of its own", "id")
            names.add(indicator.id)
        return tuple(found)

    def _indicator(self, table: Table, sides: dict[str, tuple[str, ...]]) -> Indicator:
        against = table.truth("against")
        yes = table.number("seen_if_yes", low=0.001, high=0.999, wanted="P(sign | the answer will be yes)")
        no = table.number("seen_if_no", low=0.001, high=0.999, wanted="P(sign | the answer will be no)")
        if not against and yes <= no:
            table.fault(
                f"seen_if_yes = {yes:g} is not above seen_if_no = {no:g}: a sign seen as often when nothing comes tells nothing; "
                "change the figures, drop it, or mark it against = true if it speaks for no",
                "seen_if_yes",
            )
        if against and (yes >= no or isclose(yes, no)):
            table.fault(
                f"seen_if_no = {no:g} is not above seen_if_yes = {yes:g}, as it must be for a sign against",
                "seen_if_no",
            )
        indicator = Indicator(
            id=table.text("id", 'a short name, as in "troop-build-up"'),
            says=table.text("says", "what would be seen, in a sentence"),
            family=table.text("family", "what it goes with: rhetoric, posture, diplomacy, logistics, unrest"),
            seen_if_yes=yes,
            seen_if_no=no,
            half_life_days=table.number(
                "half_life_days", low=1, high=3650, wanted="after how many days a report of it weighs half"
            ),
            matches=self._matches(table, sides),
            against=against,
        )
        table.done()
        return indicator

    def _matches(self, table: Table, sides: dict[str, tuple[str, ...]]) -> tuple[Match, ...]:
        matches = table.tables("match")
        if not matches:
            table.fault(
                "it has no [[...match]], so nothing can match it: say which events or claims count as a sign seen"
            )
        return tuple(self._match(match, sides) for match in matches)

    def _match(self, table: Table, sides: dict[str, tuple[str, ...]]) -> Match:
        match = Match(
            events=table.texts("events"),
            modes=table.texts("modes"),
            contexts=table.texts("contexts"),
            cameo=table.texts("cameo"),
            status=tuple(Status(one) for one in self._scale(table, "status", {one.value for one in Status})),
            actors=self._parties(table, "actors", sides),
            recipients=self._parties(table, "recipients", sides),
            either_way=table.truth("either_way"),
            places=self._parties(table, "places", sides),
            acts=tuple(Act(one) for one in self._scale(table, "acts", {one.value for one in Act})),
            speakers=self._parties(table, "speakers", sides),
            words=table.texts("words"),
        )
        table.done()
        self._can_match(table, match)
        return match

    def _scale(self, table: Table, key: str, known: set[str]) -> list[str]:
        values = table.texts(key)
        for value in values:
            if value not in known:
                table.fault(f"{key}: {value!r} is none of {', '.join(sorted(known))}", key)
        return [value for value in values if value in known]

    def _parties(self, table: Table, key: str, sides: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
        """Sides by their names, codes and names as they are."""
        found: list[str] = []
        for value in table.texts(key):
            if value in sides:
                if not sides[value]:
                    table.fault(f"{key}: the side {value} has nobody in it", key)
                found += sides[value]
                continue
            if value.isidentifier() and value.islower() and sides:
                table.fault(f"{key}: {value!r} is no side; [actors] has {', '.join(sides)}", key)
            self._known_code(table, key, value)
            found.append(value)
        return tuple(found)

    def _can_match(self, table: Table, match: Match) -> None:
        """Note why *match* could never match anything."""
        types = self.codebook.events.types
        for code in match.events:
            if code not in types:
                table.fault(
                    f"events: {code!r} is no event type of the codebook; known: {', '.join(sorted(types))}", "events"
                )
        known = [types[code] for code in (match.events or types) if code in types]
        modes = {mode.name for one in known for mode in one.modes}
        for mode in match.modes if known else ():
            if mode not in modes:
                table.fault(
                    f"modes: {mode!r} is no mode of {' or '.join(match.events) or 'any type'}; known: {', '.join(sorted(modes)) or 'none'}",
                    "modes",
                )
        contexts = self.codebook.events.context_names
        for context in match.contexts:
            if context not in contexts:
                table.fault(f"contexts: {context!r} is no context; known: {', '.join(sorted(contexts))}", "contexts")
        for code in match.cameo:
            if not code.isdigit() or not "01" <= f"{code}0"[:2] <= "20":
                table.fault(f"cameo: {code!r} is not the beginning of a CAMEO code like 15 or 190", "cameo")
        if not (match.events or match.cameo or match.acts or match.words):
            table.fault("it asks for nothing that can be told: give events, cameo, acts or words")
        if match.status and set(match.status) == {Status.NEGATED}:
            table.fault(
                "status: what is negated is a denial of the sign and counts against it; say which sign it would be",
                "status",
            )


@cache
def _countries(codebook: Codebook) -> frozenset[str]:
    return SPECIAL | {entry.country for entry in codebook.actors.entries if entry.country is not None}


@cache
def _sectors(codebook: Codebook) -> frozenset[str]:
    return frozenset(
        {entry.sector for entry in codebook.actors.entries if entry.sector is not None}
        | {office.sector for entry in codebook.actors.entries for office in entry.offices if office.sector is not None}
    )
