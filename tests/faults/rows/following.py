"""Workers are killed while they write the change log, beside readers that follow it."""

from __future__ import annotations

import threading
import time

from sqlalchemy import select

from tests.faults.rig import Rig, burst
from tests.faults.rows.linking import FAST, SLOW, run_statements
from tests.faults.table import Run, row
from tests.faults.verdict import Verdict
from wiredesk.errors import Unavailable
from wiredesk.store import Store
from wiredesk.store.change_tables import ARRIVALS, ChangeKind
from wiredesk.store.changes import Change, ChangeReader
from wiredesk.store.tables import articles
from wiredesk.store.visibility import is_visible

READERS = 3


class _Follower(threading.Thread):
    """A reader of the log with connections of its own, until it is told that no more will come."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self._store, self._is_last = Store(url), threading.Event()
        self.found: list[Change] = []

    def run(self) -> None:
        reader, after = ChangeReader(self._store), 0
        while True:
            is_last = self._is_last.is_set()
            try:
                batch = reader.read(after, 20)
            except Unavailable:
                continue
            self.found += batch.changes
            after = batch.after
            if is_last and not batch.changes and not batch.held_up:
                self._store.close()
                return
            time.sleep(0.01)

    def finish(self) -> list[Change]:
        self._is_last.set()
        self.join(60)
        return self.found

    def put_together(self) -> dict[str | None, int | None]:
        shown: dict[str | None, int | None] = {}
        for change in self.found:
            if change.what in ARRIVALS or change.what is ChangeKind.REPROCESSED:
                shown[change.id] = change.version
            elif change.id in shown:
                del shown[change.id]
        return shown


def _visible(rig: Rig) -> dict[str | None, int | None]:
    with rig.store.read() as connection:
        rows = connection.execute(select(articles.c.id, articles.c.version).where(is_visible()))
        return {row.id: row.version for row in rows}


def _follow_while_killed(run: Run, *, postgres: bool) -> Verdict:
    with run.rig(postgres=postgres) as rig:
        rig.published.kills = True
        readers = [_Follower(rig.store.url) for _ in range(READERS)]
        for reader in readers:
            reader.start()
        rig.publish(burst(rig.stories(), run.pick(30, 300)))
        worker = rig.work()
        run_statements(rig, SLOW[rig.store.dialect], "changes")
        for _ in range(run.pick(2, 50)):
            time.sleep(rig.chance.uniform(0.5, 2.0))
            worker.kill()
            worker = rig.work()
        run_statements(rig, FAST[rig.store.dialect], "changes")
        rig.drain()
        found = rig.verdict()
        visible = _visible(rig)
        for reader in readers:
            numbers = [change.n for change in reader.finish()]
            found.lost += len(visible.items() ^ reader.put_together().items())
            found.duplicated += len(numbers) - len(set(numbers))
            found.unexpected += numbers != sorted(numbers)
        found.notes.append(f"{len(numbers)} changes of {len(visible)} stories reached each of {READERS} readers")
        return found


@row("kill -9 while readers follow the change log, SQLite", full_only=True)
def changes_sqlite(run: Run) -> Verdict:
    return _follow_while_killed(run, postgres=False)


@row("kill -9 while readers follow the change log, PostgreSQL")
def changes_postgres(run: Run) -> Verdict:
    return _follow_while_killed(run, postgres=True)
