"""Who said what: quotes of visible stories, those of the latest publication first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, select

from desk.queries.entity_things import EntityThing, things_of
from desk.queries.fact_list import FactPage, FactPart, FactPosition, list_facts, parse_fact_position
from desk.queries.filters import Filters
from desk.queries.language.query_parser import parse_query
from desk.queries.language.query_tree import wanted_words
from desk.queries.plan_hints import in_list
from desk.queries.story_list import TimeBasis, story_heads
from desk.queries.story_order import StoryOrder, StoryPosition
from desk.queries.story_search import search_stories
from wiredesk.store.directory.wanted_things import WantedThing, wanted_thing
from wiredesk.store.tables import entities, joint_speakers, quotes
from wiredesk.store.thing_tables import identities

MAX_SEARCHED_STORIES = 400
"""Stories with the wanted words whose quotes are searched in a step."""
_WANTED, _SAID, _SPEAKERS = identities.alias("wanted"), quotes.alias("said"), entities.alias("speakers")
"""Made once: to make an alias takes as long as a small query."""


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
    """Time of publication, see :mod:`wiredesk.store.publication`."""
    time_basis: TimeBasis
    """What that time is."""

    @property
    def cursor(self) -> str:
        """Position at which the next page of results starts."""
        return str(FactPosition(self.moment, self.seq, self.n))


def search_quotes(
    connection: Connection,
    *,
    speaker: str | WantedThing = "",
    words: str = "",
    kind: str = "",
    every: bool = False,
    min_score: float = 0.0,
    cursor: str = "",
    first: int = 0,
    limit: int = 30,
) -> FactPage[QuoteRow]:
    """Return quotes, those of the latest publication first, the quotes of one story in the order of its text.

    Args:
        speaker: only quotes of this thing, by any name or id or as it was found, alone or together with others.
        words: only quotes with these words.
        kind: only quotes of this :class:`QuoteType`.
        every: also what a reader would not call a quotation, see :func:`wiredesk.quotations.is_quotation`.
        min_score: only quotes with this score or a higher one.
        cursor: :attr:`FactPage.next` of the page before.
        first: only stories from this one on.

    Raises:
        BadQuery: the words or the cursor are invalid.
        AmbiguousName: several things have the speaker's name.
    """
    after = parse_fact_position(connection, cursor)
    wanted = wanted_thing(connection, speaker) if speaker and isinstance(speaker, str) else speaker or None
    if wanted is not None and not wanted:
        return FactPage()
    conditions = list(_conditions(words, kind, every, min_score, first))
    found = list_facts(
        connection, quotes, conditions, [_said_by(wanted.members, first)] if wanted else [], after=after, limit=limit,
        stories=partial(_with_words, connection, words) if words else None,
    )  # fmt: skip
    return FactPage(tuple(_read(connection, found.facts)), found.next)


def _conditions(words: str, kind: str, every: bool, min_score: float, first: int) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions on the quotes themselves."""
    if not every:
        yield quotes.c.quotation.is_not(False)
    if min_score > 0:
        yield quotes.c.score >= min_score
    if first:
        yield quotes.c.seq >= first
    if kind:
        yield quotes.c.kind == kind
    for word in wanted_words(parse_query(words)) if words else ():
        yield func.lower(quotes.c.content).contains(word.text.lower(), autoescape=True)


def _with_words(connection: Connection, words: str, before: StoryPosition | None) -> tuple[list[int], bool]:
    """Return the next stories that have the words, and whether others follow."""
    most = MAX_SEARCHED_STORIES
    found = search_stories(
        connection, Filters(q=words), before=before, limit=most + 1, order=StoryOrder.published
    )  # fmt: skip
    return found[:most], len(found) > most


def _said_by(members: Sequence[int], first: int) -> FactPart:
    """Return the quotes of these things since a story: alone, and together with others."""
    speaker, said = _WANTED, _SAID
    alone = speaker.join(said, and_(said.c.seq == speaker.c.seq, said.c.speaker == speaker.c.entity))
    same = and_(joint_speakers.c.seq == speaker.c.seq, joint_speakers.c.entity == speaker.c.entity)
    wanted = speaker.c.thing.in_(members), speaker.c.seq >= first
    branches = [
        select(source.c.seq, source.c.n).select_from(joined).where(*wanted)
        for source, joined in ((said, alone), (joint_speakers, speaker.join(joint_speakers, same)))
    ]
    return FactPart(branches, select(speaker.c.seq).where(*wanted))


def _read(connection: Connection, numbers: Sequence[tuple[int, int]]) -> list[QuoteRow]:
    """Return these quotes, in the same order."""
    seqs = sorted({seq for seq, _ in numbers})
    if not seqs:
        return []
    speakers = _SPEAKERS
    rows = connection.execute(
        select(
            quotes.c.seq, quotes.c.n, quotes.c.kind, quotes.c.start, quotes.c.end, quotes.c.content,
            quotes.c.cue, quotes.c.source,
            speakers.c.name.label("speaker"), speakers.c.type.label("speaker_type"), quotes.c.speaker_key,
            speakers.c.entity,
            quotes.c.mode, quotes.c.polarity, quotes.c.source_class, quotes.c.score,
        )
        .outerjoin(speakers, and_(speakers.c.seq == quotes.c.seq, speakers.c.entity == quotes.c.speaker))
        .where(in_list(connection, quotes.c.seq, seqs))
    )  # fmt: skip
    by_number = {(row.seq, row.n): row._asdict() for row in rows}
    stories, joint, known = (
        story_heads(connection, seqs),
        _joint_speakers(connection, seqs),
        things_of(connection, seqs),
    )
    found = [by_number[one] for one in numbers]
    return [
        _row(row, joint.get((row["seq"], row["n"]), ()), known.get((row["seq"], row["entity"])), stories[row["seq"]])
        for row in found
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
