"""Workers are killed while they link: in the first transaction of a story, between its two, and in the second."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from sqlalchemy import func, select, text

from tests.faults.rig import Rig, burst
from tests.faults.table import Run, row
from tests.faults.verdict import Verdict
from wiredesk.store.link_tables import LINKED, links, thread_members
from wiredesk.store.linking import due, linker_lease
from wiredesk.store.linking.part_graph import PartGraph
from wiredesk.store.linking.round_up_rows import is_of_many
from wiredesk.store.tables import articles
from wiredesk.store.visibility import is_visible

SLOW = {
    "sqlite": (
        "CREATE VIEW slow AS WITH RECURSIVE one (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM one WHERE n < 400000) "
        "SELECT count(*) AS n FROM one",
        "CREATE TRIGGER slow AFTER INSERT ON {table} BEGIN INSERT INTO audit SELECT -1, n FROM slow WHERE n < 0; END",
    ),
    "postgresql": (
        "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.2); RETURN new; END $$",
        "CREATE TRIGGER slow AFTER INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION slow()",
    ),
}
"""Make each insert into a table take a fifth of a second: a kill then hits its transaction."""
FAST = {
    "sqlite": ("DROP TRIGGER slow", "DROP VIEW slow"),
    "postgresql": ("DROP TRIGGER slow ON {table}", "DROP FUNCTION slow()"),
}


def run_statements(rig: Rig, statements: tuple[str, ...], table: str) -> None:
    with rig.store.write() as connection:
        for statement in statements:
            connection.execute(text(statement.format(table=table)))


def _unlinked(rig: Rig) -> int:
    """Number of stories that readers see and that are not linked, or are in no thread though they are no round-up."""
    with rig.store.read() as connection:
        query = (
            select(articles.c.seq, articles.c.headline, articles.c.body, links.c.state, thread_members.c.thread)
            .join(links, links.c.seq == articles.c.seq, isouter=True)
            .join(thread_members, thread_members.c.seq == articles.c.seq, isouter=True)
            .where(is_visible())
        )
        rows = connection.execute(query).all()
        alone = [one.seq for one in rows if one.thread is None and not is_of_many(one.headline, one.body)]
        graph = PartGraph(connection)
        return sum(one.state != LINKED for one in rows) + sum(not graph.is_round_up(seq) for seq in alone)


def _twice(rig: Rig) -> int:
    """Number of stories in excess: members of threads that readers do not see."""
    with rig.store.read() as connection:
        query = select(func.count()).select_from(thread_members).join(articles, articles.c.seq == thread_members.c.seq)
        return connection.scalar(query.where(~articles.c.visible)) or 0


def _kill_while_slow(run: Run, table: str, *, postgres: bool) -> Verdict:
    """Kill the worker group again and again while inserts into a table are slow."""
    with run.rig(postgres=postgres) as rig:
        rig.published.kills = True
        rig.publish(burst(rig.stories(), run.pick(30, 200)))
        worker = rig.work()
        run_statements(rig, SLOW[rig.store.dialect], table)
        for _ in range(run.pick(2, 20)):
            time.sleep(rig.chance.uniform(0.5, 2.0))
            worker.kill()
            worker = rig.work()
        run_statements(rig, FAST[rig.store.dialect], table)
        rig.drain()
        took = rig.wait_for(lambda: not _unlinked(rig), 120, "the linker")
        found = rig.verdict(f"all linked {took:.1f} s later")
        found.lost += _unlinked(rig)
        found.duplicated += _twice(rig)
        return found


@row("kill -9 while a result is stored, SQLite")
def first_sqlite(run: Run) -> Verdict:
    return _kill_while_slow(run, "thread_terms", postgres=False)


@row("kill -9 while a result is stored, PostgreSQL", full_only=True)
def first_postgres(run: Run) -> Verdict:
    return _kill_while_slow(run, "thread_terms", postgres=True)


@row("kill -9 while a story is linked, SQLite", full_only=True)
def second_sqlite(run: Run) -> Verdict:
    return _kill_while_slow(run, "thread_log", postgres=False)


@row("kill -9 while a story is linked, PostgreSQL")
def second_postgres(run: Run) -> Verdict:
    return _kill_while_slow(run, "thread_log", postgres=True)


@row("kill -9 before stories are linked")
def between(run: Run) -> Verdict:
    """Another process holds the linker's lease and dies: what is stored stays due, and the next worker links it."""
    with run.rig() as rig:
        rig.published.kills = True
        with rig.store.write() as connection:
            linker_lease.take(connection, "another process")
        rig.publish(burst(rig.stories(), run.pick(20, 200)))
        worker = rig.work()
        rig.drain()
        with rig.store.read() as connection:
            waiting = due.backlog(connection).due
        worker.kill()
        began = datetime.now(UTC)
        rig.work()
        took = rig.wait_for(lambda: not _unlinked(rig), 120, "the linker")
        found = rig.verdict(f"{waiting} waited at the kill", f"all linked {took:.1f} s later", f"killed {began:%H:%M}")
        found.lost += _unlinked(rig)
        found.duplicated += _twice(rig)
        return found
