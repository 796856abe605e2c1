"""Publish: write articles into the ledger, then send them to the queue.

An article that the ledger has accepted is never lost, whatever happens to the queue.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from celery import Celery
from sqlalchemy import Connection

from producer.ingest.batch import Batch, IngestResult, parted
from producer.ingest.source_tally import Tally, heard_stories
from producer.ingest.store_faults import passing_store_faults
from wiredesk import tracing
from wiredesk.contract import Article
from wiredesk.errors import BrokerUnavailable, StoreConflict
from wiredesk.heartbeat import Heartbeat
from wiredesk.queue.dispatch import Dispatched, dispatch, has_room, send_claimed
from wiredesk.retry import Backoff, retry
from wiredesk.settings import Settings
from wiredesk.store import Store, checkpoints, ledger, source_health
from wiredesk.store.ledger import Accepted, ClaimedArrival

CONFLICT_BACKOFF = Backoff(first_seconds=0.05, max_seconds=0.5, total_seconds=10.0)
"""Pauses after PostgreSQL ended a transaction because another producer wrote the same stories in another order."""


@dataclass(frozen=True, slots=True)
class Flushed:
    """What became of the stories that waited in the ledger."""

    sent: int
    """Stories sent."""
    delayed_reason: str = ""
    """Why none was sent, if the broker is unavailable."""
    gathering: Mapping[str, int] = field(default_factory=dict)
    """The queues for which some were left: see :class:`~wiredesk.queue.dispatch.Dispatched`."""


class Publisher:
    """Accepts articles into a store and sends their ids to the queue of a Celery app."""

    def __init__(self, app: Celery, store: Store, settings: Settings) -> None:
        self._app, self._store, self._settings = app, store, settings
        self._heartbeat = Heartbeat(settings.home, "producer")
        self._finds_empty = True
        """Whether the queues were empty when this last sent something: then new stories need not gather."""

    def publish(self, articles: Sequence[Article], *, backfill: bool = False) -> IngestResult:
        """Accept articles and send what waits; for callers that have one source and need no scheduler.

        Raises:
            StoreUnavailable: the ledger could not take them; none of them is accepted.
        """
        accepted, _ = self.accept([Batch("", articles)], backfill=backfill, claim=True)
        result = IngestResult.of(accepted)
        if accepted.claimed:
            result.sent = self.send_claimed(accepted.claimed).sent
        if result.new:
            flushed = self.flush_outbox()
            result.sent, result.delayed_reason = result.sent + flushed.sent, flushed.delayed_reason
        return result

    def accept(
        self, batches: Sequence[Batch], *, backfill: bool = False, claim: bool = False
    ) -> tuple[Accepted, list[str]]:
        """Write the articles of some batches into the ledger; when this returns they are stored durably.

        Each source's checkpoint, and the count of what it delivered, is written in the same transaction.

        Args:
            batches: versions of stories; what the ledger has already is left as it is.
            backfill: history, which waits until the live wire is processed.
            claim: claim for sending what can be sent at once, in the same transaction; the caller passes ``claimed``
                of what it gets to :meth:`send_claimed`.  What a caller that dies has not passed on is sent again as
                lost.

        Returns:
            What became of the articles, and lines to tell: numbers of a source's messages that are missing.

        Raises:
            StoreUnavailable: nothing was written.
            Exception: nothing was written, because of a value in one of the articles.
        """
        began = time.time_ns()

        articles = [article for batch in batches for article in batch.articles]
        claims = claim and self._finds_empty
        checkpoints_after = {batch.source: batch.checkpoint for batch in batches if batch.checkpoint is not None}

        def write() -> tuple[Accepted, list[str]]:
            with passing_store_faults(self._store), self._store.write() as connection:
                fleet = ledger.read_fleet(connection, self._settings.language_wait) if claims else None
                accepted = ledger.accept(connection, articles, backfill=backfill, fleet=fleet)
                for name, checkpoint in checkpoints_after.items():
                    checkpoints.write(connection, name, checkpoint)
                told = [] if backfill else _count(connection, batches, accepted)
            return accepted, told

        accepted, told = retry(write, StoreConflict, CONFLICT_BACKOFF)
        tracing.record_publish(accepted.new, began)
        return accepted, told

    def last_checkpoint(self, source: str, former_name: str | None = None) -> dict[str, Any]:
        """Return the last checkpoint of a source, empty if it has none.

        A checkpoint under ``former_name`` is renamed, unless the source has a newer one.

        Raises:
            StoreUnavailable: the store does not answer.
        """
        if former_name:
            with passing_store_faults(self._store), self._store.write() as connection:
                checkpoints.rename(connection, former_name, source)
        with passing_store_faults(self._store), self._store.read() as connection:
            return checkpoints.read(connection, source)

    def send_claimed(self, claimed: Sequence[ClaimedArrival], *, gather: bool = False) -> Flushed:
        """Send what :meth:`accept` claimed; what cannot be sent now waits in the ledger as all else does.

        Args:
            gather: see :func:`~wiredesk.queue.dispatch.dispatch`.

        Raises:
            StoreUnavailable: the store does not answer.
        """
        return self._send(lambda: send_claimed(self._app, self._store, self._settings, claimed, gather=gather))

    def flush_outbox(self, *, gather: bool = False) -> Flushed:
        """Send what waits in the ledger, up to the high-water mark.

        Args:
            gather: see :func:`~wiredesk.queue.dispatch.dispatch`.

        Raises:
            StoreUnavailable: the store does not answer.
        """
        flushed = self._send(lambda: dispatch(self._app, self._store, self._settings, gather=gather))
        self._heartbeat.touch()
        return flushed

    def _send(self, send: Callable[[], Dispatched]) -> Flushed:
        """Send something, unless the broker is unavailable."""
        try:
            with passing_store_faults(self._store):
                done = send()
        except BrokerUnavailable as error:
            return Flushed(0, str(error))
        self._finds_empty = done.found_empty
        return Flushed(done.sent, gathering=done.gathering)

    def has_room(self, gathering: Mapping[str, int]) -> bool:
        """Return whether stories that gather can be sent, or have to wait for another reason."""
        try:
            return has_room(self._settings, gathering)
        except BrokerUnavailable:  # the next flush tells
            return True


def _count(connection: Connection, batches: Sequence[Batch], accepted: Accepted) -> list[str]:
    """Count what each followed source delivered; return what its service numbers say, after the source's name.

    The sources are in one order in all producers, so that their transactions do not wait for each other in a circle.
    """
    tallies: dict[str, Tally] = {}
    for batch, arrivals in parted(batches, accepted):
        if batch.tally is not None:
            more = replace(batch.tally, heard=batch.tally.heard + heard_stories(arrivals))
            tallies[batch.source] = tallies[batch.source] + more if batch.source in tallies else more
    told: list[str] = []
    for name, tally in sorted(tallies.items()):
        if tally.is_first:
            source_health.follow(connection, name, tally.silent_after)
        if tally.heard or tally.numbers:
            lines = source_health.count(connection, name, tally.heard, tally.numbers)
            told += [f"{name}: {line}" for line in lines]
    return told
