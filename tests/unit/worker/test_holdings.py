"""What children report to their parent, and who hangs."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator

import pytest

from worker.process.holdings import MAX_REPORTED, Held, Holdings
from worker.process.watchdog import HangDetector


def test_a_parent_reads_what_its_forked_child_holds() -> None:
    holdings = Holdings(4)
    pid = os.fork()
    if not pid:
        holding = holdings.slot(2)
        holding.expect(60)
        holding.hold([5, 7, 2**62])
        os._exit(0)
    os.waitpid(pid, 0)
    [held] = holdings.read()
    assert (held.pid, held.seqs) == (pid, (5, 7, 2**62)) and held.reports_until > time.monotonic()


def test_each_child_has_its_own_slot_and_a_new_one_takes_over_that_of_a_dead_one() -> None:
    holdings = Holdings(2)
    one, other = holdings.slot(0), holdings.slot(1)
    one.hold([1])
    other.hold(None)
    assert [held.seqs for held in holdings.read()] == [(1,), None]
    holdings.slot(1)
    assert [held.seqs for held in holdings.read()] == [(1,)]
    one.hold(())
    assert holdings.read() == []


def test_more_stories_than_have_room_count_as_unknown() -> None:
    holdings = Holdings(1)
    slot = holdings.slot(0)
    slot.hold(range(MAX_REPORTED))
    assert holdings.read()[0].seqs == tuple(range(MAX_REPORTED))
    slot.hold(range(MAX_REPORTED + 1))
    assert holdings.read()[0].seqs is None


@pytest.fixture
def child() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(["sleep", "600"])
    yield process
    process.kill()
    process.wait()


def suspend(child: subprocess.Popen[bytes]) -> None:
    child.send_signal(signal.SIGSTOP)
    os.waitpid(child.pid, os.WUNTRACED)


def test_a_child_that_reports_in_time_keeps_its_leases(child: subprocess.Popen[bytes]) -> None:
    hangs, held = HangDetector(30), Held(child.pid, (1,), reports_until=100)
    for now in (0, 50, 100):
        assert hangs.check(now, [child.pid], [held]) == ([held], [])
    assert hangs.hanging == 0


def test_a_child_that_is_overdue_loses_its_leases_and_later_its_life(child: subprocess.Popen[bytes]) -> None:
    hangs, held = HangDetector(30), Held(child.pid, (1,), reports_until=100)
    assert hangs.check(101, [child.pid], [held]) == ([], [])
    assert hangs.check(131, [child.pid], [held]) == ([], [])
    assert hangs.check(132, [child.pid], [held]) == ([], [child.pid])


def test_a_child_that_reports_again_is_forgiven(child: subprocess.Popen[bytes]) -> None:
    hangs = HangDetector(30)
    hangs.check(101, [child.pid], [Held(child.pid, (1,), reports_until=100)])
    later = Held(child.pid, (1,), reports_until=200)
    assert hangs.check(140, [child.pid], [later]) == ([later], [])
    assert hangs.check(201, [child.pid], [later]) == ([], [])


@pytest.mark.parametrize("seqs", [None, (1,), ()])
def test_a_suspended_child_hangs_whatever_it_holds(
    child: subprocess.Popen[bytes], seqs: tuple[int, ...] | None
) -> None:
    suspend(child)
    hangs = HangDetector(30)
    held = [] if seqs == () else [Held(child.pid, seqs, reports_until=1e9)]
    assert hangs.check(0, [child.pid], held) == ([], [])
    assert hangs.check(31, [child.pid], held) == ([], [child.pid])
    child.send_signal(signal.SIGCONT)


def test_what_a_process_of_the_past_held_does_not_count() -> None:
    assert HangDetector(30).check(0, [], [Held(1, (1,), reports_until=100)]) == ([], [])
