"""The live wire: one row for each thread, with its newest story, and one for each story outside all threads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, exists, false, func, select

from desk.queries.plan_hints import force_index_order
from desk.queries.story_list import Card, cards, threads_of
from desk.queries.thread_search import Thread, read_threads
from wiredesk.store.link_tables import thread_members
from wiredesk.store.tables import articles
from wiredesk.store.visibility import is_free_of_embargo, is_visible


@dataclass(frozen=True, slots=True)
class WireRow:
    """A row of the wire."""

    card: Card
    """The story that stands for the row: of a thread that with the latest time."""
    thread: Thread | None = None
    """The thread, if it has more than this story."""

    @property
    def seq(self) -> int:
        """The story that came last: the position of the row on the wire."""
        return self.thread.last_seq if self.thread else self.card.seq

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all stories of the row."""
        return tuple(one.id for one in self.thread.stories) if self.thread else (self.card.id,)


def newest_rows(connection: Connection, *, before: int | None = None, limit: int = 30) -> list[WireRow]:
    """Return rows of the wire, the one with the newest story first.

    Args:
        before: :attr:`WireRow.seq` of the last row of the page before.
    """
    force_index_order(connection)
    query = select(articles.c.seq).where(is_visible(), ~_has_later_story())
    if before is not None:
        query = query.where(articles.c.seq < before)
    seqs = connection.scalars(query.order_by(articles.c.seq.desc()).limit(limit)).all()
    return rows_of(connection, seqs)


def rows_of(connection: Connection, seqs: Sequence[int], numbers: Iterable[int] = ()) -> list[WireRow]:
    """Return the rows in which these visible stories are, and those of these threads; the newest first."""
    own = threads_of(connection, seqs)
    threads = [one for one in read_threads(connection, sorted({*own.values(), *numbers})) if len(one.stories) > 1]
    latest = {one.stories[0].seq: one for one in threads}
    shared = {story.seq for one in threads for story in one.stories}
    found = cards(connection, [*latest, *(seq for seq in seqs if seq not in shared)])
    rows = [WireRow(card, latest.get(card.seq)) for card in found]
    return sorted(rows, key=lambda row: row.seq, reverse=True)


def _has_later_story() -> ColumnElement[bool]:
    """Condition: a story of the same thread that readers see came after this one."""
    own, other, later = thread_members.alias("own"), thread_members.alias("other"), articles.alias("later")
    return exists(
        select(1)
        .select_from(own)
        .join(other, and_(other.c.thread == own.c.thread, other.c.seq > own.c.seq))
        .join(later, later.c.seq == other.c.seq)
        .where(
            own.c.seq == articles.c.seq,
            func.coalesce(later.c.visible, false()),
            is_free_of_embargo(later.c.embargo_until),
        )
        .correlate(articles)
    )
