"""Words inside a quote: conditions on the quote's own text.

The full-text index is of whole stories.  It finds the stories, and these conditions the quotes in them: each word must
begin as its stem does, at the beginning of a word of the quote.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, func, not_, or_

from desk.queries.language.query_parser import parse_query
from desk.queries.language.query_tree import AnyOf, FieldTest, Not, QueryTree, Words
from desk.queries.query_syntax import BadQuery
from desk.queries.word_stems import beginning_of
from wiredesk.store.tables import quotes

_BEFORE_WORDS = (" ", "\n", "\t", '"', "'", "“", "‘", "«", "(", "[", "-", "–", "—", "/", "…", "$", "€", "£")
"""Characters after which a word begins."""


def said_words(words: str) -> list[ColumnElement[bool]]:
    """Return the conditions on a row of ``quotes``: its text has these words, phrases and alternatives; none without
    words.

    Raises:
        BadQuery: the words are not a valid query.
    """
    tree = parse_query(words) if words else None
    return [] if tree is None else [_condition(tree)]


def _condition(tree: QueryTree) -> ColumnElement[bool]:
    if isinstance(tree, Words):
        return _has(tree)
    if isinstance(tree, Not):
        return not_(_condition(tree.part))
    if isinstance(tree, FieldTest):
        raise BadQuery("said", "takes words only", "leave the fields out")
    return (or_ if isinstance(tree, AnyOf) else and_)(*map(_condition, tree.parts))


def _has(words: Words) -> ColumnElement[bool]:
    content = func.lower(quotes.c.content)
    *before, last = words.text.lower().split() or [words.text]
    wanted = " ".join([*before, last if words.is_prefix else beginning_of(last)])
    begins = (content.contains(sign + wanted, autoescape=True) for sign in _BEFORE_WORDS)
    return or_(content.startswith(wanted, autoescape=True), *begins)
