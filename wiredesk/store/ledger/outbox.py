"""The outbox: pending versions are claimed for sending, and sent again when their message was lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    TextClause,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from wiredesk.contract import LedgerState
from wiredesk.language_detection import UNDETERMINED
from wiredesk.languages_read import Reads
from wiredesk.model_language import MAIN
from wiredesk.store.ledger.records import CLOCK_TOLERANCE_SECONDS, Key, OutboxEntry, is_ready
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.prepared import PreparedStatement
from wiredesk.store.tables import articles
from wiredesk.store.types import now


def claim_unsent(
    connection: Connection, queue: str, limit: int, languages: Sequence[str | None] | None = None
) -> list[OutboxEntry]:
    """Claim up to ``limit`` versions of a queue for sending, oldest first: they count as sent from now on.

    Args:
        languages: only versions in these languages, as the ledger has them, one language after the other; None for all.
    """
    if languages is None:
        return _claim(connection, _CLAIM, queue, limit)
    found: list[OutboxEntry] = []
    for one in languages:
        if len(found) < limit:
            of_language = _CLAIM_WITHOUT if one is None else _CLAIM_IN
            found += _claim(connection, of_language, queue, limit - len(found), one)
    return found


def _claim(
    connection: Connection, statement: ReturningUpdate[Any], queue: str, limit: int, language: str | None = None
) -> list[OutboxEntry]:
    values = {"among": queue, "most": limit} | ({} if language is None else {"of_language": language})
    returned = connection.execute(statement, values)
    return sorted(OutboxEntry(row.seq, row.id, row.version, row.words) for row in returned)


def _claim_of(*conditions: ColumnElement[bool] | TextClause) -> ReturningUpdate[Any]:
    """Return the statement that claims the oldest unsent versions of a queue for which these conditions hold."""
    ready = (
        select(articles.c.seq)
        .where(*conditions, articles.c.queue == bindparam("among"), articles.c.sent_at.is_(None), is_ready())
        .order_by(articles.c.seq)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)
    )
    return (
        update(articles)
        .where(articles.c.seq.in_(ready))
        .values(sent_at=now())
        .returning(articles.c.seq, articles.c.id, articles.c.version, articles.c.words)
    )


def _is_in(language: str | None) -> ColumnElement[bool]:
    column = articles.c.language_read
    return column.is_(None) if language is None else column == language


def unsent_languages(connection: Connection, queue: str) -> list[str | None]:
    """Return the languages of the versions of a queue that wait to be sent, each found by one look-up."""
    found: list[str | None] = [None] if _UNSENT_WITHOUT(connection, among=queue).fetchone() else []
    last = ""
    while row := _NEXT_LANGUAGE(connection, among=queue, after=last).fetchone():
        last = row[0]
        found.append(last)
    return found


def unsend(connection: Connection, queue: str, language: str) -> int:
    """Let the pending versions of a language be sent again: nobody takes their messages.  Returns how many."""
    return connection.execute(
        update(articles)
        .where(
            _IS_PENDING,
            articles.c.queue == queue,
            articles.c.language_read == language,
            articles.c.sent_at.is_not(None),
        )
        .values(sent_at=None)
    ).rowcount


def waiting_by_language(connection: Connection) -> dict[str | None, int]:
    """Return how many versions wait in each language."""
    language = articles.c.language_read
    rows = connection.execute(select(language, func.count()).where(_IS_PENDING).group_by(language))
    return {row[0]: row[1] for row in rows}


def has_unsent_in(connection: Connection, queue: str, language: str) -> bool:
    """Return whether a version of a queue in a language waits to be sent, or for its next attempt."""
    return _UNSENT_IN(connection, among=queue, of_language=language).fetchone() is not None


def has_unsent(connection: Connection, queue: str) -> bool:
    """Return whether :func:`claim_unsent` would find a version."""
    return _UNSENT(connection, among=queue).fetchone() is not None


def oldest_waiting(connection: Connection, queue: str, reads: Reads | None = None) -> Key | None:
    """Return the version of a queue that has waited longest, sent or not; None when no version waits.

    Args:
        reads: only versions that a worker may read by itself: in a language that it knows.
    """
    if reads is None or reads.takes_any:
        row = _WAITING(connection, among=queue).fetchone()
        if row is None or reads is None or row[2] is None or reads.knows(row[2]):
            return (row[0], row[1]) if row else None
    language = articles.c.language_read
    known = [*reads.languages, *([UNDETERMINED] if MAIN in reads.languages else [])]
    query = _WAITING_QUERY.where(or_(language.is_(None), language.in_(known)))
    row = connection.execute(query, {"among": queue}).fetchone()
    return (row[0], row[1]) if row else None


def unclaim(connection: Connection, seqs: Sequence[int]) -> None:
    """Undo the claim on versions whose message could not be sent."""
    for part in chunks(seqs, 500):
        connection.execute(
            update(articles)
            .where(articles.c.seq.in_(part), articles.c.state == LedgerState.PENDING)
            .values(sent_at=None)
        )


def requeue_lost(connection: Connection, queue: str, older_than: float, overtaken: float) -> int:
    """Mark a queue's pending versions unsent where their message must be lost.  Returns how many.

    A message counts as lost ``older_than`` seconds after it was sent, or when it was sent more than ``overtaken``
    seconds before a version in the same language that is leased already: queues keep their order.  One that was sent
    in the future was sent before the clock was set back, and may be lost.
    """
    is_lost = or_(articles.c.sent_at < now(-older_than), articles.c.sent_at > now(CLOCK_TOLERANCE_SECONDS))
    newest = connection.execute(
        select(articles.c.language_read, func.max(articles.c.sent_at))
        .where(articles.c.state == LedgerState.LEASED, articles.c.queue == queue, articles.c.sent_at <= now())
        .group_by(articles.c.language_read)
    )
    for language, sent_at in newest.all():  # each language may have a queue of its own
        older = articles.c.sent_at < sent_at - timedelta(seconds=overtaken)
        is_lost = or_(is_lost, and_(_is_in(language), older))
    return connection.execute(
        update(articles)
        .where(articles.c.state == LedgerState.PENDING, articles.c.queue == queue, is_lost)
        .values(sent_at=None)
    ).rowcount


_UNSENT = PreparedStatement(
    select(articles.c.seq)
    .where(
        articles.c.state == LedgerState.PENDING,
        articles.c.queue == bindparam("among"),
        articles.c.sent_at.is_(None),
        is_ready(),
    )
    .limit(literal_column("1"))
)


_IS_PENDING = text("articles.state = 'pending'")
"""In words, because SQLite uses a partial index only for a condition that it can read."""
_CLAIM = _claim_of(articles.c.state == LedgerState.PENDING)
_CLAIM_WITHOUT = _claim_of(_IS_PENDING, articles.c.language_read.is_(None))
_CLAIM_IN = _claim_of(_IS_PENDING, articles.c.language_read == bindparam("of_language"))


_UNSENT_WITHOUT = PreparedStatement(
    select(articles.c.seq)
    .where(
        _IS_PENDING,
        articles.c.queue == bindparam("among"),
        articles.c.language_read.is_(None),
        articles.c.sent_at.is_(None),
    )
    .limit(literal_column("1"))
)
_UNSENT_IN = PreparedStatement(
    select(articles.c.seq)
    .where(
        _IS_PENDING,
        articles.c.queue == bindparam("among"),
        articles.c.language_read == bindparam("of_language"),
        articles.c.sent_at.is_(None),
    )
    .limit(literal_column("1"))
)
_NEXT_LANGUAGE = PreparedStatement(
    select(articles.c.language_read)
    .where(
        _IS_PENDING,
        articles.c.queue == bindparam("among"),
        articles.c.language_read > bindparam("after"),
        articles.c.sent_at.is_(None),
    )
    .order_by(articles.c.language_read)
    .limit(literal_column("1"))
)


_WAITING_QUERY = (
    select(articles.c.id, articles.c.version, articles.c.language_read)
    .where(articles.c.state == LedgerState.PENDING, articles.c.queue == bindparam("among"), is_ready())
    .order_by(articles.c.seq)
    .limit(literal_column("1"))
)
_WAITING = PreparedStatement(_WAITING_QUERY)
