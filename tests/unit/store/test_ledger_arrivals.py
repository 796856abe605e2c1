"""What arrives in the ledger: versions in any order, withdrawals, queues and the outbox, one row an order."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from tests.support.ledger_steps import ME, accept
from tests.support.records import article
from wiredesk.contract import QueueName
from wiredesk.store import Store, ledger
from wiredesk.store.tables import articles
from wiredesk.store.types import now

ARRIVALS: list[tuple[list[tuple[int, str]], dict[int, str]]] = [
    ([(1, "usable")], {1: "pending"}),
    ([(7, "usable")], {7: "pending"}),
    ([(1, "usable"), (2, "usable")], {1: "pending", 2: "pending"}),
    ([(2, "usable"), (1, "usable")], {1: "pending", 2: "pending"}),
    ([(1, "usable"), (1, "usable")], {1: "pending"}),
    ([(1, "usable"), (1, "canceled")], {1: "canceled", 2: "canceled"}),
    ([(1, "canceled")], {1: "canceled"}),
    ([(1, "canceled"), (1, "usable")], {1: "canceled"}),
    ([(1, "usable"), (2, "canceled")], {1: "canceled", 2: "canceled"}),
    ([(2, "canceled"), (1, "usable")], {1: "canceled", 2: "canceled"}),
    ([(1, "usable"), (2, "usable"), (3, "canceled")], {1: "canceled", 2: "canceled", 3: "canceled"}),
    ([(1, "usable"), (3, "canceled"), (2, "usable")], {1: "canceled", 2: "canceled", 3: "canceled"}),
    ([(3, "canceled"), (2, "usable"), (1, "usable")], {1: "canceled", 2: "canceled", 3: "canceled"}),
    ([(1, "canceled"), (2, "usable")], {1: "canceled", 2: "pending"}),
    ([(2, "usable"), (1, "canceled")], {1: "canceled", 2: "pending"}),
    ([(1, "usable"), (2, "canceled"), (3, "usable")], {1: "canceled", 2: "canceled", 3: "pending"}),
    ([(1, "withheld")], {1: "pending"}),
    ([(1, "usable"), (2, "withheld")], {1: "pending", 2: "pending"}),
    ([(1, "withheld"), (2, "canceled")], {1: "canceled", 2: "canceled"}),
    ([(1, "withheld"), (2, "usable")], {1: "pending", 2: "pending"}),
]


def states(store: Store) -> dict[int, str]:
    """State by version."""
    with store.read() as connection:
        return {found.version: str(found.state) for found in connection.execute(select(articles))}


@pytest.mark.parametrize(("arrivals", "expected"), ARRIVALS)
def test_versions_that_arrive_one_by_one(
    store: Store, arrivals: list[tuple[int, str]], expected: dict[int, str]
) -> None:
    for version, status in arrivals:
        accept(store, article(version=version, status=status))
    assert states(store) == expected


@pytest.mark.parametrize(("arrivals", "expected"), ARRIVALS)
def test_versions_that_arrive_in_one_batch(
    store: Store, arrivals: list[tuple[int, str]], expected: dict[int, str]
) -> None:
    accept(store, *(article(version=version, status=status) for version, status in arrivals))
    assert states(store) == expected


BATCHES: list[tuple[list[str], list[str], list[str], list[str]]] = [
    ([], [], [], []),
    ([], ["a"], ["a"], []),
    ([], ["a", "b"], ["a", "b"], []),
    ([], ["b", "a"], ["b", "a"], []),
    ([], ["a", "a"], ["a"], ["a"]),
    (["a"], ["a"], [], ["a"]),
    (["a"], ["a", "b"], ["b"], ["a"]),
    (["a"], ["b", "a"], ["b"], ["a"]),
    (["a", "b"], ["b", "a", "c"], ["c"], ["b", "a"]),
    (["a"], [], [], []),
]


@pytest.mark.parametrize(("before", "batch", "new", "known"), BATCHES)
def test_what_of_a_batch_is_new(
    store: Store, before: list[str], batch: list[str], new: list[str], known: list[str]
) -> None:
    accept(store, *map(article, before))
    accepted = accept(store, *map(article, batch))
    assert [id for id, _ in accepted.new] == new
    assert [id for id, _ in accepted.known] == known


QUEUES: list[tuple[int | None, bool, QueueName]] = [
    (None, False, QueueName.WIRE),
    (None, True, QueueName.BULK),
    (1, False, QueueName.FLASH),
    (1, True, QueueName.FLASH),
    (2, False, QueueName.FLASH),
    (2, True, QueueName.FLASH),
    (3, False, QueueName.WIRE),
    (3, True, QueueName.BULK),
    (8, False, QueueName.WIRE),
    (8, True, QueueName.BULK),
]


@pytest.mark.parametrize(("urgency", "backfill", "queue"), QUEUES)
def test_a_story_has_a_queue(store: Store, urgency: int | None, backfill: bool, queue: QueueName) -> None:
    accept(store, article(urgency=urgency), backfill=backfill)
    with store.write() as connection:
        assert [entry.id for entry in ledger.claim_unsent(connection, queue, 5)] == ["s1"]
        for other in QueueName:
            assert not ledger.has_unsent(connection, other)


OUTBOX: list[tuple[int, int, list[str]]] = [
    (0, 5, []),
    (1, 5, ["s0"]),
    (3, 5, ["s0", "s1", "s2"]),
    (3, 3, ["s0", "s1", "s2"]),
    (3, 2, ["s0", "s1"]),
    (3, 1, ["s0"]),
]


@pytest.mark.parametrize(("stories", "limit", "claimed"), OUTBOX)
def test_the_oldest_stories_are_claimed_first(store: Store, stories: int, limit: int, claimed: list[str]) -> None:
    accept(store, *(article(f"s{number}") for number in range(stories)))
    with store.write() as connection:
        found = ledger.claim_unsent(connection, "wire", limit)
        assert [entry.id for entry in found] == claimed
        assert all(entry.words > 0 and entry.version == 1 for entry in found)
        rest = ledger.claim_unsent(connection, "wire", 100)
    assert len(found) + len(rest) == stories


LOST: list[tuple[float, float | None, int]] = [
    (10, None, 0),
    (599, None, 0),
    (601, None, 1),
    (100, 90, 0),
    (100, 60, 0),
    (100, 30, 1),
    (10, 5, 0),
]
"""Seconds since the message was sent, seconds since that of a leased story was sent, versions marked unsent."""


@pytest.mark.parametrize(("sent", "leased", "marked"), LOST)
def test_a_message_is_lost_when_it_is_old_or_overtaken(
    store: Store, sent: float, leased: float | None, marked: int
) -> None:
    accept(store, article("s1"), *([article("s2")] if leased is not None else []))
    with store.write() as connection:
        connection.execute(update(articles).where(articles.c.id == "s1").values(sent_at=now(-sent)))
        if leased is not None:
            connection.execute(update(articles).where(articles.c.id == "s2").values(sent_at=now(-leased)))
            assert ledger.lease(connection, [("s2", 1)], ME, 60, 3)
        assert ledger.requeue_lost(connection, "wire", 600, 45) == marked


@pytest.mark.parametrize("queue", ["flash", "wire", "bulk"])
def test_nothing_waits_in_an_empty_ledger(store: Store, queue: str) -> None:
    with store.write() as connection:
        assert not ledger.has_unsent(connection, queue)
        assert ledger.oldest_waiting(connection, queue) is None
        assert ledger.claim_unsent(connection, queue, 5) == []
        assert ledger.requeue_lost(connection, queue, 600, 45) == 0
        assert ledger.oldest_pending(connection) is None
        assert set(ledger.counts(connection).values()) == {0}


COUNTS: list[tuple[int, int, int, dict[str, int]]] = [
    (1, 0, 0, {"pending": 1}),
    (3, 0, 0, {"pending": 3}),
    (3, 1, 0, {"pending": 2, "leased": 1}),
    (3, 3, 0, {"leased": 3}),
    (3, 2, 1, {"pending": 1, "leased": 1, "done": 1}),
    (3, 3, 3, {"done": 3}),
]


@pytest.mark.parametrize(("accepted", "leased", "finished", "expected"), COUNTS)
def test_versions_are_counted_by_state(
    store: Store, accepted: int, leased: int, finished: int, expected: dict[str, int]
) -> None:
    ids = [f"s{number}" for number in range(accepted)]
    accept(store, *map(article, ids))
    with store.write() as connection:
        held = ledger.lease(connection, [(id, 1) for id in ids[:leased]], ME, 60, 3)
        assert all(ledger.finish(connection, story, ME) for story in held[:finished])
    with store.read() as connection:
        assert {state: number for state, number in ledger.counts(connection).items() if number} == expected
        assert ledger.count_leases(connection, ME.rsplit("/", 2)[0] + "/") == leased - finished
        assert (ledger.oldest_pending(connection) is None) == (accepted == finished)
