"""The thread that asks the watches of each change, and makes the messages that sinks get.

What the watches found is written in the transaction that moves their position: so each change is told exactly once,
whatever dies in between.  One process at a time has the lease.

Some filters ask for what the linker finds a moment after a story is stored: the thing that a bare name means, copies
and threads.  Watches with such filters have a position of their own.  They wait until a version is linked, or for
:data:`LINK_PATIENCE` if nobody links.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from datetime import timedelta

import structlog
from sqlalchemy import Connection, select

from desk.delivery.news_bell import NewsBell
from desk.queries.filters import Filters
from desk.queries.language.query_tree import FieldTest, leaves
from desk.queries.plan_hints import in_list
from desk.sinks.sink import SinkConfig
from desk.watches.find_alerts import AlertFinder
from desk.watches.make_messages import make_messages
from desk.watches.watch_config import Watch
from desk.watches.watch_rows import edition, keep_file_watches, known_watches, note_problems
from desk.watches.watch_set import WatchSet
from wiredesk.errors import WiredeskError
from wiredesk.failure_log import FailureLog, error_line
from wiredesk.store import Store, sink_state, watch_state
from wiredesk.store.changes import Change, ChangeReader, ChangesGone
from wiredesk.store.changes.change_log import number_at
from wiredesk.store.link_tables import DUE, links
from wiredesk.store.sink_state import PositionStep
from wiredesk.store.types import database_time

log = structlog.get_logger()
IDLE_SECONDS = 0.05
"""Pause when changes wait for the linker, or when they could not be looked at."""
NO_WATCHES_SECONDS = 0.5
"""Seconds between two moves of a position that no watch has: it follows now and then."""
STANDBY_SECONDS = 1.0
"""Pause while another process has the lease, or when nothing is new; also how often waiting alerts are looked at."""
FAILED_SECONDS = 5.0
"""Pause after an error."""
BATCH = 200
"""Most changes that are looked at in one transaction."""
LINK_PATIENCE = timedelta(seconds=5)
"""Age from which a change no longer waits for the linker."""
NOTE_SECONDS = 60.0
"""Seconds between two looks at watches that have a problem."""
PRUNE_SECONDS = 600.0
"""Seconds between two looks for alerts that are too old."""
_BY_LINKS = ("thing", "person", "organisation", "ticker", "speaker", "place", "thread", "copies")
"""The fields that ask for what the linker finds."""
_AT_ONCE, _LINKED = sink_state.WATCHES


def asks_linker(filters: Filters) -> bool:
    """Return whether filters ask for what the linker finds."""
    return any(isinstance(leaf, FieldTest) and leaf.field in _BY_LINKS for leaf in leaves(filters.tree()))


class WatchThread(threading.Thread):
    """Asks the watches until :meth:`stop`.

    Args:
        bell: tells when there are new changes, and is told of new messages.
        file_watches: the watches of ``wire.toml``; None to leave the store's as they are.
        holder: the process, a :class:`wiredesk.process_id.ProcessId` as text.
        sinks: those that watches may name.
    """

    def __init__(
        self,
        store: Store,
        reader: ChangeReader,
        bell: NewsBell,
        file_watches: Sequence[Watch] | None,
        holder: str,
        sinks: Sequence[SinkConfig],
    ) -> None:
        super().__init__(name="watches", daemon=True)
        self._store, self._reader, self._bell, self._file_watches, self._holder = (
            store,
            reader,
            bell,
            file_watches,
            holder,
        )
        self._stopped = threading.Event()
        self._waits = FailureLog("watches wait")
        self._edition = -1
        self._watches: dict[str, Watch] = {}
        self._sets: dict[str, WatchSet] = {}
        self._positions: dict[str, int] = {}
        self._follow_at = dict.fromkeys(sink_state.WATCHES, 0.0)
        self._look_at = self._prune_at = self._note_at = 0.0
        self._sinks = sinks

    @property
    def sink_name(self) -> str:
        """The name under which the store keeps how far it is."""
        return _AT_ONCE

    def run(self) -> None:
        """Look, pause, and begin again; an error ends one turn only."""
        while not self._stopped.is_set():
            self._rest(self._safe_turn())

    def _rest(self, seconds: float) -> None:
        """Pause; where nothing is new, until there is."""
        if seconds != STANDBY_SECONDS or not self._positions:
            self._stopped.wait(seconds)
        elif not self._watches:
            self._stopped.wait(NO_WATCHES_SECONDS)
        else:  # a position that no watch has may be behind
            self._bell.changes.wait(max(self._positions.values()), seconds)

    def tell_to_stop(self) -> None:
        """End after the turn that runs."""
        self._stopped.set()

    def stop(self, seconds: float) -> None:
        """Wait for the end, and give the lease up."""
        self._stopped.set()
        self.join(seconds)
        try:
            with self._store.write() as connection:
                for name in sink_state.WATCHES:
                    sink_state.release(connection, name, self._holder)
        except WiredeskError as error:
            self._waits.failed(error)

    def _safe_turn(self) -> float:
        try:
            return self.turn()
        except WiredeskError as error:
            self._waits.failed(error)
            return STANDBY_SECONDS
        except Exception as error:
            log.exception("watches failed")
            self._note_failure(error)
            return FAILED_SECONDS

    def _note_failure(self, error: Exception) -> None:
        try:
            with self._store.write() as connection:
                for name in sink_state.WATCHES:
                    sink_state.fail(connection, name, error_line(error), FAILED_SECONDS)
        except WiredeskError as unavailable:
            self._waits.failed(unavailable)

    def turn(self) -> float:
        """Look at one batch of changes.  Returns the pause after it in seconds.

        Raises:
            WiredeskError: the store does not answer.
        """
        is_due = time.monotonic() >= self._look_at
        if is_due and not self._prepare():
            return STANDBY_SECONDS
        self._read_watches()
        pause = min(self._look(name, cut) for name, cut in ((_AT_ONCE, None), (_LINKED, self._linked)))
        if is_due or pause == 0.0:
            self._make_messages()
        self._waits.recovered()
        return pause

    def _prepare(self) -> bool:
        """Take or renew the lease.  Returns False while another process has it."""
        with self._store.write() as connection:
            begins = self._beginning(connection)
            states = []
            for name in sink_state.WATCHES:
                sink_state.add(connection, name, begins)
                states.append(sink_state.take(connection, name, self._holder))
            positions = {state.name: state.position for state in states if state is not None and not state.paused}
            if len(positions) < len(sink_state.WATCHES):
                self._positions = {}
                return False
            if self._file_watches is not None and not self._positions:
                keep_file_watches(connection, self._file_watches)
        self._positions = positions
        self._look_at = time.monotonic() + STANDBY_SECONDS
        return True

    def _beginning(self, connection: Connection) -> int:
        """Return the change after which watches begin that were made before any process looked at changes."""
        made = [row.made_at for row in watch_state.read_all(connection)] if not self._positions else []
        return number_at(connection, min(made)) if made else self._reader.newest()

    def _read_watches(self) -> None:
        """Read the watches again if they have changed."""
        with self._store.read() as connection:
            if (current := edition(connection)) == self._edition:
                return
            known = [one for one in known_watches(connection) if one.watch is not None and one.row.active]
            self._watches = {one.row.name: one.watch for one in known if one.watch is not None}
            begins = {one.row.name: one.row.made_at for one in known}
            of_name = {
                _AT_ONCE: [one for one in self._watches.values() if not asks_linker(one.filters)],
                _LINKED: [one for one in self._watches.values() if asks_linker(one.filters)],
            }
            self._sets = {name: WatchSet.of(connection, some, begins) for name, some in of_name.items()}
        self._note_problems(only_known=False)
        self._edition = current

    def _note_problems(self, *, only_known: bool) -> None:
        """Look again at what is wrong with watches: a name that no story had may have its first one by now."""
        with self._store.write() as connection:
            note_problems(connection, self._sinks, only_known=only_known)
        self._note_at = time.monotonic() + NOTE_SECONDS

    def _look(self, name: str, cut: Callable[[Connection, Sequence[Change]], Sequence[Change]] | None) -> float:
        """Ask some of the watches of the changes after their position.  Returns the pause after it in seconds.

        Args:
            cut: returns the first changes, those that can be looked at already.
        """
        has_watches = bool(self._sets[name].queries)
        if not has_watches and time.monotonic() < self._follow_at[name]:
            return STANDBY_SECONDS
        try:
            batch = self._reader.read(self._positions[name], BATCH)
        except ChangesGone as gone:
            log.warning("watches missed changes", position=self._positions[name], reason=str(gone))
            return self._move(name, gone.newest, IDLE_SECONDS)
        changes: Sequence[Change] = batch.changes
        if not changes:
            return STANDBY_SECONDS
        if not has_watches:
            self._follow_at[name] = time.monotonic() + (0.0 if batch.is_full else NO_WATCHES_SECONDS)
            return self._move(name, batch.after, 0.0 if batch.is_full else STANDBY_SECONDS)
        with self._store.read() as connection:
            changes = cut(connection, changes) if cut else changes
            if not changes:
                return IDLE_SECONDS
            found = AlertFinder(connection, self._sets[name]).find(changes)
        with self._store.write() as connection:
            if not self._moved(connection, name, changes[-1].n, len(found)):
                return IDLE_SECONDS
            watch_state.add_alerts(connection, found)
            if any(one.pending for one in found):
                make_messages(connection, self._watches)
        self._positions[name] = changes[-1].n
        if found:
            self._bell.look_soon()
        if batch.is_full:
            return 0.0
        return IDLE_SECONDS if len(changes) < len(batch.changes) else STANDBY_SECONDS

    def _move(self, name: str, position: int, pause: float) -> float:
        with self._store.write() as connection:
            if not self._moved(connection, name, position, 0):
                return IDLE_SECONDS
        self._positions[name] = position
        return pause

    def _moved(self, connection: Connection, name: str, position: int, found: int) -> bool:
        """Move a position; False where another took the lease or has moved it: then nothing may be written."""
        is_ours = sink_state.move(
            connection,
            name,
            self._holder,
            PositionStep(self._positions[name], position, found, position if found else None),
        )
        if not is_ours:
            self._look_at = 0.0
        return is_ours

    def _linked(self, connection: Connection, changes: Sequence[Change]) -> Sequence[Change]:
        """Return the changes up to the first one whose version the linker has not looked at yet."""
        seqs = sorted({one.seq for one in changes if one.seq is not None})
        query = select(links.c.seq).where(in_list(connection, links.c.seq, seqs), links.c.state == DUE)
        if not (due := set(connection.scalars(query))):
            return changes
        patient = database_time(connection) - LINK_PATIENCE
        waits = next((at for at, one in enumerate(changes) if one.seq in due and one.at > patient), len(changes))
        return changes[:waits]

    def _make_messages(self) -> None:
        """Make the messages that are due by now, and delete what is too old."""
        with self._store.read() as connection:
            is_waiting = bool(watch_state.pending(connection, 1))
        if is_waiting:
            with self._store.write() as connection:
                if sink_state.take(connection, _AT_ONCE, self._holder) is not None:
                    make_messages(connection, self._watches)
            self._bell.look_soon()
        if time.monotonic() >= self._note_at:
            self._note_problems(only_known=True)
        if time.monotonic() >= self._prune_at:
            with self._store.write() as connection:
                is_left = watch_state.prune(connection)
            self._prune_at = time.monotonic() + (0.0 if is_left else PRUNE_SECONDS)
