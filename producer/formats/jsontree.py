"""JSON that may be broken, deep or badly encoded."""

from __future__ import annotations

import json
import re
from typing import Any

import orjson

from producer.formats.results import Limits
from producer.formats.text.decoding import decode
from wiredesk.errors import BadData, TooLarge

MAX_CONTAINERS = 1_000_000
"""Objects and arrays above which a document is refused: each takes some 500 bytes of memory."""
_BRACKETS = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[\]{}]', re.S)  # possessive: nothing to go back to is kept


def load(data: bytes, name: str, limits: Limits) -> Any:
    """The value of a JSON text.

    Raises :class:`BadData` with line and column where it is broken, or how deep it nests.
    """
    if len(data) > MAX_CONTAINERS and (count := data.count(b"{") + data.count(b"[")) > MAX_CONTAINERS:
        raise TooLarge(name, f"JSON of {count:,} objects and arrays", f"the limit is {MAX_CONTAINERS:,}")
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return _lenient(decode(data).strip("\ufeff\0\x7f \t\r\n"), name, limits)


def _lenient(text: str, name: str, limits: Limits) -> Any:
    """Raw controls, lone surrogates and NaN are let through; what is broken is named."""
    if (depth := _depth(text, limits.depth)) > limits.depth:
        raise BadData(name, f"JSON nested more than {depth - 1} deep")
    try:
        return json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        cut = "; it ends too soon" if not text[error.pos :].strip() else ""
        raise BadData(f"{name}, {place}", f"not JSON: {error.msg.lower()}{cut}") from None
    except (RecursionError, ValueError) as error:
        raise BadData(name, f"not JSON: {error}") from None


def _depth(text: str, limit: int) -> int:
    """How deep brackets nest, counted no further than one above the limit."""
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


def folded(item: dict[str, Any]) -> dict[str, Any]:
    """The object with its keys in lower case: one table serves all generations of a format."""
    return {key.lower(): value for key, value in item.items()}


def string(value: object) -> str | None:
    """A value as text: strings and numbers; None for anything else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def objects(value: object) -> list[dict[str, Any]]:
    """The objects in a list, or the one object itself, with folded keys; other values are left out."""
    items = value if isinstance(value, list) else [value]
    return [folded(item) for item in items if isinstance(item, dict)]


def strings(value: object) -> list[str]:
    """The texts in a list, or the one text itself."""
    items = value if isinstance(value, list) else [value]
    return [text for item in items if (text := string(item))]
