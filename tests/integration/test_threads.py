"""Threads in both databases: what joins, what leaves, and that numbers and counts stay right."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update

from desk.ops.prometheus import Metrics
from tests.support.ledger_steps import accept, complete, row
from tests.support.thread_stories import TIME, add, groups, happenings, link, numbers, story, thread_rows
from wiredesk.settings import Settings
from wiredesk.store import Store, maintenance
from wiredesk.store.link_tables import (
    copy_groups,
    links,
    thread_keys,
    thread_log,
    thread_members,
    thread_terms,
    threads,
)
from wiredesk.store.linking import due, hidden_versions, linker, thread_pruning
from wiredesk.store.linking.sweep import sweep
from wiredesk.store.showing import hide_superseded
from wiredesk.store.tables import articles, extractions
from wiredesk.store.types import now

FUTURE = datetime(2999, 1, 1, tzinfo=UTC)


def _two_happenings() -> list[tuple[str, str, int, float]]:
    return [(f"b{n}", "bridge", n, n) for n in range(4)] + [(f"f{n}", "ferry", n, n + 0.5) for n in range(4)]


def test_stories_of_one_happening_are_one_thread(store: Store) -> None:
    add(store, *(story(*one) for one in _two_happenings()))
    link(store)
    assert groups(store) == {frozenset({"b0", "b1", "b2", "b3"}), frozenset({"f0", "f1", "f2", "f3"})}


def test_any_order_of_arrival_gives_the_same_threads(store: Store) -> None:
    stories = [story(*one) for one in _two_happenings()]
    random.Random(7).shuffle(stories)
    for one in stories:
        add(store, one)
        link(store)
    assert groups(store) == {frozenset({"b0", "b1", "b2", "b3"}), frozenset({"f0", "f1", "f2", "f3"})}


def test_what_is_read_ahead_for_several_stories_changes_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copies, an older and a later version and a round-up between stories that are linked by one run."""
    found = []
    for together in (1, 16):
        monkeypatch.setattr(linker, "MOST_TOGETHER", together)
        prefix = f"t{together}-"
        days = -400 * together  # the stories of the first round are far away
        stories = sorted(_two_happenings(), key=lambda one: one[3])
        for id, happening, n, hours in (*stories, ("c", "bridge", 1, 9), ("b9", "bridge", 0, 10)):
            add(store, story(prefix + id, happening, n, hours + 24 * days))
        add(store, story(prefix + "b9", "bridge", 2, 11 + 24 * days, version=2))
        link(store)
        ids = {row["seq"]: row["id"].removeprefix(prefix) for row in _ledger(store) if row["id"].startswith(prefix)}
        with store.read() as connection:
            copies = connection.execute(select(copy_groups.c.seq, copy_groups.c.copy_group, copy_groups.c.is_first))
            happened = connection.execute(select(thread_log.c.what, thread_log.c.seq).order_by(thread_log.c.n))
            found.append(
                (
                    {frozenset(id.removeprefix(prefix) for id in ids) for ids in groups(store) if prefix in min(ids)},
                    {(ids[seq], ids[group], is_first) for seq, group, is_first in copies if seq in ids},
                    [(what, ids[seq]) for what, seq in happened if seq in ids],
                )
            )
    assert found[0] == found[1]


def _ledger(store: Store) -> list[dict[str, Any]]:
    with store.read() as connection:
        return [dict(row) for row in connection.execute(select(articles.c.seq, articles.c.id)).mappings()]


def test_the_row_of_a_thread_tells_its_stories(store: Store) -> None:
    add(store, story("b0", hours=3, source="Courier"), story("b1", n=1, hours=1, source="Reuters"))
    add(store, story("b2", n=2, hours=2, source="Reuters"), story("b3", n=3, hours=0, source=None))
    link(store)
    [one] = thread_rows(store).values()
    assert (one["stories"], one["sources"]) == (4, 3)
    assert one["lead"] == row(store, "b2")["seq"] and one["headline"] == story("b2", n=2).headline
    assert one["last_seq"] == row(store, "b3")["seq"]
    assert (one["first_at"], one["last_at"]) == (TIME, TIME + timedelta(hours=3))


def test_a_story_that_is_linked_again_stays_where_it_is(store: Store) -> None:
    add(store, story("b0"), story("b1", n=1))
    link(store)
    before = thread_rows(store), happenings(store), numbers(store)
    with store.write() as connection:
        connection.execute(update(links).values(state="due"))
    link(store)
    assert (thread_rows(store), happenings(store), numbers(store)) == before


