"""The orders of a list of stories, and the positions in it at which pages start."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from desk.queries.query_syntax import MAX_SEQ_DIGITS, BadQuery, bad_cursor
from wiredesk.store.publication import publication_time
from wiredesk.store.tables import articles

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_CURSOR = re.compile(rf"(?:(p)(-?\d{{1,{MAX_SEQ_DIGITS}}})\.|(r))?(\d{{1,{MAX_SEQ_DIGITS}}})", re.ASCII)


class StoryOrder(StrEnum):
    """The orders of a list of stories."""

    published = "published"
    relevance = "relevance"
    arrived = "arrived"


@dataclass(frozen=True, slots=True)
class StoryPosition:
    """The last story of a page, in one of the orders."""

    order: StoryOrder
    seq: int
    """Number of the story; by relevance, the number of stories on the pages before."""
    moment: datetime | None = None
    """Its time of publication, in that order."""

    def __str__(self) -> str:
        """The position as a cursor: a bare number by arrival, as earlier releases wrote it."""
        if self.order is StoryOrder.relevance:
            return f"r{self.seq}"
        return str(self.seq) if self.moment is None else f"p{(self.moment - _EPOCH) // _MICROSECOND}.{self.seq}"

    def later(self) -> ColumnElement[bool]:
        """Condition: the story comes before this one in the order."""
        if self.moment is None:
            return articles.c.seq > self.seq
        moment = publication_time()
        return and_(moment >= self.moment, or_(moment > self.moment, articles.c.seq > self.seq))

    def earlier(self) -> ColumnElement[bool]:
        """Condition: the story comes after this one in the order."""
        if self.moment is None:
            return articles.c.seq < self.seq
        moment = publication_time()
        return and_(moment <= self.moment, or_(moment < self.moment, articles.c.seq < self.seq))


def parse_order(sort: str, cursor: str = "") -> tuple[StoryOrder, StoryPosition | None]:
    """Return the order of a list and where its page starts.

    Without an order, a cursor tells it; without both, it is that of publication.

    Raises:
        BadQuery: there is no such order, or the cursor is not one of its cursors.
    """
    position = parse_story_position(cursor)
    if not sort:
        return (position.order if position else StoryOrder.published), position
    if sort not in tuple(StoryOrder):
        raise BadQuery("sort", f'unknown order "{sort[:40]}"', f"one of {', '.join(StoryOrder)}")
    if position and position.order != sort:
        raise bad_cursor()
    return StoryOrder(sort), position


def parse_story_position(cursor: str) -> StoryPosition | None:
    """Return the position that a cursor names; None for an empty one.

    Raises:
        BadQuery: the cursor is invalid.
    """
    if not cursor:
        return None
    found = _CURSOR.fullmatch(cursor)
    if not found:
        raise bad_cursor()
    if found[1]:
        try:
            moment = _EPOCH + int(found[2]) * _MICROSECOND
        except OverflowError:
            raise bad_cursor() from None
        return StoryPosition(StoryOrder.published, int(found[4]), moment)
    return StoryPosition(StoryOrder.relevance if found[3] else StoryOrder.arrived, int(found[4]))


def position_of(connection: Connection, seq: int, order: StoryOrder) -> StoryPosition:
    """Return the position of a story by publication or by arrival."""
    if order is StoryOrder.arrived:
        return StoryPosition(order, seq)
    query = select(publication_time()).where(articles.c.seq == seq)
    return StoryPosition(order, seq, connection.scalar(query))
