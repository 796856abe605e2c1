"""The tokens of a query, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from desk.queries.language.query_error import not_understood
from desk.queries.language.query_fields import ALIASES, FIELDS, field_name

QUOTES = '"“”„'
"""Quotation marks; text that is pasted has curly ones."""
_CLOSING = re.compile(f"[{QUOTES}]")
_FIELD = re.compile(r"([^\W\d_][\w-]{0,40})(:|>=|<=|>|<|=)")
_NUMBER = re.compile(r"[-$€£¥]?\d")
_SPACE = re.compile(r"\s*")
_RUN = re.compile(r"\S+")
_OPERATORS = {"AND": "and", "NOT": "not"}
"""Words that join others; in lower case they are words of the story."""


class TokenKind(StrEnum):
    """What a token is."""

    word = "word"
    phrase = "phrase"
    field = "field"
    either = "or"
    both = "and"
    minus = "not"
    opening = "("
    closing = ")"


@dataclass(frozen=True, slots=True)
class Token:
    """A token: a word, a phrase, a field with its value, or what joins them."""

    kind: TokenKind
    text: str
    """As the query has it."""
    column: int
    """Where it begins, from 1."""
    field: str = ""
    operator: str = ""
    value: str = ""


def tokens(query: str) -> Iterator[Token]:
    """Yield the tokens of a query.

    Raises:
        QueryNotUnderstood: a field is unknown or has no value, or its quotation mark is not closed.
    """
    at, depth = _after_space(query, 0), 0
    while at < len(query):
        token, end = _token(query, at, depth)
        depth += (token.kind is TokenKind.opening) - (token.kind is TokenKind.closing)
        yield token
        at = _after_space(query, end)


def _after_space(query: str, at: int) -> int:
    found = _SPACE.match(query, at)
    return found.end() if found else at


def _token(query: str, at: int, depth: int) -> tuple[Token, int]:
    """Return the token at a place and where it ends."""
    first = query[at]
    if first in "()":
        return Token(TokenKind(first), first, at + 1), at + 1
    is_excluded = query[at - 1 : at] == "-" and at > 0
    if first == "-" and not is_excluded and query[at + 1 : at + 2].strip():
        return Token(TokenKind.minus, "-", at + 1), at + 1
    if first in QUOTES:
        closing = _CLOSING.search(query, at + 1)
        end = closing.start() if closing else len(query)
        return Token(TokenKind.phrase, query[at + 1 : end], at + 1), end + 1
    if (found := _FIELD.match(query, at)) and (token := _field(query, found, depth)):
        return token
    run = _run(query, at, depth)
    if run.casefold() == "or" and not is_excluded:
        return Token(TokenKind.either, run, at + 1), at + len(run)
    kind = TokenKind(_OPERATORS[run]) if run in _OPERATORS and not is_excluded else TokenKind.word
    return Token(kind, run, at + 1), at + len(run)


def _run(query: str, at: int, depth: int) -> str:
    """Return what stands up to the next space, without the parentheses that close a group."""
    found = _RUN.match(query, at)
    run = found[0] if found else ""
    while depth and len(run) > 1 and run.endswith(")") and run.count(")") > run.count("("):
        run = run[:-1]
    return run


def _field(query: str, found: re.Match[str], depth: int) -> tuple[Token, int] | None:
    """Return the token of a field and where it ends; None if what looks like a field is a word."""
    written, operator = found[1], found[2]
    rest = _run(query, found.end(), depth) if query[found.end() : found.end() + 1].strip() else ""
    name = field_name(written)
    if name is None:
        if _is_word(written, operator, rest):
            return None
        raise _unknown(found.start() + 1, written, found[0] + rest)
    column = found.start() + 1
    if not rest:
        raise not_understood(column, found[0], "has no value", f"write {name}{_example(name)} without a space")
    if operator not in (":", "=") and not FIELDS[name].is_ordered:
        raise not_understood(column, found[0] + rest, f"{name} takes a colon only", f"write {written}:{rest}")
    value, end = rest, found.end() + len(rest)
    if rest[0] in QUOTES:
        closing = _CLOSING.search(query, found.end() + 1)
        if closing is None:
            raise not_understood(column, found[0] + rest, "the quotation mark is not closed", 'write " after the value')
        value, end = query[found.end() + 1 : closing.start()], closing.end()
    if not value.strip():
        raise not_understood(column, found[0], "has no value", f"write {name}{_example(name)}")
    operator = "=" if operator == ":" else operator
    token = Token(TokenKind.field, query[found.start() : end], column, name, operator, value)
    return token, end


def _is_word(written: str, operator: str, rest: str) -> bool:
    """Return whether what looks like a field that does not exist is a word: ``http://…``, ``Fed:``, ``a>b``."""
    if operator == ":":
        return not rest or rest.startswith("//")
    return operator == "=" or not (_NUMBER.match(rest) and _nearest(written))


def _nearest(written: str) -> str:
    names = [*FIELDS, *ALIASES]
    return next(iter(get_close_matches(written.lower(), names, 1, 0.7)), "")


def _unknown(column: int, written: str, piece: str) -> Exception:
    nearest = _nearest(written)
    known = f"did you mean {nearest}:" if nearest else f"the fields are {', '.join(FIELDS)}"
    return not_understood(
        column, piece, f'there is no field "{written}"', f'{known}; to search for the text, write "{piece}"'
    )


def _example(name: str) -> str:
    example = FIELDS[name].example
    return example if example[0] in "<>" else f":{example}"
