"""The release before this one works beside it, while the store is migrated and after it."""

from __future__ import annotations

import signal
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from sqlalchemy import func, select, text

from tests.faults.rig import READY_SECONDS, Rig, Worker
from tests.faults.rows.languages import french_settings, model_of, story_in
from tests.faults.table import Run, row
from tests.faults.verdict import Verdict
from tests.support.waiting import HANG_SECONDS
from wiredesk.contract import Article, Extraction
from wiredesk.store import maintenance, results
from wiredesk.store.tables import articles, extractions

ARCHIVE = Path(__file__).parents[1] / "releases" / "wiredesk-0.2.0.tar.xz"
"""What the wheel of release 0.2.0 installs, without the desk: ``pip wheel`` of its commit, unpacked."""


class Earlier:
    """Release 0.2.0, unpacked into a folder of a rig; its dependencies are those of this environment."""

    def __init__(self, rig: Rig) -> None:
        self._rig, self.site, self.inbox = rig, rig.folder / "release-0.2.0", rig.folder / "inbox"
        self.inbox.mkdir()
        with tarfile.open(ARCHIVE) as archive:
            archive.extractall(self.site, filter="data")
        self.watching: subprocess.Popen[bytes] | None = None

    def environment(self) -> dict[str, str]:
        return self._rig.environment(PYTHONPATH=str(self.site), WIREDESK_EXTRACTORS="none")

    def create_store(self) -> None:
        code = (
            "import wiredesk; from wiredesk.settings import load; from wiredesk.store import open_store; "
            "assert wiredesk.__version__ == '0.2.0'; open_store(load()).close()"
        )
        subprocess.run([sys.executable, "-c", code], cwd=self.site, env=self.environment(), check=True)

    def work(self) -> Worker:
        return self._rig.work(1, cwd=self.site, PYTHONPATH=str(self.site), WIREDESK_EXTRACTORS="none")

    def watch(self) -> None:
        """Start a producer that reads what is dropped into its folder."""
        with (self._rig.folder / "producer.log").open("ab") as log:
            self.watching = subprocess.Popen(
                [sys.executable, "-m", "producer", "feed", "--watch", str(self.inbox)],
                cwd=self.site, env=self.environment(), stdout=log, stderr=log,
            )  # fmt: skip

    def drop(self, batch: Sequence[Article]) -> None:
        """Give stories to the producer, and wait until the ledger has them."""
        keys = {(article.id, article.version) for article in batch}
        self._rig.published.tried |= keys
        name = f"{batch[0].id}.jsonl"
        part = self._rig.folder / name
        part.write_text("".join(f"{article.model_dump_json()}\n" for article in batch))
        part.rename(self.inbox / name)
        done = self.inbox / "done" / name
        self._rig.wait_for(done.exists, READY_SECONDS, f"the earlier producer to take {name}")
        self._rig.published.accepted |= keys

    def stop_watching(self) -> int:
        assert self.watching is not None
        self.watching.send_signal(signal.SIGTERM)
        return self.watching.wait(HANG_SECONDS)


@row("0.2.0 beside this release, SQLite", full_only=True)
def on_sqlite(run: Run) -> Verdict:
    return _beside(run, postgres=False)


@row("0.2.0 beside this release, PostgreSQL")
def on_postgres(run: Run) -> Verdict:
    return _beside(run, postgres=True)


def _beside(run: Run, *, postgres: bool) -> Verdict:
    """Old worker and producer run while the store is migrated; then each works with the other half of the new release.

    The old worker is started again after the migration, and so is the old producer.  It reads no French: what it took
    is stored without results, and read again once it is gone.
    """
    number = run.pick(24, 200)
    rig = run.rig(postgres=postgres)
    earlier: list[Earlier] = []
    stories = rig.stories("mixed")

    def prepare() -> None:
        earlier.append(Earlier(rig))
        earlier[0].create_store()
        earlier[0].work()
        earlier[0].watch()

    rig.prepare = prepare
    with rig:  # migrates the store beside the running processes
        old = earlier[0]
        [first] = rig.workers
        with rig.store.read() as connection:
            before = connection.scalar(text("SELECT version_num FROM alembic_version"))
        old.drop(list(islice(stories, number)))  # old producer, old worker
        rig.publish(list(islice(stories, number)))  # new producer, old worker
        rig.drain()
        new = rig.work(1, **french_settings())
        rig.publish(list(islice(stories, number)))
        old.drop(list(islice(stories, number)))
        first.kill()  # with what it holds
        again = old.work()
        stopped = old.stop_watching()
        old.watch()
        old.drop(list(islice(stories, number)))
        rig.publish(list(islice(stories, number)))
        rig.publish([story_in(rig, "fr", f"fr{n}") for n in range(number)])
        rig.drain()
        again.signal(signal.SIGTERM)
        left = again.process.wait(HANG_SECONDS)
        old.drop(list(islice(stories, number)))  # old producer, new worker
        rig.drain()
        rig.published.kills = True
        unread, read_again = _read_french_again(rig)
        rig.notes.append(f"{unread} of {number} stories in French stored without results, then read")
        shares = [_stored_by(rig, worker) for worker in (first, again, new)]
        rig.notes.append(f"stored by the old worker {shares[0]} and {shares[1]}, by the new one {shares[2]}")
        found = rig.verdict(f"store at {before} for 0.2.0", f"old worker left with {left}, old producer with {stopped}")
        found.duplicated -= read_again
        found.unexpected += len(_unread_french(rig))
        found.unexpected += shares.count(0) + (not new.alive) + (left != 0) + (stopped != 0) + old.stop_watching()
        return found


def _read_french_again(rig: Rig) -> tuple[int, int]:
    """Do ``wiredesk reprocess --language fr``; return how many stories lacked their results, and how many were read."""
    unread = len(_unread_french(rig))
    with rig.store.write() as connection:
        seqs = maintenance.reprocessable(connection, since=None, engine_before=None, language="fr")
        read_again = maintenance.reprocess(connection, seqs)
    rig.drain()
    return unread, read_again


def _unread_french(rig: Rig) -> list[int]:
    """Return the stories in French that no French model has read."""
    with rig.store.read() as connection:
        seqs = connection.scalars(select(extractions.c.seq).where(extractions.c.language == "fr")).all()
        found = {seq: Extraction.model_validate_json(results.document(connection, seq) or "{}") for seq in seqs}
    return [seq for seq, one in found.items() if model_of(one) != "fr_pipeline" or not one.entities]


def _stored_by(rig: Rig, worker: Worker) -> int:
    """Return how many stories a worker finished."""
    mine = articles.c.worker.contains(f"/{worker.process.pid}/", autoescape=True)
    with rig.store.read() as connection:
        found = connection.scalar(select(func.count()).where(articles.c.state == "done", mine))
    return found or 0
