"""Whether a process makes progress.

A ping does not show this: a busy worker cannot answer one, and a worker that lost its queue still can.  The ledger
shows what a process finished, and its heartbeat file (:mod:`wiredesk.heartbeat`) shows whether its main loop runs
while there is nothing to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from sqlalchemy import Connection, func, select

from wiredesk import process_id as owners
from wiredesk.contract import QUEUES, LedgerState
from wiredesk.errors import StoreUnavailable
from wiredesk.heartbeat import list_heartbeats
from wiredesk.queue.broker import queue_depths
from wiredesk.settings import Settings
from wiredesk.store import Store, sink_state
from wiredesk.store.tables import articles, extractions
from wiredesk.store.types import database_time

TIMEOUT_SECONDS = 120.0
"""Seconds without progress, while there is work, after which a process counts as stuck."""
MAX_WEB_SECONDS = 10.0
"""Longest wait for the answer of the web desk, whatever the timeout."""


@dataclass(frozen=True, slots=True)
class Health:
    """The result of a probe."""

    healthy: bool
    message: str


def worker(settings: Settings, store: Store, *, timeout: float = TIMEOUT_SECONDS) -> Health:
    """Probe the workers of this host.

    They are healthy if their main loops run and they hold a story, stored one within the timeout, or have no work.

    Raises:
        Unavailable: the store or the broker does not answer, so the state is unknown.
    """
    host = owners.host_identity()
    with store.read() as connection:
        leases = _count_leases(connection, host)
        stored = _count_stored(connection, host, timeout)
        overdue = _count_overdue(connection, timeout)
    messages = sum(queue_depths(settings)[queue] for queue in QUEUES)
    if stuck := _heartbeat_problem(settings, "worker", timeout):
        return stuck
    if leases:
        return Health(True, f"processing {leases} stories")
    if stored:
        return Health(True, f"stored {stored} stories in the last {timeout:.0f} s")
    if messages and overdue:
        return Health(False, f"{messages} messages in the queues, but no story stored on this host for {timeout:.0f} s")
    return Health(True, "no work")


def producer(settings: Settings, store: Store, *, timeout: float = TIMEOUT_SECONDS) -> Health:
    """Probe the producer: it is healthy if accepted stories are sent while the queues have room.

    Raises:
        Unavailable: the store or the broker does not answer, so the state is unknown.
    """
    with store.read() as connection:
        present = database_time(connection)
        unsent = connection.scalar(
            select(func.count()).where(
                articles.c.state == LedgerState.PENDING,
                articles.c.sent_at.is_(None),
                articles.c.attempts == 0,
                articles.c.accepted_at < present - timedelta(seconds=timeout),
            )
        )
    messages = queue_depths(settings)
    if stuck := _heartbeat_problem(settings, "producer", timeout):
        return stuck
    if unsent and all(messages[queue] < settings.high_water for queue in QUEUES):
        return Health(False, f"{unsent} stories are not sent although the queues have room")
    return Health(True, "all stories that the queues have room for are sent")


def deliver(settings: Settings, store: Store, *, timeout: float = TIMEOUT_SECONDS) -> Health:
    """Probe the delivery to sinks: it is healthy if its main loop runs.

    A sink that fails or hangs is no reason for a restart: the others would have to wait for it.  The lag of the sinks
    shows it.

    Raises:
        StoreUnavailable: the store does not answer, so the state is unknown.
    """
    host = owners.host_identity()
    with store.read() as connection:
        mine = [one for one in sink_state.read_all(connection) if (one.holder or "").startswith(f"{host}/")]
    if stuck := _heartbeat_problem(settings, "deliver", timeout):
        return stuck
    sinks = [one for one in mine if one.name not in sink_state.WATCHES]
    names = {one.name.partition("/")[0] for one in sinks}
    failing = sorted({one.name.partition("/")[0] for one in sinks if one.failures and not one.paused})
    failing += ["the watches"] if any(one.failures for one in mine if one.name in sink_state.WATCHES) else []
    return Health(True, f"delivering to {len(names)} sinks" + (f"; {', '.join(failing)} failing" if failing else ""))


def web(address: str, *, timeout: float = TIMEOUT_SECONDS) -> Health:
    """Probe the web desk: it is healthy if ``/readyz`` answers within the timeout, at most ten seconds.

    Raises:
        StoreUnavailable: the web desk runs, but its store does not answer.
    """
    try:
        with urlopen(f"{address}/readyz", timeout=min(MAX_WEB_SECONDS, timeout)) as answer:
            return Health(answer.status == 200, "answers")
    except HTTPError as error:
        if error.code != 503:
            return Health(False, f"{address}: {error.code} {error.reason}")
        raise StoreUnavailable(f"web desk {address}", "its store does not answer", "check the store") from None
    except (URLError, OSError) as error:
        return Health(False, f"{address}: {getattr(error, 'reason', None) or error}")


def _heartbeat_problem(settings: Settings, role: str, timeout: float) -> Health | None:
    """Return what is wrong with the processes of this host and home; None if all main loops run."""
    found = list_heartbeats(settings.home, role)
    if not found:
        return Health(False, f"no process runs on this host with the home {settings.home.absolute()}")
    oldest = max(found, key=lambda sign: sign.age)
    if oldest.age > timeout:
        return Health(False, f"process {oldest.pid} hangs: last heartbeat {oldest.age:.0f} s ago")
    return None


def _count_leases(connection: Connection, host: str) -> int:
    """Count the unexpired leases of this host."""
    mine = articles.c.lease_owner.startswith(f"{host}/", autoescape=True)
    present = database_time(connection)
    query = select(func.count()).where(articles.c.state == LedgerState.LEASED, mine, articles.c.lease_until > present)
    return connection.scalar(query) or 0


def _count_stored(connection: Connection, host: str, seconds: float) -> int:
    """Count the results that this host stored in the last ``seconds``."""
    query = (
        select(func.count())
        .select_from(extractions.join(articles, articles.c.seq == extractions.c.seq))
        .where(
            extractions.c.stored_at > database_time(connection) - timedelta(seconds=seconds),
            articles.c.worker.startswith(f"{host}/", autoescape=True),
        )
    )
    return connection.scalar(query) or 0


def _count_overdue(connection: Connection, seconds: float) -> int:
    """Count the stories that were sent more than ``seconds`` ago and that no worker has leased."""
    sent = articles.c.sent_at < database_time(connection) - timedelta(seconds=seconds)
    return connection.scalar(select(func.count()).where(articles.c.state == LedgerState.PENDING, sent)) or 0
