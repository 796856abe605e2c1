"""Files, folders, globs and the standard input."""

from __future__ import annotations

import glob
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from wiredesk.errors import BadData

STDIN = "-"
NOT_STORIES = frozenset(
    {".md", ".py", ".toml", ".lock", ".jpg", ".jpeg", ".png", ".gif", ".mp4", ".mp3", ".pdf", ".zip"}
)
"""File name endings that a folder's walk passes over; a file that is named outright is read whatever its name."""


@dataclass(frozen=True, slots=True)
class File:
    """One file to read; ``-`` is the standard input."""

    name: str

    def open(self) -> BinaryIO:
        """Open for reading.

        Raises:
            BadData: it cannot be opened.
        """
        if self.name == STDIN:
            return sys.stdin.buffer
        try:
            return Path(self.name).open("rb")
        except OSError as error:
            raise BadData(self.name, error.strerror or str(error), "check the path and its permissions") from None


def files(sources: Iterable[str]) -> Iterator[File | BadData]:
    """The files that ``sources`` name, sorted within a folder; a source that names none comes out as its error."""
    for source in sources:
        path = Path(source)
        if source == STDIN or path.is_file() or path.is_fifo():
            yield File(source)
        elif path.is_dir():
            yield from _walk(path)
        elif any(mark in source for mark in "*?["):
            found = sorted(name for name in glob.glob(source, recursive=True) if Path(name).is_file())  # noqa: PTH207
            if not found:
                yield BadData(source, "matches no file", "quote the pattern, or name a folder")
            yield from map(File, found)
        else:
            yield BadData(source, "no such file or folder", "name a file, a folder, a glob in quotes, or - for stdin")


def _walk(folder: Path) -> Iterator[File | BadData]:
    """Files below a folder in the order of their names; hidden ones and obvious non-stories are passed over."""
    try:
        inside = sorted(path for path in folder.rglob("*") if path.is_file())
    except OSError as error:
        yield BadData(str(folder), error.strerror or str(error), "check its permissions")
        return
    for path in inside:
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and path.suffix.lower() not in NOT_STORIES:
            yield File(str(path))
