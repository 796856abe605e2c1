"""The reading of stories by one worker child: lease, count the attempt, extract, store."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import structlog
from sqlalchemy.exc import SQLAlchemyError

from wiredesk.errors import ConfigError, StoreUnavailable
from wiredesk.nlp.limits import Extracted, Failed, failed, run_limited
from wiredesk.nlp.pipeline import Pipeline
from wiredesk.settings import Settings
from wiredesk.store import Store, ledger, results
from wiredesk.store.ledger import Key, LeasedVersion
from wiredesk.store.visibility import mark_visible
from wiredesk.tracing import MessageTrace

log = structlog.get_logger()
Result = TypeVar("Result")
FLASH_SECONDS = 0.1
"""A child in a message of many stories looks this often, between two of them, whether a flash waits."""
LONGEST_PAUSE = 5.0
"""Seconds between two tries at a store that doesn't answer."""


class Child:
    """Reads stories in the name of ``owner``, until it is told to stop.

    Where the store is away, it is tried again until it answers: that is no story's fault.
    """

    def __init__(
        self, settings: Settings, store: Store, pipeline: Pipeline, owner: str, is_stopping: Callable[[], bool]
    ) -> None:
        self.pipeline = pipeline
        self._settings, self._store, self._owner, self._is_stopping = settings, store, owner, is_stopping

    def read(self, keys: Sequence[Key], sent: int | None = None) -> None:
        """Lease the stories, then for each count the attempt, extract, and store the result.

        One transaction ends a story and begins the next.

        Args:
            keys: id and version of each.
            sent: when their message was sent, nanoseconds since 1970, where somebody traces.
        """
        trace = MessageTrace(sent)
        began = time.time_ns()
        waiting = self._patiently(lambda: self._lease(keys))
        trace.record_lease((_key(story) for story in waiting), began)
        outcome: Extracted | Failed | None = None
        previous: LeasedVersion | None = None
        looked = time.monotonic()
        while waiting or previous:
            stopping = self._is_stopping()
            if waiting and not stopping and time.monotonic() - looked > FLASH_SECONDS:
                flash = self._patiently(self._lease_flash)
                waiting[:0] = flash
                looked = looked if flash else time.monotonic()  # behind one there may be more
            story = waiting.pop(0) if waiting and not stopping else None
            began = time.time_ns()
            started = self._end_and_begin(previous, outcome, story)
            if previous:
                trace.record_step("store", _key(previous), began)
            if story is None:
                break
            previous, outcome = None, None
            if started:
                began = time.time_ns()
                previous, outcome = story, run_limited(self.pipeline, story.article, self._settings.story_seconds)
                trace.record_step("extract", _key(story), began, outcome.kind if isinstance(outcome, Failed) else "")
        if waiting:
            self.give_back([_key(story) for story in waiting])

    def _lease(self, keys: Sequence[Key]) -> list[LeasedVersion]:
        settings, name = self._settings, self._owner
        with self._store.write() as connection:
            stories = ledger.lease(connection, keys, name, settings.lease, settings.attempts)
            got = {_key(story) for story in stories}
            rest = [key for key in keys if key not in got]
            if rest and ledger.release_dead(connection, rest):
                stories += ledger.lease(connection, rest, name, settings.lease, settings.attempts)
        return stories

    def _lease_flash(self) -> list[LeasedVersion]:
        """A flash that waits, in whatever queue or none: a message of many stories is not ahead of it."""
        with self._store.read() as connection:
            flash = ledger.oldest_waiting(connection, "flash")
        return self._lease([flash]) if flash else []

    def _end_and_begin(
        self, previous: LeasedVersion | None, outcome: Extracted | Failed | None, story: LeasedVersion | None
    ) -> bool:
        try:
            return self._patiently(partial(self._turn, previous, outcome, story))
        except SQLAlchemyError as error:  # this result is one that the store doesn't take
            if not isinstance(outcome, Extracted):
                raise
            return self._patiently(partial(self._turn, previous, failed(error), story))

    def _turn(
        self, previous: LeasedVersion | None, outcome: Extracted | Failed | None, story: LeasedVersion | None
    ) -> bool:
        """End the previous story and start the next one's attempt, in one transaction.

        Returns False when no attempt was started: ``story`` is None, or its lease was lost.
        """
        name = self._owner
        with self._store.write() as connection:
            if previous and isinstance(outcome, Extracted):
                if ledger.finish(connection, previous, name):
                    results.write(connection, previous.seq, outcome.extraction, outcome.seconds)
                    mark_visible(connection, previous.seq, previous.article)
                else:
                    ledger.refund_attempt(connection, previous)
            elif previous and isinstance(outcome, Failed):
                ledger.fail(connection, previous.seq, name, outcome.error, outcome.traceback, self._settings.attempts)
            return story is not None and ledger.start(connection, story, name, self._settings.lease)

    def give_back(self, keys: Sequence[Key] | None = None) -> None:
        """Let go of the leases on these stories, or on all that are held."""
        self._patiently(lambda: self._release(keys))

    def _release(self, keys: Sequence[Key] | None) -> None:
        with self._store.write() as connection:
            ledger.release(connection, self._owner, keys)

    def _patiently(self, step: Callable[[], Result]) -> Result:
        pause = 0.1
        while True:
            try:
                return step()
            except (StoreUnavailable, ConfigError) as error:  # it was right when the worker started
                log.warning("waiting for the store", error=str(error), seconds=pause)
                time.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)


def _key(story: LeasedVersion) -> Key:
    return story.article.id, story.article.version
