"""Which news agency an article credits: in its dateline, its byline or its last lines."""

import re
import tomllib
from functools import cache
from importlib.resources import files

# "(Reporting by Maro Gallo in Averna; Editing by Ines Gallo)" closes a Reuters file; "© AFP", "Source: TASS", "- AFP".
CLOSING = re.compile(
    r"\W*(?P<credit>©|\(c\)|copyright|source|quelle|fuente|fonte|from|via|by|mit|avec|con"
    r"|with(?: (?:material|reporting|reports|files) (?:from|by))?)?"
    r"[\s:]*(?P<name>[^.;:]{2,40}?)"
    r"(?:\s+(?:contributed|20\d\d|all rights reserved).{0,60})?\W*",
    re.IGNORECASE,
)
# An agency that agencies.toml does not list; its name alone is not enough, a word of credit must stand before it.
UNLISTED = re.compile(r"(?:[A-Z][\w'’-]+ ){1,3}(?:Press|News Agency|Press Agency|News Service|Newswire)")
DESK = re.compile(r"\(?(?:additional )?reporting by [^;]{3,200};? (?:writing|editing) by .{3,120}", re.IGNORECASE)


@cache
def forms() -> dict[str, str]:
    """The written forms of each agency, and its name."""
    entries = tomllib.loads(files(__package__).joinpath("agencies.toml").read_text("utf-8"))["agency"]
    return {form if form.isupper() else form.lower(): entry["name"] for entry in entries for form in entry["forms"]}


def named(text: str) -> str | None:
    """The agency *text* names and nothing else.

    >>> named("Agence France-Presse"), named("AP"), named("ap"), named("Maro Gallo")
    ('AFP', 'AP', None, None)
    """
    text = " ".join(text.split()).strip(" .,:;|/()[]–—-")
    return forms().get(text) or forms().get(text.lower())


def credited(byline: tuple[str, ...], lines: list[str]) -> str | None:
    """The agency credited in *byline*, or in the last two of *lines*; None when there is none.

    >>> credited((), ["Averna denied it.", "© AFP"])
    'AFP'
    >>> credited((), ["With material from Continental Press."]), credited((), ["Continental Press."])
    ('Continental Press', None)
    """
    for name in byline:
        for part in (name, *re.split(r"\s*(?:/|,| with | and | mit )\s*", name)):
            if found := named(part):
                return found
    for line in reversed(lines[-2:]):
        if DESK.fullmatch(line.strip()):
            return "Reuters"
        closing = CLOSING.fullmatch(line.strip()) if len(line) < 120 else None
        if closing and (found := named(closing["name"])):
            return found
        if closing and closing["credit"] and UNLISTED.fullmatch(closing["name"]):
            return str(closing["name"])
    return None
