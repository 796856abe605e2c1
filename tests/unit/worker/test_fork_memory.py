"""Children that are forked write beside the memory that they share, not into it."""

from __future__ import annotations

import subprocess
import sys

import pytest

BLOCKS = 20_000
"""Blocks of 2 kB: every other one is free before the fork, 20 MB in all."""
PROGRAM = f"""
import os, sys
from worker.process.fork_memory import share_memory

def own_bytes():
    with open("/proc/self/smaps_rollup") as file:
        return sum(int(line.split()[1]) * 1024 for line in file if line.startswith("Private_"))

blocks = [os.urandom(2_000) for _ in range({BLOCKS})]
del blocks[::2]
filled = share_memory() if sys.argv[1] == "shared" else 0
if os.fork() == 0:
    mine = [os.urandom(2_000) for _ in range({BLOCKS} // 2)]
    print(filled, own_bytes(), flush=True)
    os._exit(0)
os.wait()
"""


def run(how: str) -> tuple[int, int]:
    """Return the bytes of holes that were filled, and of the memory that a child of 20 MB does not share."""
    done = subprocess.run([sys.executable, "-c", PROGRAM, how], capture_output=True, text=True, check=True)
    filled, own = done.stdout.split()
    return int(filled), int(own)


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc tells the end of its heap")
def test_a_child_does_not_write_into_the_holes_of_its_parents_heap() -> None:
    _, without = run("as it is")
    filled, own = run("shared")
    assert filled > 15_000_000
    assert without > 35_000_000  # each page has a hole, and a block of the parent
    assert own < 25_000_000
