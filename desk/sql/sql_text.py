"""The text of a statement: one ``SELECT`` with the functions that are known, and no name of a table behind the views.

The check is strict where the two databases read a text differently: what it does not know, it refuses.  It guards the
names only; that nothing is written and how long a statement runs, the connection guards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from desk.queries.query_syntax import BadQuery

MAX_SQL_CHARACTERS = 3000
"""Characters of a statement: with its address it fits the longest one that the desk takes."""
_HERE = Path(__file__)
_TOKEN = re.compile(
    r"""(?P<space>\s+|--[^\n]*|/\*(?:(?!/\*|\*/).)*\*/)
    |(?P<string>'(?:[^']|'')*')
    |(?P<quoted>"(?:[^"]|"")*")
    |(?P<number>[0-9][0-9A-Za-z_.]*)
    |(?P<name>[A-Za-z_\u0080-\U0010ffff][0-9A-Za-z_\u0080-\U0010ffff]*)
    |(?P<mark>::|\|\||<=|>=|<>|!=|/(?!\*)|[-+*%=<>(),.;])""",
    re.VERBOSE | re.DOTALL,
)
_HIDDEN = ("main", "temp", "information_schema")
"""Schemas; names that begin with one of :data:`_HIDDEN_STARTS` are hidden as well."""
_HIDDEN_STARTS = ("pg_", "sqlite_", "_w_")
_FIRST = ("select", "with", "values")


@dataclass(frozen=True, slots=True)
class SqlToken:
    """A word or mark of a statement."""

    kind: str
    text: str
    """A name in small letters, without its quotation marks."""
    column: int
    """From 1."""
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement that may be run."""

    sql: str
    """Without a semicolon at its end."""
    names: frozenset[str]
    """All names in it, in small letters: of tables, columns, functions."""

    def after(self, tables: str) -> str:
        """Return the statement with further common table expressions before its own."""
        if not tables:
            return self.sql
        return f"WITH {tables}, {self.sql[4:]}" if self.sql[:4].lower() == "with" else f"WITH {tables} {self.sql}"


def parse_statement(text: str, *, hidden: str = "") -> Statement:
    """Check a statement.

    Args:
        hidden: the schema of the store's tables.

    Raises:
        BadQuery: what is wrong, and at which column.
    """
    if len(text) > MAX_SQL_CHARACTERS:
        raise BadQuery("sql", f"longer than {MAX_SQL_CHARACTERS} characters", "shorten it")
    tokens = list(_tokens(text))
    while tokens and tokens[-1].text == ";" and tokens[-1].kind == "mark":
        del tokens[-1]
    if not tokens:
        raise BadQuery("sql", "is empty", "write a SELECT, such as SELECT source, count(*) FROM stories GROUP BY 1")
    first = tokens[0]
    if first.kind != "name" or first.text not in _FIRST:
        raise _error(first, "only SELECT is possible", "nothing can be changed here")
    _check_marks(tokens)
    for at, token in enumerate(tokens):
        if token.kind in ("name", "quoted"):
            _check_name(token, hidden)
            if at + 1 < len(tokens) and tokens[at + 1].text == "(" and tokens[at + 1].kind == "mark":
                _check_function(token, tokens[at - 1] if at else None)
    names = frozenset(token.text for token in tokens if token.kind in ("name", "quoted"))
    return Statement(text[tokens[0].column - 1 : tokens[-1].end], names)


def _tokens(text: str) -> Iterator[SqlToken]:
    at, last = 0, None
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise BadQuery(
                "sql",
                f"column {at + 1}: {text[at : at + 10]!r} is not understood",
                "write plain SQL without parameters",
            )
        kind = str(found.lastgroup)
        if kind != "space":
            shown = found[0].lower() if kind in ("name", "mark") else found[0]
            if kind == "quoted":
                shown = found[0][1:-1].replace('""', '"').lower()
            token = SqlToken(kind, shown, at + 1, found.end())
            if last and last.kind == "name" and last.end == at and kind in ("string", "quoted"):
                raise _error(last, "a string with a prefix is not understood", "write it as 'text'")
            yield token
            last = token
        at = found.end()


def _check_marks(tokens: list[SqlToken]) -> None:
    """Check that there is one statement whose parentheses match."""
    depth = 0
    for token in tokens:
        if token.kind != "mark":
            continue
        depth += (token.text == "(") - (token.text == ")")
        if token.text == ";":
            raise _error(token, "one statement at a time", "leave the semicolon out")
        if depth < 0:
            raise _error(token, "no parenthesis is open here", "remove it")
    if depth:
        raise _error(tokens[-1], "a parenthesis is not closed", "close it")


def _check_name(token: SqlToken, hidden: str) -> None:
    if token.text in _HIDDEN or token.text.startswith(_HIDDEN_STARTS) or (hidden and token.text == hidden.lower()):
        raise _error(token, f'"{token.text}" cannot be read', "the page of SQL lists the tables")
    if token.text == "recursive" and token.kind == "name":
        raise _error(token, "recursive queries are not possible", "join the tables")


def _check_function(token: SqlToken, before: SqlToken | None) -> None:
    """Check what stands before a parenthesis: a function, a keyword, or an alias with names of columns."""
    if token.kind == "name" and token.text in _words("sql_keywords.txt"):
        return
    if before and before.kind in ("name", "mark") and before.text in ("as", "with", ")"):
        return
    if token.text not in _words("sql_functions.txt"):
        raise _error(token, f"there is no function {token.text} here", "docs/how-to/sql.md lists the functions")


@cache
def _words(file: str) -> frozenset[str]:
    return frozenset(_HERE.with_name(file).read_text("utf-8").split())


def functions() -> frozenset[str]:
    """Return the functions that a statement may use."""
    return _words("sql_functions.txt")


def _error(token: SqlToken, cause: str, hint: str) -> BadQuery:
    return BadQuery("sql", f"column {token.column}: {cause}", hint)
