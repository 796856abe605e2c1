"""Delete the terms and keys of stories that no new story can join."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, select

from wiredesk.store.link_tables import DUE, links, thread_members, thread_terms
from wiredesk.store.linking.thread_profiles import delete_terms
from wiredesk.store.tables import articles
from wiredesk.store.types import database_time

KEPT = timedelta(days=21)
"""How long a story's terms are kept after a story last joined its thread.

It is counted from when stories arrived, not from when they were published: an archive is linked like today's wire."""
MAX_PRUNED = 500
"""Stories whose terms are deleted in one transaction, some 10,000 rows: other writers wait for it on SQLite."""


def prune(connection: Connection) -> bool:
    """Delete the terms and keys of stories whose thread nothing has joined for a time, the oldest first.

    Returns whether more is left."""
    before = database_time(connection) - KEPT
    newest = select(articles.c.seq).where(articles.c.accepted_at < before)
    last = connection.scalar(newest.order_by(articles.c.accepted_at.desc()).limit(1))
    if last is None:
        return False
    own, other = thread_members.alias("own"), thread_members.alias("other")
    is_open = (
        select(own.c.seq)
        .join(other, other.c.thread == own.c.thread)
        .where(own.c.seq == thread_terms.c.seq, other.c.since >= before)
        .exists()
    )
    old = (
        select(thread_terms.c.seq)
        .join(links, links.c.seq == thread_terms.c.seq)
        .where(thread_terms.c.seq <= last, links.c.state != DUE, links.c.at < before, ~is_open)
        .order_by(thread_terms.c.seq)
        .limit(MAX_PRUNED)
    )
    found = connection.scalars(old).all()
    delete_terms(connection, found)
    return len(found) == MAX_PRUNED
