"""A worker's runtime: the pipeline, loaded once before the fork, and each child's own connection to the store."""

from __future__ import annotations

import gc
import mmap
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING, NoReturn, TypeVar

import psutil
import structlog
from sqlalchemy.exc import SQLAlchemyError

from worker import owner as owners
from worker.attempt import Done, Failed, attempt, failed, limit_memory
from worker.broker import lengths
from worker.configuration import GRACE_SECONDS
from worker.contract import Extraction
from worker.embedded import EmbeddedBroker
from worker.errors import (
    EXIT_FAILURE,
    BrokerRefuses,
    BrokerUnavailable,
    ConfigError,
    StoreUnavailable,
    WiredeskError,
)
from worker.pipeline import load
from worker.settings import Settings
from worker.store import ledger, open_store, results
from worker.store.ledger import Key, Leased
from worker.tracing import Trail, flush

if TYPE_CHECKING:
    from celery import Celery

    from worker.reconcile import Supervisor

log = structlog.get_logger()
Result = TypeVar("Result")
IDLE_LOOKS = 5
"""Seconds without a lease after which a worker that should stop is taken to hang."""
FLASH_SECONDS = 0.1
"""A child in a message of many stories looks this often, between two of them, whether a flash waits."""
LONGEST_PAUSE = 5.0
"""Seconds between two tries at a store that doesn't answer."""


def _ask(settings: Settings) -> None:
    """A broker that is away comes back, and Celery waits for it; one that lets nobody in needs a person."""
    try:
        lengths(settings)
    except BrokerRefuses:
        raise
    except BrokerUnavailable as error:
        log.warning("waiting for the broker", error=str(error))


@dataclass(frozen=True, slots=True)
class Turn:
    """What became of a child's next story: whether its attempt began, and the result of the same text, if any."""

    started: bool
    twin: tuple[int, str] | None = None
    """``seq`` and document."""


