"""The change log as readers get it: each change with its story, through the filters of a search.

The API, the stream, the live page and ``wiredesk tail`` all read it here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from desk.queries.filters import Filters
from desk.queries.plan_hints import in_list
from desk.queries.query_syntax import MAX_SEQ_DIGITS
from desk.queries.story_list import Card, cards
from desk.queries.story_search import knows_names, matching
from wiredesk.store.change_tables import ARRIVALS, DEPARTURES, ChangeKind
from wiredesk.store.changes import Change
from wiredesk.store.tables import articles
from wiredesk.store.visibility import is_visible_joined

COMMIT_DELAY = timedelta(seconds=10)
"""How far the times of changes may be out of order: a transaction commits some time after it has read the clock."""
_POSITION = re.compile(rf"(\d{{1,{MAX_SEQ_DIGITS}}})(?:\.(\d{{1,{MAX_SEQ_DIGITS}}}))?", re.ASCII)
_MAX_MOMENT_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A change with its story."""

    change: Change
    card: Card | None = None
    """The story, if readers see this version now."""
    fits: bool = True
    """False if the story no longer fits the filters, or readers no longer see it: a list drops it."""

    @property
    def is_news(self) -> bool:
        """Whether it is news that readers see now."""
        return self.change.is_news and self.fits and self.card is not None


@dataclass(frozen=True, slots=True)
class StreamPosition:
    """Where a reader of the stream resumes."""

    n: int
    """The number of the last change that it got."""
    thread: int | None = None
    """The number of the last entry of the log of threads that it got; None if it names none."""

    def __str__(self) -> str:
        return str(self.n) if self.thread is None else f"{self.n}.{self.thread}"


def parse_position(text: str) -> StreamPosition | datetime | None:
    """Return the position that a reader sends back: a number, or a moment, as releases up to 0.3 sent; None if the text
    is neither."""
    if found := _POSITION.fullmatch(text):
        return StreamPosition(int(found[1]), None if found[2] is None else int(found[2]))
    try:
        moment = datetime.fromisoformat(text[:_MAX_MOMENT_CHARACTERS])
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def told_changes(connection: Connection, changes: Sequence[Change], filters: Filters | None = None) -> list[ToldChange]:
    """Return the changes that concern a list of the stories that fit the filters, in their order.

    A version that takes the place of one that fitted concerns it, too: if it does not fit itself, the list drops the
    story.  Whether a version fits is asked of the version, so of one that another has replaced since as well.  When the
    last story with a name is withdrawn, the name is no longer known; then every story that leaves is told.

    Raises:
        BadQuery: the words are not a valid query.
        NotFound: there is no such thread.
    """
    has_filters = bool(filters)
    fitting = _fitting(connection, changes, filters) if filters else set()
    is_left = any(one.what in DEPARTURES for one in changes)
    left_unknown = bool(filters) and is_left and not fitting and not knows_names(connection, filters or Filters())
    arrived = [one.seq for one in changes if one.seq is not None and one.what not in DEPARTURES]
    shown = {card.seq: card for card in cards(connection, _visible(connection, arrived))}
    found: list[ToldChange] = []
    for one in changes:
        card = shown.get(one.seq) if one.seq is not None else None
        if not has_filters:
            found.append(ToldChange(one, card, one.what not in DEPARTURES))
        elif one.what in ARRIVALS or one.what is ChangeKind.REPROCESSED:
            if one.seq in fitting:
                found.append(ToldChange(one, card))
            elif one.previous in fitting or one.what is ChangeKind.REPROCESSED:
                found.append(ToldChange(one, fits=False))
        elif one.what is ChangeKind.PRUNED or (one.what in DEPARTURES and (one.seq in fitting or left_unknown)):
            found.append(ToldChange(one, fits=False))
    return found


def _fitting(connection: Connection, changes: Sequence[Change], filters: Filters) -> set[int]:
    seqs = {seq for one in changes for seq in (one.seq, one.previous) if seq is not None}
    return matching(connection, filters, sorted(seqs))


def _visible(connection: Connection, seqs: Sequence[int]) -> list[int]:
    """Return those of these versions that readers see."""
    if not seqs:
        return []
    query = select(articles.c.seq).where(in_list(connection, articles.c.seq, sorted(set(seqs))), is_visible_joined())
    return sorted(connection.scalars(query))
