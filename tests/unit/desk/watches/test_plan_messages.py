"""When the alerts of a watch are sent: one by one, gathered, limited, or after quiet hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from desk.watches.make_messages import plan_messages
from desk.watches.watch_config import Watch
from wiredesk.store.watch_state import AlertRow

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


def plans(ages: list[float], sent_minutes_ago: list[float] = [], urgency: int = 4, **fields: Any) -> list[list[int]]:  # noqa: B006 - it is only read
    """Return the numbers of the alerts of each message; alert N is the N-th of the given ages in seconds."""
    watch = Watch.model_validate({"name": "w", "query": "x", "sinks": ["s"]} | fields)
    rows = [
        AlertRow("w", n, "new", f"s{n}", 1, n, urgency, [], [], True, n=n, at=NOW - timedelta(seconds=age))
        for n, age in enumerate(ages, 1)
    ]
    sent = [NOW - timedelta(minutes=minutes) for minutes in sent_minutes_ago]
    return [[one.n for one in plan.alerts] for plan in plan_messages(watch, rows, sent, NOW)]


def test_each_alert_is_a_message_of_its_own() -> None:
    assert plans([1, 1, 0]) == [[1], [2], [3]]
    assert plans([]) == []


def test_a_digest_waits_and_takes_all() -> None:
    assert plans([299, 10], every=5) == []
    assert plans([300, 10], every=5) == [[1, 2]]


def test_what_was_held_back_comes_in_one_message() -> None:
    assert plans([7200, 3600, 1]) == [[1, 2, 3]]


def test_nothing_is_sent_in_quiet_hours_but_what_wakes() -> None:
    assert plans([1, 1], quiet="11:00-13:00") == []
    assert plans([1, 1], quiet="11:00-13:00", wake=1) == []
    assert plans([1, 1], quiet="11:00-13:00", wake=1, urgency=1) == [[1], [2]]
    assert plans([1, 1], every=60, wake=2, urgency=1) == [[1], [2]]


def test_the_last_message_of_an_hour_gathers_what_is_left() -> None:
    assert plans([1] * 5, limit=3) == [[1], [2], [3, 4, 5]]
    assert plans([1] * 5, [10, 59], limit=3) == [[1, 2, 3, 4, 5]]
    assert plans([1] * 5, [10, 20, 59], limit=3) == []
    assert plans([3000] * 5, [61, 62, 63], limit=3) == [[1, 2, 3, 4, 5]]


def test_a_message_lists_the_newest_and_counts_the_others() -> None:
    watch = Watch.model_validate({"name": "w", "query": "x", "sinks": "s", "every": 1})
    rows = [AlertRow("w", n, "new", "s", 1, n, 4, [], [], True, n=n, at=NOW - timedelta(hours=1)) for n in range(1, 61)]
    [plan] = plan_messages(watch, rows, [], NOW)
    assert (plan.listed, plan.more) == (list(range(41, 61)), 40)
