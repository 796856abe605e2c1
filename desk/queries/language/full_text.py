"""Words of a query in the full-text syntax of both databases.  Every text is quoted, so that none acts as syntax."""

from __future__ import annotations

import re

from sqlalchemy import ColumnElement, TableClause, bindparam, column, func, literal_column, table

from desk.queries.language.query_tree import All, AnyOf, FieldTest, Not, QueryTree, Words

_TOKENS = re.compile(r"\w+")
_ENGLISH: ColumnElement[object] = literal_column("'english'::regconfig")


def is_text(tree: QueryTree) -> bool:
    """Return whether a tree consists of words only, and asks for one at least in each of its alternatives."""
    if isinstance(tree, AnyOf):
        return all(map(is_text, tree.parts))
    if isinstance(tree, All):
        is_wanted = any(not isinstance(part, Not) for part in tree.parts)
        return is_wanted and all(is_text(part.part if isinstance(part, Not) else part) for part in tree.parts)
    return isinstance(tree, Words)


def match_text(tree: QueryTree, dialect: str) -> tuple[TableClause, ColumnElement[int], ColumnElement[bool]]:
    """Return the full-text table, its story column and the condition for a tree of words that asks for one at least."""
    if dialect == "sqlite":
        index = table("story_text", column("rowid"))
        return index, index.c.rowid, literal_column("story_text").op("MATCH")(bindparam(None, to_fts5(tree)))
    index = table("story_text", column("seq"), column("words"))
    return index, index.c.seq, index.c.words.op("@@")(to_tsquery(tree))


def to_fts5(tree: QueryTree) -> str:
    """Return a tree of words in the syntax of SQLite's FTS5."""
    if isinstance(tree, Words):
        return _quoted(tree.text) + ("*" if tree.is_prefix else "")
    if isinstance(tree, Not | FieldTest):
        raise TypeError("only words that stories must have can stand alone")
    if isinstance(tree, AnyOf):
        return "(" + " OR ".join(to_fts5(part) for part in tree.parts) + ")"
    wanted = "(" + " AND ".join(to_fts5(part) for part in tree.parts if not isinstance(part, Not)) + ")"
    unwanted = [to_fts5(part.part) for part in tree.parts if isinstance(part, Not)]
    return "(" + " NOT ".join([wanted, *unwanted]) + ")" if unwanted else wanted


def to_tsquery(tree: QueryTree) -> ColumnElement[object]:
    """Return a tree of words as PostgreSQL's ``tsquery``."""
    if isinstance(tree, Words):
        if not tree.is_prefix:
            return func.phraseto_tsquery(_ENGLISH, tree.text)
        found = _TOKENS.findall(tree.text)
        return func.to_tsquery(_ENGLISH, " <-> ".join(f"'{token}'" for token in found) + ":*")
    if isinstance(tree, Not):
        return func.tsquery_not(to_tsquery(tree.part))
    if isinstance(tree, FieldTest):
        raise TypeError("a field is no text")
    first, *others = map(to_tsquery, tree.parts)
    for other in others:
        first = first.op("||" if isinstance(tree, AnyOf) else "&&")(other)
    return first.self_group()


def _quoted(text: str) -> str:
    return '"' + text.replace('"', " ") + '"'
