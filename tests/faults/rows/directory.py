"""The directory of things after disturbed work is that of one undisturbed worker, whoever linked and settled."""

from __future__ import annotations

from tests.faults.rig import Rig, Worker
from tests.faults.table import Run, row
from tests.faults.verdict import Verdict
from tests.support.directory_stories import BEATS, MadeDirectory, directory_story, made_directory
from tests.support.models import name_model
from wiredesk.contract import Article
from wiredesk.process_id import parse
from wiredesk.queue.celery_config import TASK
from wiredesk.store import checkpoints
from wiredesk.store.directory.name_key_rows import count_unsettled
from wiredesk.store.linking import due, linker_lease

SETTLING_SECONDS = 120
"""Seconds after which names that are not settled count as never settled; a linker's lease lasts ten."""
BARE_METHODS = {"surname", "known bearer"}
"""How a bare name is decided that is somebody's."""


def _model() -> str:
    return str(name_model(tuple(dict(reversed([one for cast, _, _ in BEATS for one in cast])).items())))


def _is_settled(rig: Rig) -> bool:
    with rig.store.read() as connection:
        return not due.is_any(connection) and not count_unsettled(connection)


def _settled(rig: Rig) -> MadeDirectory:
    rig.drain()
    rig.wait_for(lambda: _is_settled(rig), SETTLING_SECONDS, "the linker")
    return made_directory(rig.store)


def _linker(rig: Rig) -> Worker | None:
    """Return the worker that holds the linker's lease."""
    with rig.store.read() as connection:
        holder = parse(checkpoints.read(connection, linker_lease.NAME).get("holder", ""))
    return next((one for one in rig.workers if holder and one.process.pid == holder.pid), None)


def _undisturbed(run: Run, batch: list[Article]) -> MadeDirectory:
    with run.rig(model=_model()) as rig:
        rig.publish(batch)
        rig.work(1)
        return _settled(rig)


def _disturb(rig: Rig, batch: list[Article]) -> None:
    """Let some stories be settled, deliver all twice, and kill the worker that links and settles meanwhile."""
    rig.published.kills = True
    for _ in range(2):
        rig.work(1, wait=False)
    rig.wait_for(lambda: all(one.is_ready for one in rig.workers), 240, "two workers")
    few = len(batch) // 4
    rig.publish(batch[:few])
    rig.wait_for(lambda: not rig.open() and _is_settled(rig), 60, "the first settling")
    for _ in range(2):
        rig.publish(batch)
        rig.app.send_task(TASK, args=([[one.id, one.version] for one in batch],), queue="wire")
    rig.wait_for(lambda: rig.ended() > 2 * few, 60, "half of the stories")
    killed = _linker(rig) or rig.workers[0]
    with rig.store.read() as connection:
        waiting, unsettled = due.backlog(connection).due, count_unsettled(connection)
    rig.notes.append(f"at the kill {rig.open()} open, {waiting} not linked, {unsettled} names not settled")
    killed.kill()


def _compare(run: Run, *, postgres: bool) -> Verdict:
    """Let one worker make the directory of stories in order, and two that of the same stories in another order."""
    batch = [directory_story(number)[0] for number in range(run.pick(48, 120))]
    expected = _undisturbed(run, batch)
    with run.rig(postgres=postgres, model=_model(), FAULTS_STORY_MS="50") as rig:
        rig.chance.shuffle(batch)
        _disturb(rig, batch)
        found = _settled(rig)
        joined = sum(one != canonical for one, canonical in found.canonical.items())
        decided = sum(method in BARE_METHODS for _, method, _ in found.identities.values())
        verdict = rig.verdict(f"{len(found.things)} things, {joined} joined, {decided} bare names decided")
        others = [part for part in MadeDirectory.__slots__ if getattr(found, part) != getattr(expected, part)]
        verdict.unexpected += len(others) + (not joined) + (not decided)
        verdict.notes += [f"other {part} than one worker makes" for part in others]
        return verdict


@row("the directory: another order, deliveries twice, the linker killed, SQLite", full_only=True)
def directory_sqlite(run: Run) -> Verdict:
    return _compare(run, postgres=False)


@row("the directory: another order, deliveries twice, the linker killed, PostgreSQL")
def directory_postgres(run: Run) -> Verdict:
    return _compare(run, postgres=True)
