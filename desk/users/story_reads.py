"""What readers have read: the last version of each story, so that a later one is new again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, delete, func, select

from desk.users.rows import add_or_change
from desk.users.seen_stories import seen
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.types import now
from wiredesk.store.user_tables import story_reads

MAX_READS = 4000
"""Stories of one reader that are kept: the last ones that were read, as in a browser."""
MAX_SPARE = 200
"""Stories beyond those, so that not every one costs a look for the oldest."""
MAX_VERSION = 2**53 - 1
_CHUNK = 500


def mark_read(connection: Connection, reader: str, versions: Mapping[str, int]) -> None:
    """Note the last version of each story that a reader has read; stories that readers do not see are left out.

    Args:
        reader: the key of the reader's name.
    """
    for id in sorted(seen(connection, versions)):
        row = {"reader": reader, "id": id, "version": min(versions[id], MAX_VERSION), "at": now()}
        add_or_change(connection, story_reads, row, ("version", "at"))
    _drop_oldest(connection, reader)


def mark_unread(connection: Connection, reader: str, ids: Iterable[str]) -> None:
    """Forget that a reader has read some stories."""
    for part in chunks(sorted(set(ids)), _CHUNK):
        connection.execute(delete(story_reads).where(story_reads.c.reader == reader, story_reads.c.id.in_(part)))


def read_versions(connection: Connection, reader: str, ids: Iterable[str]) -> dict[str, int]:
    """Return the last version of each of some stories that a reader has read."""
    found: dict[str, int] = {}
    for part in chunks(sorted(set(ids)), _CHUNK):
        query = select(story_reads.c.id, story_reads.c.version).where(story_reads.c.reader == reader)
        found.update((row.id, row.version) for row in connection.execute(query.where(story_reads.c.id.in_(part))))
    return found


def _drop_oldest(connection: Connection, reader: str) -> None:
    own = story_reads.c.reader == reader
    if (connection.scalar(select(func.count()).select_from(story_reads).where(own)) or 0) <= MAX_READS + MAX_SPARE:
        return
    order = story_reads.c.at.desc(), story_reads.c.id
    oldest = select(story_reads.c.id).where(own).order_by(*order).offset(MAX_READS).limit(_CHUNK)
    gone = list(connection.scalars(oldest))
    connection.execute(delete(story_reads).where(own, story_reads.c.id.in_(gone)))
