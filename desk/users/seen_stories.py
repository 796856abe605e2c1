"""Which stories readers see: only those are starred, noted and marked as read."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from wiredesk.errors import NotFound
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.result_rows import storable
from wiredesk.store.tables import articles
from wiredesk.store.visibility import is_visible_joined

_CHUNK = 500


def seen(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Return those of some stories that readers see."""
    found: set[str] = set()
    for part in chunks(sorted({storable(id) for id in ids}), _CHUNK):
        query = select(articles.c.id).where(articles.c.id.in_(part), is_visible_joined())
        found.update(connection.scalars(query))
    return found


def require_seen(connection: Connection, ids: Iterable[str]) -> None:
    """Check that readers see some stories.

    Raises:
        NotFound: the first that they do not.
    """
    wanted = list(ids)
    found = seen(connection, wanted)
    for id in wanted:
        if id not in found:
            raise NotFound(f"story {id[:200]}", "is not visible", "give the id of a story")
