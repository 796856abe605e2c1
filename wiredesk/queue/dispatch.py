"""From the ledger to the queue: claim checks of stories that wait, never more than the high-water mark allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from celery import Celery
from kombu.exceptions import OperationalError

from wiredesk import tracing
from wiredesk.queue.broker import BROKER_ERRORS, queue_depths, to_broker_error
from wiredesk.queue.celery_config import TASK
from wiredesk.settings import Settings
from wiredesk.store import Store, ledger
from wiredesk.store.ledger import QUEUES, OutboxEntry

MAX_WORDS_PER_MESSAGE = 8_000
"""Most words in one message: some two seconds of work for one child."""
MIN_MESSAGES = 16
"""Messages that a batch is cut into at least, so that all children have a share."""
CLAIM_SIZE = 1_000
"""Stories claimed in one transaction: with more, whoever else writes waits too long."""
SEND_ERRORS = (OperationalError, *BROKER_ERRORS)


def dispatch(app: Celery, store: Store, settings: Settings, waiting: Mapping[str, int] | None = None) -> int:
    """Send what waits in the ledger, flashes first, while the queues have room.  Returns the stories sent.

    Args:
        waiting: messages in each queue, where the caller has just asked.

    Raises:
        BrokerUnavailable: the broker does not answer; what could not be sent waits on in the ledger.
    """
    waiting = queue_depths(settings) if waiting is None else waiting
    sent = 0
    for queue in QUEUES:
        room = settings.high_water - waiting[queue]
        while room > 0 and (stories := _claim(store, queue, min(room * settings.batch, CLAIM_SIZE))):
            batches = list(pack(stories, settings.batch, alone=queue == "flash"))
            room -= len(batches)
            sent += send(app, store, settings, queue, batches)
    return sent


def _claim(store: Store, queue: str, limit: int) -> list[OutboxEntry]:
    """Up to ``limit`` unsent stories; the write lock is taken only where there are some."""
    with store.read() as connection:
        if not ledger.has_unsent(connection, queue):
            return []
    with store.write(durable=False) as connection:  # what a power cut forgets here is sent again
        return ledger.claim_unsent(connection, queue, limit)


def pack(stories: Sequence[OutboxEntry], batch: int, *, alone: bool = False) -> Iterator[list[OutboxEntry]]:
    """Cut stories into messages: one a message when few wait, up to ``batch`` short ones when many do."""
    most = 1 if alone else max(1, min(batch, len(stories) // MIN_MESSAGES))
    message: list[OutboxEntry] = []
    words = 0
    for story in stories:
        if message and (len(message) >= most or words + story.words > MAX_WORDS_PER_MESSAGE):
            yield message
            message, words = [], 0
        message.append(story)
        words += story.words
    if message:
        yield message


def send(app: Celery, store: Store, settings: Settings, queue: str, batches: list[list[OutboxEntry]]) -> int:
    """Send messages of claimed stories; those that cannot be sent are unclaimed.  Raises as :func:`dispatch`."""
    sent = 0
    try:
        with app.producer_pool.acquire(block=True) as producer:
            while batches:
                keys = [[story.id, story.version] for story in batches[0]]
                app.send_task(
                    TASK,
                    args=(keys,),
                    queue=queue,
                    producer=producer,
                    argsrepr=_argsrepr(keys),
                    headers=tracing.headers(),
                )
                sent += len(batches.pop(0))
    except SEND_ERRORS as error:
        raise to_broker_error(settings, error) from error
    finally:
        if batches:
            with store.write() as connection:
                ledger.unclaim(connection, [story.seq for batch in batches for story in batch])
    return sent


def _argsrepr(keys: list[list[Any]]) -> str:
    """How a message's arguments stand in Flower and in logs: ids and versions, never text."""
    return ", ".join(f"{id}@{version}" for id, version in keys)
