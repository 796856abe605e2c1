"""The live wire: one poll of the store serves all readers that follow it."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from desk.queries.changes import COMMIT_DELAY, changes_since
from desk.queries.story_list import Card, cards
from desk.queries.thread_changes import ThreadChange, thread_changes_since
from desk.queries.wire_rows import WireRow, rows_of
from wiredesk.errors import Unavailable
from wiredesk.store import Store
from wiredesk.store.types import database_time, iso

log = structlog.get_logger()
POLL_SECONDS = 0.5
"""Seconds between two polls; more if a poll takes long."""
MAX_POLL_SHARE = 0.05
"""Share of the time that polls may take, within ``MAX_POLL_INTERVAL``: a busy machine is left to the workers."""
MAX_POLL_INTERVAL = 2.0
"""Longest time between two polls, seconds."""
MAX_BACKLOG = 60
"""Updates that may wait for a slow reader before it is disconnected; it reconnects with its last position."""
MAX_SEEN = 5000
"""Stories remembered as already reported; more than ``COMMIT_DELAY`` of any wire."""
HISTORY = 240
"""Updates kept for readers that reconnect within some minutes, so that a hundred of them cost one poll."""
KEEPALIVE_SECONDS = 15.0
"""Seconds of silence after which a stream sends a keep-alive."""
MAX_FOLLOWERS = 500
"""Streams served at once."""
MAX_CATCH_UP = timedelta(hours=1)
"""Longest time after which a reader can resume; after more it must load the page."""
_MAX_MOMENT_CHARACTERS = 40
LOG = "log"
Reported = int | str | tuple[str, int]
"""What was reported: a version by its number, a withdrawn story by its id, an entry of the log of threads."""


@dataclass(frozen=True, slots=True)
class LiveUpdate:
    """The result of one poll: stories that became visible, oldest first, and ids of stories that were withdrawn."""

    at: str
    """The time of the poll by the database's clock, RFC 3339: where a reader resumes."""
    arrived: tuple[Card, ...] = ()
    gone: tuple[str, ...] = ()
    threads: tuple[ThreadChange, ...] = ()
    """Changes of threads, oldest first."""
    rows: tuple[WireRow, ...] = ()
    """The rows of the wire that are new or changed, oldest first."""
    missed: bool = False
    """Whether changes before this update are missing: more than the limits, or too long ago."""
    rendered: dict[str, bytes] = field(default_factory=dict, compare=False)
    """The update in each encoding, made once for all readers."""

    def __bool__(self) -> bool:
        return bool(self.arrived or self.gone or self.threads or self.missed)


def parse_position(text: str) -> datetime | None:
    """Return the moment of a :attr:`LiveUpdate.at` that a reader sends back; None if the text is not one."""
    try:
        moment = datetime.fromisoformat(text[:_MAX_MOMENT_CHARACTERS])
    except ValueError:
        return None
    return moment if moment.tzinfo else None


class LiveWire:
    """Polls the store while at least one reader follows, and sends every update to all readers."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._readers: set[asyncio.Queue[LiveUpdate | None]] = set()
        self._seen: OrderedDict[Reported, None] = OrderedDict()
        self._history: deque[LiveUpdate] = deque(maxlen=HISTORY)
        self._history_start: str | None = None
        self._polled: datetime | None = None
        self._closed = False

    @property
    def followers(self) -> int:
        """Number of readers."""
        return len(self._readers)

    async def run(self) -> None:
        """Poll until cancelled."""
        took = 0.0
        while True:
            await asyncio.sleep(min(MAX_POLL_INTERVAL, max(POLL_SECONDS, took / MAX_POLL_SHARE)))
            if not self._readers:
                self._reset()
                continue
            started = time.monotonic()
            try:
                update = await asyncio.to_thread(self.poll)
                if update:
                    self._publish(update)
            except Unavailable:
                pass  # the next poll covers the time of this one
            except Exception:
                log.exception("live poll failed; polling continues")
            took = time.monotonic() - started

    def close(self) -> None:
        """End every stream."""
        self._closed = True
        for reader in list(self._readers):
            self._disconnect(reader)

    async def follow(self, since: datetime | None = None) -> AsyncIterator[LiveUpdate | None]:
        """Yield updates from now on, or from ``since``.  None is a keep-alive: the first item, and after silence."""
        reader: asyncio.Queue[LiveUpdate | None] = asyncio.Queue(MAX_BACKLOG)
        if not self._readers:
            first = await asyncio.to_thread(self.poll)  # marks as seen what is visible already
            self._history_start = self._history_start or first.at
        self._readers.add(reader)
        try:
            yield None  # from here on no update is lost, so the stream may start
            if since is not None:
                for update in await self._missed(since):
                    yield update
            while not self._closed and reader in self._readers:
                try:
                    item = await asyncio.wait_for(reader.get(), KEEPALIVE_SECONDS)
                except TimeoutError:
                    yield None
                    continue
                if item is None:
                    return
                yield item
        finally:
            self._readers.discard(reader)

    async def _missed(self, since: datetime) -> list[LiveUpdate]:
        """Return the updates after ``since``; a reader may get some of them twice."""
        start = iso(since - COMMIT_DELAY)
        if self._history_start and start >= self._history_start:
            return [update for update in self._history if update.at >= start]
        update = await asyncio.to_thread(self.poll, since)
        return [update] if update else []

    def _reset(self) -> None:
        """Forget everything, because nobody follows."""
        self._seen.clear()
        self._history.clear()
        self._history_start = self._polled = None

    def poll(self, since: datetime | None = None) -> LiveUpdate:
        """Read what changed since the last poll, or since a moment at most ``MAX_CATCH_UP`` ago.

        Raises:
            StoreUnavailable: the store does not answer.
        """
        with self._store.read() as connection:
            present = database_time(connection)
            wanted, earliest = since or self._polled or present, present - MAX_CATCH_UP
            after = max(wanted, earliest)
            found = changes_since(connection, after - COMMIT_DELAY)
            threads = tuple(thread_changes_since(connection, after - COMMIT_DELAY))
            if since is None:
                fresh = [seq for seq in found.arrived if seq not in self._seen]
                gone = tuple(id for id in found.gone if id not in self._seen)
                threads = tuple(one for one in threads if (LOG, one.n) not in self._seen)
                self._remember([*fresh, *gone, *((LOG, one.n) for one in threads)])
                self._polled = present
            else:
                fresh, gone = list(found.arrived), found.gone
            # beyond the limit, changes that were reported already show that nothing is missing between them
            whole = found.complete or (since is None and len(fresh) < len(found.arrived))
            rows = rows_of(connection, fresh, {one.thread for one in threads})
            return LiveUpdate(
                iso(present), tuple(cards(connection, fresh)), gone, threads, tuple(rows[::-1]),
                not whole or wanted < earliest,
            )  # fmt: skip

    def _remember(self, reported: list[Reported]) -> None:
        self._seen.update(dict.fromkeys(reported))
        while len(self._seen) > MAX_SEEN:
            self._seen.popitem(last=False)

    def _publish(self, update: LiveUpdate) -> None:
        """Send an update to all readers; a reader whose backlog is full is disconnected."""
        if len(self._history) == HISTORY:
            self._history_start = self._history[1].at
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
