"""Users' rulings as rows: what each decided, who, when and why, and whether it was taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import Connection, Row, func, insert, or_, select, update

from wiredesk.corrections import Correction, CorrectionKind
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.raw_sql import run
from wiredesk.store.result_rows import storable
from wiredesk.store.thing_tables import ruled_stories, rulings
from wiredesk.store.types import now

_CHUNK = 300


class RulingKind(StrEnum):
    """What users decide; the last four correct one story."""

    SAME = "same"
    """Two things are one."""
    DIFFERENT = "different"
    """Two things are not one."""
    NAME = "name"
    """What a thing is called."""
    TYPE = "type"
    REJECT = "reject"
    """It is no name."""
    SPLIT = "split"
    """In some stories it is another thing."""
    SPEAKER = "speaker"
    PLACE = "place"
    ENTITY_TYPE = "entity_type"
    NO_NAME = "no_name"


CORRECTIONS = frozenset(RulingKind(kind.value) for kind in CorrectionKind)
"""Rulings on a quote or an entity of one story."""
APART = (RulingKind.DIFFERENT, RulingKind.SPLIT)
"""Rulings that keep two things apart."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a user decided."""

    kind: RulingKind
    by: str
    thing: int | None = None
    other: int | None = None
    """The second thing of ``same`` and ``different``; what the thing is in the stories of a ``split``."""
    stories: tuple[str, ...] = ()
    """Ids of the stories of a split or a correction."""
    value: dict[str, Any] = field(default_factory=dict)
    """``name``, ``type``, or the fields of a :class:`wiredesk.corrections.Correction` with ``was``."""
    why: str | None = None
    n: int = 0
    at: datetime | None = None
    undone_at: datetime | None = None
    undone_by: str | None = None

    @property
    def correction(self) -> Correction:
        """The correction, of a ruling that is one."""
        value = self.value
        span = tuple(value["span"]) if value.get("span") else None
        kind = CorrectionKind(self.kind.value)
        return Correction(kind, value["words"], self.by, value.get("type"), span, value.get("now") or {})


def add(connection: Connection, ruling: Ruling) -> Ruling:
    """Store a ruling and return it with its number and time."""
    value = orjson.dumps(ruling.value, option=orjson.OPT_SORT_KEYS).decode() if ruling.value else None
    row = connection.execute(
        insert(rulings)
        .values(
            kind=ruling.kind.value, thing=ruling.thing, other=ruling.other, value=storable(value),
            why=storable(ruling.why) or None, by=storable(ruling.by), at=ruling.at or now(),
        )
        .returning(rulings.c.n)
    ).one()  # fmt: skip
    if ruling.stories:
        rows = [{"story": story, "ruling": row.n} for story in dict.fromkeys(ruling.stories)]
        connection.execute(insert(ruled_stories), rows)
    [stored] = _read(connection, select(rulings).where(rulings.c.n == row.n))
    return stored


def mark_undone(connection: Connection, n: int, by: str) -> None:
    """Mark a ruling as taken back."""
    connection.execute(update(rulings).where(rulings.c.n == n).values(undone_at=now(), undone_by=storable(by)))


def find_ruling(connection: Connection, n: int) -> Ruling | None:
    """Return a ruling; None if there is none of this number."""
    found = _read(connection, select(rulings).where(rulings.c.n == n))
    return found[0] if found else None


def list_rulings(
    connection: Connection, *, kinds: Collection[RulingKind] = (), every: bool = False, before: int = 0, limit: int = 0
) -> list[Ruling]:
    """Return rulings, the newest first.

    Args:
        kinds: only of these kinds; empty: of any.
        every: also those that were taken back.
        before: only rulings with a smaller number; 0: all.
        limit: at most as many; 0: all.
    """
    query = select(rulings).order_by(rulings.c.n.desc())
    if kinds:
        query = query.where(rulings.c.kind.in_(sorted(kind.value for kind in kinds)))
    if not every:
        query = query.where(rulings.c.undone_at.is_(None))
    if before:
        query = query.where(rulings.c.n < before)
    return _read(connection, query.limit(limit) if limit else query)


def rulings_on(connection: Connection, things: Collection[int], *, every: bool = False) -> list[Ruling]:
    """Return the rulings that name one of these things, in their order.

    Args:
        every: also those that were taken back.
    """
    found: dict[int, Ruling] = {}
    for part in chunks(sorted(things), _CHUNK):
        query = select(rulings).where(or_(rulings.c.thing.in_(part), rulings.c.other.in_(part)))
        if not every:
            query = query.where(rulings.c.undone_at.is_(None))
        found.update((one.n, one) for one in _read(connection, query))
    return [found[n] for n in sorted(found)]


def rulings_of_stories(connection: Connection, stories: Collection[str]) -> dict[str, list[Ruling]]:
    """Return for each story that has some the splits and corrections in force, in their order."""
    found: defaultdict[str, list[Ruling]] = defaultdict(list)
    for part in chunks(sorted(stories), _CHUNK):
        query = (
            select(rulings)
            .join(ruled_stories, ruled_stories.c.ruling == rulings.c.n)
            .where(ruled_stories.c.story.in_(part), rulings.c.undone_at.is_(None))
            .distinct()
            .order_by(rulings.c.n)
        )
        for one in _read(connection, query):
            for story in one.stories:
                if story in part:
                    found[story].append(one)
    return dict(found)


def corrections_of(connection: Connection, stories: Collection[str]) -> dict[str, tuple[Correction, ...]]:
    """Return for each story that has some what users corrected in it."""
    found = rulings_of_stories(connection, stories)
    made = {id: tuple(one.correction for one in some if one.kind in CORRECTIONS) for id, some in found.items()}
    return {id: some for id, some in made.items() if some}


def ruled_versions(connection: Connection, seqs: Sequence[int]) -> set[int]:
    """Return those of some versions whose stories a split or a correction is about."""
    return {seq for (seq,) in run(connection, _RULED_VERSIONS, list(seqs)).fetchall()}


_RULED_VERSIONS = "SELECT a.seq FROM articles AS a JOIN ruled_stories AS s ON s.story = a.id WHERE a.seq IN :numbers"


def _read(connection: Connection, query: Any) -> list[Ruling]:
    rows: Sequence[Row[Any]] = connection.execute(query).all()
    stories = _stories(connection, [row.n for row in rows if row.kind in _OF_STORIES])
    return [
        Ruling(
            RulingKind(row.kind), row.by, row.thing, row.other, tuple(stories.get(row.n, ())),
            orjson.loads(row.value) if row.value else {}, row.why, row.n, row.at, row.undone_at, row.undone_by,
        )
        for row in rows
    ]  # fmt: skip


_OF_STORIES = frozenset({RulingKind.SPLIT, *CORRECTIONS})


def _stories(connection: Connection, numbers: Iterable[int]) -> dict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for part in chunks(sorted(numbers), _CHUNK):
        query = select(ruled_stories.c.ruling, ruled_stories.c.story).where(ruled_stories.c.ruling.in_(part))
        for ruling, story in connection.execute(query.order_by(ruled_stories.c.story)):
            found[ruling].append(story)
    return found


def count_rulings(connection: Connection) -> int:
    """Count the rulings in force."""
    return connection.scalar(select(func.count()).where(rulings.c.undone_at.is_(None))) or 0
