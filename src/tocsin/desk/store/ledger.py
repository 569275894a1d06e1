"""Who said what and what happened, over all articles: claims and events by who, what, when and where, newest first.

Each question is answered along one index in the order of the answer, so that a page costs the same however many records there are;
what else is asked is looked up on the way. Where somebody is asked for by name, each name that fits ("Odell": "Ada Odell",
"Prime Minister Odell") is walked along by itself, and the walks are merged.
"""

import heapq
import json
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Table, and_, false, or_, select, tuple_

from tocsin.desk.store import cursors
from tocsin.desk.store.articles import SHOWN, Wanted, kept_of
from tocsin.desk.store.columns import aside
from tocsin.desk.store.database import Database
from tocsin.desk.store.kept import FoundClaim, FoundEvent, Kept, Page
from tocsin.desk.store.query import Query, parsed
from tocsin.desk.store.rows import PLACES
from tocsin.desk.store.search import newest
from tocsin.desk.store.tables import article, claim, event, name_word, party
from tocsin.desk.store.texts import folded, key_of, words_of
from tocsin.records import codec

CODE = re.compile(r"([A-Z]{3})(?:\.([A-Z]{3}))?")
NAMES = 64  # walked along one by one; where more fit, all claims are walked along
READ = 5_000  # articles kept last, in which words of claims are looked for
BLOCK = 500

Place = tuple[date, int]


