"""A watched folder: files are read when they are complete, then moved to ``done/`` or ``rejected/``.

A fault of one entry is that entry's: it is told once, tried again from time to time, and holds up no other file.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import Field

from producer.formats import Envelope
from producer.ingest.batch import IngestResult
from producer.ingest.delivery import SourceHandle
from producer.ingest.intake import Intake
from producer.sources.drop_folder import State, WatchedFolder
from producer.sources.source_config import SourceConfig
from wiredesk.errors import BadData
from wiredesk.safe_line import safe_line

RETRY_SECONDS = 60.0
"""Pause before a file is tried again that could not be opened or moved: a person mends that within minutes."""


class FolderSource(SourceConfig):
    """A folder's row in ``wire.toml``.  It needs no checkpoint: a file that was read has been moved away."""

    type: Literal["folder"] = "folder"
    path: Path = Field(description="the folder; done/ and rejected/ are made in it")
    every: float = Field(default=0.5, gt=0, description="seconds between two looks")

    @property
    def name(self) -> str:
        return f"folder {safe_line(str(self.path))}"

    def run(self, scheduler: Intake) -> None:
        """Publish each file that is complete and move it away, until the source is to stop.

        Raises:
            ConfigError: the folder cannot be made or written.
        """
        handle = self.handle(scheduler)
        folder = WatchedFolder(self.path)
        folder.prepare()
        handle.report("watched")
        handle.work()
        reader = FolderReader(folder, handle, provider=self.provider)
        while not handle.stop.is_set():
            reader.take_complete()
            handle.stop.wait(self.every)


@dataclass(frozen=True, slots=True)
class Stuck:
    """A file that could not be opened or moved."""

    state: State
    again_at: float
    """Second of the monotonic clock from which on it is tried again."""
    result: IngestResult | None
    """What became of its stories; None if it could not be read."""


class FolderReader:
    """Reads a folder look by look.

    Args:
        folder: must be prepared.
        handle: takes the stories.
        provider: namespace of the ids, see :class:`~producer.formats.Envelope`.
        retry_seconds: see :data:`RETRY_SECONDS`.
    """

    def __init__(
        self,
        folder: WatchedFolder,
        handle: SourceHandle,
        *,
        provider: str | None = None,
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        self._folder, self._handle, self._provider, self._retry_seconds = folder, handle, provider, retry_seconds
        self._before: dict[Path, State] = {}
        self._stuck: dict[Path, Stuck] = {}
        self._told: dict[Path, str] = {}
        """Entries with the fault that was told last: each fault is told once."""

    def take_complete(self) -> None:
        """Publish and move all files that did not change since the look before, oldest first."""
        for path in self.complete():
            if self._handle.stop.is_set():
                return
            self.take(path)

    def complete(self) -> list[Path]:
        """Look; return the files whose state is the same as at the look before, oldest first."""
        try:
            look = self._folder.look()
        except OSError as error:  # an unmounted disk, a permission that was taken away: it may come back
            self._tell(self._folder.path, f"the folder cannot be read: {error.strerror or error}; it is tried again")
            return []
        for path, fault in look.faults.items():
            self._tell(path, fault)
        there = look.files.keys() | look.faults.keys()
        self._told = {path: fault for path, fault in self._told.items() if path in there}
        self._stuck = {path: stuck for path, stuck in self._stuck.items() if look.files.get(path) == stuck.state}
        now = time.monotonic()
        found = [
            path
            for path, state in look.files.items()
            if self._before.get(path) == state and (path not in self._stuck or self._stuck[path].again_at <= now)
        ]
        self._before = look.files
        return sorted(found, key=lambda path: (look.files[path][1], path.name))

    def take(self, path: Path) -> None:
        """Publish one file and move it.

        If the producer is killed before the move, its next run reads the file again, and the ledger ignores the
        versions that it has.
        """
        result = self._stuck[path].result if path in self._stuck else None
        try:
            if result is None:
                result = self._publish(path)
            if result.rejected:
                self._folder.reject(path, result.rejected)
            else:
                self._folder.accept(path)
        except (BadData, OSError) as error:
            cause = error.cause if isinstance(error, BadData) else f"cannot be moved: {error.strerror or error}"
            self._stuck[path] = Stuck(self._before[path], time.monotonic() + self._retry_seconds, result)
            self._tell(path, cause)
            return
        self._stuck.pop(path, None)
        self._handle.report(f"{path.name}: {result}")

    def _publish(self, path: Path) -> IngestResult:
        with self._folder.open(path) as stream:
            envelope = Envelope(provider=self._provider, received=datetime.now(UTC))
            return self._handle.deliver(stream, safe_line(str(path)), envelope=envelope, keep_rejects=False)

    def _tell(self, path: Path, fault: str) -> None:
        if self._told.get(path) != fault:
            self._told[path] = fault
            self._handle.report(f"{path.name}: {fault}")
