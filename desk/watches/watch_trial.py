"""A trial of a watch: what it would have told since a time, by the change log and the search of today."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from desk.queries.query_syntax import BadQuery
from desk.sinks.alert_message import Alert
from desk.watches.find_alerts import AlertFinder
from desk.watches.make_messages import plan_messages
from desk.watches.told_alerts import told_alerts
from desk.watches.watch_config import Watch
from desk.watches.watch_set import WatchSet
from wiredesk.store import Store
from wiredesk.store.changes import Change, oldest_kept
from wiredesk.store.changes.change_log import number_at, page, time_of
from wiredesk.store.types import database_time
from wiredesk.store.watch_state import AlertRow, NewAlert

PAGE_ROWS = 500
STEP = timedelta(minutes=1)
"""How often a trial looks whether messages are due."""
_AGE = re.compile(r"(\d{1,4})\s*([mhdw])", re.ASCII)
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


@dataclass(frozen=True, slots=True)
class Trial:
    """What a watch would have told."""

    since: datetime
    alerts: list[Alert]
    """The oldest first."""
    messages: int
    """Number of messages that its sinks would have got."""
    is_cut: bool
    """Whether the change log begins after ``since``."""


def parse_since(text: str, present: datetime) -> datetime:
    """Return the moment of ``12h``, ``7d``, ``2w`` or a day such as ``2026-11-23`` (UTC).

    Raises:
        BadQuery: it has another form.
    """
    if found := _AGE.fullmatch(text.strip()):
        return present - int(found[1]) * _UNITS[found[2]]
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise BadQuery("since", f'invalid time "{text[:40]}"', "12h, 7d, or a day such as 2026-11-23") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def try_watch(store: Store, watch: Watch, since: str) -> Trial:
    """Ask a watch of all changes since a time, as if it had been there.  Nothing is written.

    Raises:
        BadQuery: ``since`` is invalid.
    """
    found: list[tuple[Change, NewAlert]] = []
    with store.read() as connection:
        moment = parse_since(since, database_time(connection))
        after = number_at(connection, moment)
        first = oldest_kept(connection)
        is_cut = after == first - 1 and first > 1 and (time_of(connection, first) or moment) > moment
        finder = AlertFinder(connection, WatchSet.of(connection, [watch]), is_trial=True)
        while changes := page(connection, after, PAGE_ROWS):
            by_number = {change.n: change for change in changes}
            found += ((by_number[one.change], one) for one in finder.find(changes))
            after = changes[-1].n
        rows = [
            AlertRow(n=number, at=change.at, **_fields(alert)) for number, (change, alert) in enumerate(found, 1)
        ]  # fmt: skip
        return Trial(moment, told_alerts(connection, rows), _count_messages(watch, rows), is_cut)


def _fields(alert: NewAlert) -> dict[str, Any]:
    return {name: getattr(alert, name) for name in NewAlert.__dataclass_fields__}


def _count_messages(watch: Watch, rows: Sequence[AlertRow]) -> int:
    """Return how many messages a watch would have made of its alerts, minute by minute."""
    if not watch.sinks or not rows:
        return 0
    waiting: list[AlertRow] = []
    sent: list[datetime] = []
    left = list(rows)
    at = rows[0].at
    while left or waiting:
        while left and left[0].at <= at:
            waiting.append(left.pop(0))
        if waiting:
            for plan in plan_messages(watch, waiting, sent[-1000:], at):
                told = {one.n for one in plan.alerts}
                waiting = [one for one in waiting if one.n not in told]
                sent.append(at)
        at = at + STEP if waiting else (left[0].at if left else at)
        if waiting and not left and at > rows[-1].at + timedelta(days=8):
            break  # quiet hours that never end
    return len(sent)
