"""Full-text search: FTS5 in SQLite, a tsvector with a GIN index in PostgreSQL; filled from the articles that are there."""

from alembic import op

from tocsin.desk.store.words import create, drop

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    create(op.get_bind())


def downgrade() -> None:
    drop(op.get_bind())
