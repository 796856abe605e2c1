"""A watched folder: files are read when they are complete, then moved to ``done/`` or ``rejected/``."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field

from producer.ingest.delivery import SourceHandle
from producer.ingest.file_walk import File
from producer.ingest.scheduler import FairScheduler
from producer.sources.source_config import SourceConfig
from wiredesk.errors import BadData, ConfigError

DONE, REJECTED = "done", "rejected"
PARTIAL_SUFFIXES = frozenset({".tmp", ".part", ".partial", ".filepart", ".crdownload", ".swp"})
"""Endings that senders give a file while they write it."""

State = tuple[int, int]
"""A file's size in bytes and the time of its last change in nanoseconds."""


class FolderSource(SourceConfig):
    """A folder's row in ``wire.toml``.  It needs no checkpoint: a file that was read has been moved away."""

    type: Literal["folder"] = "folder"
    path: Path = Field(description="the folder; done/ and rejected/ are made in it")
    every: float = Field(default=0.5, gt=0, description="seconds between two looks")

    @property
    def name(self) -> str:
        return f"folder {self.path}"

    def run(self, scheduler: FairScheduler) -> None:
        """Publish each file that is complete and move it away, until the source is to stop.

        Raises:
            ConfigError: the folder cannot be made or written.
        """
        handle = SourceHandle(scheduler, self.name, rate=self.rate)
        folder = WatchedFolder(self.path)
        folder.prepare()
        handle.report("watched")
        for path in complete_files(folder, self.every, handle.stop):
            _take(folder, path, handle)


@dataclass(frozen=True, slots=True)
class WatchedFolder:
    """A folder into which others drop files, with ``done/`` and ``rejected/`` in it."""

    path: Path

    def prepare(self) -> None:
        """Make the three folders.

        Raises:
            ConfigError: they cannot be made or written.
        """
        try:
            for path in (self.path / DONE, self.path / REJECTED):
                path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            cause = error.strerror or str(error)
            raise ConfigError(f"folder {self.path}", cause, "watch one that can be written") from None

    def files(self) -> dict[Path, State]:
        """Return the files in the folder now, except hidden ones and those whose name says that they are unfinished."""
        found: dict[Path, State] = {}
        for path in self.path.iterdir():
            if path.name.startswith(".") or path.suffix.lower() in PARTIAL_SUFFIXES:
                continue
            try:
                stat = path.stat()
            except FileNotFoundError:  # removed since iterdir() listed it
                continue
            if path.is_file():
                found[path] = (stat.st_size, stat.st_mtime_ns)
        return found

    def accept(self, path: Path) -> None:
        """Move a file that was published to ``done/``."""
        path.replace(_unused(self.path / DONE / path.name))

    def reject(self, path: Path, reasons: list[BadData]) -> None:
        """Move a file that could not be read to ``rejected/``, with its reasons beside it in ``NAME.reason``."""
        target = _unused(self.path / REJECTED / path.name)
        target.with_name(f"{target.name}.reason").write_text("".join(f"{reason}\n" for reason in reasons), "utf-8")
        path.replace(target)


def complete_files(folder: WatchedFolder, interval_seconds: float, stop: threading.Event) -> Iterator[Path]:
    """Yield files whose size and time did not change between two looks, oldest first, until ``stop`` is set."""
    before: dict[Path, State] = {}
    while not stop.is_set():
        now = folder.files()
        complete = [path for path, state in now.items() if before.get(path) == state]
        for path in sorted(complete, key=lambda path: (now[path][1], path.name)):
            if stop.is_set():
                return
            yield path
        before = {path: state for path, state in now.items() if path not in complete}
        stop.wait(interval_seconds)


def _take(folder: WatchedFolder, path: Path, handle: SourceHandle) -> None:
    """Publish one file and move it.

    If the producer is killed before the move, its next run reads the file again, and the ledger ignores the versions
    that it has.
    """
    try:
        with File(str(path)).open() as stream:
            result = handle.deliver(stream, str(path), keep_rejects=False)
        if result.rejected:
            folder.reject(path, result.rejected)
        else:
            folder.accept(path)
    except BadData as error:  # removed, or not readable: the next look finds out
        handle.report(f"{path.name}: {error.cause}")
        return
    except OSError as error:  # cannot be moved
        handle.report(f"{path.name}: {error.strerror or error}")
        return
    handle.report(f"{path.name}: {result}")


def _unused(path: Path) -> Path:
    """Return the path, or one with a number if a file of that name exists."""
    number = 1
    candidate = path
    while candidate.exists():
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return candidate
