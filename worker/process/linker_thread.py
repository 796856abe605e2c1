"""The linker's thread in a worker's main process; of all workers on a store, one links at a time."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from datetime import datetime

import structlog
from sqlalchemy import Connection

from wiredesk import fork_guard
from wiredesk.errors import ConfigError, Unavailable
from wiredesk.failure_log import FailureLog, Repeats, error_line
from wiredesk.process_id import this_process
from wiredesk.settings import Settings
from wiredesk.store import Store, changes, checkpoints
from wiredesk.store.directory.directory_memory import forget_all
from wiredesk.store.directory.settling_turns import NameSettler
from wiredesk.store.linking import due, hidden_versions, linker, linker_lease
from wiredesk.store.linking.linker import LinkReading
from wiredesk.store.linking.sweep import sweep
from wiredesk.store.showing import is_unsettled, settle

log = structlog.get_logger()
IDLE_SECONDS = 0.25
"""Pause when nothing is due: a story joins its thread within half a second."""
BUSY_SECONDS = 0.01
"""Pause between two batches: the reconciler waits for the lock on forks, workers on SQLite for the
lock on writing."""
SWEEP_SECONDS = 60.0
"""Seconds between two searches for stories that were stored without links, or hidden without a word to the linker."""
PRUNE_SECONDS = 3600.0
"""Seconds between two deletions of what is too old."""


class LinkerThread(threading.Thread):
    """Links due stories until :meth:`stop`, with its own store connections; an error ends one pass only."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(name="linker", daemon=True)
        self._store = Store(settings.store)
        fork_guard.close_before_fork(self._store)
        self._holder, self._changes_days = str(this_process()), settings.changes_days
        self._stopped = threading.Event()
        self._waits, self._bugs = FailureLog("linker waits"), Repeats()
        self._names = NameSettler()
        self._swept: datetime | None = None
        self._sweep_at = self._prune_at = self._look_at = 0.0
        self._is_behind = False
        """Whether the last pass left versions due, so that the next one need not look."""
        self._reading: LinkReading | None = None
        """What was read for the next batch (SQLite)."""

    def run(self) -> None:
        """Link what is due, pause, and begin again."""
        while not self._stopped.is_set():
            is_busy = False
            try:
                with fork_guard.no_fork():
                    is_busy = self.run_once()
                self._waits.recovered()
            except (Unavailable, ConfigError) as error:
                self._waits.failed(error)
            except Exception as error:
                if self._bugs.is_due(f"{type(error).__name__}: {error_line(error)}"):
                    log.exception("linker pass failed")
            self._stopped.wait(BUSY_SECONDS if is_busy else IDLE_SECONDS)

    def run_once(self) -> bool:
        """Link one batch, settle names for a turn, and do what else is due.  Returns whether more is due at once.

        Raises:
            Unavailable: the store does not answer; the next pass does the same work again.
        """
        now = time.monotonic()
        is_due, must_settle = self._is_behind, False
        if now >= self._look_at or not is_due:
            is_due, must_settle = self._look(now)
        self._is_behind = False
        if is_due and self._reading is None and self._store.dialect == "sqlite":
            with self._store.read() as connection:  # not while workers wait for the lock on writing
                self._reading = linker.read_due(connection)
        is_busy = False
        if is_due or now >= self._sweep_at or now >= self._prune_at:
            reading = None
            with self._store.write(durable=False) as connection:
                if not self._take_lease(connection):
                    return False
                reading, self._reading = self._reading, None
                if now >= self._sweep_at:
                    self._sweep(connection, now)
                if now >= self._prune_at:
                    is_left = linker.prune(connection)
                    is_left = changes.prune(connection, self._changes_days) or is_left
                    self._prune_at = now if is_left else now + PRUNE_SECONDS
                is_behind = self._link_batch(connection, reading)
                is_busy = is_behind or not self._sweep_at
                must_settle = must_settle or self._names.is_due(connection, is_idle=False)
            self._is_behind = is_behind
            self._reading = reading if reading and reading.parts else None
        return (must_settle and self._settle_names(is_idle=not is_due)) or is_busy

    def _look(self, now: float) -> tuple[bool, bool]:
        """Return whether a version is due, and whether a name is; tell of what readers see in another way than told."""
        with self._store.read() as connection:
            is_due, is_untold = due.is_any(connection), is_unsettled(connection)
            must_settle = self._names.is_due(connection, is_idle=not is_due)
        if is_untold:
            self._settle()
        self._look_at = now + IDLE_SECONDS
        return is_due, must_settle

    def _settle_names(self, *, is_idle: bool) -> bool:
        """Settle names for a turn.  Returns whether this process is the linker."""
        with self._store.write(durable=False) as connection:
            is_linker = self._take_lease(connection)
            if is_linker:
                self._names.turn(connection, is_idle=is_idle)
            return is_linker

    def _take_lease(self, connection: Connection) -> bool:
        """Take or renew the lease.  What the process remembers of stories may be old if another one had it."""

        def forget() -> None:
            forget_all(connection)
            self._reading = None

        return linker_lease.take(connection, self._holder, forget)

    def _settle(self) -> None:
        """Tell of ended embargoes, and of what earlier releases did beside; not under the lease, so that it does not
        wait for a linker that hangs."""
        with self._store.write() as connection:
            settle(connection)

    def _link_batch(self, connection: Connection, reading: LinkReading | None) -> bool:
        began = time.monotonic()
        batch = linker.link_batch(connection, reading)
        if batch.linked:
            milliseconds = round(1000 * (time.monotonic() - began))
            checkpoints.count(connection, checkpoints.LINKED, versions=batch.linked, milliseconds=milliseconds)
        return batch.is_full

    def _sweep(self, connection: Connection, now: float) -> None:
        complete = sweep(connection, self._swept)
        self._swept = complete or self._swept
        is_done = hidden_versions.take_up(connection) and complete
        self._sweep_at = now + SWEEP_SECONDS if is_done else 0.0

    def stop(self, timeout_seconds: float, *, release: bool) -> None:
        """Begin no further pass, wait at most ``timeout_seconds`` for the running one, and give up the lease unless
        the store is away (``release``)."""
        self._stopped.set()
        if self.is_alive() and threading.current_thread() is not self:
            self.join(timeout=timeout_seconds)
        if not release:
            return
        try:
            with closing(self._store), self._store.write(durable=False) as connection:
                linker_lease.release(connection, self._holder)
        except (Unavailable, ConfigError) as error:
            log.warning("cannot give up the linker's lease; it expires by itself", error=str(error))
