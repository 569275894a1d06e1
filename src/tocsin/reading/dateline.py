"""The dateline before the first sentence: where the report was filed, for whom, and on which day."""

import re
import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from tocsin.reading.agency import named
from tocsin.records import Dateline, Span

WORD = r"(?:(?:St|Ste|Mt|Ft)\.|[^\W\d_][\w'’.-]*)"
REGION = r"(?:, (?!\d)[^\W\d_][\w'’.]*(?: [^\W\d_][\w'’.]*){0,2})"
MONTH = r"[^\W\d_]{3,10}"
PLACE = rf"(?P<place>{WORD}(?:[ /]{WORD}){{0,3}}{REGION}??)"
DAY = (
    rf",? (?:(?P<month>{MONTH})\.? (?P<number>\d{{1,2}})"
    rf"|(?P<number_first>\d{{1,2}})\.? (?:de )?(?P<month_last>{MONTH})\.?)"
)
YEAR = r",? (?:de )?(?P<year>20\d\d)"
AGENCY = r"[.,]? ?[(\[/](?P<agency>[^()\[\]/]{2,40})[)\]/]"
DASH = r"\s?\.?(?:--|[–—―])\s?|\s?\.?-\s|\s\|\s"
DATELINE = re.compile(
    rf"\s*[\[(]?{PLACE}(?:{DAY}(?:{YEAR})?)?(?:{AGENCY})?[\])]?(?:(?P<dash>{DASH})|[.:]\s|\s(?=[“\"'‘]?[^\W\d_a-z]))"
)
# A line that opens with the agency alone: "(Reuters) - ", "Reuters - ".
BARE = re.compile(rf"\s*\((?P<agency>[^()]{{2,40}})\)(?:{DASH}|\s)")


@cache
def lists() -> dict[str, Any]:
    """What dateline.toml says."""
    return tomllib.loads(files(__package__).joinpath("dateline.toml").read_text("utf-8"))


def dateline(text: str, published: date | None = None) -> Dateline | None:
    """The dateline that *text* opens with; None when it opens with none.

    A place in capitals before a dash is enough ("MOSCOW – "); one in small letters must be followed by an agency or a
    day. A day without its year takes the one nearest to *published*, and is unknown without it.

    >>> dateline("AVERNA, Jan 24 (Reuters) - The army moved.", date(2031, 1, 25))
    Dateline(place='Averna', agency='Reuters', day=datetime.date(2031, 1, 24))
    >>> dateline("Lorusk – its army gone – gave in.") is None
    True
    """
    found = DATELINE.match(text[:160])
    if found is None:
        return None
    place = found["place"].strip()
    town = place.split(",")[0]
    number, name = found["number"] or found["number_first"], found["month"] or found["month_last"]
    if name and month(name) is None:
        return None
    if town.split()[0].lower() in lists()["not_first"]:
        return None
    if any(words.lower() in lists()["not_places"] for words in (place, town)) or named(place):
        return None
    letters = [character for character in town if character.isalpha()]
    shouted = all(character.isupper() for character in letters)
    if found["agency"]:
        # "Maro Gallo (Left) – " is a name and a party, "Averna (AFP)" is not.
        if not (named(found["agency"]) or (shouted and found["dash"])):
            return None
        agency = named(found["agency"]) or found["agency"].strip()
    elif number:
        if not found["dash"] and not shouted:
            return None
        agency = None
    else:
        # More than three words in capitals are a headline. Four letters: shorter ones are mostly acronyms (US, UN, EU),
        # and a dash follows those in running text too.
        if not found["dash"] or not shouted or len(letters) < 4 or len(town.split()) > 3:
            return None
        agency = None
    if agency is None:
        # Russian wires put their name after the dash: "МОСКВА, 24 янв — РИА Новости. "
        agency = named(text[found.end() : found.end() + 30].split(".")[0])
    day = written_day(number, name, found["year"], published) if number and name else None
    return Dateline(settled(place), agency, day)


def opening(text: str, aside: Sequence[Span] = ()) -> Span | None:
    """Where the dateline of an article stands, with the dash behind it: before its first line of prose.

    *aside*: lines that are no prose (title, byline, counters). Five lines are looked at.

    >>> opening("AVERNA, Jan 24 (Reuters) - The army moved.")
    Span(start=0, end=27)
    """
    seen = 0
    for line in re.finditer(r"[^\n]*\S[^\n]*", text):
        if any(span.overlaps(Span(*line.span())) for span in aside):
            continue
        if dateline(line[0]) is not None and (found := DATELINE.match(line[0][:160])):
            return Span(line.start(), line.start() + found.end())
        seen += 1
        if seen == 5:
            break
    return None


def opening_agency(text: str) -> str | None:
    """The agency of a line that opens "(Reuters) - " with no place.

    >>> opening_agency("(AFP) — Averna denied it.")
    'AFP'
    """
    found = BARE.match(text[:80])
    return named(found["agency"]) if found else None


def settled(place: str) -> str:
    """*place* in ordinary letters: "ST. PETERSBURG, Russia" as "St. Petersburg, Russia"."""
    return re.sub(r"[^\W\d_]{2,}(?:['’][^\W\d_]+)?", lambda word: ordinary(word[0]), place)


def ordinary(word: str) -> str:
    """One word of a place in ordinary letters."""
    return word.lower() if word.lower() in lists()["small"] else word.capitalize() if word.isupper() else word


def month(name: str) -> int | None:
    """The number of the month *name* begins like; None when it is no month."""
    months: dict[str, list[str]] = lists()["months"]
    return next((int(number) for number, starts in months.items() if name.lower().startswith(tuple(starts))), None)


def written_day(number: str, name: str, year: str | None, published: date | None) -> date | None:
    """The day a dateline writes, its year nearest to *published* when it gives none."""
    years = [int(year)] if year else [published.year + step for step in (0, -1, 1)] if published else []
    days = []
    for candidate in years:
        try:
            days.append(date(candidate, month(name) or 0, int(number)))
        except ValueError:
            continue
    return min(days, key=lambda day: abs((day - published).days) if published else 0, default=None)
