"""Stories in the order of their publication, some thousands a time: the work for a page has a bound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from desk.queries.story_order import StoryOrder, StoryPosition
from wiredesk.store.publication import publication_time
from wiredesk.store.tables import articles
from wiredesk.store.visibility import is_visible

STORIES_PER_STEP = 5000
"""Stories of a step."""
MAX_STEPS = 4
"""Steps in which a page is looked for; bounds the time of a query."""


@dataclass(frozen=True, slots=True)
class StoryStep:
    """Some stories that follow each other."""

    condition: ColumnElement[bool]
    """On rows of ``articles``."""
    end: StoryPosition | None
    """The last of them; None if no stories follow."""


def story_steps(connection: Connection, position: StoryPosition | None) -> Iterator[StoryStep]:
    """Yield the visible stories after a position, at most :data:`MAX_STEPS` steps."""
    for _ in range(MAX_STEPS):
        step = _next(connection, position)
        yield step
        if step.end is None:
            return
        position = step.end


def _next(connection: Connection, position: StoryPosition | None) -> StoryStep:
    """Return the next stories, whose last one an index alone tells."""
    moment = publication_time().label("moment")
    before = [] if position is None else [position.earlier()]
    query = select(articles.c.seq, moment).where(articles.c.visible, *before)
    ordered = query.order_by(publication_time().desc(), articles.c.seq.desc())
    last = connection.execute(ordered.offset(STORIES_PER_STEP).limit(1)).one_or_none()
    if last is None:
        return StoryStep(and_(is_visible(), *before), None)
    until = or_(publication_time() > last.moment, articles.c.seq >= last.seq)
    condition = and_(is_visible(), publication_time() >= last.moment, until, *before)
    return StoryStep(condition, StoryPosition(StoryOrder.published, last.seq, last.moment))
