"""Resolve a command's arguments to files: files, folders, globs and the standard input."""

from __future__ import annotations

import glob
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from wiredesk.errors import BadData

STDIN = "-"
NOT_STORIES = frozenset(
    {".md", ".py", ".toml", ".lock", ".jpg", ".jpeg", ".png", ".gif", ".mp4", ".mp3", ".pdf", ".zip"}
)
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
        location = Path(path)
        if path == STDIN or location.is_file() or location.is_fifo():
            yield File(path)
        elif location.is_dir():
            yield from _walk(location)
        elif any(character in path for character in "*?["):
            found = sorted(name for name in glob.glob(path, recursive=True) if Path(name).is_file())  # noqa: PTH207
            if not found:
                yield BadData(path, "matches no file", "quote the pattern, or name a folder")
            yield from map(File, found)
        else:
            yield BadData(path, "no such file or folder", "name a file, a folder, a glob in quotes, or - for stdin")


def _walk(folder: Path) -> Iterator[File | BadData]:
    """Yield the files below a folder in the order of their names; skip hidden ones and obvious non-stories."""
    try:
        inside = sorted(path for path in folder.rglob("*") if path.is_file())
    except OSError as error:
        yield BadData(str(folder), error.strerror or str(error), "check its permissions")
        return
    for path in inside:
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and path.suffix.lower() not in NOT_STORIES:
            yield File(str(path))
