"""The sinks as people see them: configured or only known, with their lag and their last error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from desk.sinks.sink import SinkConfig
from wiredesk.store import sink_state
from wiredesk.store.changes import last_number, time_after
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
    is_held: bool
    """Whether a process delivers to it, or would if it were not paused."""
    position: int | None
    behind: int | None
    """Changes after its position; some of them it may not want."""
    lag_seconds: float | None
    """How long the first of them has waited."""
    sent: int
    sent_at: datetime | None
    failures: int
    """In a row."""
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
    first = {name: time_after(connection, state.position) for name, state in known.items()}
    lags = {name: max(0.0, (present - at).total_seconds()) if at else 0.0 for name, at in first.items()}
    listed: dict[str, SinkConfig | None] = {config.name: config for config in configs}
    return [
        _row(name, config, known.get(name), _Moment(present, newest, lags.get(name), parked.get(name, 0)))
        for name, config in (listed | {name: None for name in known if name not in listed}).items()
    ]


@dataclass(frozen=True, slots=True)
class _Moment:
    """What else is known of a sink when the list is made."""

    present: datetime
    newest: int
    lag_seconds: float | None
    parked: int


def _row(name: str, config: SinkConfig | None, state: SinkState | None, moment: _Moment) -> SinkRow:
    return SinkRow(
        name=name,
        type=config.type if config else None,
        promise=config.promise.value if config else None,
        state=_state(state, moment.present),
        is_held=state is not None and _is_held(state, moment.present),
        position=state.position if state else None,
        behind=max(0, moment.newest - state.position) if state else None,
        lag_seconds=moment.lag_seconds,
        sent=state.sent if state else 0,
        sent_at=state.sent_at if state else None,
        failures=state.failures if state else 0,
        parked=moment.parked,
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
    return "delivering" if _is_held(state, present) else "stopped"


def _is_held(state: SinkState, present: datetime) -> bool:
    return state.until is not None and state.until > present
