"""The syntax of the search box, translated to the full-text queries of both databases.

Words are joined by *and*; ``"a phrase"``, ``-without`` and ``or`` have their usual meaning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import ColumnElement, TableClause, bindparam, column, func, literal_column, table

from wiredesk.errors import EXIT_USAGE, WiredeskError

MAX_QUERY_CHARACTERS = 300
"""Longest query, and longest value of any filter."""
MAX_SEARCH_CHARACTERS = 1000
"""Longest query of the search."""
MAX_TERMS = 32
"""Words and phrases of one query; bounds the time of a full-text search."""
MAX_SEQ_DIGITS = 18
"""Digits of a story number in a cursor; more do not fit into the column."""
MAX_SEQ = 2**62
"""Larger than any story number: where the first page starts."""
MAX_NUMBER = 2**31 - 1
"""Largest number of a quote or an event in its story: that of the column."""
_TERM = re.compile(r'(-?)"([^"]*)"?|(-?)(\S+)')
_WORD = re.compile(r"\w")


class BadQuery(WiredeskError):
    """The query is invalid."""

    exit_code = EXIT_USAGE


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase."""

    text: str
    without: bool = False
    """The story must not contain it."""


Alternatives = tuple[tuple[Term, ...], ...]
"""A parsed query: the story must fit all terms of one of the alternatives."""


def parse_query(query: str) -> Alternatives:
    """Parse a query.

    Raises:
        BadQuery: the query is too long, or an alternative consists of exclusions only.
    """
    if len(query) > MAX_QUERY_CHARACTERS:
        raise BadQuery("search", f"longer than {MAX_QUERY_CHARACTERS} characters", "search for fewer words")
    groups: list[list[Term]] = [[]]
    for minus, phrase, dash, word in _TERM.findall(query):
        if word.casefold() == "or" and not dash:
            groups.append([])
        elif _WORD.search(phrase or word):
            groups[-1].append(Term(phrase or word.replace('"', ""), bool(minus or dash)))
    groups = [group for group in groups if group]
    if sum(map(len, groups)) > MAX_TERMS:
        raise BadQuery("search", f"more than {MAX_TERMS} words", "search for fewer words")
    if any(all(term.without for term in group) for group in groups):
        raise BadQuery("search", "contains only exclusions", "add a word to search for")
    return tuple(map(tuple, groups))


def to_fts5(groups: Alternatives) -> str:
    """Return the query in the syntax of SQLite's FTS5; every term is quoted, so no text of it acts as syntax."""
    return " OR ".join(f"({_fts5_group(group)})" for group in groups)


def to_websearch(groups: Alternatives) -> str:
    """Return the query in the syntax of PostgreSQL's ``websearch_to_tsquery``."""
    return " or ".join(" ".join(f'{"-" if term.without else ""}"{term.text}"' for term in group) for group in groups)


def _fts5_group(group: tuple[Term, ...]) -> str:
    wanted = " AND ".join(_quoted(term.text) for term in group if not term.without)
    return " NOT ".join([f"({wanted})", *(_quoted(term.text) for term in group if term.without)])


def _quoted(text: str) -> str:
    return '"' + text.replace('"', " ") + '"'


def match_text(query: str, dialect: str) -> tuple[TableClause, ColumnElement[int], ColumnElement[bool]] | None:
    """Return the full-text table, its story column and the condition for a query; None if the query has no words.

    Raises:
        BadQuery: the query is invalid.
    """
    groups = parse_query(query)
    if not groups:
        return None
    if dialect == "sqlite":
        index = table("story_text", column("rowid"))
        return index, index.c.rowid, literal_column("story_text").op("MATCH")(bindparam(None, to_fts5(groups)))
    index = table("story_text", column("seq"), column("words"))
    condition = index.c.words.op("@@")(
        func.websearch_to_tsquery(literal_column("'english'::regconfig"), to_websearch(groups))
    )
    return index, index.c.seq, condition


def parse_seq(cursor: str) -> int | None:
    """Return the story number that a cursor names; None for an empty cursor.

    Raises:
        BadQuery: the cursor is invalid.
    """
    if not cursor:
        return None
    if not (cursor.isascii() and cursor.isdecimal() and len(cursor) <= MAX_SEQ_DIGITS):
        raise bad_cursor()
    return int(cursor)


def parse_pair(cursor: str) -> tuple[int, int]:
    """Return the story number, and the number of a quote or an event in it, that a cursor such as ``1200.3`` names.

    Raises:
        BadQuery: the cursor is invalid.
    """
    seq, _, n = cursor.partition(".")
    if not all(part.isascii() and part.isdecimal() and len(part) <= MAX_SEQ_DIGITS for part in (seq, n)):
        raise bad_cursor()
    return int(seq), min(int(n), MAX_NUMBER)


def bad_cursor() -> BadQuery:
    """Return the error for a cursor that no answer of ours contained."""
    return BadQuery("cursor", "invalid cursor", "use the value of `next` in the previous page")
