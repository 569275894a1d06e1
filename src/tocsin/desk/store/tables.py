"""The tables, as the newest migration leaves them.

Each derived record is kept whole as JSON in `body`; the columns beside it are what is asked by. `coded` is the record as the
machine made it, where a correction has changed it. The number of a derived record is its article's number times 65,536 plus
its place in the article: so all records of an article lie together, and keep their numbers when it is coded again.

`day` of a claim, and of an article in questions of time, is the day of publication; of an article without one, the day on which
it was first kept: by then, at the latest, it was told.
"""

from sqlalchemy import Boolean, Column, Date, Float, ForeignKey, Index, Integer, Table, Text

from tocsin.desk.store.columns import Moment, Number, metadata, numbered
from tocsin.desk.store.service import (
    alert,
    comment,
    entry,
    evidence,
    feed,
    forecast,
    job,
    outcome,
    prediction,
    problem,
    resolution,
    source,
    subscription,
    token,
    user,
    view,
)

__all__ = [
    "alert",
    "article",
    "claim",
    "comment",
    "concern",
    "copy",
    "correction",
    "entry",
    "event",
    "evidence",
    "feed",
    "forecast",
    "interest",
    "job",
    "metadata",
    "name",
    "name_word",
    "outcome",
    "party",
    "prediction",
    "problem",
    "question",
    "resolution",
    "source",
    "stance",
    "subscription",
    "token",
    "user",
    "view",
]


def _of_article() -> Column[int]:
    # No foreign key: it would want an index of its own, and the number says whose the record is. `Health` looks.
    return Column("article", Number, nullable=False)


article = Table(
    "article",
    metadata,
    numbered(),
    Column("id", Text, nullable=False, unique=True),
    Column("title", Text),
    Column("outlet", Text),
    Column("outlet_key", Text),  # folded, to ask by
    Column("agency", Text),
    Column("language", Text),
    Column("url", Text),
    Column("url_digest", Text),  # an address may be longer than an index takes
    Column("published", Date),
    Column("day", Date, nullable=False),
    Column("briefing", Text, nullable=False),  # its id
    Column("digest", Text, nullable=False),  # of all that was kept, to know what is kept already
    Column("text_digest", Text, nullable=False),
    Column("html_digest", Text),
    Column("extraction", Text),
    Column("reader", Text, nullable=False),
    Column("codebook", Text, nullable=False),
    Column("feed", Text),
    Column("lead", Text),  # id of the article whose copy it is
    Column("kept_at", Moment, nullable=False),
    Column("coded_at", Moment, nullable=False),
    # The long ones last: SQLite reads a row from its beginning.
    Column("body", Text, nullable=False),  # the Article as JSON, without the text where `text` holds it whole
    Column("coded", Text),
    Column("rest", Text, nullable=False),  # what of the briefing has no table: times, skipped
    Column("text", Text, nullable=False),
    Index("ix_article_day", "day", "number"),
    Index("ix_article_outlet", "outlet_key", "day", "number"),
    Index("ix_article_url_digest", "url_digest"),
    Index("ix_article_text_digest", "text_digest"),
    Index("ix_article_codebook", "codebook", "reader"),
)

