"""The names in a byline, one each, without "By", offices, addresses and the outlet's own name."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from html import unescape
from importlib.resources import files


@cache
def patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Before, after, never and between, as byline.toml has them."""
    lists = tomllib.loads(files(__package__).joinpath("byline.toml").read_text("utf-8"))
    before, after, never = (rf"(?:{'|'.join(lists[key])})" for key in ("before", "after", "never"))
    return (
        re.compile(f"^{before}", re.IGNORECASE),
        re.compile(f"{after}$", re.IGNORECASE),
        re.compile(never, re.IGNORECASE),
        re.compile(lists["between"], re.IGNORECASE),
    )


def byline(written: Iterable[str], *, outlet: str | None = None) -> tuple[str, ...]:
    """The names in *written*, in order and once each; *outlet*'s own only where nobody else signs.

    >>> byline(["By Maro Gallo and Ines Odell, Staff Writer", "maro gallo"])
    ('Maro Gallo', 'Ines Odell')
    """
    before, after, never, between = patterns()
    names: dict[str, str] = {}
    for text in written:
        text = re.sub(r"<[^>]{0,200}>", " ", unescape(text))
        text = before.sub("", " ".join(text.split()))
        for part in parts(text, between):
            whole = before.sub("", part).strip(" ,.;:-–—")
            name = after.sub("", whole).strip(" ,.;:-–—")
            if "," not in whole and len(name.split()) < 2:
                name = whole  # "Guardian staff reporter" is no Guardian
            fits = 2 <= len(name) <= 80 and len(name.split()) <= 7 and any(map(str.isalpha, name))
            if fits and not never.fullmatch(name):
                names.setdefault(name.lower(), name)
    own = (outlet or "").lower().removeprefix("the ")
    others = {low: name for low, name in names.items() if low.removeprefix("the ") != own}
    return tuple((others or names).values())


def parts(text: str, between: re.Pattern[str]) -> list[str]:
    """*text* cut between names: at commas only where each piece looks like a first and a last name.

    "Gallo, Maro" is one name, "Maro Gallo, Ines Odell" are two, "Maro Gallo, Defence Editor" is one with an office.
    """
    found: list[str] = []
    for piece in between.split(text):
        names = re.split(r"\s*,\s*", piece)
        if all(" " in name for name in names):
            found += names
        elif len(names) == 2 and " " in names[0]:
            found.append(names[0])  # "Maro Gallo, Averna": where from
        else:
            found.append(piece)
    return found
