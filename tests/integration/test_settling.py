"""The directory hangs on the stories alone: not on their order, on how often they came, or on who linked them."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial

import pytest
from rich.progress import Progress
from sqlalchemy import delete, func, insert, select, update

from desk.commands.identity import make_again
from tests.support.directory_stories import (
    MadeDirectory,
    directory_story,
    link_due,
    made_directory,
    settle_names,
    store_directory_story,
)
from wiredesk.errors import StoreConflict
from wiredesk.identity.thing_key import ThingKey, ThingKind
from wiredesk.store import Store
from wiredesk.store.directory import bearers, component_rows, settling, thing_pruning
from wiredesk.store.directory.name_key_rows import count_unsettled
from wiredesk.store.directory.settling_turns import NameSettler
from wiredesk.store.linking.sweep import sweep
from wiredesk.store.tables import articles, extractions
from wiredesk.store.thing_tables import identities, name_keys, rulings, thing_names, things, unions
from wiredesk.store.types import now

STORIES = 40
ROBERT, CLARA = ThingKey(ThingKind.PERSON, "robert marlowe").id, ThingKey(ThingKind.PERSON, "clara marlowe").id


def keep(store: Store, numbers: list[int]) -> MadeDirectory:
    """Store stories, link them now and then, and settle all names."""
    for position, number in enumerate(numbers):
        store_directory_story(store, *directory_story(number))
        if position % 7 == 6:
            link_due(store)
        if position % 20 == 19:
            settle_names(store)
    link_due(store)
    settle_names(store)
    return made_directory(store)


def empty_out(store: Store) -> None:
    """Delete all stories and the directory."""
    with store.write() as connection:
        for table in (identities, articles, things, thing_names, unions, name_keys, rulings):
            connection.execute(delete(table))


def test_the_directory_does_not_hang_on_the_order_of_stories_nor_on_how_often_they_came(store: Store) -> None:
    numbers = list(range(STORIES))
    first = keep(store, numbers)
    assert any(method != "bare" for thing, method, _ in first.identities.values() if thing in {ROBERT, CLARA})
    assert any(id != canonical for id, canonical in first.canonical.items())
    for seed in (1, 2):
        empty_out(store)
        random.Random(seed).shuffle(numbers)
        assert keep(store, [*numbers, *numbers[: STORIES // 2]]) == first


def test_settling_again_changes_nothing(store: Store) -> None:
    first = keep(store, list(range(STORIES)))
    with store.write() as connection:
        connection.execute(update(name_keys).values(settled=-1))
    assert settle_names(store) > 0
    assert made_directory(store) == first


def test_a_long_name_is_settled_over_many_turns(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    first = keep(store, list(range(STORIES)))
    monkeypatch.setattr("wiredesk.store.directory.settling.LINKS_AT_ONCE", 3)
    with store.write() as connection:
        connection.execute(update(identities).where(identities.c.bare.is_not(None)).values(thing=identities.c.bare))
        connection.execute(update(name_keys).values(settled=-1))
    turns = Counter[str | None]()
    while True:
        with store.write() as connection:
            if not count_unsettled(connection):
                break
            turns[settling.settle(connection, time.monotonic()).unfinished] += 1
    assert turns["marlowe"] > 2
    assert made_directory(store) == first


def test_an_error_on_one_name_leaves_the_others_unharmed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(20):
        store_directory_story(store, *directory_story(number))
    link_due(store)
    straight = bearers.bearers

    def failing(connection: object, key: str, stories: object) -> object:
        if key == "marlowe":
            raise ValueError("a name too many")
        return straight(connection, key, stories)  # type: ignore[arg-type]

    monkeypatch.setattr(settling, "bearers", failing)
    settle_names(store)
    with store.read() as connection:
        assert count_unsettled(connection) == 0
        methods = set(connection.scalars(select(identities.c.method).where(identities.c.bare.is_not(None))))
    assert len(methods) > 1
    monkeypatch.setattr(settling, "bearers", straight)
    assert keep(store, list(range(20)))


def test_names_of_one_word_are_decided_when_a_story_is_linked(store: Store) -> None:
    keep(store, list(range(40)))
    new = next(n for n in range(40, 99) if any(one.name == "Marlowe" for one in directory_story(n)[1].entities))
    seq = store_directory_story(store, *directory_story(new))
    link_due(store)
    with store.read() as connection:
        query = select(identities.c.thing).where(identities.c.seq == seq, identities.c.bare.is_not(None))
        decided = connection.scalars(query).all()
    settle_names(store)
    with store.read() as connection:
        assert decided and connection.scalars(query).all() == decided


def test_a_thing_ruled_different_from_a_bare_name_is_never_taken_for_it(store: Store) -> None:
    keep(store, list(range(STORIES)))
    with store.write() as connection:
        bare = set(connection.scalars(select(identities.c.bare).where(identities.c.thing == ROBERT)))
        for one in bare - {None}:
            values = {"kind": "different", "thing": ROBERT, "other": one, "by": "ann", "at": now()}
            connection.execute(insert(rulings).values(values))
            component_rows.recompute(connection, [ROBERT, one])
            connection.execute(update(name_keys).where(name_keys.c.key == "marlowe").values(settled=-1))
    settle_names(store)
    with store.read() as connection:
        taken = select(func.count()).where(identities.c.thing == ROBERT, identities.c.bare.is_not(None))
        assert bare - {None} and connection.scalar(taken) == 0


def test_what_readers_do_not_see_tells_nothing(store: Store) -> None:
    first = keep(store, list(range(30)))
    far = directory_story(31)[0].published
    assert far is not None
    for number in range(30, 40):
        store_directory_story(store, *directory_story(number, embargo_until=far.replace(year=2999)))
    link_due(store)
    settle_names(store)
    second = made_directory(store)
    assert (second.canonical.items() >= first.canonical.items()) and second.unions == first.unions
    assert second.identities == first.identities


def test_things_without_a_story_go_and_come_again(store: Store) -> None:
    keep(store, list(range(12)))
    with store.write() as connection:
        connection.execute(insert(rulings).values(kind="name", thing=CLARA, by="ann", at=now()))
        connection.execute(delete(articles))
        while thing_pruning.prune(connection):
            pass
    with store.read() as connection:
        assert connection.scalars(select(things.c.id)).all() == [CLARA]
        assert connection.scalar(select(func.count()).select_from(unions)) == 0
    first = keep(store, list(range(12)))
    with store.write() as connection:  # pruned between the two transactions of a story
        seq = connection.scalars(select(articles.c.seq).limit(1)).one()
        connection.execute(delete(things).where(things.c.id != CLARA))
        connection.execute(delete(thing_names).where(thing_names.c.thing != CLARA))
    assert seq
    assert keep(store, list(range(12))).names == first.names


def test_one_linker_after_another_settles_while_workers_store(store: Store) -> None:
    expected = keep(store, list(range(STORIES)))
    empty_out(store)
    failures: list[BaseException] = []

    def again(step: Callable[[], object]) -> None:
        """Run a step until the database need not choose which of two transactions gives way."""
        while True:
            with suppress(StoreConflict):
                step()
                return

    def work(numbers: list[int]) -> None:
        try:
            for number in numbers:
                again(partial(store_directory_story, store, *directory_story(number)))
        except BaseException as error:
            failures.append(error)

    def turn() -> None:
        link_due(store)
        with store.write() as connection:
            settler.turn(connection, is_idle=True)

    numbers = [*range(STORIES), *range(STORIES)]
    random.Random(3).shuffle(numbers)
    workers = [threading.Thread(target=work, args=(numbers[start::2],)) for start in (0, 1)]
    for worker in workers:
        worker.start()
    settler = NameSettler()
    while any(worker.is_alive() for worker in workers):
        again(turn)
    for worker in workers:
        worker.join()
    assert not failures
    link_due(store)
    settle_names(store)
    assert made_directory(store) == expected


def test_the_directory_made_again_is_the_live_one(store: Store) -> None:
    first = keep(store, list(range(STORIES)))
    with store.write() as connection:  # what an earlier extraction left, and what went wrong
        stale = {"key": "stale", "kind": "person", "thing": CLARA, "form": "Stale", "use": "full"}
        connection.execute(insert(thing_names).values(stale))
        connection.execute(insert(unions).values(key="stale", a=1, b=2, verdict="same", method="x", score=1, at=now()))
        connection.execute(update(things).values(merged_into=None))
        connection.execute(update(extractions).values(stored_at=datetime(2026, 1, 1, tzinfo=UTC)))
    for _ in range(2):
        make_again(store, Progress(disable=True), STORIES)
        assert made_directory(store) == first


def test_what_an_earlier_release_stored_again_is_prepared_again(store: Store) -> None:
    first = keep(store, list(range(12)))
    with store.write() as connection:
        some = connection.scalars(select(articles.c.seq).limit(3)).all()
        connection.execute(delete(identities).where(identities.c.seq.in_(some)))
        later = {"stored_at": now(5)}
        connection.execute(update(extractions).where(extractions.c.seq.in_(some)).values(later))
        assert sweep(connection, None)
    link_due(store)
    settle_names(store)
    assert made_directory(store).identities == first.identities
