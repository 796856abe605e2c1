"""JSON that may be damaged, deeply nested or badly encoded."""

from __future__ import annotations

import json
import re
from typing import Any

import orjson

from producer.formats.results import Limits
from producer.formats.text.decoding import decode
from wiredesk.errors import BadData, TooLarge

MAX_CONTAINERS = 1_000_000
"""Maximum objects and arrays of a document: each takes about 500 bytes of memory."""
_BRACKETS = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[\]{}]', re.S)  # possessive: no memory for backtracking


def load(data: bytes, name: str, limits: Limits, charset: str | None = None) -> Any:
    """Return the value of a JSON text, which is in UTF-8 or in the ``charset`` that the transport names.

    Raises:
        TooLarge: it has more than :data:`MAX_CONTAINERS` objects and arrays.
        BadData: it is damaged (with line and column) or nested too deep.
    """
    if len(data) > MAX_CONTAINERS and (count := data.count(b"{") + data.count(b"[")) > MAX_CONTAINERS:
        raise TooLarge(name, f"JSON of {count:,} objects and arrays", f"the limit is {MAX_CONTAINERS:,}")
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return _lenient(decode(data, transport=charset).strip("\ufeff\0\x7f \t\r\n"), name, limits)


def _lenient(text: str, name: str, limits: Limits) -> Any:
    """Accept raw control characters, lone surrogates and NaN, which orjson refuses."""
    if (depth := _depth(text, limits.depth)) > limits.depth:
        raise BadData(name, f"JSON nested deeper than {depth - 1} levels")
    try:
        return json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        cut = "; it ends too early" if not text[error.pos :].strip() else ""
        raise BadData(f"{name}, {place}", f"not JSON: {error.msg.lower()}{cut}") from None
    except (RecursionError, ValueError) as error:
        raise BadData(name, f"not JSON: {error}") from None


def _depth(text: str, limit: int) -> int:
    """Return the nesting depth of brackets; counting stops one above the limit."""
    depth = deepest = 0
    for match in _BRACKETS.finditer(text):
        first = match[0][0]
        if first in "[{":
            depth += 1
            deepest = max(deepest, depth)
            if depth > limit:
                break
        elif first in "]}":
            depth -= 1
    return deepest


def lower_keys(item: dict[str, Any]) -> dict[str, Any]:
    """Return the object with its keys in lower case, so that one table serves all generations of a format."""
    return {key.lower(): value for key, value in item.items()}


def string(value: object) -> str | None:
    """Return a string or a number as text; None for anything else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def objects(value: object) -> list[dict[str, Any]]:
    """Return the objects in a list, or the one object itself, with keys in lower case; other values are ignored."""
    items = value if isinstance(value, list) else [value]
    return [lower_keys(item) for item in items if isinstance(item, dict)]


def strings(value: object) -> list[str]:
    """Return the strings and numbers in a list, or the one value itself, as text."""
    items = value if isinstance(value, list) else [value]
    return [text for item in items if (text := string(item))]
