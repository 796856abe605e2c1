"""Whether a process does its work, told by progress in the ledger rather than by a ping.

A busy worker cannot answer a ping and a worker that lost its queue still can; the ledger knows better.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, func, select

from desk.queries.changes import clock
from worker.settings import Settings
from worker.store import Store
from worker.store.ledger import QUEUES
from worker.store.schema import articles, extractions

PATIENCE = 120.0
"""Seconds without progress, while there is work, after which a process counts as stuck."""


@dataclass(frozen=True, slots=True)
class Health:
    well: bool
    says: str


def worker(settings: Settings, store: Store, *, host: str | None = None, patience: float = PATIENCE) -> Health:
    """The workers of this host: well while they hold a story, finished one lately, or have nothing to do.

    Raises:
        Unavailable: store or broker does not answer, so nothing can be told.
    """
    from worker.broker import lengths

    host = host or socket.gethostname()
    with store.read() as connection:
        holding = _holding(connection, host)
        lately = _lately(connection, host, patience)
        waits = _waits(connection, patience)
    if holding:
        return Health(True, f"reads {holding} stories")
    if lately:
        return Health(True, f"stored {lately} stories in the last {patience:.0f} s")
    messages = sum(lengths(settings)[queue] for queue in QUEUES)
    if messages and waits:
        return Health(False, f"{messages} messages wait and nothing was stored here for {patience:.0f} s")
    return Health(True, "nothing to do")


def producer(settings: Settings, store: Store, *, patience: float = PATIENCE) -> Health:
    """The producer: well while what it accepted goes into the queues.

    Raises:
        Unavailable: store or broker does not answer, so nothing can be told.
    """
    from worker.broker import lengths

    with store.read() as connection:
        present = clock(connection)
        late = connection.scalar(
            select(func.count()).where(
                articles.c.state == "pending",
                articles.c.sent_at.is_(None),
                articles.c.attempts == 0,
                articles.c.accepted_at < present - timedelta(seconds=patience),
            )
        )
    waiting = lengths(settings)
    if late and all(waiting[queue] < settings.high_water for queue in QUEUES):
        return Health(False, f"{late} stories wait to be sent though the queues have room")
    return Health(True, "everything that the queues have room for is sent")


def web(address: str) -> Health:
    """The web desk: well while it answers a reader's question from the store."""
    from urllib.error import URLError
    from urllib.request import urlopen

    try:
        with urlopen(f"{address}/readyz", timeout=10) as answer:
            return Health(answer.status == 200, "answers")
    except (URLError, OSError) as error:
        return Health(False, f"{address}: {getattr(error, 'reason', None) or error}")


def _holding(connection: Connection, host: str) -> int:
    """Leases of this host that have not run out."""
    mine = articles.c.lease_owner.startswith(f"{host}/", autoescape=True)
    query = select(func.count()).where(articles.c.state == "leased", mine, articles.c.lease_until > clock(connection))
    return connection.scalar(query) or 0


def _lately(connection: Connection, host: str, seconds: float) -> int:
    """Results that this host stored within so many seconds."""
    query = (
        select(func.count())
        .select_from(extractions.join(articles, articles.c.seq == extractions.c.seq))
        .where(
            extractions.c.stored_at > clock(connection) - timedelta(seconds=seconds),
            articles.c.worker.startswith(f"{host}/", autoescape=True),
        )
    )
    return connection.scalar(query) or 0


def _waits(connection: Connection, seconds: float) -> int:
    """Stories that were sent longer ago than this and that nobody took."""
    sent = articles.c.sent_at < clock(connection) - timedelta(seconds=seconds)
    return connection.scalar(select(func.count()).where(articles.c.state == "pending", sent)) or 0
