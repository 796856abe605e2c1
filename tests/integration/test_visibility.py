"""Which versions readers may see: both SQL forms of the rule agree, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.support.ledger_steps import accept, complete
from tests.support.records import article
from wiredesk.store import Store
from wiredesk.store.showing import hide_superseded, mark_visible
from wiredesk.store.tables import articles, extractions
from wiredesk.store.types import now
from wiredesk.store.visibility import count_visible, is_free_of_embargo, is_visible, is_visible_joined

PAST, FUTURE = datetime(2001, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)
CASES: tuple[tuple[bool, datetime | None, bool], ...] = (
    (True, None, True),
    (True, PAST, True),
    (True, FUTURE, False),
    (False, None, False),
    (False, PAST, False),
    (False, FUTURE, False),
)
"""The column ``visible``, the end of the embargo, and whether readers may see the version."""


@pytest.fixture
def cases(store: Store) -> list[str]:
    """A version for each case; returns the ids of those that readers may see."""
    accept(store, *(article(f"s{n}") for n in range(len(CASES))))
    for n, (visible, until, _) in enumerate(CASES):
        complete(store, f"s{n}")
        with store.write() as connection:
            values: dict[str, Any] = {"visible": visible, "embargo_until": until}
            connection.execute(update(articles).where(articles.c.id == f"s{n}").values(values))
    return [f"s{n}" for n, (_, _, seen) in enumerate(CASES) if seen]


def test_both_forms_and_the_count_agree(store: Store, cases: list[str]) -> None:
    alone = select(articles.c.id).where(is_visible()).order_by(articles.c.seq)
    joined = (
        select(articles.c.id)
        .join_from(extractions, articles, articles.c.seq == extractions.c.seq)
        .where(is_visible_joined())
        .order_by(articles.c.seq)
    )
    with store.read() as connection:
        assert connection.scalars(alone).all() == connection.scalars(joined).all() == cases
        assert count_visible(connection) == len(cases)


def test_an_embargo_ends_by_the_clock_of_the_database(store: Store, cases: list[str]) -> None:
    with store.write() as connection:
        held = ~is_free_of_embargo()
        assert len(connection.scalars(select(articles.c.id).where(held)).all()) == 2
        connection.execute(update(articles).where(held).values(embargo_until=now(-1)))
        assert connection.scalars(select(articles.c.id).where(held)).all() == []
        assert count_visible(connection) == len(cases) + 1


ORDERS: tuple[tuple[str, tuple[tuple[int, dict[str, Any]], ...], list[int]], ...] = (
    ("one version", ((1, {}),), [1]),
    ("a later version hides the one before", ((1, {}), (2, {})), [2]),
    ("a version that comes late stays hidden", ((2, {}), (1, {})), [2]),
    ("an embargo leaves the one before visible", ((1, {}), (2, {"embargo_until": FUTURE})), [1, 2]),
    ("an embargo that has ended hides it", ((1, {}), (2, {"embargo_until": PAST})), [2]),
    ("a withheld version hides the story", ((1, {}), (2, {"status": "withheld"})), []),
    ("a version after a withheld one is visible", ((1, {}), (2, {"status": "withheld"}), (3, {})), [3]),
)


@pytest.mark.parametrize(("versions", "visible"), [case[1:] for case in ORDERS], ids=[case[0] for case in ORDERS])
def test_which_versions_are_marked_visible(
    store: Store, versions: tuple[tuple[int, dict[str, Any]], ...], visible: list[int]
) -> None:
    for version, fields in versions:
        accept(store, article(version=version, **fields))
        complete(store, version=version)
    with store.read() as connection:
        query = select(articles.c.version).where(articles.c.visible).order_by(articles.c.version)
        assert connection.scalars(query).all() == visible


def test_marking_a_version_twice_changes_nothing(store: Store) -> None:
    accept(store, article(), article(version=2))
    complete(store)
    complete(store, version=2)
    with store.write() as connection:
        seq = connection.scalar(select(articles.c.seq).where(articles.c.version == 1))
        mark_visible(connection, seq, article())
        assert hide_superseded(connection, article().id) == 0
        assert connection.scalars(select(articles.c.version).where(articles.c.visible)).all() == [2]
