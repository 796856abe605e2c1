"""Who is dead: judged only where process numbers mean the same."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import psutil
import pytest

from wiredesk.process_id import ProcessId, host_identity, parse, this_process


def gone() -> int:
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_process_of_this_host_that_is_gone_is_dead_and_this_one_is_not() -> None:
    assert ProcessId(host_identity(), os.getpid(), gone(), 0).is_dead()
    assert not this_process().is_dead()


def test_a_number_that_another_process_has_now_is_no_sign_of_life() -> None:
    me = this_process()
    assert ProcessId(me.host, me.parent, me.pid, me.started_at - 1, since_boot=me.since_boot).is_dead()


def test_a_clock_that_is_set_kills_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """The start in seconds since 1970 moves with the clock, for psutil adds it to the time of the boot."""
    me = this_process()
    real = psutil.Process.create_time
    monkeypatch.setattr(psutil.Process, "create_time", lambda self: real(self) + 3600)
    assert me.since_boot and not me.is_dead()
    assert this_process() == me


def test_a_process_of_release_0_2_0_is_judged_by_the_wall_clock() -> None:
    me = this_process()
    started = int(psutil.Process().create_time())
    assert not ProcessId(me.host, me.parent, me.pid, started).is_dead()
    assert ProcessId(me.host, me.parent, me.pid, started - 60).is_dead()


def test_namesakes_of_this_host_are_not_judged() -> None:
    """A clone of this machine, one of its containers, and a worker of a release that knew only names."""
    name = socket.gethostname()
    for host in (f"{name}+00000000", f"{host_identity()}.4026530001", name):
        assert not ProcessId(host, 1, gone(), 0).is_dead()


def test_an_owner_survives_the_ledger() -> None:
    assert parse(str(this_process())) == this_process()
