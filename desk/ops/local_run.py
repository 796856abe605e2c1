"""Implementation of ``wiredesk run``: broker, workers and producer on this machine until all stories are processed."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from rich.console import Console, RenderableType

from desk.ops.progress import Progress
from desk.ops.subprocesses import LocalDelivery, LocalWebDesk, LocalWorker
from desk.sinks.sink_registry import read_sinks
from desk.views.run_report import run_report
from desk.watches.watch_rows import read_watches
from producer.ingest.file_walk import STDIN
from producer.ingest.files import Files
from producer.ingest.runner import BackgroundSources, open_ingest, stop_on_signal
from producer.sources.set_up_sources import followed_sources, has_desk_sources
from producer.sources.source_config import SourceConfig
from producer.sources.source_registry import build_source, checked_sources, read_sources
from wiredesk.errors import EXIT_DONE, EXIT_FAILURE, EXIT_INTERRUPTED, WiredeskError
from wiredesk.queue.broker import queue_depths
from wiredesk.settings import Settings, config_file
from wiredesk.store import Store, open_store

POLL_SECONDS = 0.1
"""Seconds between two reads of the ledger."""


class Interrupted(WiredeskError):
    """The run was interrupted."""

    exit_code = EXIT_INTERRUPTED


class NoSources(ValueError):
    """Neither the command line nor wire.toml names a source."""


@dataclass(frozen=True, slots=True)
class RunReport:
    """The result of a run."""

    page: RenderableType | None
    """The closing page for the terminal; None if nothing could be read."""
    exit_code: int


class LocalRun:
    """One run of ``wiredesk run``.

    Args:
        names: files, folders, globs, or ``-`` for stdin; without any, the sources of wire.toml.
        follow: keep running when all stories are processed, with the sources of wire.toml and the web desk.
        backfill: publish as archive material, which live stories overtake.

    Raises:
        NoSources: there is nothing to read.
        ConfigError: a source, a sink or a watch of wire.toml is invalid.
    """

    def __init__(self, settings: Settings, names: Sequence[str], *, follow: bool, backfill: bool) -> None:
        self._settings, self._follow, self._backfill = settings, follow, backfill
        read_watches(config_file(), read_sinks(config_file()))  # an error in the file shows before anything starts
        self._files = [name for name in names if name != STDIN]
        self._named: list[SourceConfig] = [build_source({"type": "stdin"}, STDIN)] if STDIN in names else []
        self._in_file = read_sources(config_file()) if follow or not names else None
        checked_sources([*self._named, *(self._in_file or ())])
        follows_desk = follow or (not names and has_desk_sources(settings))
        if not (self._files or self._named or self._in_file or follows_desk):
            raise NoSources(f"name a SOURCE, or write [[source]] into {config_file()}")
        self._is_live = bool(self._named or self._in_file or follows_desk)

    def run(self, console: Console) -> RunReport:
        """Process everything; progress goes to the console.

        Raises:
            BrokerUnavailable, StoreUnavailable, ConfigError: a service or a setting is wrong.
            WorkerLost: the worker process dies repeatedly.
            Interrupted: Ctrl-C; says how many stories are done, and how many wait.
        """
        settings = self._settings
        if settings.broker_url:
            queue_depths(settings)  # raises at once if the broker refuses us
        store = open_store(settings, durable=True)
        progress = Progress(store, console)
        try:
            return self._process(store, progress)
        except KeyboardInterrupt:
            raise Interrupted("run", f"interrupted: {progress.account()}", "run it again to continue") from None

    def _process(self, store: Store, progress: Progress) -> RunReport:
        settings, started = self._settings, time.monotonic()
        sources = followed_sources(store, settings, self._named, self._in_file, waits=self._follow)
        with (
            self._stop_event() as stop,
            LocalWorker(settings) as worker,
            progress,
            LocalWebDesk(settings, wanted=self._follow),
            LocalDelivery(settings, wanted=self._follow),
            open_ingest(settings, store, progress.tell, stop, backfill=self._backfill) as scheduler,
        ):
            Files(self._files, progress.update).run(scheduler)
            if self._is_live or progress.waiting():
                worker.start()
            with BackgroundSources(sources, scheduler) as live:
                while (live.running or self._follow or progress.waiting()) and not stop.wait(POLL_SECONDS):
                    worker.check()
                    live.check()
                    progress.update(scheduler.totals)
            live.check()
        totals = scheduler.totals
        failed = progress.quarantined()
        only_errors = totals.rejected == totals.read > 0 and not progress.ended()
        page = None if only_errors else run_report(store, totals, time.monotonic() - started, quarantined=failed)
        code = totals.exit_code or (EXIT_FAILURE if failed else EXIT_DONE)
        return RunReport(page, EXIT_DONE if stop.is_set() else code)

    def _stop_event(self) -> AbstractContextManager[threading.Event]:
        """Return the event that signals set, if the run does not end by itself."""
        return stop_on_signal() if self._is_live else nullcontext(threading.Event())
