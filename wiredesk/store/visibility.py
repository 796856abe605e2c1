"""Which version readers see: the newest that is usable and free of embargo."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, or_, select, update

from wiredesk.store.ledger.records import LeasedVersion
from wiredesk.store.prepared import PreparedStatement
from wiredesk.store.tables import articles
from wiredesk.store.types import now

_STORIES = 0x73746F72
"""PostgreSQL advisory locks: the class of those on a story's id."""


def mark_visible(connection: Connection, story: LeasedVersion) -> None:
    """Make a version that was finished the one that readers see, unless a later one stands above it.

    An embargoed version leaves the one before it visible; :func:`hide_superseded` hides that when the embargo ends.
    """
    _MARK_VISIBLE(connection, finished=story.seq)
    if story.article.version > 1:
        hide_superseded(connection, story.article.id)


def lock_stories(connection: Connection, ids: Iterable[str]) -> None:
    """What is in sight of these stories changes in one transaction at a time, until this one ends (PostgreSQL).

    On its snapshot neither of two that end two versions at once would see the other's.  SQLite has one writer anyway.
    """
    if connection.dialect.name == "postgresql":
        for id in sorted(set(ids)):
            connection.execute(select(func.pg_advisory_xact_lock(_STORIES, func.hashtext(id))))


def hide_superseded(connection: Connection, id: str | None = None) -> int:
    """Hide versions above which a later one is in sight and free of embargo.  Returns how many.

    Without an id, in the stories of which a version's embargo is over: all others were folded when they were shown.
    """
    later = articles.alias("later")
    above = (
        select(later.c.seq)
        .where(
            later.c.id == articles.c.id,
            later.c.version > articles.c.version,
            later.c.visible,
            _free_of_embargo(later.c.embargo_until),
        )
        .exists()
    )
    # IS NOT: by its index, all that is in sight would be looked through
    statement = update(articles).where(articles.c.visible.is_not(False), above).values(visible=False)
    if id is None:
        freed = articles.alias("freed")
        stories = select(freed.c.id).where(freed.c.embargo_until <= now(), freed.c.version > 1)
        statement = statement.where(articles.c.id.in_(stories))
    else:
        statement = statement.where(articles.c.id == id)
    return connection.execute(statement).rowcount


def _free_of_embargo(until: ColumnElement[Any]) -> ColumnElement[bool]:
    return or_(until.is_(None), until <= now())


_later = articles.alias("later")


_MARK_VISIBLE = PreparedStatement(
    update(articles)
    .where(
        articles.c.seq == bindparam("finished"),
        articles.c.status == "usable",
        ~select(_later.c.seq)
        .where(
            _later.c.id == articles.c.id,
            _later.c.version > articles.c.version,
            or_(_later.c.status != "usable", and_(_later.c.visible, _free_of_embargo(_later.c.embargo_until))),
        )
        .exists(),
    )
    .values(visible=True)
)
