"""Heartbeat files: what probes see of processes that live, hang, end and are killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from wiredesk import heartbeat
from wiredesk.heartbeat import Heartbeat, list_heartbeats
from wiredesk.process_id import host_identity


def ended_pid() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def leave_file(home: Path, role: str, host: str, pid: int | str, age: float = 0.0) -> Path:
    """A file as another process would have left it."""
    file = home / "pulse" / f"{role}@{host}@{pid}"
    file.parent.mkdir(exist_ok=True)
    file.touch()
    then = time.time() - age
    os.utime(file, (then, then))
    return file


def test_a_process_is_listed_from_its_first_touch_until_it_removes_the_file(tmp_path: Path) -> None:
    one = Heartbeat(tmp_path, "worker")
    assert list_heartbeats(tmp_path, "worker") == []
    one.touch()
    assert [status.pid for status in list_heartbeats(tmp_path, "worker")] == [os.getpid()]
    assert list_heartbeats(tmp_path, "producer") == []
    one.remove()
    one.remove()
    assert list_heartbeats(tmp_path, "worker") == []


def test_touches_within_the_interval_leave_the_file_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = Heartbeat(tmp_path, "worker")
    one.touch()
    file = next((tmp_path / "pulse").iterdir())
    os.utime(file, (1e9, 1e9))
    one.touch()
    assert file.stat().st_mtime == 1e9
    monkeypatch.setattr(heartbeat, "MIN_INTERVAL_SECONDS", 0.0)
    one = Heartbeat(tmp_path, "worker")
    one.touch()
    one.touch()
    assert file.stat().st_mtime > 1e9


def test_a_process_whose_clock_was_set_back_is_not_younger_than_its_file(tmp_path: Path) -> None:
    leave_file(tmp_path, "worker", host_identity(), os.getpid(), age=-3600)
    assert [(status.pid, status.age) for status in list_heartbeats(tmp_path, "worker")] == [(os.getpid(), 0.0)]


def test_a_process_that_makes_no_progress_is_listed_with_its_age(tmp_path: Path) -> None:
    parent = os.getppid()
    started = psutil.Process(parent).create_time()
    age = max(0.0, time.time() - started)
    leave_file(tmp_path, "worker", host_identity(), parent, age=age)
    assert [status.pid for status in list_heartbeats(tmp_path, "worker")] == [parent]
    assert list_heartbeats(tmp_path, "worker")[0].age >= age


def test_a_younger_process_with_the_number_of_a_dead_one_does_not_count(tmp_path: Path) -> None:
    leave_file(tmp_path, "worker", host_identity(), os.getpid(), age=365 * 86400)
    assert list_heartbeats(tmp_path, "worker") == []


def test_files_of_dead_processes_other_hosts_and_strange_names_do_not_count(tmp_path: Path) -> None:
    dead = leave_file(tmp_path, "worker", host_identity(), ended_pid())
    other = leave_file(tmp_path, "worker", "elsewhere", os.getpid())
    strange = leave_file(tmp_path, "worker", host_identity(), "12x")
    assert list_heartbeats(tmp_path, "worker") == []
    Heartbeat(tmp_path, "producer").touch()
    assert not dead.exists(), "the first touch removes what killed processes left"
    assert other.exists() and strange.exists()


def test_a_folder_that_cannot_be_written_is_one_warning(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pulse").write_text("a file where the folder should be")
    one = Heartbeat(tmp_path, "worker")
    for _ in range(3):
        one._next = 0.0
        one.touch()
    assert capsys.readouterr().out.count("no heartbeat for probes") == 1
