"""Send claim checks of waiting stories from the ledger to the queue, never more than the high-water mark allows.

A story of a live wire is sent alone and at once.  While every child is busy and finds a further message in the queue, a
story would only wait there: it *gathers* in the ledger with those that come after it, and they are sent in one message
as soon as a child has taken the last but one.  Stories of one message are extracted and stored together, in two thirds
of the time (``docs/explanation/speed.md``), so a worker that falls behind becomes faster.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
"""A claimed batch becomes at least this many messages if it has as many stories, so that all children get a share; for
where nobody knows how many children there are."""
TAPERED = 4
"""Stories of a message at the end of a backlog, at least, where it has as many for all children twice over."""
GATHER_SECONDS = 0.02
"""Pause between two looks at a queue for which stories gather: about the time of a story, so that no child waits."""
CLAIM_SIZE = 1_000
"""Maximum number of stories claimed in one transaction: with more, other writers of SQLite wait too long."""
SEND_ERRORS = (OperationalError, *BROKER_ERRORS)


@dataclass(frozen=True, slots=True)
class Dispatched:
    """What became of the stories that waited in the ledger."""

    sent: int
    """Stories sent."""
    gathering: Mapping[str, int] = field(default_factory=dict)
    """The queues for which some were left, to be sent with others as soon as :func:`has_room`; each with the number of
    messages that keeps all children busy."""


@dataclass(frozen=True, slots=True)
class _Lane:
    """A queue of Redis that unsent stories go into."""

    name: str
    languages: list[str | None] | None
    """Languages of the stories; None for all."""
    children: int
    """How many messages of it are processed at once; 0 while no worker is known to run."""


def dispatch(app: Celery, store: Store, settings: Settings, *, gather: bool = False) -> Dispatched:
    """Send what waits in the ledger, flashes first, while the queues have room.

    Args:
        gather: leave stories in the ledger while every child has a next message; the caller looks again every
            :data:`GATHER_SECONDS`. Flashes are sent in any case.

    Raises:
        BrokerUnavailable: the broker does not answer; what could not be sent keeps waiting in the ledger.
    """
    sent = 0
    gathering: dict[str, int] = {}
    depths: dict[str, int] | None = None
    for queue in QUEUES:
        for lane in _lanes(store, settings, queue):
            if depths is None or lane.name not in depths:
                depths = queue_depths(settings, [lane.name])
            depth = depths[lane.name]
            if gather and queue != QueueName.FLASH and 0 < lane.children <= depth:
                gathering[lane.name] = lane.children
                continue
            room = settings.high_water - depth
            while room > 0:
                most = min(room * settings.batch, CLAIM_SIZE)
                if not (stories := _claim(store, queue, most, lane.languages)):
                    break
                if queue == QueueName.FLASH:
                    messages = [[story] for story in stories]
                else:
                    shares, taper = _shares(lane.children, depth), not depth and len(stories) < most
                    messages = list(pack(stories, settings.batch, shares, taper=taper))
                room -= len(messages)
                sent += send(app, store, settings, lane.name, messages)
    if depths is None:
        queue_depths(settings)  # raises where the broker does not answer
    return Dispatched(sent, gathering)


def _shares(children: int, depth: int) -> int:
    """Return how many messages stories should become at least: one for each child where all are busy, two where not."""
    if not children:
        return MIN_MESSAGES
    return children if depth else 2 * children


def has_room(settings: Settings, gathering: Mapping[str, int]) -> bool:
    """Return whether a child has taken a message from one of the queues for which stories gather.

    Raises:
        BrokerUnavailable: the broker does not answer.
    """
    depths = queue_depths(settings, gathering)
    return any(depths[lane] < children for lane, children in gathering.items())


def _lanes(store: Store, settings: Settings, queue: str) -> list[_Lane]:
    """Return the queues of Redis that a queue's unsent stories go into.

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
    is_one = len(lanes) == 1 and len(waiting) == len(next(iter(lanes.values())))
    return [_Lane(name, None if is_one else some, fleet.children(name)) for name, some in lanes.items()]


def _claim(store: Store, queue: str, limit: int, languages: list[str | None] | None) -> list[OutboxEntry]:
    """Claim up to ``limit`` unsent stories; the write lock is taken only if there are any."""
    with store.read() as connection:
        if not ledger.has_unsent(connection, queue):
            return []
    with store.write(durable=False) as connection:  # a claim that a power cut undoes is made again
        return ledger.claim_unsent(connection, queue, limit, languages)


def pack(
    stories: Sequence[OutboxEntry], batch: int, shares: int = MIN_MESSAGES, *, taper: bool = False
) -> Iterator[list[OutboxEntry]]:
    """Divide stories into messages: one story a message when few wait, up to ``batch`` short ones when many do.

    Args:
        shares: messages that there should be at least.
        taper: nothing comes after these stories: each message has its share of those that are left, so that all
            children are busy until the end.
    """
    left = len(stories)
    fewest = max(1, min(TAPERED, left // (2 * shares)))
    max_stories = max(1, min(batch, left // shares))
    message: list[OutboxEntry] = []
    words = 0
    for story in stories:
        if message and (len(message) >= max_stories or words + story.words > MAX_WORDS_PER_MESSAGE):
            yield message
            left -= len(message)
            if taper:
                max_stories = max(fewest, min(batch, left // shares))
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
