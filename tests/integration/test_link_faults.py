"""What keeps the linker from its work: a store that refuses costs no story a try, a story costs no other its links."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import psycopg
import pytest
from sqlalchemy import Connection, select, text

from tests.support.ledger_steps import accept, complete
from tests.support.linking import store_story
from tests.support.records import article
from tests.support.servers import PostgresServer
from wiredesk.contract import Article, Extraction
from wiredesk.errors import StoreUnavailable
from wiredesk.settings import Settings
from wiredesk.store import Store, open_store
from wiredesk.store.link_tables import DUE, FAILED, LINKED, links
from wiredesk.store.linking import linker
from wiredesk.store.linking.due import DueStory
from wiredesk.store.linking.link_step import LinkRun
from wiredesk.store.linking.sweep import sweep


def run(store: Store) -> linker.LinkedBatch:
    with store.write() as connection:
        return linker.link_batch(connection)


def states(store: Store) -> list[tuple[str, int]]:
    """Return state and failed tries of each version."""
    with store.read() as connection:
        return [(row.state, row.tries) for row in connection.execute(select(links.c.state, links.c.tries))]


def test_a_table_that_is_away_costs_no_story_a_try(store: Store) -> None:
    for number in range(3):
        store_story(store, article(f"s{number}", body=f"The ferry of Norland sails again on day {number}."))
    with store.write() as connection:
        connection.execute(text("ALTER TABLE copy_pairs RENAME TO elsewhere"))
    for _ in range(4):
        with pytest.raises(StoreUnavailable):
            run(store)
    with store.write() as connection:
        connection.execute(text("ALTER TABLE elsewhere RENAME TO copy_pairs"))
    assert states(store) == [(DUE, 0)] * 3
    assert run(store).linked == 3


@pytest.fixture
def on_postgres(postgres: PostgresServer) -> Iterator[Store]:
    opened = open_store(Settings(store_url=postgres.database("ended")))
    yield opened
    opened.close()


def end_sessions(url: str) -> None:
    """End all sessions of a database, as a failover does."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
            "pg_backend_pid()"
        )


@pytest.mark.parametrize("error", [ValueError("a word too many"), None])
def test_a_connection_that_is_lost_in_the_middle_of_a_link_is_the_stores_fault(
    on_postgres: Store, monkeypatch: pytest.MonkeyPatch, error: Exception | None
) -> None:
    store_story(on_postgres, article("s1"))
    first = linker.STEPS[0]

    def link(connection: Connection, _story: DueStory, _run: LinkRun) -> None:
        if error is None:
            connection.execute(text("SET TRANSACTION READ ONLY"))
        end_sessions(on_postgres.url)
        if error is not None:
            raise error
        connection.execute(text("UPDATE links SET tries = 0"))

    monkeypatch.setattr(linker, "STEPS", (replace(first, link=link), *linker.STEPS[1:]))
    with pytest.raises(StoreUnavailable):
        run(on_postgres)
    monkeypatch.undo()
    assert states(on_postgres) == [(DUE, 0)]
    assert run(on_postgres).linked == 1


def test_a_story_for_which_nothing_can_be_prepared_costs_no_other_its_links(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for id in ("bad", "good"):
        accept(store, article(id))
        complete(store, id)
    prepare: Callable[[Article, Extraction], linker.PreparedLinks] = linker.prepare

    def broken(story: Article, extraction: Extraction) -> linker.PreparedLinks:
        if story.id == "bad":
            raise IndexError("list index out of range")
        return prepare(story, extraction)

    monkeypatch.setattr(linker, "prepare", broken)
    with store.write() as connection:
        assert sweep(connection, None) is not None
    assert run(store).linked == 1
    assert sorted(state for state, _ in states(store)) == sorted([FAILED, LINKED])
