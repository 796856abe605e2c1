"""Compare an agency's list of ids with the ledger: what is there, what is missing, and what is not in the list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import Connection, Row, or_, select

from desk.queries.id_list import ListedId
from wiredesk.contract import LedgerState
from wiredesk.store.ledger.arrivals import long_id, scoped_id
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.publication import publication_time
from wiredesk.store.tables import articles

MAX_ID_CHARS = 500
"""Longest id of a story; see :class:`~wiredesk.contract.Article`."""
IDS_PER_QUERY = 500
NEWEST = 1000
"""Newest versions of a source that tell in which scopes its ids are unique."""


class Found(StrEnum):
    """What the ledger has of an entry of the list."""

    THERE = "there"
    MISSING = "missing"
    OTHER_VERSION = "other_version"
    """The story, but not this version of it."""
    QUARANTINED = "quarantined"
    REJECTED = "rejected"
    """Not in the ledger; its id is in a message that the producer could not read."""


@dataclass(frozen=True, slots=True)
class ComparedId:
    """An entry of the list with what was found."""

    listed: ListedId
    found: Found
    id: str | None = None
    """The id under which the ledger has the story; it differs where two providers use one id."""
    versions: tuple[int, ...] = ()
    """The versions that the ledger has."""
    file: str | None = None
    """The rejected message that has its id."""

    @property
    def is_missing(self) -> bool:
        """Whether the list has something that the ledger lacks: the story, or a version above all that it has."""
        if self.found is Found.OTHER_VERSION:
            return (self.listed.version or 0) > max(self.versions, default=0)
        return self.found in (Found.MISSING, Found.REJECTED)


@dataclass(frozen=True, slots=True)
class ExtraStory:
    """A story of the day and source that is not in the list."""

    id: str
    version: int
    headline: str


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The result of a comparison."""

    compared: tuple[ComparedId, ...]
    extra: tuple[ExtraStory, ...] = ()

    def of(self, found: Found) -> list[ComparedId]:
        """Return the entries with one result."""
        return [one for one in self.compared if one.found is found]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return not any(one.is_missing for one in self.compared)


def compare(
    connection: Connection, listed: Sequence[ListedId], source: str | None = None, day: date | None = None
) -> Reconciliation:
    """Compare a list with the ledger.

    Args:
        source: the agency, or the namespace of its ids; ids that another provider uses too are told apart by it.
        day: with ``source``: stories of this day (UTC) that are not in the list are told, too.
    """
    names = {one.id: _names(one.id) for one in listed}
    scopes = _scopes(connection, source) if source else []
    for id, under in names.items():
        under += [scoped_id(id, scope) for scope in scopes]
    rows = _rows(connection, [name for under in names.values() for name in under])
    compared = [_compared(one, names[one.id], rows, source) for one in listed]
    extra: list[ExtraStory] = []
    if source and day:
        known = {one.id for one in compared if one.id}
        extra = [story for story in _of_day(connection, source, day) if story.id not in known]
    return Reconciliation(tuple(compared), tuple(extra))


def _names(id: str) -> list[str]:
    """Return the ids under which the ledger may have a provider's id, without those of scopes."""
    return [id] if len(id) <= MAX_ID_CHARS else [long_id(id)]


def _scopes(connection: Connection, source: str) -> list[str]:
    """Return the scopes of a source's newest stories."""
    newest = select(articles.c.scope).where(articles.c.source == source).order_by(articles.c.seq.desc()).limit(NEWEST)
    return sorted({source, *(scope for scope in connection.scalars(newest) if scope)})


def _rows(connection: Connection, ids: Iterable[str]) -> Mapping[str, list[Row[tuple[str, int, str, str, str]]]]:
    """Return every version of the stories with these ids."""
    found: dict[str, list[Row[tuple[str, int, str, str, str]]]] = defaultdict(list)
    columns = [articles.c[name] for name in ("id", "version", "state", "source", "scope")]
    for part in chunks(list(dict.fromkeys(ids)), IDS_PER_QUERY):
        for row in connection.execute(select(*columns).where(articles.c.id.in_(part)).order_by(articles.c.version)):
            found[row.id].append(row)
    return found


def _compared(
    one: ListedId,
    names: Sequence[str],
    rows: Mapping[str, list[Row[tuple[str, int, str, str, str]]]],
    source: str | None,
) -> ComparedId:
    for name in names:
        versions = [row for row in rows.get(name, ()) if source in (None, row.source, row.scope)]
        if not versions:
            continue
        numbers = tuple(row.version for row in versions)
        wanted = [row for row in versions if one.version in (None, row.version)]
        if not wanted:
            return ComparedId(one, Found.OTHER_VERSION, name, numbers)
        is_held = all(row.state == LedgerState.QUARANTINED for row in wanted)
        return ComparedId(one, Found.QUARANTINED if is_held else Found.THERE, name, numbers)
    return ComparedId(one, Found.MISSING)


def _of_day(connection: Connection, source: str, day: date) -> list[ExtraStory]:
    """Return the stories of a source whose time of publication is on a day: of each its highest version."""
    start = datetime.combine(day, time(), UTC)
    end = start + timedelta(days=1)
    query = (
        select(articles.c.id, articles.c.version, articles.c.headline)
        .where(
            articles.c.visible.in_([False, True]),  # the index on the time begins with it
            publication_time() >= start,
            publication_time() < end,
            or_(articles.c.source == source, articles.c.scope == source),
        )
        .order_by(articles.c.id, articles.c.version)
    )
    stories = {row.id: ExtraStory(row.id, row.version, row.headline) for row in connection.execute(query)}
    return list(stories.values())
