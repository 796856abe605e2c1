"""A source's handle: it parses what arrived and waits until the ledger has it."""

from __future__ import annotations

import io
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, BinaryIO, TypeVar

from producer.formats import Envelope, Limits, articles_of
from producer.formats.envelope import NO_ENVELOPE
from producer.formats.identity import SERVICE_NUMBER
from producer.ingest.batch import HANDOVER_SIZE, Batch, Checkpoint, IngestResult, batches
from producer.ingest.intake import Intake
from producer.ingest.isolated_parsing import read
from producer.ingest.source_tally import SourceTally, size_of
from producer.ingest.store_faults import error_line
from producer.ingest.useless_ids import UselessIds
from wiredesk.contract import Article
from wiredesk.errors import BadData, ExtraNotInstalled, StoreUnavailable, WiredeskError
from wiredesk.retry import Backoff, retry
from wiredesk.store.ledger import Accepted, Arrival

STOP_POLL_SECONDS = 0.2
"""Seconds within which a source that waits for input notices that it is to stop."""
LEDGER_BACKOFF = Backoff(first_seconds=0.5, max_seconds=15.0)
"""Pauses while the ledger is unavailable: a short outage causes a short delay, a long one four attempts a minute."""
MAX_KINDS_TOLD = 50
"""Kinds of lines that a source remembers; a server whose every error has another text must not fill the memory."""
_DIGITS = re.compile(r"[0-9]+")

_IDS = ", ids that identify nothing"
"""Suffix of the name under which a source keeps them."""

T = TypeVar("T")


