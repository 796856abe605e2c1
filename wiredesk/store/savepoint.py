"""Savepoints as text for the driver: SQLAlchemy's own cost several times what they guard."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from wiredesk.store.prepared import execute_raw
from wiredesk.store.store_errors import is_store_fault


@contextmanager
def savepoint(connection: Connection) -> Iterator[None]:
    """Undo what the block changed if it raises; the transaction goes on.

    Raises:
        SQLAlchemyError: the connection was lost, and with it the transaction, when the block had raised something else.
    """
    execute_raw(connection, "SAVEPOINT step", ())
    try:
        yield
    except BaseException as error:
        try:
            execute_raw(connection, "ROLLBACK TO SAVEPOINT step", ())
            execute_raw(connection, "RELEASE SAVEPOINT step", ())
        except SQLAlchemyError:
            if not is_store_fault(error):
                raise
        raise
    execute_raw(connection, "RELEASE SAVEPOINT step", ())
