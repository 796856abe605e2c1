"""Which versions readers may see: of each story the newest that is done, usable and free of embargo.

The column ``visible`` (``shown`` in the database) holds all of this rule except the embargo, because an embargo ends
without any transaction.  Every query for readers therefore tests both, in one of two forms: :func:`is_visible` where
``articles`` drives the query, :func:`is_visible_joined` where another table leads to its rows.
:mod:`wiredesk.store.showing` writes the column.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, false, func, literal_column, or_, select

from wiredesk.store.tables import articles
from wiredesk.store.types import now


def is_free_of_embargo(until: ColumnElement[Any] = articles.c.embargo_until) -> ColumnElement[bool]:
    """Condition: the version has no embargo, or its embargo has ended by the database's clock."""
    return or_(until.is_(None), until <= now())


def is_visible() -> ColumnElement[bool]:
    """Condition: readers may see the version.  Both databases can answer it from the index on ``visible``."""
    return and_(articles.c.visible, is_free_of_embargo())


def is_visible_joined() -> ColumnElement[bool]:
    """Condition: the same as :func:`is_visible`, for rows that another table leads to.

    PostgreSQL answers it from ``ix_articles_wire`` alone: most of a row is the text.  To SQLite no index fits this
    form; with a bare column, it would walk through all visible versions for each row.
    """
    return and_(articles.c.visible.op("IS")(literal_column("TRUE")), is_free_of_embargo())


VISIBLE_ROW = "a.shown IS TRUE AND (a.embargo_until IS NULL OR a.embargo_until <= :now)"
""":func:`is_visible_joined` for ``articles AS a``, in the form of :mod:`wiredesk.store.raw_sql`."""


def count_visible(connection: Connection) -> int:
    """Number of stories that readers may see: those marked visible, less the few that an embargo holds back.

    Each of the two counts has an index of its own.
    """
    marked = connection.scalar(select(func.count()).where(articles.c.visible)) or 0
    embargoed = select(func.count()).where(articles.c.embargo_until > now(), func.coalesce(articles.c.visible, false()))
    return marked - (connection.scalar(embargoed) or 0)
