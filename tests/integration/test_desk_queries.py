"""Every query of the desk on PostgreSQL: the same cases as on SQLite in the unit tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Connection

from tests.support import desk_stories
from tests.support.desk_query_cases import CASES
from tests.support.requirements import need_postgresql
from tests.support.servers import PostgresServer
from wiredesk.store import Store


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    need_postgresql()
    server = PostgresServer(fsync="off", full_page_writes="off").create()
    try:
        store = desk_stories.filled(tmp_path_factory.mktemp("queries"), server.database("queries"))
        yield store
        store.close()
    finally:
        server.remove()


@pytest.mark.parametrize(("query", "expected"), CASES.values(), ids=list(CASES))
def test_what_a_query_returns(filled: Store, query: Callable[[Connection], Any], expected: Any) -> None:
    with filled.read() as connection:
        assert query(connection) == expected