def test_a_later_version_keeps_the_place_of_the_one_before(store: Store) -> None:
    add(store, story("b0"))
    link(store)
    [number] = numbers(store).values()
    add(store, story("b0", n=1, version=2))
    link(store)
    assert numbers(store) == {"b0": number}
    [one] = thread_rows(store).values()
    assert (one["stories"], one["last_seq"]) == (1, row(store, "b0", 2)["seq"])
    with store.read() as connection:
        assert connection.scalars(select(thread_terms.c.seq)).all() == [row(store, "b0", 2)["seq"]]


def test_a_later_version_about_something_else_moves(store: Store) -> None:
    add(store, story("b0"), story("b1", n=1), story("f0", "ferry"), story("f1", "ferry", 1))
    link(store)
    add(store, story("b1", "ferry", 2, version=2))
    link(store)
    assert groups(store) == {frozenset({"b0"}), frozenset({"b1", "f0", "f1"})}


def test_a_canceled_story_leaves_and_the_last_one_leaves_the_number(store: Store) -> None:
    add(store, story("b0"), story("b1", n=1))
    link(store)
    [number] = set(numbers(store).values())
    accept(store, story("b1", version=2, status="canceled"))
    link(store)
    assert numbers(store) == {"b0": number} and thread_rows(store)[number]["stories"] == 1
    accept(store, story("b0", version=2, status="canceled"))
    link(store)
    left = thread_rows(store)[number]
    assert (left["stories"], left["texts"], left["sources"], left["lead"], left["last_seq"]) == (0, 0, 0, None, None)
    assert [what for what, *_ in happenings(store)] == ["joined", "joined", "left", "left", "closed"]
    with store.read() as connection:
        assert connection.scalar(select(func.count()).select_from(thread_keys)) == 0


def test_an_embargoed_story_neither_shows_nor_counts(store: Store) -> None:
    add(store, story("b0"), story("b1", n=1, embargo_until=FUTURE))
    link(store)
    assert set(numbers(store)) == {"b0"}
    [one] = thread_rows(store).values()
    assert one["stories"] == 1
    with store.write() as connection:
        connection.execute(update(articles).where(articles.c.id == "b1").values(embargo_until=TIME))
    link(store)
    assert groups(store) == {frozenset({"b0", "b1"})}


def test_a_round_up_belongs_to_no_thread(store: Store) -> None:
    add(store, story("b0"), story("b1", n=1, headline="World news highlights"))
    link(store)
    assert groups(store) == {frozenset({"b0"})}


@pytest.mark.parametrize("body", ["Flash", "12.5 14.2 vs 13.9\n11.1 12.4 vs 17.2", "", "?!"])
def test_every_story_has_a_thread(store: Store, body: str) -> None:
    add(store, story("odd1", body=body, headline=body), story("odd2", body=body, headline="", published=None))
    link(store)
    assert set(numbers(store)) == {"odd1", "odd2"}
    assert sum(one["stories"] for one in thread_rows(store).values()) == 2


@pytest.mark.parametrize("published", [None, FUTURE, TIME - timedelta(days=365)])
def test_a_wrong_time_keeps_a_story_out_of_other_threads_but_loses_nothing(
    store: Store, published: datetime | None
) -> None:
    add(store, story("b0"), story("b1", n=1), story("late", n=2, published=published))
    link(store)
    assert len(numbers(store)) == 3
    assert numbers(store)["b0"] == numbers(store)["b1"]


def test_an_archive_is_linked_by_its_own_time(store: Store) -> None:
    old = datetime(1987, 3, 4, tzinfo=UTC)
    add(store, story("b0"), story("a0", published=old), story("a1", n=1, published=old + timedelta(days=2)))
    link(store)
    assert groups(store) == {frozenset({"b0"}), frozenset({"a0", "a1"})}


def test_deleted_stories_are_taken_out_of_their_threads(store: Store) -> None:
    add(store, story("b0"), story("b1", n=1))
    link(store)
    with store.write() as connection:
        assert maintenance.prune(connection, [int(str(row(store, "b1")["seq"]))]) == 1
    [one] = thread_rows(store).values()
    assert (one["stories"], one["last_seq"]) == (1, row(store, "b0")["seq"])
    with store.read() as connection:
        seqs = set(connection.scalars(select(thread_keys.c.seq)))
    assert seqs == {row(store, "b0")["seq"]}


def test_terms_are_kept_until_nothing_has_joined_the_thread_for_three_weeks(store: Store) -> None:
    add(store, story("b0"), story("b1", n=1), story("f0", "ferry"))
    link(store)
    long_ago = datetime.now(UTC) - timedelta(days=22)
    with store.write() as connection:
        connection.execute(update(articles).values(accepted_at=long_ago))
        connection.execute(update(links).values(at=long_ago))
        of_old = thread_members.c.id.in_(["b0", "f0"])
        connection.execute(update(thread_members).where(of_old).values(since=long_ago))
        assert not linker.prune(connection)
        assert connection.scalars(select(thread_terms.c.seq).order_by(thread_terms.c.seq)).all() == [1, 2]
        connection.execute(update(thread_members).values(since=long_ago))
        linker.prune(connection)
        assert connection.scalar(select(func.count()).select_from(thread_keys)) == 0
    assert len(numbers(store)) == 3


