"""The intake: many sources at once, one after the other into the ledger, each with its fair share.

Every source runs in a thread of its own and hands what arrived to its `Line`, which parses it
there and waits until the ledger has it.  One thread accepts: in each round one parcel of every source that has any,
flashes before all, as many as wait in one transaction.  Another sends, so that a broker that is away holds nobody up.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from itertools import chain
from typing import Any

from producer.formats import Limits
from producer.ingest.batch import Outcome, Parcel
from producer.ingest.files import Tally
from producer.publish import BATCH, Publisher
from producer.rejects import Rejects
from wiredesk.errors import StoreUnavailable, Unavailable, WiredeskError
from wiredesk.store.ledger import Accepted

SEND_EVERY = 0.5
"""Seconds after which the sender looks for what waits in the ledger, asked or not."""

Tell = Callable[[str], object]


class Intake:
    """Takes what all sources deliver.  ``over`` is set when everybody is to stop."""

    def __init__(
        self,
        publisher: Publisher,
        limits: Limits,
        tell: Tell,
        over: threading.Event,
        rejects: Rejects,
        *,
        backfill: bool = False,
        tally: Tally | None = None,
    ) -> None:
        self.limits, self.tell, self.over, self.rejects = limits, tell, over, rejects
        self.tally = tally or Tally()
        self._publisher, self._backfill = publisher, backfill
        self._waiting: dict[str, deque[Parcel]] = {}
        self._urgent: deque[Parcel] = deque()
        self._changed = threading.Condition()
        self._closed = threading.Event()
        self._ended = False
        self._to_send = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        for target in (self._accept, self._send):
            thread = threading.Thread(target=target, name=f"intake{target.__name__}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Accept and send what was handed over, then end."""
        self._closed.set()
        self._to_send.set()
        with self._changed:
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def mark(self, name: str) -> dict[str, Any]:
        return self._publisher.mark(name)

    def count(self, outcome: Outcome) -> None:
        """Add what came of a delivery to the tally."""
        with self._changed:
            self.tally.new += len(outcome.new)
            self.tally.known += len(outcome.known)
            self.tally.skipped += len(outcome.skipped)
            self.tally.rejected += len(outcome.rejected)

    def hand_over(self, parcel: Parcel) -> Future[Accepted]:
        """Put a parcel in its source's row; those that hold a flash go before all.

        Raises:
            StoreUnavailable: the intake has stopped; the source still has what it wanted to hand over.
        """
        with self._changed:
            if self._ended:
                raise StoreUnavailable(parcel.source, "the producer has stopped")
            if any(article.is_flash for article in parcel.articles):
                self._urgent.append(parcel)
            else:
                self._waiting.setdefault(parcel.source, deque()).append(parcel)
            self._changed.notify()
        return parcel.accepted

    def _round(self) -> list[Parcel]:
        """One parcel of each source in turn until a batch is full.  Empty when the intake is closed."""
        with self._changed:
            while not self._urgent and not self._waiting:
                if self._closed.is_set():
                    self._ended = True
                    return []
                self._changed.wait(1)
            taken, stories = [], 0
            while stories < BATCH and (self._urgent or self._waiting):
                if self._urgent:
                    parcel = self._urgent.popleft()
                else:
                    source = next(iter(self._waiting))
                    row = self._waiting.pop(source)
                    parcel = row.popleft()
                    if row:  # to the end of the round
                        self._waiting[source] = row
                taken.append(parcel)
                stories += len(parcel.articles)
            return taken

    def _accept(self) -> None:
        while parcels := self._round():
            marks = {parcel.source: parcel.mark for parcel in parcels if parcel.mark is not None}
            try:
                articles = list(chain.from_iterable(parcel.articles for parcel in parcels))
                accepted = self._publisher.accept(articles, marks, backfill=self._backfill)
            except Exception as error:
                for parcel in parcels:
                    parcel.accepted.set_exception(error)
                continue
            new, known = set(accepted.new), set(accepted.known)
            for parcel in parcels:
                keys = list(dict.fromkeys((article.id, article.version) for article in parcel.articles))
                fresh = tuple(key for key in keys if key in new)
                parcel.accepted.set_result(Accepted(fresh, tuple(key for key in keys if key in known - new)))
                new.difference_update(fresh)  # a second source that brings it in the same round knows it already
                known.update(fresh)
            self.count(Outcome(list(accepted.new), list(accepted.known)))
            if accepted.new:
                self._to_send.set()

    def _send(self) -> None:
        late = ""
        while True:
            last = self._closed.is_set()
            if not last:
                self._to_send.wait(SEND_EVERY)
            self._to_send.clear()
            try:
                _, now = self._publisher.pump()
            except Unavailable as error:  # the store: its sources are told
                now = str(error)
            if now and now != late:
                self.tell(f"stories wait in the ledger: {now}")
            late = self.tally.late = now
            if last:
                return


def failed(error: BaseException) -> str:
    """An unexpected error in one line."""
    return str(error) if isinstance(error, WiredeskError) else f"{type(error).__name__}: {error}"
