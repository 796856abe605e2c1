"""Process the stories of one message in a pool process: lease, count the attempt, extract, store."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import structlog

from wiredesk.contract import Extraction, QueueName
from wiredesk.errors import ConfigError, StoreUnavailable
from wiredesk.failure_log import FailureLog, error_line
from wiredesk.languages_read import reads_of
from wiredesk.nlp.limits import Extracted, Failed, PipelineCall, allowed_seconds, failed, run_limited
from wiredesk.retry import Backoff, retry
from wiredesk.settings import Settings
from wiredesk.store import Store, ledger, results
from wiredesk.store.ledger import Key, LeasedVersion
from wiredesk.store.linking import linker
from wiredesk.store.linking.linker import PreparedLinks
from wiredesk.store.showing import mark_visible
from wiredesk.tracing import MessageTrace
from worker.process.holdings import Holding
from worker.process.storing import StoringSuspicion

log = structlog.get_logger()
Result = TypeVar("Result")
TOLD = DONE, FAILED, QUARANTINED = "done", "failed", "quarantined"
"""What may become of an attempt at a story; one that failed is tried again, until it is quarantined."""
FLASH_CHECK_SECONDS = 0.1
"""Minimum time between two checks for a waiting flash while a message of many stories is processed: a check is a query,
and a flash is promised within two seconds."""
STORE_BACKOFF = Backoff(first_seconds=0.1, max_seconds=5.0)
"""Pauses between attempts at a store that does not answer: short for a failover, and no busy loop during an outage."""

STORE_STEP_SECONDS = 180.0
"""Seconds after which a transaction that has not ended hangs: three times what SQLite waits for another writer."""
EXTRACTION_MARGIN_SECONDS = 30.0
"""Seconds beyond the hard deadline of a story, which is at most twice its limit, for a busy host."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A story whose attempt has ended in this process and is not stored yet."""

    story: LeasedVersion
    outcome: Extracted[Extraction] | Failed
    links: PreparedLinks | None = None
    """What other stories find it by; None if that could not be computed: the linker's sweep tries again."""


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
        self._failed_as = FAILED

    def process(self, keys: Sequence[Key], sent_at: int | None = None) -> str:
        """Lease the stories; then count the attempt, extract and store the result of each.

        Returns what became of them: ``15 done, 1 failed, 1 quarantined``.

        One transaction stores a story and starts the attempt of the next one.

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
        waiting = self._retry_until_available(lambda: self._lease(keys))
        trace.record_lease((story_key(story) for story in waiting), began)
        previous: Attempt | None = None
        checked = time.monotonic()
        while waiting or previous:
            stopping = self._is_stopping()
            if waiting and not stopping and time.monotonic() - checked > FLASH_CHECK_SECONDS:
                self._holding.hold(None)
                flash = self._retry_until_available(self._lease_flash)
                waiting[:0] = flash
                checked = checked if flash else time.monotonic()  # another flash may wait behind this one
            own = [previous.story, *waiting] if previous else waiting
            self._holding.hold([story.seq for story in own])
            story = waiting.pop(0) if waiting and not stopping else None
            previous = self._next(previous, story, trace)
            if story is None:
                break
        if waiting:
            self.release([story_key(story) for story in waiting])

    def release(self, keys: Sequence[Key] | None = None) -> None:
        """Release the leases on these stories, or every lease that this process holds."""
        self._retry_until_available(lambda: self._release(keys))

    def _next(self, previous: Attempt | None, story: LeasedVersion | None, trace: MessageTrace) -> Attempt | None:
        """Store the previous story's outcome and extract the next story, if there is one and its lease still holds."""
        began = time.time_ns()
        started = self._commit_and_start(previous, story)
        if previous:
            trace.record_step("store", story_key(previous.story), began)
        if story is None or not started:
            return None
        began = time.time_ns()
        seconds = allowed_seconds(self._settings.story_seconds, story.article)
        self._holding.expect(2 * seconds + EXTRACTION_MARGIN_SECONDS)
        outcome = run_limited(self.pipeline, story.article, self._settings.story_seconds)
        error = outcome.kind if isinstance(outcome, Failed) else ""
        if isinstance(outcome, Extracted):
            for row in outcome.extraction.engine.failed:
                log.warning("extractor failed", story=story.article.id, extractor=row.extractor, error=row.error)
        trace.record_step("extract", story_key(story), began, error)
        return Attempt(story, outcome, _prepare_links(story, outcome))

    def _lease(self, keys: Sequence[Key]) -> list[LeasedVersion]:
        settings, holder = self._settings, self._holder
        with self._store.write() as connection:
            stories = ledger.lease(connection, keys, holder, settings.lease, settings.attempts, self._reads)
            got = {story_key(story) for story in stories}
            rest = [key for key in keys if key not in got]
            if rest and ledger.release_dead(connection, rest):
                stories += ledger.lease(connection, rest, holder, settings.lease, settings.attempts, self._reads)
        return stories

    def _lease_flash(self) -> list[LeasedVersion]:
        """Lease a flash that waits in the ledger, so that it does not wait behind the rest of this message."""
        with self._store.read() as connection:
            flash = ledger.oldest_waiting(connection, QueueName.FLASH, self._reads)
        return self._lease([flash]) if flash else []

    def _commit_and_start(self, previous: Attempt | None, story: LeasedVersion | None) -> bool:
        """Run :meth:`_commit_and_start_once` until the store answers; a result that it rejects fails the attempt.

        A result that cannot be stored while those of other stories can is rejected, too.
        """
        step = partial(self._commit_and_start_once, previous, story)
        if previous is None or isinstance(previous.outcome, Failed):
            started = self._retry_until_available(step)
            self._tally[self._failed_as] += previous is not None
            return started
        suspicion = StoringSuspicion(self._store, previous.story.seq)
        try:
            started = self._retry_until_available(step, lambda error: not suspicion.blames_story(error))
            self._tally[DONE] += 1
            return started
        except MemoryError:
            raise
        except Exception as error:
            log.warning("result cannot be stored", story=previous.story.article.id, error=error_line(error))
            rejected = Attempt(previous.story, failed(error))
            started = self._retry_until_available(partial(self._commit_and_start_once, rejected, story))
            self._tally[self._failed_as] += 1
            return started

    def _commit_and_start_once(self, previous: Attempt | None, story: LeasedVersion | None) -> bool:
        """Store the previous story's outcome and start the next story's attempt, in one transaction.

        Returns False when no attempt was started: ``story`` is None, or its lease was lost.
        """
        with self._store.write() as connection:
            if previous and isinstance(previous.outcome, Extracted):
                lacks = lacking(previous.outcome.extraction)
                if ledger.finish(connection, previous.story, self._holder, lacks):
                    results.write(connection, previous.story.seq, previous.outcome.extraction, previous.outcome.seconds)
                    results.write_codes(connection, previous.story.seq, previous.story.article)
                    mark_visible(connection, previous.story.seq, previous.story.article)
                    if previous.links is not None:
                        linker.store(connection, previous.story.seq, previous.links)
                else:
                    ledger.refund_attempt(connection, previous.story)
            elif previous and isinstance(previous.outcome, Failed):
                outcome, attempts = previous.outcome, self._settings.attempts
                is_last = ledger.fail(
                    connection, previous.story.seq, self._holder, outcome.error, outcome.traceback, attempts
                )
                self._failed_as = QUARANTINED if is_last else FAILED
            return story is not None and ledger.start(connection, story, self._holder, self._settings.lease)

    def _release(self, keys: Sequence[Key] | None) -> None:
        with self._store.write() as connection:
            ledger.release(connection, self._holder, keys)

    def _retry_until_available(
        self, step: Callable[[], Result], is_temporary: Callable[[Exception], bool] = lambda _error: True
    ) -> Result:
        """Run a step against the store until the store answers.

        A ``ConfigError`` is retried too: the configuration was valid when the worker started, so the file or the
        database is being moved or restored.
        """

        def report_and_run() -> Result:
            self._holding.expect(STORE_STEP_SECONDS)
            return step()

        errors = (StoreUnavailable, ConfigError)
        result = retry(report_and_run, errors, STORE_BACKOFF, on_retry=self._log_wait, is_temporary=is_temporary)
        self._waits.recovered()
        return result

    def _log_wait(self, error: Exception, _pause: float) -> None:
        self._waits.failed(error)


def _prepare_links(story: LeasedVersion, outcome: Extracted[Extraction] | Failed) -> PreparedLinks | None:
    """Compute what other stories find this one by; a failure costs the story nothing but that."""
    if isinstance(outcome, Failed):
        return None
    try:
        return linker.prepare(story.article, outcome.extraction)
    except Exception as error:
        log.warning("links not prepared", story=story.article.id, error=error_line(error))
        return None


def story_key(story: LeasedVersion) -> Key:
    """Return the id and version of a leased story."""
    return story.article.id, story.article.version


def lacking(extraction: Extraction) -> str | None:
    """Return which extractors failed and why, for the ledger; None if the result is complete."""
    return "; ".join(map(str, extraction.engine.failed)) or None
