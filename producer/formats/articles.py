"""Article JSON: one object, an array, or one object a line; a line may also hold a ninjs item."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from producer.formats import codes, jsonshapes, ninjs
from producer.formats.draft import Draft
from producer.formats.jsontree import load, string, strings
from producer.formats.results import Skipped
from producer.formats.text.decoding import decode, printable, without_surrogates
from producer.formats.wire_file import WireFile
from wiredesk.errors import BadData, TooLarge

_TIMES = ("published", "updated", "embargo_until", "received")
_TEXTS = ("id", "scope", "headline", "byline", "slugline", "language", "source", "url", "rights", "editor_note")
SAMPLED_LINES = 5
"""Lines that are read to recognise a file of JSON lines."""
LINE_SLACK = 2
"""Maximum ratio of a line's bytes to its story's: JSON escapes and the other fields need space."""


def parse(file: WireFile) -> Iterator[Draft | Skipped | BadData]:
    """Yield a draft for one object, or for each object of an array."""
    for place, item in ninjs.items(file.json):
        yield _read(item, place, file)


def parse_lines(file: WireFile) -> Iterator[Draft | Skipped | BadData]:
    """Yield a draft for each line of a file of any size; a damaged line is rejected without its neighbours."""
    max_bytes = file.limits.story_bytes * LINE_SLACK + 100_000
    number = 0
    with file.stream() as stream:
        while line := stream.readline(max_bytes + 1):
            number += 1
            place = f"line {number}"
            if len(line) > max_bytes:
                yield TooLarge(file.subject(place), f"a line of more than {max_bytes:,} bytes")
                while line and not line.endswith(b"\n"):
                    line = stream.readline(max_bytes)
                continue
            if not line.strip(b" \t\r\n\0\x7f"):
                continue
            try:
                item = load(line, file.subject(place), file.limits)
            except BadData as error:
                yield error
                continue
            yield _read(item, place, file)


def _read(item: Any, place: str, file: WireFile) -> Draft | Skipped | BadData:
    found = jsonshapes.detect_shape(item) if isinstance(item, dict) else None
    if found == "article":
        inner = item.get("article")
        return _draft(inner if isinstance(inner, dict) else item, place)
    if found == "ninjs":
        return ninjs.item_draft(item, place)
    return file.bad("neither an article nor a ninjs item", place)


def _draft(item: dict[str, Any], place: str) -> Draft:
    """Return the article unchanged, except for control characters and invalid times, which an Article cannot hold."""
    draft = Draft("article", place)
    draft.as_given = True
    why = "the article's own field"
    for field in _TEXTS:
        draft.put_as_given(field, string(item.get(field)), why)
    draft.put_version(item.get("version"), why)
    draft.put_code("urgency", item.get("urgency"), codes.urgency, why)
    draft.put_code("status", item.get("status"), codes.status, why)
    draft.put("format", string(item.get("format")), why)
    kind = item.get("kind")
    draft.put("kind", kind if kind in ("story", "update", "correction", "advisory") else None, why)
    for field in _TIMES:
        draft.put(field, item.get(field), why)
    for field in ("keywords", "subjects"):
        draft.put(field, tuple(strings(item.get(field))), why)
    body = string(item.get("body")) or ""
    draft.put_body([printable(without_surrogates(body))], why)
    return draft


def is_json_lines(start: bytes) -> bool:
    """Return whether a file begins with a JSON object on one line and more lines follow; the first may be damaged."""
    lines = [line.rstrip(b"\r") for line in start.split(b"\n", SAMPLED_LINES)[:SAMPLED_LINES]]
    objects = [line for line in lines if line.startswith(b"{") and len(line) > 1]
    if len(objects) < 2 or objects[0] is not lines[0]:
        return False
    return any(_is_object(line) for line in objects)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(orjson.loads(decode(line)), dict)
    except orjson.JSONDecodeError:
        return False
