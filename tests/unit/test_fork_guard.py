"""No fork happens while a thread holds the guard, and forks of other times are not delayed."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

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


CLOSED = """
    import os, sys
    from pathlib import Path
    from wiredesk.fork_guard import close_before_fork, no_fork
    from wiredesk.store import Store

    def opened():
        links = [os.readlink(f"/proc/self/fd/{name}") for name in os.listdir("/proc/self/fd") if name.isdigit()
                 and os.path.exists(f"/proc/self/fd/{name}")]
        return sum(name.startswith(sys.argv[1]) for name in links)

    store = Store(f"sqlite:///{sys.argv[1]}")
    close_before_fork(store)
    with no_fork(), store.write() as connection:
        connection.exec_driver_sql("CREATE TABLE a (b)")
    assert opened()  # the connection stays for the next pass
    child = os.fork()
    if child == 0:
        os._exit(opened())
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    with store.read() as connection:
        print(connection.exec_driver_sql("SELECT count(*) FROM a").scalar())
"""


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="open files are read from /proc")
def test_a_forked_child_inherits_no_file_of_a_store_that_is_closed_before(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-c", textwrap.dedent(CLOSED), str(tmp_path / "a.db")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == ["0", "0"]
