"""Which thread each story is in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from wiredesk.store.link_tables import thread_members
from wiredesk.store.linking.due import story_time
from wiredesk.store.tables import articles

MAX_NEWEST = 100
"""Stories of threads that are clustered again with a new story: the newest, and those most like it."""


@dataclass(frozen=True, slots=True)
class Member:
    """A story that is clustered with others."""

    seq: int
    id: str
    thread: int | None
    """None for a story that is in no thread yet."""
    at: datetime


class Membership(NamedTuple):
    """The version of a story that is in a thread, and which."""

    seq: int
    thread: int


def membership(connection: Connection, id: str) -> Membership | None:
    """Return version and thread of a story; None if it is in no thread."""
    query = select(thread_members.c.seq, thread_members.c.thread).where(thread_members.c.id == id)
    row = connection.execute(query).first()
    return Membership(row.seq, row.thread) if row else None


def threads_of(connection: Connection, seqs: Collection[int]) -> dict[int, int]:
    """Return the threads of versions; one that is in none is missing."""
    if not seqs:
        return {}
    query = select(thread_members.c.seq, thread_members.c.thread).where(thread_members.c.seq.in_(list(seqs)))
    return {row.seq: row.thread for row in connection.execute(query)}


def members(connection: Connection, numbers: Collection[int], alike: Collection[int]) -> list[Member]:
    """Return stories of threads in the order of time and id: the newest, and those of ``alike``."""
    if not numbers:
        return []
    columns = (thread_members.c.seq, thread_members.c.id, thread_members.c.thread)
    times = (articles.c.published, articles.c.accepted_at)
    query = select(*columns, *times).join(articles, articles.c.seq == thread_members.c.seq)
    query = query.where(thread_members.c.thread.in_(sorted(numbers)))
    rows = connection.execute(query.order_by(thread_members.c.seq.desc()).limit(2 * MAX_NEWEST)).all()
    if len(rows) == 2 * MAX_NEWEST:
        close = connection.execute(query.where(thread_members.c.seq.in_(sorted(alike)[-MAX_NEWEST:]))).all()
        rows = list({row.seq: row for row in [*rows[:MAX_NEWEST], *close]}.values())
    found = [Member(row.seq, row.id, row.thread, story_time(row.published, row.accepted_at)) for row in rows]
    return sorted(found, key=lambda member: (member.at, member.id))
