"""How far a reader of a numbered log is: a sink in the changes, a sink in the messages of watches, the watches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wiredesk.store.sink_state import SinkState


@dataclass(frozen=True, slots=True)
class ReadProgress:
    """How far a reader is, and how it fares."""

    state: str
    """``delivering``, ``failing``, ``paused``, ``stopped`` (no process reads for it) or ``new``."""
    is_held: bool
    """Whether a process reads for it, or would if it were not paused."""
    position: int | None
    behind: int | None
    """Rows after its position; some of them it may not want."""
    lag_seconds: float | None
    """How long the first of them has waited."""
    sent: int
    sent_at: datetime | None
    failures: int
    """In a row."""
    parked: int
    """Rows that it refused."""
    error: str | None
    """The last error, or why it is paused."""
    next_at: datetime | None
    """When it is tried again after a failure."""


@dataclass(frozen=True, slots=True)
class LogEnd:
    """The end of a log at one moment."""

    newest: int
    """The number of its last row."""
    first_waiting: datetime | None
    """The time of the first row after the reader's position."""
    present: datetime


def progress_of(state: SinkState | None, end: LogEnd, parked: int = 0) -> ReadProgress:
    """Return how far a reader is; None stands for one that has never begun."""
    if state is None:
        return ReadProgress("new", False, None, None, None, 0, None, 0, parked, None, None)
    waits = (end.present - end.first_waiting).total_seconds() if end.first_waiting else 0.0
    is_held = state.until is not None and state.until > end.present
    return ReadProgress(
        state=_state(state, is_held=is_held), is_held=is_held, position=state.position,
        behind=max(0, end.newest - state.position), lag_seconds=max(0.0, waits), sent=state.sent,
        sent_at=state.sent_at, failures=state.failures, parked=parked,
        error=state.reason if state.paused else state.error, next_at=state.next_at,
    )  # fmt: skip


def _state(state: SinkState, *, is_held: bool) -> str:
    if state.paused:
        return "paused"
    if state.failures:
        return "failing"
    return "delivering" if is_held else "stopped"
