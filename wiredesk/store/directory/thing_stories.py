"""The visible stories of a thing, read by index, the newest or the oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, select, union_all

from wiredesk.store.publication import publication_time
from wiredesk.store.tables import articles
from wiredesk.store.thing_tables import identities
from wiredesk.store.visibility import is_visible_joined

MAX_BRANCHES = 40
"""Members of a thing that are read each by its own index range; those of one with more are sorted."""


def each_member(column: ColumnElement[int], members: Sequence[int]) -> list[ColumnElement[bool]]:
    """Return conditions of which a row of a thing meets one; each is read in the order of the index."""
    return [column == one for one in members] if len(members) <= MAX_BRANCHES else [column.in_(members)]


def thing_entities(members: Sequence[int], limit: int, *, oldest: bool = False) -> Subquery:
    """Return the entities that are one of these things in visible stories, with the time of publication of the story:
    columns ``seq``, ``entity`` and ``moment``.

    Each member is read in the order of its index, and as far as the limit: the work does not grow with the store.

    Args:
        limit: the number of entities.
        oldest: the oldest stories first, not the newest.
    """
    branches = [_entities(condition, limit, oldest) for condition in each_member(identities.c.thing, members)]
    if len(branches) == 1:
        return branches[0].subquery()
    parts = [branch.subquery() for branch in branches]
    every = union_all(*(select(part.c.seq, part.c.entity, part.c.moment) for part in parts)).subquery()
    order = every.c.seq.asc() if oldest else every.c.seq.desc()
    return select(every.c.seq, every.c.entity, every.c.moment).order_by(order).limit(limit).subquery()


def _entities(condition: ColumnElement[bool], limit: int, oldest: bool) -> Select[tuple[int, str, Any]]:
    order = (identities.c.seq, identities.c.entity) if oldest else (identities.c.seq.desc(), identities.c.entity.desc())
    return (
        select(identities.c.seq, identities.c.entity, publication_time().label("moment"))
        .select_from(identities.join(articles, articles.c.seq == identities.c.seq))
        .where(condition, is_visible_joined())
        .order_by(*order)
        .limit(limit)
    )
