"""The store is locked, restarted, killed, or on a full disk: no story may lose an attempt because of it."""

from __future__ import annotations

import signal
import sqlite3
import time

from sqlalchemy import func, select

from tests.faults.rig import Rig
from tests.faults.table import Run, row
from tests.faults.verdict import Verdict
from tests.support.full_disk import Tmpfs
from wiredesk.store.tables import articles


def _attempts(rig: Rig) -> str:
    """No process died and no story failed, so every story must have exactly one attempt."""
    with rig.store.read() as connection:
        more = connection.execute(select(func.count()).where(articles.c.attempts > 1)).scalar()
    return f"{more} stories counted more than one attempt"


@row("PostgreSQL restarted")
def restarted(run: Run) -> Verdict:
    return _postgres(run, [signal.SIGINT] * run.pick(2, 5))


@row("PostgreSQL kill -9")
def killed(run: Run) -> Verdict:
    return _postgres(run, [signal.SIGKILL] * run.pick(1, 5))


@row("PostgreSQL restarted, then killed", covers=("PostgreSQL restarted", "PostgreSQL kill -9"))
def both(run: Run) -> Verdict:
    return _postgres(run, [signal.SIGINT, signal.SIGKILL])


def _postgres(run: Run, deaths: list[signal.Signals]) -> Verdict:
    with run.rig(postgres=True, real=True) as rig:
        server = run.postgres()
        worker = rig.work()
        stop = rig.load(rig.stories(), 20)
        worst = 0.0
        for how in deaths:
            rig.progress()
            time.sleep(rig.chance.uniform(0.3, 1.5))
            server.stop(how)
            time.sleep(1.5)
            server.start()
            worst = max(worst, rig.progress())
        stop()
        found = rig.verdict(f"{len(deaths)} times, down 1.5 s", f"storing again within {worst:.1f} s", _attempts(rig))
        found.unexpected += not worker.alive
        return found


@row("SQLite locked")
def locked(run: Run) -> Verdict:
    seconds = run.pick(6, 30)
    with run.rig(real=True) as rig:
        worker = rig.work()
        stop = rig.load(rig.stories(), 20)
        rig.progress()
        time.sleep(1)
        other = sqlite3.connect(rig.settings.home / "wire.db", timeout=30, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        time.sleep(seconds)
        other.execute("COMMIT")
        other.close()
        back = rig.progress()
        stop()
        found = rig.verdict(f"{seconds} s", f"storing again within {back:.1f} s", _attempts(rig))
        found.unexpected += not worker.alive
        return found


@row("disk full for the store")
def disk_full(run: Run) -> Verdict:
    """SQLite on a full file system: publish raises an error, workers wait."""
    with Tmpfs(megabytes=24) as disk:
        rig = run.rig()
        rig.home = disk.folder
        with rig:
            worker = rig.work()
            stop = rig.load(rig.stories(), 20)
            rig.progress()
            disk.fill()
            rig.wait_for(lambda: rig.published.refused > 0, 30, "publish's refusal")
            time.sleep(run.pick(3, 20))
            disk.free()
            back = rig.progress()
            stop()
            found = rig.verdict(disk.kind, f"storing again within {back:.1f} s", _attempts(rig))
            found.unexpected += not worker.alive
            for one in rig.workers:
                one.kill()
            rig.store.close()
            return found
