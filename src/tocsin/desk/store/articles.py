"""Articles with all that was read from them: kept in one transaction, replaced in one, given back whole."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, tuple_, update

from tocsin.desk.store import corrections, cursors, jobs, rows, words
from tocsin.desk.store.database import Database
from tocsin.desk.store.jobs import Job
from tocsin.desk.store.kept import Correction, Kept, Page
from tocsin.desk.store.tables import article as table
from tocsin.desk.store.tables import concern
from tocsin.desk.store.tables import correction as correction_table
from tocsin.desk.store.texts import clean, cleaned, digest, key_of, text_digest
from tocsin.errors import RecordError, StoreError
from tocsin.records import Article, Briefing, codec

SHOWN = [table.c[column] for column in Kept.__slots__]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which articles: those that fit every line given."""

    since: date | None = None
    until: date | None = None
    outlet: str | None = None
    country: str | None = None  # that speaks, acts or is acted upon in it
    feed: str | None = None
    language: str | None = None
    codebook_not: str | None = None  # coded with another codebook than this
    reader_not: str | None = None
    copies: bool = True  # False: leave out what repeats another article

    def conditions(self) -> Iterator[Any]:
        """The same in SQL, on the article table."""
        if self.since is not None:
            yield table.c.day >= self.since
        if self.until is not None:
            yield table.c.day <= self.until
        if self.outlet is not None:
            yield table.c.outlet_key == key_of(self.outlet)
        if self.country is not None:
            wanted = (concern.c.article == table.c.number) & (concern.c.country == self.country)
            yield select(concern.c.article).where(wanted).exists()
        if self.feed is not None:
            yield table.c.feed == clean(self.feed)
        if self.language is not None:
            yield table.c.language == clean(self.language)
        if self.codebook_not is not None:
            yield table.c.codebook != self.codebook_not
        if self.reader_not is not None:
            yield table.c.reader != self.reader_not
        if not self.copies:
            yield table.c.lead.is_(None)


class Articles(Database):
    """The article table and the records derived from it."""

    def keep(
        self,
        briefing: Briefing,
        *,
        at: datetime,
        reader: str,
        codebook: str,
        html_digest: str | None = None,
        extraction: str | None = None,
        feed: str | None = None,
        lead: str | None = None,
        job: Job | None = None,
    ) -> bool:
        """Keep the article and its records in the place of those there are; False when all of it was kept already.

        Corrections are applied again. With *job*, the job is done in the same transaction; raises LeaseLost, and nothing is kept,
        when it has passed to another worker.
        """
        fresh = codec.to_json(briefing)
        kept = {
            "html_digest": html_digest,
            "extraction": extraction,
            "lead": lead,
            "reader": reader,
            "codebook": codebook,
        }
        mark = digest(json.dumps([fresh, kept], allow_nan=False, sort_keys=True))
        with self.writing() as connection:
            if job is not None:
                jobs.finish(connection, job, at)
            _turn(connection, briefing.article.id)
            asked = select(table.c.number, table.c.digest, table.c.kept_at, table.c.feed)
            old = connection.execute(asked.where(table.c.id == briefing.article.id).with_for_update()).first()
            if old is not None and old.digest == mark:
                return False
            # The first feed that brought it stays the one it is from.
            first_feed = old.feed if old is not None and old.feed else feed
            values = kept | {"feed": first_feed, "digest": mark, "coded_at": at, "kept_at": old.kept_at if old else at}
            _replace(connection, old.number if old else None, fresh, values)
            return True

    def article(self, id_: str) -> Article | None:
        """The article as corrected."""
        with self.reading() as connection:
            row = connection.execute(select(table).where(table.c.id == clean(id_))).first()
        if row is None:
            return None
        return codec.from_json(
            {"id": row.briefing, "schema": 1, "article": rows.article_json(row, coded=False)}
        ).article

    def briefing(self, id_: str) -> Briefing | None:
        """The briefing of the article with this id, as corrected, without what was struck."""
        with self.reading() as connection:
            row = connection.execute(select(table).where(table.c.id == clean(id_))).first()
            return None if row is None else codec.from_json(_briefing(connection, row, coded=False))

    def kept(self, id_: str) -> Kept | None:
        """What is shown of the article in lists."""
        with self.reading() as connection:
            row = connection.execute(select(*SHOWN).where(table.c.id == clean(id_))).first()
        return None if row is None else kept_of(row)

    def articles(self, wanted: Wanted = Wanted(), *, limit: int = 50, cursor: str | None = None) -> Page[Kept]:
        """Articles that fit, newest first."""
        asked = select(*SHOWN, table.c.number).where(*wanted.conditions())
        if cursor is not None:
            asked = asked.where(tuple_(table.c.day, table.c.number) < tuple_(*cursors.day_and_number(cursor)))
        asked = asked.order_by(table.c.day.desc(), table.c.number.desc()).limit(limit + 1)
        with self.reading() as connection:
            found = connection.execute(asked).all()
        return Page(
            tuple(kept_of(row) for row in found[:limit]),
            cursors.written(found[limit - 1].day, found[limit - 1].number) if len(found) > limit else None,
        )

    def articles_with_text(self, text: str) -> list[Kept]:
        """The articles whose text is *text*, but for blanks."""
        return self.articles_with_digest(text_digest(text))

    def articles_with_digest(self, text_digest: str) -> list[Kept]:
        """The articles whose text has this digest (`texts.text_digest`), first kept first."""
        return self._listed(table.c.text_digest == text_digest)

    def articles_at(self, url: str) -> list[Kept]:
        """The articles that were read at this address, first kept first: one for each text it has had."""
        return self._listed(table.c.url_digest == digest(clean(url)))

    def remove_article(self, id_: str) -> bool:
        """Forget an article and all that was read from it; its corrections stay, should it be read again."""
        with self.writing() as connection:
            row = _locked(connection, id_)
            if row is None:
                return False
            rows.write(connection, row.number, {}, rows.Names())
            connection.execute(delete(table).where(table.c.number == row.number))
            return True

    def correct(self, correction: Correction) -> None:
        """Keep *correction* and apply it. Raises StoreError where there is no such record, or the new value cannot stand there."""
        with self.writing() as connection:
            row = _locked(connection, correction.article)
            if row is None:
                raise StoreError(f"there is no article {correction.article}")
            corrections.add(connection, correction, _corrected(connection, row))
            _replace(connection, row.number, _briefing(connection, row, coded=True), {})

    def withdraw(self, number: int) -> bool:
        """Take a correction back; False when there is none with this id."""
        with self.writing() as connection:
            asked = select(correction_table.c.article).where(correction_table.c.number == number)
            article = connection.execute(asked).scalar()
            if article is None:
                return False
            row = _locked(connection, article)
            connection.execute(delete(correction_table).where(correction_table.c.number == number))
            if row is not None:
                _replace(connection, row.number, _briefing(connection, row, coded=True), {})
            return True

    def corrections(self, article: str | None = None) -> list[Correction]:
        """All corrections, or those of one article, in the order they were made."""
        asked = [] if article is None else [correction_table.c.article == article]
        with self.reading() as connection:
            found = connection.execute(select(correction_table).where(*asked).order_by(correction_table.c.number))
            return [corrections.of_row(row) for row in found]

    def _listed(self, condition: Any) -> list[Kept]:
        with self.reading() as connection:
            return [
                kept_of(row) for row in connection.execute(select(*SHOWN).where(condition).order_by(table.c.number))
            ]


