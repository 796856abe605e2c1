"""The sinks as people see them: configured or only known, with their lag and their last error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection

from desk.sinks.read_progress import LogEnd, ReadProgress, progress_of
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
    """None: it is no longer configured."""
    promise: str | None
    changes: ReadProgress
    """How far it is in the change log."""
    alerts: ReadProgress | None
    """How far it is in the messages of watches; None of a sink that takes none."""

    def as_json(self) -> dict[str, Any]:
        """Return the row of ``wiredesk sinks list --json``: the progress in the changes stands beside the name."""
        return {
            "name": self.name, "type": self.type, "promise": self.promise, **asdict(self.changes),
            "alerts": asdict(self.alerts) if self.alerts else None,
        }  # fmt: skip


def sink_rows(connection: Connection, configs: Sequence[SinkConfig]) -> list[SinkRow]:
    """Return the configured sinks in their order, then those that are known from before."""
    known = {state.name: state for state in sink_state.read_all(connection)}
    parked = sink_state.parked_counts(connection)
    by_name: dict[str, SinkConfig | None] = {config.name: config for config in configs}
    by_name |= {name: None for name in known if name not in by_name and "/" not in name}
    rows = []
    for name, config in by_name.items():
        alerts = sink_state.alerts_of(name)
        rows.append(
            SinkRow(
                name,
                config.type if config else None,
                config.promise.value if config else None,
                _in_changes(connection, known.get(name), parked.get(name, 0)),
                _in_messages(connection, known[alerts], parked.get(alerts, 0)) if alerts in known else None,
            )
        )
    return rows


def watch_progress(connection: Connection) -> ReadProgress | None:
    """Return how far the watches are in the change log, of both kinds the later; None before they were ever asked."""
    known = [state for name in sink_state.WATCHES if (state := sink_state.read(connection, name))]
    found = [_in_changes(connection, state, 0) for state in known]
    return max(found, key=lambda one: (one.failures, one.behind or 0), default=None)


def _in_changes(connection: Connection, state: SinkState | None, parked: int) -> ReadProgress:
    first = time_after(connection, state.position) if state else None
    return progress_of(state, LogEnd(last_number(connection), first, database_time(connection)), parked)


def _in_messages(connection: Connection, state: SinkState, parked: int) -> ReadProgress:
    first = next((one.at for one in watch_state.messages(connection, state.position, 1)), None)
    return progress_of(state, LogEnd(watch_state.last_message(connection), first, database_time(connection)), parked)
