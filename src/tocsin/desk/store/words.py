"""The full-text index of articles: how it is made, and what stands in it.

SQLite: FTS5 over the article table itself, kept by triggers. PostgreSQL: a table of text vectors, written by `index`. Both stem
English words, drop accents and case, and leave no word out: of "to be or not to be" each counts.
"""

from sqlalchemy import Connection, text

from tocsin.desk.store.texts import words_of

INDEXED = 150_000  # characters of an article that PostgreSQL indexes; its vectors hold 1 MB

FTS5 = (
    "CREATE VIRTUAL TABLE article_words USING fts5("
    "title, text, content='article', content_rowid='number', tokenize=\"porter unicode61 remove_diacritics 2\")",
    "CREATE TRIGGER article_words_new AFTER INSERT ON article BEGIN "
    "INSERT INTO article_words(rowid, title, text) VALUES (new.number, new.title, new.text); END",
    "CREATE TRIGGER article_words_gone AFTER DELETE ON article BEGIN "
    "INSERT INTO article_words(article_words, rowid, title, text) VALUES ('delete', old.number, old.title, old.text); END",
    "CREATE TRIGGER article_words_changed AFTER UPDATE OF title, text ON article "
    "WHEN old.title IS NOT new.title OR old.text IS NOT new.text BEGIN "
    "INSERT INTO article_words(article_words, rowid, title, text) VALUES ('delete', old.number, old.title, old.text); "
    "INSERT INTO article_words(rowid, title, text) VALUES (new.number, new.title, new.text); END",
    "INSERT INTO article_words(article_words) VALUES ('rebuild')",
)
FTS5_GONE = (
    "DROP TRIGGER article_words_new",
    "DROP TRIGGER article_words_gone",
    "DROP TRIGGER article_words_changed",
    "DROP TABLE article_words",
)
# A stemmer without stop words, so that a query of common words finds what it finds in SQLite.
VECTORS = (
    "CREATE TEXT SEARCH DICTIONARY tocsin_stem (TEMPLATE = snowball, Language = english)",
    "CREATE TEXT SEARCH CONFIGURATION tocsin (COPY = simple)",
    "ALTER TEXT SEARCH CONFIGURATION tocsin ALTER MAPPING FOR asciiword, word, numword WITH tocsin_stem",
    "CREATE TABLE article_words ("
    "article bigint PRIMARY KEY REFERENCES article(number) ON DELETE CASCADE, words tsvector NOT NULL)",
    # Uncompressed and out of line: ranking reads a few thousand of them, and the rest of the table stays small.
    "ALTER TABLE article_words ALTER COLUMN words SET STORAGE EXTERNAL",
    "CREATE INDEX ix_article_words ON article_words USING gin (words)",
)
VECTORS_GONE = (
    "DROP TABLE article_words",
    "DROP TEXT SEARCH CONFIGURATION tocsin",
    "DROP TEXT SEARCH DICTIONARY tocsin_stem",
)
INDEX = text(
    "INSERT INTO article_words (article, words) VALUES (:number, "
    "setweight(to_tsvector('tocsin', :title), 'A') || to_tsvector('tocsin', :text)) "
    "ON CONFLICT (article) DO UPDATE SET words = excluded.words"
)


def create(connection: Connection) -> None:
    """Make the index and fill it from the articles that are there."""
    sqlite = connection.dialect.name == "sqlite"
    for statement in FTS5 if sqlite else VECTORS:
        connection.exec_driver_sql(statement)
    if sqlite:
        return
    numbers = connection.execute(text("SELECT number FROM article ORDER BY number")).scalars().all()
    for number in numbers:
        row = connection.execute(
            text("SELECT title, text FROM article WHERE number = :number"), {"number": number}
        ).one()
        index(connection, number, row.title, row.text)


def drop(connection: Connection) -> None:
    """Take the index away."""
    for statement in FTS5_GONE if connection.dialect.name == "sqlite" else VECTORS_GONE:
        connection.exec_driver_sql(statement)


def index(connection: Connection, number: int, title: str | None, body: str) -> None:
    """Put an article into PostgreSQL's index; SQLite's triggers have done so already."""
    if connection.dialect.name != "sqlite":
        connection.execute(INDEX, entry(number, title, body))


def entry(number: int, title: str | None, body: str) -> dict[str, object]:
    """What INDEX takes for one article."""
    return {"number": number, "title": words_of(title or ""), "text": words_of(body[:INDEXED])}
