"""Who is dead: judged only where process numbers mean the same."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

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
    assert ProcessId(me.host, me.parent, me.pid, me.started_at - 60).is_dead()


def test_namesakes_of_this_host_are_not_judged() -> None:
    """A clone of this machine, one of its containers, and a worker of a release that knew only names."""
    name = socket.gethostname()
    for host in (f"{name}+00000000", f"{host_identity()}.4026530001", name):
        assert not ProcessId(host, 1, gone(), 0).is_dead()


def test_an_owner_survives_the_ledger() -> None:
    assert parse(str(this_process())) == this_process()
