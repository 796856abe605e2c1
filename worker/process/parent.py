"""The worker's main process: it loads the pipeline once before the fork, supervises its children and shuts down."""

from __future__ import annotations

import mmap
import os
import sys
import threading
import time
from typing import TYPE_CHECKING, NoReturn

import psutil
import structlog
from billiard.process import current_process

from wiredesk.errors import EXIT_FAILURE, BrokerAuthError, BrokerUnavailable, WiredeskError
from wiredesk.nlp.pipeline import load
from wiredesk.process_id import ProcessId, this_process
from wiredesk.queue.broker import queue_depths
from wiredesk.queue.celery_config import GRACE_SECONDS
from wiredesk.queue.embedded import EmbeddedBroker
from wiredesk.settings import Settings
from wiredesk.store import ledger, open_store
from worker.process.child import PoolChild
from worker.process.fork_memory import share_memory
from worker.process.holdings import Holdings
from worker.process.linker_thread import LinkerThread
from worker.process.reconciler import Reconciler, child_pids
from worker.process.watchdog import LastActivity

if TYPE_CHECKING:
    from celery import Celery

log = structlog.get_logger()
IDLE_CHECKS = 5
"""Checks without any lease, one a second, after which a worker that should have stopped is taken to hang."""
KILL_WAIT_SECONDS = 5
"""Seconds that killed children and a running reconciliation get to end."""


def _check_broker(settings: Settings) -> None:
    """Warn about an unavailable broker, because Celery waits for it; raise if the broker rejects our credentials.

    Raises:
        BrokerAuthError: the broker does not accept this user and password.
    """
    try:
        queue_depths(settings)
    except BrokerAuthError:
        raise
    except BrokerUnavailable as error:
        log.warning("waiting for the broker", error=str(error))


class WorkerProcess:
    """The main process of one worker: what every child shares, and the worker's life cycle.

    The constructor starts the embedded broker where no broker URL is configured, opens the store once and loads the
    pipeline. :meth:`after_fork` turns a forked copy into a pool child.

    Raises:
        WiredeskError: broker, store or model cannot be used with these settings.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.broker = None if settings.broker_url else EmbeddedBroker(settings.home)
        if self.broker:
            self.broker.start()
        else:
            _check_broker(settings)
        try:
            self.store = open_store(settings)
            self.store.close()  # SQLite's connections must not live through a fork: wiredesk/fork_guard.py
            self.pipeline = load(settings)
            self.pipeline.prepare_for_fork()
        except BaseException:
            if self.broker:
                self.broker.stop()  # no other process would stop it
            raise
        self.process_id = this_process()
        self._stop_flag = mmap.mmap(-1, 1)  # shared with the children, who finish their story and take no other
        self.last_activity = LastActivity()
        self.holdings = Holdings()
        self.reconciler: Reconciler | None = None
        self.linker: LinkerThread | None = None
        self.child = self._make_child(self.process_id)
        share_memory()

    def _make_child(self, process_id: ProcessId) -> PoolChild:
        holding = self.holdings.slot(getattr(current_process(), "index", 0))  # without a pool there is one process
        return PoolChild(
            self.settings, self.store, self.pipeline, process_id, lambda: self.is_stopping, self.last_activity, holding
        )

    def after_fork(self) -> None:
        """Give this forked process its own store connections, process id, memory limit and SIGTERM handler."""
        self.store.after_fork()
        self.child = self._make_child(this_process(self.process_id.pid))
        self.child.install()

    def start_threads(self, app: Celery) -> None:
        """Start the reconciler, which puts every waiting story back on its way, and the linker of stored stories."""
        self.reconciler = Reconciler(
            app, self.settings, self.broker, self.last_activity, self.exit_for_restart, self.holdings,
            {code: self.pipeline.reader(code).model for code in self.pipeline.languages},
        )  # fmt: skip
        self.reconciler.start()
        self.linker = LinkerThread(self.settings)
        self.linker.start()

    @property
    def is_stopping(self) -> bool:
        """Whether a shutdown was requested; the same in the parent and in every child."""
        return bool(self._stop_flag[0])

    def request_shutdown(self, exit_code: int) -> None:
        """Tell the children to take no further story, and make sure that the process ends.

        Args:
            exit_code: the status to exit with if Celery's warm shutdown hangs.
        """
        if not self.is_stopping:
            self._stop_flag[0] = 1
            threading.Thread(target=self._enforce_deadline, args=(exit_code,), daemon=True).start()

    def _enforce_deadline(self, exit_code: int) -> None:
        """End the process when no story is being processed any more, or when the grace time is over.

        Celery's warm shutdown was seen to hang. It does hang when broker and store are both gone, as when a whole
        deployment is stopped at once.
        """
        deadline = time.monotonic() + GRACE_SECONDS
        idle = 0
        while time.monotonic() < deadline and idle < IDLE_CHECKS:
            time.sleep(1)
            idle = 0 if self._holds_stories() else idle + 1
            if idle and not self._store_answers():
                self.force_shutdown(exit_code, release=False)
        self.force_shutdown(exit_code if idle else EXIT_FAILURE)

    def _holds_stories(self) -> bool:
        """Return whether a living child holds a story."""
        own = set(child_pids(self.broker))
        return any(held.pid in own for held in self.holdings.read())

    def _store_answers(self) -> bool:
        try:
            with self.store.read() as connection:
                ledger.count_leases(connection, self.process_id.worker_prefix)
        except WiredeskError:
            return False
        return True

    def force_shutdown(self, exit_code: int = EXIT_FAILURE, *, release: bool = True) -> NoReturn:
        """Kill the children, release their leases unless the store is away (``release``), and end the process."""
        self._kill_children()
        self.stop(release=release)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(exit_code)

    def exit_for_restart(self) -> None:
        """Exit with status 1 so that the supervisor of this process (systemd, Docker, Kubernetes) starts it again.

        The caller must hold :func:`wiredesk.fork_guard.no_fork`, so that no new child appears meanwhile. During a
        shutdown the method does nothing.
        """
        if not self.is_stopping:
            self.force_shutdown(EXIT_FAILURE)

    def stop(self, *, release: bool = True) -> None:
        """Stop the threads, release the leases of the children, close the store and stop the embedded broker."""
        if self.reconciler:
            self.reconciler.stop(KILL_WAIT_SECONDS if release else 0)
        if self.linker:
            self.linker.stop(KILL_WAIT_SECONDS if release else 0, release=release)
        if release:
            self._release_leases()
        self.store.close()
        if self.broker:
            self.broker.stop()

    def _kill_children(self) -> None:
        broker_pid = self.broker.pid if self.broker else None
        children = [child for child in psutil.Process().children() if child.pid != broker_pid]
        for child in children:
            child.kill()
        psutil.wait_procs(children, timeout=KILL_WAIT_SECONDS)

    def _release_leases(self) -> None:
        try:
            with self.store.write() as connection:
                ledger.release_worker(connection, self.process_id.worker_prefix)
                ledger.withdraw(connection, self.process_id.worker_prefix)
        except WiredeskError as error:
            log.warning("cannot release leases; they expire by themselves", error=str(error))
