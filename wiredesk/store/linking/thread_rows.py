"""The rows of threads, computed from their stories, and the log of what happened to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection

from wiredesk.datelines import is_agency
from wiredesk.store.linking.due import DueStory, read_story_time
from wiredesk.store.raw_sql import run, run_many
from wiredesk.store.visibility import VISIBLE_ROW

Happening = Literal["joined", "left", "merged", "split", "closed"]
_LOG = "INSERT INTO thread_log (at, thread, what, seq, other) VALUES (:now, ?, ?, ?, ?)"
_NEW = "INSERT INTO threads (headline, stories, texts, sources, split_from) VALUES ('', 0, 0, 0, ?) RETURNING thread"
_NEW_OF_ONE = (
    "INSERT INTO threads (headline, lead, last_seq, first_at, last_at, stories, texts, sources)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING thread"
)
BEGINNING = 200
"""Characters of a body of which the first line stands for a missing headline."""
_STORIES = (
    f"SELECT m.thread, a.seq, a.headline, substr(a.body, 1, {BEGINNING}), a.source, a.published, a.accepted_at,"
    " coalesce(g.copy_group, a.seq), g.is_first IS NULL OR g.is_first"
    " FROM thread_members AS m JOIN articles AS a ON a.seq = m.seq LEFT JOIN copy_groups AS g ON g.seq = m.seq"
    f" WHERE m.thread IN :numbers AND {VISIBLE_ROW}"
)
_UPDATE = (
    "UPDATE threads SET headline = ?, lead = ?, last_seq = ?, first_at = ?, last_at = ?, stories = ?, texts = ?,"
    " sources = ? WHERE thread = ?"
)
_EMPTY = "UPDATE threads SET lead = NULL, last_seq = NULL, stories = 0, texts = 0, sources = 0 WHERE thread IN :numbers"
_REDIRECT = "UPDATE threads SET merged_into = ? WHERE thread = ? OR merged_into = ?"


def log(
    connection: Connection, what: Happening, thread: int, *, seq: int | None = None, other: int | None = None
) -> None:
    """Write what happened to a thread.

    Args:
        seq: the version that joined or left, or whose arrival was the cause.
        other: the thread that it came from, was merged into or was split from.
    """
    run(connection, _LOG, thread, what, seq, other)


def log_all(connection: Connection, what: Happening, rows: Iterable[tuple[int, int | None]]) -> None:
    """Write what happened to threads in the same way.

    Args:
        rows: each thread, with the version that left it.
    """
    run_many(connection, _LOG, ((thread, what, seq, None) for thread, seq in rows))


def new_thread(connection: Connection, split_from: int | None = None) -> int:
    """Create a thread without stories and return its number."""
    number: int = run(connection, _NEW, split_from).fetchone()[0]
    return number


def new_thread_of(connection: Connection, story: DueStory) -> int:
    """Create a thread of one visible story, whose row is as :func:`refresh` would compute it; return its number."""
    one = _ThreadStory(
        story.seq, story.headline, story.body[:BEGINNING], story.source, story.at, story.at, story.seq, is_first=True
    )
    number: int = run(connection, _NEW_OF_ONE, *_values([one])).fetchone()[0]
    return number


def redirect(connection: Connection, number: int, target: int) -> None:
    """Make a thread, and those that were merged into it before, name the thread that it was merged into."""
    run(connection, _REDIRECT, target, number, number)


def refresh(connection: Connection, numbers: Collection[int]) -> None:
    """Compute the rows of threads again from their visible stories."""
    stories: dict[int, list[_ThreadStory]] = defaultdict(list)
    for thread, *values in run(connection, _STORIES, sorted(numbers)).fetchall() if numbers else ():
        stories[thread].append(_ThreadStory(*values))
    for number in sorted(stories):
        run(connection, _UPDATE, *_values(stories[number]), number)
    if empty := sorted(set(numbers) - stories.keys()):
        run(connection, _EMPTY, empty)


class _ThreadStory(NamedTuple):
    seq: int
    headline: str
    beginning: str
    source: str | None
    published: Any
    accepted_at: Any
    copy_group: int
    is_first: bool

    @property
    def at(self) -> datetime:
        return read_story_time(self.published, self.accepted_at)


def _values(stories: list[_ThreadStory]) -> tuple[Any, ...]:
    """Return the values of a thread's row in the order of the statement."""
    times = {one.seq: one.at for one in stories}
    lead = max(stories, key=lambda one: (is_agency(one.source or ""), bool(one.is_first), times[one.seq], one.seq))
    headline = lead.headline.strip() or lead.beginning.strip().split("\n")[0]
    span = min(times.values()), max(times.values())
    counts = len(stories), len({one.copy_group for one in stories}), len({one.source for one in stories})
    return headline, lead.seq, max(times), *span, *counts
