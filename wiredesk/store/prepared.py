"""Prepared statements that a worker runs for every story, executed directly on the driver's cursor.

SQLAlchemy compiles a statement once, but passing it on to the driver takes some 50 µs each time, several times what
SQLite needs to run it.  SQLAlchemy compiles a :class:`PreparedStatement` for the connection's database; it runs on the
driver's own cursor, in the same transaction, with errors of the same tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.expression import Executable


class PreparedStatement:
    """A statement that is run very often; its values must be of types that the driver takes without conversion.

    ``compiled.positiontup``, ``dialect.is_disconnect`` and ``DBAPIError.instance`` are SQLAlchemy's interface for
    dialects, not for programs: no other way hands rows to the driver.  tests/integration/test_prepared.py fails when
    one of them changes.
    """

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._compiled: dict[str, tuple[str, Mapping[str, Any], Sequence[str] | None]] = {}

    def __call__(self, connection: Connection, **values: Any) -> Any:
        """Run the statement and return the driver's cursor.

        Raises:
            DBAPIError: SQLAlchemy's error around the driver's.
        """
        text, fixed, order = self._compile(connection)
        return execute_raw(connection, text, _in_order({**fixed, **values}, order))

    def run_many(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Run the statement once for each row of values.

        Raises:
            DBAPIError: SQLAlchemy's error around the driver's.
        """
        text, fixed, order = self._compile(connection)
        execute_raw(connection, text, [_in_order({**fixed, **values}, order) for values in rows], many=True)

    def _compile(self, connection: Connection) -> tuple[str, Mapping[str, Any], Sequence[str] | None]:
        """Return the statement's text, its constant values, and the order of its values; None where they have names."""
        name = connection.dialect.name
        if name not in self._compiled:
            compiled = self._statement.compile(dialect=connection.dialect)  # type: ignore[attr-defined]
            self._compiled[name] = (str(compiled), compiled.params, compiled.positiontup)
        return self._compiled[name]


def _in_order(values: Mapping[str, Any], order: Sequence[str] | None) -> Any:
    return values if order is None else [values[key] for key in order]


def execute_raw(connection: Connection, text: str, values: Any, *, many: bool = False, numbered: bool = False) -> Any:
    """Run SQL in the driver's own parameter style, once or for each of many rows of values; return its cursor.

    Args:
        numbered: on PostgreSQL the marks are ``$1``, ``$2``: the server's own, which the driver need not look for.

    Raises:
        DBAPIError: SQLAlchemy's error around the driver's.
    """
    driver: Any = connection.connection
    cursor = _numbered_cursor(driver.dbapi_connection) if numbered else driver.cursor()
    try:
        (cursor.executemany if many else cursor.execute)(text, values)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _wrapped(connection, text, error, cursor) from error
    return cursor


def _numbered_cursor(driver: Any) -> Any:
    from psycopg import RawCursor

    return RawCursor(driver)


@contextmanager
def without_waiting(connection: Connection) -> Iterator[None]:
    """Send the statements of the block one after the other without waiting for the answer to each (PostgreSQL).

    A worker's transaction has some thirty statements, and waiting for their answers took most of its time.  Only for
    statements of this module: rows of its cursors can be read, and ``rowcount`` is not known before the block ends;
    SQLAlchemy's own ``execute`` asks a cursor at once whether it has rows.

    Raises:
        DBAPIError: SQLAlchemy's error around the driver's, for the first statement that failed.
    """
    if connection.dialect.name != "postgresql":
        yield
        return
    driver: Any = connection.connection.dbapi_connection
    try:
        with driver.pipeline():
            yield
    except connection.dialect.loaded_dbapi.Error as error:
        raise _wrapped(connection, "statements sent together", error, None) from error


def _wrapped(connection: Connection, text: str, error: Any, cursor: Any) -> DBAPIError:
    """Return SQLAlchemy's error around the driver's."""
    dialect = connection.dialect
    is_lost = dialect.is_disconnect(error, connection.connection.dbapi_connection, cursor)
    if is_lost:  # otherwise the pool would try to roll back, fail and log a traceback
        connection.invalidate(error)
    base = dialect.loaded_dbapi.Error
    found = DBAPIError.instance(text, None, error, base, connection_invalidated=is_lost, dialect=dialect)
    assert isinstance(found, DBAPIError)
    return found
