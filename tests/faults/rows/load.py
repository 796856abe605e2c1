"""More load than the workers can take."""

from __future__ import annotations

import time

from sqlalchemy import select

from tests.faults.rig import Rig, burst
from tests.faults.table import Run, row
from tests.faults.verdict import Verdict
from worker.store.schema import articles


@row("ten times overload, with flashes")
def overload(run: Run) -> Verdict:
    """Two children that manage some 18 stories a second get 180; a flash every second overtakes them all."""
    seconds = run.pick(6, 300)
    with run.rig(FAULTS_STORY_MS="100") as rig:
        worker = rig.work()
        stop = rig.load(rig.stories(), 180, batch=60)
        flashes = rig.load(rig.stories("flash", urgency=1, sentences=1), 1, batch=1)
        memory = []
        over = time.monotonic() + seconds
        while time.monotonic() < over:
            time.sleep(1)
            memory.append(int(rig.redis.client().info("memory")["used_memory"]))
        stop()
        flashes()
        waiting = rig.open()
        worker.kill()  # the rest goes fast
        rig.work(FAULTS_STORY_MS="0")
        rig.drain(900)
        late = _latency(rig)
        found = rig.verdict(
            f"{seconds} s, {waiting} waited at its end",
            f"flash p95 {late:.1f} s, Redis at most {max(memory) / 1e6:.1f} MB",
        )
        found.unexpected += late > 30
        return found


def _latency(rig: Rig) -> float:
    """Seconds from acceptance to result that 95 % of the flashes stay below; the restart at the end apart."""
    with rig.store.read() as connection:
        rows = connection.execute(
            select(articles.c.accepted_at, articles.c.ended_at).where(
                articles.c.queue == "flash", articles.c.state == "done"
            )
        ).all()
    took = sorted((ended - accepted).total_seconds() for accepted, ended in rows)
    return took[int(len(took) * 0.95)] if took else 0.0


@row("a burst, then silence")
def burst_row(run: Run) -> Verdict:
    """Thousands at once, in long messages, with a child killed on the way."""
    with run.rig(FAULTS_STORY_MS="0") as rig:
        for batch in (burst(rig.stories(f"b{n}-"), 250) for n in range(run.pick(2, 20))):
            rig.publish(batch)
        worker = rig.work()
        rig.progress()
        for child in worker.children():
            child.kill()
        rig.drain(300)
        return rig.verdict()
