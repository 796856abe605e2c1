"""Follow the sources that are set up, in ``wire.toml`` and at the desk, and their changes while it runs.

Every look at the table of sources starts those that are new, stops those that are paused or removed, and starts those
again that were changed, each at the end of what it is reading.  A source of the desk is read by the one process that
has its lease; one of ``wire.toml`` by every producer that has it in its file.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from producer.ingest.intake import Intake, Source, SourceIntake, describe_error
from producer.ingest.runner import END_SECONDS, START_SECONDS, keep_running
from producer.sources.wanted_sources import SourceLook, WantedSource, WantedSources
from wiredesk.errors import ConfigError, StoreUnavailable

if TYPE_CHECKING:
    from producer.sources.feed_pool import FeedPool

LOOK_SECONDS = 1.0
"""Seconds between two looks at the table: a change is followed within them."""
STOP_SHARE = 0.9
"""Share of the time that all sources have to end: the rest is for giving up the leases."""


@dataclass(slots=True)
class Followed:
    """A source that was started."""

    follows: str
    """Its name in messages and checkpoints."""
    edition: tuple[Any, ...]
    intake: SourceIntake
    over: threading.Event = field(default_factory=threading.Event)
    """Set when it has ended."""
    error: Exception | None = None
    """The error that ended it."""
    is_left: bool = False
    """Whether it was paused, changed or removed, and only ends what it is reading."""

    def stop(self) -> None:
        """Let it end what it is reading."""
        self.intake.stop.set()


class SourceFollower:
    """All sources that are set up, as one source.

    Args:
        sources: says which they are.
        waits: go on while there is none.
    """

    name = "sources"

    def __init__(self, sources: WantedSources, *, waits: bool) -> None:
        self._sources, self._waits = sources, waits
        self._followed: dict[str, Followed] = {}
        self._failures: dict[str, str] = {}
        self._pool: FeedPool | None = None
        self._pool_intake: SourceIntake | None = None
        self._told = ""
        self._began = 0.0

    def run(self, scheduler: Intake) -> None:
        """Follow until the producer is to stop, or until all sources of ``wire.toml`` have ended and the desk has none.

        Raises:
            ConfigError: a source of ``wire.toml`` cannot start as it is configured.
            StoreUnavailable: one was stopped while the ledger was unavailable and still held a story.
        """
        self._followed, self._failures, self._pool, self._pool_intake = {}, {}, None, None
        self._began = time.monotonic()
        has_more = True
        try:
            while has_more and not scheduler.stop.is_set():
                has_more = self._take_look(scheduler)
                self._raise_error(())
                if has_more:
                    scheduler.stop.wait(LOOK_SECONDS)
        finally:
            self._end(scheduler)
        self._raise_error(StoreUnavailable)

    def _take_look(self, scheduler: Intake) -> bool:
        """Bring what is followed in line with the table; return whether anything may still come."""
        busy = [name for name, one in self._followed.items() if not one.over.is_set()]
        try:
            look = self._sources.look(busy)
            self._apply(look, scheduler)
            failures = {name: self._failures[name] for name, one in self._followed.items() if not one.is_left}
            self._sources.note(failures | look.problems, look.noted)
        except StoreUnavailable as error:
            if str(error) != self._told:
                scheduler.report(f"sources: changes wait for the store: {error}")
            self._told = str(error)
            return True
        self._told = ""
        return self._waits or look.may_change or any(not one.over.is_set() for one in self._followed.values())

    def _apply(self, look: SourceLook, scheduler: Intake) -> None:
        for name, one in list(self._followed.items()):
            if name not in look.wanted or look.wanted[name].edition != one.edition:
                one.is_left = True
                one.stop()
            if one.is_left and one.over.is_set():
                del self._followed[name]
        ending = {one.follows for one in self._followed.values() if one.is_left}
        for name, wanted in look.wanted.items():
            if name not in self._followed and wanted.config.name not in ending:
                self._start(name, wanted, scheduler)

    def _start(self, name: str, wanted: WantedSource, scheduler: Intake) -> None:
        self._failures[name] = ""
        intake = SourceIntake(scheduler, partial(self._failures.__setitem__, name))
        followed = self._followed[name] = Followed(wanted.config.name, wanted.edition, intake)
        source: Any = wanted.config
        if getattr(source, "type", "") == "feed":
            followed.over = self._feeds(scheduler).start(source, intake)
            return

        def run(source: Source) -> None:
            try:
                keep_running(source, intake)
            except Exception as error:
                followed.error = error
                intake.note_failure(describe_error(error))
                scheduler.report(f"{source.name}: {describe_error(error)}")
            finally:
                followed.over.set()

        threading.Thread(target=run, args=(source,), name=wanted.config.name, daemon=True).start()

    def _feeds(self, scheduler: Intake) -> FeedPool:
        """Return the pool of feeds, which is started with the first one."""
        if self._pool is None:
            from producer.sources.feed_pool import FeedPool  # lazy: httpx is loaded for feeds only

            self._pool = FeedPool()
            self._pool_intake = SourceIntake(scheduler, lambda _line: None)
            arguments = (self._pool, self._pool_intake)
            threading.Thread(target=keep_running, args=arguments, name="feeds", daemon=True).start()
        return self._pool

    def _raise_error(self, of_desk: type[Exception] | tuple[()]) -> None:
        """Raise the error that ended a source which was not left.

        A source that cannot start as it is configured ends the producer only while that starts: later nobody is there
        to correct it, and the list of sources says why.

        Args:
            of_desk: errors that count of the desk's sources too; all do of those of ``wire.toml``.
        """
        for name, one in self._followed.items():
            counts = name in self._sources.in_file or isinstance(one.error, of_desk)
            is_late = isinstance(one.error, ConfigError) and time.monotonic() - self._began > START_SECONDS
            if one.error is not None and counts and not (one.is_left or is_late):
                raise one.error

    def _end(self, scheduler: Intake) -> None:
        """Stop all sources, and give up the leases on those that have ended."""
        for one in self._followed.values():
            one.stop()
        end = time.monotonic() + END_SECONDS * STOP_SHARE
        for name, one in self._followed.items():
            if not one.over.wait(max(0.0, end - time.monotonic())):
                scheduler.report(f"{name}: does not end and is left; what it had not delivered is read again")
        if self._pool_intake is not None:
            self._pool_intake.stop.set()
        try:
            self._sources.release([name for name, one in self._followed.items() if not one.over.is_set()])
        except StoreUnavailable:  # they expire
            return
