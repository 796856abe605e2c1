"""The intake: many sources at once, one after the other into the ledger, each with its fair share.

Every source runs in a thread of its own and hands what arrived to its :class:`Line`, which parses it there and waits
until the ledger has it.  One thread accepts: in each round one parcel of every source that has any, flashes before
all, as many as wait in one transaction.  Another sends, so that a broker that is away holds nobody up.
"""

from __future__ import annotations

import io
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, BinaryIO, TypeVar

from producer.feed import Tally
from producer.formats import Limits, read
from producer.formats.parsed import Skipped
from producer.publish import BATCH, Publisher, batched, is_flash
from producer.rejects import Rejects
from worker.contract import Article
from worker.errors import BadData, StoreUnavailable, Unavailable, WiredeskError
from worker.store.ledger import Accepted, Key

PARCEL = 32
"""Stories that a source hands over at once: its share of a round."""
SEND_EVERY = 0.5
"""Seconds after which the sender looks for what waits in the ledger, asked or not."""
RETRY = (0.5, 15.0)
"""Seconds between two tries while the ledger is away: the first pause, doubled up to the second."""

Tell = Callable[[str], object]
Mark = Mapping[str, Any]
T = TypeVar("T")


@dataclass(slots=True)
class Outcome:
    """What became of one delivery.  The ledger has what is ``new`` or ``known``."""

    new: list[Key] = field(default_factory=list)
    known: list[Key] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    rejected: list[BadData] = field(default_factory=list)

    def __str__(self) -> str:
        counts: dict[str, Sequence[object]] = {
            "published": self.new,
            "known already": self.known,
            "skipped": self.skipped,
        }
        told = [f"{len(found)} {what}" for what, found in counts.items() if found or what == "published"]
        return ", ".join([*told, *([f"{len(self.rejected)} rejected"] if self.rejected else [])])


@dataclass(slots=True)
class _Parcel:
    source: str
    articles: Sequence[Article]
    mark: Mark | None
    accepted: Future[Accepted] = field(default_factory=Future)


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
        self._waiting: dict[str, deque[_Parcel]] = {}
        self._urgent: deque[_Parcel] = deque()
        self._changed = threading.Condition()
        self._closed = threading.Event()
        self._ended = False
        self._to_send = threading.Event()
        self._threads: list[threading.Thread] = []

    def line(self, name: str, *, rate: float = 0) -> Line:
        """The line of one source.  ``rate``: stories a second it may bring; 0: as many as come."""
        return Line(self, name, rate)

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

    def hand_over(self, parcel: _Parcel) -> Future[Accepted]:
        """Put a parcel in its source's row; those that hold a flash go before all.

        Raises:
            StoreUnavailable: the intake has stopped; the source still has what it wanted to hand over.
        """
        with self._changed:
            if self._ended:
                raise StoreUnavailable(parcel.source, "the producer has stopped")
            if any(map(is_flash, parcel.articles)):
                self._urgent.append(parcel)
            else:
                self._waiting.setdefault(parcel.source, deque()).append(parcel)
            self._changed.notify()
        return parcel.accepted

    def _round(self) -> list[_Parcel]:
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


class Line:
    """One source's way in.  Safe to use from several threads."""

    def __init__(self, intake: Intake, name: str, rate: float) -> None:
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
            return self._intake.hand_over(_Parcel(self.name, articles, mark)).result()

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
        if not any(map(is_flash, articles)):
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
        yield from ((article,) for article in batch if is_flash(article))
        if rest := tuple(article for article in batch if not is_flash(article)):
            yield rest


def failed(error: BaseException) -> str:
    """An unexpected error in one line."""
    return str(error) if isinstance(error, WiredeskError) else f"{type(error).__name__}: {error}"
