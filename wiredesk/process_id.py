"""Process ids: the unique identity of a process that holds leases; its own host can check whether it lives."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from pathlib import Path

import psutil

_CLOCK_TOLERANCE_SECONDS = 2.0
"""Seconds by which the start of a process may seem to change when the clock is set."""
_INITIAL_PID_NAMESPACE = 0xEFFFFFFC
"""Inode of a Linux machine's own PID namespace; a container has another (``include/linux/proc_ns.h``)."""


@dataclass(frozen=True, slots=True)
class ProcessId:
    """The identity of a worker's process: host, pid of the main process, own pid and start (seconds since 1970)."""

    host: str
    parent: int
    pid: int
    started_at: int

    def __str__(self) -> str:
        return f"{self.host}/{self.parent}/{self.pid}/{self.started_at}"

    @property
    def worker_prefix(self) -> str:
        """The beginning of the text form that all processes of one worker share."""
        return f"{self.host}/{self.parent}/"

    def is_dead(self) -> bool:
        """Return True only when the process ran on this host and has ended."""
        if self.host != host_identity():
            return False
        try:
            process = psutil.Process(self.pid)
            moved = abs(process.create_time() - self.started_at)
            return process.status() == psutil.STATUS_ZOMBIE or moved > _CLOCK_TOLERANCE_SECONDS
        except psutil.NoSuchProcess:
            return True


def host_identity() -> str:
    """Return the scope of process numbers: the host name and the running kernel, in a container its namespace.

    A host name alone is not enough: machines are cloned with theirs, and containers may share one
    (``network_mode: host``), but none of them sees whether the processes of another live.
    """
    name = socket.gethostname()
    try:
        kernel = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")[:8]
        namespace = Path("/proc/self/ns/pid").stat().st_ino
    except OSError:
        return name
    return f"{name}+{kernel}" if namespace == _INITIAL_PID_NAMESPACE else f"{name}+{kernel}.{namespace}"


def this_process(parent: int | None = None) -> ProcessId:
    """Return the id of the running process.

    Args:
        parent: pid of the worker's main process; by default the process itself.
    """
    pid = os.getpid()
    return ProcessId(host_identity(), parent or pid, pid, int(psutil.Process(pid).create_time()))


def parse(text: str) -> ProcessId | None:
    """Parse a lease holder of the ledger; None for one that another release wrote in another form."""
    host, *numbers = text.rsplit("/", 3)
    try:
        parent, pid, started_at = map(int, numbers)
    except ValueError:
        return None
    return ProcessId(host, parent, pid, started_at)
