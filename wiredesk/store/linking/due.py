"""The versions that the linker has still to compare with others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, or_, select, update

from wiredesk.store.link_tables import DUE, FAILED, LINKED, links
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.prepared import PreparedStatement
from wiredesk.store.raw_sql import run, run_many
from wiredesk.store.tables import articles, extractions
from wiredesk.store.types import database_time, now, to_time
from wiredesk.store.visibility import is_free_of_embargo

MAX_TRIES = 3
"""Attempts to link a version, the same number that extraction has by default."""
EDITION = 2
"""Edition of the rows by which stories find each other: 1 copies and threads, 2 things as well."""
FUTURE = timedelta(days=1)
"""How far ahead of its arrival a publication time may lie: a day for a wrong time zone.  What lies further is wrong."""
READ_AT_ONCE = 16
"""Versions whose texts are read by one statement."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class LinkNotes(NamedTuple):
    """What the worker knew of a version, so that the linker need not analyze its text again.

    Both are missing where an earlier release stored the version."""

    traits: str | None = None
    """JSON of what it is found by; kept until it is linked."""
    parts: str | None = None
    """JSON of the spans of its text that tell its own story."""


NO_NOTES = LinkNotes()


@dataclass(frozen=True, slots=True)
class DueStory:
    """A version that is due, with what the comparison needs of it."""

    seq: int
    id: str
    version: int
    headline: str
    body: str
    byline: str | None
    source: str | None
    slugline: str | None
    text_hash: str
    kind: str
    at: datetime
    """When it was published, or arrived."""
    day: int
    """The day of its prints and keys, in days since 1970."""
    is_visible: bool
    """Whether readers see it.  The embargo of a due story has always ended."""
    notes: LinkNotes = NO_NOTES
    due_since: object = None
    """When it became due, as the driver reads it."""


class DueKey(NamedTuple):
    """A version that is due, with the day of its prints and keys."""

    seq: int
    day: int


def story_time(published: datetime | None, arrived: datetime) -> datetime:
    """Return the time by which a story is compared with others: its publication, unless that lies in the future."""
    return published if published is not None and published <= arrived + FUTURE else arrived


def read_story_time(published: object, arrived: object) -> datetime:
    """Return the time of :func:`story_time` from values that the driver read."""
    accepted = to_time(arrived)
    assert accepted is not None  # the column is NOT NULL
    return story_time(to_time(published), accepted)


def day_number(at: datetime) -> int:
    """Return the day of a time in UTC, in days since 1970."""
    return (at - _EPOCH).days


def story_days(connection: Connection, seqs: Sequence[int]) -> dict[int, int]:
    """Return the days of the prints and keys of versions: those of their publication, or of their arrival."""
    query = "SELECT seq, published, accepted_at FROM articles WHERE seq IN :numbers"
    return {seq: day_number(read_story_time(*times)) for seq, *times in run(connection, query, list(seqs)).fetchall()}


def add_due(connection: Connection, stories: Iterable[tuple[DueKey, LinkNotes]]) -> None:
    """Add versions whose results are being stored, as due."""
    run_many(connection, _ADD, ((seq, DUE, day, EDITION, *notes) for (seq, day), notes in stories))


def add_failed(connection: Connection, seq: int) -> None:
    """Add a version from whose stored results nothing can be prepared."""
    run(connection, _ADD, seq, FAILED, 0, EDITION, *NO_NOTES)


_ADD = (
    "INSERT INTO links (seq, state, day, tries, at, edition, traits, parts) VALUES (?, ?, ?, 0, :now, ?, ?, ?) "
    "ON CONFLICT (seq) DO UPDATE SET state = excluded.state, day = excluded.day, tries = excluded.tries, "
    "at = excluded.at, edition = excluded.edition, traits = excluded.traits, parts = excluded.parts"
)


def is_any(connection: Connection) -> bool:
    """Return whether a version is due."""
    return _ANY(connection).fetchone() is not None


_ANY = PreparedStatement(
    select(links.c.seq)
    .join(articles, articles.c.seq == links.c.seq)
    .where(links.c.state == DUE, is_free_of_embargo())
    .limit(1)
)


def due_keys(connection: Connection, limit: int) -> list[DueKey]:
    """Return due versions, those that have waited longest, ordered by time and id; no other linker takes them until
    the transaction ends.

    A version under embargo is not due before the embargo ends.
    """
    return _ordered(_OLDEST(connection, most=limit).fetchall())


def known_keys(connection: Connection, seqs: Sequence[int]) -> list[DueKey]:
    """Return those of some versions that have been due, whatever became of them, ordered by time and id."""
    query = select(*_KEY).join(articles, articles.c.seq == links.c.seq).where(links.c.seq.in_(seqs))
    return _ordered(connection.execute(query))


def keys_since(connection: Connection, seqs: Sequence[int], day: int, moment: datetime) -> list[DueKey]:
    """Return those of some versions that have been due and whose story is of a day or a later one, or arrived at a
    moment or later."""
    query = select(*_KEY).join(articles, articles.c.seq == links.c.seq).where(links.c.seq.in_(seqs))
    return _ordered(connection.execute(query.where(or_(links.c.day >= day, articles.c.accepted_at >= moment))))


