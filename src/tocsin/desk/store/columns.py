"""What tables are made of: types of columns that both databases keep alike, and the names of keys and indexes."""

from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import BigInteger, Column, ColumnElement, DateTime, Dialect, Integer, MetaData
from sqlalchemy.sql.expression import UnaryExpression
from sqlalchemy.sql.operators import custom_op
from sqlalchemy.types import TypeDecorator

T = TypeVar("T")

# SQLite numbers rows by itself only where the key's type is INTEGER, which there holds 64 bits anyway.
Number = BigInteger().with_variant(Integer, "sqlite")

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def numbered() -> Column[int]:
    """The key of a table whose rows have numbers."""
    return Column("number", Number, primary_key=True)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC: aware in Python, `timestamptz` in PostgreSQL, text that sorts in SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Raises ValueError for a moment without a time zone: nobody could say when it is."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone; moments are kept in UTC")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The same moment, aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


def aside(column: ColumnElement[T]) -> ColumnElement[T]:
    """*column* so that SQLite, which plans without knowing its tables, takes no index for it."""
    return UnaryExpression(column, operator=custom_op("+"), type_=column.type)
