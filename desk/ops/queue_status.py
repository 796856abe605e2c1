"""The state of the ledger and the queues at one moment, for ``wiredesk status``."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from desk.sinks.read_progress import ReadProgress
from desk.sinks.sink_list import sink_rows, watch_progress
from wiredesk.contract import QUEUES
from wiredesk.errors import BrokerUnavailable
from wiredesk.queue.broker import queue_depths
from wiredesk.settings import Settings
from wiredesk.store import Store, ledger
from wiredesk.store.directory.name_key_rows import count_unsettled
from wiredesk.store.ledger import LanguageState
from wiredesk.store.linking import due


@dataclass(frozen=True, slots=True)
class SinkStatus:
    """How far a sink is."""

    name: str
    state: str
    behind: int
    """Changes after its position."""
    parked: int
    """Changes that it refused."""
    alerts_behind: int = 0
    """Messages of watches that wait for it."""


@dataclass(frozen=True, slots=True)
class QueueStatus:
    """Counts of stories and messages."""

    states: dict[str, int]
    """Story versions by state."""
    total: int
    queues: dict[str, int | None]
    """Messages by queue, and those that workers hold under ``unacked``; None where the broker does not answer."""
    oldest_pending_seconds: float | None
    due_links: int
    """Stored versions that the linker has still to compare with others."""
    failed_links: int
    """Versions on which the linker gave up."""
    unsettled_names: int
    """Names that the linker has still to settle."""
    sinks: list[SinkStatus]
    """The sinks that the store knows."""
    languages: list[LanguageState]
    """The languages of the wire: what waits, who reads it, and how deeply stories were read."""
    broker_error: str | None
    unasked_changes: int = 0
    """Changes that the watches have not looked at yet."""

    def as_json(self) -> dict[str, Any]:
        """Return the document of ``wiredesk status --json``."""
        return asdict(self)


def queue_status(store: Store, settings: Settings) -> QueueStatus:
    """Read the ledger and the queues.  A broker that does not answer is reported in the result, not raised.

    Raises:
        StoreUnavailable: the store does not answer.
    """
    with store.read() as connection:
        states = ledger.counts(connection)
        age = ledger.oldest_pending(connection)
        links = due.backlog(connection)
        names = count_unsettled(connection)
        languages = ledger.language_states(connection, settings.language_wait)
        sinks = [
            SinkStatus(one.name, one.changes.state, one.changes.behind or 0, one.changes.parked, _waiting(one.alerts))
            for one in sink_rows(connection, ())
        ]
        unasked = _waiting(watch_progress(connection))
    queues: dict[str, int | None] = dict.fromkeys((*QUEUES, "unacked"))
    error = None
    try:
        queues |= queue_depths(settings)
    except BrokerUnavailable as unavailable:
        error = str(unavailable)
    return QueueStatus(
        states, sum(states.values()), queues, age, links.due, links.failed, names, sinks, languages, error, unasked
    )


def _waiting(progress: ReadProgress | None) -> int:
    return (progress.behind if progress else None) or 0
