"""What a reader keeps of the stories of a page: which have a star, and which have been read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from desk.users.stars import starred
from desk.users.story_reads import read_versions


@dataclass(frozen=True, slots=True)
class ReaderMarks:
    """Stars and reads of one reader."""

    starred: frozenset[str] = frozenset()
    read: Mapping[str, int] = field(default_factory=dict)
    """The last version of each story that was read."""

    def has_star(self, id: str) -> bool:
        """Return whether a story has a star."""
        return id in self.starred

    def has_read(self, id: str, version: int) -> bool:
        """Return whether a version, or a later one, has been read."""
        return self.read.get(id, 0) >= version


NO_MARKS = ReaderMarks()


def marks_of(connection: Connection, reader: str, ids: Iterable[str]) -> ReaderMarks:
    """Return the marks of a reader on some stories.

    Args:
        reader: the key of the reader's name; empty: nobody's.
    """
    if not reader:
        return NO_MARKS
    some = list(ids)
    return ReaderMarks(starred(connection, reader, some), read_versions(connection, reader, some))
