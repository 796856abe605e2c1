"""The form of a step of the linker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Connection

from wiredesk.contract import Article, Extraction
from wiredesk.store.linking.due import DueStory, LinkNotes, mark_linked


class PreparedStory(NamedTuple):
    """A version whose results are being stored."""

    seq: int
    day: int
    """Its day, in days since 1970."""
    prepared: Any
    """What the step's ``prepare`` returned."""


@dataclass(slots=True)
class LinkRun:
    """Several versions that readers see, of different stories, on their way through the steps, one after the other."""

    ahead: dict[str, Any] = field(default_factory=dict)
    """What each step read ahead for all of them, by the step's name."""
    without_pairs: set[int] = field(default_factory=set)
    """Those that have no pair with another version, as the step for copies found."""
    linked: list[int] = field(default_factory=list)
    """Those that are through, and not yet marked."""

    def mark_linked(self, connection: Connection) -> None:
        """Mark as linked what is through; before another version is made due again, and at the end."""
        if self.linked:
            mark_linked(connection, self.linked)
            self.linked.clear()


@dataclass(frozen=True, slots=True)
class LinkStep:
    """One way in which stories belong together."""

    name: str
    prepare: Callable[[Article, Extraction], Any]
    """Returns what the step needs of a story, without the store."""
    store: Callable[[Connection, Sequence[PreparedStory]], None]
    """Stores that of several versions, so that other stories find them; what an earlier run stored is replaced."""
    link: Callable[[Connection, DueStory, LinkRun], None]
    """Compares a version that readers see with others, and writes what was found."""
    unlink: Callable[[Connection, DueStory], None]
    """Removes a version that readers no longer see, and all that was found for it."""
    prune: Callable[[Connection], bool]
    """Deletes some of what is too old to be found by new stories, and returns whether more is left."""
    forget: Callable[[Connection, Sequence[int]], None] = lambda _connection, _seqs: None
    """Removes all that was found for versions that are about to be deleted from the ledger."""
    read_ahead: Callable[[Connection, Sequence[DueStory]], Any] = lambda _connection, _stories: None
    """Reads for several versions at once what the links of the ones before do not change."""
    notes: Callable[[Any], LinkNotes] | None = None
    """Returns what is noted beside a version for its own ``link``, for the one step that needs it."""
