"""Who holds a lease: a process that can be told from every other, and whether it still lives."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from pathlib import Path

import psutil

_SLACK = 2.0
"""Seconds by which a process's start may seem to move when the clock is set."""
_FIRST_NAMESPACE = 0xEFFFFFFC
"""Inode of a Linux machine's own PID namespace; in a container it is another (``include/linux/proc_ns.h``)."""


@dataclass(frozen=True, slots=True)
class ProcessId:
    """A worker child: its host, the worker's parent process, its own process and its start (epoch seconds)."""

    host: str
    parent: int
    pid: int
    started_at: int

    def __str__(self) -> str:
        return f"{self.host}/{self.parent}/{self.pid}/{self.started_at}"

    @property
    def worker_prefix(self) -> str:
        """What the children of one worker have in common."""
        return f"{self.host}/{self.parent}/"

    def is_dead(self) -> bool:
        """True only when it ran on this host and is gone."""
        if self.host != host_identity():
            return False
        try:
            process = psutil.Process(self.pid)
            return process.status() == psutil.STATUS_ZOMBIE or abs(process.create_time() - self.started_at) > _SLACK
        except psutil.NoSuchProcess:
            return True


def host_identity() -> str:
    """Where process numbers mean the same: the running kernel, and in a container its PID namespace.

    Names don't tell: machines are cloned with theirs, and containers may share one (``network_mode: host``); none of
    them sees whether the other's processes live.
    """
    name = socket.gethostname()
    try:
        kernel = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")[:8]
        namespace = Path("/proc/self/ns/pid").stat().st_ino
    except OSError:
        return name
    return f"{name}+{kernel}" if namespace == _FIRST_NAMESPACE else f"{name}+{kernel}.{namespace}"


def this_process(parent: int | None = None) -> ProcessId:
    """The running process; ``parent`` is the worker's main process, by default the process itself."""
    pid = os.getpid()
    return ProcessId(host_identity(), parent or pid, pid, int(psutil.Process(pid).create_time()))


def parse(text: str) -> ProcessId | None:
    """An owner as the ledger has it; None for one written by a release that wrote it differently."""
    host, *numbers = text.rsplit("/", 3)
    try:
        parent, pid, started_at = map(int, numbers)
    except ValueError:
        return None
    return ProcessId(host, parent, pid, started_at)
