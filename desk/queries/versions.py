"""A story as the web may show it: the version in sight, those before it, and where it stands in the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, select

from desk.queries.stories import Story, find
from wiredesk.errors import NotFound
from wiredesk.store.ledger import OPEN
from wiredesk.store.tables import articles
from wiredesk.store.visibility import is_free_of_embargo, is_visible_joined


class Withdrawn(NotFound):
    """Withdrawn by its provider."""


@dataclass(frozen=True, slots=True)
class Version:
    """One line of a story's history."""

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
        return self.updated or self.published or self.accepted_at


def visible(connection: Connection, id: str, version: int | None = None) -> tuple[Story, tuple[Version, ...]]:
    """The story in sight, or an earlier version of it, with its history, newest first.

    Raises:
        Withdrawn: its provider cancelled it.
        NotFound: there is none, or none that may be shown yet.
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
        raise NotFound(f"story {id}", "is not on the desk")
    history = _history(connection, id, current)
    if version is not None and version not in {one.version for one in history}:
        raise NotFound(f"story {id} version {version}", "is not on the desk")
    return find(connection, id, version or current), history


def waiting(connection: Connection, id: str) -> Version | None:
    """A usable story that no worker has finished yet, or that was set aside: its headline and state, nothing more."""
    row = connection.execute(
        _lines().add_columns(articles.c.status, is_free_of_embargo().label("free"))
        .where(articles.c.id == id).order_by(articles.c.version.desc()).limit(1)
    ).one_or_none()  # fmt: skip
    held = row is not None and row.status == "usable" and row.free and row.state in {*OPEN, "quarantined"}
    return Version(*row[:-2]) if row is not None and held else None


def _history(connection: Connection, id: str, current: int) -> tuple[Version, ...]:
    readable = and_(
        articles.c.id == id, articles.c.version <= current, articles.c.status == "usable", is_free_of_embargo()
    )
    rows = connection.execute(
        _lines().where(readable, articles.c.state == "done").order_by(articles.c.version.desc()).limit(100)
    )
    return tuple(Version(*row) for row in rows)


def _lines() -> Select[Any]:
    return select(
        articles.c.version, articles.c.kind, articles.c.headline, articles.c.state, articles.c.updated,
        articles.c.published, articles.c.accepted_at, articles.c.words,
    )  # fmt: skip
