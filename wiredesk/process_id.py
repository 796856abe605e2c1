"""Process ids: the unique identity of a process that holds leases; its own host can check whether it lives."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from pathlib import Path

import psutil

_CLOCK_TOLERANCE_SECONDS = 2.0
"""Seconds by which the start of a process, as the wall clock tells it, may seem to change when the clock is set."""
_SINCE_BOOT = "b"
"""Mark of a start in ticks of the kernel since the boot, which no setting of the clock moves."""
_INITIAL_PID_NAMESPACE = 0xEFFFFFFC
"""Inode of a Linux machine's own PID namespace; a container has another (``include/linux/proc_ns.h``)."""


@dataclass(frozen=True, slots=True)
class ProcessId:
    """The identity of a worker's process: host, pid of the main process, own pid, and when it started."""

    host: str
    parent: int
    pid: int
    started_at: int
    """Ticks of the kernel since the boot where ``since_boot``, else seconds since 1970."""
    since_boot: bool = False
    """False outside of Linux, and for processes of releases up to 0.2.0."""

    def __str__(self) -> str:
        return f"{self.host}/{self.parent}/{self.pid}/{_SINCE_BOOT if self.since_boot else ''}{self.started_at}"

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
            if process.status() == psutil.STATUS_ZOMBIE:
                return True
            if self.since_boot:
                return start_ticks(self.pid) not in {None, self.started_at}
            return abs(process.create_time() - self.started_at) > _CLOCK_TOLERANCE_SECONDS
        except psutil.NoSuchProcess:
            return True


def start_ticks(pid: int) -> int | None:
    """Return when a process started, in ticks of the kernel since the boot; None where the kernel does not tell."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        return int(stat.rpartition(")")[2].split()[19])  # field 22 of proc(5); the name before it may hold blanks
    except (OSError, IndexError, ValueError):
        return None


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
    ticks = start_ticks(pid)
    if ticks is None:
        return ProcessId(host_identity(), parent or pid, pid, int(psutil.Process(pid).create_time()))
    return ProcessId(host_identity(), parent or pid, pid, ticks, since_boot=True)


def parse(text: str) -> ProcessId | None:
    """Parse a lease holder of the ledger; None for one that another release wrote in another form."""
    host, *numbers = text.rsplit("/", 3)
    try:
        parent, pid = map(int, numbers[:-1])
        started = numbers[-1]
        return ProcessId(host, parent, pid, int(started.removeprefix(_SINCE_BOOT)), started.startswith(_SINCE_BOOT))
    except (IndexError, ValueError):
        return None
