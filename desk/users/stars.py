"""Stars: the stories that a reader wants to find again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, func, select

from desk.users.rows import add_missing
from desk.users.seen_stories import require_seen
from wiredesk.errors import EXIT_USAGE, WiredeskError
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.types import now
from wiredesk.store.user_tables import stars

MAX_STARS = 20_000
"""Stars of one reader: a query reads them all."""
_CHUNK = 500


class TooManyStars(WiredeskError):
    """The reader has too many stars."""

    exit_code = EXIT_USAGE


def star(connection: Connection, reader: str, ids: Sequence[str]) -> None:
    """Star stories that readers see; a star that is there stays as it is.

    Args:
        reader: the key of the reader's name.

    Raises:
        NotFound: readers do not see one of the stories.
        TooManyStars: the reader has :data:`MAX_STARS`.
    """
    require_seen(connection, ids)
    count = connection.scalar(select(func.count()).select_from(stars).where(stars.c.reader == reader)) or 0
    if count + len(ids) > MAX_STARS:
        raise TooManyStars("the star", f"a reader has at most {MAX_STARS}", "take some away: wiredesk star --remove ID")
    for id in dict.fromkeys(ids):
        add_missing(connection, stars, {"reader": reader, "id": id, "at": now()})


def unstar(connection: Connection, reader: str, ids: Sequence[str]) -> None:
    """Take the stars of stories away, if there are any."""
    for part in chunks(ids, _CHUNK):
        connection.execute(delete(stars).where(stars.c.reader == reader, stars.c.id.in_(part)))


def starred(connection: Connection, reader: str, ids: Iterable[str]) -> frozenset[str]:
    """Return those of some stories that a reader starred."""
    found: set[str] = set()
    for part in chunks(sorted(set(ids)), _CHUNK):
        found.update(connection.scalars(select(stars.c.id).where(stars.c.reader == reader, stars.c.id.in_(part))))
    return frozenset(found)
