"""Every query of the desk on a small SQLite store; the integration ring runs the same cases on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from desk.queries.event_counts import count_events
from desk.queries.event_search import search_events
from desk.queries.mentioned_dates import search_dates
from desk.queries.query_syntax import BadQuery
from desk.queries.quote_search import search_quotes
from desk.queries.stories import find_story
from desk.queries.story_list import LEAD_CHARACTERS, Card, lead_of
from desk.queries.versions import Withdrawn, visible_story
from tests.support import desk_stories
from tests.support.desk_query_cases import CASES
from wiredesk.errors import NotFound
from wiredesk.store import Store
from wiredesk.store.event_filters import EventFilters


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = desk_stories.filled(tmp_path_factory.mktemp("queries"))
    yield store
    store.close()


@pytest.fixture
def connection(store: Store) -> Iterator[Connection]:
    with store.read() as connection:
        yield connection


@pytest.mark.parametrize(("query", "expected"), CASES.values(), ids=list(CASES))
def test_what_a_query_returns(connection: Connection, query: Callable[[Connection], Any], expected: Any) -> None:
    assert query(connection) == expected


@pytest.mark.parametrize("id", [desk_stories.WITHHELD, desk_stories.EMBARGOED, desk_stories.BROKEN, "urn:test:none"])
def test_a_story_that_may_not_be_shown_is_not_found(connection: Connection, id: str) -> None:
    with pytest.raises(NotFound):
        visible_story(connection, id)


def test_a_withdrawn_story_is_withdrawn_in_every_version(connection: Connection) -> None:
    for version in (None, 1):
        with pytest.raises(Withdrawn):
            visible_story(connection, desk_stories.WITHDRAWN, version)


def test_a_version_that_does_not_exist(connection: Connection) -> None:
    with pytest.raises(NotFound, match="version 9"):
        visible_story(connection, desk_stories.HARBOUR, 9)
    with pytest.raises(NotFound, match="version 9"):
        find_story(connection, desk_stories.HARBOUR, 9)


@pytest.mark.parametrize("cursor", ["x", "1", "1.", ".1", "1.2.3", "-1.2", "１.２", "9" * 30 + ".1"])
def test_cursors_that_no_answer_of_quotes_contained(connection: Connection, cursor: str) -> None:
    with pytest.raises(BadQuery, match="invalid cursor"):
        search_quotes(connection, cursor=cursor)


@pytest.mark.parametrize("cursor", ["x", "1.2.3", "1.2", "a.b.c.2026", "1.2.1234567890.2026", "-1.2.3.2026"])
def test_cursors_that_no_answer_of_dates_contained(connection: Connection, cursor: str) -> None:
    with pytest.raises(BadQuery, match="invalid cursor"):
        search_dates(connection, "2026-01-01", "2026-12-31", cursor=cursor)


@pytest.mark.parametrize(
    ("body", "lead"),
    [
        ("", ""),
        ("  One  line.\nStill one.  \n\nTwo.", "One line. Still one."),
        ("word " * 100, ("word " * 56).strip() + "…"),
        ("x" * 400, "x" * LEAD_CHARACTERS + "…"),
    ],
)
def test_the_lead_is_the_first_paragraph_cut_at_a_word(body: str, lead: str) -> None:
    assert lead_of(body) == lead


@pytest.mark.parametrize(
    ("headline", "lead", "title"),
    [("Head", "Lead", "Head"), ("", "Lead", "Lead"), ("", "x" * 91, "x" * 90 + "…"), ("", "", "urn:x")],
)
def test_a_story_without_a_headline_has_a_title(headline: str, lead: str, title: str) -> None:
    given: dict[str, Any] = dict.fromkeys(Card.__dataclass_fields__)
    assert Card(**given | {"id": "urn:x", "headline": headline, "lead": lead}).title == title


def test_events_of_a_type_that_only_a_later_release_knows_are_left_out(tmp_path: Path) -> None:
    store = desk_stories.filled(tmp_path)
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE events SET type = 'COLONISE' WHERE type = 'REJECT'")
        found = [one.type for one in search_events(connection, EventFilters())]
        assert found == ["DISASTER", "ELECT", "AGREE", "THREATEN"]
        assert [one.type for one in count_events(connection)] == ["DISASTER"]
    store.close()