def kept_of(row: Row[*tuple[Any, ...]]) -> Kept:
    """The Kept that a row with its columns holds."""
    return Kept(**{column: getattr(row, column) for column in Kept.__slots__})


def _turn(connection: Connection, id_: str) -> None:
    """Wait for whoever keeps this article too: an article that is not there yet cannot be locked. SQLite has one writer anyway."""
    if connection.dialect.name != "sqlite":
        connection.execute(select(func.pg_advisory_xact_lock(int(digest(id_)[:15], 16))))


def _locked(connection: Connection, id_: str) -> Row[Any] | None:
    return connection.execute(select(table).where(table.c.id == clean(id_)).with_for_update()).first()


def _corrected(connection: Connection, row: Row[Any]) -> rows.Json:
    """The briefing as corrected, those struck included: a struck record may be corrected too."""
    coded = _briefing(connection, row, coded=True)
    corrections.apply(coded, *corrections.of_article(connection, row.id))
    return coded


def _briefing(connection: Connection, row: Row[Any], *, coded: bool) -> rows.Json:
    return {
        **json.loads(row.rest),
        "id": row.briefing,
        "article": rows.article_json(row, coded=coded),
        **rows.derived(connection, row.number, coded=coded),
    }


def _replace(connection: Connection, number: int | None, coded: rows.Json, values: dict[str, Any]) -> None:
    """Write a briefing over article *number* (None: a new one), with all corrections of it applied."""
    made, anchors = corrections.of_article(connection, coded["article"]["id"])
    briefing, struck = coded, set[str]()
    if made:
        briefing = json.loads(json.dumps(coded))
        struck, applied = corrections.apply(briefing, made, anchors)
        corrections.mark(connection, made, applied)
        try:
            codec.from_json(briefing)
        except RecordError as error:
            raise StoreError(f"that cannot stand there: {error}") from None
    article = briefing["article"]
    published = article["published"] and date.fromisoformat(article["published"])
    values = values | {
        "id": article["id"],
        "title": cleaned(article["title"]),
        "text": clean(article["text"]),
        "outlet": cleaned(article["outlet"]),
        "outlet_key": key_of(article["outlet"]),
        "agency": cleaned(article["agency"]),
        "language": cleaned(article["language"]),
        "url": cleaned(article["url"]),
        "url_digest": article["url"] and digest(clean(article["url"])),
        "published": published,
        "body": rows.article_body(article),
        "coded": None if article == coded["article"] else rows.article_body(coded["article"]),
        "rest": rows._dumps({"schema": briefing["schema"], "times": briefing["times"], "skipped": briefing["skipped"]}),
        "briefing": briefing["id"],
        "text_digest": text_digest(article["text"]),
    }
    day = published
    if day is None:
        kept_at = (
            values.get("kept_at")
            or connection.execute(select(table.c.kept_at).where(table.c.number == number)).scalar()
        )
        assert kept_at is not None
        day = kept_at.astimezone(UTC).date()
    values["day"] = day
    if number is None:
        number = connection.execute(insert(table).values(values).returning(table.c.number)).scalar_one()
    else:
        connection.execute(update(table).where(table.c.number == number).values(values))
    words.index(connection, number, values["title"], values["text"])
    names = rows.Names()
    rows.write(connection, number, rows.rows_of(number, briefing, coded, struck, day, names), names)
