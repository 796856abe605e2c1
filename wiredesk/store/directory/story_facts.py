"""What stored stories tell of their entities, as evidence of who a name is: read by number, many stories at a time."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import Connection

from wiredesk.contract import EntityType
from wiredesk.identity.thing_evidence import SPORT, StoryEvidence, entity_keys, neighbour, title_form
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.raw_sql import run

MAX_ENTITIES = 40_000
"""Entities of the stories that are remembered, some 12 MB."""
READ_AT_ONCE = 256
"""Stories read by one statement, some 5,000 entities."""
_ENTITIES = "SELECT seq, entity, type, name, iso3166, aliases, in_news FROM entities WHERE seq IN :numbers"
_TITLES = "SELECT seq, entity, title, office FROM titles WHERE seq IN :numbers"
_COUNTRIES = "SELECT seq, country FROM places WHERE seq IN :numbers AND country IS NOT NULL"
_SPORT = "SELECT seq FROM topics WHERE seq IN :numbers AND code = ?"
_neighbour = lru_cache(maxsize=8192)(neighbour)


@dataclass(slots=True)
class StoryEntity:
    """An entity of a story."""

    type: EntityType
    name: str
    aliases: Any
    """A list, as JSON text or read."""
    neighbour: str | None
    """What it is as another one's context; null for one that tells nothing."""
    titles: list[str] = field(default_factory=list)

    def name_keys(self) -> frozenset[str]:
        """Return the keys of the names that the story has for it."""
        listed = orjson.loads(self.aliases) if isinstance(self.aliases, str) else self.aliases
        return entity_keys(self.type, self.name, listed or ())


@dataclass(slots=True)
class StoryFacts:
    """What a story tells of its entities."""

    entities: dict[str, StoryEntity] = field(default_factory=dict)
    countries: set[str] = field(default_factory=set)
    is_sport: bool = False

    def evidence(self, id: str) -> StoryEvidence:
        """Return what the story tells around one of its entities."""
        own = self.entities.get(id)
        around = {one.neighbour for one in self.entities.values() if one is not own and one.neighbour}
        if own is None:
            return StoryEvidence(frozenset(), frozenset(around), frozenset(self.countries), self.is_sport)
        around.discard(own.neighbour)
        return StoryEvidence(frozenset(own.titles), frozenset(around), frozenset(self.countries), self.is_sport)


class StoryMemory:
    """Reads stories and remembers those that were asked for last: the linker reads the newest ones again and again.

    Whoever changes the results of a story forgets it here.  The linker is the only one that needs it; it forgets all
    when another process has been the linker meanwhile.
    """

    def __init__(self) -> None:
        self._known: OrderedDict[int, StoryFacts] = OrderedDict()
        self._entities = 0

    def read(self, connection: Connection, seqs: Iterable[int]) -> dict[int, StoryFacts]:
        """Return what stories tell; nothing for those that have no results."""
        found: dict[int, StoryFacts] = {}
        missing: list[int] = []
        for seq in dict.fromkeys(seqs):
            if facts := self._known.get(seq):
                self._known.move_to_end(seq)
                found[seq] = facts
            else:
                missing.append(seq)
        for part in chunks(missing, READ_AT_ONCE):
            read = read_stories(connection, part)
            found.update(read)
            self._known.update(read)
            self._entities += sum(len(facts.entities) for facts in read.values())
        while self._entities > MAX_ENTITIES:
            _, oldest = self._known.popitem(last=False)
            self._entities -= len(oldest.entities)
        return found

    def forget(self, seq: int) -> None:
        """Read a story again the next time."""
        if facts := self._known.pop(seq, None):
            self._entities -= len(facts.entities)


def read_stories(connection: Connection, seqs: Collection[int]) -> dict[int, StoryFacts]:
    """Read what stories tell of their entities."""
    listed = list(seqs)
    found: defaultdict[int, StoryFacts] = defaultdict(StoryFacts)
    for seq, id, type, name, iso3166, aliases, in_news in run(connection, _ENTITIES, listed).fetchall():
        near = None if in_news in (False, 0) else _neighbour(type, name, iso3166)
        found[seq].entities[id] = StoryEntity(type, name, aliases, near)
    for seq, id, text, office in run(connection, _TITLES, listed).fetchall():
        if entity := found[seq].entities.get(id):
            entity.titles.append(title_form(text, office))
    for seq, country in run(connection, _COUNTRIES, listed).fetchall():
        found[seq].countries.add(country)
    for (seq,) in run(connection, _SPORT, listed, SPORT).fetchall():
        found[seq].is_sport = True
    return dict(found)
