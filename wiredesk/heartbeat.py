"""Heartbeat files: each pass of a process's main loop touches its file, for the liveness probes of a service manager.

A ping does not show progress: a thread that does nothing else answers it, and a busy worker may miss one. The file is
touched only where the work is done.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
import structlog

from wiredesk import private_files
from wiredesk.process_id import host_identity

log = structlog.get_logger()
ROLES = ("worker", "producer", "deliver")
"""The processes that keep a heartbeat file."""
MIN_INTERVAL_SECONDS = 2.0
"""Minimum time between two touches; the probes allow many times as much."""
_CLOCK_TOLERANCE_SECONDS = 2.0
"""Seconds by which a process may seem to have started after its own file, when the clock is set."""


@dataclass(frozen=True, slots=True)
class HeartbeatStatus:
    """A living process of this host, and the seconds since its last heartbeat."""

    pid: int
    age: float


class Heartbeat:
    """The heartbeat file of this process, ``home/pulse/ROLE@HOST@PID``.

    Where the folder cannot be written, one warning says so and the work goes on.
    """

    def __init__(self, home: Path, role: str) -> None:
        self._folder, self._role = home / "pulse", role
        self._next = 0.0
        self._has_warned = False

    def touch(self) -> None:
        """Record that one pass of the main loop is done."""
        if time.monotonic() < self._next:
            return
        first, self._next = not self._next, time.monotonic() + MIN_INTERVAL_SECONDS
        try:
            private_files.make_folder(self._folder)
            if first:
                _remove_stale(self._folder)
            _file(self._folder, self._role, os.getpid()).touch()
        except OSError as error:  # for example a full disk: the next pass tries again
            if not self._has_warned:
                log.warning("no heartbeat for probes", folder=str(self._folder), error=error.strerror or str(error))
            self._has_warned = True

    def remove(self) -> None:
        """Remove the heartbeat file on a clean exit."""
        _file(self._folder, self._role, os.getpid()).unlink(missing_ok=True)


def list_heartbeats(home: Path, role: str) -> list[HeartbeatStatus]:
    """List the living processes of this host that have this role and home, whether they make progress or hang."""
    found = []
    for file, pid in _files(home / "pulse", role):
        try:
            touched = file.stat().st_mtime
        except FileNotFoundError:  # the process has just ended
            continue
        if _lives(pid, touched):
            found.append(HeartbeatStatus(pid, max(0.0, time.time() - touched)))
    return found


def _remove_stale(folder: Path) -> None:
    """Remove the files of processes that were killed."""
    for role in ROLES:
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
    """Return whether the process that touched the file lives; a younger process with its number does not count."""
    try:
        process = psutil.Process(pid)
        started_before = process.create_time() <= touched + _CLOCK_TOLERANCE_SECONDS
        return process.status() != psutil.STATUS_ZOMBIE and started_before
    except psutil.NoSuchProcess:
        return False
