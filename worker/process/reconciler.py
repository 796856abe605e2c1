"""The reconciler: it puts every waiting story back on its way within seconds, whatever has died.

The store is the truth and the queue only carries work, so the reconciler needs no memory. Each pass releases the
leases of dead processes, marks messages that the queue has lost as unsent, and sends what waits.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping
from importlib.metadata import version

import psutil
import structlog
from celery import Celery
from sqlalchemy import Connection

from wiredesk import fork_guard
from wiredesk.contract import QUEUES
from wiredesk.errors import BrokerUnavailable, ConfigError, Unavailable
from wiredesk.failure_log import FailureLog, Repeats, error_line
from wiredesk.heartbeat import Heartbeat
from wiredesk.languages_read import ANY, reads_of
from wiredesk.process_id import this_process
from wiredesk.queue.broker import drop_queue, queue_depths
from wiredesk.queue.dispatch import dispatch
from wiredesk.queue.embedded import EmbeddedBroker
from wiredesk.settings import Settings
from wiredesk.store import Store, checkpoints, ledger
from wiredesk.store.ledger import Fleet, WorkerRow
from worker.process.holdings import Holdings
from worker.process.partition_keeper import PartitionKeeper
from worker.process.watchdog import HangDetector, StallDetector

log = structlog.get_logger()
IN_TRANSIT_SECONDS = 5.0
"""Seconds after which a message counts as lost: for some milliseconds it is neither in a queue nor with a child."""


def reconcile(app: Celery, store: Store, settings: Settings, worker: WorkerRow | None = None) -> int:
    """Run one pass and return the number of stories sent.

    Args:
        worker: what the worker of this process reads, so that others know.

    Raises:
        Unavailable: broker or store does not answer; the next pass does the same work again.
    """
    with store.read() as connection:
        fleet = ledger.read_fleet(connection, settings.language_wait)
    orphans = fleet.orphans()
    depths = queue_depths(settings, orphans)
    with store.write() as connection:
        if worker:
            ledger.announce(connection, worker, version("wiredesk"))
        released = ledger.release_dead(connection) + ledger.release_expired(connection, settings.lease)
        lost = 0
        for queue in QUEUES:
            after = IN_TRANSIT_SECONDS if depths[queue] == 0 else settings.resend_after
            lost += ledger.requeue_lost(connection, queue, after, IN_TRANSIT_SECONDS)
        for lane in orphans:
            if depths[lane]:
                lost += _give_up_lane(connection, settings, fleet, lane)
        if released or lost:
            checkpoints.count(connection, checkpoints.RECONCILED, leases_given_back=released, stories_sent_again=lost)
    if released or lost:
        log.info("reconciled", leases_released=released, messages_sent_again=lost)
    return dispatch(app, store, settings).sent


def _give_up_lane(connection: Connection, settings: Settings, fleet: Fleet, lane: str) -> int:
    """Take back the messages of a lane whose last worker is gone, so that their stories go where they are read."""
    queue, _, language = lane.partition(".")
    drop_queue(settings, lane)
    languages = [language] if language != ANY else ledger.waiting_by_language(connection)
    return sum(ledger.unsend(connection, queue, one) for one in languages if one and fleet.lane(queue, one) != lane)


def child_pids(broker: EmbeddedBroker | None) -> list[int]:
    """Return the process numbers of this worker's processes that take messages; in a pool without children, its own."""
    children = [child.pid for child in psutil.Process().children() if not broker or child.pid != broker.pid]
    return [os.getpid(), *children]


