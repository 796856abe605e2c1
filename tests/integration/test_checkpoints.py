"""Checkpoints: values by name that survive restarts and are written with the stories that they belong to."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.records import article
from wiredesk.store import Store, checkpoints, ledger


def test_a_checkpoint_that_was_never_written_is_empty(store: Store) -> None:
    with store.read() as connection:
        assert checkpoints.read(connection, "feed https://example.org/rss") == {}


@pytest.mark.parametrize(
    "values",
    [
        [{"etag": '"1"'}],
        [{"etag": '"1"'}, {"etag": '"2"', "seen": ["a", "b"]}],
        [{"seen": ["a"]}, {}],
        [{"name": "Zoë – 日本", "deep": {"at": [1, None, 2.5]}}],
    ],
)
def test_the_last_value_is_read(store: Store, values: list[dict[str, Any]]) -> None:
    for value in values:
        with store.write() as connection:
            checkpoints.write(connection, "one", value)
            checkpoints.write(connection, "other", {"n": 1})
    with store.read() as connection:
        assert checkpoints.read(connection, "one") == values[-1]
        assert checkpoints.read(connection, "other") == {"n": 1}


def test_numbers_are_added_by_name(store: Store) -> None:
    for more in ({"released": 2}, {"released": 3, "resent": 1}, {}):
        with store.write() as connection:
            checkpoints.count(connection, "reconciler", **more)
    with store.read() as connection:
        assert checkpoints.read(connection, "reconciler") == {"released": 5, "resent": 1}


def test_a_checkpoint_and_its_stories_are_written_together_or_not_at_all(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.write() as connection:
        ledger.accept(connection, [article()])
        checkpoints.write(connection, "one", {"at": 1})
        raise ZeroDivisionError
    with store.read() as connection:
        assert checkpoints.read(connection, "one") == {}
        assert ledger.counts(connection)["pending"] == 0