class Ledger(Database):
    """Claims and events."""

    def claims(
        self,
        *,
        speaker: str | None = None,
        country: str | None = None,
        act: str | None = None,
        hedged: bool | None = None,
        outlet: str | None = None,
        since: date | None = None,
        until: date | None = None,
        text: str | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[FoundClaim]:
        """Claims that fit every line given, newest first.

        *speaker*: words of a name. *country*: whom the speaker speaks for, as code. *since*, *until*: days of publication. *text*: words
        of the claim itself, as `search` takes them but unstemmed; looked for in the 5,000 articles kept last that hold them.
        """
        asked: list[Any] = [claim.c.struck.is_(False)]
        for column, value in ((claim.c.country, country), (claim.c.act, act), (claim.c.hedged, hedged)):
            if value is not None:
                asked.append(column == value)
        if outlet is not None:
            asked.append(claim.c.outlet_key == key_of(outlet))
        asked += _days(claim, since, until)
        with self.reading() as connection:
            names = _names(connection, speaker)
            if text is not None and (query := parsed(text)).all:
                read = newest(connection, query, Wanted(since, until, outlet), READ)
                found = _worded(connection, query, read, [*asked, *_speaks(names)], _place(cursor), limit)
            else:
                found = _walked(connection, claim, claim.c.speaker, names, asked, _place(cursor), limit)
            items = _fetched(connection, claim, found[:limit], _claim)
        return Page(tuple(items), _next(found, limit))

    def events(
        self,
        *,
        type: str | None = None,  # noqa: A002 - the field's name, in the codebook and in every record
        mode: str | None = None,
        status: str | None = None,
        actor: str | None = None,
        recipient: str | None = None,
        country: str | None = None,
        outlet: str | None = None,
        since: date | None = None,
        until: date | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[FoundEvent]:
        """Events that fit every line given, newest first.

        *actor*, *recipient*: a code ("LRK", "LRK.MIL") or words of a name. *country*: where it happened. *since*, *until*: days on which it
        happened, or of publication where it does not say.
        """
        asked: list[Any] = [
            column == value
            for column, value in ((event.c.mode, mode), (event.c.status, status), (event.c.country, country))
            if value is not None
        ]
        if outlet is not None:
            asked.append(event.c.outlet_key == key_of(outlet))
        with self.reading() as connection:
            sides = [(side, words) for side, words in (("actor", actor), ("recipient", recipient)) if words is not None]
            if not sides:
                if type is not None:
                    asked.append(event.c.type == type)
                asked += [event.c.struck.is_(False), *_days(event, since, until)]
                found = _walked(connection, event, None, None, asked, _place(cursor), limit)
            else:
                (side, words), *others = sides
                along: list[Any] = [party.c.side == side, *_days(party, since, until)]
                if type is not None:
                    along.append(party.c.type == type)
                along += [_takes_part(connection, *other) for other in others]
                found = _along(connection, words, along, asked, _place(cursor), limit)
            items = _fetched(connection, event, found[:limit], _event)
        return Page(tuple(items), _next(found, limit))


def _walked(
    connection: Connection,
    table: Table,
    by: ColumnElement[int] | None,
    names: Sequence[int] | None,
    asked: Sequence[Any],
    after: Place | None,
    limit: int,
) -> list[Place]:
    """Where the records that fit stand, newest first, one more than *limit*; *by* any of *names* where these are given."""
    if names is None or by is None:
        return _places(connection, table, asked, after, limit)
    if len(names) > NAMES:
        return _places(connection, table, [*asked, _aside(by.in_(list(names)), connection)], after, limit)
    aside = [_aside(condition, connection) for condition in asked]
    walks = [_places(connection, table, [by == number, *aside], after, limit) for number in names]
    return list(heapq.merge(*walks, reverse=True))[: limit + 1]


def _places(connection: Connection, table: Table, asked: Sequence[Any], after: Place | None, limit: int) -> list[Place]:
    query = select(table.c.day, table.c.number).where(*asked)
    if after is not None:
        query = query.where(tuple_(table.c.day, table.c.number) < tuple_(*after))
    query = query.order_by(table.c.day.desc(), table.c.number.desc()).limit(limit + 1)
    return [(row.day, row.number) for row in connection.execute(query)]


def _along(
    connection: Connection, words: str, along: Sequence[Any], asked: Sequence[Any], after: Place | None, limit: int
) -> list[Place]:
    """Where the events stand in which somebody takes part, newest first: along the index of parties.

    *along* is asked of the party, *asked* of the event; where nothing is, no event is looked at.
    """
    base = [*along, *asked]
    if after is not None:
        base.append(tuple_(party.c.day, party.c.event) < tuple_(*after))
    found: set[Place] = set()
    for driver in _who(party, words, connection):
        query = select(party.c.day, party.c.event).distinct()  # two actors of one country make one event
        if asked:
            query = query.join(event, event.c.number == party.c.event)
        query = query.where(*driver, *base).order_by(party.c.day.desc(), party.c.event.desc()).limit(limit + 1)
        found.update((row.day, row.event) for row in connection.execute(query))
    return sorted(found, reverse=True)[: limit + 1]


def _who(parties: FromClause, words: str, connection: Connection) -> list[list[Any]]:
    """What makes a party the one meant by a code or a name: one way, or one for each name that fits."""
    if code := CODE.fullmatch(words):
        country, sector = code.groups()
        return [[parties.c.country == country, *([parties.c.sector == sector] if sector else [])]]
    names = _names(connection, words) or []
    return [[parties.c.name == number] for number in names] if len(names) <= NAMES else [[parties.c.name.in_(names)]]


def _takes_part(connection: Connection, side: str, words: str) -> Any:
    """That somebody else takes part in the event of a party too."""
    other = party.alias(side)
    ways = [and_(*[_aside(condition, connection) for condition in way]) for way in _who(other, words, connection)]
    same = other.c.event == party.c.event  # along the key of this one event, whatever else there is an index for
    return select(other.c.event).where(same, _aside(other.c.side == side, connection), or_(false(), *ways)).exists()


def _worded(
    connection: Connection, query: Query, read: Sequence[int], asked: Sequence[Any], after: Place | None, limit: int
) -> list[Place]:
    """The same for claims whose own words answer *query*, in the articles *read*."""
    found: list[Place] = []
    days: list[Place] = []
    for start in range(0, len(read), BLOCK):
        some = select(article.c.day, article.c.number).where(article.c.number.in_(read[start : start + BLOCK]))
        days += [(row.day, row.number) for row in connection.execute(some)]
    days.sort(reverse=True)
    if after is not None:
        days = [one for one in days if one <= (after[0], after[1] // PLACES)]
    for start in range(0, len(days), BLOCK // 10):
        numbers = [number for _, number in days[start : start + BLOCK // 10]]
        within = or_(*[claim.c.number.between(number * PLACES, (number + 1) * PLACES - 1) for number in numbers])
        for row in connection.execute(select(claim.c.day, claim.c.number, claim.c.body).where(within, *asked)):
            if (after is None or (row.day, row.number) < after) and _says(
                query, json.loads(row.body)["content"]["text"]
            ):
                found.append((row.day, row.number))
        if len(found) > limit:
            break
    return sorted(found, reverse=True)[: limit + 1]


def _says(query: Query, content: str) -> bool:
    words = f" {words_of(content)} "

    def holds(term: Any) -> bool:
        return f" {' '.join(term.words)}{'' if term.prefix else ' '}" in words

    return all(any(map(holds, group)) for group in query.all) and not any(map(holds, query.none))


def _fetched(
    connection: Connection, table: Table, places: Sequence[Place], made: Callable[[list[Any]], Iterator[Any]]
) -> Iterator[Any]:
    """The records at *places* with the article of each, in this order."""
    numbers = [number for _, number in places]
    if not numbers:
        return iter(())
    own = select(table.c.number, table.c.body).where(table.c.number.in_(numbers))
    bodies = {row.number: json.loads(row.body) for row in connection.execute(own)}
    told = select(*SHOWN, article.c.number).where(article.c.number.in_({number // PLACES for number in numbers}))
    kept = {row.number: kept_of(row) for row in connection.execute(told)}
    return made([(bodies[number], day, kept[number // PLACES]) for day, number in places])


def _claim(found: list[tuple[dict[str, Any], date, Kept]]) -> Iterator[FoundClaim]:
    claims = _records("claims", [body for body, _, _ in found]).claims
    yield from (FoundClaim(one, day, kept) for one, (_, day, kept) in zip(claims, found, strict=True))


def _event(found: list[tuple[dict[str, Any], date, Kept]]) -> Iterator[FoundEvent]:
    events = _records("events", [body for body, _, _ in found]).events
    yield from (FoundEvent(one, day, kept) for one, (_, day, kept) in zip(events, found, strict=True))


def _records(part: str, bodies: list[dict[str, Any]]) -> Any:
    return codec.from_json({"id": "", "schema": 1, "article": {"id": "", "text": ""}, part: bodies})


def _names(connection: Connection, words: str | None) -> list[int] | None:
    """The numbers of the names that hold all of *words*; None where no name is asked for."""
    if words is None:
        return None
    wanted = sorted(set(folded(words).split()), key=len, reverse=True)
    if not wanted:
        return []
    first, *others = wanted
    asked = select(name_word.c.name).where(name_word.c.word == first)
    for word in others:
        other = name_word.alias()
        asked = asked.where(select(other.c.name).where(other.c.word == word, other.c.name == name_word.c.name).exists())
    return list(connection.execute(asked).scalars())


def _speaks(names: Sequence[int] | None) -> list[Any]:
    return [] if names is None else [claim.c.speaker.in_(list(names))]


def _days(table: Table, since: date | None, until: date | None) -> list[Any]:
    return [*([] if since is None else [table.c.day >= since]), *([] if until is None else [table.c.day <= until])]


def _place(cursor: str | None) -> Place | None:
    return None if cursor is None else cursors.day_and_number(cursor)


def _next(found: Sequence[Place], limit: int) -> str | None:
    return cursors.written(*found[limit - 1]) if len(found) > limit else None


def _aside(condition: Any, connection: Connection) -> Any:
    """*condition* so that SQLite takes no index for it."""
    if connection.dialect.name != "sqlite" or not hasattr(condition, "left") or condition.left.key == "day":
        return condition
    return condition.operator(aside(condition.left), condition.right)
