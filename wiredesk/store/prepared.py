"""What a worker runs with every story, handed to the driver as it is.

SQLAlchemy compiles a statement once, yet its way to the driver costs some 50 µs each time, several times what SQLite
needs to run it.  SQLAlchemy compiles a :class:`PreparedStatement` for the connection's database; it runs on the
driver's own cursor, in the same transaction, with errors of the same tree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.expression import Executable


class PreparedStatement:
    """A statement that is run very often; its values must be what the driver takes without conversion."""

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._made: dict[str, tuple[str, Mapping[str, Any], Sequence[str] | None]] = {}

    def __call__(self, connection: Connection, **values: Any) -> Any:
        """Run it; returns the driver's cursor.  Raises :class:`sqlalchemy.exc.DBAPIError`."""
        name = connection.dialect.name
        if name not in self._made:
            compiled = self._statement.compile(dialect=connection.dialect)  # type: ignore[attr-defined]
            self._made[name] = (str(compiled), compiled.params, compiled.positiontup)
        text, fixed, order = self._made[name]
        given = {**fixed, **values}
        return execute_raw(connection, text, given if order is None else [given[key] for key in order])


def execute_raw(connection: Connection, text: str, values: Any, *, many: bool = False) -> Any:
    """Run the driver's own SQL, once or with each of many rows of values; returns its cursor.

    Raises:
        DBAPIError: of SQLAlchemy's, around the driver's error.
    """
    cursor = connection.connection.cursor()
    try:
        (cursor.executemany if many else cursor.execute)(text, values)
    except connection.dialect.loaded_dbapi.Error as error:
        dialect = connection.dialect
        base = dialect.loaded_dbapi.Error
        gone = dialect.is_disconnect(error, connection.connection.dbapi_connection, cursor)
        if gone:  # or the pool would try to roll it back, and log that it couldn't
            connection.invalidate(error)
        raise DBAPIError.instance(text, None, error, base, connection_invalidated=gone, dialect=dialect) from error
    return cursor
