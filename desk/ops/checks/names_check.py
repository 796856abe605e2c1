"""The names that the linker has still to settle: who a bare name is, and which things are one."""

from __future__ import annotations

from desk.ops.checks.check import Check, first_problem
from desk.ops.checks.store_check import has_schema
from wiredesk.settings import Settings
from wiredesk.store import Store
from wiredesk.store.directory.name_key_rows import count_unsettled, oldest_unsettled_seconds

MAX_WAIT_SECONDS = 3600
"""Time that a name waits above which no linker runs, or it has no time for names: stories come first."""


def names(settings: Settings) -> Check:
    """Check that names do not wait for the linker.

    Raises:
        StoreUnavailable: the store does not answer.
    """
    opened = Store(settings.store, pooled=False)
    if not has_schema(opened):
        return Check("names", "ok", "the store is empty")
    with opened.read() as connection:
        number, oldest = count_unsettled(connection), oldest_unsettled_seconds(connection)
    opened.close()
    message = f"{number:,} to be settled"
    if oldest is not None:
        message += f", the oldest for {oldest:.0f} s"
    if (oldest or 0) <= MAX_WAIT_SECONDS:
        return Check("names", "ok", message)
    hint = 'start a worker, or look for "linker" in the log of one'
    return first_problem("names", message, ("warning", "the linker does not get to them", hint, 0))
