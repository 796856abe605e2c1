"""``wiredesk run`` restarts its worker: a stalled one exits with status 1, and a wrong configuration is not retried."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.ops import subprocesses
from desk.ops.subprocesses import MAX_RESTARTS, STABLE_SECONDS, LocalWorker
from tests.support.waiting import HANG_SECONDS
from wiredesk.errors import ConfigError, WorkerLost
from wiredesk.settings import Settings


@pytest.fixture
def worker(tmp_path: Path) -> LocalWorker:
    return LocalWorker(Settings(home=tmp_path / "wd", broker_url="redis://unused"))


def ending_with(status: int, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every worker that is started write a line to its log and exit with this status."""
    program = folder / "python"
    program.write_text(f"#!/bin/sh\necho 'wiredesk: the last words'\nexit {status}\n")
    program.chmod(0o755)
    monkeypatch.setattr(subprocesses.sys, "executable", str(program))


def restart(worker: LocalWorker) -> None:
    """Wait for the end of its process, then do what the run does every tenth of a second."""
    assert worker._process is not None
    worker._process.wait(HANG_SECONDS)
    worker.check()


def test_a_worker_that_exits_with_status_1_is_started_again(
    worker: LocalWorker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ending_with(1, tmp_path, monkeypatch)
    worker.check()  # not started yet
    worker.start()
    first = worker._process
    restart(worker)
    assert worker._process is not first
    worker.stop()


def test_a_worker_that_ends_again_and_again_ends_the_run(
    worker: LocalWorker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ending_with(1, tmp_path, monkeypatch)
    worker.start()
    for _ in range(MAX_RESTARTS):
        restart(worker)
    with pytest.raises(WorkerLost, match=r"died 6 times: wiredesk: the last words; see .*worker\.log"):
        restart(worker)


def test_a_worker_that_ran_for_long_does_not_count(
    worker: LocalWorker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ending_with(1, tmp_path, monkeypatch)
    worker.start()
    for _ in range(MAX_RESTARTS * 3):
        worker._started_at -= STABLE_SECONDS + 1
        restart(worker)
    worker.stop()


def test_a_wrong_configuration_is_said_and_not_retried(
    worker: LocalWorker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ending_with(78, tmp_path, monkeypatch)
    worker.start()
    with pytest.raises(ConfigError, match="worker: the last words"):
        restart(worker)
