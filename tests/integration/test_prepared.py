"""Prepared statements on the driver's cursor: results, errors and lost connections, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import bindparam, literal_column, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from tests.support.ledger_steps import accept
from tests.support.records import article
from wiredesk.errors import StoreUnavailable
from wiredesk.store import Store
from wiredesk.store.prepared import PreparedStatement, execute_raw, without_waiting
from wiredesk.store.tables import articles

BY_ID = PreparedStatement(
    select(articles.c.version, articles.c.headline)
    .where(articles.c.id == bindparam("wanted"), articles.c.version >= bindparam("least"), articles.c.words > 1)
    .limit(literal_column("1"))
)


def test_values_are_bound_by_name_in_any_order(store: Store) -> None:
    accept(store, article(), article(version=2, headline='It\'s 100 % "open"?'))
    with store.read() as connection:
        assert tuple(BY_ID(connection, least=2, wanted="s1").fetchone()) == (2, 'It\'s 100 % "open"?')
        assert BY_ID(connection, wanted="s1", least=3).fetchone() is None
        assert BY_ID(connection, wanted="s1", least=2).fetchone() is not None


def test_it_runs_in_the_transaction_of_the_connection(store: Store) -> None:
    statement = PreparedStatement(text("UPDATE articles SET headline = :headline"))
    accept(store, article())
    with pytest.raises(ZeroDivisionError), store.write() as connection:
        assert statement(connection, headline="Gone").rowcount == 1
        raise ZeroDivisionError
    with store.read() as connection:
        assert BY_ID(connection, wanted="s1", least=1).fetchone()[1] == article().headline


def test_many_rows_are_written_with_one_statement(store: Store) -> None:
    mark = "?" if store.dialect == "sqlite" else "%s"
    accept(store, article())
    with store.write() as connection:
        rows = [(1, f"medtop:{n}", "name", 0.5) for n in range(50)]
        marks = ", ".join([mark] * 4)
        execute_raw(connection, f"INSERT INTO topics (seq, code, name, score) VALUES ({marks})", rows, many=True)
        assert connection.scalar(text("SELECT count(*) FROM topics")) == 50


def test_the_drivers_error_is_one_of_sqlalchemys(store: Store) -> None:
    """A violated constraint is not a fault of the store, so the error stays unchanged."""
    accept(store, article())
    again = PreparedStatement(text("INSERT INTO extractions (seq, engine, model, stored_at, seconds, document) "
                                   "SELECT seq, 'e', 'm', accepted_at, 0, '{}' FROM articles"))  # fmt: skip
    with pytest.raises(IntegrityError), store.write() as connection:
        again(connection)
        again(connection)


def test_a_statement_that_is_wrong_is_an_error_of_the_database(store: Store) -> None:
    with pytest.raises((DBAPIError, StoreUnavailable)), store.read() as connection:
        execute_raw(connection, "SELECT nothing FROM nowhere", ())


def test_a_connection_that_was_lost_is_not_used_again(store: Store) -> None:
    if store.dialect != "postgresql":
        return  # SQLite has no server that could disconnect
    other = Store(store.url)
    with pytest.raises(StoreUnavailable), store.write() as connection:
        [own] = execute_raw(connection, "SELECT pg_backend_pid()", ()).fetchone()
        with other.write() as killer:
            execute_raw(killer, "SELECT pg_terminate_backend(%s)", (own,))
        execute_raw(connection, "SELECT 1", ())
    other.close()
    with store.read() as connection:
        assert execute_raw(connection, "SELECT 1", ()).fetchone()[0] == 1


def test_statements_sent_together_are_written_in_order_and_rows_can_be_read_between(store: Store) -> None:
    accept(store, article())
    topic = text("INSERT INTO topics (seq, code, name, score) VALUES (1, :code, 'name', 0.5)")
    add, count = PreparedStatement(topic), PreparedStatement(text("SELECT count(*) FROM topics"))
    with store.write() as connection:
        with without_waiting(connection):
            add(connection, code="medtop:1")
            assert count(connection).fetchone()[0] == 1
            add(connection, code="medtop:2")
        assert count(connection).fetchone()[0] == 2


def test_an_error_among_statements_sent_together_is_that_of_the_one_at_fault(store: Store) -> None:
    accept(store, article())
    topic = text("INSERT INTO topics (seq, code, name, score) VALUES (1, :code, 'name', 0.5)")
    add, count = PreparedStatement(topic), PreparedStatement(text("SELECT count(*) FROM topics"))
    with pytest.raises(IntegrityError, match=r"(?i)unique"), store.write() as connection, without_waiting(connection):
        add(connection, code="medtop:1")
        add(connection, code="medtop:1")
        add(connection, code="medtop:2")
        count(connection).fetchone()
    with store.read() as connection:
        assert count(connection).fetchone()[0] == 0
