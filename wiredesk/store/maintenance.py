"""Maintenance on a user's request: quarantine, reprocessing after an upgrade, retention.

Every function takes an open transaction; the caller commits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, delete, func, or_, select, tuple_, update

from wiredesk.contract import ENDED_STATES, OPEN_STATES, LedgerState, QueueName
from wiredesk.store import partitions, results
from wiredesk.store.change_tables import ChangeKind
from wiredesk.store.changes.change_log import NewChange, add_all
from wiredesk.store.ledger import Key
from wiredesk.store.linking import linker
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.raw_sql import run
from wiredesk.store.tables import articles, extractions
from wiredesk.store.types import now
from wiredesk.store.user_tables import notes, stars, story_reads
from wiredesk.store.visibility import is_free_of_embargo, is_visible_joined

CHUNK_SIZE = 500
"""Maximum versions changed by one statement: more would keep the write lock for too long."""


def quarantined(connection: Connection, ids: Sequence[str] = (), error: str = "") -> Sequence[RowMapping]:
    """Return the rows of quarantined versions, oldest first.

    Args:
        ids: only these; ``id@version`` names one version, ``id`` all versions of a story.
        error: only versions whose error contains this text, in any case.
    """
    return connection.execute(select(articles).where(_chosen(ids, error)).order_by(articles.c.seq)).mappings().all()


def release(connection: Connection, seqs: Sequence[int]) -> int:
    """Return quarantined versions to their queue with all attempts left.  Returns how many."""
    again = {"state": LedgerState.PENDING, "attempts": 0, "sent_at": None, "not_before": None, "ended_at": now()}
    for part in chunks(seqs, CHUNK_SIZE):
        _log(connection, ChangeKind.RELEASED, part, articles.c.state == LedgerState.QUARANTINED, is_free_of_embargo())
    return _change(
        connection, seqs, articles.c.state == LedgerState.QUARANTINED, again | {"error": None, "traceback": None}
    )


def drop(connection: Connection, seqs: Sequence[int]) -> int:
    """Delete quarantined versions from the ledger, with their earlier results.  Returns how many."""
    return _delete(connection, seqs, articles.c.state == LedgerState.QUARANTINED)


def reprocessable(
    connection: Connection, *, since: datetime | None, engine_before: str | None, language: str | None = None
) -> list[int]:
    """Return the ``seq`` of the done versions that were accepted since then and extracted by an older engine.

    Args:
        since: None for all.
        engine_before: a version number such as ``0.2.0``; None for every engine.
        language: only versions in this language; None for all.
    """
    query = (
        select(articles.c.seq, extractions.c.engine)
        .join(extractions, extractions.c.seq == articles.c.seq)
        .where(articles.c.state == LedgerState.DONE)
        .order_by(articles.c.seq)
    )
    if since is not None:
        query = query.where(articles.c.accepted_at >= since)
    if language is not None:
        query = query.where(extractions.c.language == language)
    bound = version_key(engine_before) if engine_before else None
    return [row.seq for row in connection.execute(query) if bound is None or version_key(row.engine) < bound]


def reprocess(connection: Connection, seqs: Sequence[int]) -> int:
    """Put done versions into the queue ``bulk``; their results stay until new ones replace them.  Returns how many."""
    return _change(
        connection,
        seqs,
        articles.c.state == LedgerState.DONE,
        {
            "state": LedgerState.PENDING,
            "queue": QueueName.BULK,
            "attempts": 0,
            "worker": None,
            "sent_at": None,
            "not_before": None,
            "ended_at": now(),
        },
    )


def version_key(version: str) -> tuple[int, ...]:
    """Return an engine's version as a sort key for ``reprocess --engine-before``: ``0.10.1`` after ``0.9``.

    The key ends at the first part that is not a number."""
    numbers: list[int] = []
    for part in version.split("+")[0].split("."):
        if not part.isdigit():
            break
        numbers.append(int(part))
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def prunable(connection: Connection, before: datetime) -> list[int]:
    """Return the ``seq`` of all versions of the stories whose every version has ended and was accepted before then."""
    other = articles.alias("other")
    is_kept = or_(other.c.accepted_at >= before, other.c.state.in_(OPEN_STATES))
    kept = select(other.c.seq).where(other.c.id == articles.c.id, is_kept).exists()
    old = select(articles.c.seq).where(articles.c.accepted_at < before, ~kept).order_by(articles.c.seq)
    return list(connection.scalars(old))


def lock_ended(connection: Connection, seqs: Sequence[int]) -> list[int]:
    """Return those of some versions that have ended, in ascending order; nobody else changes them before the commit."""
    ended = select(articles.c.seq).where(articles.c.seq.in_(seqs), articles.c.state.in_(ENDED_STATES))
    return list(connection.scalars(ended.order_by(articles.c.seq).with_for_update()))


def prune(connection: Connection, seqs: Sequence[int], *, keep_rows: bool = False) -> int:
    """Delete ended versions and their results.  Returns how many.

    Args:
        keep_rows: leave the rows in their partition, which is dropped next.
    """
    return _delete(connection, seqs, articles.c.state.in_(ENDED_STATES), keep_rows=keep_rows)


def _chosen(ids: Sequence[str], error: str) -> ColumnElement[bool]:
    chosen: list[ColumnElement[bool]] = [articles.c.state == LedgerState.QUARANTINED]
    if ids:
        keys: list[Key] = []
        for word in ids:
            id, _, version = word.rpartition("@")
            if id and version.isdigit():
                keys.append((id, int(version)))
        named = articles.c.id.in_(list(ids))
        chosen.append(or_(named, tuple_(articles.c.id, articles.c.version).in_(keys)) if keys else named)
    if error:
        chosen.append(func.lower(articles.c.error).contains(error.lower(), autoescape=True))
    return and_(*chosen)


def _change(connection: Connection, seqs: Sequence[int], only: ColumnElement[bool], values: Mapping[str, Any]) -> int:
    changed = 0
    for part in chunks(seqs, CHUNK_SIZE):
        changed += connection.execute(
            update(articles).where(articles.c.seq.in_(part), only).values(**values)
        ).rowcount  # fmt: skip
    return changed


def _log(connection: Connection, what: ChangeKind, seqs: Sequence[int], *conditions: ColumnElement[bool]) -> None:
    """Add a change for each of the versions that meets the conditions."""
    columns = articles.c.seq, articles.c.id, articles.c.version
    rows = connection.execute(select(*columns).where(articles.c.seq.in_(seqs), *conditions).order_by(articles.c.seq))
    add_all(connection, [NewChange(what, *row) for row in rows])


def _delete(connection: Connection, seqs: Sequence[int], only: ColumnElement[bool], *, keep_rows: bool = False) -> int:
    deleted = 0
    if keep_rows:
        partitions.keep_rows(connection)
    for part in chunks(seqs, CHUNK_SIZE):
        rows = connection.execute(select(articles.c.seq, articles.c.id).where(articles.c.seq.in_(part), only)).all()
        confirmed, ids = [row.seq for row in rows], sorted({row.id for row in rows})
        _log(connection, ChangeKind.PRUNED, confirmed, func.coalesce(articles.c.told, is_visible_joined()))
        linker.forget(connection, confirmed)
        results.remove_all(connection, confirmed, keep_rows=keep_rows)
        run(connection, "UPDATE articles SET duplicate_of = NULL WHERE duplicate_of IN :numbers", confirmed)
        deleted += run(connection, "DELETE FROM articles WHERE seq IN :numbers", confirmed).rowcount
        _forget_marks(connection, ids)
    return deleted


def _forget_marks(connection: Connection, ids: Sequence[str]) -> None:
    """Delete stars, notes and reads of those of some stories that have no version left."""
    for table in (stars, notes, story_reads):
        left = select(articles.c.seq).where(articles.c.id == table.c.id).correlate(table)
        connection.execute(delete(table).where(table.c.id.in_(ids), ~left.exists()))
