"""The processes that ``wiredesk run`` starts: a Celery worker with the embedded broker, web desk and delivery."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

from wiredesk import private_files
from wiredesk.errors import EXIT_CONFIG, ConfigError, WorkerLost
from wiredesk.queue.celery_config import GRACE_SECONDS
from wiredesk.queue.embedded import EmbeddedBroker
from wiredesk.settings import Settings

MAX_RESTARTS = 5
"""Number of restarts of a worker before the run fails."""
STABLE_SECONDS = 600.0
"""A worker that ran for this long before it ended does not count: a run that follows a live wire lasts for months."""
DELIVERY_STOP_SECONDS = 30.0
"""Seconds after SIGTERM before the delivery is killed: it finishes what it is sending."""
WEB_STOP_SECONDS = 10.0
"""Seconds after SIGTERM before the web desk is killed; it needs two for its open answers."""


class LocalWorker:
    """A Celery worker in a separate process.  A context manager: on exit the worker and the broker are stopped."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._broker = None if settings.broker_url else EmbeddedBroker(settings.home)
        self._process: subprocess.Popen[bytes] | None = None
        self._deaths = 0
        self._started_at = 0.0
        self.log = settings.home.absolute() / "worker.log"

    def __enter__(self) -> LocalWorker:
        if self._broker:
            self._broker.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            self.stop()
        finally:
            if self._broker:
                self._broker.stop()

    def start(self) -> None:
        """Start the worker; its log goes to ``home/worker.log``."""
        private_files.make_folder(self.log.parent)
        private_files.make_file(self.log)
        command = [sys.executable, "-m", "celery", "-A", "worker", "worker", "--loglevel", "info"]
        self._started_at = time.monotonic()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "-n", f"run-{os.getpid()}@%h"],
                env=os.environ | environment(self._settings),
                cwd=Path.cwd(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C must not reach it directly: stop() ends it
            )

    def check(self) -> None:
        """Restart the worker if it has ended, for example with status 1 because its consumer was stalled.

        Raises:
            ConfigError: it cannot start with these settings.
            WorkerLost: it ended more than ``MAX_RESTARTS`` times in quick succession.
        """
        if self._process is None or self._process.poll() is None:
            return
        last = _last_line(self.log)
        if self._process.returncode == EXIT_CONFIG:
            raise ConfigError("worker", last.removeprefix("wiredesk: "))
        self._deaths = 1 if time.monotonic() - self._started_at > STABLE_SECONDS else self._deaths + 1
        if self._deaths > MAX_RESTARTS:
            raise WorkerLost("worker", f"died {self._deaths} times: {last}", f"see {self.log}")
        self.start()

    def stop(self) -> None:
        """Let the running stories finish, then stop the worker."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(GRACE_SECONDS + 10)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


class LocalWebDesk:
    """The web desk in a separate process.  A context manager: on exit the process is stopped.

    It prints its address to stderr.  If its port is taken it prints that, and the run continues without it.
    """

    def __init__(self, settings: Settings, *, wanted: bool) -> None:
        self._settings, self._wanted = settings, wanted
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> LocalWebDesk:
        if self._wanted:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "desk", "web"],
                env=os.environ | environment(self._settings),
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C must not reach it directly: __exit__ stops it last
            )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        _stop(self._process, WEB_STOP_SECONDS)


class LocalDelivery:
    """The delivery to sinks in a separate process.  A context manager: on exit the process is stopped."""

    def __init__(self, settings: Settings, *, wanted: bool) -> None:
        self._settings, self._wanted = settings, wanted
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> LocalDelivery:
        if self._wanted:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "desk", "deliver"],
                env=os.environ | environment(self._settings),
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C must not reach it directly: __exit__ stops it after the workers
            )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        _stop(self._process, DELIVERY_STOP_SECONDS)


def _stop(process: subprocess.Popen[bytes] | None, seconds: float) -> None:
    """End a process with SIGTERM, and kill it if it takes longer."""
    if process is None:
        return
    process.terminate()
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def environment(settings: Settings) -> dict[str, str]:
    """Return the resolved settings as environment variables, so that a subprocess resolves the same values."""
    values = {
        "WIREDESK_HOME": str(settings.home.absolute()),
        "WIREDESK_BROKER_URL": settings.broker_url,
        "WIREDESK_STORE_URL": settings.store_url,
        "WIREDESK_CONCURRENCY": str(settings.concurrency),
    }
    return {name: value for name, value in values.items() if value is not None}


def _last_line(log: Path) -> str:
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return lines[-1] if lines else "its log is empty"