def test_pruning_goes_on_while_something_is_left(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thread_pruning, "MAX_PRUNED", 1)
    add(store, story("b0"), story("f0", "ferry"))
    link(store)
    long_ago = datetime.now(UTC) - timedelta(days=22)
    with store.write() as connection:
        connection.execute(update(articles).values(accepted_at=long_ago))
        connection.execute(update(links).values(at=long_ago))
        connection.execute(update(thread_members).values(since=long_ago))
        assert [thread_pruning.prune(connection) for _ in range(3)] == [True, True, False]


def test_metrics_tell_how_far_the_linker_is(settings: Settings, store: Store) -> None:
    add(store, story("b0"), story("b1", n=1), story("f0", "ferry"))
    with store.write() as connection:
        connection.execute(update(links).values(at=now(-60)))
    before = Metrics(settings, store).text().decode()
    assert "wiredesk_due_links 3.0" in before and "wiredesk_open_threads 0.0" in before
    link(store)
    with store.write() as connection:
        connection.execute(update(threads).values(last_at=now()))
        connection.execute(
            insert(thread_log), [{"at": TIME, "thread": 1, "what": what} for what in ("merged", "split")]
        )
    metrics = Metrics(settings, store)
    for text in (metrics.text().decode(), metrics.text().decode()):
        assert "wiredesk_due_links 0.0" in text and "wiredesk_open_threads 2.0" in text
        assert "wiredesk_thread_merges_total 1.0" in text and "wiredesk_thread_splits_total 1.0" in text


def _untold(store: Store) -> None:
    """Undo what marks hidden versions as due: an earlier release does not."""
    with store.write() as connection:
        connection.execute(update(links).values(state="linked"))


def _take_up(store: Store) -> bool:
    with store.write() as connection:
        return hidden_versions.take_up(connection)


def _grouped(store: Store) -> set[int]:
    with store.read() as connection:
        return set(connection.scalars(select(copy_groups.c.seq)))


def test_a_story_that_an_earlier_release_withdrew_leaves_its_thread(store: Store) -> None:
    add(store, *(story(*one) for one in _two_happenings()))
    link(store)
    assert _take_up(store)
    accept(store, story("b1", n=1, version=2, status="canceled"))
    _untold(store)
    link(store)
    assert "b1" in numbers(store)
    assert _take_up(store)
    link(store)
    assert groups(store) == {frozenset({"b0", "b2", "b3"}), frozenset({"f0", "f1", "f2", "f3"})}
    assert _take_up(store)
    with store.read() as connection:
        assert not due.is_any(connection)


def test_a_version_that_an_earlier_release_replaced_leaves_its_group(store: Store) -> None:
    add(store, story("b0"), story("b1", n=1))
    link(store)
    accept(store, story("b1", n=2, version=2))
    complete(store, "b1", 2)
    _untold(store)
    assert row(store, "b1")["seq"] in _grouped(store)
    with store.write() as connection:
        sweep(connection, None)
    assert _take_up(store)
    link(store)
    assert _grouped(store) == {row(store, "b0")["seq"], row(store, "b1", 2)["seq"]}


def test_a_version_whose_embargo_an_earlier_release_saw_end_hides_the_one_before(store: Store) -> None:
    add(store, story("b0"), story("b1", n=1), story("b1", n=2, version=2, embargo_until=FUTURE))
    link(store)
    ended = datetime.now(UTC) - timedelta(seconds=1)
    with store.write() as connection:
        connection.execute(update(articles).values(accepted_at=TIME))
        connection.execute(update(articles).where(articles.c.version == 2).values(embargo_until=ended))
        connection.execute(update(extractions).values(stored_at=TIME))
        hide_superseded(connection, "b1")
    _untold(store)
    assert _take_up(store)
    with store.read() as connection:
        assert connection.scalars(select(links.c.seq).where(links.c.state == "due")).all() == [row(store, "b1")["seq"]]


def test_many_hidden_versions_are_taken_up_a_batch_at_a_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hidden_versions, "BATCH", 2)
    add(store, *(story(*one) for one in _two_happenings()))
    link(store)
    accept(store, *(story(f"f{n}", "ferry", n, version=2, status="canceled") for n in range(3)))
    _untold(store)
    assert [_take_up(store), _take_up(store)] == [False, True]
    link(store)
    assert set(numbers(store)) == {"b0", "b1", "b2", "b3", "f3"}
