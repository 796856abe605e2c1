"""The lease on linking: one process at a time links stories.

Threads depend on the order in which stories are linked, so that two linkers at once would give other threads than one.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from wiredesk.store import checkpoints
from wiredesk.store.tables import checkpoints as checkpoints_table
from wiredesk.store.types import database_time, iso

NAME = "linker"
"""Name of the checkpoint that holds the lease."""
LEASE_SECONDS = 10
"""Seconds after which another process takes over from a linker that has renewed nothing."""


def take(connection: Connection, holder: str) -> bool:
    """Take or renew the lease in this transaction.  Returns False while another holder has it.

    The checkpoint stays locked until the transaction ends, so that what the transaction writes is written under the
    lease.
    """
    lock(connection)
    lease = checkpoints.read(connection, NAME)
    present = database_time(connection)
    if lease and lease["holder"] != holder and datetime.fromisoformat(lease["until"]) > present:
        return False
    until = iso(present + timedelta(seconds=LEASE_SECONDS))
    checkpoints.write(connection, NAME, lease | {"holder": holder, "until": until})
    return True


def is_held(connection: Connection, holder: str) -> bool:
    """Return whether a holder was the last to have the lease."""
    return checkpoints.read(connection, NAME).get("holder") == holder


def lock(connection: Connection) -> None:
    """Keep the linker from writing until this transaction ends."""
    connection.execute(_LOCK)


_LOCK = select(checkpoints_table.c.name).where(checkpoints_table.c.name == NAME).with_for_update()


def release(connection: Connection, holder: str) -> None:
    """Give the lease up, so that another process need not wait until it expires."""
    lease = checkpoints.read(connection, NAME)
    if lease.get("holder") == holder:
        checkpoints.write(connection, NAME, lease | {"holder": "", "until": iso(database_time(connection))})
