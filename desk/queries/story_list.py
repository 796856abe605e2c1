"""Stories as they stand in a list: headline, first words, where from, when, and whom they are about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from desk.queries.sight import among, of_type
from wiredesk.contract import flash_label
from wiredesk.store.tables import articles, entities

LEAD_CHARACTERS = 280
NAMES = 5
"""Entities named in a card."""


@dataclass(frozen=True, slots=True)
class Name:
    """An entity by its name: what a link to its page needs."""

    type: str
    key: str
    name: str


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
    names: tuple[Name, ...]

    @property
    def moment(self) -> datetime:
        """When it was published; where nobody says, when it arrived."""
        return self.published or self.accepted_at

    @property
    def title(self) -> str:
        """The headline, or the first words where there is none."""
        return self.headline or (self.lead[:90] + "…" if len(self.lead) > 90 else self.lead) or self.id

    @property
    def flash(self) -> str:
        """``Flash`` or ``Urgent``, where the provider says so."""
        return flash_label(self.urgency)


_COLUMNS = ("seq", "id", "version", "headline", "source", "published", "accepted_at", "urgency", "kind", "words",
            "duplicate_of")  # fmt: skip


def cards(connection: Connection, seqs: Sequence[int]) -> list[Card]:
    """The stories of these numbers, in the order of the numbers.  They must be in sight: nothing is checked here."""
    if not seqs:
        return []
    names = _names(connection, seqs)
    columns = [articles.c[name] for name in _COLUMNS]
    rows = connection.execute(
        select(*columns, func.substr(articles.c.body, 1, 2 * LEAD_CHARACTERS).label("body")).where(
            among(connection, articles.c.seq, seqs)
        )
    ).mappings()
    found = {
        row["seq"]: Card(**{name: row[name] for name in _COLUMNS}, lead=lead(row["body"]), names=names[row["seq"]])
        for row in rows
    }
    return [found[seq] for seq in seqs if seq in found]


def lead(body: str) -> str:
    """The first paragraph, cut at a word."""
    first = " ".join(body.strip().split("\n\n", 1)[0].split())
    if len(first) <= LEAD_CHARACTERS:
        return first
    cut = first[:LEAD_CHARACTERS]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + "…"


def _names(connection: Connection, seqs: Iterable[int]) -> dict[int, tuple[Name, ...]]:
    """The most salient entities of each story."""
    columns = entities.c.seq, entities.c.type, entities.c.key, entities.c.name
    wanted = ("PERSON", "ORG", "GPE", "LOC", "EVENT")
    rows = connection.execute(
        select(*columns)
        .where(among(connection, entities.c.seq, seqs), of_type(wanted))
        .order_by(entities.c.salience.desc(), entities.c.mentions.desc(), entities.c.entity)
    )
    found: dict[int, tuple[Name, ...]] = dict.fromkeys(seqs, ())
    for seq, type, key, name in rows:
        if len(found[seq]) < NAMES:
            found[seq] += (Name(type, key, name),)
    return found
