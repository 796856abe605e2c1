"""The sinks as people see them: configured or only known, with their lag and their last error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from desk.sinks.sink import SinkConfig
from wiredesk.store import sink_state
from wiredesk.store.changes import last_number
from wiredesk.store.sink_state import SinkState
from wiredesk.store.types import database_time


@dataclass(frozen=True, slots=True)
class SinkRow:
    """A sink with what is known of it."""

    name: str
    type: str | None
    """None: it is no longer configured."""
    promise: str | None
    state: str
    """``delivering``, ``failing``, ``paused``, ``stopped`` (nobody delivers to it) or ``new``."""
    position: int | None
    behind: int | None
    """Changes after its position; some of them it may not want."""
    sent: int
    sent_at: datetime | None
    parked: int
    """Changes that it refused."""
    error: str | None
    """The last error, or why it is paused."""
    next_at: datetime | None
    """When it is tried again after a failure."""


def sink_rows(connection: Connection, configs: Sequence[SinkConfig]) -> list[SinkRow]:
    """Return the configured sinks in their order, then those that are known from before."""
    known = {state.name: state for state in sink_state.read_all(connection)}
    parked, newest, present = sink_state.parked_counts(connection), last_number(connection), database_time(connection)
    rows = [_row(config.name, config, known.get(config.name), parked, newest, present) for config in configs]
    left = [name for name in known if name not in {config.name for config in configs}]
    return rows + [_row(name, None, known[name], parked, newest, present) for name in left]


def _row(
    name: str,
    config: SinkConfig | None,
    state: SinkState | None,
    parked: dict[str, int],
    newest: int,
    present: datetime,
) -> SinkRow:
    return SinkRow(
        name=name,
        type=config.type if config else None,
        promise=config.promise.value if config else None,
        state=_state(state, present),
        position=state.position if state else None,
        behind=max(0, newest - state.position) if state else None,
        sent=state.sent if state else 0,
        sent_at=state.sent_at if state else None,
        parked=parked.get(name, 0),
        error=(state.reason if state.paused else state.error) if state else None,
        next_at=state.next_at if state else None,
    )


def _state(state: SinkState | None, present: datetime) -> str:
    if state is None:
        return "new"
    if state.paused:
        return "paused"
    if state.failures:
        return "failing"
    return "delivering" if state.until is not None and state.until > present else "stopped"
