"""Which versions readers may see: of each story the newest that is done, usable and free of embargo.

The column ``visible`` (``shown`` in the database) holds all of this rule except the embargo, because an embargo ends
without any transaction.  Every query for readers therefore tests both, in one of two forms: :func:`is_visible` where
``articles`` drives the query, :func:`is_visible_joined` where another table leads to its rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, false, func, or_, select, update

from wiredesk.contract import Article
from wiredesk.store.link_tables import DUE, links
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.prepared import PreparedStatement
from wiredesk.store.tables import articles
from wiredesk.store.types import now

_STORY_LOCKS = 0x73746F72
"""Class of PostgreSQL's advisory locks on a story's id ("stor")."""


def is_free_of_embargo(until: ColumnElement[Any] = articles.c.embargo_until) -> ColumnElement[bool]:
    """Condition: the version has no embargo, or its embargo has ended by the database's clock."""
    return or_(until.is_(None), until <= now())


def is_visible() -> ColumnElement[bool]:
    """Condition: readers may see the version.  Both databases can answer it from the index on ``visible``."""
    return and_(articles.c.visible, is_free_of_embargo())


def is_visible_joined() -> ColumnElement[bool]:
    """Condition: the same as :func:`is_visible`, for rows that another table leads to.

    No index fits this form.  With a bare column, SQLite would walk through all visible versions for each row.
    """
    return and_(func.coalesce(articles.c.visible, false()), is_free_of_embargo())


def count_visible(connection: Connection) -> int:
    """Number of stories that readers may see: those marked visible, less the few that an embargo holds back.

    Each of the two counts has an index of its own.
    """
    marked = connection.scalar(select(func.count()).where(articles.c.visible)) or 0
    embargoed = select(func.count()).where(articles.c.embargo_until > now(), func.coalesce(articles.c.visible, false()))
    return marked - (connection.scalar(embargoed) or 0)


def mark_visible(connection: Connection, seq: int, article: Article) -> None:
    """Mark a finished version visible, unless it is not usable or a later version supersedes it.

    An embargoed version leaves the one before it visible; :func:`hide_superseded` hides that when the embargo ends.
    """
    _MARK_VISIBLE(connection, finished=seq)
    if article.version > 1:
        hide_superseded(connection, article.id)


def lock_stories(connection: Connection, ids: Iterable[str]) -> None:
    """Let one transaction at a time change the visibility of these stories, until this one ends (PostgreSQL).

    Two transactions that finish two versions of one story at once would not see each other's on their snapshots.
    SQLite has one writer anyway.
    """
    if connection.dialect.name == "postgresql":
        for id in sorted(set(ids)):
            connection.execute(select(func.pg_advisory_xact_lock(_STORY_LOCKS, func.hashtext(id))))


def hide_superseded(connection: Connection, id: str | None = None) -> int:
    """Hide versions of a story for which a later one is visible and free of embargo.  Returns how many were hidden.

    Without an id, of all stories with a version whose embargo has ended; :func:`mark_visible` did the others.
    """
    later = articles.alias("later")
    is_superseded = (
        select(later.c.seq)
        .where(
            later.c.id == articles.c.id,
            later.c.version > articles.c.version,
            later.c.visible,
            is_free_of_embargo(later.c.embargo_until),
        )
        .exists()
    )
    # IS NOT: with the bare column, the index on it would be used and all visible versions read
    of_story = articles.c.id == id
    if id is None:
        freed = articles.alias("freed")
        stories = select(freed.c.id).where(freed.c.embargo_until <= now(), freed.c.version > 1)
        of_story = articles.c.id.in_(stories)
    return hide(connection, articles.c.visible.is_not(False), is_superseded, of_story)


def hide(connection: Connection, *conditions: ColumnElement[bool]) -> int:
    """Hide the versions that meet all conditions; the linker takes them out of their groups and threads.

    Returns how many were hidden.
    """
    statement = update(articles).where(*conditions).values(visible=False).returning(articles.c.seq)
    hidden = connection.scalars(statement).all()
    for part in chunks(hidden, 500):
        due = {"state": DUE, "tries": 0, "at": now()}
        connection.execute(update(links).where(links.c.seq.in_(part)).values(due))
    return len(hidden)


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
            or_(_later.c.status != "usable", and_(_later.c.visible, is_free_of_embargo(_later.c.embargo_until))),
        )
        .exists(),
    )
    .values(visible=True)
)
