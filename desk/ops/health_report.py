"""Whether a process does its work, told by its progress rather than by a ping.

A busy worker cannot answer a ping and a worker that lost its queue still can.  The ledger knows what it finished, and
the file that its main loop touches (:mod:`wiredesk.heartbeat`) whether that loop turns while there is nothing to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, func, select

from desk.queries.changes import clock
from wiredesk import process_id as owners
from wiredesk.errors import StoreUnavailable
from wiredesk.heartbeat import list_heartbeats
from wiredesk.settings import Settings
from wiredesk.store import Store
from wiredesk.store.ledger import QUEUES
from wiredesk.store.tables import articles, extractions

PATIENCE = 120.0
"""Seconds without progress, while there is work, after which a process counts as stuck."""


@dataclass(frozen=True, slots=True)
class Health:
    well: bool
    says: str


def worker(settings: Settings, store: Store, *, patience: float = PATIENCE) -> Health:
    """The workers of this host: well while they turn, and hold a story, finished one lately, or have nothing to do.

    Raises:
        Unavailable: store or broker does not answer, so nothing can be told.
    """
    from wiredesk.queue.broker import queue_depths

    host = owners.host_identity()
    with store.read() as connection:
        holding = _holding(connection, host)
        lately = _lately(connection, host, patience)
        waits = _waits(connection, patience)
    messages = sum(queue_depths(settings)[queue] for queue in QUEUES)
    if hangs := _hangs(settings, "worker", patience):
        return hangs
    if holding:
        return Health(True, f"reads {holding} stories")
    if lately:
        return Health(True, f"stored {lately} stories in the last {patience:.0f} s")
    if messages and waits:
        return Health(False, f"{messages} messages wait and nothing was stored here for {patience:.0f} s")
    return Health(True, "nothing to do")


def producer(settings: Settings, store: Store, *, patience: float = PATIENCE) -> Health:
    """The producer: well while what it accepted goes into the queues.

    Raises:
        Unavailable: store or broker does not answer, so nothing can be told.
    """
    from wiredesk.queue.broker import queue_depths

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
    waiting = queue_depths(settings)
    if hangs := _hangs(settings, "producer", patience):
        return hangs
    if late and all(waiting[queue] < settings.high_water for queue in QUEUES):
        return Health(False, f"{late} stories wait to be sent though the queues have room")
    return Health(True, "everything that the queues have room for is sent")


def web(address: str, *, patience: float = PATIENCE) -> Health:
    """The web desk: well while it answers a reader's question from the store, within ten seconds at most.

    Raises:
        StoreUnavailable: it turns, but its store does not answer.
    """
    from urllib.error import HTTPError, URLError
    from urllib.request import urlopen

    try:
        with urlopen(f"{address}/readyz", timeout=min(10.0, patience)) as answer:
            return Health(answer.status == 200, "answers")
    except HTTPError as error:
        if error.code != 503:
            return Health(False, f"{address}: {error.code} {error.reason}")
        raise StoreUnavailable(f"web desk {address}", "its store does not answer", "mend the store") from None
    except (URLError, OSError) as error:
        return Health(False, f"{address}: {getattr(error, 'reason', None) or error}")


def _hangs(settings: Settings, role: str, patience: float) -> Health | None:
    """What is wrong with the processes of this host that share this home; None where each of them turns."""
    found = list_heartbeats(settings.home, role)
    if not found:
        return Health(False, f"none runs on this host with the home {settings.home.absolute()}")
    oldest = max(found, key=lambda sign: sign.age)
    if oldest.age > patience:
        return Health(False, f"process {oldest.pid} hangs: it gave no sign for {oldest.age:.0f} s")
    return None


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
