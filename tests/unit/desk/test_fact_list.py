"""Quotes, events and threads are listed by publication, and the work for a page has a bound."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection

from desk.queries import fact_list, story_steps
from desk.queries.event_search import search_events
from desk.queries.fact_list import FactPage, first_facts
from desk.queries.query_syntax import BadQuery
from desk.queries.quote_search import search_quotes
from desk.queries.thread_list import list_threads
from tests.support.desk_stories import article, write
from wiredesk.settings import load
from wiredesk.store import Store, open_store
from wiredesk.store.event_filters import EventFilters

OLD, NEW, UNTIMED = "urn:test:old", "urn:test:new", "urn:test:untimed"
Search = Callable[..., FactPage[Any]]


def quotes(connection: Connection, **given: Any) -> FactPage[Any]:
    return search_quotes(connection, speaker="Amina Otieno", **given)


def events(connection: Connection, **given: Any) -> FactPage[Any]:
    return search_events(connection, EventFilters(participant="kenya ports union"), **given)


def worded(connection: Connection, **given: Any) -> FactPage[Any]:
    return search_quotes(connection, words="cranes", **given)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = open_store(load(home=tmp_path_factory.mktemp("facts")))
    body = article().body.partition(" - ")[2] + " Amina Otieno rejected the Kenya Ports Union."
    listed = {NEW: datetime(2026, 11, 20, tzinfo=UTC), OLD: datetime(1987, 3, 4, tzinfo=UTC), UNTIMED: None}
    write(store, [article(id, published=moment, body=body) for id, moment in listed.items()])
    yield store
    store.close()


@pytest.mark.parametrize("search", [quotes, events, worded])
@pytest.mark.parametrize("rare", [5000, 0])
def test_facts_are_in_the_order_of_publication(
    store: Store, search: Search, rare: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fact_list, "MAX_RARE_FACTS", rare)
    with store.read() as connection:
        found = search(connection, limit=100)
    assert list(dict.fromkeys(one.id for one in found)) == [UNTIMED, NEW, OLD]
    assert {one.id: one.time_basis for one in found} == {UNTIMED: "received", NEW: "published", OLD: "published"}
    assert found.next is None


@pytest.mark.parametrize("search", [quotes, events, worded])
@pytest.mark.parametrize("rare", [5000, 0])
@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_have_every_fact_once_although_each_reads_few_stories(
    store: Store, search: Search, rare: int, limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fact_list, "MAX_RARE_FACTS", rare)
    monkeypatch.setattr(fact_list, "MAX_STEPS", 1)
    monkeypatch.setattr(story_steps, "MAX_STEPS", 1)
    monkeypatch.setattr(story_steps, "STORIES_PER_STEP", 1)
    monkeypatch.setattr("desk.queries.quote_search.MAX_SEARCHED_STORIES", 1)
    with store.read() as connection:
        whole = [(one.seq, one.n) for one in search(connection, limit=100)]
        cursor: str | None = ""
        pages = []
        while cursor is not None:
            page = search(connection, cursor=cursor, limit=limit)
            assert len(page) <= limit
            pages += [(one.seq, one.n) for one in page]
            cursor = page.next
        taken = first_facts(lambda cursor, limit: search(connection, cursor=cursor, limit=limit), 100)
    assert whole == pages[: len(whole)] and len(pages) == len(set(pages)) == len(taken)
    assert len({seq for seq, _ in pages}) == 3


@pytest.mark.parametrize("search", [quotes, events])
def test_a_cursor_of_an_earlier_release_goes_on_after_its_fact(store: Store, search: Search) -> None:
    with store.read() as connection:
        whole = search(connection, limit=100)
        first = whole[0]
        assert list(search(connection, cursor=f"{first.seq}.{first.n}", limit=100)) == list(whole[1:])
        with pytest.raises(BadQuery, match="invalid cursor"):
            search(connection, cursor="999999.1")


def test_threads_are_in_the_order_of_publication_and_have_cursors(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.write() as connection:
        for number in (1, 2, 3):
            connection.exec_driver_sql(
                f"INSERT INTO threads (thread, headline, lead, last_seq, stories, texts, sources) "
                f"VALUES ({number}, 'x', {number}, {number}, 1, 1, 1)"
            )
            connection.exec_driver_sql(
                f"INSERT INTO thread_members (id, seq, thread, since) "
                f"SELECT id, seq, {number}, accepted_at FROM articles WHERE seq = {number}"
            )
    monkeypatch.setattr(story_steps, "MAX_STEPS", 1)
    monkeypatch.setattr(story_steps, "STORIES_PER_STEP", 1)
    with store.read() as connection:
        cursor: str | None = ""
        found = []
        while cursor is not None:
            page = list_threads(connection, cursor=cursor, min_stories=1, limit=1)
            found += [one.stories[0].id for one in page.threads]
            cursor = page.next
    assert found == [UNTIMED, NEW, OLD]
