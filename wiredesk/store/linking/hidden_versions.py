"""Take up versions that a release before the linker has hidden: it marks nothing as due.

A release that knows no links may accept a cancellation, or store a later version, beside this one.  Readers see neither
the hidden version nor its copies' claims on it, but its group and its thread would keep it for ever.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, select, union, update

from wiredesk.store import checkpoints
from wiredesk.store.link_tables import DUE, LINKED, copy_groups, links
from wiredesk.store.tables import articles, extractions
from wiredesk.store.types import database_time, iso, now

NAME = "linker: hidden versions"
"""Name of the checkpoint with the time of the last complete search."""
OVERLAP = timedelta(minutes=10)
"""How far a search looks back before the last complete one: longer than any transaction that hides a version."""
BATCH = 64
"""Most versions taken up in one transaction."""


def take_up(connection: Connection) -> bool:
    """Mark linked versions that readers no longer see as due.  Returns whether that was all of them.

    A version is hidden because a later one arrived, was stored, or is free of its embargo since the last search, so
    that the search begins at those, by the index of each time.  A version of a group is linked; one that was unlinked
    is in none.
    """
    began = database_time(connection)
    last = checkpoints.read(connection, NAME).get("began")
    seqs = _hidden(connection, (datetime.fromisoformat(last) if last else began) - OVERLAP)
    if seqs:
        connection.execute(update(links).where(links.c.seq.in_(seqs)).values(state=DUE, tries=0, at=now()))
    if len(seqs) == BATCH:
        return False
    checkpoints.write(connection, NAME, {"began": iso(began)})
    return True


def _hidden(connection: Connection, since: datetime) -> list[int]:
    later = articles.alias("later")
    is_later = later.c.version > 1
    changed = union(
        select(later.c.id).where(later.c.accepted_at >= since, is_later),
        select(later.c.id)
        .join(extractions, extractions.c.seq == later.c.seq)
        .where(extractions.c.stored_at >= since, is_later),
        select(later.c.id).where(later.c.embargo_until >= since, later.c.embargo_until <= now(), is_later),
    ).subquery("changed")
    query = (
        select(articles.c.seq)
        .join_from(changed, articles, articles.c.id == changed.c.id)
        .join(copy_groups, copy_groups.c.seq == articles.c.seq)
        .join(links, links.c.seq == articles.c.seq)
        # IS NOT: with the bare column, the index on it would be used and all hidden versions read
        .where(articles.c.visible.is_not(True), links.c.state == LINKED)
        .limit(BATCH)
    )
    return list(connection.scalars(query))
