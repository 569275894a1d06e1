"""Ranked full-text search over articles, with snippets: FTS5 and bm25 in SQLite, text vectors and ts_rank_cd in PostgreSQL.

Where very many articles fit, only the newest kept of them are ranked: ranking costs so much for each article, and whoever asks for
a word that stands in every tenth article does not want the best of a hundred thousand but the news.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Double, FromClause, Select, cast, column, func, literal_column, select, text
from sqlalchemy import table as table_of

from tocsin.desk.store import cursors
from tocsin.desk.store.articles import SHOWN, Wanted, kept_of
from tocsin.desk.store.columns import Number, aside
from tocsin.desk.store.database import Database
from tocsin.desk.store.kept import Hit, Hits, Piece
from tocsin.desk.store.query import Query, parsed
from tocsin.desk.store.tables import article as table
from tocsin.desk.store.tables import concern

RANKED_SQLITE = 5_000
RANKED_POSTGRESQL = 2_000
# PostgreSQL looks for words in a row in so many articles that have all these words, kept last; where it finds fewer than ENOUGH,
# in four times as many, and so on.
READ, MOST_READ, ENOUGH = 4_000, 64_000, 20
OPEN, SHUT = "\x02", "\x03"  # around what was found, in snippets as the databases write them
MARKED = re.compile(f"{OPEN}([^{SHUT}]*){SHUT}")
BLANKS = re.compile(r"\s+")
SNIPPET_WORDS = 24

WORDS = table_of("article_words", column("rowid", Number))
VECTORS = table_of("article_words", column("article", Number), column("words"))
SNIPPET_FTS5 = text(
    "SELECT snippet(article_words, 1, char(2), char(3), '…', :words) AS snippet "
    "FROM article_words WHERE article_words MATCH :query AND rowid = :number"
)
SNIPPET_VECTORS = text(
    "SELECT ts_headline('tocsin', left(text, 50000), to_tsquery('tocsin', :query), :options) AS snippet "
    "FROM article WHERE number = :number"
)
HEADLINE = f"StartSel={OPEN}, StopSel={SHUT}, MaxWords={SNIPPET_WORDS}, MinWords={SNIPPET_WORDS // 2}, MaxFragments=1"


class Search(Database):
    """Questions in words."""

    def search(
        self,
        query: str,
        *,
        since: date | None = None,
        until: date | None = None,
        outlet: str | None = None,
        country: str | None = None,
        limit: int = 20,
        cursor: str | None = None,
    ) -> Hits:
        """Articles in which *query* is found, best first: words, "phrases", OR, -not, beginnings*; never a syntax error.

        *country* is one that speaks, acts or is acted upon in the article.
        """
        asked = parsed(query)
        if not asked.all:
            return Hits()
        wanted = Wanted(since=since, until=until, outlet=outlet, country=country)
        after = None if cursor is None else cursors.score_and_number(cursor)
        with self.reading() as connection:
            # All that is ranked comes here, a few thousand pairs of numbers: sorting them costs less than asking twice.
            ranked, cut = _ranked(connection, asked, wanted)
            rest = ranked if after is None else [one for one in ranked if one > (after[0], -after[1])]
            numbers = [-number for _, number in rest[:limit]]
            rows = {
                row.number: row
                for row in connection.execute(select(*SHOWN, table.c.number).where(table.c.number.in_(numbers)))
            }
            snippets = {number: _snippet(connection, asked, number) for number in numbers}
        return Hits(
            tuple(
                Hit(kept_of(rows[-number]), pieces(snippets[-number]), -score)
                for score, number in rest[:limit]
                if -number in rows
            ),
            cursors.written(rest[limit - 1][0], -rest[limit - 1][1]) if len(rest) > limit else None,
            len(ranked) if cut else None,
        )


def pieces(snippet: str) -> tuple[Piece, ...]:
    """The snippet in pieces, blanks and line ends as one blank.

    >>> pieces("moved its \\x02tanks\\x03 to the bridge")
    (Piece(text='moved its ', found=False), Piece(text='tanks', found=True), Piece(text=' to the bridge', found=False))
    """
    parts = MARKED.split(BLANKS.sub(" ", snippet))
    return tuple(Piece(part, found=place % 2 == 1) for place, part in enumerate(parts) if part)


def newest(connection: Connection, query: Query, wanted: Wanted, limit: int) -> list[int]:
    """The numbers of the articles kept last in which *query* is found."""
    return [row.number for row in connection.execute(_fitting(connection, query, wanted, limit=limit, score=False))]


def _ranked(connection: Connection, query: Query, wanted: Wanted) -> tuple[list[tuple[float, int]], bool]:
    """Score, less is better, and number, negative, of what fits, best first; and whether only the newest were looked at."""
    sqlite = connection.dialect.name == "sqlite"
    most = RANKED_SQLITE if sqlite else RANKED_POSTGRESQL
    read = READ if query.has_phrase and not sqlite else None
    while True:
        rows = connection.execute(_fitting(connection, query, wanted, limit=most, read=read)).all()
        cut = read is not None and (not rows or rows[0].read == read)
        if not cut or len(rows) >= ENOUGH:
            return sorted((row.score, -row.number) for row in rows), cut or len(rows) == most
        assert read is not None
        read = read * 4 if read < MOST_READ else None


def _fitting(
    connection: Connection, query: Query, wanted: Wanted, *, limit: int, score: bool = True, read: int | None = None
) -> Select[Any]:
    """Number and score of the articles that fit, as many as *limit*, kept last first; less is better."""
    sqlite = connection.dialect.name == "sqlite"
    number: Any = WORDS.c.rowid if sqlite else _with_words(query, filtered=wanted != Wanted()).c.article
    conditions: list[Any] = []
    # Days and outlets by an index of theirs, to the numbers of the articles: so no article is looked at that does not fit.
    if narrow := list(replace(wanted, country=None).conditions()):
        # OFFSET: PostgreSQL would look for the least and the greatest number through all articles.
        within = select(table.c.number).where(*narrow).offset(0)
        ends = within.subquery()
        first, last = connection.execute(select(func.min(ends.c.number), func.max(ends.c.number))).one()
        # Articles come in day by day, more or less: from the first that fits to the last there are few others.
        conditions += [number.between(first or 0, last or 0), (aside(number) if sqlite else number).in_(within)]
    if wanted.country is not None:
        about = (concern.c.article == number) & (concern.c.country == wanted.country)
        conditions.append(select(concern.c.article).where(about).exists())
    if sqlite:
        return _fitting_fts5(query, conditions, limit, score)
    # The table of vectors looks small to the planner, which counts no cost for fetching what lies out of line.
    connection.execute(text("SET LOCAL enable_seqscan = off"))
    return _fitting_vectors(query, number, conditions, limit, score, read)


def _fitting_fts5(query: Query, conditions: Sequence[Any], limit: int, score: bool) -> Select[Any]:
    # A word in the title counts for five in the text.
    ranked: Any = literal_column("bm25(article_words, 5.0, 1.0)" if score else "0").label("score")
    found = text("article_words MATCH :query").bindparams(query=query.fts5())
    asked = select(WORDS.c.rowid.label("number"), ranked).where(found, *conditions)
    return asked.order_by(WORDS.c.rowid.desc()).limit(limit)


def _with_words(query: Query, *, filtered: bool) -> FromClause:
    """All articles that have the words, in whatever order, by PostgreSQL's index alone."""
    there = func.to_tsquery(literal_column("'tocsin'"), query.tsquery(loosely=True))
    found = select(VECTORS.c.article).where(VECTORS.c.words.op("@@")(there))
    # A step of its own: the planner would read vector after vector, newest first, until it has enough. To keep what was found
    # costs 30 ms where every article has the words, and saves seconds where it is filtered.
    return found.cte("fit").prefix_with("MATERIALIZED") if filtered else found.offset(0).subquery("fit")


