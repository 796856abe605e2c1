"""The scheduler between many sources and one ledger: flashes first, then a fair share for every source.

Each source parses in its own thread and hands batches over through a :class:`~producer.ingest.delivery.SourceHandle`,
which waits until the ledger has them: a source can never run ahead of the ledger.  One thread writes to the ledger, as
many batches in one transaction as wait.  Another thread sends to the queue, so that an unavailable broker delays
nobody.
"""

from __future__ import annotations

import heapq
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from itertools import count
from types import TracebackType
from typing import Any

from producer.formats.results import Limits
from producer.ingest.batch import BATCH_SIZE, Batch, IngestResult, IngestTotals, parted
from producer.ingest.intake import Report
from producer.ingest.sender import OutboxSender
from producer.publish import Publisher
from producer.rejects import Rejects
from wiredesk.errors import StoreUnavailable, WiredeskError
from wiredesk.store.ledger import Accepted


class FairQueue:
    """Batches in the order in which the ledger takes them.

    Batches with a flash come first, in their order of arrival.  All others take turns: the first waiting batch of a
    source belongs to the current turn, each further one to the turn after its predecessor's.  Not safe to use from
    several threads.
    """

    def __init__(self) -> None:
        self._heap: list[tuple[bool, int, int, Batch]] = []
        self._arrivals = count()
        self._turn = 0
        self._next_turns: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._heap)

    def push(self, batch: Batch) -> None:
        """Add a batch."""
        turn = 0
        if not batch.is_flash:
            turn = max(self._turn, self._next_turns.get(batch.source, 0))
            self._next_turns[batch.source] = turn + 1
        heapq.heappush(self._heap, (not batch.is_flash, turn, next(self._arrivals), batch))

    def pop_round(self, max_stories: int) -> list[Batch]:
        """Remove and return the next batches, until they hold ``max_stories`` stories or no batch is left."""
        taken: list[Batch] = []
        stories = 0
        while self._heap and stories < max_stories:
            takes_turns, turn, _, batch = heapq.heappop(self._heap)
            if takes_turns:
                self._turn = turn
            taken.append(batch)
            stories += len(batch.articles)
        return taken


class FairScheduler:
    """Writes what all sources deliver into the ledger.  A context manager: its threads run inside the block.

    At the end of the block everything submitted has been written and, if the broker is available, sent.
    """

    def __init__(
        self,
        publisher: Publisher,
        limits: Limits,
        report: Report,
        stop: threading.Event,
        rejects: Rejects,
        *,
        backfill: bool = False,
        live: bool = True,
    ) -> None:
        """Prepare the threads; none is started yet.

        Args:
            publisher: writes to the ledger and sends to the queue.
            limits: sizes above which a file or a story is rejected.
            report: is called from several threads.
            stop: set by a signal or by a source that failed; every source ends soon after.
            rejects: keeps bytes that could not be read.
            backfill: history, which waits until the live wire is processed.
            live: see :class:`~producer.ingest.sender.OutboxSender`.
        """
        self.limits, self.report, self.stop, self.rejects = limits, report, stop, rejects
        self.totals = IngestTotals()
        self._publisher, self._backfill, self._live = publisher, backfill, live
        self._queue = FairQueue()
        self._changed = threading.Condition()
        self._is_closing = self._is_closed = False
        self._writer = threading.Thread(target=self._write, name="ledger-writer", daemon=True)
        self._sender = OutboxSender(publisher, report, live=live)

    def __enter__(self) -> FairScheduler:
        self._writer.start()
        self._sender.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._changed:
            self._is_closing = True
            self._changed.notify_all()
        self._writer.join()
        self._sender.close()

    @property
    def delayed_reason(self) -> str:
        """The reason why stories still wait in the ledger; empty if all were sent."""
        return self._sender.delayed_reason

    def last_checkpoint(self, source: str, former_name: str | None = None) -> dict[str, Any]:
        """Return the last checkpoint of a source, see :meth:`~producer.publish.Publisher.last_checkpoint`."""
        return self._publisher.last_checkpoint(source, former_name)

    def note_failure(self, line: str) -> None:
        """Take why a source does not work: it was reported, and here no list of sources shows it."""

    def count(self, result: IngestResult) -> None:
        """Add what became of a delivery to the totals."""
        with self._changed:
            self.totals.add(result)

    def submit(self, batch: Batch) -> Future[Accepted]:
        """Queue a batch; the future completes when the ledger has it.

        Raises:
            StoreUnavailable: the scheduler has ended; the caller still has what it wanted to hand over.
        """
        with self._changed:
            if self._is_closed:
                raise StoreUnavailable(batch.source, "the producer has stopped")
            self._queue.push(batch)
            self._changed.notify()
        return batch.accepted

    def _next_round(self) -> list[Batch]:
        """Wait for batches and return those of the next transaction; empty when the scheduler is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._queue or self._is_closing)
            self._is_closed = not self._queue
            return self._queue.pop_round(BATCH_SIZE)

    def _write(self) -> None:
        while batches := self._next_round():
            self._write_round(batches)

    def _write_round(self, batches: Sequence[Batch]) -> None:
        """Write batches in one transaction; if a story in it is at fault, write each batch in its own."""
        try:
            claim = self._live and not self._backfill
            accepted, told = self._publisher.accept(batches, backfill=self._backfill, claim=claim)
        except Exception as error:  # every source learns of it and decides whether to try again
            if len(batches) > 1 and not isinstance(error, WiredeskError):
                for batch in batches:
                    self._write_round([batch])
                return
            for batch in batches:
                batch.accepted.set_exception(error)
            return
        for line in told:
            self.report(line)
        self.count(IngestResult.of(accepted))
        complete(batches, accepted)
        if accepted.new:
            self._sender.wake(accepted.claimed, is_flash=any(batch.is_flash for batch in batches))


def complete(batches: Sequence[Batch], accepted: Accepted) -> None:
    """Resolve each batch of a transaction with what became of its own articles."""
    for batch, arrivals in parted(batches, accepted):
        batch.accepted.set_result(Accepted(arrivals))
