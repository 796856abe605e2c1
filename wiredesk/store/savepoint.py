"""Savepoints as text for the driver: SQLAlchemy's own cost several times what they guard."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from wiredesk.store.prepared import execute_raw


@contextmanager
def savepoint(connection: Connection) -> Iterator[None]:
    """Undo what the block changed if it raises; the transaction goes on."""
    execute_raw(connection, "SAVEPOINT step", ())
    try:
        yield
    except BaseException:
        with suppress(DBAPIError):  # the connection is lost, and with it the transaction: the first error tells why
            execute_raw(connection, "ROLLBACK TO SAVEPOINT step", ())
            execute_raw(connection, "RELEASE SAVEPOINT step", ())
        raise
    execute_raw(connection, "RELEASE SAVEPOINT step", ())
