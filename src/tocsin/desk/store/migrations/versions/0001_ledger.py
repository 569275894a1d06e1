"""The ledger: articles and all that is read from them, feeds, jobs, problems, people."""

import sqlalchemy as sa
from alembic import op

from tocsin.desk.store.columns import Moment, Number

revision = "0001"
down_revision = None
TABLES = (
    "token",
    "subscription",
    "stance",
    "resolution",
    "party",
    "name_word",
    "interest",
    "forecast",
    "evidence",
    "entry",
    "concern",
    "comment",
    "claim",
    "alert",
    "view",
    "source",
    "question",
    "problem",
    "prediction",
    "outcome",
    "name",
    "job",
    "feed",
    "event",
    "correction",
    "copy",
    "article",
    "account",
)  # those that point to others first


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=True),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("name", name=op.f("uq_account_name")),
    )
    op.create_table(
        "article",
        sa.Column("number", Number, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("outlet_key", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("url_digest", sa.Text(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("briefing", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("text_digest", sa.Text(), nullable=False),
        sa.Column("html_digest", sa.Text(), nullable=True),
        sa.Column("extraction", sa.Text(), nullable=True),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("codebook", sa.Text(), nullable=False),
        sa.Column("feed", sa.Text(), nullable=True),
        sa.Column("lead", sa.Text(), nullable=True),
        sa.Column("kept_at", Moment(), nullable=False),
        sa.Column("coded_at", Moment(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("coded", sa.Text(), nullable=True),
        sa.Column("rest", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_article")),
        sa.UniqueConstraint("id", name=op.f("uq_article_id")),
    )
    op.create_index("ix_article_codebook", "article", ["codebook", "reader"], unique=False)
    op.create_index("ix_article_day", "article", ["day", "number"], unique=False)
    op.create_index("ix_article_outlet", "article", ["outlet_key", "day", "number"], unique=False)
    op.create_index("ix_article_text_digest", "article", ["text_digest"], unique=False)
    op.create_index("ix_article_url_digest", "article", ["url_digest"], unique=False)
    op.create_table(
        "copy",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("of", sa.Text(), nullable=False),
        sa.Column("containment", sa.Float(), nullable=False),
        sa.Column("cut", sa.Float(), nullable=False),
        sa.Column("added", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("article", name=op.f("pk_copy")),
    )
    op.create_index("ix_copy_lead", "copy", ["lead"], unique=False)
    op.create_table(
        "correction",
        sa.Column("number", Number, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("anchor", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("applied", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_correction")),
    )
    op.create_index("ix_correction_article", "correction", ["article"], unique=False)
    op.create_table(
        "event",
        sa.Column("number", Number, nullable=False),
        sa.Column("article", Number, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("outlet_key", sa.Text(), nullable=True),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("coded", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_event")),
    )
    op.create_index("ix_event_country", "event", ["country", "day", "number", "type"], unique=False)
    op.create_index("ix_event_day", "event", ["day", "number", "status"], unique=False)
    op.create_index("ix_event_id", "event", ["id"], unique=False)
    op.create_index("ix_event_outlet", "event", ["outlet_key", "day", "number", "status"], unique=False)
    op.create_index("ix_event_type", "event", ["type", "day", "number", "status", "mode"], unique=False)
    op.create_table(
        "feed",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("every_s", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("modified", sa.Text(), nullable=True),
        sa.Column("next_at", Moment(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("checked_at", Moment(), nullable=True),
        sa.Column("fetched_at", Moment(), nullable=True),
        sa.Column("changed_at", Moment(), nullable=True),
        sa.Column("added_at", Moment(), nullable=True),
        sa.Column("hub", sa.Text(), nullable=True),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed")),
        sa.UniqueConstraint("url", name=op.f("uq_feed_url")),
    )
    op.create_index("ix_feed_state", "feed", ["state", "next_at"], unique=False)
    op.create_table(
        "job",
        sa.Column("number", Number, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("lease", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lapses", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("added_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_job")),
        sa.UniqueConstraint("kind", "key", name=op.f("uq_job_kind_key")),
    )
    op.create_index("ix_job_due", "job", ["kind", "due_at"], unique=False)
    op.create_index("ix_job_owner", "job", ["owner"], unique=False)
    op.create_index("ix_job_state", "job", ["state", "kind"], unique=False)
    op.create_table(
        "name",
        sa.Column("number", Number, nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_name")),
        sa.UniqueConstraint("folded", name=op.f("uq_name_folded")),
    )
    op.create_table(
        "outcome",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome")),
    )
    op.create_index("ix_outcome_day", "outcome", ["day"], unique=False)
    op.create_index(op.f("ix_outcome_source"), "outcome", ["source"], unique=False)
    op.create_table(
        "prediction",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prediction")),
    )
    op.create_index("ix_prediction_day", "prediction", ["day"], unique=False)
    op.create_index(op.f("ix_prediction_source"), "prediction", ["source"], unique=False)
    op.create_table(
        "problem",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("toml", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("added_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem")),
    )
    op.create_table(
        "question",
        sa.Column("number", Number, nullable=False),
        sa.Column("article", Number, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("coded", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_question")),
    )
    op.create_index("ix_question_day", "question", ["day", "number"], unique=False)
    op.create_table(
        "source",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
    )
    op.create_index("ix_source_day", "source", ["day"], unique=False)
    op.create_table(
        "view",
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("about", "day", name=op.f("pk_view")),
    )
    op.create_table(
        "alert",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["problem"], ["problem.id"], name=op.f("fk_alert_problem"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
    )
    op.create_index("ix_alert_day", "alert", ["problem", "day"], unique=False)
    op.create_table(
        "claim",
        sa.Column("number", Number, nullable=False),
        sa.Column("article", Number, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("speaker", Number, nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("sector", sa.Text(), nullable=True),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("hedged", sa.Boolean(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("outlet_key", sa.Text(), nullable=True),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("coded", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["speaker"], ["name.number"], name=op.f("fk_claim_speaker")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_claim")),
    )
    op.create_index("ix_claim_country", "claim", ["country", "day", "number", "act", "hedged"], unique=False)
    op.create_index("ix_claim_day", "claim", ["day", "number", "act", "hedged"], unique=False)
    op.create_index("ix_claim_id", "claim", ["id"], unique=False)
    op.create_index("ix_claim_outlet", "claim", ["outlet_key", "day", "number", "act", "hedged"], unique=False)
    op.create_index("ix_claim_speaker", "claim", ["speaker", "day", "number", "act", "hedged"], unique=False)
    op.create_table(
        "comment",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_comment_account"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index(op.f("ix_comment_about"), "comment", ["about"], unique=False)
    op.create_index(op.f("ix_comment_account"), "comment", ["account"], unique=False)
    op.create_table(
        "concern",
        sa.Column("article", Number, autoincrement=False, nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["article.number"], name=op.f("fk_concern_article"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article", "country", name=op.f("pk_concern")),
    )
    op.create_table(
        "entry",
        sa.Column("number", Number, nullable=False),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("guid", sa.Text(), nullable=False),
        sa.Column("url_digest", sa.Text(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["feed"], ["feed.id"], name=op.f("fk_entry_feed"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_entry")),
        sa.UniqueConstraint("feed", "guid", name=op.f("uq_entry_feed_guid")),
    )
    op.create_index("ix_entry_url_digest", "entry", ["url_digest"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("article", sa.Text(), nullable=True),
        sa.Column("indicator", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["problem"], ["problem.id"], name=op.f("fk_evidence_problem"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_article"), "evidence", ["article"], unique=False)
    op.create_index("ix_evidence_day", "evidence", ["problem", "day"], unique=False)
    op.create_table(
        "forecast",
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("probability", sa.Float(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["problem"], ["problem.id"], name=op.f("fk_forecast_problem"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("problem", "day", name=op.f("pk_forecast")),
    )
    op.create_table(
        "interest",
        sa.Column("number", Number, nullable=False),
        sa.Column("article", Number, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("holder", Number, nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("coded", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["holder"], ["name.number"], name=op.f("fk_interest_holder")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_interest")),
    )
    op.create_index("ix_interest_holder", "interest", ["holder", "day", "number"], unique=False)
    op.create_table(
        "name_word",
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("name", Number, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["name"], ["name.number"], name=op.f("fk_name_word_name")),
        sa.PrimaryKeyConstraint("word", "name", name=op.f("pk_name_word")),
    )
    op.create_table(
        "party",
        sa.Column("event", Number, autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("sector", sa.Text(), nullable=True),
        sa.Column("name", Number, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["event"], ["event.number"], name=op.f("fk_party_event"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["name"], ["name.number"], name=op.f("fk_party_name")),
        sa.PrimaryKeyConstraint("event", "place", name=op.f("pk_party")),
    )
    op.create_index("ix_party_country", "party", ["country", "side", "day", "event", "type"], unique=False)
    op.create_index("ix_party_name", "party", ["name", "side", "day", "event", "type"], unique=False)
    op.create_table(
        "resolution",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["problem"], ["problem.id"], name=op.f("fk_resolution_problem"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolution")),
    )
    op.create_index("ix_resolution_day", "resolution", ["problem", "day"], unique=False)
    op.create_table(
        "stance",
        sa.Column("number", Number, nullable=False),
        sa.Column("article", Number, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("holder", Number, nullable=False),
        sa.Column("toward", Number, nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("coded", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["holder"], ["name.number"], name=op.f("fk_stance_holder")),
        sa.ForeignKeyConstraint(["toward"], ["name.number"], name=op.f("fk_stance_toward")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_stance")),
    )
    op.create_index("ix_stance_holder", "stance", ["holder", "day", "number"], unique=False)
    op.create_index("ix_stance_toward", "stance", ["toward", "day", "number"], unique=False)
    op.create_table(
        "subscription",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_subscription_account"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
    )
    op.create_index(op.f("ix_subscription_account"), "subscription", ["account"], unique=False)
    op.create_table(
        "token",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.Column("ends_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_token_account"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_token")),
    )
    op.create_index(op.f("ix_token_account"), "token", ["account"], unique=False)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
