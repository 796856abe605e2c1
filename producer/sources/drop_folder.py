"""The folder of a folder source: what lies in it, and where a file goes when it was read."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import BinaryIO

from wiredesk.errors import BadData, ConfigError
from wiredesk.safe_line import safe_line

DONE, REJECTED = "done", "rejected"
REASON_SUFFIX = ".reason"
"""Ending of the file beside a rejected one that says why."""
PARTIAL_SUFFIXES = frozenset({".tmp", ".part", ".partial", ".filepart", ".crdownload", ".swp"})
"""Endings that senders give a file while they write it."""
NAME_BYTES = 255
"""Bytes of a file's name where the file system does not tell: the limit of nearly all of them."""
MAX_SUFFIX_BYTES = 32
"""A longer "suffix" is part of the name: it may be cut."""
_KINDS = (
    (stat.S_ISLNK, "a symbolic link"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISCHR, "a device"),
)

State = tuple[int, int, int, int]
"""A file's size in bytes, the times of its last change of content and of status in nanoseconds, and its inode."""


@dataclass(frozen=True, slots=True)
class Look:
    """What lies in a folder now."""

    files: dict[Path, State] = field(default_factory=dict)
    faults: dict[Path, str] = field(default_factory=dict)
    """Entries that cannot be read, each with the reason."""


@dataclass(frozen=True, slots=True)
class WatchedFolder:
    """A folder into which others drop files, with ``done/`` and ``rejected/`` in it."""

    path: Path

    def prepare(self) -> None:
        """Make the three folders.

        Raises:
            ConfigError: they cannot be made or written.
        """
        for path in (self.path / DONE, self.path / REJECTED):
            try:
                path.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise _unwritable(self.path, error.strerror or str(error)) from None
            if not os.access(path, os.W_OK | os.X_OK):
                raise _unwritable(path, "it cannot be written")

    def look(self) -> Look:
        """Return what lies in the folder, except folders, hidden files and those whose name says they are unfinished.

        An entry that cannot be examined, or that is no regular file, is a fault of its own.  A link is never followed:
        whoever may drop files here need not be allowed to read what it points to.

        Raises:
            OSError: the folder itself cannot be read.
        """
        found = Look()
        with os.scandir(self.path) as entries:
            for entry in entries:
                path = self.path / entry.name
                if entry.name.startswith(".") or path.suffix.lower() in PARTIAL_SUFFIXES:
                    continue
                try:
                    status = entry.stat(follow_symlinks=False)
                except FileNotFoundError:  # removed since it was listed
                    continue
                except OSError as error:
                    found.faults[path] = error.strerror or str(error)
                    continue
                if stat.S_ISREG(status.st_mode):
                    found.files[path] = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
                elif not stat.S_ISDIR(status.st_mode):
                    found.faults[path] = not_regular(status.st_mode)
        return found

    def open(self, path: Path) -> BinaryIO:
        """Open a file of the folder.

        Raises:
            BadData: it cannot be opened, or is no regular file (it may have been replaced since the look).
        """
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            cause = error.strerror or str(error)
            raise BadData(safe_line(str(path)), cause, "check the file and its permissions") from None
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            os.close(descriptor)
            raise BadData(safe_line(str(path)), not_regular(status.st_mode))
        return os.fdopen(descriptor, "rb")

    def accept(self, path: Path) -> None:
        """Move a file that was published to ``done/``.  Raises :class:`OSError`: it stays where it is."""
        done = self.path / DONE
        done.mkdir(exist_ok=True)
        path.replace(unused(done, path.name))

    def reject(self, path: Path, reasons: list[BadData]) -> None:
        """Move a file that could not be read to ``rejected/``, with its reasons beside it in ``NAME.reason``.

        Raises:
            OSError: it stays where it is.
        """
        rejected = self.path / REJECTED
        rejected.mkdir(exist_ok=True)
        target = unused(rejected, path.name, REASON_SUFFIX)
        text = "".join(f"{safe_line(str(reason))}\n" for reason in reasons)
        target.with_name(target.name + REASON_SUFFIX).write_text(text, "utf-8")
        path.replace(target)


def not_regular(mode: int) -> str:
    """Return the sentence about an entry that is no regular file."""
    kind = next((name for is_kind, name in _KINDS if is_kind(mode)), "no file")
    return f"is {kind}, and only regular files are read; put the file itself there"


def unused(folder: Path, name: str, beside: str = "") -> Path:
    """Return a path in ``folder`` that no file has: the name, else the name with a number.

    Args:
        name: is cut where it does not fit the file system.
        beside: ending of a second file that gets the same name; it has to fit and to be unused too.
    """
    room = _name_bytes(folder) - len(os.fsencode(beside))
    suffix = Path(name).suffix
    if len(os.fsencode(suffix)) > MAX_SUFFIX_BYTES:
        suffix = ""
    stem = name.removesuffix(suffix) if suffix else name
    for number in count():
        tail = f"-{number}{suffix}" if number else suffix
        candidate = folder / (_cut(stem, room - len(os.fsencode(tail))) + tail)
        if not os.path.lexists(candidate) and not (beside and os.path.lexists(f"{candidate}{beside}")):
            return candidate
    raise AssertionError("count() never ends")


def _cut(name: str, size: int) -> str:
    """Return the beginning of a name, at most ``size`` bytes, without half a character at its end."""
    raw = os.fsencode(name)
    end = min(size, len(raw))
    while 0 < end < len(raw) and raw[end] & 0xC0 == 0x80:  # a continuation byte of UTF-8
        end -= 1
    return os.fsdecode(raw[:end])


def _name_bytes(folder: Path) -> int:
    try:
        return os.pathconf(folder, "PC_NAME_MAX")
    except (OSError, ValueError):
        return NAME_BYTES


def _unwritable(path: Path, cause: str) -> ConfigError:
    return ConfigError(f"folder {safe_line(str(path))}", cause, "watch one that can be written")
