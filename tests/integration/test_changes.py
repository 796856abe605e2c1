"""The change log: what is written with each change, and how it is read, on both databases."""

from __future__ import annotations

import random
import threading
from typing import Any

import pytest
from sqlalchemy import insert, select, text, update

from tests.support.ledger_steps import accept, complete
from tests.support.records import article
from wiredesk.store import Store, checkpoints, maintenance
from wiredesk.store.change_tables import ChangeKind, changes
from wiredesk.store.changes import ChangeReader, ChangesGone, add, change_log, prune
from wiredesk.store.showing import is_unsettled, settle
from wiredesk.store.tables import articles
from wiredesk.store.types import now

PAST, FUTURE = "2001-01-01T00:00:00Z", "2999-01-01T00:00:00Z"


def told(store: Store, after: int = 0) -> list[tuple[str, int | None]]:
    """What the log says after a number, and of which version."""
    return [(str(one.what), one.version) for one in ChangeReader(store).read(after).changes]


def finish(store: Store, *versions: dict[str, Any]) -> None:
    """Accept and complete versions of one story, one after the other."""
    for version, fields in enumerate(versions, 1):
        accept(store, article(version=version, **fields))
        complete(store, version=version)


HISTORIES: tuple[tuple[str, tuple[dict[str, Any], ...], list[tuple[str, int]]], ...] = (
    ("a story is stored", ({},), [("stored", 1)]),
    ("a later version replaces it", ({}, {"kind": "update"}), [("stored", 1), ("replaced", 2)]),
    ("a correction says so", ({}, {"kind": "correction"}), [("stored", 1), ("corrected", 2)]),
    ("a cancellation withdraws it", ({}, {"status": "canceled"}), [("stored", 1), ("withdrawn", 1)]),
    ("it comes back", ({}, {"status": "withheld"}, {}), [("stored", 1), ("withdrawn", 1), ("stored", 3)]),
    ("nothing is told before an embargo ends", ({"embargo_until": FUTURE},), []),
    ("an embargo in the past is none", ({"embargo_until": PAST},), [("stored", 1)]),
    ("an embargoed version leaves the one before", ({}, {"embargo_until": FUTURE}), [("stored", 1)]),
    ("what was never seen is not withdrawn", ({"status": "withheld"}, {"status": "canceled"}), []),
)  # fmt: skip


def complete_if_open(store: Store, version: int) -> None:
    with store.read() as connection:
        state = connection.scalar(select(articles.c.state).where(articles.c.version == version))
    if state == "pending":
        complete(store, version=version)


@pytest.mark.parametrize(
    ("versions", "expected"), [case[1:] for case in HISTORIES], ids=[case[0] for case in HISTORIES]
)
def test_each_change_is_told_once(
    store: Store, versions: tuple[dict[str, Any], ...], expected: list[tuple[str, int]]
) -> None:
    for version, fields in enumerate(versions, 1):
        accept(store, article(version=version, **fields))
        complete_if_open(store, version)
    assert told(store) == expected
    with store.write() as connection:
        assert not is_unsettled(connection)


def test_a_late_version_is_not_told(store: Store) -> None:
    accept(store, article(version=2), article(version=1))
    complete(store, version=2)
    complete(store, version=1)
    assert told(store) == [("stored", 2)]


def test_the_end_of_an_embargo_is_told_once_and_hides_the_version_before(store: Store) -> None:
    finish(store, {}, {"embargo_until": FUTURE})
    with store.write() as connection:
        connection.execute(update(articles).where(articles.c.version == 2).values(embargo_until=now(-1)))
        assert settle(connection) == 1
        assert settle(connection) == 0
    [_, freed] = ChangeReader(store).read(0).changes
    assert (freed.what, freed.version, freed.swept, freed.is_news) == (ChangeKind.FREED, 2, False, True)
    with store.read() as connection:
        assert connection.scalars(select(articles.c.version).where(articles.c.visible)).all() == [2]
        assert freed.previous == connection.scalar(select(articles.c.seq).where(articles.c.version == 1))


