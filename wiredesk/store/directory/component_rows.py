"""The canonical map of components in the store: read the unions and rulings, compute who stands for whom, write it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, func, select

from wiredesk.identity.components import MAX_STORIES, RuledPair, ThingFacts, UnionPair, canonical_map
from wiredesk.store.directory.name_key_rows import settle_at_once
from wiredesk.store.directory.ruled_words import refresh_words
from wiredesk.store.linking import linker_lease
from wiredesk.store.raw_sql import run, run_many

_COMPONENTS_LOCK = 0x7468696E67
"""PostgreSQL's advisory lock on the canonical map ("thing")."""
SCANNED = 512
"""Newest entities of a thing among which its stories are looked for: others call it by a bare name."""
_UNIONS = (
    "SELECT a, b, score FROM unions WHERE verdict = 'same' AND a IN :numbers"
    " UNION SELECT a, b, score FROM unions WHERE verdict = 'same' AND b IN :numbers"
)
_RULINGS = (
    "SELECT n, thing, other, kind = 'same' FROM rulings WHERE undone_at IS NULL AND other IS NOT NULL"
    " AND kind IN ('same', 'different', 'split') AND {} IN :numbers"
)
_MERGED = "SELECT id, merged_into FROM things WHERE {} IN :numbers AND merged_into IS NOT NULL"
_FACTS = (
    "SELECT t.id, t.wikidata, t.geonames, coalesce(t.merged_into, t.id),"
    " (SELECT count(*) FROM (SELECT i.bare FROM identities AS i WHERE i.thing = t.id"
    f" ORDER BY i.seq DESC, i.entity DESC LIMIT {SCANNED}) AS newest WHERE bare IS NULL)"
    " FROM things AS t WHERE t.id IN :numbers"
)
_MERGE = "UPDATE things SET merged_into = ? WHERE id = ?"


def lock(connection: Connection) -> None:
    """Let no other transaction change the canonical map until this one ends.

    A transaction that changes rows of the directory as well takes the lock before: the linker changes them under it.
    """
    if connection.dialect.name == "postgresql":
        linker_lease.lock(connection)
        connection.execute(select(func.pg_advisory_xact_lock(_COMPONENTS_LOCK)))


def recompute(connection: Connection, ids: Iterable[int]) -> dict[int, int]:
    """Compute again which things stand for those of the components of some things, and write it.

    Unions and rulings are read from the store: add or undo them before.  Both things of one that was undone belong to
    ``ids``.  Names that lead to a thing that has changed are settled again at once, and what users
    call things goes to those that stand for them now.

    Returns:
        The things that another one stands for than before, each with that one.
    """
    lock(connection)
    things, unions, rulings = _component(connection, ids)
    facts: dict[int, ThingFacts] = {}
    before: dict[int, int] = {}
    for id, wikidata, geonames, canonical, stories in run(connection, _FACTS, sorted(things)).fetchall():
        facts[id] = ThingFacts(wikidata, geonames, min(stories, MAX_STORIES))
        before[id] = canonical
    known = [pair for pair in unions if pair.a in before and pair.b in before]
    ruled = [pair for pair in rulings if pair.a in before and pair.b in before]
    found = canonical_map(before, known, ruled, facts)
    changed = {id: found[id] for id, canonical in before.items() if found[id] != canonical}
    run_many(connection, _MERGE, ((one if one != id else None, id) for id, one in sorted(changed.items())))
    touched = {*changed, *changed.values(), *(before[id] for id in changed)}
    refresh_words(connection, touched)
    settle_at_once(connection, touched)
    return changed


def _component(connection: Connection, ids: Iterable[int]) -> tuple[set[int], set[UnionPair], set[RuledPair]]:
    """Return the things of the components of some things, and what joins them or keeps them apart."""
    things: set[int] = set()
    unions: set[UnionPair] = set()
    rulings: set[RuledPair] = set()
    frontier = set(ids)
    while frontier:
        things |= frontier
        listed = sorted(frontier)
        new_unions = {UnionPair(*row) for row in run(connection, _UNIONS, listed, listed).fetchall()}
        new_rulings = {
            RuledPair(n, thing, other, bool(is_same))
            for column in ("thing", "other")
            for n, thing, other, is_same in run(connection, _RULINGS.format(column), listed).fetchall()
        }
        merged = {
            pair
            for column in ("id", "merged_into")
            for pair in run(connection, _MERGED.format(column), listed).fetchall()
        }
        unions |= new_unions
        rulings |= new_rulings
        joined: Collection[tuple[int, int]] = {
            *((one.a, one.b) for one in new_unions),
            *((one.a, one.b) for one in new_rulings if one.is_same),
            *((one, other) for one, other in merged),
        }
        frontier = {id for pair in joined for id in pair} - things
    return things, unions, rulings
