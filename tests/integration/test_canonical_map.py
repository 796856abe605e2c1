"""The canonical map in the store: computed from unions and rulings, by several at once."""

from __future__ import annotations

import itertools
import threading

from sqlalchemy import Connection, insert, select, update

from wiredesk.identity.thing_key import ThingKey, ThingKind
from wiredesk.store import Store
from wiredesk.store.directory import component_rows, name_key_rows
from wiredesk.store.directory.canonical import canonical_ids, members
from wiredesk.store.thing_tables import name_keys, rulings, thing_names, things, unions
from wiredesk.store.types import now

NAMES = ("ann lee", "ann b lee", "a lee", "lee", "anna lee", "annie lee")
IDS = {name: ThingKey(ThingKind.PERSON, name).id for name in NAMES}


def fill(connection: Connection) -> None:
    """Store a thing of each name."""
    for name, id in IDS.items():
        one = {"id": id, "kind": "person", "key": name, "sense": "", "name": name.title(), "type": "PERSON"}
        connection.execute(insert(things).values(one))
        connection.execute(insert(thing_names).values(key=name, kind="person", thing=id, form=name, use="full"))


def rule(connection: Connection, kind: str, one: str, other: str) -> None:
    """Add a ruling on two things, as a user does."""
    values = {"kind": kind, "thing": IDS[one], "other": IDS[other], "by": "ann", "at": now()}
    connection.execute(insert(rulings).values(values))


def unite(connection: Connection, one: str, other: str, score: float = 0.9) -> None:
    """Add a union, as the linker does."""
    a, b = sorted((IDS[one], IDS[other]))
    values = {"key": "lee", "a": a, "b": b, "verdict": "same", "method": "variant", "score": score, "at": now()}
    connection.execute(insert(unions).values(values))


def groups(connection: Connection) -> set[frozenset[str]]:
    """Return the names of the things that are one."""
    found = canonical_ids(connection, list(IDS.values()))
    return {frozenset(name for name, id in IDS.items() if found[id] == one) for one in found.values()} - {
        frozenset({name}) for name in NAMES
    }


def test_a_user_joins_and_takes_it_back(store: Store) -> None:
    with store.write() as connection:
        fill(connection)
        unite(connection, "ann lee", "ann b lee")
        component_rows.recompute(connection, [IDS["ann lee"]])
        assert groups(connection) == {frozenset({"ann lee", "ann b lee"})}
        rule(connection, "same", "lee", "ann lee")
        changed = component_rows.recompute(connection, [IDS["lee"], IDS["ann lee"]])
        assert groups(connection) == {frozenset({"ann lee", "ann b lee", "lee"})}
        assert len(members(connection, next(iter(changed.values())))) == 3
    with store.write() as connection:
        connection.execute(update(rulings).values(undone_at=now()))
        component_rows.recompute(connection, [IDS["lee"], IDS["ann lee"]])
        assert groups(connection) == {frozenset({"ann lee", "ann b lee"})}
        assert component_rows.recompute(connection, IDS.values()) == {}


def test_a_user_keeps_two_things_apart_that_the_linker_joined(store: Store) -> None:
    with store.write() as connection:
        fill(connection)
        unite(connection, "ann lee", "a lee", 0.8)
        unite(connection, "a lee", "anna lee", 0.7)
        component_rows.recompute(connection, [IDS["a lee"]])
        rule(connection, "different", "ann lee", "anna lee")
        component_rows.recompute(connection, [IDS["ann lee"], IDS["anna lee"]])
        assert groups(connection) == {frozenset({"ann lee", "a lee"})}


def test_the_names_of_what_has_changed_are_settled_at_once(store: Store) -> None:
    with store.write() as connection:
        fill(connection)
        rule(connection, "same", "annie lee", "ann lee")
        component_rows.recompute(connection, [IDS["ann lee"]])
        assert set(connection.scalars(select(name_keys.c.key))) == {"ann lee", "annie lee"}
        assert [one.key for one in name_key_rows.waiting(connection, "", 9, only_ripe=True)] == ["ann lee", "annie lee"]


def test_users_who_join_at_the_same_time_all_have_their_way(store: Store) -> None:
    with store.write() as connection:
        fill(connection)
    start = threading.Barrier(len(NAMES) - 1)

    def join(one: str, other: str) -> None:
        start.wait()
        with store.write() as connection:
            rule(connection, "same", one, other)
            component_rows.recompute(connection, [IDS[one], IDS[other]])

    users = [threading.Thread(target=join, args=pair) for pair in itertools.pairwise(NAMES)]
    for user in users:
        user.start()
    for user in users:
        user.join()
    with store.read() as connection:
        assert groups(connection) == {frozenset(NAMES)}
        found = set(canonical_ids(connection, list(IDS.values())).values())
        assert len(found) == 1 and connection.scalar(select(things.c.merged_into).where(things.c.id.in_(found))) is None
