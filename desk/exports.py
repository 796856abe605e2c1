"""Stories as files that other programs read: JSON lines, a CSV table, a Parquet table; all written as they are read."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from desk.queries.stories import Story
    from wiredesk.store import Store

AT_ONCE = 100
"""Stories read in one transaction: a slow reader holds none open."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Beginnings that a spreadsheet takes for a formula (OWASP, "CSV Injection")."""


class Format(StrEnum):
    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"


TYPES = {
    Format.jsonl: "application/x-ndjson",
    Format.csv: "text/csv; charset=utf-8",
    Format.parquet: "application/vnd.apache.parquet",
}
COLUMNS = ("id", "version", "source", "published", "urgency", "kind", "language", "headline", "people",
           "organisations", "places", "quotes", "words")  # fmt: skip


def export(store: Store, format: Format) -> Iterator[bytes]:
    """Every story in sight, in the order in which they were accepted, in pieces.

    Raises:
        ConfigError: the format needs an extra that is not installed.
        StoreUnavailable: the store does not answer.  Both are raised at once, before any piece; later, only the last.
    """
    pieces = _writer(format)(_read(store))
    return chain([next(pieces, b"")], pieces)


def _writer(format: Format) -> Callable[[Iterable[list[Story]]], Iterator[bytes]]:
    if format is Format.parquet:
        from desk.parquet import written

        return written
    return _csv if format is Format.csv else _jsonl


def _read(store: Store) -> Iterator[list[Story]]:
    from desk.queries.stories import every

    after = 0
    while True:
        with store.read() as connection:
            stories = list(islice(every(connection, after=after), AT_ONCE))
        if not stories:
            return
        yield stories
        after = stories[-1].row["seq"]


def _jsonl(parts: Iterable[list[Story]]) -> Iterator[bytes]:
    for stories in parts:
        yield b"".join(line(story) + b"\n" for story in stories if story.document)


def line(story: Story) -> bytes:
    """The extraction document as JSON, the article in it."""
    article = orjson.Fragment(story.article.model_dump_json().encode())
    return orjson.dumps(orjson.loads(story.document or "{}") | {"article": article})


def _csv(parts: Iterable[list[Story]]) -> Iterator[bytes]:
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(COLUMNS)
    for stories in parts:
        writer.writerows([_cell(value) for value in row(story)] for story in stories)
        yield sheet.getvalue().encode("utf-8", "replace")
        sheet.seek(0)
        sheet.truncate()
    yield sheet.getvalue().encode()


def _cell(value: Any) -> str:
    """A value as text; what a spreadsheet would take for a formula is quoted with an apostrophe."""
    if isinstance(value, datetime):
        return value.isoformat()
    text = "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def row(story: Story) -> tuple[Any, ...]:
    """A story as a row of the table, in the order of ``COLUMNS``."""
    article, found = story.article, story.extraction
    names: dict[str, list[str]] = {}
    for entity in found.entities if found else ():
        names.setdefault(entity.type, []).append(entity.name)
    return (
        article.id,
        article.version,
        article.source,
        article.published or article.updated,
        article.urgency,
        article.kind,
        found.language if found else article.language,
        article.headline,
        names.get("PERSON", []),
        names.get("ORG", []),
        names.get("GPE", []) + names.get("LOC", []) + names.get("FAC", []),
        len(found.quotes) if found else 0,
        story.row["words"],
    )
