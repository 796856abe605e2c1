"""Processes are killed or stopped: children, whole workers, and workers that get SIGTERM."""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
import time

import psutil

from tests.faults.rig import Rig
from tests.faults.table import Run, row
from tests.faults.verdict import Verdict


def _kill_children(run: Run, *, postgres: bool) -> Verdict:
    times = run.pick(4, 50)
    with run.rig(postgres=postgres, real=True) as rig:
        worker = rig.work()
        rig.published.kills = True
        stop = rig.load(rig.stories(), 20)
        rig.progress()
        worst = 0.0
        for _ in range(times):
            time.sleep(rig.chance.uniform(0.1, 0.6))
            _kill_one(rig, worker.children())
            worst = max(worst, rig.progress())
        stop()
        found = rig.verdict(f"{times} kills", f"back within {worst:.1f} s")
        found.unexpected += not worker.alive
        return found


def _kill_one(rig: Rig, children: list[psutil.Process]) -> None:
    if children:
        with contextlib.suppress(psutil.NoSuchProcess):
            rig.chance.choice(children).kill()


@row("kill -9 a child, SQLite")
def child_sqlite(run: Run) -> Verdict:
    return _kill_children(run, postgres=False)


@row("kill -9 a child, PostgreSQL", full_only=True)
def child_postgres(run: Run) -> Verdict:
    return _kill_children(run, postgres=True)


def _kill_groups(run: Run, *, postgres: bool) -> Verdict:
    times = run.pick(2, 50 if postgres else 25)
    with run.rig(postgres=postgres, real=True) as rig:
        worker = rig.work()
        rig.published.kills = True
        stop = rig.load(rig.stories(), 12)
        for _ in range(times):
            rig.progress()
            time.sleep(rig.chance.uniform(0.0, 0.8))
            worker.kill()
            worker = rig.work(wait=False)
        rig.progress()
        stop()
        waiting = rig.open()
        rig.drain(600)
        found = rig.verdict(f"{times} kills, a new worker each time", f"{waiting} waited at the end")
        found.unexpected += not worker.alive
        return found


@row("kill -9 the worker group, PostgreSQL")
def group_postgres(run: Run) -> Verdict:
    return _kill_groups(run, postgres=True)


@row("kill -9 the worker group, SQLite", full_only=True)
def group_sqlite(run: Run) -> Verdict:
    return _kill_groups(run, postgres=False)


@row("a worker that takes nothing")
def stalled(run: Run) -> Verdict:
    """Its children are suspended before they begin anything: Celery counts their messages as being processed.

    The worker must exit with status 1; the next one, as a supervisor would start it, processes every story.
    """
    with run.rig(WIREDESK_STALLED_AFTER="3") as rig:
        worker = rig.work()
        for child in worker.children():
            child.suspend()
        for story in itertools.islice(rig.stories(), 8):
            rig.publish([story])
        rig.wait_for(lambda: not worker.alive, 60, "the end of the worker")
        code, said = worker.process.returncode, worker.said("consumer stalled")
        restarted = rig.work()
        rig.drain()
        found = rig.verdict(f"exited with status {code}")
        found.unexpected += (code != 1) + (said != 1) + (not restarted.alive)
        return found


@row("SIGTERM, rolling restarts")
def rolling(run: Run) -> Verdict:
    """The next worker starts before the last one stops.  Every second time the whole group gets the signal."""
    times = run.pick(3, 40)
    with run.rig(real=True) as rig:
        worker = rig.work()
        stop = rig.load(rig.stories(), 12)
        took, codes = [], []
        for n in range(times):
            following = rig.work()
            began = time.monotonic()
            if n % 2:
                os.killpg(worker.process.pid, signal.SIGTERM)
            else:
                worker.signal(signal.SIGTERM)
            rig.wait_for(lambda gone=worker: not gone.alive, 60, "the end of a worker")  # type: ignore[misc]
            took.append(time.monotonic() - began)
            codes.append(worker.process.returncode)
            worker = following
        stop()
        found = rig.verdict(
            f"{times} restarts",
            f"stopped in {sorted(took)[len(took) // 2]:.1f} s, longest {max(took):.1f} s",
            f"exit codes {sorted(set(codes), key=str)}",
        )
        found.unexpected += sum(one > 30 for one in took)
        return found


@row("SIGTERM twice stops hard")
def twice(run: Run) -> Verdict:
    """Long stories run; a second SIGTERM does not wait for them, and no attempt is counted."""
    with run.rig(FAULTS_STORY_MS="8000") as rig:
        worker = rig.work()
        rig.publish([next(rig.stories(f"slow{n}")) for n in range(4)])
        rig.wait_for(lambda: rig.counts()["leased"] >= 2, 30, "leases")
        worker.signal(signal.SIGTERM)
        time.sleep(0.5)
        began = time.monotonic()
        worker.signal(signal.SIGTERM)
        rig.wait_for(lambda: not worker.alive, 30, "the end of the worker")
        took = time.monotonic() - began
        left = rig.counts()
        rig.work(FAULTS_STORY_MS="0")
        found = rig.verdict(f"stopped in {took:.1f} s", f"given back at once: {left['pending']} of 4")
        found.unexpected += (took > 5) + (left["pending"] != 4)
        return found
