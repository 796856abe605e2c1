"""The form of a step of the linker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from wiredesk.contract import Article, Extraction
from wiredesk.store.linking.due import DueStory, LinkNotes


@dataclass(frozen=True, slots=True)
class LinkStep:
    """One way in which stories belong together."""

    name: str
    prepare: Callable[[Article, Extraction], Any]
    """Returns what the step needs of a story, without the store."""
    store: Callable[[Connection, int, int, Any], None]
    """Stores that under a version's number and day, so that other stories find it; what an earlier run stored is
    replaced."""
    link: Callable[[Connection, DueStory], None]
    """Compares a version that readers see with others, and writes what was found."""
    unlink: Callable[[Connection, DueStory], None]
    """Removes a version that readers no longer see, and all that was found for it."""
    prune: Callable[[Connection], bool]
    """Deletes some of what is too old to be found by new stories, and returns whether more is left."""
    forget: Callable[[Connection, Sequence[int]], None] = lambda _connection, _seqs: None
    """Removes all that was found for versions that are about to be deleted from the ledger."""
    notes: Callable[[Any], LinkNotes] | None = None
    """Returns what is noted beside a version for its own ``link``, for the one step that needs it."""
    share: Callable[[Connection, Sequence[Any]], None] = lambda _connection, _prepared: None
    """Stores the rows that several stories of a transaction may share, before :attr:`store` is called for each."""
