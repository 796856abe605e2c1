"""All visible stories as a file for other programs: JSON lines, CSV or Parquet, written while the store is read."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from importlib import import_module
from itertools import chain, islice
from operator import attrgetter
from typing import Any

from desk.queries.stories import Story, iter_stories
from desk.views.records import story_document
from wiredesk.extras import require_extra
from wiredesk.quotations import is_quotation
from wiredesk.score_filter import at_least
from wiredesk.store import Store

STORIES_PER_TRANSACTION = 100
"""Stories read in one transaction, so that a slow reader of the export keeps none open."""
ROW_GROUP_STORIES = 5000
"""Stories in a row group of a Parquet file; bounds the memory of the export."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""First characters that make a spreadsheet read a cell as a formula (OWASP, "CSV Injection")."""


_QUOTE = '"'
_QUOTED = re.compile(r"[\",;|\t\r\n]")
"""Quotation marks, line ends and separators.  Where the decimal mark is a comma, spreadsheets separate by semicolons: a
headline `x;=1+1` would else have a formula in it."""


class ExportFormat(StrEnum):
    """The formats of an export."""

    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"


MEDIA_TYPES = {
    ExportFormat.jsonl: "application/x-ndjson",
    ExportFormat.csv: "text/csv; charset=utf-8",
    ExportFormat.parquet: "application/vnd.apache.parquet",
}
COLUMNS = ("id", "version", "source", "published", "urgency", "kind", "language", "headline", "people",
           "organisations", "places", "quotes", "words")  # fmt: skip
"""Columns of the table in CSV and Parquet."""


def export_stories(store: Store, format: ExportFormat, *, min_score: float = 0.0) -> Iterator[bytes]:
    """Return an iterator over the pieces of the file, in the order in which the stories were accepted.

    The first piece is made at once, so that an error appears before anything is written.

    Args:
        min_score: results with a lower score are left out, see :func:`wiredesk.score_filter.at_least`.

    Raises:
        ExtraNotInstalled: the format needs an extra that is not installed.
        StoreUnavailable: the store does not answer; also raised later, while the pieces are read.
    """
    writers = {ExportFormat.jsonl: _jsonl, ExportFormat.csv: _csv, ExportFormat.parquet: _parquet}
    pieces = writers[format](_batches(store), min_score)
    return chain([next(pieces, b"")], pieces)


def _batches(store: Store) -> Iterator[list[Story]]:
    after = 0
    while True:
        with store.read() as connection:
            stories = list(islice(iter_stories(connection, after=after), STORIES_PER_TRANSACTION))
        if not stories:
            return
        yield stories
        after = stories[-1].row["seq"]


def _jsonl(batches: Iterable[list[Story]], min_score: float) -> Iterator[bytes]:
    for stories in batches:
        yield b"".join(story_document(story, min_score=min_score) + b"\n" for story in stories if story.document)


def _csv(batches: Iterable[list[Story]], min_score: float) -> Iterator[bytes]:
    buffer = io.StringIO()
    buffer.write(csv_line(COLUMNS))
    for stories in batches:
        buffer.writelines(csv_line(table_row(story, min_score)) for story in stories)
        yield buffer.getvalue().encode("utf-8", "replace")
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue().encode()


def csv_line(values: Iterable[Any]) -> str:
    """Return a row.  A cell is quoted if it has a character that a spreadsheet of any country takes for a separator."""
    cells = (csv_cell(value) for value in values)
    return (
        ",".join(f'"{cell.replace(_QUOTE, 2 * _QUOTE)}"' if _QUOTED.search(cell) else cell for cell in cells) + "\r\n"
    )


def csv_cell(value: Any) -> str:
    """Return a value as text; an apostrophe keeps a spreadsheet from reading it as a formula."""
    if isinstance(value, datetime):
        return value.isoformat()
    text = "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def table_row(story: Story, min_score: float = 0.0) -> tuple[Any, ...]:
    """Return a story as a row of the table, in the order of ``COLUMNS``: names in the news, number of quotations."""
    article, found = story.article, story.extraction and at_least(story.extraction, min_score)
    names: dict[str, list[str]] = {}
    for entity in filter(attrgetter("in_news"), found.entities if found else ()):
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
        sum(map(is_quotation, found.quotes)) if found else 0,
        story.row["words"],
    )


class _PieceBuffer(io.RawIOBase):
    """A write-only file whose content is taken away while it is written: pyarrow has no writer that yields pieces."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._written = 0

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._pieces.append(bytes(piece))
        self._written += len(self._pieces[-1])
        return len(self._pieces[-1])

    def tell(self) -> int:
        return self._written

    def take(self) -> bytes:
        """Return what was written since the last call."""
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


def _parquet(batches: Iterable[list[Story]], min_score: float) -> Iterator[bytes]:
    """Yield a Parquet file, one row group after the other.

    Raises:
        ExtraNotInstalled: pyarrow is not installed.
    """
    require_extra("parquet", "the format parquet")
    pyarrow: Any = import_module("pyarrow")  # lazy: an extra installs it
    parquet: Any = import_module("pyarrow.parquet")
    buffer, schema = _PieceBuffer(), _schema(pyarrow)
    with parquet.ParquetWriter(buffer, schema, compression="zstd") as file:
        for rows in _row_groups(batches, min_score):
            columns = [list(column) for column in zip(*rows, strict=True)]
            file.write_table(pyarrow.table(columns, schema=schema))
            yield buffer.take()
    yield buffer.take()


def _row_groups(batches: Iterable[list[Story]], min_score: float) -> Iterator[list[tuple[Any, ...]]]:
    rows: list[tuple[Any, ...]] = []
    for stories in batches:
        rows += [table_row(story, min_score) for story in stories]
        if len(rows) >= ROW_GROUP_STORIES:
            yield rows
            rows = []
    if rows:
        yield rows


def _schema(pyarrow: Any) -> Any:
    """Return the Arrow schema of ``COLUMNS``; the pyarrow module is handed in because it is optional."""
    text, names = pyarrow.string(), pyarrow.list_(pyarrow.string())
    types = (text, pyarrow.int64(), text, pyarrow.timestamp("ms", tz="UTC"), pyarrow.int8(), text, text, text, names,
             names, names, pyarrow.int32(), pyarrow.int32())  # fmt: skip
    return pyarrow.schema(list(zip(COLUMNS, types, strict=True)))