def _ordered(rows: Iterable[Sequence[Any]]) -> list[DueKey]:
    ordered = sorted((read_story_time(*times), id, seq, day) for seq, day, id, *times in rows)
    return [DueKey(seq, day) for _, _, seq, day in ordered]


_KEY = (
    *(links.c[name] for name in ("seq", "day")),
    *(articles.c[name] for name in ("id", "published", "accepted_at")),
)
_OLDEST = PreparedStatement(
    select(*_KEY)
    .join(articles, articles.c.seq == links.c.seq)
    .where(links.c.state == DUE, is_free_of_embargo())
    .order_by(links.c.at)
    .limit(bindparam("most"))
    .with_for_update(of=links)
)


def read_stories(connection: Connection, keys: Iterable[DueKey], at_once: int = READ_AT_ONCE) -> Iterator[DueStory]:
    """Yield the versions with their texts, a few at a time: a batch often ends before its last."""
    for part in chunks(list(keys), at_once):
        rows = {row[0]: row for row in run(connection, _READ, [key.seq for key in part]).fetchall()}
        for key in part:
            if row := rows.get(key.seq):
                *values, published, arrived, visible, noted, parts, since = row
                yield DueStory(
                    **dict(zip(_COPIED, values, strict=True)),
                    at=read_story_time(published, arrived),
                    day=key.day,
                    is_visible=bool(visible),
                    notes=LinkNotes(noted, parts),
                    due_since=since,
                )


_COPIED = ("seq", "id", "version", "headline", "body", "byline", "source", "slugline", "text_hash", "kind")
_READ = (
    f"SELECT {', '.join(f'a.{name}' for name in _COPIED)},"
    " a.published, a.accepted_at, a.shown, l.traits, l.parts, l.at"
    " FROM articles AS a LEFT JOIN links AS l ON l.seq = a.seq WHERE a.seq IN :numbers"
)


def unchanged(connection: Connection, stories: Sequence[DueStory]) -> set[int]:
    """Return those of some versions, read in an earlier transaction, that are due since the same moment and that
    readers see as they did."""
    found = {seq: rest for seq, *rest in run(connection, _STILL_DUE, [one.seq for one in stories], DUE).fetchall()}
    return {
        one.seq
        for one in stories
        if (row := found.get(one.seq)) and row[0] == one.due_since and bool(row[1]) == one.is_visible
    }


_STILL_DUE = (
    "SELECT l.seq, l.at, a.shown FROM links AS l JOIN articles AS a ON a.seq = l.seq"
    " WHERE l.seq IN :numbers AND l.state = ? AND (a.embargo_until IS NULL OR a.embargo_until <= :now)"
)


def mark_linked(connection: Connection, seqs: Sequence[int]) -> None:
    """Mark due versions as linked."""
    run(connection, _MARK_LINKED, LINKED, list(seqs))


_MARK_LINKED = "UPDATE links SET state = ?, tries = 0, at = :now, traits = NULL WHERE seq IN :numbers"


def count_failure(connection: Connection, seq: int) -> bool:
    """Count a failed attempt to link a version.  Returns whether it was the last."""
    tries = 1 + (connection.scalar(select(links.c.tries).where(links.c.seq == seq)) or 0)
    state = FAILED if tries >= MAX_TRIES else DUE
    connection.execute(update(links).where(links.c.seq == seq).values(state=state, tries=tries, at=now()))
    return state == FAILED


@dataclass(frozen=True, slots=True)
class LinkBacklog:
    """How far the linker is behind."""

    due: int
    oldest_seconds: float | None
    """How long the first of the due versions has waited; None if none is due."""
    failed: int


def backlog(connection: Connection) -> LinkBacklog:
    """Count the due versions, without those under embargo, and the failed ones."""
    due = (
        select(func.count(), func.min(links.c.at))
        .join(articles, articles.c.seq == links.c.seq)
        .where(links.c.state == DUE, is_free_of_embargo())
    )
    count, oldest = connection.execute(due).one()
    waited = None if oldest is None else (database_time(connection) - oldest).total_seconds()
    failed = connection.scalar(select(func.count()).where(links.c.state == FAILED)) or 0
    return LinkBacklog(count, waited, failed)


def without_links(connection: Connection, stored_since: datetime | None, limit: int) -> Sequence[int]:
    """Return versions that have results and were never due, or whose rows lack something that this release stores: a
    process of an earlier release stored them, or stored them again."""
    query = (
        select(extractions.c.seq)
        .join(links, links.c.seq == extractions.c.seq, isouter=True)
        .where(or_(links.c.seq.is_(None), links.c.edition < EDITION, extractions.c.stored_at > links.c.at))
        .order_by(extractions.c.stored_at)
        .limit(limit)
    )
    if stored_since is not None:
        query = query.where(extractions.c.stored_at >= stored_since)
    return connection.scalars(query).all()
