"""Starter packs: feeds by region, read from TOML files, for a desk that begins with none.

Ours stand in packs/; a folder of a desk's own with files of the same form is read the same way.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from tocsin.codebook.table import Fault, Table
from tocsin.errors import ReadingError
from tocsin.reading.field import address
from tocsin.reading.listing import KINDS
from tocsin.records import identity
from tocsin.records.feed import Feed

OURS = Path(__file__).parent / "packs"
SHOWN = 10  # faults in one message


@dataclass(frozen=True, slots=True)
class Pack:
    """The feeds of one region."""

    name: str  # "south-asia": the file's name, and the tag of its feeds
    title: str
    feeds: tuple[Feed, ...]


def packs(folder: Path = OURS) -> tuple[Pack, ...]:
    """Each pack in *folder*, by name.

    >>> [pack.title for pack in packs() if pack.name == "japan"]
    ['Japan']

    Raises ReadingError naming file and line of all that is wrong.
    """
    found: list[Pack] = []
    faults: list[Fault] = []
    seen: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        table = Table.read(path)
        feeds = tuple(feed for one in table.tables("feed") if (feed := read(one, path.stem, seen)))
        title = table.text("title", "which region these feeds are of")
        table.done()
        if not feeds and not table.faults:
            table.fault("there is no [[feed]] in it")
        found.append(Pack(path.stem, title, feeds))
        faults += table.faults
    if not found:
        raise ReadingError(f"{folder} holds no pack: a file <region>.toml with a title and [[feed]] tables was wanted")
    if faults:
        more = [f"and {len(faults) - SHOWN} more"] if len(faults) > SHOWN else []
        raise ReadingError("\n".join([*map(str, faults[:SHOWN]), *more]))
    return tuple(found)


def read(table: Table, pack: str, seen: dict[str, str]) -> Feed | None:
    """One [[feed]]; None, with its faults noted, when it is wrong."""
    before = len(table.faults)
    url = table.text("url", "the address of the feed")
    outlet = table.text("outlet", "whose feed it is, as the source register names it")
    language = table.text("language", "an ISO 639 code, as in 'en'")
    country = table.text("country", "an ISO 3166 code of three letters, as in 'LBN'")
    kind = table.maybe("kind") or "feed"
    table.done()
    if url and address(url, "") != url:
        table.fault(f"{url!r} is not a web address", "url")
    elif url in seen:
        table.fault(f"{url} is already in {seen[url]}", "url")
    if language and not re.fullmatch(r"[a-z]{2,3}", language):
        table.fault(f"{language!r} is not an ISO 639 code like 'en'", "language")
    if country and not re.fullmatch(r"[A-Z]{3}", country):
        table.fault(f"{country!r} is not an ISO 3166 code of three letters like 'LBN'", "country")
    if kind not in KINDS:
        table.fault(f"{kind!r} is no kind of feed; known: {', '.join(KINDS)}", "kind")
    if len(table.faults) > before:
        return None
    seen[url] = f"{table.file}:{table.line('url')}"
    return Feed(identity("feed", url), url, kind, outlet, language, country, (pack,))
