"""Leases: which process may extract a version; taken, renewed and released."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    Text,
    Update,
    and_,
    bindparam,
    case,
    cast,
    func,
    not_,
    select,
    tuple_,
    update,
)

from wiredesk import process_id as owners
from wiredesk.contract import LedgerState
from wiredesk.language_detection import story_language
from wiredesk.languages_read import Reads
from wiredesk.store.ledger.fleet import read_fleet
from wiredesk.store.ledger.records import RETRY_SECONDS, Key, LeasedVersion, has_expired, is_ready
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.result_rows import to_article
from wiredesk.store.tables import articles, extractions
from wiredesk.store.types import now

CRASH_TOLERANCE = 3
"""Factor on the number of attempts of a story while worker processes are killed at random."""
RANDOM_KILL_WINDOW_SECONDS = 600.0
"""Seconds after the last random kill during which further kills are expected."""


def lease(
    connection: Connection,
    keys: Sequence[Key],
    owner: str,
    seconds: float,
    attempts: int,
    reads: Reads | None = None,
) -> list[LeasedVersion]:
    """Lease those of ``keys`` that are pending, or whose lease has expired, or that ``owner`` holds already.

    An owner does not know of a lease that it holds when the answer to its commit was lost.  No attempt is counted yet:
    :func:`start` does that for each story before the parse starts; what it counted in a transaction whose answer was
    lost is left out of ``attempts``.  Rows are found by id and version and locked first: with the state in the same
    condition, SQLite would read everything that is pending.

    Args:
        seconds: how long the leases run.
        attempts: versions with as many attempts are quarantined instead.
        reads: the languages that the owner reads; a version in another one stays, and goes to a worker that reads it.
            None for every language.
    """
    rows = (
        connection.execute(_asked(seconds), {"ids": sorted({id for id, _ in keys}), "keys": list(keys)})
        .mappings()
        .all()
    )
    if reads is not None:
        rows = _readable(connection, rows, reads)
    free = {
        row["seq"]
        for row in rows
        if row["state"] == LedgerState.PENDING or (row["state"] == LedgerState.LEASED and row["expired"])
    }
    used_up = [row["seq"] for row in rows if row["seq"] in free and row["attempts"] >= attempts]
    given_up = _give_up(connection, used_up, attempts) if used_up else set()
    taken = [
        row
        for row in rows
        if row["ready"]
        and row["seq"] not in given_up
        and (row["seq"] in free or (row["state"] == LedgerState.LEASED and row["lease_owner"] == owner))
    ]
    if taken:
        connection.execute(_take(seconds), {"taken": [row["seq"] for row in taken], "by": owner})
    return [
        LeasedVersion(row["seq"], to_article(dict(row)), _attempts_before(row, owner), _is_first_try(row))
        for row in taken
    ]


@lru_cache(maxsize=8)
def _asked(seconds: float) -> Select[Any]:
    """Return the query for versions by id and version; built once, for each live story is leased alone."""
    named = and_(  # the ids for SQLite's index, which it does not use for pairs
        articles.c.id.in_(bindparam("ids", expanding=True)),
        tuple_(articles.c.id, articles.c.version).in_(bindparam("keys", expanding=True)),
    )
    expired = has_expired(seconds).label("expired")
    return select(articles, expired, is_ready().label("ready")).where(named).order_by(articles.c.seq).with_for_update()


@lru_cache(maxsize=8)
def _take(seconds: float) -> Update:
    """Return the statement that leases versions."""
    values: dict[str, Any] = {
        "state": LedgerState.LEASED,
        "lease_owner": bindparam("by"),
        "lease_until": now(seconds),
        "started_at": None,
    }
    return update(articles).where(articles.c.seq.in_(bindparam("taken", expanding=True))).values(values)


def _attempts_before(row: RowMapping, owner: str) -> int:
    """Return the attempts without one that the owner started and does not know of."""
    is_own = row["state"] == LedgerState.LEASED and row["lease_owner"] == owner and row["started_at"] is not None
    return int(row["attempts"]) - is_own


def _is_first_try(row: RowMapping) -> bool:
    """Return whether no process had the version before: neither one that died with it nor one that released it."""
    return row["state"] == LedgerState.PENDING and not row["attempts"] and row["worker"] is None


def _readable(connection: Connection, rows: Sequence[RowMapping], reads: Reads) -> list[RowMapping]:
    """Return the rows whose language the worker reads; the others are to be sent again, to another worker."""
    languages = {row["seq"]: row["language_read"] for row in rows}
    for row in rows:
        if row["language_read"] is None:  # accepted by an earlier release
            languages[row["seq"]] = language = story_language(to_article(dict(row)))
            connection.execute(update(articles).where(articles.c.seq == row["seq"]).values(language_read=language))
    if all(reads.knows(language) for language in languages.values()):
        return list(rows)
    of_others = read_fleet(connection).covered if reads.takes_any else ()
    found = [row for row in rows if reads.can_read(languages[row["seq"]], of_others)]
    left = {row["seq"] for row in rows} - {row["seq"] for row in found}
    if left:
        connection.execute(
            update(articles)
            .where(articles.c.seq.in_(left), articles.c.state == LedgerState.PENDING)
            .values(sent_at=None)
        )
    return found


def _give_up(connection: Connection, seqs: Sequence[int], attempts: int) -> set[int]:
    """Quarantine versions whose attempts are used up: their worker died each time and could not record it.

    Returns those that were quarantined; the others get more attempts (see :func:`_crashes_look_random`).
    """
    died = "WorkerLost: the worker process died " + cast(articles.c.attempts, Text) + " times reading it"
    returned = connection.scalars(
        update(articles)
        .where(articles.c.seq.in_(seqs), not_(_crashes_look_random(attempts)))
        .values(
            state=LedgerState.QUARANTINED,
            ended_at=now(),
            error=func.coalesce(articles.c.error, died),
            lease_owner=None,
            lease_until=None,
        )
        .returning(articles.c.seq)
    )
    return set(returned)


def _crashes_look_random(attempts: int) -> ColumnElement[bool]:
    """Condition: other stories lost their worker too while this one waited, and were extracted afterwards.

    Then workers are killed at random.  A story that kills its workers is the only one that loses any, so its crashes
    count.
    """
    other = articles.alias("other")
    waits_since = func.coalesce(articles.c.ended_at, articles.c.accepted_at)
    lost_one_too = (
        select(other.c.seq)
        .join(extractions, extractions.c.seq == other.c.seq)
        .where(
            extractions.c.stored_at > now(-RANDOM_KILL_WINDOW_SECONDS),
            extractions.c.stored_at > waits_since,
            other.c.state == LedgerState.DONE,
            other.c.attempts > 1,
        )
        .exists()
    )
    return and_(articles.c.error.is_(None), articles.c.attempts < attempts * CRASH_TOLERANCE, lost_one_too)


def release(connection: Connection, owner: str, unread: Sequence[Key] | None = None) -> int:
    """Release the owner's leases.  Returns how many.

    Args:
        unread: only these, which it has not extracted: an attempt that was counted does not count.  None for all;
            attempts that were started count.
    """
    if unread is None:
        return _release(connection, articles.c.lease_owner == owner)
    named = tuple_(articles.c.id, articles.c.version).in_(list(unread))
    return _release(connection, articles.c.lease_owner == owner, named, attempts=_REFUNDED)


def release_worker(connection: Connection, worker_prefix: str) -> int:
    """Release every lease of one worker's children; their owners begin with ``worker_prefix``.

    The worker stops on request, so an attempt that this interrupts does not count.
    """
    mine = articles.c.lease_owner.startswith(worker_prefix, autoescape=True)
    return _release(connection, mine, attempts=_REFUNDED)


_REFUNDED = case(
    (and_(articles.c.started_at.is_not(None), articles.c.attempts > 0), articles.c.attempts - 1),
    else_=articles.c.attempts,
)
"""Attempts without one that was counted and has not ended."""


def release_dead(connection: Connection, keys: Sequence[Key] | None = None) -> int:
    """Release the leases of processes of this host that have ended.  Returns how many."""
    holders = select(articles.c.lease_owner).where(articles.c.state == LedgerState.LEASED).distinct()
    if keys is not None:
        holders = holders.where(tuple_(articles.c.id, articles.c.version).in_(list(keys)))
    dead = [text for text in connection.scalars(holders) if (one := owners.parse(text)) and one.is_dead()]
    if not dead:
        return 0
    # a story that was being extracted gets a pause: it may have killed its worker
    pause = case((articles.c.started_at.is_not(None), now(RETRY_SECONDS)), else_=articles.c.not_before)
    return _release(connection, articles.c.lease_owner.in_(dead), not_before=pause)


def count_leases(connection: Connection, worker_prefix: str) -> int:
    """Return the number of leases that one worker's children hold."""
    mine = articles.c.lease_owner.startswith(worker_prefix, autoescape=True)
    return connection.execute(select(func.count()).where(articles.c.state == LedgerState.LEASED, mine)).scalar() or 0


