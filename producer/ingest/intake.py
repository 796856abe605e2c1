"""What a source delivers to: all of the producer, or the producer as one source that can be stopped alone sees it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol

from producer.formats.results import Limits
from producer.ingest.batch import Batch, IngestResult
from producer.rejects import RejectKeeper
from wiredesk.errors import WiredeskError
from wiredesk.store.ledger import Accepted

Report = Callable[[str], object]
"""Takes one line for the person at the terminal."""
NoteFailure = Callable[[str], object]
"""Takes why a source does not work, in one line; an empty line says that it works."""


class Intake(Protocol):
    """The side of the producer that a source sees."""

    @property
    def limits(self) -> Limits:
        """Sizes above which a file or a story is rejected."""

    @property
    def stop(self) -> threading.Event:
        """Set when the source is to end."""

    @property
    def rejects(self) -> RejectKeeper:
        """Keeps bytes that could not be read."""

    @property
    def report(self) -> Report:
        """Takes one line for the person at the terminal."""

    def note_failure(self, line: str) -> object:
        """Take why the source does not work; an empty line says that it works."""

    def last_checkpoint(self, source: str, former_name: str | None = None) -> dict[str, Any]:
        """Return the last checkpoint of a source, empty if it has none.

        Raises:
            StoreUnavailable: the store does not answer.
        """

    def count(self, result: IngestResult) -> None:
        """Add what became of a delivery to the totals."""

    def submit(self, batch: Batch) -> Future[Accepted]:
        """Queue a batch; the future completes when the ledger has it.

        Raises:
            StoreUnavailable: the producer has ended.
        """


class SourceIntake:
    """The producer as one source sees it that can be stopped while the others go on."""

    def __init__(self, whole: Intake, note_failure: NoteFailure) -> None:
        self._whole = whole
        self.stop = threading.Event()
        self.limits, self.rejects, self.report = whole.limits, whole.rejects, whole.report
        self.note_failure = note_failure
        self.last_checkpoint, self.count, self.submit = whole.last_checkpoint, whole.count, whole.submit


class Source(Protocol):
    """Anything that delivers stories until it has no more, or until the scheduler's stop event is set."""

    @property
    def name(self) -> str: ...

    def run(self, scheduler: Intake) -> None:
        """Deliver; return soon after ``scheduler.stop`` is set."""


def describe_error(error: BaseException) -> str:
    """Return an error in one line: wiredesk's own message, else the class and the message."""
    return str(error) if isinstance(error, WiredeskError) else f"{type(error).__name__}: {error}"
