"""What a person types into the search box, as full-text conditions of both databases.

Words are joined by *and*; ``"a phrase"``, ``-without`` and ``or`` mean what they mean elsewhere on the web.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import ColumnElement, TableClause, bindparam, column, func, literal_column, table

from wiredesk.errors import WiredeskError

LONGEST = 300
"""Characters of a query that are read."""
MOST_TERMS = 32
_TERM = re.compile(r'(-?)"([^"]*)"?|(-?)(\S+)')
_WORD = re.compile(r"\w")


class BadQuery(WiredeskError):
    """Cannot be searched for."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Term:
    text: str
    without: bool = False


def parse(query: str) -> tuple[tuple[Term, ...], ...]:
    """The alternatives, each a row of terms.

    Raises:
        BadQuery: too long, or only says what must not occur.
    """
    if len(query) > LONGEST:
        raise BadQuery("search", f"longer than {LONGEST} characters", "search for fewer words")
    groups: list[list[Term]] = [[]]
    for minus, phrase, dash, word in _TERM.findall(query):
        if word.casefold() == "or" and not dash:
            groups.append([])
        elif _WORD.search(phrase or word):
            groups[-1].append(Term(phrase or word.replace('"', ""), bool(minus or dash)))
    groups = [group for group in groups if group]
    if sum(map(len, groups)) > MOST_TERMS:
        raise BadQuery("search", f"more than {MOST_TERMS} words", "search for fewer words")
    if any(all(term.without for term in group) for group in groups):
        raise BadQuery("search", "only says what to leave out", "add a word to look for")
    return tuple(map(tuple, groups))


def fts5(groups: tuple[tuple[Term, ...], ...]) -> str:
    """As SQLite's FTS5 wants it; every term is quoted, so nothing of it is syntax."""
    return " OR ".join(f"({_group(group)})" for group in groups)


def websearch(groups: tuple[tuple[Term, ...], ...]) -> str:
    """As PostgreSQL's ``websearch_to_tsquery`` wants it."""
    return " or ".join(" ".join(f'{"-" if term.without else ""}"{term.text}"' for term in group) for group in groups)


def _group(group: tuple[Term, ...]) -> str:
    wanted = " AND ".join(_quoted(term.text) for term in group if not term.without)
    return " NOT ".join([f"({wanted})", *(_quoted(term.text) for term in group if term.without)])


def _quoted(text: str) -> str:
    return '"' + text.replace('"', " ") + '"'


def matching(query: str, dialect: str) -> tuple[TableClause, ColumnElement[int], ColumnElement[bool]] | None:
    """The full-text table, its story column and the condition; None where the query has no word."""
    groups = parse(query)
    if not groups:
        return None
    if dialect == "sqlite":
        index = table("story_text", column("rowid"))
        return index, index.c.rowid, literal_column("story_text").op("MATCH")(bindparam(None, fts5(groups)))
    index = table("story_text", column("seq"), column("words"))
    condition = index.c.words.op("@@")(
        func.websearch_to_tsquery(literal_column("'english'::regconfig"), websearch(groups))
    )
    return index, index.c.seq, condition
