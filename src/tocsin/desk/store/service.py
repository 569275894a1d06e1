"""The tables of the service: feeds and jobs, warning problems and what they make, people. `tables` has them all."""

from sqlalchemy import Column, Date, Float, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from tocsin.desk.store.columns import Moment, metadata, numbered

feed = Table(
    "feed",
    metadata,
    Column("id", Text, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("outlet", Text),
    Column("language", Text),
    Column("country", Text),
    Column("tags", Text, nullable=False),  # JSON
    Column("every_s", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("etag", Text),
    Column("modified", Text),
    Column("next_at", Moment),
    Column("failures", Integer, nullable=False),
    Column("reason", Text),
    Column("checked_at", Moment),
    Column("fetched_at", Moment),
    Column("changed_at", Moment),
    Column("added_at", Moment),
    Column("hub", Text),
    Column("topic", Text),
    Index("ix_feed_state", "state", "next_at"),
)

entry = Table(
    "entry",
    metadata,
    numbered(),
    Column("feed", Text, ForeignKey("feed.id", ondelete="CASCADE"), nullable=False),
    Column("guid", Text, nullable=False),
    Column("url_digest", Text, nullable=False),
    Column("seen_at", Moment, nullable=False),
    UniqueConstraint("feed", "guid"),
    Index("ix_entry_url_digest", "url_digest"),
)

# `due_at` is when somebody may take it: the time to run while it waits, the end of the lease while it is leased.
job = Table(
    "job",
    metadata,
    numbered(),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("payload", Text, nullable=False),  # JSON
    Column("state", Text, nullable=False),  # waiting, leased, done, failed
    Column("due_at", Moment),
    Column("owner", Text),
    Column("lease", Integer, nullable=False),  # how often it has been leased: the number of the newest lease
    Column("attempts", Integer, nullable=False),  # since it was last done
    Column("lapses", Integer, nullable=False),  # leases in a row that ran out
    Column("reason", Text),
    Column("added_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    UniqueConstraint("kind", "key"),
    Index("ix_job_due", "kind", "due_at"),
    Index("ix_job_state", "state", "kind"),
    Index("ix_job_owner", "owner"),
)

problem = Table(
    "problem",
    metadata,
    Column("id", Text, primary_key=True),
    Column("toml", Text, nullable=False),
    Column("question", Text),
    Column("state", Text, nullable=False),  # open, resolved, retired
    Column("added_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
)

forecast = Table(
    "forecast",
    metadata,
    Column("problem", Text, ForeignKey("problem.id", ondelete="CASCADE"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("probability", Float),
    Column("body", Text, nullable=False),
)


def _entries(title: str, *columns: Column[str], of_problem: bool = True) -> Table:
    """A table of JSON bodies by id, on a day, mostly about a problem."""
    about = (
        Column("problem", Text, ForeignKey("problem.id", ondelete="CASCADE"), nullable=False) if of_problem else None
    )
    return Table(
        title,
        metadata,
        Column("id", Text, primary_key=True),
        *([about] if about is not None else []),
        Column("day", Date),
        *columns,
        Column("body", Text, nullable=False),
        Index(f"ix_{title}_day", *(["problem"] if of_problem else []), "day"),
    )


evidence = _entries("evidence", Column("article", Text, index=True), Column("indicator", Text))
alert = _entries("alert")
resolution = _entries("resolution")
outcome = _entries("outcome", Column("source", Text, index=True), of_problem=False)
prediction = _entries("prediction", Column("source", Text, index=True), of_problem=False)
source = _entries("source", Column("name", Text), of_problem=False)

user = Table(
    "account",  # "user" is a word of SQL
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("password", Text),  # a hash
    Column("made_at", Moment, nullable=False),
    Column("body", Text, nullable=False),
)

token = Table(
    "token",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("account", Text, ForeignKey("account.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("scope", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("used_at", Moment),
    Column("ends_at", Moment),
)

comment = Table(
    "comment",
    metadata,
    Column("id", Text, primary_key=True),
    Column("account", Text, ForeignKey("account.id", ondelete="SET NULL"), index=True),
    Column("about", Text, nullable=False, index=True),  # id of an article, problem, source ...
    Column("text", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
)

view = Table(
    "view",
    metadata,
    Column("about", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("count", Integer, nullable=False),
)

subscription = Table(
    "subscription",
    metadata,
    Column("id", Text, primary_key=True),
    Column("account", Text, ForeignKey("account.id", ondelete="CASCADE"), index=True),
    Column("channel", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("body", Text, nullable=False),
)