def test_backfill_and_reprocessing_are_no_news(store: Store) -> None:
    accept(store, article(), article("flash", urgency=1), backfill=True)
    complete(store)
    complete(store, "flash")
    with store.write() as connection:
        maintenance.reprocess(connection, connection.scalars(select(articles.c.seq).where(articles.c.id == "s1")).all())
    complete(store, engine="2.0")
    accept(store, article(version=2))
    complete(store, version=2)
    found = ChangeReader(store).read(0).changes
    assert [(one.what, one.backfill, one.is_news) for one in found] == [
        (ChangeKind.STORED, True, False),
        (ChangeKind.STORED, True, False),
        (ChangeKind.REPROCESSED, True, False),
        (ChangeKind.REPLACED, False, True),
    ]


def test_release_and_deletion_are_told_but_are_no_news(store: Store) -> None:
    finish(store, {}, {})
    with store.write() as connection:
        seqs = list(connection.scalars(select(articles.c.seq).order_by(articles.c.seq)))
        connection.execute(update(articles).where(articles.c.version == 2).values(state="quarantined"))
        maintenance.release(connection, seqs)
        connection.execute(update(articles).values(state="done"))
        maintenance.prune(connection, seqs)
    found = ChangeReader(store).read(2).changes
    assert [(one.what, one.version, one.is_news) for one in found] == [
        (ChangeKind.RELEASED, 2, False),
        (ChangeKind.PRUNED, 2, False),
    ]


def test_what_an_earlier_release_does_beside_is_told_and_marked(store: Store) -> None:
    """It knows neither the log nor the column ``told``."""
    with store.write() as connection:
        checkpoints.write(connection, change_log.CHECKPOINT, {"before": 2})
    for id in ("old", "withdrawn", "new", "hidden"):
        accept(store, article(id))
        complete(store, id)
    with store.write() as connection:
        connection.execute(changes.delete())
        connection.execute(update(articles).where(articles.c.id != "hidden").values(told=None))
        connection.execute(update(articles).where(articles.c.id.in_(("withdrawn", "hidden"))).values(visible=False))
    accept(store, article("withdrawn", 2, status="withheld"))
    with store.write() as connection:
        connection.execute(update(articles).where(articles.c.version == 2).values(told=None))
        assert is_unsettled(connection)
        settle(connection)
        assert not is_unsettled(connection)
    found = ChangeReader(store).read(4).changes
    assert {(one.id, str(one.what)) for one in found} == {
        ("withdrawn", "withdrawn"),
        ("new", "stored"),
        ("hidden", "withdrawn"),
    }
    assert all(one.swept for one in found)


def test_a_version_from_before_the_log_is_followed_on(store: Store) -> None:
    with store.write() as connection:
        checkpoints.write(connection, change_log.CHECKPOINT, {"before": 1})
    finish(store, {})
    with store.write() as connection:
        connection.execute(changes.delete())
        connection.execute(update(articles).values(told=None))
    accept(store, article(version=2))
    complete(store, version=2)
    [one] = ChangeReader(store).read(1).changes
    assert (one.what, one.version, one.previous) == (ChangeKind.REPLACED, 2, 1)


def test_a_change_of_a_thing_names_no_story(store: Store) -> None:
    with store.write() as connection:
        add(connection, ChangeKind.MERGED, thing=2**62, other=-5)
    [one] = ChangeReader(store).read(0).changes
    assert (one.what, one.thing, one.other, one.id, one.is_news) == (ChangeKind.MERGED, 2**62, -5, None, False)


def add_stories(store: Store, number: int) -> None:
    with store.write() as connection:
        rows = [{"id": f"s{n}", "seq": n, "version": 1, "what": "stored", "at": now()} for n in range(number)]
        for row in rows:
            connection.execute(insert(changes).values(row))


def test_a_reader_far_behind_gets_all_in_pages(store: Store) -> None:
    add_stories(store, 25)
    reader, after, found = ChangeReader(store), 0, []
    while (batch := reader.read(after, 10)).changes:
        found += [one.n for one in batch.changes]
        after = batch.after
        assert batch.is_full == (len(batch.changes) == 10)
    assert found == list(range(1, 26))
    assert reader.newest() == after == 25


def test_a_reader_whose_changes_were_pruned_is_told_what_is_kept(store: Store) -> None:
    add_stories(store, 10)
    with store.write() as connection:
        connection.execute(update(changes).where(changes.c.n <= 4).values(at=now(-86_400 * 3)))
        assert not prune(connection, 2)
    reader = ChangeReader(store)
    with pytest.raises(
        ChangesGone, match="change 3: the log has the changes from 5 to 10; read all stories again"
    ) as gone:
        reader.read(3)
    assert (gone.value.oldest, gone.value.newest) == (5, 10)
    assert [one.n for one in reader.read(4).changes] == [5, 6, 7, 8, 9, 10]
    with pytest.raises(ChangesGone):
        reader.read(11)