def release_expired(connection: Connection, seconds: float) -> int:
    """Release expired leases: their holder died on another host, or hangs.  Returns how many.

    Args:
        seconds: how long this worker's leases run.
    """
    return _release(connection, has_expired(seconds))


def renew(connection: Connection, owner_prefix: str, seconds: float, seqs: Sequence[int] | None = None) -> int:
    """Renew leases for ``seconds`` from now.  Returns how many.

    Args:
        owner_prefix: the beginning of their owners' text: a worker's children, or one of them.
        seqs: only these versions; by default every lease of the owners.
    """
    held = and_(
        articles.c.state == LedgerState.LEASED, articles.c.lease_owner.startswith(owner_prefix, autoescape=True)
    )
    renewal = update(articles).where(held).values(lease_until=now(seconds))
    if seqs is None:
        return connection.execute(renewal).rowcount
    return sum(connection.execute(renewal.where(articles.c.seq.in_(part))).rowcount for part in chunks(seqs, 500))


def _release(connection: Connection, *which: ColumnElement[bool], **more: Any) -> int:
    values = {"state": LedgerState.PENDING, "lease_owner": None, "lease_until": None, "sent_at": None}
    values |= {"worker": articles.c.lease_owner, "started_at": None} | more
    return connection.execute(
        update(articles).where(articles.c.state == LedgerState.LEASED, *which).values(**values)
    ).rowcount
