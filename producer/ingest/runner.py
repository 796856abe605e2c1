"""Follow many sources at once, one thread each, until told to stop or until all have ended."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Protocol

from producer.ingest.scheduler import Intake, failed
from wiredesk.errors import WiredeskError

LOOK = 0.2
"""Seconds within which the end of a source is noticed."""


class Source(Protocol):
    """Anything that delivers until the intake is over, or until it has nothing more."""

    @property
    def name(self) -> str: ...

    def run(self, intake: Intake) -> None:
        """Deliver; return soon after ``intake.over`` is set."""


def follow(sources: Sequence[Source], intake: Intake) -> bool:
    """Run the sources; what they handed over is in the ledger when this returns.

    Returns whether all came to an end by themselves, as the standard input does, rather than being stopped.

    Raises:
        WiredeskError: a source cannot work as it is configured; the others were stopped.
    """
    errors: list[Exception] = []

    def run(source: Source) -> None:
        try:
            source.run(intake)
        except Exception as error:
            errors.append(error)
            intake.tell(f"{source.name}: {failed(error)}")
            intake.over.set()

    intake.start()
    threads = [threading.Thread(target=run, args=(source,), name=source.name, daemon=True) for source in sources]
    try:
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            intake.over.wait(LOOK) if not intake.over.is_set() else threads_end(threads)
        ended = not intake.over.is_set()
    finally:
        intake.over.set()
        threads_end(threads)
        intake.stop()
    if errors:
        raise errors[0] if isinstance(errors[0], WiredeskError) else RuntimeError(failed(errors[0])) from errors[0]
    return ended


class Following:
    """:func:`follow` beside whatever else the caller does.  A context manager: at its end the sources have stopped."""

    def __init__(self, sources: Sequence[Source], intake: Intake) -> None:
        self._sources, self._intake = sources, intake
        self._thread: threading.Thread | None = None
        self._error: Exception | None = None

    def __enter__(self) -> Following:
        if self._sources:
            self._thread = threading.Thread(target=self._run, name="sources", daemon=True)
            self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._intake.over.set()
        if self._thread:
            self._thread.join()

    @property
    def running(self) -> bool:
        """Whether any source may still bring something."""
        return self._thread is not None and self._thread.is_alive()

    def check(self) -> None:
        """Raise what made the sources stop, if anything did."""
        if self._error:
            raise self._error

    def _run(self) -> None:
        try:
            follow(self._sources, self._intake)
        except Exception as error:
            self._error = error


def threads_end(threads: Sequence[threading.Thread]) -> None:
    """Wait until all have ended."""
    for thread in threads:
        thread.join()


@contextmanager
def until_stopped() -> Iterator[threading.Event]:
    """An event that SIGTERM and Ctrl-C set: what is being read is finished first."""
    over = threading.Event()
    before = {number: signal.signal(number, lambda *_: over.set()) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield over
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