def test_the_newest_change_stays(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change_log, "PRUNE_ROWS", 4)
    add_stories(store, 10)
    with store.write() as connection:
        connection.execute(update(changes).values(at=now(-86_400 * 3)))
        assert prune(connection, 2)
        assert prune(connection, 2)
        assert not prune(connection, 2)
    assert [one.n for one in ChangeReader(store).read(9).changes] == [10]


on_postgresql = pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
"""SQLite has one writer: numbers are committed in their order."""


@on_postgresql
def test_a_number_that_is_committed_later_is_waited_for(store: Store) -> None:
    reader = ChangeReader(store)
    with store.write() as slow:
        add(slow, ChangeKind.STORED, id="first")
        with store.write() as quick:
            add(quick, ChangeKind.STORED, id="second")
        batch = reader.read(0)
        assert (batch.changes, batch.after, batch.held_up) == ((), 0, True)
        assert reader.newest() == 0
    assert [one.id for one in reader.read(0).changes] == ["first", "second"]


@on_postgresql
def test_a_number_that_is_rolled_back_is_not_waited_for(store: Store) -> None:
    reader = ChangeReader(store)
    with store.engine.connect() as lost:
        add(lost, ChangeKind.STORED, id="lost")
        with store.write() as connection:
            add(connection, ChangeKind.STORED, id="kept")
        assert reader.read(0).held_up
        lost.rollback()
    assert [one.id for one in reader.read(0).changes] == ["kept"]
    assert [one.id for one in ChangeReader(store).read(0).changes] == ["kept"]


@on_postgresql
def test_a_number_of_a_transaction_with_a_later_id_is_waited_for(store: Store) -> None:
    """The one with the smaller id takes the larger number: the ids of the rows alone would not tell."""
    reader = ChangeReader(store)
    with store.engine.connect() as early, store.engine.connect() as late:
        early.execute(text("SELECT pg_current_xact_id()"))
        add(late, ChangeKind.STORED, id="late")
        add(early, ChangeKind.STORED, id="early")
        early.commit()
        assert reader.read(0).changes == ()
        late.commit()
    assert [one.id for one in reader.read(0).changes] == ["late", "early"]


@on_postgresql
def test_a_transaction_that_hangs_holds_up_nothing_before_a_missing_number(store: Store) -> None:
    reader = ChangeReader(store)
    with store.engine.connect() as hanging:
        hanging.execute(text("SELECT pg_current_xact_id()"))
        with store.write() as connection:
            add(connection, ChangeKind.STORED, id="s1")
        batch = reader.read(0)
        assert ([one.id for one in batch.changes], batch.held_up) == (["s1"], False)


@on_postgresql
def test_readers_lose_nothing_beside_writers_that_commit_out_of_order(store: Store) -> None:
    """Eight writers with transactions of different lengths, a sixth of them rolled back; four readers."""
    writers, each = 8, 40
    written: list[str] = []
    stopped = threading.Event()
    read: list[list[str]] = [[] for _ in range(4)]

    def write(writer: int) -> None:
        chance = random.Random(writer)
        own = Store(store.url)
        for n in range(each):
            with own.engine.connect() as connection:
                add(connection, ChangeKind.STORED, id=f"{writer}.{n}")
                stopped.wait(chance.random() * 0.01)
                if chance.random() < 1 / 6:
                    connection.rollback()
                else:
                    connection.commit()
                    written.append(f"{writer}.{n}")
        own.close()

    def follow(found: list[str]) -> None:
        own = Store(store.url)
        reader, after = ChangeReader(own), 0
        while True:
            last = stopped.is_set()
            batch = reader.read(after, 7)
            found += [str(one.id) for one in batch.changes]
            after = batch.after
            if last and not batch.changes and not batch.held_up:
                break
        own.close()

    threads = [threading.Thread(target=write, args=(n,)) for n in range(writers)]
    readers = [threading.Thread(target=follow, args=(found,)) for found in read]
    for thread in (*threads, *readers):
        thread.start()
    for thread in threads:
        thread.join()
    stopped.set()
    for thread in readers:
        thread.join()
    for found in read:
        assert len(found) == len(set(found))
        assert set(found) == set(written)
