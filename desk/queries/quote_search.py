"""Who said what: quotes of visible stories, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, tuple_, union

from desk.queries.filters import Filters
from desk.queries.plan_hints import in_list
from desk.queries.query_syntax import MAX_SEQ, parse_pair
from desk.queries.story_list import story_heads
from desk.queries.story_search import search_stories
from wiredesk.store.results import normalize_name
from wiredesk.store.tables import articles, entities, joint_speakers, quotes
from wiredesk.store.visibility import is_visible_joined

MAX_SEARCHED_STORIES = 400
"""Newest stories with the wanted words whose quotes are searched; bounds the time of the query."""


class QuoteType(StrEnum):
    """The forms of reported speech."""

    direct = "direct"
    indirect = "indirect"
    mixed = "mixed"


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """A quote, its speaker, and the story in which it occurs."""

    seq: int
    n: int
    """Number of the quote in its story."""
    kind: str
    content: str
    cue: str | None
    source: str | None
    """The attribution's subject as written in the text."""
    speaker: str | None
    speaker_type: str | None
    speaker_key: str | None
    mode: str | None
    polarity: str | None
    source_class: str | None
    score: float | None
    with_whom: tuple[str, ...]
    """Names of those who said it together with the speaker."""
    id: str
    version: int
    title: str
    agency: str | None
    moment: datetime
    """Time at which the story was published or, if unknown, accepted."""

    @property
    def cursor(self) -> str:
        """Position at which the next page of results starts."""
        return f"{self.seq}.{self.n}"


def search_quotes(
    connection: Connection,
    *,
    speaker: str = "",
    words: str = "",
    kind: str = "",
    every: bool = False,
    min_score: float = 0.0,
    cursor: str = "",
    limit: int = 30,
) -> list[QuoteRow]:
    """Return quotes, newest story first, the quotes of one story in the order of its text.

    Args:
        speaker: only quotes of this name, alone or together with others.
        words: only quotes with these words, from the newest stories that contain them.
        kind: only quotes of this :class:`QuoteType`.
        every: also what a reader would not call a quotation, see :func:`wiredesk.quotations.is_quotation`.
        min_score: only quotes with this score or a higher one.
        cursor: :attr:`QuoteRow.cursor` of the last result of the page before.

    Raises:
        BadQuery: the words or the cursor are invalid.
    """
    before = parse_pair(cursor) if cursor else None
    conditions = [is_visible_joined(), quotes.c.seq <= (before[0] if before else MAX_SEQ)]
    if speaker:
        conditions.append(_said_by(normalize_name(speaker)))
    if not every:
        conditions.append(quotes.c.quotation.is_not(False))
    if min_score > 0:
        conditions.append(quotes.c.score >= min_score)
    if words:
        upto = before[0] + 1 if before else None
        seqs = search_stories(connection, Filters(q=words), before=upto, limit=MAX_SEARCHED_STORIES)
        conditions.append(in_list(connection, quotes.c.seq, seqs))
        conditions += [func.lower(quotes.c.content).contains(part, autoescape=True) for part in _plain_words(words)]
    if kind:
        conditions.append(quotes.c.kind == kind)
    if before:
        seq, n = before
        conditions.append(or_(quotes.c.seq < seq, quotes.c.n > n))
    chosen = (
        select(quotes.c.seq, quotes.c.n)
        .join(articles, articles.c.seq == quotes.c.seq)
        .where(*conditions)
        .order_by(quotes.c.seq.desc(), quotes.c.n)
        .limit(limit)
        .subquery()
    )
    speakers = entities.alias("speakers")
    rows = connection.execute(
        select(
            quotes.c.seq, quotes.c.n, quotes.c.kind, quotes.c.content, quotes.c.cue, quotes.c.source,
            speakers.c.name.label("speaker"), speakers.c.type.label("speaker_type"), quotes.c.speaker_key,
            quotes.c.mode, quotes.c.polarity, quotes.c.source_class, quotes.c.score,
        )
        .select_from(chosen)
        .join(quotes, and_(quotes.c.seq == chosen.c.seq, quotes.c.n == chosen.c.n))
        .outerjoin(speakers, and_(speakers.c.seq == quotes.c.seq, speakers.c.entity == quotes.c.speaker))
        .order_by(quotes.c.seq.desc(), quotes.c.n)
    ).all()  # fmt: skip
    seqs = sorted({row.seq for row in rows})
    stories, joint = story_heads(connection, seqs), _joint_speakers(connection, seqs)
    return [QuoteRow(**row._mapping, with_whom=joint.get((row.seq, row.n), ()), **stories[row.seq]) for row in rows]


def _said_by(key: str) -> ColumnElement[bool]:
    """Return the condition that a name said a quote: each of the two tables has an index on it."""
    alone = select(quotes.c.seq, quotes.c.n).where(quotes.c.speaker_key == key)
    together = select(joint_speakers.c.seq, joint_speakers.c.n).where(joint_speakers.c.key == key)
    return tuple_(quotes.c.seq, quotes.c.n).in_(union(alone, together))


def _joint_speakers(connection: Connection, seqs: list[int]) -> dict[tuple[int, int], tuple[str, ...]]:
    """Return the names of the further speakers of each quote of some stories that has any."""
    if not seqs:
        return {}
    named = joint_speakers.join(
        entities, and_(entities.c.seq == joint_speakers.c.seq, entities.c.entity == joint_speakers.c.entity)
    )
    query = select(joint_speakers.c.seq, joint_speakers.c.n, entities.c.name).select_from(named)
    found: dict[tuple[int, int], tuple[str, ...]] = {}
    for seq, n, name in connection.execute(query.where(in_list(connection, joint_speakers.c.seq, seqs))):
        found[seq, n] = (*found.get((seq, n), ()), name)
    return found


def _plain_words(query: str) -> list[str]:
    """Return the words of a query without its syntax, in lower case."""
    parts = query.lower().replace('"', " ").split()
    return [part for part in parts if not part.startswith("-") and part != "or"]
