"""When a worker counts as one that takes nothing any more."""

from __future__ import annotations

import os

import pytest

from worker.process.watchdog import LastActivity, StallDetector


def test_idle_with_messages_waiting_for_too_long() -> None:
    detector = StallDetector(30)
    looks = [detector.check(now, is_idle=True, last_activity=5.0) for now in (10.0, 25.0, 40.0, 41.0)]
    assert looks == [False, False, False, True]


def test_nothing_waits_or_a_story_is_held() -> None:
    detector = StallDetector(30)
    assert not detector.check(10, is_idle=True, last_activity=5)
    assert not detector.check(30, is_idle=False, last_activity=5)
    assert not detector.check(50, is_idle=True, last_activity=5)
    assert detector.check(81, is_idle=True, last_activity=5)


def test_short_messages_between_two_looks() -> None:
    detector = StallDetector(30)
    assert not any(detector.check(now, is_idle=True, last_activity=now - 1) for now in range(0, 200, 2))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_child_tells_its_parent() -> None:
    last = LastActivity()
    before = last()
    child = os.fork()
    if child == 0:
        last.touch()
        os._exit(0)
    os.waitpid(child, 0)
    assert last() > before
