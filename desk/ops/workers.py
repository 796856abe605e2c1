"""The worker that ``wiredesk run`` starts beside itself, and the embedded broker both use."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

from wiredesk.errors import EXIT_CONFIG, ConfigError, WorkerLost
from wiredesk.queue.celery_config import GRACE_SECONDS
from wiredesk.queue.embedded import EmbeddedBroker
from wiredesk.settings import Settings

RESTARTS = 5
"""How often a worker that ended is started again before the run gives up."""
STABLE_SECONDS = 600.0
"""A worker that ran for this long before it ended does not count: a run that follows a live wire lasts for months."""


class Workers:
    """A Celery worker as a process of its own.  A context manager: at the end it and the broker are gone."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._broker = None if settings.broker_url else EmbeddedBroker(settings.home)
        self._process: subprocess.Popen[bytes] | None = None
        self._deaths = 0
        self._started_at = 0.0
        self.log = settings.home.absolute() / "worker.log"

    def __enter__(self) -> Workers:
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
        self._started_at = time.monotonic()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "celery", "-A", "worker", "worker", "--loglevel", "info"]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "-n", f"run-{os.getpid()}@%h"],
                env=os.environ | environment(self._settings),
                cwd=Path.cwd(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C reaches it through stop()
            )

    def check(self) -> None:
        """Start a worker again that has ended, for example with status 1 because its consumer was stalled.

        Raises:
            ConfigError: it cannot start with these settings.
            WorkerLost: it dies again and again.
        """
        if self._process is None or self._process.poll() is None:
            return
        last = _last_words(self.log)
        if self._process.returncode == EXIT_CONFIG:
            raise ConfigError("worker", last.removeprefix("wiredesk: "))
        self._deaths = 1 if time.monotonic() - self._started_at > STABLE_SECONDS else self._deaths + 1
        if self._deaths > RESTARTS:
            raise WorkerLost("worker", f"died {self._deaths} times: {last}", f"see {self.log}")
        self.start()

    def stop(self) -> None:
        """Let the running stories finish, then stop."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(GRACE_SECONDS + 10)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


def environment(settings: Settings) -> dict[str, str]:
    """The resolved settings as the worker's environment, so that both see the same."""
    values = {
        "WIREDESK_HOME": str(settings.home.absolute()),
        "WIREDESK_BROKER_URL": settings.broker_url,
        "WIREDESK_STORE_URL": settings.store_url,
        "WIREDESK_CONCURRENCY": str(settings.concurrency),
    }
    return {name: value for name, value in values.items() if value is not None}


def _last_words(log: Path) -> str:
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return lines[-1] if lines else "no word in its log"