# Countries that speak, act or are acted upon in an article, or where something happens in it.
concern = Table(
    "concern",
    metadata,
    Column("article", Number, ForeignKey("article.number", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("country", Text, primary_key=True),
)

name = Table(
    "name",
    metadata,
    numbered(),
    Column("folded", Text, nullable=False, unique=True),
    Column("text", Text, nullable=False),
)

# The words of each name, so that "Odell" finds "Ada Odell".
name_word = Table(
    "name_word",
    metadata,
    Column("word", Text, primary_key=True),
    Column("name", Number, ForeignKey("name.number"), primary_key=True, autoincrement=False),
)

claim = Table(
    "claim",
    metadata,
    numbered(),
    _of_article(),
    Column("id", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("speaker", Number, ForeignKey("name.number"), nullable=False),
    Column("country", Text),
    Column("sector", Text),
    Column("act", Text, nullable=False),
    Column("hedged", Boolean, nullable=False),
    Column("depth", Integer, nullable=False),
    Column("score", Float, nullable=False),
    Column("outlet_key", Text),
    Column("struck", Boolean, nullable=False),
    Column("body", Text, nullable=False),
    Column("coded", Text),
    # What is often asked beside lies in the indexes too, so that what does not fit is passed over without being fetched.
    Index("ix_claim_day", "day", "number", "act", "hedged"),
    Index("ix_claim_speaker", "speaker", "day", "number", "act", "hedged"),
    Index("ix_claim_country", "country", "day", "number", "act", "hedged"),
    Index("ix_claim_outlet", "outlet_key", "day", "number", "act", "hedged"),
    Index("ix_claim_id", "id"),
)

event = Table(
    "event",
    metadata,
    numbered(),
    _of_article(),
    Column("id", Text, nullable=False),
    Column("day", Date, nullable=False),  # the first day it may have happened on; the article's where nothing is said
    Column("type", Text, nullable=False),
    Column("mode", Text),
    Column("status", Text, nullable=False),
    Column("country", Text),  # where
    Column("score", Float, nullable=False),
    Column("outlet_key", Text),
    Column("struck", Boolean, nullable=False),
    Column("body", Text, nullable=False),
    Column("coded", Text),
    Index("ix_event_day", "day", "number", "status"),
    Index("ix_event_type", "type", "day", "number", "status", "mode"),
    Index("ix_event_outlet", "outlet_key", "day", "number", "status"),
    Index("ix_event_country", "country", "day", "number", "type"),
    Index("ix_event_id", "id"),
)

party = Table(
    "party",
    metadata,
    Column("event", Number, ForeignKey("event.number", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("side", Text, nullable=False),  # "actor" or "recipient"
    Column("country", Text),
    Column("sector", Text),
    Column("name", Number, ForeignKey("name.number"), nullable=False),
    Column("day", Date, nullable=False),  # of the event, so that one index answers
    Column("type", Text, nullable=False),
    Index("ix_party_country", "country", "side", "day", "event", "type"),
    Index("ix_party_name", "name", "side", "day", "event", "type"),
)

stance = Table(
    "stance",
    metadata,
    numbered(),
    _of_article(),
    Column("id", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("holder", Number, ForeignKey("name.number"), nullable=False),
    Column("toward", Number, ForeignKey("name.number"), nullable=False),
    Column("position", Text, nullable=False),
    Column("struck", Boolean, nullable=False),
    Column("body", Text, nullable=False),
    Column("coded", Text),
    Index("ix_stance_holder", "holder", "day", "number"),
    Index("ix_stance_toward", "toward", "day", "number"),
)

interest = Table(
    "interest",
    metadata,
    numbered(),
    _of_article(),
    Column("id", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("holder", Number, ForeignKey("name.number"), nullable=False),
    Column("struck", Boolean, nullable=False),
    Column("body", Text, nullable=False),
    Column("coded", Text),
    Index("ix_interest_holder", "holder", "day", "number"),
)

question = Table(
    "question",
    metadata,
    numbered(),
    _of_article(),
    Column("id", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("struck", Boolean, nullable=False),
    Column("body", Text, nullable=False),
    Column("coded", Text),
    Index("ix_question_day", "day", "number"),
)

# What an analyst has put right. It outlives the record, and is applied to whatever is coded anew of the same words.
correction = Table(
    "correction",
    metadata,
    numbered(),
    Column("kind", Text, nullable=False),
    Column("article", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("anchor", Text, nullable=False),  # JSON: the spans and words that the record was about
    Column("field", Text, nullable=False),
    Column("before", Text, nullable=False),  # JSON
    Column("after", Text, nullable=False),  # JSON
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("note", Text),
    Column("applied", Boolean, nullable=False),  # False: the newest coding has no such record
    Index("ix_correction_article", "article"),
)

copy = Table(
    "copy",
    metadata,
    Column("article", Text, primary_key=True),
    Column("lead", Text, nullable=False),
    Column("of", Text, nullable=False),
    Column("containment", Float, nullable=False),
    Column("cut", Float, nullable=False),
    Column("added", Float, nullable=False),
    Index("ix_copy_lead", "lead"),
)
