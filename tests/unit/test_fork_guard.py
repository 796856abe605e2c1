"""No fork happens while a thread holds the guard, and forks of other times are not delayed."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap

import pytest

CODE = """
    import os, threading
    from wiredesk.fork_guard import no_fork

    inside, leave, order = threading.Event(), threading.Event(), []

    def guard():
        with no_fork(), no_fork():  # it may be entered again by the same thread
            inside.set()
            leave.wait(30)
            order.append("left")

    thread = threading.Thread(target=guard)
    thread.start()
    inside.wait(30)
    threading.Timer(0.2, leave.set).start()
    child = os.fork()
    order.append("forked")
    if child == 0:
        with no_fork():  # the child's copy of the lock is free
            os._exit(0 if order == ["left", "forked"] else 1)
    print(order, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    thread.join()
    second = os.fork()
    if second == 0:
        os._exit(7)
    print(os.waitstatus_to_exitcode(os.waitpid(second, 0)[1]))
"""


@pytest.mark.skipif(not hasattr(os, "register_at_fork"), reason="no fork here")
def test_a_fork_waits_until_the_guard_is_released() -> None:
    command = [sys.executable, "-W", "ignore", "-c", textwrap.dedent(CODE)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.splitlines() == ["['left', 'forked'] 0", "7"]
