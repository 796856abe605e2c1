"""Starts of ids stand for ids, on both databases, whatever the order of the database's language."""

from __future__ import annotations

import pytest

from desk.queries.short_ids import AmbiguousId, full_id, ids_from, short_id
from tests.support.ledger_steps import accept
from tests.support.query_plans import explained
from tests.support.records import article
from wiredesk.store import Store

MADE, TWIN, OTHER = (f"urn:x-wiredesk:{digits}" for digits in ("d55084b" + "0" * 33, "d55084c" + "1" * 33, "1234" * 10))
STARTS = (
    (MADE, MADE),
    (f"{MADE}@2", f"{MADE}@2"),
    ("d55084b", MADE),
    ("d55084b@2", f"{MADE}@2"),
    ("urn:x-wiredesk:1", OTHER),
    ("1234", OTHER),
    ("urn:a:F", "urn:a:Ferry"),
    ("urn:a:ferry-2", "urn:a:ferry-2"),
    ("urn:a:ferry-2-", "urn:a:ferry-2-b"),
    ("at@home", "at@home@7"),
    ("at@home@7", "at@home@7"),
    ("Ärger", "Ärger-im-Hafen"),
    ("123", "123"),
    ("nothing", "nothing"),
    ("nothing@3", "nothing@3"),
    ("%___", "%___"),
)
IDS = (MADE, TWIN, OTHER, "urn:a:Ferry", "urn:a:ferry-2", "urn:a:ferry-2-b", "at@home@7", "Ärger-im-Hafen")


@pytest.fixture
def filled(store: Store) -> Store:
    accept(store, *map(article, IDS), article(MADE, 2))
    return store


def test_the_start_of_an_id_stands_for_it(filled: Store) -> None:
    with filled.read() as connection:
        assert {given: full_id(connection, given) for given, _ in STARTS} == dict(STARTS)


def test_a_start_that_fits_several_stories_names_them(filled: Store) -> None:
    for given in ("d550", "urn:a:ferry", "urn:"):
        with filled.read() as connection, pytest.raises(AmbiguousId, match=r"fits several stories: urn:.*, urn:"):
            full_id(connection, given)


def test_a_short_id_stands_for_its_story_alone(filled: Store) -> None:
    with filled.read() as connection:
        assert [short_id(connection, id) for id in IDS[:4]] == ["d55084b", "d55084c", "1234123", "urn:a:Ferry"]
        assert [full_id(connection, short_id(connection, id)) for id in IDS] == list(IDS)


def test_ids_come_in_the_order_of_their_characters_by_index(filled: Store) -> None:
    with explained(filled.engine) as plans, filled.read() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")  # a few rows are read faster without an index
        assert ids_from(connection, "urn:a", 9) == ["urn:a:Ferry", "urn:a:ferry-2", "urn:a:ferry-2-b"]
    assert plans and not any(
        plan.whole or any("Sort" in line or "B-TREE" in line for line in plan.lines) for plan in plans.values()
    )
