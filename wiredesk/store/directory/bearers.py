"""The things that bear a name, with what their stories tell of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from sqlalchemy import Connection

from wiredesk.contract import EntityType
from wiredesk.identity.story_things import BARE
from wiredesk.identity.thing_evidence import STORIES_READ, KnownThing, context_of, joined
from wiredesk.identity.thing_key import ThingKind
from wiredesk.store.directory.canonical import canonical_ids
from wiredesk.store.directory.component_rows import SCANNED
from wiredesk.store.directory.story_facts import StoryMemory
from wiredesk.store.raw_sql import run
from wiredesk.store.visibility import VISIBLE_ROW

MAX_BEARERS = 512
"""Things of one name that are compared: those with the smallest ids."""
MAX_STORIES = 2048
"""Stories that are read for one name: where it has more bearers than 32, fewer than 64 for each."""
MIN_STORIES = 4
_BEARERS = (
    "SELECT t.id, t.kind, t.key, t.sense, t.name, t.type, t.wikidata, t.geonames, t.iso3166 FROM things AS t"
    f" JOIN (SELECT DISTINCT thing FROM thing_names WHERE key = ? ORDER BY thing LIMIT {MAX_BEARERS}) AS n"
    " ON n.thing = t.id ORDER BY t.id"
)
_STORIES = (
    "SELECT i.seq, i.entity FROM (SELECT seq, entity, bare FROM identities WHERE thing = ?"
    f" ORDER BY seq DESC, entity DESC LIMIT {SCANNED}) AS i JOIN articles AS a ON a.seq = i.seq"
    f" WHERE i.bare IS NULL AND {VISIBLE_ROW} ORDER BY i.seq DESC, i.entity DESC LIMIT ?"
)
_BARE_STORIES = (
    "SELECT i.seq, i.entity FROM (SELECT seq, entity FROM identities WHERE bare = ?"
    f" ORDER BY seq DESC LIMIT {SCANNED}) AS i JOIN articles AS a ON a.seq = i.seq"
    f" WHERE {VISIBLE_ROW} ORDER BY i.seq DESC, i.entity DESC LIMIT ?"
)


@dataclass(frozen=True, slots=True)
class Bearer:
    """A thing that bears a name."""

    thing: KnownThing
    type: EntityType
    used_name: str
    """The name that most of its stories use."""
    used_type: EntityType
    """The type that most of its stories give it."""


class _Row(NamedTuple):
    id: int
    kind: str
    key: str
    sense: str
    name: str
    type: EntityType
    wikidata: str | None
    geonames: int | None
    iso3166: str | None


def bearers(connection: Connection, key: str, stories: StoryMemory) -> list[Bearer]:
    """Return the things that bear a name and have stories that readers see, in the order of their ids."""
    rows = [_Row(*row) for row in run(connection, _BEARERS, key).fetchall()]
    limit = max(MIN_STORIES, min(STORIES_READ, MAX_STORIES // max(len(rows), 1)))
    places = {
        row.id: run(connection, _BARE_STORIES if _is_bare(row) else _STORIES, row.id, limit).fetchall() for row in rows
    }
    facts = stories.read(connection, (seq for found in places.values() for seq, _ in found))
    made: list[Bearer] = []
    for row in rows:
        told = [(facts[seq], id) for seq, id in places[row.id] if seq in facts and id in facts[seq].entities]
        if not told:
            continue
        entities = [story.entities[id] for story, id in told]
        thing = KnownThing(
            row.id, ThingKind(row.kind), row.key, row.name, Counter(key for one in entities for key in one.name_keys()),
            context_of(story.evidence(id) for story, id in told),
            row.wikidata, row.geonames, row.iso3166, _is_bare(row), row.kind == ThingKind.BODY and row.sense != "",
        )  # fmt: skip
        name, type = _most_used(one.name for one in entities), _most_used(one.type for one in entities)
        made.append(Bearer(thing, row.type, name, type))  # type: ignore[arg-type]
    return made


def people(connection: Connection, found: Sequence[Bearer]) -> list[KnownThing]:
    """Return the people among the bearers of a name who are known in full; those that are one come as one."""
    known = [one.thing for one in found if one.thing.kind is ThingKind.PERSON and not one.thing.is_bare]
    canonical = canonical_ids(connection, [one.id for one in known])
    groups: defaultdict[int, list[KnownThing]] = defaultdict(list)
    for one in known:
        groups[canonical.get(one.id, one.id)].append(one)
    return [_as_one(id, group) for id, group in sorted(groups.items())]


def _as_one(id: int, group: Sequence[KnownThing]) -> KnownThing:
    if len(group) == 1:
        return replace(group[0], id=id)
    first = next((one for one in group if one.id == id), group[0])
    keys = Counter[str]()
    for one in group:
        keys.update(one.keys)
    return replace(first, id=id, keys=keys, context=joined(one.context for one in group))


def _is_bare(row: _Row) -> bool:
    return row.sense.startswith(BARE)


def _most_used(values: Iterable[str]) -> str:
    """Return the most frequent value; of several the last in the order of characters, so that capitals come first."""
    return max(Counter(values).items(), key=lambda item: (item[1], item[0]))[0]
