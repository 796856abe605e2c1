"""One source's way in: what arrived is parsed here, and waits here until the ledger has it."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, BinaryIO, TypeVar

from producer.formats import Limits, read
from producer.formats.results import Skipped
from producer.ingest.batch import Mark, Outcome, Parcel
from producer.ingest.scheduler import Intake
from producer.publish import batched
from wiredesk.contract import Article
from wiredesk.errors import BadData, StoreUnavailable
from wiredesk.store.ledger import Accepted

PARCEL = 32
"""Stories that a source hands over at once: its share of a round."""
RETRY = (0.5, 15.0)
"""Seconds between two tries while the ledger is away: the first pause, doubled up to the second."""

T = TypeVar("T")


class Line:
    """One source's way in.  Safe to use from several threads."""

    def __init__(self, intake: Intake, name: str, *, rate: float = 0) -> None:
        """``rate``: stories a second it may bring; 0: as many as come."""
        self.name, self.over, self._intake, self._rate = name, intake.over, intake, rate
        self._free_at = 0.0
        self._lock = threading.Lock()

    @property
    def limits(self) -> Limits:
        return self._intake.limits

    def tell(self, line: str) -> None:
        self._intake.tell(f"{self.name}: {line}")

    def mark(self) -> dict[str, Any]:
        """Where this source was; waits while the ledger is away."""
        return self._patiently(lambda: self._intake.mark(self.name))

    def remember(self, mark: Mark) -> None:
        """Put down where this source is, after the ledger has what came before."""
        self._publish((), mark, True, Outcome())

    def deliver(
        self,
        data: bytes | BinaryIO,
        label: str = "",
        *,
        mark: Mark | None = None,
        patient: bool = True,
        keep: bool = True,
    ) -> Outcome:
        """Parse what arrived and return when the ledger has its stories.

        ``mark``: where the source is after it, put down in the transaction that takes the last of its stories.
        ``patient``: wait while the ledger is away.  ``keep``: put bytes that cannot be read among the rejects.

        Raises:
            StoreUnavailable: the ledger does not answer, and the source is not patient or is to stop.
        """
        return self.deliver_all([(data, label or self.name)], mark=mark, patient=patient, keep=keep)

    def deliver_all(
        self,
        pieces: Iterable[tuple[bytes | BinaryIO, str]],
        *,
        mark: Mark | None = None,
        patient: bool = True,
        keep: bool = True,
    ) -> Outcome:
        """:meth:`deliver` what arrived in several pieces, each with its label, in as few transactions as it takes."""
        outcome = Outcome()
        stories = chain.from_iterable(self._articles(data, label, outcome, keep) for data, label in pieces)
        last: Sequence[Article] = ()
        for articles in _parcels(stories):
            if last:
                self._publish(last, None, patient, outcome)
            last = articles
        if last or mark is not None:
            self._publish(last, mark, patient, outcome)
        for reason in outcome.rejected:
            self._intake.tell(str(reason))
        self._intake.count(Outcome(skipped=outcome.skipped, rejected=outcome.rejected))
        return outcome

    def reject(self, data: bytes, reason: BadData) -> None:
        """Keep bytes that are no whole story for somebody to look at."""
        self._intake.tell(str(reason))
        self._intake.count(Outcome(rejected=[reason]))
        self._intake.rejects.keep(data, self.name, [reason])

    def _articles(self, data: bytes | BinaryIO, label: str, outcome: Outcome, keep: bool) -> Iterator[Article]:
        before = len(outcome.rejected)
        try:
            for part in read(io.BytesIO(data) if isinstance(data, bytes) else data, label, limits=self.limits):
                if isinstance(part, Skipped):
                    outcome.skipped.append(part)
                elif isinstance(part, BadData):
                    outcome.rejected.append(part)
                else:
                    yield part[0]
        except BadData as error:
            outcome.rejected.append(error)
        except OSError as error:
            outcome.rejected.append(BadData(label, error.strerror or str(error)))
        if (reasons := outcome.rejected[before:]) and keep and isinstance(data, bytes):
            self._intake.rejects.keep(data, label, reasons)

    def _publish(self, articles: Sequence[Article], mark: Mark | None, patient: bool, outcome: Outcome) -> None:
        self._wait_for_turn(articles)

        def hand_over() -> Accepted:
            return self._intake.hand_over(Parcel(self.name, articles, mark)).result()

        accepted = self._patiently(hand_over) if patient else hand_over()
        outcome.new += accepted.new
        outcome.known += accepted.known

    def _wait_for_turn(self, articles: Sequence[Article]) -> None:
        """Keep to the rate; a flash counts, and does not wait."""
        if not self._rate or not articles:
            return
        with self._lock:
            now = time.monotonic()
            begin = max(now, self._free_at)
            self._free_at = begin + len(articles) / self._rate
        if not any(article.is_flash for article in articles):
            self.over.wait(begin - now)

    def _patiently(self, work: Callable[[], T]) -> T:
        pause, most = RETRY
        while True:
            try:
                return work()
            except StoreUnavailable as error:
                self.tell(f"waits for the ledger: {error}")
                if self.over.wait(pause):
                    raise
                pause = min(pause * 2, most)


def _parcels(stories: Iterable[Article]) -> Iterator[Sequence[Article]]:
    """Stories as they are handed over: each flash alone, before the others that were read with it."""
    for batch in batched(stories, PARCEL):
        yield from ((article,) for article in batch if article.is_flash)
        if rest := tuple(article for article in batch if not article.is_flash):
            yield rest
