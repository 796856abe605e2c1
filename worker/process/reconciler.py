"""The reconciler: whatever died, every story that waits is on its way again within seconds.

The store is the truth and the queue only carries work, so the reconciler needs no memory: at each look it gives back
the leases of the dead, forgets that messages were sent which the queue no longer has, and sends what waits.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import structlog
from celery import Celery

from wiredesk import fork_guard
from wiredesk.errors import BrokerUnavailable, ConfigError, Unavailable
from wiredesk.heartbeat import Heartbeat
from wiredesk.process_id import this_process
from wiredesk.queue.broker import queue_depths
from wiredesk.queue.dispatch import dispatch
from wiredesk.queue.embedded import EmbeddedBroker
from wiredesk.settings import Settings
from wiredesk.store import Store, checkpoints, ledger
from wiredesk.store.ledger import QUEUES
from wiredesk.store.visibility import hide_superseded
from worker.process.watchdog import StallDetector

log = structlog.get_logger()
QUIET_SECONDS = 5.0
"""A message is in no queue and in no child's hands for some milliseconds; after this long it is lost."""


def reconcile(app: Celery, store: Store, settings: Settings) -> int:
    """One look.  Returns how many stories were sent.

    Raises:
        Unavailable: broker or store does not answer; the next look does the same again.
    """
    waiting = queue_depths(settings)
    with store.write() as connection:
        freed = ledger.release_dead(connection) + ledger.release_expired(connection)
        lost = sum(
            ledger.requeue_lost(
                connection, queue, QUIET_SECONDS if waiting[queue] == 0 else settings.resend_after, QUIET_SECONDS
            )
            for queue in QUEUES
        )
        hide_superseded(connection)
        if freed or lost:
            checkpoints.count(connection, checkpoints.RECONCILED, leases_given_back=freed, stories_sent_again=lost)
    if freed or lost:
        log.info("reconciled", leases_given_back=freed, messages_sent_again=lost)
    return dispatch(app, store, settings)


class Reconciler(threading.Thread):
    """Reconciles every few seconds in the background of a worker, with connections of its own.

    ``last_activity`` says when a child last began or ended a message; ``begin_anew`` is called when the consumer is
    stalled.
    """

    def __init__(
        self,
        app: Celery,
        settings: Settings,
        broker: EmbeddedBroker | None,
        last_activity: Callable[[], float],
        begin_anew: Callable[[], object],
    ) -> None:
        super().__init__(name="reconciler", daemon=True)
        self._app, self._settings, self._broker = app, settings, broker
        self._store = Store(settings.store, pooled=False)  # no connection stays open across a fork
        self._group = this_process().worker_prefix
        self._heartbeat = Heartbeat(settings.home, "worker")
        self.holding = 0
        """Leases that the children held at the last look."""
        self._stall, self._last_activity, self._begin_anew = (
            StallDetector(settings.stalled_after),
            last_activity,
            begin_anew,
        )
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.is_set():
            try:
                with fork_guard.no_fork():
                    self._renew()
                    reconcile(self._app, self._store, self._settings)
                    if self._is_stalled():
                        log.error("messages wait and none is taken: the worker begins anew")
                        self._begin_anew()
                self._heartbeat.touch()
            except BrokerUnavailable as error:
                log.warning("reconciler waits", error=str(error))
                self._revive()
            except (Unavailable, ConfigError) as error:
                log.warning("reconciler waits", error=str(error))
            except Exception:
                log.exception("reconciler goes on")
            self._over.wait(self._settings.reconcile_every)

    def _renew(self) -> None:
        """Hold on to what the children read: as long as this process lives, only they may let go of it."""
        with self._store.write() as connection:
            self.holding = ledger.renew(connection, self._group, self._settings.lease)

    def _is_stalled(self) -> bool:
        is_idle = not self.holding and self._has_messages()
        return self._stall.check(time.monotonic(), is_idle=is_idle, last_activity=self._last_activity())

    def _has_messages(self) -> bool:
        """Whether any waits in a queue that this worker reads."""
        mine = self._app.amqp.queues.consume_from
        return any(number for queue, number in queue_depths(self._settings).items() if queue in mine)

    def _revive(self) -> None:
        """Start the embedded broker again if it died."""
        try:
            if self._broker and not self._over.is_set() and self._broker.is_down():
                self._broker.start()
        except BrokerUnavailable as error:
            log.warning("the broker does not come back", error=str(error))

    def stop(self, patience: float) -> None:
        """Look no more; wait so many seconds for a look that is under way."""
        self._over.set()
        self.join(timeout=patience)
        self._heartbeat.remove()
