"""Versions that are deleted together leave the store as if each had been deleted by itself."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from tests.support import synthetic_store
from tests.support.copy_texts import FERRY, HARBOUR, edited, round_up, story, weather
from tests.support.linking import link_all, store_story
from wiredesk.contract import LedgerState
from wiredesk.settings import Settings
from wiredesk.store import Store, maintenance, open_store
from wiredesk.store.link_tables import copy_groups, copy_pairs, copy_prints, links, thread_keys, thread_log, threads
from wiredesk.store.link_tables import thread_members as members
from wiredesk.store.linking import linker
from wiredesk.store.tables import articles
from wiredesk.store.thing_tables import identities, name_keys
from wiredesk.store.types import now

CHAIN = 12
MADE = 16


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a store with copies, round-ups, forms, threads and names, all of them linked."""
    home = tmp_path_factory.mktemp("linked")
    store = open_store(Settings(home=home))
    for n in range(4):
        for one in (
            story(f"harbour{n}", edited(HARBOUR, n), source="AP" if n else "The Post"),
            story(f"ferry{n}", edited(FERRY, n), "Ferry runs aground"),
            story(f"weather{n}", weather(n), "Weather for Calder"),
        ):
            store_story(store, one)
    store_story(store, story("brief", round_up(FERRY, HARBOUR), "News in brief"))
    made = dict(map(synthetic_store.story, range(MADE)))
    synthetic_store.write_made(store, made.items())
    with store.write() as connection:
        numbers = dict(map(tuple, connection.execute(select(articles.c.id, articles.c.seq))))
        for one, found in made.items():
            linker.store(connection, numbers[one.id], linker.prepare(one, found))
    link_all(store)
    store.close()
    return home / "wire.db"


@pytest.fixture
def twins(linked: Path, tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """Two copies of the linked store."""
    found = []
    for name in ("together", "alone"):
        (tmp_path / name).mkdir()
        shutil.copy(linked, tmp_path / name / "wire.db")
        found.append(open_store(Settings(home=tmp_path / name)))
    yield found[0], found[1]
    for one in found:
        one.close()


def left_in(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Return what is left of links and names, without times."""
    queries = (
        select(copy_groups), select(copy_pairs), select(copy_prints), select(links.c.seq, links.c.state),
        select(members.c.seq, members.c.thread), select(thread_keys), select(identities),
        select(threads.c.thread, threads.c.lead, threads.c.stories, threads.c.texts),
        select(name_keys.c.key, name_keys.c.seen), select(thread_log.c.thread, thread_log.c.what, thread_log.c.seq),
    )  # fmt: skip
    with store.read() as connection:
        found = {query.get_final_froms()[0].name: connection.execute(query).all() for query in queries}  # type: ignore[attr-defined]
    return {name: sorted(map(tuple, rows), key=repr) for name, rows in found.items()}


@pytest.mark.parametrize("seed", range(4))
def test_what_is_left_does_not_depend_on_how_many_are_deleted_at_once(twins: tuple[Store, Store], seed: int) -> None:
    together, alone = twins
    with together.read() as connection:
        seqs = list(connection.scalars(select(articles.c.seq).order_by(articles.c.seq)))
    going = sorted(random.Random(seed).sample(seqs, 11))
    with together.write() as connection:
        assert maintenance.prune(connection, going) == 11
    for seq in going:
        with alone.write() as connection:
            assert maintenance.prune(connection, [seq]) == 1
    for store in twins:
        link_all(store)
    assert left_in(together) == left_in(alone)


def test_each_part_of_a_group_shows_one_of_its_versions(twins: tuple[Store, Store]) -> None:
    store = twins[0]
    with store.write() as connection:
        for table in (copy_pairs, copy_groups):
            connection.execute(table.delete())
        rows = [{"seq": seq, "copy_group": 1, "is_first": seq == 2, "credit": None} for seq in range(1, 6)]
        connection.execute(insert(copy_groups), rows)
        pairs = [{"a": a, "b": b, "relation": "copy", "shared": 9, "longer": 1.0, "shorter": 1.0}
                 for a, b in ((1, 4), (2, 4), (3, 4), (4, 5))]  # fmt: skip
        connection.execute(insert(copy_pairs), pairs)
        assert maintenance.prune(connection, [4]) == 1
        found = connection.execute(select(copy_groups.c.copy_group, copy_groups.c.is_first)).all()
    assert sorted(map(tuple, found)) == [(seq, True) for seq in (1, 2, 3, 5)]


def test_a_chain_falls_apart_where_its_middle_leaves(twins: tuple[Store, Store]) -> None:
    store = twins[0]
    with store.write() as connection:
        for table in (copy_pairs, copy_groups):
            connection.execute(table.delete())
        seqs = range(1, CHAIN + 1)
        groups = [{"seq": seq, "copy_group": 1, "is_first": seq == 1, "credit": None} for seq in seqs]
        connection.execute(insert(copy_groups), groups)
        pairs = [{"a": seq, "b": seq + 1, "relation": "copy", "shared": 9, "longer": 1.0, "shorter": 1.0}
                 for seq in range(1, CHAIN)]  # fmt: skip
        connection.execute(insert(copy_pairs), pairs)
        assert maintenance.prune(connection, [1, 4, 5, 9]) == 4
        rows = connection.execute(select(copy_groups.c.seq, copy_groups.c.copy_group)).all()
        due = connection.scalars(select(links.c.seq).where(links.c.state == "due")).all()
        shown = connection.scalars(select(copy_groups.c.copy_group).where(copy_groups.c.is_first)).all()
    assert dict(map(tuple, rows)) == {2: 2, 3: 2, 6: 6, 7: 6, 8: 6, 10: 10, 11: 10, 12: 10}
    assert sorted(shown) == [2, 6, 10]
    assert set(due) in ({2, 3, 6, 7, 8}, {2, 3, 10, 11, 12}), "all but one of the largest parts are linked again"


def test_prints_that_the_linker_prunes_anyway_are_left_to_it(twins: tuple[Store, Store]) -> None:
    store = twins[0]
    with store.write() as connection:
        old = now(-9 * 86400)
        connection.execute(update(articles).values(accepted_at=old, published=old))
        connection.execute(update(links).values(day=links.c.day * 0 + 20_000))
        connection.execute(update(copy_prints).values(day=copy_prints.c.day * 0 + 20_000))
        before = connection.execute(select(copy_prints)).all()
        maintenance.prune(connection, [1, 2])
        assert connection.execute(select(copy_prints)).all() == before
        linker.prune(connection)
        assert not connection.execute(select(copy_prints)).all()


def test_a_story_stays_as_long_as_one_of_its_versions_has_to(twins: tuple[Store, Store]) -> None:
    store = twins[0]
    before = datetime.now(UTC) - timedelta(days=90)
    with store.write() as connection:
        old = articles.c.seq <= 6
        connection.execute(update(articles).where(old).values(accepted_at=now(-100 * 86400)))
        connection.execute(update(articles).where(articles.c.seq == 3).values(state=LedgerState.PENDING))
        for seq, id in ((5, "harbour0"), (7, "ferry0")):  # further versions: an old one, and one that is not
            same = {"id": id, "version": 2}
            connection.execute(update(articles).where(articles.c.seq == seq).values(**same))
        ids = dict(map(tuple, connection.execute(select(articles.c.seq, articles.c.id))))
        assert (ids[1], ids[2]) == ("harbour0", "ferry0")
        assert maintenance.prunable(connection, before) == [1, 4, 5, 6]
