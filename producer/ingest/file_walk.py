"""Resolve a command's arguments to files: files, folders, globs and the standard input."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from wiredesk.errors import BadData

STDIN = "-"
NOT_STORIES = frozenset({".md", ".py", ".toml", ".lock", ".jpg", ".jpeg", ".png", ".gif", ".mp4", ".mp3", ".pdf"})
"""File name endings that are skipped inside a folder; a file that is named itself is read whatever its name."""


@dataclass(frozen=True, slots=True)
class File:
    """One file to read; ``-`` is the standard input."""

    name: str

    def open(self) -> AbstractContextManager[BinaryIO]:
        """Open the file for reading; the standard input stays open afterwards.

        Raises:
            BadData: it cannot be opened.
        """
        if self.name == STDIN:
            return nullcontext(sys.stdin.buffer)
        try:
            return Path(self.name).open("rb")
        except OSError as error:
            raise BadData(self.name, error.strerror or str(error), "check the path and its permissions") from None


def files(paths: Iterable[str]) -> Iterator[File | BadData]:
    """Yield the files that ``paths`` name, sorted within a folder; for a path that names none, yield its error."""
    for path in paths:
        try:
            yield from _named(path)
        except OSError as error:  # the name is too long, or a folder above may not be searched
            yield _unreadable(path, error)


def _named(path: str) -> Iterator[File | BadData]:
    location = Path(path)
    if path == STDIN or location.is_file() or location.is_fifo():
        yield File(path)
    elif location.is_dir():
        yield from _walk(location)
    elif location.exists():
        yield BadData(path, "neither a file nor a folder", "name a file, a folder, a glob in quotes, or - for stdin")
    elif any(character in path for character in "*?["):
        found = sorted(name for name in glob.glob(path, recursive=True) if Path(name).is_file())  # noqa: PTH207
        if not found:
            yield BadData(path, "matches no file", "quote the pattern, or name a folder")
        yield from map(File, found)
    else:
        yield BadData(path, "no such file or folder", "name a file, a folder, a glob in quotes, or - for stdin")


def _walk(folder: Path) -> Iterator[File | BadData]:
    """Yield the files below a folder in the order of their names; skip hidden ones and obvious non-stories.

    A folder that cannot be read is an error of its own; pipes, sockets and devices are skipped.
    """
    faults: list[BadData] = []
    inside: list[Path] = []

    def fault(error: OSError) -> None:
        faults.append(_unreadable(str(error.filename), error))

    for parent, folders, names in os.walk(folder, onerror=fault):
        folders[:] = [name for name in folders if not name.startswith(".")]
        inside += [Path(parent, name) for name in names if not name.startswith(".")]
    yield from faults
    for path in sorted(inside):
        try:
            wanted = path.suffix.lower() not in NOT_STORIES and path.is_file()
        except OSError as error:
            yield _unreadable(str(path), error)
            continue
        if wanted:
            yield File(str(path))


def _unreadable(path: str, error: OSError) -> BadData:
    return BadData(path, error.strerror or str(error), "check its name and permissions")
