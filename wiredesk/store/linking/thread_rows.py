"""The rows of threads, computed from their stories, and the log of what happened to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from wiredesk.datelines import is_agency
from wiredesk.store.link_tables import copy_groups, thread_log, thread_members, threads
from wiredesk.store.linking.due import story_time
from wiredesk.store.tables import articles
from wiredesk.store.types import now
from wiredesk.store.visibility import is_visible_joined

Happening = Literal["joined", "left", "merged", "split", "closed"]


def log(
    connection: Connection, what: Happening, thread: int, *, seq: int | None = None, other: int | None = None
) -> None:
    """Write what happened to a thread.

    Args:
        seq: the version that joined or left, or whose arrival was the cause.
        other: the thread that it came from, was merged into or was split from.
    """
    connection.execute(insert(thread_log).values(at=now(), thread=thread, what=what, seq=seq, other=other))


def new_thread(connection: Connection, split_from: int | None = None) -> int:
    """Create a thread without stories and return its number."""
    empty = {"headline": "", "stories": 0, "texts": 0, "sources": 0, "split_from": split_from}
    number: int = connection.execute(insert(threads).values(empty).returning(threads.c.thread)).scalar_one()
    return number


def refresh(connection: Connection, numbers: Collection[int]) -> None:
    """Compute the rows of threads again from their visible stories."""
    if not numbers:
        return
    rows = connection.execute(_members(numbers)).mappings().all()
    by_thread: dict[int, list[RowMapping]] = defaultdict(list)
    for row in rows:
        by_thread[row["thread"]].append(row)
    for number in sorted(numbers):
        values = _values(by_thread[number]) if by_thread[number] else {"stories": 0, "texts": 0, "sources": 0}
        if not by_thread[number]:
            values |= {"lead": None, "last_seq": None}
        connection.execute(update(threads).where(threads.c.thread == number).values(values))


def _members(numbers: Iterable[int]) -> Any:
    return (
        select(
            thread_members.c.thread,
            articles.c.seq,
            articles.c.headline,
            func.substr(articles.c.body, 1, 200).label("beginning"),
            articles.c.source,
            articles.c.published,
            articles.c.accepted_at,
            func.coalesce(copy_groups.c.copy_group, articles.c.seq).label("copy_group"),
            func.coalesce(copy_groups.c.is_first, True).label("is_first"),
        )
        .join(articles, articles.c.seq == thread_members.c.seq)
        .join(copy_groups, copy_groups.c.seq == thread_members.c.seq, isouter=True)
        .where(thread_members.c.thread.in_(sorted(numbers)), is_visible_joined())
    )


def _values(members: list[RowMapping]) -> dict[str, Any]:
    times = {row["seq"]: story_time(row["published"], row["accepted_at"]) for row in members}
    lead = max(members, key=lambda row: _lead_order(row, times[row["seq"]]))
    return {
        "headline": lead["headline"].strip() or lead["beginning"].strip().split("\n")[0],
        "lead": lead["seq"],
        "last_seq": max(times),
        "first_at": min(times.values()),
        "last_at": max(times.values()),
        "stories": len(members),
        "texts": len({row["copy_group"] for row in members}),
        "sources": len({row["source"] for row in members}),
    }


def _lead_order(row: RowMapping, at: datetime) -> tuple[bool, bool, datetime, int]:
    """Return what makes a story stand for its thread: an agency's own text, the newest."""
    return is_agency(row["source"] or ""), bool(row["is_first"]), at, row["seq"]
