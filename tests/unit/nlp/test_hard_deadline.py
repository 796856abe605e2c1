"""The hard limit ends a process that hangs in C code and never gives the interpreter back."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap

import pytest

HANG = """
    import ctypes, os
    from wiredesk.nlp import deadline
    {setup}
    deadline.arm(0.3)
    for _ in range(600):
        ctypes.PyDLL(None).usleep(100_000)  # holds the interpreter lock, as a hang in C code does
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, timeout=120)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a POSIX timer")
def test_the_kernel_kills_the_process_at_its_deadline() -> None:
    assert run(HANG.format(setup="")).returncode == -signal.SIGKILL


def test_where_there_is_no_such_timer_the_watchdog_of_faulthandler_ends_it_with_a_traceback() -> None:
    done = run(HANG.format(setup="deadline._timers[os.getpid()] = deadline._watchdog"))
    assert done.returncode == 1
    assert "usleep" in done.stderr or "<module>" in done.stderr


def test_a_deadline_can_be_moved_and_removed() -> None:
    done = run("""
        import time
        from wiredesk.nlp import deadline
        deadline.arm(0.2)
        deadline.arm(1000)
        deadline.arm(0.2)
        deadline.arm(0)
        time.sleep(0.6)
        print("alive")
    """)
    assert done.stdout.strip() == "alive"


def test_a_forked_child_makes_a_timer_of_its_own() -> None:
    done = run("""
        import os, time
        from wiredesk.nlp import deadline
        deadline.arm(1000)
        child = os.fork()
        if child == 0:
            deadline.arm(0.2)
            time.sleep(60)
            os._exit(5)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        deadline.arm(0)
        print(status)
    """)
    assert done.stdout.strip() in {str(-signal.SIGKILL), "1"}
