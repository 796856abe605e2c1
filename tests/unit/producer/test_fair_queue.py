"""In which order the ledger takes what many sources hand over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.ingest.batch import Batch
from producer.ingest.scheduler import FairQueue, complete
from wiredesk.contract import Article
from wiredesk.store.ledger import Accepted, Arrival, Disposition


def batch(source: str, *ids: str, urgency: int | None = None) -> Batch:
    return Batch(source, [Article(id=id, urgency=urgency) for id in ids or (source,)])


def order(queue: FairQueue, max_stories: int = 1000) -> list[str]:
    """Ids of the stories in the order in which the ledger would take them."""
    return [
        article.id for taken in iter(lambda: queue.pop_round(max_stories), []) for b in taken for article in b.articles
    ]


@pytest.mark.parametrize(
    ("pushed", "taken"),
    [
        (["a1", "a2", "a3", "b1"], ["a1", "b1", "a2", "a3"]),
        (["a1", "a2", "b1", "b2", "c1"], ["a1", "b1", "c1", "a2", "b2"]),
        (["a1", "b1", "c1"], ["a1", "b1", "c1"]),
        (["a1", "a2", "!b1"], ["!b1", "a1", "a2"]),
        (["a1", "!a2", "!b1", "a3"], ["!a2", "!b1", "a1", "a3"]),
        ([], []),
    ],
)
def test_flashes_come_first_and_all_others_take_turns(pushed: list[str], taken: list[str]) -> None:
    queue = FairQueue()
    for id in pushed:
        queue.push(batch(id.lstrip("!")[0], id, urgency=1 if id.startswith("!") else 4))
    assert order(queue) == taken
    assert len(queue) == 0


def test_a_source_that_arrives_late_waits_for_one_turn_only() -> None:
    queue = FairQueue()
    for number in range(100):
        queue.push(batch("crowd", f"crowd {number}"))
    assert [b.articles[0].id for b in queue.pop_round(10)] == [f"crowd {number}" for number in range(10)]
    queue.push(batch("late", "late"))
    queue.push(batch("late", "late again"))
    assert order(queue)[:3] == ["late", "crowd 10", "late again"]


def test_a_source_that_was_idle_has_no_credit() -> None:
    queue = FairQueue()
    queue.push(batch("idle", "idle 0"))
    for number in range(50):
        queue.push(batch("busy", f"busy {number}"))
    queue.pop_round(40)
    for number in range(1, 4):
        queue.push(batch("idle", f"idle {number}"))
    following = order(queue)
    assert following.index("idle 3") > following.index("busy 40")


def test_a_round_ends_with_the_batch_that_fills_it() -> None:
    queue = FairQueue()
    for source in "abc":
        queue.push(batch(source, f"{source}1", f"{source}2", f"{source}3"))
    assert [b.source for b in queue.pop_round(4)] == ["a", "b"]
    assert [b.source for b in queue.pop_round(4)] == ["c"]


def test_a_batch_that_is_only_a_checkpoint_takes_its_turn() -> None:
    queue = FairQueue()
    queue.push(Batch("feed", (), {"etag": "1"}))
    assert [b.checkpoint for b in queue.pop_round(10)] == [{"etag": "1"}]


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.booleans()), max_size=60), st.integers(1, 10))
def test_every_batch_is_taken_once_in_the_order_of_its_source(pushed: list[tuple[str, bool]], size: int) -> None:
    queue = FairQueue()
    for number, (source, flash) in enumerate(pushed):
        queue.push(batch(source, f"{source}{number:03}", urgency=1 if flash else None))
    taken = order(queue, size)
    assert sorted(taken) == sorted(f"{source}{number:03}" for number, (source, _) in enumerate(pushed))
    for source in "abcd":
        for flash in (True, False):
            own = [f"{s}{number:03}" for number, (s, is_flash) in enumerate(pushed) if (s, is_flash) == (source, flash)]
            assert [id for id in taken if id in own] == own


@given(st.integers(1, 30), st.integers(0, 30))
def test_nobody_waits_longer_than_one_batch_of_every_other_source(many: int, served: int) -> None:
    queue = FairQueue()
    for number in range(many):
        for source in "abc":
            queue.push(batch(source, f"{source}{number}"))
    queue.pop_round(served) if served else None
    queue.push(batch("late", "late"))
    assert "late" in order(queue)[:4]


def test_each_batch_learns_what_became_of_its_own_articles() -> None:
    first, second, third = batch("a", "1", "2"), batch("b", "2", "3"), batch("c")
    new = Arrival(("1", 1), Disposition.NEW), Arrival(("2", 1), Disposition.NEW)
    rest = Arrival(("2", 2), Disposition.NEWER), Arrival(("3", 1), Disposition.KNOWN)
    complete([first, second, third], Accepted((*new, *rest)))
    assert first.accepted.result() == Accepted(new)
    assert second.accepted.result() == Accepted(rest)
    assert (second.accepted.result().new, second.accepted.result().known) == ((("2", 2),), (("3", 1),))
    assert third.accepted.result() == Accepted()
