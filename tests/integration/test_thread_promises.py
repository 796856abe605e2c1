"""What threads promise whatever arrives and in whatever order: nothing lost, nothing twice, numbers that redirect."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from tests.support.ledger_steps import accept
from tests.support.thread_stories import HAPPENINGS, add, groups, link, numbers, story, thread_rows
from wiredesk.store import Store
from wiredesk.store.link_tables import thread_log, thread_members
from wiredesk.store.linking import due, linker, linker_lease, thread_step
from wiredesk.store.tables import articles
from wiredesk.store.visibility import is_visible

FUTURE = datetime(2999, 1, 1, tzinfo=UTC)


def check(store: Store) -> None:
    """Compare the rows of threads, their members and their log with the stories that readers see."""
    with store.read() as connection:
        seen = connection.execute(select(articles.c.id, articles.c.seq).where(is_visible()))
        visible = {row.id: row.seq for row in seen}
        members = connection.execute(select(thread_members)).mappings().all()
        log = connection.execute(select(thread_log).order_by(thread_log.c.n)).mappings().all()
    assert {row["id"]: row["seq"] for row in members} == visible
    rows = thread_rows(store)
    for number, row in rows.items():
        seqs = [one["seq"] for one in members if one["thread"] == number]
        assert row["stories"] == len(seqs) and row["last_seq"] == max(seqs, default=None)
        assert row["merged_into"] is None or (not seqs and rows[row["merged_into"]]["merged_into"] is None)
    replayed: dict[int, int] = {}
    for entry in log:
        if entry["what"] == "joined":
            replayed[entry["seq"]] = entry["thread"]
        elif entry["what"] == "left":
            del replayed[entry["seq"]]
    assert sorted(set(replayed.values())) == sorted({row["thread"] for row in members})


@pytest.mark.parametrize("seed", range(3))
def test_whatever_arrives_every_visible_story_has_one_thread(store: Store, seed: int) -> None:
    chance = random.Random(seed)
    versions: dict[str, int] = {}
    canceled: set[str] = set()
    for _ in range(25):
        id = chance.choice([one for n in range(12) if (one := f"s{n}") not in canceled])
        versions[id] = versions.get(id, 0) + 1
        text = chance.choice(list(HAPPENINGS)), chance.randrange(4), chance.randrange(48)
        if versions[id] > 1 and chance.random() < 0.2:
            accept(store, story(id, *text, version=versions[id], status="canceled"))
            canceled.add(id)
        else:
            embargo = FUTURE if chance.random() < 0.1 else None
            add(store, story(id, *text, version=versions[id], embargo_until=embargo))
        if chance.random() < 0.5:
            link(store)
            check(store)
    link(store)
    check(store)


def test_a_merged_thread_redirects_in_one_step_for_ever(store: Store) -> None:
    add(store, story("b0"), story("f0", "ferry"), story("x0", headline="Snow", body="Snow fell on the quiet hills."))
    link(store)
    first, second, third = (numbers(store)[id] for id in ("b0", "f0", "x0"))
    with store.write() as connection:
        [cause] = due.read_stories(connection, due.known_keys(connection, [1]))
        thread_step._merge(connection, cause, first, second)
        thread_step._merge(connection, cause, second, third)
        thread_step.thread_rows.refresh(connection, [first, second, third])
    assert [thread_rows(store)[one]["merged_into"] for one in (first, second, third)] == [third, third, None]
    assert set(numbers(store).values()) == {third} and thread_rows(store)[third]["stories"] == 3
    check(store)


def test_a_story_of_two_full_threads_loses_none_of_their_stories(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thread_step.thread_members, "MAX_NEWEST", 3)
    monkeypatch.setattr(
        thread_step.thread_members, "_NEWEST", thread_step.thread_members._NEWEST.replace("LIMIT 200", "LIMIT 6")
    )
    for happening in HAPPENINGS:
        add(store, *(story(f"{happening}{n}", happening, n, n) for n in range(12)))
    link(store)
    check(store)
    both = " ".join(body for texts in HAPPENINGS.values() for _, body in texts)
    add(store, story("both", headline="Bridge and ferry", body=both))
    link(store)
    check(store)
    assert len(numbers(store)) == 25


def test_a_worker_that_dies_between_the_transactions_leaves_its_story_due(store: Store) -> None:
    add(store, story("b0"), story("b1", n=1))
    with pytest.raises(KeyboardInterrupt), store.write() as connection:
        linker.link_batch(connection)
        raise KeyboardInterrupt
    assert numbers(store) == {}
    link(store)
    assert groups(store) == {frozenset({"b0", "b1"})}
    check(store)


def test_a_second_linker_waits_for_the_lease(store: Store) -> None:
    add(store, story("b0"))
    with store.write() as connection:
        assert linker_lease.take(connection, "one")
    with store.write() as connection:
        assert not linker_lease.take(connection, "two")


def test_a_round_up_of_two_threads_leaves_when_they_are_known(store: Store) -> None:
    bodies = {happening: " ".join(body for _, body in texts) for happening, texts in HAPPENINGS.items()}
    more = (
        "Snow closed four passes in the north, where drivers slept in gymnasiums, and skiers cheered the first powder "
        "of a season that had begun with weeks of rain. Farmers feared for apricot blossom, gardeners wrapped their "
        "lemon trees, and forecasters promised a thaw by Sunday at the latest. Schools in eleven villages stayed shut."
    )
    both = story("both", headline="What happened today", body="\n\n".join([*bodies.values(), more]))
    add(store, both)
    link(store)
    assert set(numbers(store)) == {"both"}
    add(
        store, *(story(happening, happening, headline="A long report", body=body) for happening, body in bodies.items())
    )
    link(store)
    assert groups(store) == {frozenset({"bridge"}), frozenset({"ferry"})}
    accept(store, story("ferry", "ferry", version=2, status="canceled"))
    link(store)
    assert set(numbers(store)) == {"bridge", "both"}


def _item(number: int, words: int = 60) -> str:
    chance = random.Random(number)
    return " ".join("".join(chance.choices("abcdefghiklmnoprstu", k=8)) for _ in range(words)) + "."


@pytest.mark.parametrize("seed", range(3))
def test_round_ups_are_the_same_in_every_order_of_arrival(store: Store, seed: int) -> None:
    """A story in two round-ups has parts of both. They have more parts than it, so that it belongs to a thread."""
    contents = {"twice": (1, 2), "first": (1, 3, 4), "second": (2, 5, 6)}
    bodies = {id: [_item(number) for number in items] for id, items in contents.items()}
    bodies |= {f"own{number}": [_item(number), _item(10 * number, 100)] for number in (3, 4, 5, 6)}
    stories = [
        story(id, headline=f"Headline {n}", body="\n\n".join(body)) for n, (id, body) in enumerate(bodies.items())
    ]
    random.Random(seed).shuffle(stories)
    for one in stories:
        add(store, one)
        link(store)
    assert set(numbers(store)) == {"twice", "own3", "own4", "own5", "own6"}
