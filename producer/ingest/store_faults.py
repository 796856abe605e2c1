"""Which errors of a store that worked at the start are passing, and which are a story's own.

The store was opened when the producer started.  A database that turns read-only, rotates its password or loses a table
for the time of a restore works again later, and a story that waits is not lost.  Only an error about a story's own
values would come again with that story, whatever the store does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError

from wiredesk.errors import ConfigError, StoreTooNew, StoreUnavailable
from wiredesk.store.store_errors import is_data_error


@contextmanager
def passing_store_faults(store: object) -> Iterator[None]:
    """Raise :class:`StoreUnavailable` for every error of the store in the block that is not a story's own.

    Raises:
        StoreTooNew: a newer release has upgraded the store.
    """
    try:
        yield
    except StoreTooNew:
        raise
    except ConfigError as error:
        raise StoreUnavailable(error.subject, error.cause, error.hint) from error
    except SQLAlchemyError as error:
        if is_data_error(error):
            raise
        raise StoreUnavailable(f"store {store}", error_line(error), "nothing accepted is lost") from error


def error_line(error: BaseException) -> str:
    """Return the first line of a database's message, or the class of an error that has none."""
    text = str(getattr(error, "orig", None) or error).strip()
    return text.splitlines()[0] if text else type(error).__name__
