"""Who said what: quotes of stories in sight, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, or_, select

from desk.queries.filters import Filters
from desk.queries.sight import among
from desk.queries.story_list import lead
from desk.queries.story_search import search
from wiredesk.store.results import normalize_name
from wiredesk.store.tables import articles, entities, quotes
from wiredesk.store.visibility import is_visible_joined

NEWEST = 2**62
READ = 400
"""Newest stories with the words asked for whose quotes are looked through."""


@dataclass(frozen=True, slots=True)
class Said:
    """A quote with where it stands."""

    seq: int
    n: int
    kind: str
    content: str
    cue: str | None
    source: str | None
    """The attribution's subject as it stands in the text."""
    speaker: str | None
    speaker_type: str | None
    speaker_key: str | None
    id: str
    version: int
    title: str
    agency: str | None
    moment: datetime

    @property
    def cursor(self) -> str:
        return f"{self.seq}.{self.n}"


def said(
    connection: Connection,
    *,
    speaker: str = "",
    words: str = "",
    kind: str = "",
    before: tuple[int, int] | None = None,
    limit: int = 30,
    seqs: Sequence[int] | None = None,
) -> list[Said]:
    """Quotes by their story's number, newest first, each story's in the order of its text.

    Args:
        speaker: only of this name.
        words: only quotes that have these words (of the newest stories that have them).
        before: story number and quote number at which the last page ended.
        seqs: only of these stories.

    Raises:
        BadQuery: the words cannot be searched for.
    """
    conditions = [is_visible_joined(), quotes.c.seq <= (before[0] if before else NEWEST)]
    if speaker:
        conditions.append(quotes.c.speaker_key == normalize_name(speaker))
    if words:
        seqs = search(connection, Filters(q=words), before=before[0] + 1 if before else None, limit=READ)
        conditions += [func.lower(quotes.c.content).contains(part, autoescape=True) for part in _plain(words)]
    if seqs is not None:
        conditions.append(among(connection, quotes.c.seq, seqs))
    if kind:
        conditions.append(quotes.c.kind == kind)
    if before:
        seq, n = before
        conditions.append(or_(quotes.c.seq < seq, quotes.c.n > n))
    speakers = entities.alias("speakers")
    joined = quotes.join(articles, articles.c.seq == quotes.c.seq).outerjoin(
        speakers, and_(speakers.c.seq == quotes.c.seq, speakers.c.entity == quotes.c.speaker)
    )
    moment = func.coalesce(articles.c.published, articles.c.accepted_at).label("moment")
    rows = connection.execute(
        select(
            quotes.c.seq, quotes.c.n, quotes.c.kind, quotes.c.content, quotes.c.cue, quotes.c.source,
            speakers.c.name, speakers.c.type, quotes.c.speaker_key,
            articles.c.id, articles.c.version, articles.c.headline, func.substr(articles.c.body, 1, 90).label("body"),
            articles.c.source.label("agency"), moment,
        )
        .select_from(joined)
        .where(*conditions)
        .order_by(quotes.c.seq.desc(), quotes.c.n)
        .limit(limit)
    )  # fmt: skip
    return [
        Said(
            row.seq, row.n, row.kind, row.content, row.cue, row.source, row.name, row.type, row.speaker_key,
            row.id, row.version, row.headline or lead(row.body) or row.id, row.agency, row.moment,
        )
        for row in rows
    ]  # fmt: skip


def cursor(text: str) -> tuple[int, int] | None:
    """A cursor as :attr:`Said.cursor` writes it; None where it is none."""
    seq, _, n = text.partition(".")
    return (int(seq), int(n)) if seq.isdecimal() and n.isdecimal() and len(text) < 30 else None


def _plain(words: str) -> list[str]:
    parts = words.lower().replace('"', " ").split()
    return [part for part in parts if not part.startswith("-") and part != "or"]
