"""Changes of a query's text: a condition is added, a part taken out or replaced, and the text stays what a user reads.

The parts are those that a story must all fit.  Alternatives that are joined by *or* without parentheses are one part.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from desk.queries.language.query_tokens import QUOTES, TokenKind, tokens

_BARE = re.compile(r"[\w.:+/&-]+")


@dataclass(frozen=True, slots=True)
class QueryPart:
    """A part of a query that a story must fit."""

    text: str
    """As the query has it, with the sign that excludes; a quotation mark that was not closed is."""
    field: str = ""
    """The field of a single condition that is not excluded."""
    value: str = ""
    operator: str = ""


def query_parts(query: str) -> list[QueryPart]:
    """Return the parts of a query in their order.

    Raises:
        QueryNotUnderstood: the query is invalid.
    """
    found = list(tokens(query))
    if found and found[-1].kind is TokenKind.phrase and found[-1].column + len(found[-1].text) == len(query):
        query += '"'  # the quotation mark of the last phrase is not closed
    starts = [one.column - 1 for one in found] + [len(query)]
    depth, begins = 0, list[int]()
    for at, token in enumerate(found):
        follows_minus = at > 0 and found[at - 1].kind is TokenKind.minus
        if token.kind is TokenKind.either and depth == 0:
            return [QueryPart(query.strip())]
        if depth == 0 and not follows_minus and token.kind not in (TokenKind.both, TokenKind.closing):
            begins.append(at)
        depth += (token.kind is TokenKind.opening) - (token.kind is TokenKind.closing)
    parts = []
    for number, at in enumerate(begins):
        end = begins[number + 1] if number + 1 < len(begins) else len(found)
        if all(one.kind in (TokenKind.minus, TokenKind.both) for one in found[at:end]):
            continue  # an exclusion of nothing
        text = query[starts[at] : starts[end]].strip()
        text = re.sub(r"\s+AND$", "", text)
        token = found[at]
        parts.append(QueryPart(text, token.field, token.value, token.operator) if token.field else QueryPart(text))
    return parts


def condition(field: str, value: str) -> str:
    """Return a condition in the language: ``source:"Meridian Wire"``.

    Args:
        value: without quotation marks, which a value cannot have.
    """
    value = " ".join(value.translate(_NO_QUOTES).split())
    is_bare = bool(_BARE.fullmatch(value)) and not value.startswith(("-", "/"))
    return f"{field}:{value}" if is_bare else f'{field}:"{value}"'


def with_condition(query: str, field: str, value: str, *, instead_of: Collection[str] = ()) -> str:
    """Return a query that also asks for a value of a field.

    Args:
        instead_of: fields whose conditions are taken out.
    """
    parts = [part.text for part in query_parts(query) if part.field not in instead_of or not part.field]
    if len(parts) == 1 and _has_alternatives(parts[0]):
        parts = [f"({parts[0]})"]
    return " ".join([*parts, condition(field, value)])


def without_part(query: str, number: int) -> str:
    """Return a query without the part of a number, counted from 0."""
    return " ".join(part.text for at, part in enumerate(query_parts(query)) if at != number)


def without_condition(query: str, field: str, value: str) -> str:
    """Return a query without the conditions that ask for a value of a field."""
    return " ".join(part.text for part in query_parts(query) if not asks_for(part, field, value))


def asks_for(part: QueryPart, field: str, value: str) -> bool:
    """Return whether a part asks for a value of a field."""
    return part.field == field and part.operator == "=" and part.value.strip().casefold() == value.casefold()


def _has_alternatives(query: str) -> bool:
    depth = 0
    for token in tokens(query):
        if token.kind is TokenKind.either and depth == 0:
            return True
        depth += (token.kind is TokenKind.opening) - (token.kind is TokenKind.closing)
    return False


_NO_QUOTES = str.maketrans(dict.fromkeys(QUOTES, " "))
