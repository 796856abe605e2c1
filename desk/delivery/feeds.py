"""What a sink is sent: the changes that it wants, or the messages of the watches that name it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection

from desk.delivery.choose_changes import choose
from desk.sinks.alert_message import AlertMessage
from desk.sinks.sink import Outgoing, Promise, Sink, SinkConfig
from desk.watches.told_alerts import told_messages
from desk.watches.watch_rows import known_watches
from wiredesk.store import Store, sink_state, watch_state
from wiredesk.store.changes import Change, ChangeReader
from wiredesk.store.changes.change_log import page
from wiredesk.store.sink_state import ParkedChange
from wiredesk.store.watch_state import MessageRow


class Sendable(Protocol):
    """What can be sent."""

    @property
    def n(self) -> int:
        """Its number; it grows in the order in which things are sent."""


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Rows of a feed in the order of their numbers."""

    rows: Sequence[Any]
    after: int
    """Where the next read goes on."""
    is_full: bool
    """Whether more rows may be waiting."""
    is_held: bool = False
    """Whether rows wait that the watches have not looked at."""


class SinkFeed(Protocol):
    """A numbered sequence of rows of the store, and how a sink is sent them."""

    name: str
    """Under which the store keeps how far the sink is."""
    asks_target: bool
    """Whether the target is asked how far it is."""

    def read(self, after: int, limit: int) -> FeedPage:
        """Return the rows after a number.

        Raises:
            ChangesGone: the store no longer has all of them.
        """

    def newest(self) -> int:
        """Return the number after which a reader begins who wants what happens from now on."""

    def wanted(self, connection: Connection, rows: Sequence[Any]) -> Sequence[Any]:
        """Return what the sink is sent of some rows, in their order; each has a number ``n``."""

    def row(self, connection: Connection, n: int) -> Sequence[Any]:
        """Return the row with a number, if the store has it."""

    def send(self, sink: Any, wanted: Sequence[Any]) -> None:
        """Send; errors as for :meth:`desk.sinks.sink.Sink.send`."""

    def parked(self, one: Any, error: str) -> ParkedChange:
        """Return what is kept of something that the sink refused."""


class ChangeFeed:
    """The changes that a sink wants."""

    def __init__(self, store: Store, reader: ChangeReader, config: SinkConfig) -> None:
        self._store, self._reader, self._config = store, reader, config
        self.name = config.name
        self.asks_target = config.promise is Promise.EXACTLY_ONCE

    def read(self, after: int, limit: int) -> FeedPage:
        """Return changes; those that the watches have not looked at wait where the sink wants only what watches
        found."""
        batch = self._reader.read(after, limit)
        changes, is_full, is_held = batch.changes, batch.is_full, False
        if self._config.watches is not None:
            with self._store.read() as connection:
                until = sink_state.watched_until(connection)
            changes, is_full = tuple(one for one in changes if one.n <= until), False
            is_held = len(changes) < len(batch.changes)
        return FeedPage(changes, changes[-1].n if changes else after, is_full, is_held)

    def newest(self) -> int:
        """Return the number of the newest change."""
        return self._reader.newest()

    def wanted(self, connection: Connection, rows: Sequence[Change]) -> Sequence[Outgoing]:
        """Return the changes that the sink wants, with their stories."""
        return choose(connection, self._config, rows)

    def row(self, connection: Connection, n: int) -> Sequence[Change]:
        """Return the change with a number."""
        return [one for one in page(connection, n - 1, 1) if one.n == n]

    def send(self, sink: Sink, wanted: Sequence[Outgoing]) -> None:
        """Send changes."""
        sink.send(wanted)

    def parked(self, one: Outgoing, error: str) -> ParkedChange:
        """Return what is kept of a refused change."""
        return ParkedChange(self.name, one.n, one.id, one.version, error, one.at)


class MessageFeed:
    """The messages of the watches that name a sink."""

    asks_target = False

    def __init__(self, store: Store, config: SinkConfig) -> None:
        self._store, self._sink = store, config.name
        self.name = sink_state.alerts_of(config.name)

    def read(self, after: int, limit: int) -> FeedPage:
        """Return messages.  Their numbers are in the order of their commits: whoever makes one holds a lock."""
        with self._store.read() as connection:
            rows = watch_state.messages(connection, after, limit)
        return FeedPage(rows, rows[-1].n if rows else after, len(rows) == limit)

    def newest(self) -> int:
        """Return the number of the newest message."""
        with self._store.read() as connection:
            return watch_state.last_message(connection)

    def wanted(self, connection: Connection, rows: Sequence[MessageRow]) -> Sequence[AlertMessage]:
        """Return the messages for the sink, with their stories as readers see them now."""
        ours = [row for row in rows if self._sink in row.sinks]
        if not ours:
            return []
        queries = {one.row.name: dict(one.watch.query) for one in known_watches(connection) if one.watch}
        return told_messages(connection, ours, queries)

    def row(self, connection: Connection, n: int) -> Sequence[MessageRow]:
        """Return the message with a number."""
        return [one for one in watch_state.messages(connection, n - 1, 1) if one.n == n]

    def send(self, sink: Any, wanted: Sequence[AlertMessage]) -> None:
        """Send messages."""
        sink.send_alerts(wanted)

    def parked(self, one: AlertMessage, error: str) -> ParkedChange:
        """Return what is kept of a refused message: its first story."""
        first = one.alerts[0] if one.alerts else None
        at: datetime = one.at
        return ParkedChange(self.name, one.n, first.id if first else "", first.version if first else 0, error, at)
