"""The list of threads, in the order of their latest publications."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, false, func, or_, select

from desk.queries.plan_hints import force_index_order
from desk.queries.story_order import StoryOrder, StoryPosition, parse_story_position, position_of
from desk.queries.story_steps import StoryStep, story_steps
from desk.queries.thread_search import Thread, read_threads
from wiredesk.store.link_tables import thread_members, threads
from wiredesk.store.publication import publication_time
from wiredesk.store.tables import articles
from wiredesk.store.visibility import is_free_of_embargo


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """A page of the list of threads."""

    threads: tuple[Thread, ...]
    next: str | None
    """The cursor of the next page; None at the end.  A page may have fewer threads than were asked for, and one."""


def list_threads(connection: Connection, *, cursor: str = "", min_stories: int = 2, limit: int = 30) -> ThreadPage:
    """Return the threads, the one with the latest publication first.

    Args:
        cursor: :attr:`ThreadPage.next` of the page before.
        min_stories: leave out threads with fewer stories.

    Raises:
        BadQuery: the cursor is invalid.
    """
    force_index_order(connection)
    position = parse_story_position(cursor)
    if position is not None and position.moment is None:  # a cursor of an earlier release
        position = position_of(connection, position.seq, StoryOrder.published)
    rows: list[Any] = []
    end: StoryPosition | None = None
    for step in story_steps(connection, position):
        query = _latest_stories(step, min_stories).limit(limit + 1 - len(rows))
        rows += connection.execute(query).all()
        end = step.end
        if len(rows) > limit:
            end = StoryPosition(StoryOrder.published, rows[limit - 1].seq, rows[limit - 1].moment)
            break
    found = read_threads(connection, [row.thread for row in rows[:limit]])
    return ThreadPage(tuple(one for one in found if len(one.stories) >= min_stories), str(end) if end else None)


def _latest_stories(step: StoryStep, min_stories: int) -> Select[Any]:
    """Return the latest story of each thread that has it in a step, the latest publication first."""
    member = articles.join(thread_members, thread_members.c.seq == articles.c.seq)  # first: PostgreSQL keeps this order
    joined = member.join(threads, threads.c.thread == thread_members.c.thread)
    moment = publication_time()
    return (
        select(articles.c.seq, moment.label("moment"), threads.c.thread)
        .select_from(joined)
        .where(step.condition, threads.c.stories >= max(1, min_stories), ~has_later_story())
        .order_by(moment.desc(), articles.c.seq.desc())
    )


def has_later_story() -> ColumnElement[bool]:
    """Condition: a story of the same thread that readers see was published after this one."""
    own, other, later = thread_members.alias("own"), thread_members.alias("other"), articles.alias("later")
    own_time, later_time = publication_time(), publication_time(later)
    return exists(
        select(1)
        .select_from(own)
        .join(other, and_(other.c.thread == own.c.thread, other.c.seq != own.c.seq))
        .join(later, later.c.seq == other.c.seq)
        .where(
            own.c.seq == articles.c.seq,
            func.coalesce(later.c.visible, false()),
            is_free_of_embargo(later.c.embargo_until),
            or_(later_time > own_time, and_(later_time == own_time, later.c.seq > articles.c.seq)),
        )
        .correlate(articles)
    )
