"""What a reader's statement may be, before a database sees it."""

from __future__ import annotations

import pytest

from desk.queries.query_syntax import BadQuery
from desk.sql.sql_answer import SqlAnswer
from desk.sql.sql_file import SqlFormat, distinct_names, sql_file
from desk.sql.sql_text import MAX_SQL_CHARACTERS, parse_statement
from desk.sql.sql_views import VIEWS, columns_of


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1", "select count(*) from stories;", "SELECT 1 -- ; DROP TABLE x", "SELECT '; -- not /* a comment'",
        "WITH w AS (SELECT * FROM quotes) SELECT * FROM w", "VALUES (1), (2)", "SELECT 'it''s' AS \"a b\"",
        "SELECT rank() OVER (PARTITION BY source ORDER BY seq) FROM stories /* why */", "SELECT 1::text || 'x'",
        "WITH w(a, b) AS (SELECT 1, 2) SELECT a FROM w AS v(c, d)",
    ],
)  # fmt: skip
def test_one_select_may_run(sql: str) -> None:
    assert sql.startswith(parse_statement(f"  {sql}").sql)


def test_further_tables_come_first() -> None:
    assert parse_statement("SELECT 1 ").after("a AS (SELECT 2)") == "WITH a AS (SELECT 2) SELECT 1"
    assert (
        parse_statement("With b AS (SELECT 1) SELECT 3").after("a AS (x)") == "WITH a AS (x),  b AS (SELECT 1) SELECT 3"
    )


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("", "is empty"),
        (";", "is empty"),
        ("DELETE FROM stories", "column 1: only SELECT is possible"),
        ("PRAGMA query_only = 0", "only SELECT"),
        ("SELECT 1; SELECT 2", "column 9: one statement at a time"),
        ("SELECT 1) SELECT (2", "no parenthesis is open"),
        ("SELECT (1", "not closed"),
        ("SELECT * FROM main.articles", '"main" cannot be read'),
        ('SELECT * FROM "MAIN".articles', '"main" cannot be read'),
        ("SELECT * FROM public.watches", '"public" cannot be read'),
        ("SELECT * FROM pg_user", '"pg_user" cannot be read'),
        ("SELECT * FROM sqlite_master", "cannot be read"),
        ("SELECT query_to_xml('SELECT 1', true, true, '')", "no function query_to_xml"),
        ("SELECT pg_sleep(9)", "cannot be read"),
        ('SELECT "load_extension"(1)', "no function load_extension"),
        ("SELECT load_extension /* x */ ('y')", "no function load_extension"),
        ("SELECT E'a\\'; --'", "a string with a prefix"),
        ("SELECT $$x$$", "column 8: '$$x$$' is not understood"),
        ("SELECT `x`", "is not understood"),
        ("SELECT /* a /* b */ c */ 1", "is not understood"),
        ("SELECT 'open", "is not understood"),
        ("SELECT ?", "is not understood"),
        ("SELECT 1\0", "is not understood"),
        ("WITH RECURSIVE w AS (SELECT 1) SELECT * FROM w", "recursive"),
        ("SELECT " + "1," * MAX_SQL_CHARACTERS, "longer than 3000 characters"),
    ],
)
def test_everything_else_is_refused_with_its_place(sql: str, words: str) -> None:
    with pytest.raises(BadQuery) as refused:
        parse_statement(sql, hidden="public")
    assert words in str(refused.value)


def test_the_columns_of_a_view_are_read_from_it() -> None:
    assert columns_of("stories")[:3] == ("seq", "id", "version")
    assert "end" in columns_of("quotes") and columns_of("entities")[-1] == "thing"
    assert all(columns_of(name)[0] == "seq" for name in VIEWS)


def test_files_keep_numbers_and_have_no_formula() -> None:
    answer = SqlAnswer(("a", "a"), (("=1+1", -2), (None, True)), False, 0.01)
    assert sql_file(answer, SqlFormat.csv) == b"a,a\r\n'=1+1,-2\r\n,true\r\n"
    assert sql_file(answer, SqlFormat.jsonl).splitlines()[0] == b'{"a":"=1+1","a_2":-2}'
    assert b'"rows":[["=1+1",-2],[null,true]]' in sql_file(answer, SqlFormat.json)
    assert distinct_names(("a", "a_2", "a")) == ("a", "a_2", "a_3")