class SourceHandle:
    """The interface with which a source delivers stories.  Safe to use from several threads."""

    def __init__(
        self,
        scheduler: Intake,
        name: str,
        *,
        rate: float = 0,
        former_name: str | None = None,
        tally: SourceTally | None = None,
    ) -> None:
        """Make a handle for the source ``name``.

        Args:
            scheduler: takes the batches.
            name: identifies the source in messages, and its checkpoint in the store.
            rate: maximum number of stories a second; 0 for no limit.
            former_name: name under which an earlier release wrote its checkpoint, which is renamed.
            tally: counts what a followed source delivers; None: it is not counted.
        """
        self._former_name = former_name
        self.name, self._scheduler, self._rate = name, scheduler, rate
        self._told: set[str] = set()
        self._free_at = 0.0
        self._lock = threading.Lock()
        self._useless_ids: UselessIds | None = None
        self._tally = tally
        self._count_later()

    @property
    def stop(self) -> threading.Event:
        """Set when the source is to end."""
        return self._scheduler.stop

    @property
    def limits(self) -> Limits:
        """Sizes above which a file or a story is rejected."""
        return self._scheduler.limits

    def report(self, line: str) -> None:
        """Write a line for the person at the terminal, after the source's name."""
        self._scheduler.report(f"{self.name}: {line}")

    def report_once(self, line: str, then: str = "") -> None:
        """Report a line unless one of its kind was reported since :meth:`forget_reports`; numbers make no other kind.

        ``then`` is what happens next; it is reported behind the line.
        """
        kind = _DIGITS.sub("0", line)
        if kind in self._told:
            return
        if len(self._told) >= MAX_KINDS_TOLD:
            self._told.clear()
        self._told.add(kind)
        self.report(f"{line}; {then}" if then else line)

    def fail(self, line: str, then: str = "") -> None:
        """Report why the source does not work, as :meth:`report_once` does; lists of sources show the line."""
        self._scheduler.note_failure(line)
        self.report_once(line, then)

    def work(self, line: str = "") -> None:
        """Note that the source works; a line is reported as by :meth:`report_once`."""
        self._scheduler.note_failure("")
        if line:
            self.report_once(line)

    def forget_reports(self) -> bool:
        """Let :meth:`report_once` report every kind again; return whether it reported any."""
        had_any = bool(self._told)
        self._told.clear()
        return had_any

    def last_checkpoint(self) -> dict[str, Any]:
        """Return the source's last checkpoint, empty if it has none; waits while the ledger is unavailable.

        Raises:
            StoreUnavailable: the source is to stop, and the ledger is still unavailable.
        """
        return self._retry(lambda: self._scheduler.last_checkpoint(self.name, self._former_name))

    def checkpoint(self, checkpoint: Checkpoint) -> None:
        """Write the source's checkpoint; everything that it delivered before is in the ledger.

        Raises:
            StoreUnavailable: the source is to stop, and the ledger is still unavailable.
        """
        self.publish((), checkpoint)

    def deliver(
        self,
        data: bytes | BinaryIO,
        label: str = "",
        *,
        envelope: Envelope = NO_ENVELOPE,
        checkpoint: Checkpoint | None = None,
        wait: bool = True,
        keep_rejects: bool = True,
    ) -> IngestResult:
        """Parse what arrived and return when the ledger has its stories.

        Args:
            data: one message or file in any format.
            label: what error messages call it; the source's name if empty.
            envelope: what the transport says about it.
            checkpoint: where the source continues after it; written in the transaction of its last stories.
            wait: wait while the ledger is unavailable.
            keep_rejects: keep bytes that cannot be read among the rejects; an open file is never kept.

        Raises:
            StoreUnavailable: the ledger is unavailable, and ``wait`` is false or the source is to stop.
        """
        pieces = [(data, label or self.name)]
        return self.deliver_all(pieces, envelope=envelope, checkpoint=checkpoint, wait=wait, keep_rejects=keep_rejects)

    def deliver_all(
        self,
        pieces: Iterable[tuple[bytes | BinaryIO, str]],
        *,
        envelope: Envelope = NO_ENVELOPE,
        checkpoint: Checkpoint | None = None,
        wait: bool = True,
        keep_rejects: bool = True,
    ) -> IngestResult:
        """Deliver several messages, each with its label, in as few transactions as possible; see :meth:`deliver`."""
        result = IngestResult()
        if self._useless_ids is None:
            self._useless_ids = self._read_useless_ids(wait)
        held: Sequence[Article] = ()
        for articles in batches(self._articles(pieces, envelope, result, keep_rejects), HANDOVER_SIZE):
            if checkpoint is None:
                self._publish(articles, None, wait, result)
                continue
            if held:  # the last batch is held back: the checkpoint belongs into its transaction
                self._publish(held, None, wait, result)
            held = articles
        if checkpoint is not None:
            self._publish(held, checkpoint, wait, result)
        for reason in result.rejected:
            self._scheduler.report(str(reason))
        self._scheduler.count(IngestResult(skipped=result.skipped, rejected=result.rejected))
        self._note(skipped=len(result.skipped), rejected=len(result.rejected))
        self._count_later()
        return result

    def publish(
        self, articles: Sequence[Article], checkpoint: Checkpoint | None = None, *, wait: bool = True
    ) -> Accepted:
        """Hand over one batch and return when the ledger has it; keeps to the source's rate.

        An article that the ledger cannot store is reported, counted and kept among the rejects.

        Raises:
            StoreUnavailable: the ledger is unavailable, and ``wait`` is false or the source is to stop.
        """
        rejected: list[BadData] = []
        accepted = self._submit(articles, checkpoint, wait, rejected)
        self._tell_rejected(rejected)
        return accepted

    def _submit(
        self, articles: Sequence[Article], checkpoint: Checkpoint | None, wait: bool, rejected: list[BadData]
    ) -> Accepted:
        """Hand over one batch; if a story in it is at fault, hand over each story alone and keep the faulty ones."""
        self._wait_for_rate(articles)

        def submit(some: Sequence[Article], after: Checkpoint | None) -> Accepted:
            def work() -> Accepted:
                tally = self._tally.take() if self._tally else None
                try:
                    return self._scheduler.submit(Batch(self.name, some, after, tally)).result()
                except BaseException:
                    if self._tally and tally:
                        self._tally.put_back(tally)
                    raise

            return self._patiently(work, wait)

        try:
            return submit(articles, checkpoint)
        except WiredeskError:
            raise
        except Exception:
            if not articles:
                raise
        arrivals: list[Arrival] = []
        for article in articles:
            try:
                arrivals += submit((article,), None).arrivals
            except WiredeskError:
                raise
            except Exception as error:
                reason = BadData(f"{self.name}, story {article.id}", f"the ledger cannot store it: {error_line(error)}")
                rejected.append(reason)
                self._scheduler.rejects.keep(_as_json(article), self.name, [reason])
        if checkpoint is not None:
            submit((), checkpoint)
        return Accepted(tuple(arrivals))

    def _tell_rejected(self, rejected: Sequence[BadData]) -> None:
        for reason in rejected:
            self._scheduler.report(str(reason))
        self._scheduler.count(IngestResult(rejected=list(rejected)))
        self._note(rejected=len(rejected))

    def _note(self, *, number: str = "", **counts: int) -> None:
        if self._tally:
            self._tally.note(number=number, **counts)

    def _count_later(self) -> None:
        """Let the ledger count what waits in the tally, without waiting for it."""
        tally = self._tally.take() if self._tally else None
        if not (self._tally and tally):
            return
        source = self._tally
        batch = Batch(self.name, (), tally=tally)
        batch.accepted.add_done_callback(lambda done: source.put_back(tally) if done.exception() else None)
        try:
            self._scheduler.submit(batch)
        except StoreUnavailable:
            source.put_back(tally)

    def reject(self, data: bytes, reason: BadData) -> None:
        """Report and count bytes that are not a whole story, and keep them, if there are any, among the rejects."""
        self._scheduler.report(str(reason))
        self._scheduler.count(IngestResult(rejected=[reason]))
        self._note(messages=1, bytes=len(data), rejected=1)
        self._count_later()
        if data:
            self._scheduler.rejects.keep(data, self.name, [reason])

    def _articles(
        self,
        pieces: Iterable[tuple[bytes | BinaryIO, str]],
        envelope: Envelope,
        result: IngestResult,
        keep_rejects: bool,
    ) -> Iterator[Article]:
        """Yield the articles of all pieces; note skipped and rejected parts in ``result``."""
        for data, label in pieces:
            before = len(result.rejected)
            file = io.BytesIO(data) if isinstance(data, bytes) else data
            self._note(messages=1, bytes=size_of(data))
            skipped = len(result.skipped)
            useless = self._useless_ids or UselessIds()
            known = replace(envelope, useless_ids=envelope.useless_ids | useless.ids)
            parts = read(file, label, limits=self.limits, envelope=known)
            try:
                for article, reasons in articles_of(parts, result.skipped.append, result.rejected.append):
                    if line := useless.note(label, reasons):
                        self._scheduler.report(line)
                    self._note(number=reasons.get(SERVICE_NUMBER, ""))
                    yield article
            except ExtraNotInstalled as error:  # of this document only; the source goes on
                result.rejected.append(BadData(error.subject or label, error.cause, error.hint))
            for one in result.skipped[skipped:]:
                self._note(number=one.number)
            if (causes := result.rejected[before:]) and keep_rejects and isinstance(data, bytes):
                self._scheduler.rejects.keep(data, label, causes)

    def _publish(
        self, articles: Sequence[Article], checkpoint: Checkpoint | None, wait: bool, result: IngestResult
    ) -> None:
        if self._useless_ids and self._useless_ids.is_changed:  # before the stories that got other ids because of them
            name, kept = f"{self.name}{_IDS}", self._useless_ids.checkpoint()
            self._patiently(lambda: self._scheduler.submit(Batch(name, (), kept)).result(), wait)
            self._useless_ids.is_changed = False
        result.add(self._submit(articles, checkpoint, wait, result.rejected))

    def _read_useless_ids(self, wait: bool) -> UselessIds:
        found = self._patiently(lambda: self._scheduler.last_checkpoint(f"{self.name}{_IDS}"), wait)
        return UselessIds(found.get("ids", ()))

    def _patiently(self, work: Callable[[], T], wait: bool) -> T:
        return self._retry(work) if wait else work()

    def _wait_for_rate(self, articles: Sequence[Article]) -> None:
        """Wait until the rate allows these stories; a flash counts towards the rate and does not wait."""
        if not self._rate or not articles:
            return
        with self._lock:
            now = time.monotonic()
            begin = max(now, self._free_at)
            self._free_at = begin + len(articles) / self._rate
        if not any(article.is_flash for article in articles):
            self.stop.wait(begin - now)

    def _retry(self, work: Callable[[], T]) -> T:
        """Retry while the ledger is unavailable, until the source is to stop."""

        def on_retry(error: Exception, _pause: float) -> None:
            self.report(f"waits for the ledger: {error}")

        return retry(work, StoreUnavailable, LEDGER_BACKOFF, wait=self.stop.wait, on_retry=on_retry)


def _as_json(article: Article) -> bytes:
    try:
        return article.model_dump_json().encode()
    except ValueError:  # a text that UTF-8 cannot encode may be the very reason why the ledger refused it
        return repr(article).encode("utf-8", "backslashreplace")
