"""What the linker remembers between two turns: stories, and whom bare names may be."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from wiredesk.store.directory.bare_rows import Candidates
from wiredesk.store.directory.story_facts import StoryMemory

MAX_STORIES_KEPT = 8192
"""Stories of the people that bare names may be, some 20 MB."""


class CandidateMemory:
    """Whom bare names may be, as far as that was read for stories before."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[int, int, Candidates]] = {}  # key to stories at the reading, stories kept, people
        self._kept = 0

    def get(self, key: str, seen: int) -> Candidates | None:
        """Return whom a bare name may be; None if half as many stories more have the name than when it was read."""
        at, _, found = self._known.get(key, (0, 0, None))
        return found if 2 * seen < 3 * at + 8 else None

    def put(self, key: str, seen: int, found: Candidates) -> None:
        """Remember whom a bare name may be."""
        _, kept, _ = self._known.pop(key, (0, 0, None))
        self._kept -= kept
        kept = sum(one.context.stories for among in found.values() for one in among)
        if self._kept + kept > MAX_STORIES_KEPT:
            self._known.clear()
            self._kept = 0
        self._known[key] = seen, kept, found
        self._kept += kept


class DirectoryMemory:
    """What the linker of one store remembers."""

    def __init__(self) -> None:
        self.stories = StoryMemory()
        self.candidates = CandidateMemory()


_of_store: WeakKeyDictionary[Engine, DirectoryMemory] = WeakKeyDictionary()


def memory_of(connection: Connection) -> DirectoryMemory:
    """Return what this process remembers of a store."""
    return _of_store.setdefault(connection.engine, DirectoryMemory())


def forget_all(connection: Connection) -> None:
    """Forget all: another process was the linker, and stories may have changed meanwhile."""
    _of_store.pop(connection.engine, None)
