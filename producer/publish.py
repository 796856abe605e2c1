"""Publish: into the ledger first, then into the queue.  Whatever happens to the queue, nothing accepted is lost."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from celery import Celery

from wiredesk import tracing
from wiredesk.contract import Article
from wiredesk.errors import BrokerUnavailable
from wiredesk.heartbeat import Heartbeat
from wiredesk.queue.dispatch import dispatch
from wiredesk.settings import Settings
from wiredesk.store import Store, checkpoints, ledger
from wiredesk.store.ledger import Accepted, Key

BATCH = 256
"""Articles that go into the ledger in one transaction when many wait."""


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
        self._heartbeat = Heartbeat(settings.home, "producer")

    def publish(self, articles: Sequence[Article], *, backfill: bool = False) -> Published:
        """Accept articles; on return they are in the ledger for good.

        Raises:
            StoreUnavailable: the ledger could not take them; none of them is accepted.
        """
        accepted = self.accept(articles, backfill=backfill)
        sent, late = self.pump() if accepted.new else (0, "")
        return Published(accepted.new, accepted.known, sent, late)

    def accept(
        self, articles: Sequence[Article], at: Mapping[str, Mapping[str, Any]] | None = None, *, backfill: bool = False
    ) -> Accepted:
        """Write articles into the ledger and, in the same transaction, ``at``: where their sources now are.

        Raises:
            StoreUnavailable: none of it was written.
        """
        began = time.time_ns()
        with self._store.write() as connection:
            accepted = ledger.accept(connection, articles, backfill=backfill)
            for name, mark in (at or {}).items():
                checkpoints.write(connection, name, mark)
        tracing.record_publish(accepted.new, began)
        return accepted

    def mark(self, name: str) -> dict[str, Any]:
        """Where a source was.  Raises :class:`~wiredesk.errors.StoreUnavailable`."""
        with self._store.read() as connection:
            return checkpoints.read(connection, name)

    def pump(self) -> tuple[int, str]:
        """Send what waits in the ledger.  Returns the stories sent and, where the broker is away, why not more."""
        try:
            sent, late = dispatch(self._app, self._store, self._settings), ""
        except BrokerUnavailable as error:
            sent, late = 0, str(error)
        self._heartbeat.touch()
        return sent, late


def batched(articles: Iterable[Article], size: int = BATCH) -> Iterator[tuple[Article, ...]]:
    """Cut a stream into batches."""
    stream = iter(articles)
    while batch := tuple(islice(stream, size)):
        yield batch
