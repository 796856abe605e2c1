"""Many rows by one statement: whatever their number, the same rows on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from wiredesk.store import Store
from wiredesk.store.prepared import without_waiting
from wiredesk.store.raw_sql import run_many

TABLE = "CREATE TABLE odd_rows (n BIGINT PRIMARY KEY, small SMALLINT, share FLOAT, is_so BOOLEAN, words TEXT)"
INSERT = "INSERT INTO odd_rows (n, small, share, is_so, words) VALUES (?, ?, ?, ?, ?)"
ROWS = [
    (n, None if n % 3 == 0 else n % 7, None if n % 5 == 0 else n / 3, [None, True, False][n % 3], f"%s $1 {n}é'")
    for n in range(2**40, 2**40 + 41)
]


@pytest.mark.parametrize("number", [0, 1, 3, 4, 15, 16, 17, 41])
def test_rows_of_any_number_arrive(store: Store, number: int) -> None:
    with store.write() as connection:
        connection.execute(text(TABLE))
        with without_waiting(connection):
            run_many(connection, INSERT, ROWS[:number])
        found = connection.execute(text("SELECT n, small, share, is_so, words FROM odd_rows ORDER BY n")).all()
        connection.execute(text("DROP TABLE odd_rows"))
    read = [(n, small, share, None if is_so is None else bool(is_so), words) for n, small, share, is_so, words in found]
    assert read == [(n, small, pytest.approx(share), is_so, words) for n, small, share, is_so, words in ROWS[:number]]


def test_rows_that_are_there_stay(store: Store) -> None:
    with store.write() as connection:
        connection.execute(text(TABLE))
        run_many(connection, INSERT, ROWS[:2])
        run_many(connection, f"{INSERT} ON CONFLICT DO NOTHING", [(*row[:4], "later") for row in ROWS[:20]] * 2)
        found = connection.execute(text("SELECT words FROM odd_rows ORDER BY n")).scalars().all()
        connection.execute(text("DROP TABLE odd_rows"))
    assert found == [ROWS[0][4], ROWS[1][4], *["later"] * 18]


def test_other_statements_run_once_for_each_row(store: Store) -> None:
    with store.write() as connection:
        connection.execute(text(TABLE))
        run_many(connection, INSERT, ROWS[:20])
        run_many(connection, "UPDATE odd_rows SET words = ? WHERE n = ?", [("new", row[0]) for row in ROWS[:19]])
        found = connection.execute(text("SELECT words FROM odd_rows ORDER BY n")).scalars().all()
        connection.execute(text("DROP TABLE odd_rows"))
    assert found == [*["new"] * 19, ROWS[19][4]]
