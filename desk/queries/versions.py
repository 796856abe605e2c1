"""One story as the web may show it: the visible version, earlier versions, and its ledger state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, select

from desk.queries.stories import Story, find_story
from desk.queries.story_list import TimeBasis, time_basis
from wiredesk.contract import OPEN_STATES, LedgerState
from wiredesk.errors import NotFound
from wiredesk.store.tables import articles
from wiredesk.store.visibility import is_free_of_embargo, is_visible_joined

MAX_VERSIONS = 100
"""Versions of one story that its history lists."""


class Withdrawn(NotFound):
    """The provider withdrew the story."""


@dataclass(frozen=True, slots=True)
class StoryVersion:
    """One entry of a story's history."""

    version: int
    kind: str
    headline: str
    state: str
    updated: datetime | None
    published: datetime | None
    accepted_at: datetime
    words: int

    @property
    def moment(self) -> datetime:
        """Time at which the version was updated, published or, if unknown, accepted."""
        return self.updated or self.published or self.accepted_at

    @property
    def time_basis(self) -> TimeBasis:
        """What :attr:`moment` is."""
        return time_basis(self.published, self.updated, None)


def visible_story(
    connection: Connection, id: str, version: int | None = None
) -> tuple[Story, tuple[StoryVersion, ...]]:
    """Return the visible version of a story, or an earlier one, and its history, newest first.

    Raises:
        Withdrawn: the provider canceled the story.
        NotFound: there is no such story, or it may not be shown yet.
    """
    current = connection.scalar(
        select(articles.c.version)
        .where(articles.c.id == id, is_visible_joined())
        .order_by(articles.c.version.desc())
        .limit(1)
    )
    if current is None:
        status = connection.scalar(
            select(articles.c.status).where(articles.c.id == id).order_by(articles.c.version.desc()).limit(1)
        )
        if status == "canceled":
            raise Withdrawn(f"story {id}", "was withdrawn by its provider")
        raise NotFound(f"story {id}", "is not visible")
    history = _history(connection, id, current)
    if version is not None and version not in {one.version for one in history}:
        raise NotFound(f"story {id} version {version}", "is not visible")
    return find_story(connection, id, version or current), history


def unfinished_version(connection: Connection, id: str) -> StoryVersion | None:
    """Return the newest version of a usable story that is still open or was quarantined: metadata only, no text."""
    row = connection.execute(
        _entries()
        .add_columns(articles.c.status, is_free_of_embargo().label("free"))
        .where(articles.c.id == id)
        .order_by(articles.c.version.desc())
        .limit(1)
    ).one_or_none()
    if (
        row is None
        or row.status != "usable"
        or not row.free
        or row.state not in {*OPEN_STATES, LedgerState.QUARANTINED}
    ):
        return None
    return StoryVersion(*row[:-2])


def _history(connection: Connection, id: str, current: int) -> tuple[StoryVersion, ...]:
    readable = and_(
        articles.c.id == id, articles.c.version <= current, articles.c.status == "usable", is_free_of_embargo()
    )
    query = _entries().where(readable, articles.c.state == LedgerState.DONE).order_by(articles.c.version.desc())
    return tuple(StoryVersion(*row) for row in connection.execute(query.limit(MAX_VERSIONS)))


def _entries() -> Select[Any]:
    return select(
        articles.c.version, articles.c.kind, articles.c.headline, articles.c.state, articles.c.updated,
        articles.c.published, articles.c.accepted_at, articles.c.words,
    )  # fmt: skip
