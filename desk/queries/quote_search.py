"""Who said what: quotes of visible stories, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, Subquery, and_, func, or_, select, union

from desk.queries.entity_things import EntityThing, things_of
from desk.queries.filters import Filters
from desk.queries.language.query_parser import parse_query
from desk.queries.language.query_tree import wanted_words
from desk.queries.plan_hints import force_index_order, in_list
from desk.queries.query_syntax import MAX_SEQ, parse_pair
from desk.queries.story_list import TimeBasis, story_heads
from desk.queries.story_search import search_stories
from wiredesk.store.directory.thing_stories import each_member
from wiredesk.store.directory.wanted_things import wanted_thing
from wiredesk.store.tables import articles, entities, joint_speakers, quotes
from wiredesk.store.thing_tables import identities
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
    start: int
    end: int
    """Where its content begins and ends in the text of the story's document."""
    content: str
    cue: str | None
    source: str | None
    """The attribution's subject as written in the text."""
    speaker: str | None
    speaker_type: str | None
    speaker_key: str | None
    speaker_thing: int | None
    """The thing that the speaker is; null until the directory has it."""
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
    time_basis: TimeBasis
    """What :attr:`moment` is."""

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
    first: int = 0,
    limit: int = 30,
) -> list[QuoteRow]:
    """Return quotes, newest story first, the quotes of one story in the order of its text.

    Args:
        speaker: only quotes of this thing, by any name or id, alone or together with others.
        words: only quotes with these words, from the newest stories that contain them.
        kind: only quotes of this :class:`QuoteType`.
        every: also what a reader would not call a quotation, see :func:`wiredesk.quotations.is_quotation`.
        min_score: only quotes with this score or a higher one.
        cursor: :attr:`QuoteRow.cursor` of the last result of the page before.
        first: only stories from this one on.

    Raises:
        BadQuery: the words or the cursor are invalid.
        AmbiguousName: several things have the speaker's name.
    """
    before = parse_pair(cursor) if cursor else None
    conditions = [is_visible_joined(), quotes.c.seq <= (before[0] if before else MAX_SEQ)]
    if not every:
        conditions.append(quotes.c.quotation.is_not(False))
    if min_score > 0:
        conditions.append(quotes.c.score >= min_score)
    if words:
        upto = before[0] + 1 if before else None
        seqs = search_stories(connection, Filters(q=words), before=upto, limit=MAX_SEARCHED_STORIES)
        conditions.append(in_list(connection, quotes.c.seq, seqs))
        plain = [word.text.lower() for word in wanted_words(parse_query(words))]
        conditions += [func.lower(quotes.c.content).contains(part, autoescape=True) for part in plain]
    if kind:
        conditions.append(quotes.c.kind == kind)
    if before:
        seq, n = before
        conditions.append(or_(quotes.c.seq < seq, quotes.c.n > n))
    wanted = wanted_thing(connection, speaker) if speaker else None
    if wanted is not None and not wanted:
        return []
    force_index_order(connection)
    chosen = _chosen(wanted.members if wanted else (), conditions, first, limit)
    speakers = entities.alias("speakers")
    rows = connection.execute(
        select(
            quotes.c.seq, quotes.c.n, quotes.c.kind, quotes.c.start, quotes.c.end, quotes.c.content,
            quotes.c.cue, quotes.c.source,
            speakers.c.name.label("speaker"), speakers.c.type.label("speaker_type"), quotes.c.speaker_key,
            speakers.c.entity,
            quotes.c.mode, quotes.c.polarity, quotes.c.source_class, quotes.c.score,
        )
        .select_from(chosen)
        .join(quotes, and_(quotes.c.seq == chosen.c.seq, quotes.c.n == chosen.c.n))
        .outerjoin(speakers, and_(speakers.c.seq == quotes.c.seq, speakers.c.entity == quotes.c.speaker))
        .order_by(quotes.c.seq.desc(), quotes.c.n)
    ).all()  # fmt: skip
    seqs = sorted({row.seq for row in rows})
    stories, joint, known = (
        story_heads(connection, seqs),
        _joint_speakers(connection, seqs),
        things_of(connection, seqs),
    )
    return [
        _row(row._asdict(), joint.get((row.seq, row.n), ()), known.get((row.seq, row.entity)), stories[row.seq])
        for row in rows
    ]


def _row(row: dict[str, Any], with_whom: tuple[str, ...], thing: EntityThing | None, story: dict[str, Any]) -> QuoteRow:
    del row["entity"]
    if thing and thing.rejected:
        row |= {"speaker": None, "speaker_type": None, "speaker_key": None}
    elif thing:
        row["speaker"] = thing.ruled_name or row["speaker"]
        row["speaker_type"] = thing.ruled_type or row["speaker_type"]
    of = thing.id if thing and not thing.rejected else None
    return QuoteRow(**row, speaker_thing=of, with_whom=with_whom, **story)


def _chosen(members: Sequence[int], conditions: Sequence[ColumnElement[bool]], first: int, limit: int) -> Subquery:
    """Return the newest quotes that meet the conditions; with members, of these things alone or together with others.

    Each member, and each way of speaking, is read in the order of its index.
    """
    if not members:
        return _page(quotes, [*conditions, quotes.c.seq >= first], limit).subquery()
    speaker = identities.alias("wanted")
    alone = speaker.join(quotes, and_(quotes.c.seq == speaker.c.seq, quotes.c.speaker == speaker.c.entity))
    same = and_(joint_speakers.c.seq == speaker.c.seq, joint_speakers.c.entity == speaker.c.entity)
    together = speaker.join(joint_speakers, same).join(
        quotes, and_(quotes.c.seq == joint_speakers.c.seq, quotes.c.n == joint_speakers.c.n)
    )
    parts = [
        _page(table, [*conditions, condition, speaker.c.seq >= first], limit, speaker.c.seq).subquery()
        for table in (alone, together)
        for condition in each_member(speaker.c.thing, members)
    ]
    every = union(*(select(part.c.seq, part.c.n) for part in parts)).subquery()
    return select(every.c.seq, every.c.n).order_by(every.c.seq.desc(), every.c.n).limit(limit).subquery()


def _page(
    table: FromClause, conditions: Sequence[ColumnElement[bool]], limit: int, seq: ColumnElement[int] = quotes.c.seq
) -> Select[tuple[int, int]]:
    """Return the newest quotes of a join.

    Args:
        seq: the column in whose order the join is read.
    """
    joined = table.join(articles, articles.c.seq == quotes.c.seq)
    query = select(quotes.c.seq.label("seq"), quotes.c.n.label("n")).select_from(joined)
    return query.where(*conditions).order_by(seq.desc(), quotes.c.n).limit(limit)


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
