"""What the linker does for the names of one story: it counts those that have to be settled, and decides the bare ones
for the time being."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from wiredesk.contract import Extraction
from wiredesk.identity.story_things import story_things
from wiredesk.store import results
from wiredesk.store.directory import bare_rows, name_key_rows, story_rulings
from wiredesk.store.directory.bare_rows import BareLink
from wiredesk.store.directory.bearers import bearers
from wiredesk.store.directory.directory_memory import memory_of
from wiredesk.store.directory.settling import candidates_of
from wiredesk.store.raw_sql import run

_OF_THINGS = "FROM identities AS i JOIN thing_names AS n ON n.thing = coalesce(i.bare, i.thing)"
_OF_SEVERAL = (
    "(EXISTS (SELECT 1 FROM thing_names AS o WHERE o.key = n.key AND o.thing <> n.thing)"
    " OR EXISTS (SELECT 1 FROM rulings) AND EXISTS (SELECT 1 FROM things AS t WHERE t.merged_into = n.thing"
    " OR t.id = n.thing AND t.merged_into IS NOT NULL))"
)
_OF_OTHER_FORMS = (
    "FROM identities AS i JOIN entities AS e ON e.seq = i.seq AND e.entity = i.entity"
    " JOIN things AS t ON t.id = coalesce(i.bare, i.thing) JOIN thing_names AS n ON n.thing = t.id"
)
_IS_OTHER = "(t.name <> e.name OR t.type <> e.type)"
_KEYS = (
    f"SELECT i.seq, n.key {_OF_THINGS} WHERE i.seq IN :numbers AND {_OF_SEVERAL}"
    f" UNION SELECT i.seq, min(n.key) {_OF_OTHER_FORMS} WHERE i.seq IN :numbers AND {_IS_OTHER} GROUP BY i.seq, t.id"
)
_ALL_KEYS = (
    f"SELECT key, count(*) FROM ({_KEYS}"
    " UNION SELECT i.seq, t.key FROM identities AS i JOIN things AS t ON t.id = i.bare"
    " WHERE i.seq IN :numbers) AS named GROUP BY key"
)
_UNKNOWN = (
    "SELECT DISTINCT i.seq FROM identities AS i WHERE i.seq IN :numbers"
    " AND NOT EXISTS (SELECT 1 FROM things AS t WHERE t.id = coalesce(i.bare, i.thing))"
)


@dataclass(slots=True)
class OpenNames:
    """The names of a version that have to be settled."""

    keys: set[str] = field(default_factory=set)
    """The keys of bare names, of those that other things bear as well, and of things that the story calls otherwise."""
    has_bare: bool = False
    """Whether there are bare names among them."""


def open_names(connection: Connection, seqs: Sequence[int]) -> dict[int, OpenNames]:
    """Return the names of versions that have to be settled."""
    found = {seq: OpenNames() for seq in seqs}
    for key, link in bare_rows.links_of_stories(connection, seqs):
        found[link.seq].has_bare = True
        found[link.seq].keys.add(key)
    for seq, key in run(connection, _KEYS, list(seqs), list(seqs)).fetchall():
        found[seq].keys.add(key)
    return found


def count_names(connection: Connection, seq: int, names: OpenNames) -> None:
    """Count a version for each of its names that has to be settled."""
    memory_of(connection).stories.forget(seq)
    name_key_rows.count(connection, names.keys)


def count_leaving(connection: Connection, seqs: Sequence[int]) -> None:
    """Count versions that are about to be deleted for each of their names, as :func:`count_names` does for one."""
    memory = memory_of(connection)
    for seq in seqs:
        memory.stories.forget(seq)
    numbers = list(seqs)
    name_key_rows.count_several(connection, dict(run(connection, _ALL_KEYS, numbers, numbers, numbers).fetchall()))


def incomplete(connection: Connection, seqs: Sequence[int]) -> set[int]:
    """Return those of some versions of which things are missing: they were pruned while the version was stored."""
    return {row[0] for row in run(connection, _UNKNOWN, list(seqs)).fetchall()}


def complete_things(connection: Connection, seq: int) -> None:
    """Store the things of a version once more."""
    text = results.document(connection, seq) or ""
    story_rulings.store_things(connection, [(seq, story_things(Extraction.model_validate_json(text)))])


def decide_for_now(connection: Connection, seq: int) -> None:
    """Decide who the bare names of a version are with what is known of names that were settled before; of others the
    linker decides when it settles them."""
    memory = memory_of(connection)
    of_key: defaultdict[str, list[BareLink]] = defaultdict(list)
    for key, link in bare_rows.links_of_stories(connection, [seq]):
        of_key[key].append(link)
    for key, seen in sorted(name_key_rows.settled_before(connection, of_key.keys()).items()):
        found = memory.candidates.get(key, seen)
        if found is None:
            things = bare_rows.bare_things(connection, key)
            found = candidates_of(connection, bearers(connection, key, memory.stories), things)
            memory.candidates.put(key, seen, found)
        bare_rows.decide(connection, key, of_key[key], found, memory.stories)
