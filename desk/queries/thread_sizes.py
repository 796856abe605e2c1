"""How many stories of each thread readers see."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, func, select

from desk.queries.plan_hints import in_list
from wiredesk.store.link_tables import thread_members
from wiredesk.store.tables import articles
from wiredesk.store.visibility import is_visible_joined


def thread_sizes(connection: Connection, threads: Collection[int]) -> dict[int, int]:
    """Return the number of visible stories of each of these threads."""
    if not threads:
        return {}
    query = (
        select(thread_members.c.thread, func.count())
        .join(articles, articles.c.seq == thread_members.c.seq)
        .where(in_list(connection, thread_members.c.thread, sorted(threads)), is_visible_joined())
        .group_by(thread_members.c.thread)
    )
    return {row[0]: row[1] for row in connection.execute(query)}
