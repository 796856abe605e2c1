"""A watched folder: files are read when they are complete, then moved to ``done/`` or ``rejected/``."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from wiredesk.errors import BadData, ConfigError

DONE, REJECTED = "done", "rejected"
PARTIAL = frozenset({".tmp", ".part", ".partial", ".filepart", ".crdownload", ".swp"})
"""Endings that senders give a file while they write it."""

State = tuple[int, int]
"""Size in bytes and time of the last change in nanoseconds."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder into which others drop files.  The three folders are made where they are missing."""

    path: Path

    def prepare(self) -> None:
        """Make the folder, ``done/`` and ``rejected/``.

        Raises:
            ConfigError: they cannot be made or written.
        """
        try:
            for path in (self.path / DONE, self.path / REJECTED):
                path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            cause = error.strerror or str(error)
            raise ConfigError(f"folder {self.path}", cause, "watch one that can be written") from None

    def waiting(self) -> dict[Path, State]:
        """Files that stand in the folder now; hidden ones and those under a partial name are still being written."""
        found: dict[Path, State] = {}
        for path in self.path.iterdir():
            if path.name.startswith(".") or path.suffix.lower() in PARTIAL:
                continue
            try:
                stat = path.stat()
            except FileNotFoundError:  # taken away between the two looks
                continue
            if path.is_file():
                found[path] = (stat.st_size, stat.st_mtime_ns)
        return found

    def accept(self, path: Path) -> None:
        """Move a file that was published to ``done/``."""
        path.replace(_free(self.path / DONE / path.name))

    def reject(self, path: Path, reasons: list[BadData]) -> None:
        """Move a file that could not be read to ``rejected/``, its reasons beside it in ``NAME.reason``."""
        target = _free(self.path / REJECTED / path.name)
        target.with_name(f"{target.name}.reason").write_text("".join(f"{reason}\n" for reason in reasons), "utf-8")
        path.replace(target)


def complete(folder: Folder, pause: float, is_over: Callable[[], bool]) -> Iterator[Path | None]:
    """Files whose size and time stood still between two looks, ``pause`` seconds apart, oldest first.

    None comes after each look, so that the caller can do what else there is to do.
    """
    before: dict[Path, State] = {}
    while not is_over():
        now = folder.waiting()
        still = [path for path, state in now.items() if before.get(path) == state]
        yield from sorted(still, key=lambda path: (now[path][1], path.name))
        before = {path: state for path, state in now.items() if path not in still}
        yield None
        time.sleep(pause)


def _free(path: Path) -> Path:
    """The path, or one with a number where a file of that name stands already."""
    number = 1
    candidate = path
    while candidate.exists():
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return candidate
