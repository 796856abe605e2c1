"""The live wire: one row for each thread, with its newest story, and one for each story outside all threads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, false, func, select

from desk.queries.plan_hints import force_index_order
from desk.queries.story_list import Card, cards, threads_of
from desk.queries.story_order import StoryOrder, StoryPosition, position_of
from desk.queries.thread_list import has_later_story
from desk.queries.thread_search import Thread, read_threads
from wiredesk.store.publication import publication_time
from wiredesk.store.tables import articles
from wiredesk.store.visibility import is_visible


@dataclass(frozen=True, slots=True)
class WireRow:
    """A row of the wire."""

    card: Card
    """The story that stands for the row: of a thread that with the latest time."""
    thread: Thread | None = None
    """The thread, if it has more than this story."""

    @property
    def position(self) -> StoryPosition:
        """The position of the row on the wire: that of its latest story, by publication."""
        if self.thread is None:
            return StoryPosition(StoryOrder.published, self.card.seq, self.card.moment)
        latest = self.thread.stories[0]
        return StoryPosition(StoryOrder.published, latest.seq, latest.moment)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all stories of the row."""
        return tuple(one.id for one in self.thread.stories) if self.thread else (self.card.id,)


def newest_rows(connection: Connection, *, before: StoryPosition | None = None, limit: int = 30) -> list[WireRow]:
    """Return rows of the wire, the one with the latest story by publication first.

    Back-fill stands at the time of its publication; without any it would stand at that of its arrival, so it is left
    out.

    Args:
        before: :attr:`WireRow.position` of the last row of the page before, or the position of a story by arrival.
    """
    force_index_order(connection)
    if before is not None and before.moment is None:
        before = position_of(connection, before.seq, StoryOrder.published)
    query = select(articles.c.seq).where(is_visible(), ~has_later_story(), ~_is_undated_backfill())
    if before is not None:
        query = query.where(before.earlier())
    query = query.order_by(publication_time().desc(), articles.c.seq.desc()).limit(limit)
    return rows_of(connection, connection.scalars(query).all())


def rows_of(connection: Connection, seqs: Sequence[int], numbers: Iterable[int] = ()) -> list[WireRow]:
    """Return the rows in which these visible stories are, and those of these threads; the latest first."""
    own = threads_of(connection, seqs)
    threads = [one for one in read_threads(connection, sorted({*own.values(), *numbers})) if len(one.stories) > 1]
    latest = {one.stories[0].seq: one for one in threads}
    shared = {story.seq for one in threads for story in one.stories}
    found = cards(connection, [*latest, *(seq for seq in seqs if seq not in shared)])
    rows = [WireRow(card, latest.get(card.seq)) for card in found]
    return sorted(rows, key=lambda row: (row.position.moment, row.position.seq), reverse=True)


def _is_undated_backfill() -> ColumnElement[bool]:
    """Condition: the story is back-fill whose time of publication nobody tells."""
    dated = func.coalesce(articles.c.published, articles.c.updated, articles.c.dated)
    return and_(func.coalesce(articles.c.backfill, false()), dated.is_(None))
