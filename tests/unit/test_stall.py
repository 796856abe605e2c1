"""When a worker counts as one that takes nothing any more."""

from __future__ import annotations

import os

import pytest

from worker.process.watchdog import LastRead, Stall


def test_idle_with_messages_waiting_for_too_long() -> None:
    stall = Stall(30)
    looks = [stall.look(now, is_idle=True, last_read=5.0) for now in (10.0, 25.0, 40.0, 41.0)]
    assert looks == [False, False, False, True]


def test_nothing_waits_or_a_story_is_held() -> None:
    stall = Stall(30)
    assert not stall.look(10, is_idle=True, last_read=5)
    assert not stall.look(30, is_idle=False, last_read=5)
    assert not stall.look(50, is_idle=True, last_read=5)
    assert stall.look(81, is_idle=True, last_read=5)


def test_short_messages_between_two_looks() -> None:
    stall = Stall(30)
    assert not any(stall.look(now, is_idle=True, last_read=now - 1) for now in range(0, 200, 2))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_child_tells_its_parent() -> None:
    last = LastRead()
    before = last()
    child = os.fork()
    if child == 0:
        last.now()
        os._exit(0)
    os.waitpid(child, 0)
    assert last() > before
