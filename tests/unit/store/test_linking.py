"""The second transaction of a story: what is due, who links, and what an error costs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select

from tests.support.ledger_steps import accept, complete, row
from tests.support.records import article, extraction
from wiredesk.contract import Article, Entity, Mention
from wiredesk.store import Store
from wiredesk.store.directory import thing_rows
from wiredesk.store.link_tables import DUE, FAILED, LINKED, links
from wiredesk.store.linking import due, linker, linker_lease
from wiredesk.store.linking.due import DueStory
from wiredesk.store.linking.link_step import LinkRun, LinkStep
from wiredesk.store.linking.sweep import sweep
from wiredesk.store.thing_tables import identities, things

PAST, FUTURE = datetime(2026, 8, 20, 13, 15, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)


class Recorder:
    """A step that records what it is called for; it fails on stories whose id begins with "bad"."""

    def __init__(self) -> None:
        self.linked: list[str] = []
        self.unlinked: list[str] = []

    def link(self, _connection: Connection, story: DueStory, _along: LinkRun) -> None:
        if story.id.startswith("bad"):
            raise ValueError("a word too many")
        self.linked.append(f"{story.id}@{story.version}")

    def unlink(self, _connection: Connection, story: DueStory) -> None:
        self.unlinked.append(f"{story.id}@{story.version}")


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    one = Recorder()
    nothing: Callable[..., Any] = lambda *_: None  # noqa: E731
    step = LinkStep("recorder", nothing, nothing, one.link, one.unlink, nothing)
    monkeypatch.setattr(linker, "STEPS", (step,))
    monkeypatch.setattr(linker, "BATCH_SECONDS", {"sqlite": 60.0, "postgresql": 60.0})
    return one


def add(store: Store, story: Article) -> None:
    """Store a story as a worker does."""
    accept(store, story)
    complete(store, story.id, story.version)
    with store.write() as connection:
        linker.store(
            connection, int(str(row(store, story.id, story.version)["seq"])), linker.prepare(story, extraction(story))
        )


def state(store: Store, id: str, version: int = 1) -> str:
    with store.read() as connection:
        seq = row(store, id, version)["seq"]
        return str(connection.scalar(select(links.c.state).where(links.c.seq == seq)))


def run(store: Store) -> linker.LinkedBatch:
    with store.write() as connection:
        return linker.link_batch(connection)


def test_due_stories_are_linked_in_the_order_of_their_time(store: Store, recorder: Recorder) -> None:
    for id, hours in (("c", 2), ("a", 1), ("b", 1)):
        add(store, article(id, published=PAST + timedelta(hours=hours)))
    assert run(store).linked == 3
    assert recorder.linked == ["a@1", "b@1", "c@1"]
    assert run(store) == linker.LinkedBatch(0, 0, False)
    assert state(store, "a") == LINKED


def test_an_error_costs_its_story_three_tries_and_the_others_nothing(store: Store, recorder: Recorder) -> None:
    for id in ("bad", "good"):
        add(store, article(id, published=PAST))
    assert [run(store).failed for _ in range(4)] == [1, 1, 1, 0]
    assert recorder.linked == ["good@1"]
    assert (state(store, "bad"), state(store, "good")) == (FAILED, LINKED)
    with store.read() as connection:
        assert due.backlog(connection) == due.LinkBacklog(due=0, oldest_seconds=None, failed=1)


def test_a_later_version_takes_the_place_of_the_one_before(store: Store, recorder: Recorder) -> None:
    add(store, article("s1"))
    run(store)
    add(store, article("s1", 2))
    run(store)
    assert recorder.linked == ["s1@1", "s1@2"]
    assert recorder.unlinked == ["s1@1"]


def test_a_withdrawn_story_leaves(store: Store, recorder: Recorder) -> None:
    add(store, article("s1"))
    run(store)
    accept(store, article("s1", 2, status="canceled"))
    assert state(store, "s1") == DUE
    run(store)
    assert recorder.unlinked == ["s1@1"]


def test_an_embargoed_story_is_due_when_its_embargo_ends(store: Store, recorder: Recorder) -> None:
    add(store, article("s1", embargo_until=FUTURE))
    with store.read() as connection:
        assert not due.is_any(connection)
        assert due.backlog(connection).due == 0
    run(store)
    assert recorder.linked == [] and state(store, "s1") == DUE


def test_a_reprocessed_story_is_due_again(store: Store, recorder: Recorder) -> None:
    story = article("s1")
    add(store, story)
    run(store)
    with store.write() as connection:
        linker.store(connection, 1, linker.prepare(story, extraction(story)))
    run(store)
    assert recorder.linked == ["s1@1", "s1@1"]


def test_stories_stored_without_links_are_taken_up(store: Store, recorder: Recorder) -> None:
    for id in ("old", "older"):
        accept(store, article(id, published=PAST))
        complete(store, id)
    with store.write() as connection:
        began = sweep(connection, None)
    assert began is not None
    run(store)
    assert recorder.linked == ["old@1", "older@1"]
    with store.write() as connection:
        assert sweep(connection, began) is not None
    assert run(store).linked == 0


def test_one_process_links_at_a_time(store: Store) -> None:
    def take(holder: str) -> bool:
        with store.write() as connection:
            return linker_lease.take(connection, holder)

    assert [take("one"), take("two"), take("one")] == [True, False, True]
    with store.write() as connection:
        linker_lease.release(connection, "two")
        linker_lease.release(connection, "one")
    assert take("two")


def test_an_expired_lease_is_taken_over(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with store.write() as connection:
        monkeypatch.setattr(linker_lease, "LEASE_SECONDS", -1)
        assert linker_lease.take(connection, "dead")
        assert linker_lease.take(connection, "living")


@pytest.mark.parametrize(
    ("published", "day"),
    [
        (PAST, 20685),
        (None, 20705),
        (FUTURE, 20705),
        (datetime(1987, 3, 4, tzinfo=UTC), 6271),
        (datetime(1960, 1, 1, tzinfo=UTC), -3653),
    ],
)
def test_the_day_of_a_story_is_its_publication_unless_that_lies_ahead(published: datetime | None, day: int) -> None:
    arrived = datetime(2026, 9, 9, 9, tzinfo=UTC)
    assert due.day_number(due.story_time(published, arrived)) == day


def test_a_batch_leaves_the_rest_when_its_time_is_over(
    store: Store, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linker, "BATCH_SECONDS", {"sqlite": 0.0, "postgresql": 0.0})
    for id in ("a", "b"):
        add(store, article(id, published=PAST))
    assert run(store) == linker.LinkedBatch(1, 0, True)
    assert run(store) == linker.LinkedBatch(1, 0, False)
    assert recorder.linked == ["a@1", "b@1"]


def test_what_a_batch_leaves_of_a_reading_is_linked_by_the_next_one_unless_it_has_changed(
    store: Store, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linker, "BATCH_SECONDS", {"sqlite": 0.0, "postgresql": 0.0})
    for id in ("a", "b", "c"):
        add(store, article(id, published=PAST))
    with store.read() as connection:
        reading = linker.read_due(connection)
    add(store, article("d", published=PAST))
    accept(store, article("b", 2, status="canceled"))
    for _ in range(2):
        with store.write() as connection:
            linker.link_batch(connection, reading)
    assert recorder.linked == ["a@1", "c@1"] and not reading.parts
    assert [run(store).linked for _ in range(3)] == [1, 1, 0]
    assert (recorder.linked[2:], recorder.unlinked) == (["d@1"], ["b@1"])


def test_things_of_several_stories_are_stored_in_one_order(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("Zoe Roe", "Ann Lee", "Zoe Roe")
    stories = [article(id, body=f"{name} spoke.") for id, name in zip("abc", names, strict=True)]
    persons = [Entity(id="e1", type="PERSON", name=name, mentions=(Mention(span=(0, 7)),)) for name in names]
    found = [extraction(one).model_copy(update={"entities": (who,)}) for one, who in zip(stories, persons, strict=True)]
    for story in stories:
        accept(store, story)
        complete(store, story.id, 1)
    inserted: list[list[Any]] = []
    run_many = thing_rows.run_many

    def noted(connection: Connection, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
        listed = list(rows)
        if "identities" not in statement:
            inserted.append([values[0] for values in listed])
        run_many(connection, statement, listed)

    monkeypatch.setattr(thing_rows, "run_many", noted)
    with store.write() as connection:
        linker.store_all(
            connection, [(n, linker.prepare(*pair)) for n, pair in enumerate(zip(stories, found, strict=True), 1)]
        )
        pairs = connection.execute(
            select(identities.c.seq, things.c.name).join(things, things.c.id == identities.c.thing)
        )
        assert sorted(map(tuple, pairs)) == [(1, "Zoe Roe"), (2, "Ann Lee"), (3, "Zoe Roe")]
    assert [rows == sorted(rows) and len(rows) >= 2 for rows in inserted] == [True, True]  # things, names
