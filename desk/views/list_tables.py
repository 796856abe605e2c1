"""The tables of the lists of things, topics and threads, for their files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from desk.views.table_form import Columns, Row, ShownStory, TableExport

if TYPE_CHECKING:  # the columns are used without SQLAlchemy
    from desk.queries.thing_ranking import RankedThing
    from desk.queries.thread_search import Thread
    from desk.queries.topic_counts import TopicCount

RANKED_COLUMNS: Columns = (
    ("thing", "text"), ("kind", "text"), ("type", "text"), ("name", "text"), ("about", "text"), ("stories", "int64"),
)  # fmt: skip
TOPIC_COUNT_COLUMNS: Columns = (("code", "text"), ("name", "text"), ("broader", "text"), ("stories", "int64"))
THREAD_COLUMNS: Columns = (
    ("thread", "int64"), ("headline", "text"), ("stories", "int64"), ("texts", "int64"), ("sources", "names"),
    ("first_at", "time"), ("last_at", "time"), ("lead", "text"), ("story_ids", "names"),
)  # fmt: skip


def _no_rows(_one: ShownStory) -> Iterator[Row]:
    """Yield nothing: a row of a list is of many stories."""
    return iter(())


RANKED_THINGS = TableExport(RANKED_COLUMNS, _no_rows)
TOPIC_COUNTS = TableExport(TOPIC_COUNT_COLUMNS, _no_rows)
THREADS = TableExport(THREAD_COLUMNS, _no_rows)


def ranked_row(one: RankedThing, about: str | None) -> Row:
    """Return the row of a thing.

    Args:
        about: tells it apart from another one of its name in the list.
    """
    return str(one.thing), one.kind.value, one.type, one.name, about, one.stories


def topic_row(one: TopicCount) -> Row:
    """Return the row of a topic."""
    return one.code, one.name, one.broader, one.stories


def thread_row(one: Thread) -> Row:
    """Return the row of a thread, with the ids of its stories, that of the latest publication first."""
    lead = next((story.id for story in one.stories if story.seq == one.lead), one.stories[0].id)
    return (
        one.number, one.headline, len(one.stories), one.texts, list(one.sources), one.first_at, one.last_at, lead,
        [story.id for story in one.stories],
    )  # fmt: skip
