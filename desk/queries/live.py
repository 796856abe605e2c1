"""The live wire: one read of the change log serves all readers that follow it."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from sqlalchemy import Connection

from desk.queries.change_feed import COMMIT_DELAY, StreamPosition, ToldChange, told_changes
from desk.queries.filters import Filters
from desk.queries.story_list import Card
from desk.queries.thread_changes import (
    ThreadChange,
    last_thread_change,
    thread_change_at,
    thread_changes_after,
)
from desk.queries.wire_rows import WireRow, rows_of
from wiredesk.errors import Unavailable
from wiredesk.store import Store
from wiredesk.store.changes import ChangeBatch, ChangeReader, ChangesGone, change_log

log = structlog.get_logger()
POLL_SECONDS = 0.25
"""Seconds between two reads; more if a read takes long."""
MAX_POLL_SHARE = 0.05
"""Share of the time that reads may take, within ``MAX_POLL_INTERVAL``: a busy machine is left to the workers."""
MAX_POLL_INTERVAL = 2.0
"""Longest time between two reads, seconds."""
MAX_BACKLOG = 60
"""Updates that may wait for a slow reader before it is disconnected; it reconnects with its last position."""
HISTORY = 240
"""Updates kept for readers that reconnect within some minutes, so that a hundred of them cost no read."""
KEEPALIVE_SECONDS = 15.0
"""Seconds of silence after which a stream sends a keep-alive."""
MAX_FOLLOWERS = 800
"""Streams served at once: a browser takes one for flashes, and one for each open page of the wire."""
PAGE_CHANGES = 500
"""Most changes in one update."""
PAGE_ROWS = 200
"""Most rows of the wire in one update; a page shows no more than 90."""


@dataclass(frozen=True, slots=True)
class LiveUpdate:
    """What one read of the log found, oldest first."""

    position: StreamPosition
    """Where a reader resumes after this update."""
    told: tuple[ToldChange, ...] = ()
    threads: tuple[ThreadChange, ...] = ()
    """Changes of threads, oldest first."""
    rows: tuple[WireRow, ...] = ()
    """The rows of the wire that are new or changed, oldest first."""
    missed: ChangesGone | None = None
    """Why changes before this update are missing: they are no longer kept."""
    rendered: dict[str, bytes] = field(default_factory=dict, compare=False)
    """The update in each encoding, made once for all readers."""

    def __bool__(self) -> bool:
        return bool(self.told or self.threads or self.missed)

    @property
    def arrived(self) -> tuple[Card, ...]:
        """The stories that are news."""
        return tuple(one.card for one in self.told if one.is_news and one.card)

    @property
    def gone(self) -> tuple[str, ...]:
        """The ids of the stories that readers no longer see, or that no longer fit the filters."""
        return tuple(dict.fromkeys(one.change.id for one in self.told if not one.fits and one.change.id))


class LiveWire:
    """Reads the log while at least one reader follows, and sends every update to all readers."""

    def __init__(self, store: Store) -> None:
        self.reader = ChangeReader(store)
        self._store = store
        self._readers: set[asyncio.Queue[LiveUpdate | None]] = set()
        self._history: deque[LiveUpdate] = deque(maxlen=HISTORY)
        self._history_start: StreamPosition | None = None
        self._position: StreamPosition | None = None
        self._closed = False

    @property
    def followers(self) -> int:
        """Number of readers."""
        return len(self._readers)

    async def run(self) -> None:
        """Read until cancelled."""
        took = 0.0
        while True:
            await asyncio.sleep(min(MAX_POLL_INTERVAL, max(POLL_SECONDS, took / MAX_POLL_SHARE)))
            if not self._readers:
                self._history.clear()
                self._history_start = self._position = None
                continue
            started = time.monotonic()
            try:
                while (update := await asyncio.to_thread(self.poll)) and self._readers:
                    self._publish(update)
            except Unavailable:
                pass  # the next read begins where this one did
            except Exception:
                log.exception("live wire cannot read the changes; it tries again")
            took = time.monotonic() - started

    def close(self) -> None:
        """End every stream."""
        self._closed = True
        for reader in list(self._readers):
            self._disconnect(reader)

    def newest(self) -> StreamPosition:
        """Return the position of a reader who wants what happens from now on."""
        if self._position is not None and self._readers:
            return self._position
        number = self.reader.newest()
        with self._store.read() as connection:
            return StreamPosition(number, last_thread_change(connection))

    def poll(self) -> LiveUpdate:
        """Read what came after the last call; the first call only sets the position.

        Raises:
            StoreUnavailable: the store does not answer.
        """
        if self._position is None:
            self._position = self._history_start = self.newest()
            return LiveUpdate(self._position)
        update = self.read(self._position)
        self._position = update.position
        return update

    def read(self, position: StreamPosition | datetime, filters: Filters | None = None) -> LiveUpdate:
        """Return the update after a position, of at most ``PAGE_CHANGES`` changes.

        Raises:
            BadQuery, NotFound: the filters name what does not exist.
            StoreUnavailable: the store does not answer.
        """
        try:
            start = self._resolve(position)
            batch = self.reader.read(start.n, PAGE_CHANGES)
        except ChangesGone as gone:
            return LiveUpdate(self.newest(), missed=gone)
        return self._update(start, batch, filters)

    def _update(self, start: StreamPosition, batch: ChangeBatch, filters: Filters | None) -> LiveUpdate:
        with self._store.read() as connection:
            told = told_changes(connection, batch.changes, filters)
            number = start.thread or 0
            threads = [] if batch.is_full else thread_changes_after(connection, number)
            seqs = [one.card.seq for one in told if one.card][-PAGE_ROWS:]
            rows = rows_of(connection, seqs, {one.thread for one in threads[-PAGE_ROWS:]}) if told or threads else []
        end = StreamPosition(batch.after, threads[-1].n if threads else number)
        return LiveUpdate(end, tuple(told), tuple(threads), tuple(rows[::-1]))

    def _resolve(self, position: StreamPosition | datetime) -> StreamPosition:
        """Return a position with its number in the log of threads.

        Raises:
            ChangesGone: the changes since a moment are no longer kept.
        """
        if isinstance(position, StreamPosition) and position.thread is not None:
            return position
        with self._store.read() as connection:
            if isinstance(position, StreamPosition):
                moment = change_log.time_of(connection, position.n)
            else:
                moment = position - COMMIT_DELAY
                position = StreamPosition(_number_at(connection, moment))
            thread = last_thread_change(connection) if moment is None else thread_change_at(connection, moment)
        return StreamPosition(position.n, thread)

    async def follow(
        self, since: StreamPosition | datetime | None = None, filters: Filters | None = None
    ) -> AsyncGenerator[LiveUpdate | None, None]:
        """Yield updates from now on, or after ``since``.  None is a keep-alive: the first item, and after silence.

        Args:
            filters: only changes that concern a list of the stories that fit them; each update is read again with them.
        """
        reader: asyncio.Queue[LiveUpdate | None] = asyncio.Queue(MAX_BACKLOG)
        if self._position is None:
            first = await asyncio.to_thread(self.newest)
            self._position = self._history_start = self._position or first
        reached = self._position
        self._readers.add(reader)
        try:
            yield None  # from here on no update is lost, so the stream may start
            if since is not None:
                async for update in self._missed(since, reached, filters):
                    yield update
            while not self._closed and reader in self._readers:
                try:
                    item = await asyncio.wait_for(reader.get(), KEEPALIVE_SECONDS)
                except TimeoutError:
                    yield None
                    continue
                if item is None:
                    return
                yield await asyncio.to_thread(self._filtered, item, filters) if filters else item
        finally:
            self._readers.discard(reader)

    async def _missed(
        self, since: StreamPosition | datetime, reached: StreamPosition, filters: Filters | None
    ) -> AsyncIterator[LiveUpdate]:
        """Yield the updates from ``since`` to ``reached``; a reader may get some changes twice."""
        start = self._history_start
        if (
            start
            and not filters
            and isinstance(since, StreamPosition)
            and since.thread is not None
            and start.n <= since.n <= reached.n  # a larger one is of another store
        ):
            for update in [one for one in self._history if _is_after(one.position, since)]:
                yield update
            return
        position: StreamPosition | datetime = since
        while True:
            update = await asyncio.to_thread(self.read, position, filters)
            if update or filters:
                yield update
            if update.missed or update.position == position or update.position.n >= reached.n:
                return
            position = update.position

    def _filtered(self, update: LiveUpdate, filters: Filters) -> LiveUpdate:
        """Return the part of an update that concerns the stories that fit the filters."""
        with self._store.read() as connection:
            told = told_changes(connection, [one.change for one in update.told], filters)
        threads = tuple(one for one in update.threads if one.thread == filters.thread)
        return LiveUpdate(update.position, tuple(told), threads, missed=update.missed)

    def _publish(self, update: LiveUpdate) -> None:
        """Send an update to all readers; a reader whose backlog is full is disconnected."""
        if len(self._history) == HISTORY:
            self._history_start = self._history[0].position
        self._history.append(update)
        for reader in list(self._readers):
            try:
                reader.put_nowait(update)
            except asyncio.QueueFull:
                self._disconnect(reader)

    def _disconnect(self, reader: asyncio.Queue[LiveUpdate | None]) -> None:
        self._readers.discard(reader)
        with contextlib.suppress(asyncio.QueueEmpty):
            while True:
                reader.get_nowait()
        reader.put_nowait(None)


def _is_after(one: StreamPosition, other: StreamPosition) -> bool:
    return one.n > other.n or (one.thread or 0) > (other.thread or 0)


def _number_at(connection: Connection, moment: datetime) -> int:
    """Return the number after which the changes since a moment come.

    Raises:
        ChangesGone: the log does not go back that far.
    """
    number = change_log.number_at(connection, moment)
    if number < change_log.oldest_kept(connection) and not change_log.is_whole(connection):
        oldest, newest = change_log.oldest_kept(connection), change_log.last_number(connection)
        raise ChangesGone.after(number, oldest, newest)
    return number
