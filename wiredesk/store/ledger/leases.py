"""Who may read a story: leases are taken, renewed and given back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, and_, case, cast, func, not_, select, tuple_, update

from wiredesk import process_id as owners
from wiredesk.store.ledger.attempts import RETRY_SECONDS
from wiredesk.store.ledger.records import Key, LeasedVersion, is_ready
from wiredesk.store.result_rows import to_article
from wiredesk.store.tables import articles, extractions
from wiredesk.store.types import now

CRASH_TOLERANCE = 3
"""Times its attempts that a story may lose its reader where somebody kills readers at random."""
RANDOM_KILL_WINDOW_SECONDS = 600.0
"""How long ago a killing may have been that is taken to go on."""


def lease(
    connection: Connection, keys: Sequence[Key], owner: str, seconds: float, attempts: int
) -> list[LeasedVersion]:
    """Take the lease on those of ``keys`` that wait, or whose holder let its lease run out, or that ``owner`` holds.

    It holds what it doesn't know of when the answer to the commit of its last lease got lost.  No attempt is counted
    yet: :func:`start` does that, story by story, before the parse begins.  Rows are found by id and version and
    locked first: with the state in one condition, SQLite would look through all that waits.
    """
    named = and_(  # the ids for SQLite's index, which it does not use for pairs
        articles.c.id.in_({id for id, _ in keys}), tuple_(articles.c.id, articles.c.version).in_(list(keys))
    )
    expired = (articles.c.lease_until < now()).label("expired")
    asked = select(articles, expired, is_ready().label("ready")).where(named).order_by(articles.c.seq).with_for_update()
    rows = connection.execute(asked).mappings().all()
    free = {row["seq"] for row in rows if row["state"] == "pending" or (row["state"] == "leased" and row["expired"])}
    used_up = [row["seq"] for row in rows if row["seq"] in free and row["attempts"] >= attempts]
    given_up = _give_up(connection, used_up, attempts) if used_up else set()
    taken = [
        row
        for row in rows
        if row["ready"]
        and row["seq"] not in given_up
        and (row["seq"] in free or (row["state"] == "leased" and row["lease_owner"] == owner))
    ]
    if taken:
        seqs = [row["seq"] for row in taken]
        values = {"state": "leased", "lease_owner": owner, "lease_until": now(seconds), "started_at": None}
        connection.execute(update(articles).where(articles.c.seq.in_(seqs)).values(**values))
    return [LeasedVersion(row["seq"], to_article(dict(row)), row["attempts"]) for row in taken]


def _give_up(connection: Connection, seqs: Sequence[int], attempts: int) -> set[int]:
    """Quarantine those whose attempts are used up: their worker died each time and could not say so itself.

    Returns which; the others are spared.
    """
    died = "WorkerLost: the worker process died " + cast(articles.c.attempts, Text) + " times reading it"
    returned = connection.scalars(
        update(articles)
        .where(articles.c.seq.in_(seqs), not_(_crashes_look_random(attempts)))
        .values(
            state="quarantined",
            ended_at=now(),
            error=func.coalesce(articles.c.error, died),
            lease_owner=None,
            lease_until=None,
        )
        .returning(articles.c.seq)
    )
    return set(returned)


def _crashes_look_random(attempts: int) -> ColumnElement[bool]:
    """Others lost a reader, too, while this story waited, and were read well afterwards: somebody kills at random.

    A story that kills its readers is the only one that loses any, so its deaths count.
    """
    other = articles.alias("other")
    waits_since = func.coalesce(articles.c.ended_at, articles.c.accepted_at)
    lost_one_too = (
        select(other.c.seq)
        .join(extractions, extractions.c.seq == other.c.seq)
        .where(
            extractions.c.stored_at > now(-RANDOM_KILL_WINDOW_SECONDS),
            extractions.c.stored_at > waits_since,
            other.c.state == "done",
            other.c.attempts > 1,
        )
        .exists()
    )
    return and_(articles.c.error.is_(None), articles.c.attempts < attempts * CRASH_TOLERANCE, lost_one_too)


def release(connection: Connection, owner: str, keys: Sequence[Key] | None = None) -> int:
    """Give back the owner's leases, on ``keys`` or all.  Returns how many."""
    only = () if keys is None else (tuple_(articles.c.id, articles.c.version).in_(list(keys)),)
    return _release(connection, articles.c.lease_owner == owner, *only)


def release_group(connection: Connection, group: str) -> int:
    """Give back every lease of one worker's children; their owners begin with ``group``.

    The worker stops of its own will, so an attempt that this cuts off does not count.
    """
    counted = and_(articles.c.started_at.is_not(None), articles.c.attempts > 0)
    attempts = case((counted, articles.c.attempts - 1), else_=articles.c.attempts)
    return _release(connection, articles.c.lease_owner.startswith(group, autoescape=True), attempts=attempts)


def release_dead(connection: Connection, keys: Sequence[Key] | None = None) -> int:
    """Give back the leases of processes of this host that are gone.  Returns how many."""
    holders = select(articles.c.lease_owner).where(articles.c.state == "leased").distinct()
    if keys is not None:
        holders = holders.where(tuple_(articles.c.id, articles.c.version).in_(list(keys)))
    dead = [text for text in connection.scalars(holders) if (one := owners.parse(text)) and one.is_dead()]
    if not dead:
        return 0
    # what was being read pauses: it may be what killed its reader, or stand where somebody kills at random
    pause = case((articles.c.started_at.is_not(None), now(RETRY_SECONDS)), else_=articles.c.not_before)
    return _release(connection, articles.c.lease_owner.in_(dead), not_before=pause)


def count_leases(connection: Connection, group: str) -> int:
    """Leases that one worker's children hold."""
    mine = articles.c.lease_owner.startswith(group, autoescape=True)
    return connection.execute(select(func.count()).where(articles.c.state == "leased", mine)).scalar() or 0


def release_expired(connection: Connection) -> int:
    """Give back leases that ran out: their holder died on another host, or hangs."""
    return _release(connection, articles.c.lease_until < now())


def renew(connection: Connection, group: str, seconds: float) -> int:
    """Let every lease of one worker's children run for ``seconds`` from now.  Returns how many there are."""
    held = and_(articles.c.state == "leased", articles.c.lease_owner.startswith(group, autoescape=True))
    return connection.execute(update(articles).where(held).values(lease_until=now(seconds))).rowcount


def _release(connection: Connection, *which: ColumnElement[bool], **more: Any) -> int:
    values = {"state": "pending", "lease_owner": None, "lease_until": None, "sent_at": None}
    values |= {"worker": articles.c.lease_owner, "started_at": None} | more
    return connection.execute(update(articles).where(articles.c.state == "leased", *which).values(**values)).rowcount
