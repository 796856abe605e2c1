"""The stories among which things are counted: those that arrived in the last hour, day, week or month, or all."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from sqlalchemy import Connection, select

from desk.queries.query_syntax import MAX_SEQ, BadQuery
from wiredesk.store.tables import articles
from wiredesk.store.types import database_time
from wiredesk.store.visibility import is_visible


class Window(StrEnum):
    """A window of counting, which ends now."""

    hour = "1h"
    day = "24h"
    week = "7d"
    month = "30d"
    all = "all"

    @property
    def words(self) -> str:
        """The window in plain words, after "stories"."""
        return _WORDS[self]


_WORDS = {
    Window.hour: "of the last hour",
    Window.day: "of the last 24 hours",
    Window.week: "of the last 7 days",
    Window.month: "of the last 30 days",
    Window.all: "of all time",
}
_SPANS = {
    Window.hour: timedelta(hours=1),
    Window.day: timedelta(hours=24),
    Window.week: timedelta(days=7),
    Window.month: timedelta(days=30),
}


def parse_window(connection: Connection, given: str) -> Window:
    """Return the window that a reader has chosen, else the usual one.

    The usual one is the shortest from 24 hours on in which a story arrived.

    Raises:
        BadQuery: there is no such window.
    """
    if given:
        try:
            return Window(given)
        except ValueError:
            raise BadQuery("window", f'invalid window "{given[:40]}"', f"one of {', '.join(Window)}") from None
    newest = connection.scalar(
        select(articles.c.accepted_at).where(is_visible()).order_by(articles.c.seq.desc()).limit(1)
    )
    if newest is None:
        return Window.all
    age = database_time(connection) - newest
    return next((one for one in (Window.day, Window.week, Window.month) if age < _SPANS[one]), Window.all)


def first_story(connection: Connection, window: Window) -> int:
    """Return the number of the first story that arrived in a window; it is larger than any if there is none."""
    if window is Window.all:
        return 0
    since = database_time(connection) - _SPANS[window]
    seqs = select(articles.c.seq).where(articles.c.accepted_at >= since).order_by(articles.c.accepted_at).limit(1)
    first = connection.scalar(seqs)
    return MAX_SEQ if first is None else first
