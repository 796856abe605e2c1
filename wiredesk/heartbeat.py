"""A process's sign of life: a file that each turn of its main loop touches, for the probes of a service manager.

A ping is answered by a thread that does nothing else, and a busy worker may miss one; the file is touched only where
the work is done.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
import structlog

from wiredesk.process_id import host_identity

log = structlog.get_logger()
MIN_INTERVAL_SECONDS = 2.0
"""Seconds between two touches at least."""
_SLACK = 2.0
"""Seconds by which a process may seem to have begun after its own file, when the clock is set."""


@dataclass(frozen=True, slots=True)
class HeartbeatStatus:
    """A living process of this host and the seconds since its last turn."""

    pid: int
    age: float


class Heartbeat:
    """The heartbeat file of one process.  Where its folder cannot be written it says so once, and the work goes on."""

    def __init__(self, home: Path, role: str) -> None:
        self._folder, self._role = home / "pulse", role
        self._next = 0.0
        self._is_told = False

    def touch(self) -> None:
        """One turn is done."""
        if time.monotonic() < self._next:
            return
        first, self._next = not self._next, time.monotonic() + MIN_INTERVAL_SECONDS
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if first:
                _sweep(self._folder)
            _file(self._folder, self._role, os.getpid()).touch()
        except OSError as error:  # a full disk is freed again: the next turn tries again
            if not self._is_told:
                log.warning("no sign of life for probes", folder=str(self._folder), error=error.strerror or str(error))
            self._is_told = True

    def remove(self) -> None:
        """The process goes of its own will."""
        _file(self._folder, self._role, os.getpid()).unlink(missing_ok=True)


def list_heartbeats(home: Path, role: str) -> list[HeartbeatStatus]:
    """The processes of this host that play a role with this home and live, whether they turn or hang."""
    found = []
    for file, pid in _files(home / "pulse", role):
        try:
            touched = file.stat().st_mtime
        except FileNotFoundError:  # it has just ended
            continue
        if _lives(pid, touched):
            found.append(HeartbeatStatus(pid, max(0.0, time.time() - touched)))
    return found


def _sweep(folder: Path) -> None:
    """Take away what processes left that were killed."""
    for role in ("worker", "producer"):
        for file, pid in _files(folder, role):
            if not psutil.pid_exists(pid):
                file.unlink(missing_ok=True)


def _file(folder: Path, role: str, pid: int) -> Path:
    return folder / f"{role}@{host_identity()}@{pid}"


def _files(folder: Path, role: str) -> list[tuple[Path, int]]:
    start = f"{role}@{host_identity()}@"
    names = [file for file in folder.glob(f"{role}@*") if file.name.startswith(start)]
    return [(file, int(file.name[len(start) :])) for file in names if file.name[len(start) :].isdecimal()]


def _lives(pid: int, touched: float) -> bool:
    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and process.create_time() <= touched + _SLACK
    except psutil.NoSuchProcess:
        return False
