"""Process the stories of one message in a pool process: lease, extract in groups, store."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

import structlog

from wiredesk.contract import Extraction, QueueName
from wiredesk.errors import ConfigError, StoreUnavailable
from wiredesk.failure_log import FailureLog, error_line
from wiredesk.languages_read import reads_of
from wiredesk.nlp.limits import (
    Extracted,
    Failed,
    PipelineCall,
    ReadsTogether,
    allowed_seconds,
    failed,
    run_together,
)
from wiredesk.retry import Backoff, retry
from wiredesk.settings import Settings
from wiredesk.store import Store, ledger
from wiredesk.store.ledger import Key, LeasedVersion
from wiredesk.store.linking import linker
from wiredesk.store.linking.linker import PreparedLinks
from wiredesk.tracing import MessageTrace
from worker.process.flash_watch import FlashFirst, FlashWatch
from worker.process.holdings import Holding
from worker.process.storing import StoringSuspicion
from worker.process.story_group import TOLD, Attempt, GroupSizes, store_outcomes

log = structlog.get_logger()
Result = TypeVar("Result")
STORE_BACKOFF = Backoff(first_seconds=0.1, max_seconds=5.0)
"""Pauses between attempts at a store that does not answer: short for a failover, and no busy loop during an outage."""
STORE_AWAY = (StoreUnavailable, ConfigError)
"""Errors of a store that does not answer.  The configuration was valid when the worker started: if it is wrong now, the
file or the database is being moved or restored."""

STORE_STEP_SECONDS = 180.0
"""Seconds after which a transaction that has not ended hangs: three times what SQLite waits for another writer."""
EXTRACTION_MARGIN_SECONDS = 30.0
"""Seconds beyond the hard deadline of a story, which is at most twice its limit, for a busy host."""


class StoryRunner:
    """Processes stories under one lease holder's name until it is told to stop.

    While the store is away, each step is retried until the store answers: the outage is not the story's fault.

    Args:
        pipeline: extracts one article.
        holder: the lease holder, a :class:`wiredesk.process_id.ProcessId` as text.
        is_stopping: is asked before each story; when it returns true, the remaining leases are released.
        holding: where the process reports what it holds.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        pipeline: PipelineCall,
        holder: str,
        is_stopping: Callable[[], bool],
        holding: Holding,
    ) -> None:
        self.pipeline = pipeline
        self._holding = holding
        self._waits = FailureLog("waiting for the store")
        self._settings, self._store, self._holder, self._is_stopping = settings, store, holder, is_stopping
        self._reads = reads_of(settings)
        self._tally: Counter[str] = Counter()
        self._sizes = GroupSizes()
        self._held: Sequence[int] = ()
        self._flashes = FlashWatch()

    def process(self, keys: Sequence[Key], sent_at: int | None = None) -> str:
        """Lease the stories; then extract them in groups, and store the outcomes.

        Returns what became of them: ``15 done, 1 failed, 1 quarantined``.

        One transaction stores the outcomes of a group, and counts the attempt of the next story if it is alone; that of
        a message's only story is counted in the transaction of its lease.

        Args:
            keys: id and version of each story.
            sent_at: when the message was sent, in nanoseconds since 1970; None without tracing.
        """
        self._tally.clear()
        try:
            self._process(keys, MessageTrace(sent_at))
        finally:
            self._holding.hold(())
        return ", ".join(f"{self._tally[word]} {word}" for word in TOLD if self._tally[word]) or "nothing to do"

    def _process(self, keys: Sequence[Key], trace: MessageTrace) -> None:
        began = time.time_ns()
        self._holding.expect(STORE_STEP_SECONDS)
        self._holding.hold(None)
        waiting = self._retry_until_available(lambda: self._lease(keys, start=len(keys) == 1))
        trace.record_lease((story_key(story) for story in waiting), began)
        ended: list[Attempt] = []
        self._flashes.looked(time.monotonic())
        while waiting or ended:
            stopping = self._is_stopping()
            flash: list[LeasedVersion] = []
            if waiting and not stopping and self._flashes.is_due():
                looked = time.monotonic()
                flash = self._retry_until_available(self._lease_flash)
                self._flashes.looked(looked, found=bool(flash))
            self._hold([*(one.story for one in ended), *flash, *waiting])
            group = [] if stopping else flash or (self._take(waiting) if waiting else [])
            try:
                ended = self._next(ended, group, trace)
            except FlashFirst as first:  # the outcomes before are stored
                waiting[:0] = group
                self._hold([*first.flash, *waiting])
                ended = self._next([], first.flash, trace)
            if not group:
                break
        if waiting:
            unread = [story_key(story) for story in waiting]
            self._retry_until_available(lambda: self._release(unread))

    def release(self) -> None:
        """Release every lease that this process holds."""
        self._retry_until_available(self._release)

    def _hold(self, stories: Sequence[LeasedVersion]) -> None:
        """Report what this process holds."""
        self._held = [story.seq for story in stories]
        self._holding.hold(self._held)

    def _take(self, waiting: list[LeasedVersion]) -> list[LeasedVersion]:
        """Take what is extracted next from the front of ``waiting``."""
        return self._sizes.take(waiting) if isinstance(self.pipeline, ReadsTogether) else [waiting.pop(0)]

    def _next(self, ended: Sequence[Attempt], group: Sequence[LeasedVersion], trace: MessageTrace) -> list[Attempt]:
        """Store the outcomes of the stories before, and extract the next ones; one alone if its lease still holds.

        Raises:
            FlashFirst: a flash comes before the group, whose stories have no outcome.
        """
        began = time.time_ns()
        alone = group[0] if len(group) == 1 else None
        is_started = alone is not None and alone.is_started
        if ended or (alone and not is_started):
            is_started = self._store_and_start(ended, alone)
        for one in ended:
            trace.record_step("store", story_key(one.story), began)
        if not group or (alone and not is_started):
            return []
        began = time.time_ns()
        articles = [story.article for story in group]
        seconds = sum(allowed_seconds(self._settings.story_seconds, article) for article in articles)
        self._holding.expect((2 if alone else 3) * seconds + EXTRACTION_MARGIN_SECONDS)
        outcomes = run_together(self.pipeline, articles, self._settings.story_seconds, self._let_flash_pass)
        self._sizes.took(group, (time.time_ns() - began) / 1e9)
        for story, outcome in zip(group, outcomes, strict=True):
            trace.record_step("extract", story_key(story), began, outcome.kind if isinstance(outcome, Failed) else "")
            if isinstance(outcome, Extracted):
                for row in outcome.extraction.engine.failed:
                    log.warning("extractor failed", story=story.article.id, extractor=row.extractor, error=row.error)
        links = _prepare_links([*zip(group, outcomes, strict=True)])
        return [
            Attempt(story, outcome, links.get(story.seq), is_counted=alone is not None)
            for story, outcome in zip(group, outcomes, strict=True)
        ]

    def _lease(self, keys: Sequence[Key], *, start: bool = False) -> list[LeasedVersion]:
        """Lease what is free of these stories; with ``start`` count the attempt of each as well."""
        settings, holder = self._settings, self._holder
        with self._store.write() as connection:
            stories = ledger.lease(connection, keys, holder, settings.lease, settings.attempts, self._reads)
            got = {story_key(story) for story in stories}
            rest = [key for key in keys if key not in got]
            if rest and ledger.release_dead(connection, rest):
                stories += ledger.lease(connection, rest, holder, settings.lease, settings.attempts, self._reads)
            if start:
                started = partial(ledger.start, connection, owner=holder, seconds=settings.lease)
                stories = [replace(story, is_started=started(story)) for story in stories]
        return stories

    def _lease_flash(self) -> list[LeasedVersion]:
        """Lease a flash that waits in the ledger, so that it does not wait behind the rest of this message."""
        with self._store.read() as connection:
            flash = ledger.oldest_waiting(connection, QueueName.FLASH, self._reads)
        if flash is None:
            return []
        self._holding.hold(None)
        return self._lease([flash])

    def _let_flash_pass(self) -> None:
        """Look for a flash between two stages of a group.

        Raises:
            FlashFirst: there is one, and it is leased.
        """
        if not self._flashes.may_interrupt():
            return
        began = time.monotonic()
        try:
            flash = self._lease_flash()
        except STORE_AWAY:  # what stores the group waits for it
            flash = []
        self._flashes.looked(began, found=bool(flash))
        if flash:
            self._flashes.interrupted()
            raise FlashFirst(flash)
        self._holding.hold(self._held)

    def _store_and_start(self, ended: Sequence[Attempt], story: LeasedVersion | None) -> bool:
        """Store the outcomes together, and start the attempt of a story; one by one if that fails.

        Returns whether an attempt was started.
        """
        if len(ended) > 1:
            try:
                self._holding.expect(STORE_STEP_SECONDS)
                return self._store_and_start_once(ended, story)
            except MemoryError:
                raise
            except Exception as error:  # the store is away, or one of the results is at fault: that one alone fails
                log.info("stories are stored one by one", error=error_line(error))
        for one in ended[:-1]:
            self._store_one(one, None)
        return self._store_one(ended[-1] if ended else None, story)

    def _store_one(self, ended: Attempt | None, story: LeasedVersion | None) -> bool:
        """Run :meth:`_store_and_start_once` until the store answers; a result that it rejects fails the attempt.

        A result that cannot be stored while those of other stories can is rejected, too.
        """
        step = partial(self._store_and_start_once, [ended] if ended else [], story)
        if ended is None or isinstance(ended.outcome, Failed):
            return self._retry_until_available(step)
        suspicion = StoringSuspicion(self._store, ended.story.seq)
        try:
            return self._retry_until_available(step, lambda error: not suspicion.blames_story(error))
        except MemoryError:
            raise
        except Exception as error:
            log.warning("result cannot be stored", story=ended.story.article.id, error=error_line(error))
            rejected = replace(ended, outcome=failed(error), links=None)
            return self._retry_until_available(partial(self._store_and_start_once, [rejected], story))

    def _store_and_start_once(self, ended: Sequence[Attempt], story: LeasedVersion | None) -> bool:
        """Store outcomes and start the attempt of a story, in one transaction.

        Returns False when no attempt was started: ``story`` is None, or its lease was lost.
        """
        with self._store.write() as connection:
            told = store_outcomes(connection, ended, self._holder, self._settings)
            is_started = story is not None and ledger.start(connection, story, self._holder, self._settings.lease)
        self._tally.update(told)
        return is_started

    def _release(self, unread: Sequence[Key] | None = None) -> None:
        with self._store.write() as connection:
            ledger.release(connection, self._holder, unread)

    def _retry_until_available(
        self, step: Callable[[], Result], is_temporary: Callable[[Exception], bool] = lambda _error: True
    ) -> Result:
        """Run a step against the store until the store answers."""

        def report_and_run() -> Result:
            self._holding.expect(STORE_STEP_SECONDS)
            return step()

        result = retry(report_and_run, STORE_AWAY, STORE_BACKOFF, on_retry=self._log_wait, is_temporary=is_temporary)
        self._waits.recovered()
        return result

    def _log_wait(self, error: Exception, _pause: float) -> None:
        self._waits.failed(error)


def _prepare_links(
    outcomes: Sequence[tuple[LeasedVersion, Extracted[Extraction] | Failed]],
) -> dict[int, PreparedLinks]:
    """Compute what other stories find each version by; a failure costs a story nothing but that."""
    read = [(story, found.extraction) for story, found in outcomes if isinstance(found, Extracted)]
    try:
        links = linker.prepare_all([(story.article, extraction) for story, extraction in read])
        return {story.seq: one for (story, _), one in zip(read, links, strict=True)}
    except Exception as error:
        if len(read) == 1:
            log.warning("links not prepared", story=read[0][0].article.id, error=error_line(error))
            return {}
    return {seq: one for outcome in outcomes for seq, one in _prepare_links([outcome]).items()}


def story_key(story: LeasedVersion) -> Key:
    """Return the id and version of a leased story."""
    return story.article.id, story.article.version
