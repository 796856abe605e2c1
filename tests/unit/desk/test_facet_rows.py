"""Counts of frequent parts of a query are kept for a minute, for each store."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import event

from desk.queries import facet_rows
from desk.queries.facet_rows import count_rows
from desk.queries.language.full_text import match_text
from desk.queries.language.query_tree import Words
from desk.queries.query_facts import QueryFacts
from tests.support import synthetic_store
from wiredesk.settings import load
from wiredesk.store import Store, open_store

FACTS = QueryFacts("sqlite")
SAID = Words("said")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder: Path = tmp_path_factory.mktemp("rows")
    filled = open_store(load(home=folder / "filled"))
    synthetic_store.fill(filled, open_store(load(home=folder / "one")), 30, different=10)
    return filled


def counted(store: Store, part: Words, limit: int = 100) -> tuple[int, int]:
    """Return the count, and how many statements it took."""
    statements: list[str] = []
    with store.read() as connection:
        event.listen(connection, "before_cursor_execute", lambda *given: statements.append(given[2]))
        rows = count_rows(connection, part, match_text(part, "sqlite"), FACTS, limit)
    return rows, sum("count(" in one for one in statements)


def test_a_frequent_word_is_counted_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facet_rows, "LEAST_KEPT", 5)
    first, again, other = counted(store, SAID), counted(store, SAID), counted(store, SAID, limit=7)
    assert first[0] >= 5
    assert first[1] == 1
    assert again == (first[0], 0)
    assert other == (8, 1), "another bound is another question"


def test_a_rare_word_and_an_old_count_are_counted_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert counted(store, Words("xylophone")) == (0, 1)
    assert counted(store, Words("xylophone")) == (0, 1)
    monkeypatch.setattr(facet_rows, "LEAST_KEPT", 1)
    monkeypatch.setattr(facet_rows, "KEPT_SECONDS", 0.0)
    assert counted(store, SAID, limit=50)[1] == counted(store, SAID, limit=50)[1] == 1


def test_only_so_many_counts_are_kept(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facet_rows, "LEAST_KEPT", 1)
    monkeypatch.setattr(facet_rows, "MAX_KEPT", 2)
    facet_rows._counts.clear()
    for limit in (11, 12, 13):
        counted(store, SAID, limit=limit)
    assert [counted(store, SAID, limit=limit)[1] for limit in (13, 12, 11)] == [0, 0, 1]