def _fitting_vectors(
    query: Query, number: Any, conditions: Sequence[Any], limit: int, score: bool, read: int | None
) -> Select[Any]:
    asked = func.to_tsquery(literal_column("'tocsin'"), query.tsquery())
    near = select(number.label("article")).where(*conditions).order_by(number.desc())
    if query.has_phrase:
        # That words stand in a row is not in the index: each vector must be read for it.
        few = near.limit(read).cte("near").prefix_with("MATERIALIZED")
        row = VECTORS.alias("row")
        near = select(few.c.article).join(row, row.c.article == few.c.article).where(row.c.words.op("@@")(asked))
        near = near.order_by(few.c.article.desc())
        looked_at: Any = select(func.count()).select_from(few).scalar_subquery()
    else:
        looked_at = literal_column("0")
    top = near.limit(limit).subquery("top")
    if not score:
        return select(top.c.article.label("number"), literal_column("0").label("score"))
    # 1: a long article counts for less than a short one that says as much.
    ranked = cast(-func.ts_rank_cd(VECTORS.c.words, asked, 1), Double).label("score")
    return select(VECTORS.c.article.label("number"), ranked, looked_at.label("read")).join(
        top, top.c.article == VECTORS.c.article
    )


def _snippet(connection: Connection, query: Query, number: int) -> str:
    if connection.dialect.name == "sqlite":
        values = {"query": query.fts5(), "number": number, "words": SNIPPET_WORDS}
        return connection.execute(SNIPPET_FTS5, values).scalar() or ""
    values = {"query": query.tsquery(), "number": number, "options": HEADLINE}
    return connection.execute(SNIPPET_VECTORS, values).scalar() or ""
