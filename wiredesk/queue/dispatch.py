"""Send claim checks of waiting stories from the ledger to the queue, never more than the high-water mark allows.

A story of a live wire is sent alone and at once.  While every child is busy and finds a further message in the queue, a
story would only wait there: it *gathers* in the ledger with those that come after it, and they are sent in one message
as soon as a child has taken the last but one.  Stories of one message are extracted and stored together, in two thirds
of the time (``docs/explanation/speed.md``), so a worker that falls behind becomes faster.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from celery import Celery
from kombu import Queue
from kombu.exceptions import OperationalError

from wiredesk import tracing
from wiredesk.contract import QUEUES, QueueName
from wiredesk.queue.broker import BROKER_ERRORS, lane_depths, to_broker_error
from wiredesk.queue.celery_config import TASK
from wiredesk.settings import Settings
from wiredesk.store import Store, ledger
from wiredesk.store.ledger import ClaimedArrival, Fleet, OutboxEntry

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
    found_empty: bool = field(default=True, compare=False)
    """Whether the queues that they go into were empty."""


@dataclass(frozen=True, slots=True)
class _Lane:
    """A queue of Redis that unsent stories go into."""

    queue: str
    """The queue that it belongs to: one for all languages."""
    name: str
    languages: tuple[str | None, ...] | None
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
    lanes = _lanes(store, settings)
    depths = lane_depths(settings, [lane.name for lane in lanes] or QUEUES)  # raises where the broker does not answer
    for lane in lanes:
        depth = depths[lane.name]
        if gather and _gathers(lane.queue, lane.children, depth):
            gathering[lane.name] = lane.children
            continue
        room, is_left = settings.high_water - depth, True
        while room > 0 and is_left:
            most = min(room * settings.batch, CLAIM_SIZE)
            with store.write(durable=False) as connection:  # a claim that a power cut undoes is made again
                stories = ledger.claim_unsent(connection, lane.queue, most, lane.languages)
            if not stories:  # another process was first
                break
            is_left = len(stories) == most
            messages = _divide(stories, settings, lane, depth, taper=not depth and not is_left)
            room -= len(messages)
            sent += send(app, store, settings, lane.name, messages)
    return Dispatched(sent, gathering, found_empty=not lanes or not any(depths.values()))


def send_claimed(
    app: Celery, store: Store, settings: Settings, claimed: Sequence[ClaimedArrival], *, gather: bool = False
) -> Dispatched:
    """Send what was claimed with its acceptance, flashes first.  What has no room, or gathers, is not claimed any more.

    Args:
        gather: see :func:`dispatch`.

    Raises:
        BrokerUnavailable: the broker does not answer; what could not be sent keeps waiting in the ledger.
    """
    by_lane: defaultdict[_Lane, list[OutboxEntry]] = defaultdict(list)
    for queue in QUEUES:
        for one in claimed:
            if one.queue == queue:
                by_lane[_Lane(queue, one.lane, None, one.children)].append(one.entry)
    sent = 0
    depths: dict[str, int] = {}
    try:
        depths = lane_depths(settings, {lane.name for lane in by_lane})
        for lane in list(by_lane):
            depth = depths[lane.name]
            is_gathering = gather and _gathers(lane.queue, lane.children, depth)
            if not is_gathering and depth + len(by_lane[lane]) <= settings.high_water:
                messages = _divide(by_lane.pop(lane), settings, lane, depth, taper=not depth)
                sent += send(app, store, settings, lane.name, messages)
    finally:
        if left := [story.seq for stories in by_lane.values() for story in stories]:
            with store.write(durable=False) as connection:
                ledger.unclaim(connection, left)
    return Dispatched(sent, found_empty=not any(depths.values()))


def _gathers(queue: str, children: int, depth: int) -> bool:
    """Return whether every child has a next message, so that stories wait for others."""
    return queue != QueueName.FLASH and 0 < children <= depth


def _divide(
    stories: Sequence[OutboxEntry], settings: Settings, lane: _Lane, depth: int, *, taper: bool
) -> list[list[OutboxEntry]]:
    """Return the messages of stories: a flash has its own."""
    if lane.queue == QueueName.FLASH:
        return [[story] for story in stories]
    return list(pack(stories, settings.batch, _shares(lane.children, depth), taper=taper))


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
    depths = lane_depths(settings, gathering)
    return any(depths[lane] < children for lane, children in gathering.items())


def _lanes(store: Store, settings: Settings) -> list[_Lane]:
    """Return the queues of Redis that unsent stories go into, those for flashes first.

    Stories in a language that no worker may read now are in none of them: they wait in the ledger.
    """
    with store.read() as connection:
        waiting = {
            queue: ledger.unsent_languages(connection, queue)
            for queue in QUEUES
            if ledger.has_unsent(connection, queue)  # not where all of them pause
        }
        if not waiting:
            return []
        fleet = ledger.read_fleet(connection, settings.language_wait)
    return [lane for queue, languages in waiting.items() for lane in _lanes_of(queue, languages, fleet)]


def _lanes_of(queue: str, waiting: Sequence[str | None], fleet: Fleet) -> list[_Lane]:
    lanes: dict[str, list[str | None]] = {}
    for language in waiting:
        if lane := fleet.lane(queue, language):
            lanes.setdefault(lane, []).append(language)
    is_one = len(lanes) == 1 and len(waiting) == len(next(iter(lanes.values())))
    return [_Lane(queue, name, None if is_one else tuple(some), fleet.children(name)) for name, some in lanes.items()]


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
            with store.write(durable=False) as connection:
                ledger.unclaim(connection, [story.seq for message in messages for story in message])
    return sent


def argsrepr(keys: list[list[Any]]) -> str:
    """Return a message's arguments as Flower and logs show them: how many stories, ids and versions, never text."""
    number = f"{len(keys)} stories: " if len(keys) > 1 else ""
    return number + ", ".join(f"{id}@{version}" for id, version in keys)
