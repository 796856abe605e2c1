"""A worker's runtime: the pipeline, loaded once before the fork, and each child's own connection to the store."""

from __future__ import annotations

import gc
import mmap
import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

import psutil
import structlog

from wiredesk import process_id as owners
from wiredesk.errors import EXIT_FAILURE, BrokerAuthError, BrokerUnavailable, WiredeskError
from wiredesk.nlp.limits import limit_memory
from wiredesk.nlp.pipeline import load
from wiredesk.queue.broker import queue_depths
from wiredesk.queue.celery_config import GRACE_SECONDS
from wiredesk.queue.embedded import EmbeddedBroker
from wiredesk.settings import Settings
from wiredesk.store import ledger, open_store
from wiredesk.store.ledger import Key
from wiredesk.tracing import flush
from worker.process.story_runner import Child
from worker.process.watchdog import LastActivity

if TYPE_CHECKING:
    from celery import Celery

    from worker.process.reconciler import Reconciler

log = structlog.get_logger()
IDLE_LOOKS = 5
"""Seconds without a lease after which a worker that should stop is taken to hang."""


def _ask(settings: Settings) -> None:
    """A broker that is away comes back, and Celery waits for it; one that lets nobody in needs a person."""
    try:
        queue_depths(settings)
    except BrokerAuthError:
        raise
    except BrokerUnavailable as error:
        log.warning("waiting for the broker", error=str(error))


class Runtime:
    """Loads what every child shares; :meth:`after_fork` makes the copy a child's own."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.broker = None if settings.broker_url else EmbeddedBroker(settings.home)
        if self.broker:
            self.broker.start()
        else:
            _ask(settings)
        try:
            self.store = open_store(settings)
            self.store.close()  # SQLite's connections must not live through a fork: wiredesk/fork_guard.py
            self.pipeline = load(settings)
        except BaseException:
            if self.broker:
                self.broker.stop()  # nobody else would
            raise
        self.parent = os.getpid()
        self.owner = owners.this_process()
        self.stopping = mmap.mmap(-1, 1)  # shared with the children: parent says stop, they finish their story
        self.last_activity = LastActivity()
        self.reconciler: Reconciler | None = None
        self.is_reading = self.is_leaving = False  # of a child
        self.child = self._child()
        gc.collect()
        gc.freeze()  # the model's pages stay shared: the collector of a child doesn't touch them

    def _child(self) -> Child:
        return Child(
            self.settings, self.store, self.pipeline, str(self.owner), lambda: self.is_stopping or self.is_leaving
        )

    # in the parent

    def supervise(self, app: Celery) -> None:
        """Look after the ledger in a thread: resend what was lost, give back what the dead held."""
        from worker.process.reconciler import Reconciler

        self.reconciler = Reconciler(app, self.settings, self.broker, self.last_activity, self._begin_anew)
        self.reconciler.start()

    @property
    def is_stopping(self) -> bool:
        return bool(self.stopping[0])

    def stop_soon(self, code: int) -> None:
        """Tell the children to take no further story, and end with ``code`` if Celery doesn't."""
        if not self.is_stopping:
            self.stopping[0] = 1
            threading.Thread(target=self._watch_the_end, args=(code,), daemon=True).start()

    def _watch_the_end(self, code: int) -> None:
        """Celery's warm shutdown was seen to hang: end it when no story is read any more, or no grace time is left.

        It does hang where broker and store are gone, as when everything is taken down at once.
        """
        over = time.monotonic() + GRACE_SECONDS
        idle = 0
        while time.monotonic() < over and idle < IDLE_LOOKS:
            time.sleep(1)
            try:
                with self.store.read() as connection:
                    idle = 0 if ledger.count_leases(connection, self.owner.worker_prefix) else idle + 1
            except WiredeskError:
                idle = 0
                if self.reconciler and not self.reconciler.holding:
                    self.stop_hard(code, give_back=False)
        self.stop_hard(code if idle else EXIT_FAILURE)

    def stop_hard(self, code: int = EXIT_FAILURE, *, give_back: bool = True) -> NoReturn:
        """Kill the children, give back what they held, end the process."""
        self._kill_children()
        self.stop(give_back=give_back)
        os._exit(code)

    def _kill_children(self) -> None:
        children = [one for one in psutil.Process().children() if not self.broker or one.pid != self.broker.pid]
        for child in children:
            child.kill()
        psutil.wait_procs(children, timeout=5)

    def _begin_anew(self) -> None:
        """Load this program again in this process, with new children; whoever watches over the process sees it live.

        To be called where nothing forks (:mod:`wiredesk.fork_guard`).
        """
        if self.is_stopping:
            return
        self._kill_children()
        self._let_go()
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])

    def stop(self, *, give_back: bool = True) -> None:
        """The children are gone: give back what they held, and stop what this process started."""
        if self.reconciler:
            self.reconciler.stop(patience=5 if give_back else 0)
        self._let_go(give_back=give_back)

    def _let_go(self, *, give_back: bool = True) -> None:
        """Of leases, store and broker."""
        if give_back:
            self._give_all_back()
        self.store.close()
        if self.broker:
            self.broker.stop()

    def _give_all_back(self) -> None:
        try:
            with self.store.write() as connection:
                ledger.release_group(connection, self.owner.worker_prefix)
        except WiredeskError as error:
            log.warning("leases run out by themselves", error=str(error))

    # in a child

    def after_fork(self) -> None:
        """Connections, limits and name of one's own."""
        self.store.after_fork()
        self.owner = owners.this_process(self.parent)
        self.child = self._child()
        limit_memory(self.settings.story_memory)
        signal.signal(signal.SIGTERM, self._leave)

    def _leave(self, _number: int, _frame: FrameType | None) -> None:
        """SIGTERM reached this child too, as when a service manager stops the group: finish the story, then go."""
        self.is_leaving = True
        if not self.is_reading:
            self._go()

    def _go(self) -> NoReturn:
        """End this child as an untouched SIGTERM would: the parent returns its message to the queue."""
        flush()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTERM)
        os._exit(EXIT_FAILURE)

    def read(self, keys: Sequence[Key], sent: int | None = None) -> None:
        """Read stories; arguments as of `StoryRunner.process`.  Nothing is held when it returns."""
        self.is_reading = True
        self.last_activity.touch()
        try:
            self.child.read(keys, sent)
        except MemoryError:  # outside of any story; Celery would end the parent over it
            os._exit(EXIT_FAILURE)
        except Exception:  # a bug; as long as this worker lives, nobody else would let go of what it holds
            self.child.give_back()
            raise
        finally:
            self.is_reading = False
            self.last_activity.touch()
        if self.is_leaving:
            self._go()
