"""Start a Redis or Valkey server on a free loopback port; run process trees and measure their CPU time and memory."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
from redis import Redis

from benchmarks.cpu import ONE_THREAD
from wiredesk.queue.embedded import find_server_binary


@contextlib.contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """Run a server for this benchmark; yields its URL."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder.mkdir(parents=True, exist_ok=True)
    words = ["--port", str(port), "--bind", "127.0.0.1", "--appendonly", "yes", "--save", "", "--dir", str(folder)]
    server = subprocess.Popen([str(find_server_binary()), *words], stdout=subprocess.DEVNULL)
    url = f"redis://127.0.0.1:{port}/0"
    try:
        client = Redis.from_url(url)
        for _ in range(200):
            with contextlib.suppress(Exception):
                client.ping()
                break
            time.sleep(0.05)
        yield url
    finally:
        server.terminate()
        server.wait()


@contextlib.contextmanager
def running(command: list[str], log: Path, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a process; at the end, stop it and all its children."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, env=os.environ | ONE_THREAD | environment, stdout=out, stderr=out, start_new_session=True
        )
    try:
        yield process
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(20)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def cpu_seconds(pids: list[int]) -> float:
    """Return the CPU seconds of processes and their descendants so far, ended descendants included."""
    total = 0.0
    for pid in pids:
        with contextlib.suppress(psutil.Error):
            tree = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
            for process in tree:
                with contextlib.suppress(psutil.Error):
                    spent = process.cpu_times()
                    total += spent.user + spent.system + spent.children_user + spent.children_system
    return total


def pss(pid: int) -> tuple[float, list[float]]:
    """Return the proportional memory (PSS, MB) of a process and of each of its children."""
    parent = psutil.Process(pid)
    own = parent.memory_full_info().pss / 1e6
    return own, [child.memory_full_info().pss / 1e6 for child in parent.children() if "python" in child.name()]
