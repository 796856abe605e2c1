"""Upkeep of the store by people: the quarantine, reading again after an upgrade, retention.

Every function takes an open transaction; the caller commits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, delete, func, or_, select, text, tuple_, update

from wiredesk.store import results
from wiredesk.store.ledger import Key
from wiredesk.store.tables import articles, extractions
from wiredesk.store.types import now

PART = 500
"""Stories changed by one statement."""


def quarantined(connection: Connection, ids: Sequence[str] = (), error: str = "") -> Sequence[RowMapping]:
    """The rows of quarantined stories, oldest first: those of ``ids``, or whose error has ``error`` in it, or all.

    ``id@version`` names one version, ``id`` all of them.
    """
    return connection.execute(select(articles).where(_chosen(ids, error)).order_by(articles.c.seq)).mappings().all()


def release(connection: Connection, seqs: Sequence[int]) -> int:
    """Send quarantined stories through again with all their attempts, as if nothing had happened.  Returns how many."""
    again = {"state": "pending", "attempts": 0, "sent_at": None, "not_before": None, "ended_at": now()}
    return _change(connection, seqs, articles.c.state == "quarantined", again | {"error": None, "traceback": None})


def drop(connection: Connection, seqs: Sequence[int]) -> int:
    """Take quarantined stories out of the ledger for good, with what was read of them earlier.  Returns how many."""
    return _delete(connection, seqs, articles.c.state == "quarantined")


def reprocessable(connection: Connection, *, since: datetime | None, engine_before: str | None) -> list[int]:
    """The ``seq`` of stories that are done, were accepted since then and read by an engine older than the given one."""
    query = (
        select(articles.c.seq, extractions.c.engine)
        .join(extractions, extractions.c.seq == articles.c.seq)
        .where(articles.c.state == "done")
        .order_by(articles.c.seq)
    )
    if since is not None:
        query = query.where(articles.c.accepted_at >= since)
    bound = version_key(engine_before) if engine_before else None
    return [row.seq for row in connection.execute(query) if bound is None or version_key(row.engine) < bound]


def reprocess(connection: Connection, seqs: Sequence[int]) -> int:
    """Send stories through ``bulk`` again.  Their results stay in place until the new ones land.  Returns how many."""
    return _change(
        connection,
        seqs,
        articles.c.state == "done",
        {"state": "pending", "queue": "bulk", "attempts": 0, "sent_at": None, "not_before": None, "ended_at": now()},
    )


def version_key(version: str) -> tuple[int, ...]:
    """A version so that it sorts: ``0.10.1`` after ``0.9``; what is no number ends it."""
    numbers: list[int] = []
    for part in version.split("+")[0].split("."):
        if not part.isdigit():
            break
        numbers.append(int(part))
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def prunable(connection: Connection, before: datetime) -> list[int]:
    """The ``seq`` of stories that ended, all of whose versions were accepted before then."""
    younger = select(articles.c.id).where(
        or_(articles.c.accepted_at >= before, articles.c.state.in_(("pending", "leased")))
    )
    return list(
        connection.scalars(select(articles.c.seq).where(articles.c.id.not_in(younger)).order_by(articles.c.seq))
    )


def prune(connection: Connection, seqs: Sequence[int]) -> int:
    """Delete stories that ended, and their results.  Returns how many versions."""
    return _delete(connection, seqs, articles.c.state.in_(("done", "quarantined", "canceled")))


def _chosen(ids: Sequence[str], error: str) -> ColumnElement[bool]:
    chosen: list[ColumnElement[bool]] = [articles.c.state == "quarantined"]
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
    for part in _parts(seqs):
        changed += connection.execute(
            update(articles).where(articles.c.seq.in_(part), only).values(**values)
        ).rowcount  # fmt: skip
    return changed


def _delete(connection: Connection, seqs: Sequence[int], only: ColumnElement[bool]) -> int:
    gone = 0
    for part in _parts(seqs):
        sure = list(connection.scalars(select(articles.c.seq).where(articles.c.seq.in_(part), only)))
        for seq in sure:
            results.remove(connection, seq)
        connection.execute(update(articles).where(articles.c.duplicate_of.in_(sure)).values(duplicate_of=None))
        gone += connection.execute(delete(articles).where(articles.c.seq.in_(sure))).rowcount
    return gone


def _parts(seqs: Sequence[int]) -> list[list[int]]:
    return [list(seqs[at : at + PART]) for at in range(0, len(seqs), PART)]


def compact(connection: Connection) -> None:
    """Let SQLite's full-text index forget what was deleted."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO story_text (story_text) VALUES ('optimize')"))
