"""JSON in the scripts of a page, as templates write it: raw line breaks in strings, comments and CDATA around it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from producer.formats.jsontree import load
from producer.formats.results import Limits
from wiredesk.errors import BadData

_LEAD = re.compile(r"\s*+(?:(?:<!--|//\s*+<!\[CDATA\[|/\*\s*+<!\[CDATA\[\s*+\*/|<!\[CDATA\[)\s*+)?")
_TRAIL = re.compile(r"(?:\s*+(?:-->|//\s*+\]\]>|/\*\s*+\]\]>\s*+\*/|\]\]>|;))*+\s*+\Z")
_STRING_OR_COMMA = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|,(?=\s*+[}\]])', re.S)
_BAD_ESCAPE = re.compile(r"(\\[\"\\/bfnrtu])|\\", re.S)
MAX_VALUES = 50
"""Maximum number of values that follow each other in one script."""


def script_values(text: str) -> Iterator[Any]:
    """Yield the JSON values in the text of a script; a script that cannot be read has none."""
    text = text[_LEAD.match(text).end() :]  # type: ignore[union-attr]  # it matches the empty string
    tail = text[-200:]
    text = text[: len(text) - len(tail)] + _TRAIL.sub("", tail)
    if text.lstrip().startswith(("{&quot;", "[{&quot;", "&#123;")):
        text = html.unescape(text)
    try:
        yield load(text.encode("utf-8", "replace"), "JSON-LD", Limits())
    except BadData:
        yield from _one_by_one(_STRING_OR_COMMA.sub(_repaired, text))


def _repaired(match: re.Match[str]) -> str:
    """Return a string without the escapes that JSON does not know (``\\'``); nothing for a comma before a bracket."""
    return "" if match[0] == "," else _BAD_ESCAPE.sub(r"\1", match[0])


def _one_by_one(text: str) -> Iterator[Any]:
    """Yield the values that follow each other in a text, up to the first that is damaged."""
    decoder, at = json.JSONDecoder(strict=False), 0
    for _ in range(MAX_VALUES):
        at = len(text) - len(text[at:].lstrip(" \t\r\n,;"))
        if at >= len(text):
            return
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        yield value
