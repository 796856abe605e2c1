"""One sink's thread: it reads the change log after the sink's position, sends, and moves the position.

The position is moved after the sink has the changes.  A process that dies in between sends them again: a sink that
promises exactly once leaves out what it has; to others they arrive again under the same numbers.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum, auto
from itertools import islice

import structlog

from desk.delivery.feeds import Sendable, SinkFeed
from desk.delivery.news_bell import NewestNumber
from desk.queries.query_syntax import BadQuery
from desk.sinks.sink import ChangeRefused, Outgoing, Sink, SinkConfig, SinkGone, SinkUnavailable
from wiredesk.errors import WiredeskError
from wiredesk.failure_log import FailureLog, error_line
from wiredesk.retry import Backoff
from wiredesk.store import Store, sink_state
from wiredesk.store.changes import ChangesGone, oldest_kept
from wiredesk.store.sink_state import LEASE_SECONDS, PositionStep, SinkState
from wiredesk.store.types import database_time

log = structlog.get_logger()
RENEW_BEFORE = timedelta(seconds=LEASE_SECONDS / 2)
"""The lease is renewed here when less of it is left; the process renews all its leases every ten seconds."""
STANDBY_SECONDS = 0.5
"""Pause while another process delivers to the sink, while it is paused, or before it is tried again; also how soon a
sink notices that somebody paused it."""


class Pause(Enum):
    """What a thread does after a turn."""

    NONE = auto()
    """More is waiting."""
    NEWS = auto()
    """Wait for the next change."""
    STANDBY = auto()
    """Look again in a moment."""


RETRIES = Backoff(first_seconds=1.0, max_seconds=300.0, jitter=0.1)
"""Pauses after failures: five minutes at most, so that a receiver that was away soon gets everything."""
MOST_DOUBLINGS = 10
"""Failures after which the pause grows no further."""


class SinkThread(threading.Thread):
    """Delivers to one sink until :meth:`stop`.

    Args:
        newest: tells when there is something new.
        feed: what it is sent.
        holder: the process, a :class:`wiredesk.process_id.ProcessId` as text.
    """

    def __init__(self, store: Store, newest: NewestNumber, config: SinkConfig, feed: SinkFeed, holder: str) -> None:
        super().__init__(name=f"sink-{feed.name}", daemon=True)
        self._store, self._newest, self._config, self._feed, self._holder = store, newest, config, feed, holder
        self._stopped = threading.Event()
        self._look_at = 0.0
        self._rests_until = 0.0
        self._position = 0
        self._waits = FailureLog(f"sink {feed.name} waits")
        self._sink: Sink | None = None

    @property
    def sink_name(self) -> str:
        """The name under which the store keeps how far it is."""
        return self._feed.name

    def run(self) -> None:
        """Deliver, pause, and begin again; an error ends one turn only."""
        try:
            while not self._stopped.is_set():
                self._rest(self._safe_turn())
        finally:
            self._close()

    def _rest(self, pause: Pause) -> None:
        if pause is Pause.NEWS:
            self._newest.wait(self._position, STANDBY_SECONDS)
        elif pause is Pause.STANDBY:
            self._stopped.wait(STANDBY_SECONDS)

    def _safe_turn(self) -> Pause:
        """Run one turn and return the pause after it."""
        try:
            return self.turn()
        except WiredeskError as error:
            self._waits.failed(error)
            self._close()  # what was sent may not be noted: the target is asked again how far it is
            return Pause.STANDBY
        except Exception as error:
            log.exception("delivery failed", sink=self.sink_name)
            self._fail_safely(error)
            return Pause.STANDBY

    def _fail_safely(self, error: Exception) -> None:
        try:
            self._fail(error)
        except WiredeskError as unavailable:
            self._waits.failed(unavailable)

    def turn(self) -> Pause:
        """Send one batch.  Returns the pause after it.

        Raises:
            WiredeskError: the store does not answer.
        """
        if (self._sink is None or time.monotonic() >= self._look_at) and not self._prepare():
            return Pause.STANDBY
        if time.monotonic() < self._rests_until:
            return Pause.STANDBY
        try:
            batch = self._feed.read(self._position, self._config.batch or self._config.default_batch)
        except ChangesGone as error:
            return self._pause(self._what_is_gone(error))
        if not batch.rows:
            return Pause.NEWS if self._send_again() and not batch.is_held else Pause.STANDBY
        try:
            with self._store.read() as connection:
                wanted = self._feed.wanted(connection, batch.rows)
        except BadQuery as error:  # the words of the filter are not understood by this release
            self._fail(error)
            return Pause.STANDBY
        if not self._send(wanted, batch.after):
            return Pause.STANDBY
        if any(isinstance(one, Outgoing) for one in wanted):  # the messages of watches are grouped already
            rest = 0.0 if batch.is_full else self._config.rest_seconds
            self._rests_until = time.monotonic() + max(self._config.pause_seconds, rest)
        return Pause.NONE if batch.is_full else Pause.NEWS

    def _prepare(self) -> bool:
        """Look at the sink's row, and connect.  Returns False if it is another process's, paused or not due yet."""
        state, present = self._take()
        if state is None or state.paused or not state.is_due(present):
            self._close()
            return False
        self._look_at = time.monotonic() + STANDBY_SECONDS
        if self._sink is None or state.position != self._position:
            try:
                self._position = self._agreed_position(state)
            except SinkUnavailable as error:
                self._fail(error)
                return False
            if self._position != state.position:
                return self._move(PositionStep(state.position, self._position))
        return True

    def _take(self) -> tuple[SinkState | None, datetime]:
        """Return the sink's row, None if it is another process's, and the time.  It is written only if it must be."""
        with self._store.read() as connection:
            state, present = sink_state.read(connection, self.sink_name), database_time(connection)
        if state and state.holder == self._holder and state.until and state.until - present > RENEW_BEFORE:
            return state, present
        with self._store.write() as connection:
            return sink_state.take(connection, self.sink_name, self._holder), present

    def _move(self, step: PositionStep) -> bool:
        """Move the position.  Returns False, and closes the sink, if it is another's now or somebody moved it."""
        with self._store.write() as connection:
            is_ours = sink_state.move(connection, self.sink_name, self._holder, step)
        if not is_ours:
            self._close()
        return is_ours

    def _agreed_position(self, state: SinkState) -> int:
        """Connect, and return the position after which to go on: of a sink that keeps its own, that one.

        Raises:
            SinkUnavailable: the sink does not answer, or it is ahead of the log.
        """
        self._close()
        sink = self._config.open()
        sink.__enter__()
        self._sink = sink
        if not self._feed.asks_target:
            return state.position
        own = sink.position()
        if (own or 0) < (state.last_sent or 0):
            return self._lost_position(own, state)
        if own is None or own <= state.position:
            return state.position
        if own > (newest := self._feed.newest()):
            raise SinkUnavailable(
                f"sink {self.sink_name}",
                f"it has change {own}, and the newest change of this store is {newest}: another store filled it, or "
                "this one was restored from an older copy",
                "give the sink an empty target",
            )
        return own

    def _lost_position(self, own: int | None, state: SinkState) -> int:
        """Return where to go on with a target that lost what it had: a server that crashed, a folder restored."""
        if own is None and self._config.since == "now":
            return state.position  # a new, empty target gets what happens from now on
        with self._store.read() as connection:
            position = max(own or 0, oldest_kept(connection) - 1)
        if position < state.position:
            log.warning("target lost changes, sending them again", sink=self.sink_name, after=position)
        return min(position, state.position)

    def _what_is_gone(self, error: ChangesGone) -> str:
        """Return why the sink is paused that wants changes which the log does not have, and how to go on."""
        name, last = self.sink_name, error.newest
        gone = f"it is at change {self._position}, and the newest of this store is {last}"
        if self._position < error.oldest:
            last = error.oldest - 1
            gone = f"changes {self._position + 1} to {last} are no longer kept"
        return f"{gone}; wiredesk sinks replay {name} --after {last}, then wiredesk sinks resume {name}"

    def _send(self, wanted: Sequence[Sendable], position: int) -> bool:
        """Send changes and move the position.  Returns whether all arrived."""
        assert self._sink is not None
        failure: SinkUnavailable | None = None
        try:
            if wanted:
                self._feed.send(self._sink, wanted)
        except ChangeRefused as error:
            position = error.n
            self._park(next(one for one in wanted if one.n == error.n), error)
            wanted = [one for one in wanted if one.n < error.n]
        except SinkGone as error:
            self._pause(str(error))
            return False
        except SinkUnavailable as error:
            failure, position = error, error.n - 1 if error.n else self._position
            wanted = [one for one in wanted if one.n <= position]
        if position > self._position or failure is None:
            step = PositionStep(self._position, position, len(wanted), wanted[-1].n if wanted else None)
            if not self._move(step):
                return False
            self._position = position
        if failure is not None:
            self._fail(failure)
            return False
        self._waits.recovered()
        return True

    def _send_again(self) -> bool:
        """Send one of the refused changes that somebody asked for again.  Returns False after a failure."""
        with self._store.read() as connection:
            if (asked := sink_state.asked_again(connection, self.sink_name)) is None:
                return True
            wanted = self._feed.wanted(connection, self._feed.row(connection, asked.n))
        assert self._sink is not None
        try:
            self._feed.send(self._sink, wanted)
        except ChangeRefused as error:
            self._park(wanted[0], error)
            return True
        except (SinkGone, SinkUnavailable) as error:
            self._fail(error)
            return False
        with self._store.write() as connection:
            sink_state.unpark(connection, self.sink_name, asked.n)
        return True

    def _park(self, change: Sendable, error: ChangeRefused) -> None:
        """Keep what was refused for a person."""
        log.warning("change refused", sink=self.sink_name, change=change.n, error=str(error))
        kept = self._feed.parked(change, str(error))
        with self._store.write() as connection:
            sink_state.park(connection, kept)

    def _pause(self, reason: str) -> Pause:
        """Stop until a person resumes the sink; return the pause before the next look."""
        log.warning("sink paused", sink=self.sink_name, reason=reason)
        with self._store.write() as connection:
            sink_state.pause(connection, self.sink_name, reason)
        self._close()
        return Pause.STANDBY

    def _fail(self, error: Exception) -> None:
        """Count a failure, and close the sink: the next turn that is due connects again."""
        self._waits.failed(error)
        self._close()
        with self._store.write() as connection:
            state = sink_state.read(connection, self.sink_name)
            pauses = islice(RETRIES.pauses(), 1 + min(state.failures if state else 0, MOST_DOUBLINGS))
            pause = max(*pauses, getattr(error, "retry_after", None) or 0.0, 0.0)
            sink_state.fail(connection, self.sink_name, error_line(error), pause)

    def _close(self) -> None:
        sink, self._sink = self._sink, None
        if sink is None:
            return
        try:
            sink.__exit__(None, None, None)
        except Exception as error:
            log.warning("sink not closed cleanly", sink=self.sink_name, error=error_line(error))

    def tell_to_stop(self) -> None:
        """Begin no further turn."""
        self._stopped.set()

    def stop(self, timeout_seconds: float) -> None:
        """Begin no further turn, wait for the running one, and give up the lease if it has ended."""
        self.tell_to_stop()
        if self.is_alive() and threading.current_thread() is not self:
            self.join(timeout=timeout_seconds)
        if self.is_alive():  # it is sending still: nobody else may begin before the process has ended
            return
        try:
            with self._store.write() as connection:
                sink_state.release(connection, self.sink_name, self._holder)
        except WiredeskError as error:
            log.warning("cannot give up a sink's lease; it expires by itself", sink=self.sink_name, error=str(error))
