"""The lease on linking: one process at a time links stories.

Threads depend on the order in which stories are linked, so that two linkers at once would give other threads than one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from wiredesk.store import checkpoints
from wiredesk.store.types import database_time, iso

NAME = "linker"
"""Name of the checkpoint that holds the lease."""
LEASE_SECONDS = 10
"""Seconds after which another process takes over from a linker that has renewed nothing."""
RENEW_SECONDS = 7
"""Seconds that a lease has left at least when a linker goes on without renewing it: most of its transactions renew
nothing, which saves the write."""


def take(connection: Connection, holder: str, on_change: Callable[[], None] = lambda: None) -> bool:
    """Take or renew the lease in this transaction.  Returns False while another holder has it.

    The checkpoint stays locked until the transaction ends, so that what the transaction writes is written under the
    lease.

    Args:
        on_change: is called when the lease is taken and another holder, or none, had it before.
    """
    lease, present = checkpoints.read_locked(connection, NAME)
    until = datetime.fromisoformat(lease["until"]) if lease else None
    if present is None:
        present = database_time(connection)
    is_own = bool(lease) and lease["holder"] == holder
    if until and not is_own and until > present:
        return False
    if not is_own:
        on_change()
    if not (is_own and until and until > present + timedelta(seconds=RENEW_SECONDS)):
        renewed = iso(present + timedelta(seconds=LEASE_SECONDS))
        checkpoints.write(connection, NAME, lease | {"holder": holder, "until": renewed})
    return True


def lock(connection: Connection) -> None:
    """Keep the linker from writing until this transaction ends."""
    checkpoints.read_locked(connection, NAME)


def release(connection: Connection, holder: str) -> None:
    """Give the lease up, so that another process need not wait until it expires."""
    lease = checkpoints.read(connection, NAME)
    if lease.get("holder") == holder:
        checkpoints.write(connection, NAME, lease | {"holder": "", "until": iso(database_time(connection))})
