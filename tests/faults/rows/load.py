"""More load than the workers can process."""

from __future__ import annotations

import time
from bisect import bisect

from sqlalchemy import func, select

from tests.faults.rig import Rig, burst
from tests.faults.table import Run, row
from tests.faults.verdict import Verdict
from wiredesk.contract import OPEN_STATES
from wiredesk.queue.broker import queue_depths
from wiredesk.store.tables import articles

MOST_BEFORE = 6
"""Maximum number of other stories that are started while a flash waits: a message contains up to 32."""
MOST_MEMORY = 8_000_000
"""Bytes that Redis may use: some 1,500,000 of its own, the rest for 512 messages a queue."""


@row("ten times overload, with flashes")
def overload(run: Run) -> Verdict:
    """Two children that can process four stories a second get 40; a flash every second overtakes all others.

    A child needs 16 s for a message then.  A flash may wait for the stories that two children start before their check;
    in the full run, for two seconds.
    """
    seconds = run.pick(6, 300)
    with run.rig(FAULTS_STORY_MS="500") as rig:
        rig.publish(burst(rig.stories("backlog"), 640))  # in messages of the maximum size
        worker = rig.work()
        stop = rig.load(rig.stories(), 40, batch=40)
        flashes = rig.load(rig.stories("flash", urgency=1, sentences=1), 1, batch=1)
        memory, longest = [], 0
        over = time.monotonic() + seconds
        while time.monotonic() < over:
            time.sleep(1)
            memory.append(int(rig.redis.client().info("memory")["used_memory"]))
            longest = max(longest, *queue_depths(rig.settings).values())
        stop()
        flashes()
        waiting = rig.open()
        rig.wait_for(lambda: not _open_flashes(rig), 60, "the last flashes")
        worker.kill()  # the remaining stories need no pause
        rig.work(FAULTS_STORY_MS="0")
        rig.drain(900)
        late, before = _flashes(rig)
        found = rig.verdict(
            f"{seconds} s, {waiting} waited at its end",
            f"flash p95 {late:.1f} s, behind {before} stories",
            f"Redis at most {max(memory) / 1e6:.1f} MB, {longest} messages",
        )
        found.unexpected += before > MOST_BEFORE or late > run.pick(30, 2)
        found.unexpected += max(memory) > MOST_MEMORY or longest > 2 * rig.settings.high_water
        return found


def _open_flashes(rig: Rig) -> int:
    with rig.store.read() as connection:
        of = (articles.c.queue == "flash", articles.c.state.in_(OPEN_STATES))
        return connection.scalar(select(func.count()).where(*of)) or 0


def _flashes(rig: Rig) -> tuple[float, int]:
    """The 95th percentiles of the flashes: seconds from acceptance to result, and stories started while they waited."""
    at = (articles.c.accepted_at, articles.c.started_at, articles.c.ended_at)
    with rig.store.read() as connection:
        done = select(*at).where(articles.c.state == "done").order_by(articles.c.started_at)
        rows = connection.execute(done.where(articles.c.queue == "flash")).all()
        begun = [row.started_at for row in connection.execute(done.where(articles.c.queue != "flash"))]
    took = sorted((ended - accepted).total_seconds() for accepted, _, ended in rows)
    before = sorted(bisect(begun, started) - bisect(begun, accepted) for accepted, started, _ in rows)
    return (took[int(len(took) * 0.95)], before[int(len(before) * 0.95)]) if rows else (0.0, 0)


@row("a burst, then silence")
def burst_row(run: Run) -> Verdict:
    """Thousands of stories at once, in long messages; a child is killed while they are processed."""
    with run.rig(FAULTS_STORY_MS="0") as rig:
        for batch in (burst(rig.stories(f"b{n}-"), 250) for n in range(run.pick(2, 20))):
            rig.publish(batch)
        worker = rig.work()
        rig.progress()
        for child in worker.children():
            child.kill()
        rig.drain()
        return rig.verdict()
