"""Which versions may be shown, said in the two ways that the two access paths need."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, false, func, or_

from worker.store.schema import articles
from worker.store.times import now

MOST = 200
"""Rows that one page may ask for."""
SAMPLE = 500
"""Newest stories from which neighbours, roles and timelines are told."""


def unembargoed() -> ColumnElement[bool]:
    """No embargo, or one that has ended."""
    return or_(articles.c.embargo_until.is_(None), articles.c.embargo_until <= now())


def probed() -> ColumnElement[bool]:
    """In sight, for rows that another table leads to: written so that no index of ``articles`` is tempting."""
    return and_(func.coalesce(articles.c.shown, false()), unembargoed())
