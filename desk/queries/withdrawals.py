"""Stories that their providers withdrew lately, for readers that may have read them before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from desk.queries.query_syntax import MAX_SEQ
from wiredesk.store.change_tables import ChangeKind, changes

SEARCHED_CHANGES = 2000
"""Newest changes among which withdrawals are looked for."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A story that readers no longer see."""

    n: int
    """The number of the change."""
    id: str
    version: int
    at: datetime


def newest_withdrawals(connection: Connection, limit: int) -> list[Withdrawal]:
    """Return the newest withdrawals, the newest first."""
    newest = select(changes).where(changes.c.n <= MAX_SEQ).order_by(changes.c.n.desc()).limit(SEARCHED_CHANGES)
    among = newest.subquery()
    rows = connection.execute(
        select(among.c.n, among.c.id, among.c.version, among.c.at)
        .where(among.c.what == ChangeKind.WITHDRAWN.value)
        .order_by(among.c.n.desc())
        .limit(limit)
    )
    return [Withdrawal(*row) for row in rows]
