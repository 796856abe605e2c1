"""Messages of watches: when the alerts that wait are sent, one by one or gathered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from desk.watches.quiet_hours import is_quiet
from desk.watches.watch_config import Watch
from wiredesk.store import watch_state
from wiredesk.store.types import database_time
from wiredesk.store.watch_state import AlertRow

MAX_LISTED = 20
"""Most alerts that one message lists; of the others it has the number."""
HELD = timedelta(seconds=60)
"""Age from which waiting alerts were held back by quiet hours, a limit or an outage; they are sent in one message."""
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Plan:
    """A message to make."""

    alerts: tuple[AlertRow, ...]
    """All alerts that it tells, the oldest first."""

    @property
    def listed(self) -> list[int]:
        """The numbers of the alerts that it lists: the newest, in their order."""
        return [one.n for one in self.alerts[-MAX_LISTED:]]

    @property
    def more(self) -> int:
        """The number of the others."""
        return max(0, len(self.alerts) - MAX_LISTED)


def plan_messages(
    watch: Watch, waiting: Sequence[AlertRow], sent_at: Sequence[datetime], present: datetime
) -> list[Plan]:
    """Return the messages that a watch sends now.

    Args:
        waiting: its alerts that no message has told, the oldest first.
        sent_at: when it sent messages in the last hour.
    """
    urgent = [one for one in waiting if watch.wake and one.urgency is not None and one.urgency <= watch.wake]
    plans = [Plan((one,)) for one in urgent]
    rest = [one for one in waiting if one not in urgent]
    if not rest or is_quiet(watch.quiet_hours, watch.tzinfo, present):
        return plans
    age = present - rest[0].at
    if age < timedelta(minutes=watch.every):
        return plans
    is_gathered = bool(watch.every) or age > HELD
    wanted = [tuple(rest)] if is_gathered else [(one,) for one in rest]
    if watch.limit is not None:
        room = watch.limit - sum(at > present - HOUR for at in sent_at) - len(plans)
        if room <= 0:
            return plans
        if len(wanted) > room:
            wanted = [*wanted[: room - 1], tuple(one for some in wanted[room - 1 :] for one in some)]
    return plans + [Plan(some) for some in wanted]


def make_messages(connection: Connection, watches: Mapping[str, Watch]) -> int:
    """Make the messages that are due, in this transaction, and return their number.

    The caller holds the lease of the watches.  Alerts of a watch that is gone, or that no longer names a sink, wait no
    longer.
    """
    present = database_time(connection)
    waiting: defaultdict[str, list[AlertRow]] = defaultdict(list)
    for one in watch_state.pending(connection):
        waiting[one.watch].append(one)
    made = 0
    for name, rows in waiting.items():
        watch = watches.get(name)
        if watch is None or not watch.sinks:
            watch_state.settle(connection, [one.n for one in rows])
            continue
        sent_at = watch_state.message_times(connection, name, present - HOUR)
        for plan in plan_messages(watch, rows, sent_at, present):
            watch_state.add_message(connection, name, watch.sinks, plan.listed, plan.more)
            watch_state.settle(connection, [one.n for one in plan.alerts])
            made += 1
    return made