class Runtime:
    """Loads what every child shares; :meth:`after_fork` makes the copy a child's own."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.broker = None if settings.broker_url else EmbeddedBroker(settings.home)
        if self.broker:
            self.broker.start()
        else:
            _ask(settings)
        self.store = open_store(settings)
        self.store.close()  # SQLite's connections must not live through a fork: worker/fork.py
        self.pipeline = load(settings)
        self.parent = os.getpid()
        self.owner = owners.this_process()
        self.stopping = mmap.mmap(-1, 1)  # shared with the children: parent says stop, they finish their story
        self.supervisor: Supervisor | None = None
        self.is_reading = self.is_leaving = False  # of a child
        gc.collect()
        gc.freeze()  # the model's pages stay shared: the collector of a child doesn't touch them

    # in the parent

    def supervise(self, app: Celery) -> None:
        """Look after the ledger in a thread: resend what was lost, give back what the dead held."""
        from worker.reconcile import Supervisor

        self.supervisor = Supervisor(app, self.settings, self.broker)
        self.supervisor.start()

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
                    idle = 0 if ledger.held(connection, self.owner.group) else idle + 1
            except WiredeskError:
                idle = 0
                if self.supervisor and not self.supervisor.holding:
                    self.stop_hard(code, give_back=False)
        self.stop_hard(code if idle else EXIT_FAILURE)

    def stop_hard(self, code: int = EXIT_FAILURE, *, give_back: bool = True) -> NoReturn:
        """Kill the children, give back what they held, end the process."""
        for child in psutil.Process().children():
            if not self.broker or child.pid != self.broker.pid:
                child.kill()
        self.stop(give_back=give_back)
        os._exit(code)

    def stop(self, *, give_back: bool = True) -> None:
        """The children are gone: give back what they held, and stop what this process started."""
        if self.supervisor:
            self.supervisor.stop(patience=5 if give_back else 0)
        if give_back:
            self._give_all_back()
        self.store.close()
        if self.broker:
            self.broker.stop()

    def _give_all_back(self) -> None:
        try:
            with self.store.write() as connection:
                ledger.release_group(connection, self.owner.group)
        except WiredeskError as error:
            log.warning("leases run out by themselves", error=str(error))

    # in a child

    def after_fork(self) -> None:
        """Connections, limits and name of one's own."""
        self.store.after_fork()
        self.owner = owners.this_process(self.parent)
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
        """Read stories: lease them, then for each count the attempt, extract, and store the result.

        ``sent``: when their message was sent, nanoseconds since 1970, where somebody traces.

        Where the store is away, it is tried again until it answers: that is no story's fault.
        """
        self.is_reading = True
        try:
            self._read(keys, Trail(sent))
        except MemoryError:  # outside of any story; Celery would end the parent over it
            os._exit(EXIT_FAILURE)
        except Exception:  # a bug; as long as this worker lives, nobody else would let go of what it holds
            self._patiently(partial(self._give_back, None))
            raise
        finally:
            self.is_reading = False
        if self.is_leaving:
            self._go()

    def _read(self, keys: Sequence[Key], trail: Trail) -> None:
        """One transaction ends a story and begins the next."""
        began = time.time_ns()
        waiting = self._patiently(lambda: self._lease(keys))
        trail.leased((_key(story) for story in waiting), began)
        outcome: Done | Failed | None = None
        previous: Leased | None = None
        looked = time.monotonic()
        while waiting or previous:
            stopping = self.is_stopping or self.is_leaving
            if waiting and not stopping and time.monotonic() - looked > FLASH_SECONDS:
                flash = self._patiently(self._lease_flash)
                waiting[:0] = flash
                looked = looked if flash else time.monotonic()  # behind one there may be more
            story = waiting.pop(0) if waiting and not stopping else None
            began = time.time_ns()
            turn = self._end_and_begin(previous, outcome, story)
            if previous:
                trail.did("store", _key(previous), began)
            if story is None:
                break
            previous, outcome = None, None
            if turn.started:
                began = time.time_ns()
                previous, outcome = story, self._attempt(story, turn.twin)
                trail.did("extract", _key(story), began, outcome.kind if isinstance(outcome, Failed) else "")
        if waiting:
            rest = [_key(story) for story in waiting]
            self._patiently(lambda: self._give_back(rest))

    def _lease(self, keys: Sequence[Key]) -> list[Leased]:
        settings, name = self.settings, str(self.owner)
        with self.store.write() as connection:
            stories = ledger.lease(connection, keys, name, settings.lease, settings.attempts)
            got = {_key(story) for story in stories}
            rest = [key for key in keys if key not in got]
            if rest and ledger.release_dead(connection, rest):
                stories += ledger.lease(connection, rest, name, settings.lease, settings.attempts)
        return stories

    def _lease_flash(self) -> list[Leased]:
        """A flash that waits, in whatever queue or none: a message of many stories is not ahead of it."""
        with self.store.read() as connection:
            flash = ledger.waiting(connection, "flash")
        return self._lease([flash]) if flash else []

    def _end_and_begin(self, previous: Leased | None, outcome: Done | Failed | None, story: Leased | None) -> Turn:
        try:
            return self._patiently(partial(self._turn, previous, outcome, story))
        except SQLAlchemyError as error:  # this result is one that the store doesn't take
            if not isinstance(outcome, Done):
                raise
            return self._patiently(partial(self._turn, previous, failed(error), story))

    def _turn(self, previous: Leased | None, outcome: Done | Failed | None, story: Leased | None) -> Turn:
        """End the previous story and begin the next, in one transaction; not begun: the next one's lease is lost."""
        name, engine = str(self.owner), self.pipeline.engine
        with self.store.write() as connection:
            if previous and isinstance(outcome, Done):
                if ledger.finish(connection, previous, name, duplicate_of=outcome.duplicate_of):
                    results.write(connection, previous.seq, outcome.extraction, outcome.seconds)
                    ledger.show(connection, previous)
                else:
                    ledger.uncount(connection, previous)
            elif previous and isinstance(outcome, Failed):
                ledger.fail(connection, previous.seq, name, outcome.error, outcome.traceback, self.settings.attempts)
            if story is None or not ledger.start(connection, story, name, self.settings.lease):
                return Turn(started=False)
            return Turn(True, results.twin(connection, story.text_hash, engine.version, engine.model))

    def _attempt(self, story: Leased, twin: tuple[int, str] | None) -> Done | Failed:
        """Extract a story; where the same text was read under another id by this engine (``twin``), take that."""
        if twin:
            same = Extraction.model_validate_json(twin[1])
            if same.text == story.article.text:
                own = {"id": story.article.id, "version": story.article.version}
                return Done(same.model_copy(update=own), 0.0, twin[0])
        outcome = attempt(self.pipeline, story.article, self.settings.story_seconds)
        return replace(outcome, duplicate_of=twin[0]) if twin and isinstance(outcome, Done) else outcome

    def _give_back(self, keys: Sequence[Key] | None) -> None:
        with self.store.write() as connection:
            ledger.release(connection, str(self.owner), keys)

    def _patiently(self, step: Callable[[], Result]) -> Result:
        pause = 0.1
        while True:
            try:
                return step()
            except (StoreUnavailable, ConfigError) as error:  # it was right when the worker started
                log.warning("waiting for the store", error=str(error), seconds=pause)
                time.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)


def _key(story: Leased) -> Key:
    return story.article.id, story.article.version
