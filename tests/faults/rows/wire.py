"""Faults of the input: duplicates, versions out of order, wrong clocks, and messages of other releases."""

from __future__ import annotations

import base64
import json
import threading
import time

from tests.faults.rig import Rig, burst
from tests.faults.table import Run, row
from tests.faults.verdict import Verdict
from tests.support.generated_stories import story
from tests.support.wrong_clock import wrong_clock
from wiredesk.queue.celery_config import TASK

GARBAGE = (
    b"not a message",
    b"\xff\xfe\x00",
    b"{}",
    b"[]",
    b'{"properties": null}',
    b'{"properties": {"delivery_tag": "x", "delivery_info": null}, "headers": null}',
    b'{"body": "%", "properties": {"delivery_tag": "x", "body_encoding": "base64"}}',
)
"""Queue entries that are not messages; each of them would end kombu's event loop."""


def _versions(run: Run, *, postgres: bool) -> Verdict:
    """Each story has four versions, shuffled, each published ten times by two producers; some are cancelled.

    Every claim check is sent ten times, too.
    """
    with run.rig(postgres=postgres) as rig:
        rig.work(3)
        number = run.pick(20, 150)
        batch = []
        for n in range(number):
            top = "canceled" if n % 5 == 0 else "withheld" if n % 5 == 1 else "usable"
            for version in range(1, 5):
                status = top if version == 4 else "usable"
                batch.append(story(rig.chance, f"v{n}", version, status=status))
                if top == "canceled":
                    rig.published.canceled.add((f"v{n}", version))
        rig.chance.shuffle(batch)

        def produce(seed: int) -> None:
            own = list(batch)
            for _ in range(5):
                for at in range(0, len(own), 16):
                    rig.publish(own[at : at + 16])
                    keys = [[one.id, one.version] for one in own[at : at + 4]]
                    rig.app.send_task(TASK, args=(keys,), queue="wire")

        threads = [threading.Thread(target=produce, args=(n,)) for n in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return rig.verdict("each version 10 times, 2 producers, 3 children")


@row("duplicates and versions, PostgreSQL")
def versions_postgres(run: Run) -> Verdict:
    return _versions(run, postgres=True)


@row("duplicates and versions, SQLite")
def versions_sqlite(run: Run) -> Verdict:
    return _versions(run, postgres=False)


@row("claim checks delivered ten times")
def redelivered(run: Run) -> Verdict:
    """The broker redelivers stories that are being processed or done, as after an early visibility timeout."""
    with run.rig(FAULTS_STORY_MS="60") as rig:
        rig.work(3)
        for batch in (burst(rig.stories(f"b{n}-"), 8) for n in range(run.pick(4, 20))):
            keys = [[one.id, one.version] for one in batch]
            rig.publish(batch)
            for _ in range(10):
                rig.app.send_task(TASK, args=(keys,), queue="wire")
        return rig.verdict()


@row("a worker whose clock is an hour off")
def clock(run: Run) -> Verdict:
    """One worker's clock is right, one is an hour ahead, one is an hour behind; children are killed meanwhile."""
    with run.rig(postgres=True, FAULTS_STORY_MS="50", WIREDESK_VISIBILITY_TIMEOUT="60") as rig:
        rig.work(2, wait=False)
        rig.work(1, wait=False, **wrong_clock("+3600s"))
        rig.work(1, wait=False, **wrong_clock("-3600s"))
        rig.wait_for(lambda: all(worker.is_ready for worker in rig.workers), 90, "three workers")
        rig.published.kills = True
        stop = rig.load(rig.stories(), 30)
        for _ in range(run.pick(2, 12)):
            time.sleep(2)
            for worker in rig.workers:
                children = worker.children()
                if children:
                    rig.chance.choice(children).kill()
        rig.progress()
        stop()
        found = rig.verdict("clocks of one host: 0, +1 h, -1 h")
        found.unexpected += sum(not worker.alive for worker in rig.workers)
        return found


@row("messages of other releases, and none at all")
def skew(run: Run) -> Verdict:
    """Older and newer arguments, an unknown task, a body that cannot be decoded, entries that are not messages."""
    with run.rig() as rig:
        message = json.loads(_a_message(rig))
        worker = rig.work()
        batch = burst(rig.stories(), 40)
        rig.publish(batch[:10])
        send = rig.app.send_task
        send(TASK, args=([[batch[0].id, 1], ["nobody", 7]],), queue="wire")
        send(TASK, args=([[batch[1].id, "1"]],), kwargs={"schema": 9, "trace": {"a": 1}}, queue="wire")
        for strange in ([["only-an-id"]], "text", None, [[1, 2, 3]], {"a": 1}):
            send(TASK, args=(strange,), queue="wire")
        send(TASK, args=(), queue="wire")
        send("wiredesk.of-another-age", args=(1,), queue="wire")
        rig.publish(batch[10:20])
        client = rig.redis.client()
        prefix = rig.settings.key_prefix
        for body, kind, encoding in (
            (b"\x80\x04 not json", "application/json", "utf-8"),
            (b"\x80\x04N.", "application/x-python-serialize", "binary"),
            (b"[[1]", "application/json", "utf-8"),
            (b"x", "application/zstd-of-tomorrow", "utf-9"),
        ):
            message["body"] = base64.b64encode(body).decode()
            client.lpush(
                f"{prefix}wire", json.dumps(message | {"content-type": kind, "content-encoding": encoding})
            )  # fmt: skip
        rig.publish(batch[20:30])
        for garbage in GARBAGE:
            client.lpush(f"{prefix}wire", garbage)
        rig.publish(batch[30:])
        found = rig.verdict()
        skipped = worker.said("skipped a queue entry that is not a message")
        found.notes.append(f"{skipped} of {len(GARBAGE)} malformed entries skipped")
        found.unexpected += (not worker.alive) + (skipped != len(GARBAGE))
        return found


def _a_message(rig: Rig) -> bytes:
    """Return a message as Celery writes it, taken from the queue before a worker runs."""
    rig.app.send_task(TASK, args=([],), queue="bulk")
    return rig.redis.client().rpop(f"{rig.settings.key_prefix}bulk")  # type: ignore[return-value]
