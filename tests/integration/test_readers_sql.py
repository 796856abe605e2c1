"""Readers' SQL on both databases: what it finds, what it cannot read, and where it is stopped."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desk.queries.query_syntax import BadQuery
from desk.sql import sql_answer
from desk.sql.saved_queries import SavedQuery, find_query, known_queries, remove_query, save_query
from desk.sql.sql_answer import SqlAnswer, SqlBusy, SqlTimeout, run_sql
from desk.sql.sql_views import VIEWS, columns_of
from tests.support import desk_stories
from tests.support.desk_stories import EMBARGOED, HARBOUR, HOSTILE, RESCUE
from wiredesk.errors import NotFound
from wiredesk.store import Store


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with desk_stories.filled_on(request.param, tmp_path_factory.mktemp("sql")) as store:
        yield store


def run(store: Store, sql: str, *, seconds: float = 20, rows: int = 100) -> SqlAnswer:
    return run_sql(store, sql, seconds=seconds, rows=rows)


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_a_view_has_visible_stories_alone_and_its_columns(store: Store, view: str) -> None:
    answer = run(store, f"SELECT * FROM {view}", rows=1000)
    assert answer.columns == columns_of(view)
    id = answer.columns.index("id" if view == "stories" else "story")
    assert {row[id] for row in answer.rows} <= {HARBOUR, RESCUE, HOSTILE}
    assert answer.rows or view in ("topics", "tickers", "amounts"), view


def test_words_of_facts_are_those_of_the_text(store: Store) -> None:
    found = run(store, "SELECT DISTINCT name, text FROM mentions WHERE name = 'Mombasa' AND kind = 'name'").rows
    assert ("Mombasa", "Mombasa") in found


def test_a_statement_joins_counts_and_orders(store: Store) -> None:
    sql = """
        WITH said AS (SELECT seq, count(*) AS quotes FROM quotes GROUP BY seq)
        SELECT s.id, said.quotes FROM stories s JOIN said ON said.seq = s.seq ORDER BY quotes DESC, s.id LIMIT 1
    """
    answer = run(store, sql)
    assert answer.columns == ("id", "quotes") and answer.rows[0][0] == HARBOUR and not answer.is_cut


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM articles", "SELECT count(*) FROM articles", "SELECT 1 FROM watches", "SELECT * FROM sinks",
        "SELECT document FROM extractions", "SELECT body FROM stories WHERE body IN (SELECT body FROM articles)",
        "WITH stories AS (SELECT * FROM articles) SELECT * FROM stories", "SELECT * FROM story_text",
        "WITH quotes AS (SELECT feed FROM watches) SELECT * FROM quotes", "SELECT * FROM saved_queries",
        "SELECT (SELECT max(body) FROM articles) FROM stories", "SELECT * FROM stories, sinks",
        "SELECT * FROM stories UNION SELECT * FROM articles", "SELECT nothing FROM stories",
        "WITH x AS (DELETE FROM quotes RETURNING *) SELECT * FROM x", "SELECT * INTO kept FROM stories",
        "SELECT 1 FROM", "SELECT 1/0 FROM nowhere",
    ],
)  # fmt: skip
def test_what_is_not_a_view_cannot_be_read_or_changed(store: Store, sql: str) -> None:
    with pytest.raises(BadQuery) as refused:
        run(store, sql)
    assert "_w_" not in str(refused.value) and "\n" not in str(refused.value)
    assert run(store, "SELECT count(*) FROM stories").rows == ((3,),)


def test_an_embargoed_story_is_not_there(store: Store) -> None:
    assert run(store, f"SELECT count(*) FROM stories WHERE id = '{EMBARGOED}'").rows == ((0,),)


def test_a_statement_that_joins_everything_with_everything_is_stopped(store: Store) -> None:
    tables = ", ".join(f"mentions m{n}" for n in range(9))
    with pytest.raises(SqlTimeout, match=r"stopped after 0.2 seconds"):
        run(store, f"SELECT count(*) FROM {tables}", seconds=0.2)
    assert run(store, "SELECT 1").rows == ((1,),)


def test_rows_are_cut(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = run(store, "SELECT a.seq FROM mentions a, mentions b", rows=7)
    assert len(answer.rows) == 7 and answer.is_cut
    assert not run(store, "SELECT seq FROM stories", rows=3).is_cut
    monkeypatch.setattr(sql_answer, "MAX_ANSWER_CHARACTERS", 10)
    assert len(run(store, "SELECT headline FROM stories").rows) == 1


def test_one_more_than_may_run_is_told_so(store: Store) -> None:
    held = [sql_answer._running.acquire(blocking=False) for _ in range(sql_answer.MAX_RUNNING)]
    try:
        with pytest.raises(SqlBusy):
            run(store, "SELECT 1")
    finally:
        for _ in filter(None, held):
            sql_answer._running.release()
    assert run(store, "SELECT 1").rows == ((1,),)


def test_statements_are_saved_and_those_of_the_file_win(store: Store) -> None:
    mine = SavedQuery(name="daily", sql="SELECT 1", about="one")
    with store.write() as connection:
        save_query(connection, mine, by="anna")
        save_query(connection, mine.model_copy(update={"sql": "SELECT 2"}), by="anna")
        with pytest.raises(BadQuery):
            save_query(connection, SavedQuery(name="bad", sql="DROP TABLE articles"), by="anna")
    with store.read() as connection:
        assert find_query(connection, {}, "daily").sql == "SELECT 2"
        assert known_queries(connection, {"daily": mine}) == [mine]
    with store.write() as connection:
        remove_query(connection, "daily")
        with pytest.raises(NotFound):
            remove_query(connection, "daily")
