"""PostgreSQL answers and refuses, or forgets; a child hangs between attempts; the clock is set back."""

from __future__ import annotations

import signal
import time
from itertools import islice
from pathlib import Path

import psycopg
from sqlalchemy import func, select, update

from tests.faults.rig import Rig, Worker
from tests.faults.table import Run, row
from tests.faults.verdict import Verdict
from tests.support.wrong_clock import wrong_clock
from wiredesk.contract import Article
from wiredesk.store import ledger
from wiredesk.store.tables import articles
from wiredesk.store.types import now

LEASE_SECONDS = 10
"""The shortest lease that the settings allow, so that rows in which one expires are short."""
READ_ONLY = "default_transaction_read_only"
TABLE_AWAY, TABLE_BACK = "ALTER TABLE extractions RENAME TO away", "ALTER TABLE away RENAME TO extractions"
UNINDEXABLE = " ".join("-".join(chr(0x20000 + n * step % 40_000) for step in (1, 7, 13)) for n in range(60_000))
"""More words than a PostgreSQL ``tsvector`` holds, in less than a megabyte."""


@row("PostgreSQL refuses and forgets")
def refuses(run: Run) -> Verdict:
    """It is read-only, a table is away, it forgets commits, it cannot index a text: no story pays for it."""
    seconds = run.pick(3, 20)
    with run.rig(postgres=True, WIREDESK_LEASE=str(LEASE_SECONDS)) as rig:
        worker = rig.work()
        stop = rig.load(rig.stories(), 10)
        rig.progress()
        read_only = _while_refused(
            rig, run, seconds, f"ALTER DATABASE fault SET {READ_ONLY} = on", f"ALTER DATABASE fault RESET {READ_ONLY}"
        )
        away = _while_refused(rig, run, seconds, TABLE_AWAY, TABLE_BACK)
        rig.publish([Article(id=f"long{n}", headline="Many words", body=UNINDEXABLE) for n in range(2)])
        _forget_commits(rig, worker)
        rig.progress()
        stop()
        rig.drain()
        with rig.store.read() as connection:
            more = connection.scalar(select(func.count()).where(articles.c.attempts > 1)) or 0
        lines = worker.log.read_text(errors="replace").count("waiting for the store")
        rig.notes.append(f"storing again {read_only:.1f} s after read-only, {away:.1f} s after a table was away")
        found = rig.verdict(f"{more} stories counted more than one attempt", f"{lines} lines about the store")
        found.unexpected += more + (not worker.alive) + worker.said("Traceback")
        return found


def _while_refused(rig: Rig, run: Run, seconds: float, begin: str, end: str) -> float:
    """Let the server refuse for some seconds, to connections that stay open; return how long storing took after it."""
    with psycopg.connect(run.postgres().admin, dbname="fault", autocommit=True) as admin:
        admin.execute(begin)
        admin.execute(  # the open connections find out, as at a primary that was demoted
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'fault' AND pid <> pg_backend_pid()"
        )
        time.sleep(seconds)
        admin.execute(f"SET {READ_ONLY} = off")
        admin.execute(end)
    return rig.progress()


def _forget_commits(rig: Rig, worker: Worker) -> None:
    """Leave leases of living children of which the children know nothing: their last commits were lost."""
    batch = list(islice(rig.stories("forgotten"), 4))
    keys = {(article.id, article.version) for article in batch}
    rig.published.tried |= keys
    owner = articles.c.worker.contains(f"/{worker.process.pid}/", autoescape=True)
    with rig.store.write() as connection:
        holder = connection.scalar(select(articles.c.worker).where(owner).limit(1))
        ledger.accept(connection, batch)
        values = {"state": "leased", "lease_owner": holder, "lease_until": now(LEASE_SECONDS), "sent_at": now()}
        ids = [article.id for article in batch]
        connection.execute(update(articles).where(articles.c.id.in_(ids)).values(**values))
    rig.published.accepted |= keys


@row("a child suspended between attempts")
def suspended(run: Run) -> Verdict:
    """A child that waits for the store with its leases is suspended: others take its stories, and it is replaced."""
    with run.rig(postgres=True, WIREDESK_LEASE=str(LEASE_SECONDS)) as rig:
        worker = rig.work()
        stop = rig.load(rig.stories(), 10)
        rig.progress()
        with psycopg.connect(run.postgres().admin, dbname="fault", autocommit=True) as admin:
            admin.execute(TABLE_AWAY)
            rig.wait_for(lambda: worker.said("waiting for the store") >= 2, 30, "children that wait for the store")
            children = [child for child in worker.children() if child.is_running()]
            victim = children[0]
            victim.send_signal(signal.SIGSTOP)
            admin.execute(TABLE_BACK)
        stop()
        began = time.monotonic()
        rig.drain(120)
        took = time.monotonic() - began
        killed = rig.wait_for(lambda: not victim.is_running(), 4 * LEASE_SECONDS, "the end of the suspended child")
        rig.published.kills = True
        found = rig.verdict(f"its stories were done {took:.1f} s later, it was ended {killed:.1f} s after that")
        found.unexpected += (not worker.alive) + (worker.said("child hangs") != 1)
        return found


@row("the clock is set back an hour, SQLite")
def set_back(run: Run) -> Verdict:
    """All that waits was sent in what is now the future, and Redis forgets its messages."""
    with run.rig() as rig:
        offset = Path(rig.folder / "clock")
        offset.write_text("+3600s")
        worker = rig.work(2, FAULTS_STORY_MS="100", **wrong_clock(file=offset))
        with rig.store.write() as connection:  # accepted and not sent: the worker sends them in its future
            batch = list(islice(rig.stories(), run.pick(60, 400)))
            ledger.accept(connection, batch)
        keys = {(article.id, article.version) for article in batch}
        rig.published.tried |= keys
        rig.published.accepted |= keys
        rig.progress()
        offset.write_text("+0s")
        rig.redis.client().flushall()
        began = time.monotonic()
        rig.drain(120)
        rig.published.kills = True
        found = rig.verdict(f"drained {time.monotonic() - began:.1f} s after")
        found.unexpected += not worker.alive
        return found
