"""Words of a query in the full-text syntax of both databases.  Every text is quoted, so that none acts as syntax."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from sqlalchemy import (
    ColumnElement,
    TableClause,
    Text,
    and_,
    bindparam,
    case,
    cast,
    column,
    exists,
    func,
    literal_column,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from desk.queries.language.query_tree import All, AnyOf, FieldTest, Not, QueryTree, Words
from wiredesk.search_terms import asked_terms, fold_accents

TextMatch = tuple[TableClause, ColumnElement[int], ColumnElement[bool]]
"""A full-text table, its column of stories, and a condition on it."""
TEXT_INDEX = table("story_text", column("seq"), column("words"))
"""The full-text table of PostgreSQL: a row for each story."""
_TOKENS = re.compile(r"\w+")
_ENGLISH: ColumnElement[object] = literal_column("'english'::regconfig")
_ANY_LETTERS: ColumnElement[object] = literal_column("$$':':*$$::tsquery")
"""Any term of the letters of a word."""


def is_text(tree: QueryTree) -> bool:
    """Return whether a tree consists of words only, and asks for one at least in each of its alternatives."""
    if isinstance(tree, AnyOf):
        return all(map(is_text, tree.parts))
    if isinstance(tree, All):
        is_wanted = any(not isinstance(part, Not) for part in tree.parts)
        return is_wanted and all(is_text(part.part if isinstance(part, Not) else part) for part in tree.parts)
    return isinstance(tree, Words)


def match_text(tree: QueryTree, dialect: str) -> tuple[TextMatch, ...]:
    """Return where the full-text index has a tree of words that asks for one at least.

    SQLite has the terms of other languages in a table of their own.
    """
    if dialect != "sqlite":
        return ((TEXT_INDEX, TEXT_INDEX.c.seq, TEXT_INDEX.c.words.op("@@")(to_tsquery(tree))),)
    english, local = table("story_text", column("rowid")), table("story_terms", column("rowid"))
    in_english: ColumnElement[bool] = literal_column("story_text").op("MATCH")(bindparam(None, to_fts5(tree)))
    if _has_not(tree):  # what a story must not have may stand there in its own language only
        own = select(1).select_from(local).where(local.c.rowid == english.c.rowid)
        in_english = and_(in_english, ~exists(own.correlate(english)))
    in_terms = literal_column("story_terms").op("MATCH")(bindparam(None, to_fts5(tree, _term_phrases)))
    return (english, english.c.rowid, in_english), (local, local.c.rowid, in_terms)


def match_looked_up(tree: QueryTree, dialect: str) -> tuple[TextMatch, ...]:
    """Return the same as :func:`match_text` for stories that are looked up by their numbers.

    PostgreSQL compares the text of each with the terms of all languages.  A story in English has none, which one
    comparison tells: each story with terms has some that begin with a colon.
    """
    if dialect == "sqlite":
        return match_text(tree, dialect)
    (has_terms, fits, fits_in_english) = (
        TEXT_INDEX.c.words.op("@@")(one) for one in (_ANY_LETTERS, to_tsquery(tree), to_tsquery(tree, terms=False))
    )
    return ((TEXT_INDEX, TEXT_INDEX.c.seq, case((has_terms, fits), else_=fits_in_english)),)


def to_fts5(tree: QueryTree, leaf: Callable[[Words], str] | None = None) -> str:
    """Return a tree of words in the syntax of SQLite's FTS5.

    Args:
        leaf: makes the text of a word or phrase; by default the word itself.
    """
    leaf = leaf or _english_phrase
    if isinstance(tree, Words):
        return leaf(tree)
    if isinstance(tree, Not | FieldTest):
        raise TypeError("only words that stories must have can stand alone")
    if isinstance(tree, AnyOf):
        return "(" + " OR ".join(to_fts5(part, leaf) for part in tree.parts) + ")"
    wanted = "(" + " AND ".join(to_fts5(part, leaf) for part in tree.parts if not isinstance(part, Not)) + ")"
    unwanted = [to_fts5(part.part, leaf) for part in tree.parts if isinstance(part, Not)]
    return "(" + " NOT ".join([wanted, *unwanted]) + ")" if unwanted else wanted


def to_tsquery(tree: QueryTree, *, terms: bool = True) -> ColumnElement[object]:
    """Return a tree of words as PostgreSQL's ``tsquery``: in English, and in the terms of other languages.

    Args:
        terms: False: in English only.
    """
    if isinstance(tree, Words):
        spellings = dict.fromkeys((tree.text, fold_accents(tree.text)))  # an earlier release kept the accents
        alternatives = [_english_query(text, is_prefix=tree.is_prefix) for text in spellings]
        if terms:
            alternatives.append(cast(bindparam(None, _term_query(tree), type_=Text), TSQUERY))
        return _any_of(alternatives)
    if isinstance(tree, Not):
        return func.tsquery_not(to_tsquery(tree.part, terms=terms))
    if isinstance(tree, FieldTest):
        raise TypeError("a field is no text")
    first, *others = (to_tsquery(part, terms=terms) for part in tree.parts)
    for other in others:
        first = first.op("||" if isinstance(tree, AnyOf) else "&&")(other)
    return first.self_group()


def _any_of(queries: Sequence[ColumnElement[object]]) -> ColumnElement[object]:
    first, *others = queries
    for other in others:
        first = first.op("||")(other)
    return first.self_group()


def _english_query(text: str, *, is_prefix: bool) -> ColumnElement[object]:
    if not is_prefix:
        return func.phraseto_tsquery(_ENGLISH, text)
    found = _TOKENS.findall(text)
    return func.to_tsquery(_ENGLISH, " <-> ".join(f"'{token}'" for token in found) + ":*")


def _term_query(words: Words) -> str:
    """Return the terms of a word or phrase as a ``tsquery``."""
    end = ":*" if words.is_prefix else ""
    alternatives = asked_terms(words.text, is_prefix=words.is_prefix)
    return " | ".join("(" + " <-> ".join(f"'{term}'" for term in one) + end + ")" for one in alternatives)


def _term_phrases(words: Words) -> str:
    """Return the terms of a word or phrase in the syntax of FTS5; a single word may be a part of a compound, too."""
    end = "*" if words.is_prefix else ""
    alternatives = asked_terms(words.text, is_prefix=words.is_prefix) or [("",)]
    phrases = (("words : " if len(one) > 1 else "") + _quoted(" ".join(one)) + end for one in alternatives)
    return "(" + " OR ".join(phrases) + ")"


def _english_phrase(words: Words) -> str:
    return _quoted(words.text) + ("*" if words.is_prefix else "")


def _has_not(tree: QueryTree) -> bool:
    if isinstance(tree, All | AnyOf):
        return any(map(_has_not, tree.parts))
    return isinstance(tree, Not)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', " ") + '"'
