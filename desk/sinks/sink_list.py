"""The sinks as people see them: configured or only known, with their lag and their last error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from desk.sinks.sink import SinkConfig
from wiredesk.store import sink_state, watch_state
from wiredesk.store.changes import last_number, time_after
from wiredesk.store.sink_state import SinkState
from wiredesk.store.types import database_time


@dataclass(frozen=True, slots=True)
class SinkRow:
    """A sink with what is known of it."""

    name: str
    type: str | None
    """``watches`` for how far the watches are.  None: it is no longer configured."""
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
    """Return the configured sinks in their order, then those that are known from before.

    A sink that watches name has a second row, ``SINK/alerts``, for their messages.
    """
    known = {state.name: state for state in sink_state.read_all(connection)}
    parked, newest, present = sink_state.parked_counts(connection), last_number(connection), database_time(connection)
    messages = watch_state.last_message(connection)
    listed: dict[str, SinkConfig | None] = {config.name: config for config in configs}
    of_alerts = {sink_state.alerts_of(config.name): config for config in configs if config.takes_alerts}
    listed |= {name: of_alerts.get(name) for name in known if name not in listed}
    found = []
    for name, config in listed.items():
        state = known.get(name)
        is_of_alerts = name == sink_state.alerts_of(name.rpartition("/")[0])
        first = _first_waiting(connection, state, is_of_alerts=is_of_alerts)
        lag = (max(0.0, (present - first).total_seconds()) if first else 0.0) if state else None
        last = messages if is_of_alerts else newest
        found.append(_row(name, config, state, _Moment(present, last, lag, parked.get(name, 0))))
    return found


def _first_waiting(connection: Connection, state: SinkState | None, *, is_of_alerts: bool) -> datetime | None:
    """Return the time of the first change or message that waits for a sink."""
    if state is None:
        return None
    if is_of_alerts:
        return next((one.at for one in watch_state.messages(connection, state.position, 1)), None)
    return time_after(connection, state.position)


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
        type=config.type if config else "watches" if name in sink_state.WATCHES else None,
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
