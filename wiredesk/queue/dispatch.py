"""Send claim checks of waiting stories from the ledger to the queue, never more than the high-water mark allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from celery import Celery
from kombu import Queue
from kombu.exceptions import OperationalError

from wiredesk import tracing
from wiredesk.contract import QUEUES, QueueName
from wiredesk.queue.broker import BROKER_ERRORS, queue_depths, to_broker_error
from wiredesk.queue.celery_config import TASK
from wiredesk.settings import Settings
from wiredesk.store import Store, ledger
from wiredesk.store.ledger import OutboxEntry

MAX_WORDS_PER_MESSAGE = 8_000
"""Some two seconds of work for one child. A story with more words is sent in a separate message."""
MIN_MESSAGES = 16
"""A claimed batch becomes at least this many messages if it has as many stories, so that all children get a share."""
CLAIM_SIZE = 1_000
"""Maximum number of stories claimed in one transaction: with more, other writers of SQLite wait too long."""
SEND_ERRORS = (OperationalError, *BROKER_ERRORS)


def dispatch(app: Celery, store: Store, settings: Settings) -> int:
    """Send what waits in the ledger, flashes first, while the queues have room. Returns the number of stories sent.

    Raises:
        BrokerUnavailable: the broker does not answer; what could not be sent keeps waiting in the ledger.
    """
    sent = 0
    depths: dict[str, int] | None = None
    for queue in QUEUES:
        for lane, languages in _lanes(store, settings, queue):
            if depths is None or lane not in depths:
                depths = queue_depths(settings, [lane])
            room = settings.high_water - depths[lane]
            while room > 0 and (stories := _claim(store, queue, min(room * settings.batch, CLAIM_SIZE), languages)):
                messages = list(pack(stories, settings.batch, alone=queue == QueueName.FLASH))
                room -= len(messages)
                sent += send(app, store, settings, lane, messages)
    if depths is None:
        queue_depths(settings)  # raises where the broker does not answer
    return sent


def _lanes(store: Store, settings: Settings, queue: str) -> list[tuple[str, list[str | None] | None]]:
    """Return the queues of Redis that a queue's unsent stories go into, each with the languages; None for all.

    Stories in a language that no worker may read now are in none of them: they wait in the ledger.
    """
    with store.read() as connection:
        waiting = ledger.unsent_languages(connection, queue)
        if not waiting:
            return []
        fleet = ledger.read_fleet(connection, settings.language_wait)
    lanes: dict[str, list[str | None]] = {}
    for language in waiting:
        if lane := fleet.lane(queue, language):
            lanes.setdefault(lane, []).append(language)
    if len(lanes) == 1 and len(waiting) == len(next(iter(lanes.values()))):
        return [(next(iter(lanes)), None)]
    return list(lanes.items())


def _claim(store: Store, queue: str, limit: int, languages: list[str | None] | None) -> list[OutboxEntry]:
    """Claim up to ``limit`` unsent stories; the write lock is taken only if there are any."""
    with store.read() as connection:
        if not ledger.has_unsent(connection, queue):
            return []
    with store.write(durable=False) as connection:  # a claim that a power cut undoes is made again
        return ledger.claim_unsent(connection, queue, limit, languages)


def pack(stories: Sequence[OutboxEntry], batch: int, *, alone: bool = False) -> Iterator[list[OutboxEntry]]:
    """Divide stories into messages: one story a message when few wait, up to ``batch`` short ones when many do.

    Args:
        alone: one story a message in any case.
    """
    max_stories = 1 if alone else max(1, min(batch, len(stories) // MIN_MESSAGES))
    message: list[OutboxEntry] = []
    words = 0
    for story in stories:
        if message and (len(message) >= max_stories or words + story.words > MAX_WORDS_PER_MESSAGE):
            yield message
            message, words = [], 0
        message.append(story)
        words += story.words
    if message:
        yield message


def send(app: Celery, store: Store, settings: Settings, queue: str, messages: list[list[OutboxEntry]]) -> int:
    """Send messages of claimed stories and return the number of stories; claims that cannot be sent are undone.

    ``messages`` is emptied as far as it was sent.

    Raises:
        BrokerUnavailable: the broker does not answer, or does not accept a message.
    """
    sent = 0
    try:
        target: Any = Queue(
            queue, routing_key=queue
        )  # a lane that this process takes nothing from is unknown to the app
        with app.producer_pool.acquire(block=True) as producer:
            while messages:
                keys = [[story.id, story.version] for story in messages[0]]
                app.send_task(
                    TASK, args=(keys,), queue=target, producer=producer,
                    argsrepr=argsrepr(keys), headers=tracing.headers(),
                )  # fmt: skip
                sent += len(messages.pop(0))
    except SEND_ERRORS as error:
        raise to_broker_error(settings, error) from error
    finally:
        if messages:
            with store.write() as connection:
                ledger.unclaim(connection, [story.seq for message in messages for story in message])
    return sent


def argsrepr(keys: list[list[Any]]) -> str:
    """Return a message's arguments as Flower and logs show them: how many stories, ids and versions, never text."""
    number = f"{len(keys)} stories: " if len(keys) > 1 else ""
    return number + ", ".join(f"{id}@{version}" for id, version in keys)