class Reconciler(threading.Thread):
    """Runs :func:`reconcile` every few seconds in a worker's background thread, with its own store connections.

    Args:
        broker: the embedded broker of this worker, which is restarted if it dies; None for a configured one.
        last_activity: returns when a child last began or ended a message, in monotonic seconds.
        exit_for_restart: ends a worker whose consumer is stalled.
        holdings: what the children hold.
        models: language → name and version of its model.
    """

    def __init__(
        self,
        app: Celery,
        settings: Settings,
        broker: EmbeddedBroker | None,
        last_activity: Callable[[], float],
        exit_for_restart: Callable[[], object],
        holdings: Holdings,
        models: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(name="reconciler", daemon=True)
        self._app, self._settings, self._broker = app, settings, broker
        self._store = Store(settings.store, pooled=False)  # no connection stays open across a fork
        self._partitions = PartitionKeeper(self._store)
        self._worker_prefix = this_process().worker_prefix
        self._heartbeat = Heartbeat(settings.home, "worker")
        self.leases_held = 0
        """Leases that the children held at the last pass."""
        self._holdings = holdings
        self._models = dict(models or {})
        self._hangs = HangDetector(settings.lease)
        self._stall = StallDetector(settings.stalled_after)
        self._last_activity, self._exit_for_restart = last_activity, exit_for_restart
        self._stopped = threading.Event()
        self._waits, self._bugs = FailureLog("reconciler waits"), Repeats()

    def run(self) -> None:
        """Run passes until :meth:`stop`; an error ends one pass, never the thread."""
        while not self._stopped.is_set():
            try:
                with fork_guard.no_fork():
                    self._renew_leases()
                    reconcile(self._app, self._store, self._settings, self._announcement())
                    self._partitions.look()
                    if self._is_stalled():
                        log.error(
                            "consumer stalled: messages wait and no child takes one; "
                            "exiting with status 1 for a restart by the supervisor"
                        )
                        self._exit_for_restart()
                self._heartbeat.touch()
                self._waits.recovered()
            except BrokerUnavailable as error:
                self._waits.failed(error)
                self._revive_broker()
            except (Unavailable, ConfigError) as error:
                self._waits.failed(error)
            except Exception as error:
                if self._bugs.is_due(f"{type(error).__name__}: {error_line(error)}"):
                    log.exception("reconciler pass failed")
            self._stopped.wait(self._settings.reconcile_every)

    def _renew_leases(self) -> None:
        """Renew what the children hold and process: while this worker lives, only they may release it."""
        held, hanging = self._hangs.check(time.monotonic(), child_pids(self._broker), self._holdings.read())
        for pid in hanging:
            if pid == os.getpid():  # a pool without children: its stories are given up, the supervisor's probe tells
                continue
            log.error("child hangs: killing it, the pool starts another", pid=pid)
            psutil.Process(pid).kill()
        unknown = [f"{self._worker_prefix}{one.pid}/" for one in held if one.seqs is None]
        seqs = [seq for one in held for seq in one.seqs or ()]
        if not held:
            self.leases_held = 0
            return
        with self._store.write() as connection:
            renewed = ledger.renew(connection, self._worker_prefix, self._settings.lease, seqs)
            renewed += sum(ledger.renew(connection, one, self._settings.lease) for one in unknown)
        self.leases_held = renewed

    def _announcement(self) -> WorkerRow:
        consumed = frozenset(self._app.amqp.queues.consume_from)  # in Celery's API reference: celery.app.amqp.Queues
        children = max(1, len(child_pids(self._broker)) - 1)
        return WorkerRow(self._worker_prefix, reads_of(self._settings), consumed, self._models, 0.0, children)

    def _is_stalled(self) -> bool:
        is_idle = not self.leases_held and self._has_messages()
        return self._stall.check(time.monotonic(), is_idle=is_idle, last_activity=self._last_activity())

    def _has_messages(self) -> bool:
        """Return whether a message waits in a queue that this worker consumes (``-Q``)."""
        consumed = self._app.amqp.queues.consume_from  # in Celery's API reference: celery.app.amqp.Queues
        return any(depth for queue, depth in queue_depths(self._settings, consumed).items() if queue in consumed)

    def _revive_broker(self) -> None:
        """Start the embedded broker again if it died."""
        try:
            if self._broker and not self._stopped.is_set() and self._broker.is_down():
                self._broker.start()
        except BrokerUnavailable as error:
            self._waits.failed(error)

    def stop(self, timeout_seconds: float) -> None:
        """Run no further pass, wait at most ``timeout_seconds`` for the running one, and remove the heartbeat file."""
        self._stopped.set()
        if threading.current_thread() is not self:  # a stalled worker ends from within its own pass
            self.join(timeout=timeout_seconds)
        self._heartbeat.remove()
