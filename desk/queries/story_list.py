"""Stories as a list shows them: headline, first words, source, time and main names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, and_, func, select

from desk.queries.entity_things import EntityThing, things_of
from desk.queries.plan_hints import in_list, of_type
from wiredesk.contract import flash_label
from wiredesk.store.link_tables import copy_groups, thread_members
from wiredesk.store.publication import publication_time
from wiredesk.store.tables import articles, entities, places

LEAD_CHARACTERS = 280
"""Characters of the first paragraph that a list shows."""
TITLE_CHARACTERS = 90
"""Characters of the lead that serve as the title of a story without a headline."""
TimeBasis = Literal["published", "dateline", "received"]
TIMES_TOLD = ("published", "updated", "dated")
"""Columns of ``articles`` that tell what the time of publication is."""
"""What the time of a story is: the provider's, the day of its dateline, or the time at which it was received."""
MAX_NAMES = 5
"""Entities named in a list."""
NAMED_TYPES = ("PERSON", "ORG", "GPE", "LOC", "EVENT")
"""Types of the entities named in a list; the others say little about a story."""

_OWN_COPIES, _OTHER_COPIES = copy_groups.alias("own"), copy_groups.alias("other")
"""Made once: to make an alias takes as long as a small query."""


@dataclass(frozen=True, slots=True)
class NameLink:
    """An entity's name with what a link to its page needs."""

    type: str
    key: str
    name: str
    thing: int | None = None
    """The thing that it is; null until the directory has it."""
    lat: float | None = None
    lon: float | None = None
    """Degrees north and east, of a place."""


@dataclass(frozen=True, slots=True)
class Card:
    """A story in a list."""

    seq: int
    id: str
    version: int
    headline: str
    lead: str
    source: str | None
    published: datetime | None
    accepted_at: datetime
    urgency: int | None
    kind: str
    words: int
    duplicate_of: int | None
    names: tuple[NameLink, ...]
    thread: int | None = None
    """The number of its thread; null while it has none."""
    copies: int = 0
    """Number of other stories with its text."""
    updated: datetime | None = None
    dated: datetime | None = None
    """The day of its dateline, if the provider tells no time."""
    url: str | None = None
    language: str | None = None
    """BCP 47, as the provider tells it."""

    @property
    def moment(self) -> datetime:
        """Time at which the story was published, as :mod:`wiredesk.store.publication` defines it."""
        return self.published or self.updated or self.dated or self.accepted_at

    @property
    def time_basis(self) -> TimeBasis:
        """What :attr:`moment` is."""
        return time_basis(self.published, self.updated, self.dated)

    @property
    def title(self) -> str:
        """The headline, or else the first words, or else the id."""
        return title_of(self.headline, self.lead, self.id)

    @property
    def flash(self) -> str:
        """``Flash`` or ``Urgent`` according to the urgency, else empty."""
        return flash_label(self.urgency)


def title_of(headline: str, lead: str, id: str) -> str:
    """Return the title of a story in a list: its headline, or else its first words, or else its id."""
    words = lead if len(lead) <= TITLE_CHARACTERS else lead[:TITLE_CHARACTERS] + "…"
    return headline or words or id


def time_basis(published: datetime | None, updated: datetime | None, dated: datetime | None) -> TimeBasis:
    """Return what the time of publication of a story is, as :mod:`wiredesk.store.publication` chooses it."""
    if published or updated:
        return "published"
    return "dateline" if dated else "received"


_COLUMNS = ("seq", "id", "version", "headline", "source", "published", "accepted_at", "urgency", "kind", "words",
            "duplicate_of", "updated", "dated", "url", "language")  # fmt: skip


