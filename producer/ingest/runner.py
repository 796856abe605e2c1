"""Run many sources at once, one thread each, until all have ended or the producer is told to stop."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType

from producer.formats.results import Limits
from producer.ingest.delivery import STOP_POLL_SECONDS
from producer.ingest.intake import Intake, Report, Source, describe_error
from producer.ingest.isolated_parsing import prepare
from producer.ingest.scheduler import FairScheduler
from producer.publish import Publisher
from producer.rejects import Rejects
from wiredesk.errors import ConfigError, WiredeskError
from wiredesk.queue.app import app_for
from wiredesk.retry import Backoff
from wiredesk.settings import Settings
from wiredesk.store import Store

RESTART_BACKOFF = Backoff(first_seconds=1.0, max_seconds=60.0, jitter=0.25)
"""Pauses before a source that failed is started again: a passing fault costs a second, a lasting one a try a minute."""
END_SECONDS = 40.0
"""Time for all sources to end; service managers kill the producer after 60 s, and the ledger has to be closed first."""
START_SECONDS = 30.0
"""A source that ran for longer has started: what fails afterwards is a passing fault, not its configuration."""


def open_ingest(
    settings: Settings,
    store: Store,
    report: Report,
    stop: threading.Event,
    *,
    backfill: bool = False,
    live: bool = True,
) -> FairScheduler:
    """Return the scheduler that writes to ``store`` and sends to the queue that ``settings`` name.

    Every program that ingests uses this wiring.  Use the result as a context manager.

    Args:
        settings: broker, home folder and limits.
        store: must be durable (:func:`~wiredesk.store.open_store`): an accepted story survives a power cut.
        report: takes one line for the person at the terminal.
        stop: set it to end all sources.
        backfill: history, which waits until the live wire is processed.
        live: sources are followed, or workers run beside this process: see
            :class:`~producer.ingest.sender.OutboxSender`.
    """
    prepare(limits := Limits.from_settings(settings))
    publisher = Publisher(app_for(settings), store, settings)
    rejects = Rejects(settings.home / "rejected")
    return FairScheduler(publisher, limits, report, stop, rejects, backfill=backfill, live=live)


def run_sources(sources: Sequence[Source], scheduler: FairScheduler, restart: Backoff = RESTART_BACKOFF) -> bool:
    """Run the sources; what they delivered is in the ledger when this returns.

    A source that fails is started again after a pause, while the others go on.

    Returns:
        Whether all sources ended by themselves, as the standard input does, and were not stopped.

    Raises:
        ConfigError: a source cannot start as it is configured; the others were stopped.
        StoreUnavailable: a source was stopped while the ledger was unavailable and still held a story.
    """
    errors: list[Exception] = []

    def run(source: Source) -> None:
        try:
            keep_running(source, scheduler, restart)
        except Exception as error:
            errors.append(error)
            scheduler.report(f"{source.name}: {describe_error(error)}")
            scheduler.stop.set()

    threads = [threading.Thread(target=run, args=(source,), name=source.name, daemon=True) for source in sources]
    try:
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads) and not scheduler.stop.wait(STOP_POLL_SECONDS):
            pass
    except BaseException:  # Ctrl-C without a handler
        scheduler.stop.set()
        raise
    finally:
        late = join_all([thread for thread in threads if thread.ident is not None], END_SECONDS)
        for thread in late:  # a document that is read for ever must not keep the producer
            scheduler.report(f"{thread.name}: does not end and is left; what it had not delivered is read again")
    if errors:
        first = errors[0]
        raise first if isinstance(first, WiredeskError) else RuntimeError(describe_error(first)) from first
    return not scheduler.stop.is_set()


def keep_running(source: Source, scheduler: Intake, restart: Backoff = RESTART_BACKOFF) -> None:
    """Run a source until it ends; after a failure report it, pause and start the source again.

    The same message is reported once, however often the source fails with it.

    Raises:
        ConfigError: at its first start; whoever started the producer is still there to correct it.
        StoreUnavailable: the source is to stop, and the ledger did not take what it held.
    """
    pauses, told, is_first = restart.pauses(), "", True
    while is_first or not scheduler.stop.is_set():
        began = time.monotonic()
        try:
            source.run(scheduler)
            return
        except Exception as error:
            lasted = time.monotonic() - began
            if scheduler.stop.is_set() or (is_first and isinstance(error, ConfigError) and lasted < START_SECONDS):
                raise
            message = describe_error(error)
            scheduler.note_failure(message)
        is_first = False
        if lasted > START_SECONDS:  # it has worked since its last failure
            pauses, told = restart.pauses(), ""
        pause = next(pauses)
        if message != told:
            scheduler.report(f"{source.name}: {message}; started again in {pause:.1f} s, then after longer pauses")
            told = message
        scheduler.stop.wait(pause)


class BackgroundSources:
    """Run sources beside whatever else the caller does.  A context manager: at its end the sources have stopped."""

    def __init__(self, sources: Sequence[Source], scheduler: FairScheduler) -> None:
        self._sources, self._scheduler = sources, scheduler
        self._thread: threading.Thread | None = None
        self._error: Exception | None = None

    def __enter__(self) -> BackgroundSources:
        if self._sources:
            self._thread = threading.Thread(target=self._run, name="sources", daemon=True)
            self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._thread and self.running:
            self._scheduler.stop.set()
            self._thread.join()

    @property
    def running(self) -> bool:
        """Whether any source may still deliver something."""
        return self._thread is not None and self._thread.is_alive()

    def check(self) -> None:
        """Raise the error that made the sources stop, if there was one."""
        if self._error:
            raise self._error

    def _run(self) -> None:
        try:
            run_sources(self._sources, self._scheduler)
        except Exception as error:
            self._error = error


def join_all(threads: Sequence[threading.Thread], seconds: float) -> list[threading.Thread]:
    """Wait until all threads have ended, at most ``seconds``; return those that have not."""
    end = time.monotonic() + seconds
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
    return [thread for thread in threads if thread.is_alive()]


@contextmanager
def stop_on_signal() -> Iterator[threading.Event]:
    """Yield an event that SIGTERM and Ctrl-C set, so that sources finish what they are reading."""
    stop = threading.Event()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
