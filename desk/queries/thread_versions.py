"""The versions of a thread's stories, each as a line of the thread's timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Text, cast, func, select

from desk.queries.story_list import TITLE_CHARACTERS, TimeBasis, lead_of, time_basis
from desk.queries.thread_search import ThreadMember
from wiredesk.contract import Extraction, LedgerState
from wiredesk.store.tables import articles, extractions
from wiredesk.store.visibility import is_free_of_embargo
from wiredesk.stories.thread_records import ThreadStory

MAX_EARLIER = 40
"""Earlier versions of a thread's stories that are read, the latest: a document takes about 2 ms."""


@dataclass(frozen=True, slots=True)
class EarlierVersion:
    """A version of a story that a later one has replaced, as readers may still see it."""

    id: str
    version: int
    title: str
    source: str | None
    kind: str
    told_at: datetime
    """When it was made, published or, if unknown, accepted."""
    time_basis: TimeBasis
    """What :attr:`told_at` is."""
    document: Extraction

    @property
    def compared(self) -> ThreadStory:
        """The version as the comparison takes it."""
        return ThreadStory(self.document, self.source, self.title, self.told_at)


def earlier_versions(connection: Connection, members: Sequence[ThreadMember]) -> list[EarlierVersion]:
    """Return the earlier versions of these stories that were extracted and are free of embargo, the earliest first."""
    current = {one.id: one.version for one in members if one.version > 1}
    if not current:
        return []
    told_at = func.coalesce(articles.c.updated, articles.c.published, articles.c.accepted_at).label("told_at")
    rows = connection.execute(
        select(
            articles.c.id, articles.c.version, articles.c.headline, articles.c.source, articles.c.kind, told_at,
            articles.c.updated, articles.c.published,
            func.substr(articles.c.body, 1, TITLE_CHARACTERS).label("body"),
            cast(extractions.c.document, Text).label("document"),
        )
        .join(extractions, extractions.c.seq == articles.c.seq)
        .where(
            articles.c.id.in_(list(current)), articles.c.seq.not_in([one.seq for one in members]),
            articles.c.status == "usable", articles.c.state == LedgerState.DONE, is_free_of_embargo(),
        )
        .order_by(articles.c.seq.desc())
        .limit(MAX_EARLIER)
    )  # fmt: skip
    found = [
        EarlierVersion(
            row.id, row.version, row.headline or lead_of(row.body) or row.id, row.source, row.kind, row.told_at,
            time_basis(row.published, row.updated, None),
            Extraction.model_validate_json(row.document),
        )
        for row in rows
        if row.version < current[row.id]
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.told_at, one.id, one.version))
