"""Times in the store: UTC, comparable on both databases, read from the database's own clock."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, DateTime, Dialect, Text, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import ColumnElement
from sqlalchemy.sql.visitors import InternalTraversal
from sqlalchemy.types import TypeDecorator, TypeEngine


class UtcTime(TypeDecorator[datetime]):
    """``timestamp with time zone`` on PostgreSQL; on SQLite text such as ``2025-05-08T09:30:00.000Z``, which sorts."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the column type of the database."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(DateTime(timezone=True))
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Return the value that is written."""
        if value is None or dialect.name == "postgresql":
            return value
        return iso(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Return the value that was read, in UTC."""
        return to_time(value)


def to_time(value: Any) -> datetime | None:
    """Return a time that the driver read, in UTC."""
    if isinstance(value, str):
        return datetime.fromisoformat(value)
    if not isinstance(value, datetime) or value.tzinfo is UTC:  # as all are that a session on PostgreSQL reads
        return value if isinstance(value, datetime) else None
    return value.astimezone(UTC)


def iso(value: datetime) -> str:
    """Return a time in UTC to the millisecond with a final ``Z``: always 24 characters, so that text sorts as time."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class now(ColumnElement[datetime]):
    """The database's clock plus ``offset`` seconds."""

    inherit_cache = True
    # The cache key of an element with a value, defined as SQLAlchemy's documentation requires.
    _traverse_internals = [("offset", InternalTraversal.dp_plain_obj)]  # noqa: RUF012 - SQLAlchemy declares it a list
    type = UtcTime()

    def __init__(self, offset: float = 0) -> None:
        self.offset = offset


@compiles(now, "sqlite")
def _sqlite(element: now, compiler: Any, **_: Any) -> str:
    return f"strftime('%Y-%m-%dT%H:%M:%fZ','now','{element.offset:+.3f} seconds')"


@compiles(now, "postgresql")
def _postgresql(element: now, compiler: Any, **_: Any) -> str:
    return f"(clock_timestamp() + interval '{element.offset:.3f} seconds')"


_NOW = select(now())


def database_time(connection: Connection) -> datetime:
    """Return the time of the database's clock."""
    value = connection.execute(_NOW).scalar_one()
    return datetime.fromisoformat(value) if isinstance(value, str) else value
