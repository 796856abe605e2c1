"""Publish: into the ledger first, then into the queue.  Whatever happens to the queue, nothing accepted is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from celery import Celery

from worker.broker import lengths
from worker.contract import Article
from worker.dispatch import dispatch, send
from worker.errors import BrokerUnavailable
from worker.settings import Settings
from worker.store import Store, ledger, marks
from worker.store.ledger import QUEUES, Accepted, Key, Waiting

BATCH = 256
"""Articles that go into the ledger in one transaction when many wait."""
LIVE = 8
"""Up to so many articles at once are a live wire, whose stories go out a message each, at once."""


@dataclass(frozen=True, slots=True)
class Published:
    """What one batch came to.  ``late`` says why the queue did not get it yet; it will, later."""

    new: tuple[Key, ...]
    known: tuple[Key, ...]
    sent: int
    late: str = ""


class Publisher:
    """Accepts articles into a store and sends their claim checks through a Celery app."""

    def __init__(self, app: Celery, store: Store, settings: Settings) -> None:
        self._app, self._store, self._settings = app, store, settings

    def publish(self, articles: Sequence[Article], *, backfill: bool = False) -> Published:
        """Accept articles; on return they are in the ledger for good.

        Raises:
            StoreUnavailable: the ledger could not take them; none of them is accepted.
        """
        if len(articles) <= LIVE:
            return self._publish_live(articles, backfill)
        accepted = self.accept(articles, backfill=backfill)
        sent, late = self.pump() if accepted.new else (0, "")
        return Published(accepted.new, accepted.known, sent, late)

    def _publish_live(self, articles: Sequence[Article], backfill: bool) -> Published:
        """Accept a few stories and claim as many for sending in one transaction: a second would wait for the disk."""
        waiting, late = self._lengths()
        claimed: dict[str, list[Waiting]] = {}
        with self._store.write() as connection:
            accepted = ledger.accept(connection, articles, backfill=backfill)
            if waiting and accepted.new:
                for queue, number in Counter(ledger.queue_of(one, backfill=backfill) for one in articles).items():
                    if waiting[queue] < self._settings.high_water:
                        claimed[queue] = ledger.unsent(connection, queue, number)
        sent = 0
        try:
            for queue in [queue for queue in QUEUES if queue in claimed]:
                batches = [[story] for story in claimed.pop(queue)]
                sent += send(self._app, self._store, self._settings, queue, batches)
            if waiting and accepted.new:
                sent += dispatch(self._app, self._store, self._settings, waiting)
        except BrokerUnavailable as error:
            late = str(error)
            with self._store.write() as connection:
                ledger.unsend(connection, [story.seq for stories in claimed.values() for story in stories])
        return Published(accepted.new, accepted.known, sent, late if accepted.new else "")

    def _lengths(self) -> tuple[dict[str, int] | None, str]:
        """Messages in each queue, or why the broker does not say."""
        try:
            return lengths(self._settings), ""
        except BrokerUnavailable as error:
            return None, str(error)

    def accept(
        self, articles: Sequence[Article], at: Mapping[str, Mapping[str, Any]] | None = None, *, backfill: bool = False
    ) -> Accepted:
        """Write articles into the ledger and, in the same transaction, ``at``: where their sources now are.

        Raises:
            StoreUnavailable: none of it was written.
        """
        with self._store.write() as connection:
            accepted = ledger.accept(connection, articles, backfill=backfill)
            for name, mark in (at or {}).items():
                marks.write(connection, name, mark)
        return accepted

    def mark(self, name: str) -> dict[str, Any]:
        """Where a source was.  Raises :class:`~worker.errors.StoreUnavailable`."""
        with self._store.read() as connection:
            return marks.read(connection, name)

    def pump(self) -> tuple[int, str]:
        """Send what waits in the ledger.  Returns the stories sent and, where the broker is away, why not more."""
        try:
            return dispatch(self._app, self._store, self._settings), ""
        except BrokerUnavailable as error:
            return 0, str(error)


def batched(articles: Iterable[Article], size: int = BATCH) -> Iterator[tuple[Article, ...]]:
    """Cut a stream into batches."""
    stream = iter(articles)
    while batch := tuple(islice(stream, size)):
        yield batch