def cards(connection: Connection, seqs: Sequence[int]) -> list[Card]:
    """Return the stories with these numbers, in the order of the numbers.

    The caller must have checked that the stories are visible.
    """
    if not seqs:
        return []
    names, threads, copies = _names(connection, seqs), threads_of(connection, seqs), _copies(connection, seqs)
    columns = [articles.c[name] for name in _COLUMNS]
    body = func.substr(articles.c.body, 1, 2 * LEAD_CHARACTERS).label("body")
    rows = connection.execute(
        select(*columns, body).where(in_list(connection, articles.c.seq, seqs))
    ).mappings()  # fmt: skip
    found = {
        row["seq"]: Card(
            **{name: row[name] for name in _COLUMNS},
            lead=lead_of(row["body"]),
            names=names[row["seq"]],
            thread=threads.get(row["seq"]),
            copies=copies.get(row["seq"], 0),
        )
        for row in rows
    }
    return [found[seq] for seq in seqs if seq in found]


def story_heads(connection: Connection, seqs: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return what a quote or an event shows of its story: id, version, title, agency, moment and what it is.

    Read once for each story: a story of some megabytes is read as a whole for its first words.
    """
    if not seqs:
        return {}
    body = func.substr(articles.c.body, 1, TITLE_CHARACTERS).label("body")
    moment = publication_time().label("moment")
    columns = [articles.c[name] for name in ("seq", "id", "version", "headline", "source", *TIMES_TOLD)]
    rows = connection.execute(select(*columns, body, moment).where(in_list(connection, articles.c.seq, seqs)))
    return {
        row.seq: {
            "id": row.id,
            "version": row.version,
            "title": row.headline or lead_of(row.body) or row.id,
            "agency": row.source,
            "moment": row.moment,
            "time_basis": time_basis(row.published, row.updated, row.dated),
        }
        for row in rows
    }


def lead_of(body: str) -> str:
    """Return the first paragraph of a body, cut at a word after ``LEAD_CHARACTERS``."""
    first = " ".join(body.strip().split("\n\n", 1)[0].split())
    if len(first) <= LEAD_CHARACTERS:
        return first
    cut = first[:LEAD_CHARACTERS]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + "…"


def threads_of(connection: Connection, seqs: Iterable[int]) -> dict[int, int]:
    """Return the thread of each of these versions that has one."""
    query = select(thread_members.c.seq, thread_members.c.thread)
    rows = connection.execute(query.where(in_list(connection, thread_members.c.seq, seqs)))
    return {row.seq: row.thread for row in rows}


def _name_link(type: str, key: str, name: str, thing: EntityThing | None) -> NameLink:
    if thing is None:
        return NameLink(type, key, name)
    return NameLink(thing.ruled_type or type, key, thing.ruled_name or name, thing.id)


def _copies(connection: Connection, seqs: Iterable[int]) -> dict[int, int]:
    """Return the number of other stories with the text of each of these."""
    own, other = _OWN_COPIES, _OTHER_COPIES
    query = select(own.c.seq, func.count() - 1).join(other, other.c.copy_group == own.c.copy_group)
    rows = connection.execute(query.where(in_list(connection, own.c.seq, seqs)).group_by(own.c.seq))
    return {row[0]: row[1] for row in rows}


def _names(connection: Connection, seqs: Sequence[int]) -> dict[int, tuple[NameLink, ...]]:
    """Return the most salient entities of each story."""
    columns = (
        entities.c.seq, entities.c.entity, entities.c.type, entities.c.key, entities.c.name, places.c.lat, places.c.lon
    )  # fmt: skip
    known = things_of(connection, seqs)
    rows = connection.execute(
        select(*columns)
        .outerjoin(places, and_(places.c.seq == entities.c.seq, places.c.entity == entities.c.entity))
        .where(in_list(connection, entities.c.seq, seqs), of_type(NAMED_TYPES))
        .order_by(entities.c.salience.desc(), entities.c.mentions.desc(), entities.c.entity)
    )
    found: dict[int, tuple[NameLink, ...]] = dict.fromkeys(seqs, ())
    for seq, entity, type, key, name, lat, lon in rows:
        thing = known.get((seq, entity))
        if len(found[seq]) < MAX_NAMES and not (thing and thing.rejected):
            found[seq] += (replace(_name_link(type, key, name, thing), lat=lat, lon=lon),)
    return found
