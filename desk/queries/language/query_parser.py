"""Reads a query into its tree.

The grammar, where *or* binds less than the space, which means *and*::

    query   = group { "or" group }
    group   = part { [ "AND" ] part }
    part    = [ "-" | "NOT" ] ( word | phrase | field | "(" query ")" )
"""

from __future__ import annotations

import re
from typing import cast

from desk.queries.language.query_error import not_understood
from desk.queries.language.query_fields import FIELDS
from desk.queries.language.query_tokens import QUOTES, Token, TokenKind, tokens
from desk.queries.language.query_tree import All, AnyOf, FieldTest, Not, Operator, QueryTree, Words, joined, leaves
from desk.queries.query_syntax import MAX_SEARCH_CHARACTERS, BadQuery

MAX_PARTS = 32
"""Words, phrases and fields of one query; bounds the time of a search."""
MAX_DEPTH = 8
"""Levels of parentheses and exclusions."""
MIN_PREFIX_LETTERS = 3
"""Letters before a star: fewer are the beginning of too many words."""
_WORD = re.compile(r"\w")
_QUOTES = str.maketrans("", "", QUOTES)


def parse_query(query: str) -> QueryTree | None:
    """Return the tree of a query; None if it has neither words nor fields.

    Punctuation alone is left out, and a phrase whose quotation mark is not closed ends with the query.

    Raises:
        QueryNotUnderstood: a part is not understood; the error names it and its place.
        BadQuery: the query is too long, or asks only for what stories must not have.
    """
    if len(query) > MAX_SEARCH_CHARACTERS:
        raise BadQuery("search", f"longer than {MAX_SEARCH_CHARACTERS} characters", "search for fewer words")
    reader = _QueryReader(list(tokens(query)))
    tree = reader.alternatives(0)
    if reader.rest:
        raise _unopened(reader.rest[0])
    if sum(1 for _ in leaves(tree)) > MAX_PARTS:
        raise BadQuery("search", f"more than {MAX_PARTS} words and fields", "search for fewer")
    if tree is not None and not _asks(tree):
        raise BadQuery("search", "contains only exclusions", "add a word to search for")
    return tree


class _QueryReader:
    """Reads tokens from the first to the last."""

    def __init__(self, found: list[Token]) -> None:
        self.rest = found

    def alternatives(self, depth: int) -> QueryTree | None:
        """Return what stands up to the end of the query or of the group."""
        groups = [self._group(depth)]
        while self._next(TokenKind.either):
            groups.append(self._group(depth))
        parts = [group for group in groups if group is not None]
        flat = tuple(inner for part in parts for inner in (part.parts if isinstance(part, AnyOf) else (part,)))
        if len(flat) < 2:
            return flat[0] if flat else None
        return AnyOf(flat)

    def _group(self, depth: int) -> QueryTree | None:
        parts = []
        while self.rest and self.rest[0].kind not in (TokenKind.either, TokenKind.closing):
            if self._next(TokenKind.both):
                continue
            if (part := self._part(depth)) is not None:
                parts.append(part)
        return joined(tuple(parts))

    def _part(self, depth: int) -> QueryTree | None:
        token = self.rest.pop(0)
        if depth >= MAX_DEPTH:
            raise not_understood(token.column, token.text, f"more than {MAX_DEPTH} levels", "use fewer parentheses")
        if token.kind is TokenKind.minus:
            part = self._part(depth + 1) if self._has_part() else None
            return None if part is None else Not(part)
        if token.kind is TokenKind.opening:
            part = self.alternatives(depth + 1)
            if not self._next(TokenKind.closing):
                raise not_understood(
                    token.column, token.text, "the parenthesis is not closed", 'write ")", or put the text in quotes'
                )
            return part
        if token.kind is TokenKind.field:
            return _condition(token)
        return _words(token)

    def _has_part(self) -> bool:
        joins = (TokenKind.either, TokenKind.both, TokenKind.closing)
        return bool(self.rest) and self.rest[0].kind not in joins

    def _next(self, kind: TokenKind) -> bool:
        """Drop the next token if it is of a kind, and return whether it was."""
        if self.rest and self.rest[0].kind is kind:
            self.rest.pop(0)
            return True
        return False


def _words(token: Token) -> QueryTree | None:
    """Return a word or a phrase; None if it is only punctuation."""
    text = token.text if token.kind is TokenKind.phrase else token.text.translate(_QUOTES)
    text = " ".join(text.split())
    if "*" not in text:
        return Words(text, column=token.column) if _WORD.search(text) else None
    beginning = text.rstrip("*")
    last = re.split(r"\W+", beginning)[-1]
    if "*" in beginning or not beginning:
        raise not_understood(token.column, token.text, "a star stands only at the end of a word", "such as oil*")
    if len(last) < MIN_PREFIX_LETTERS:
        cause = f"fewer than {MIN_PREFIX_LETTERS} letters before the star"
        raise not_understood(token.column, token.text, cause, "write more of the word")
    return Words(beginning, is_prefix=True, column=token.column)


def _condition(token: Token) -> QueryTree:
    field = FIELDS[token.field]
    try:
        return field.read(token.field, cast("Operator", token.operator), token.value, token.column)
    except ValueError as error:
        raise not_understood(token.column, token.text, str(error), f"{token.field} takes {field.takes}") from None


def _asks(tree: QueryTree) -> bool:
    """Return whether each alternative asks for something.

    An excluded field may stand alone: the newest stories are read until enough fit.  Excluded words may not, because
    no index finds the stories without them.
    """
    if isinstance(tree, AnyOf):
        return all(map(_asks, tree.parts))
    if isinstance(tree, All) and not all(isinstance(part, Not) for part in tree.parts):
        return any(_asks(part) for part in tree.parts if not isinstance(part, Not))
    return isinstance(tree, Words | FieldTest) or not any(isinstance(leaf, Words) for leaf in leaves(tree))


def _unopened(token: Token) -> BadQuery:
    return not_understood(
        token.column, token.text, "there is no parenthesis to close", 'write "(" before, or put the text in quotes'
    )
