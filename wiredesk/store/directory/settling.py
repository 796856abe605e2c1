"""Settle names: which of the things that bear one are one, and who the stories mean that have no more than a bare name.

What is decided hangs on the stored stories and the users' rulings alone, not on their order nor on what was decided
before.  A name is settled again when it stands in twice as many stories, or when the linker is idle; so the work
grows with the stories and not with their square.
"""

from __future__ import annotations

import time
from collections.abc import Container, Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy import Connection

from wiredesk.failure_log import error_line
from wiredesk.identity.story_things import FORM_CHARACTERS
from wiredesk.identity.variants import find_unions
from wiredesk.store.directory import bare_rows, component_rows, name_key_rows, union_rows
from wiredesk.store.directory.bare_rows import Candidates
from wiredesk.store.directory.bearers import Bearer, bearers, people
from wiredesk.store.directory.canonical import canonical_ids
from wiredesk.store.directory.directory_memory import memory_of
from wiredesk.store.directory.name_key_rows import NameKey
from wiredesk.store.directory.story_facts import StoryMemory
from wiredesk.store.raw_sql import run, run_many
from wiredesk.store.result_rows import storable
from wiredesk.store.savepoint import savepoint
from wiredesk.store.store_errors import is_store_fault

log = structlog.get_logger()
LINKS_AT_ONCE = 128
"""Bare names decided between two looks at the clock."""
KEYS_READ = 64
"""Names read at once."""
_RENAME = "UPDATE things SET name = ?, type = ? WHERE id = ?"
_MERGED = (
    "SELECT id FROM things WHERE id IN :numbers AND merged_into IS NOT NULL"
    " UNION SELECT merged_into FROM things WHERE merged_into IN :numbers"
)


@dataclass(frozen=True, slots=True)
class SettledNames:
    """What one turn did."""

    settled: int
    failed: int
    unfinished: str | None
    """The name with which the next turn goes on."""
    after: str
    """The last name of the turn; empty where there are no more."""


def settle(
    connection: Connection, until: float, *, after: str = "", only_ripe: bool = False, without: Container[str] = ()
) -> SettledNames:
    """Settle names in the order of their keys until the clock says so, at least one; an error on one leaves the others
    unharmed.

    Args:
        until: the time of the monotonic clock at which no further work begins.
        after: the name to begin after.
        only_ripe: only those that stand in twice as many stories as when they were settled, and eight more.
        without: names to leave out.
    """
    stories = memory_of(connection).stories
    settled = failed = 0
    keys = name_key_rows.waiting(connection, after, KEYS_READ, only_ripe=only_ripe)
    for key in keys:
        if settled + failed and time.monotonic() > until:
            return SettledNames(settled, failed, None, after)
        if key.key in without:
            after = key.key
            continue
        try:
            with savepoint(connection):
                is_done = _settle_key(connection, key, until, stories)
        except Exception as error:
            if is_store_fault(error):  # the turn runs again when it answers
                raise
            log.warning("name not settled", key=key.key, error=error_line(error))
            name_key_rows.finish(connection, key)  # it is tried again when another story has the name
            failed += 1
            after = key.key
            continue
        if not is_done:
            return SettledNames(settled, failed, key.key, after)
        settled += 1
        after = key.key
    return SettledNames(settled, failed, None, after if len(keys) == KEYS_READ else "")


def _settle_key(connection: Connection, key: NameKey, until: float, stories: StoryMemory) -> bool:
    """Settle a name, or go on with it.  Returns whether it is done."""
    found = bearers(connection, key.key, stories)
    if not key.is_begun:
        _name(connection, found)
        _unite(connection, key.key, found)
    bare = bare_rows.bare_things(connection, key.key)
    candidates = candidates_of(connection, found, bare)
    upto: int | None = key.upto or 0 if key.is_begun else 0
    while bare and upto is not None:
        links, upto = bare_rows.bare_links(connection, bare, upto, LINKS_AT_ONCE)
        bare_rows.decide(connection, key.key, links, candidates, stories)
        if upto is not None and time.monotonic() > until:
            name_key_rows.advance(connection, key, upto)
            return False
    name_key_rows.finish(connection, key)
    return True


def candidates_of(connection: Connection, found: Sequence[Bearer], bare: Sequence[int]) -> Candidates:
    """Return whom each of the things of a bare name may be: the people that bear the name, without those that a user
    keeps apart from it."""
    known = people(connection, found) if bare else []
    apart = bare_rows.ruled_apart(connection, bare) if known else {}
    canonical = canonical_ids(connection, sorted({id for ids in apart.values() for id in ids}))
    excluded = {id: {canonical.get(one, one) for one in ids} for id, ids in apart.items()}
    return {id: [one for one in known if one.id not in excluded.get(id, ())] for id in bare}


def _name(connection: Connection, found: Sequence[Bearer]) -> None:
    """Give things the name and the type that most of their stories use."""
    changed = [one for one in found if (one.used_name, one.used_type) != (one.thing.name, one.type)]
    rows = ((storable(one.used_name[:FORM_CHARACTERS]), one.used_type, one.thing.id) for one in changed)
    run_many(connection, _RENAME, rows)


def _unite(connection: Connection, key: str, found: Sequence[Bearer]) -> None:
    """Find the unions among the bearers of a name, and compute their components again."""
    edges = find_unions(key, [one.thing for one in found]) if len(found) > 1 else []
    touched = union_rows.replace_unions(connection, key, edges)
    ids = [one.thing.id for one in found]
    touched.update(row[0] for row in run(connection, _MERGED, ids, ids).fetchall())
    if touched:
        component_rows.recompute(connection, touched)
