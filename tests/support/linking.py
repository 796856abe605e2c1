"""Store and link stories as workers and the linker do, and read what was found."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select

from tests.support.ledger_steps import accept, complete, row
from tests.support.records import extraction
from wiredesk.contract import Article
from wiredesk.store import Store
from wiredesk.store.ledger.records import Disposition
from wiredesk.store.link_tables import copy_groups, copy_pairs
from wiredesk.store.linking import linker
from wiredesk.store.tables import articles


@dataclass(frozen=True, slots=True)
class FoundCopies:
    """What the linker found, by the ids of the stories."""

    pairs: frozenset[tuple[str, str, str]]
    """Two ids in order and their relation."""
    groups: frozenset[tuple[str, ...]]
    """The ids of each group in order."""
    first: dict[tuple[str, ...], str]
    """The id that is shown for each group."""

    @property
    def relations(self) -> dict[str, str]:
        """The relation of each pair, by its ids with a blank between them."""
        return {f"{a} {b}": relation for a, b, relation in self.pairs}


def store_story(store: Store, story: Article) -> int:
    """Accept a story and store its results, as a producer and a worker do; once more if they are there.

    Returns its number.
    """
    if accept(store, story).keys(Disposition.NEW, Disposition.NEWER):
        complete(store, story.id, story.version)
    seq = int(str(row(store, story.id, story.version)["seq"]))
    with store.write() as connection:
        linker.store(connection, seq, linker.prepare(story, extraction(story)))
    return seq


def link_all(store: Store) -> int:
    """Link until nothing is due.  Returns how many versions were linked."""
    linked = 0
    while True:
        with store.write() as connection:
            batch = linker.link_batch(connection)
        assert not batch.failed
        linked += batch.linked
        if not batch.is_full:
            return linked


def found_copies(store: Store) -> FoundCopies:
    """Read pairs and groups."""
    with store.read() as connection:
        ids = {row.seq: row.id for row in connection.execute(select(articles.c.seq, articles.c.id))}
        pairs = connection.execute(select(copy_pairs.c.a, copy_pairs.c.b, copy_pairs.c.relation)).all()
        rows = connection.execute(select(copy_groups)).all()
    members, shown = defaultdict(list), defaultdict(list)
    for row_ in rows:
        members[row_.copy_group].append(ids[row_.seq])
        if row_.is_first:
            shown[row_.copy_group].append(ids[row_.seq])
    assert all(len(shown[group]) == 1 for group in members), "each group shows one version"
    return FoundCopies(
        frozenset((*sorted((ids[a], ids[b])), relation) for a, b, relation in pairs),  # type: ignore[misc]
        frozenset(tuple(sorted(group)) for group in members.values()),
        {tuple(sorted(group)): shown[number][0] for number, group in members.items()},
    )
