"""Visible stories, their events, or all things, as a file for other programs: rows, or a format of the trade.

It is written while the store is read.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from importlib import import_module
from itertools import chain, islice
from typing import Any

import orjson

from desk.formats_out.ftm import write_ftm
from desk.formats_out.newsml_g2 import news_message
from desk.formats_out.out_formats import FORMATS, Write
from desk.queries.related_stories import Across, across
from desk.queries.stories import Story, iter_stories
from desk.queries.thing_list import next_things
from desk.views.export_tables import TABLES, ExportTable, thing_row
from desk.views.records import story_document
from desk.views.table_form import ColumnType, Row, TableExport, shown_story
from wiredesk.errors import EXIT_USAGE, WiredeskError
from wiredesk.extras import require_extra
from wiredesk.safe_line import safe_json
from wiredesk.store import Store
from wiredesk.store.types import database_time

STORIES_PER_TRANSACTION = 100
"""Stories read in one transaction, so that a slow reader of the export keeps none open."""
ROW_GROUP_ROWS = 5000
"""Rows in a row group of a Parquet file, and at most those of a batch of stories more; bounds the memory."""
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
    ninjs = "ninjs"
    ninjs_1 = "ninjs-1"
    newsml_g2 = "newsml-g2"
    ftm = "ftm"


_WRITERS: Mapping[ExportFormat, Write] = {
    **{ExportFormat(format.value): row.write for format, row in FORMATS.items()},
    ExportFormat.ftm: write_ftm,
}
"""The formats that have stories, and no rows."""


class StoriesOnly(WiredeskError):
    """The format has whole stories, and no rows of other tables."""

    exit_code = EXIT_USAGE


MEDIA_TYPES = {
    ExportFormat.jsonl: "application/x-ndjson",
    ExportFormat.csv: "text/csv; charset=utf-8",
    ExportFormat.parquet: "application/vnd.apache.parquet",
    ExportFormat.ninjs: "application/x-ndjson",
    ExportFormat.ninjs_1: "application/x-ndjson",
    ExportFormat.ftm: "application/x-ndjson",
    ExportFormat.newsml_g2: "application/vnd.iptc.g2.newsmessage+xml",
}


def export_stories(
    store: Store, format: ExportFormat, *, table: ExportTable = ExportTable.stories, min_score: float = 0.0
) -> Iterator[bytes]:
    """Return an iterator over the pieces of the file, in the order in which the stories were accepted.

    JSON lines of stories are whole documents, ninjs is one item a line, NewsML-G2 one message with all items; every
    other file has the rows of a table.

    The first piece is made at once, so that an error appears before anything is written.

    Args:
        table: what the file has a row for.
        min_score: results with a lower score are left out, see :func:`wiredesk.score_filter.at_least`.

    Raises:
        ExtraNotInstalled: the format needs an extra that is not installed.
        StoriesOnly: the format has no rows of that table.
        StoreUnavailable: the store does not answer; also raised later, while the pieces are read.
    """
    pieces = _pieces(store, format, table, min_score)
    return chain([next(pieces, b"")], pieces)


Batch = tuple[list[Story], dict[int, Across]]
"""Stories, and what is known of each from others, by its ``seq``."""


def _pieces(store: Store, format: ExportFormat, table: ExportTable, min_score: float) -> Iterator[bytes]:
    batches = _batches(store)
    if format in _WRITERS:
        if table is not ExportTable.stories:
            raise StoriesOnly(f"export of {table}", f"{format} has stories only", "choose csv, parquet or jsonl")
        return _stories(store, format, batches, min_score)
    if format is ExportFormat.jsonl and table is ExportTable.stories:
        return _documents(batches, min_score)
    chosen = TABLES[table]
    rows: Iterator[list[Row]] = (
        [row for story in stories for row in chosen.rows(shown_story(story, others[story.row["seq"]], min_score))]
        for stories, others in batches
    )
    if table is ExportTable.things:
        rows = _thing_rows(store)
    writers = {ExportFormat.jsonl: _json_rows, ExportFormat.csv: _csv, ExportFormat.parquet: _parquet}
    return writers[format](rows, chosen)


def _batches(store: Store) -> Iterator[Batch]:
    after = 0
    while True:
        with store.read() as connection:
            stories = list(islice(iter_stories(connection, after=after), STORIES_PER_TRANSACTION))
            others = across(connection, [story.row["seq"] for story in stories])
        if not stories:
            return
        yield stories, others
        after = stories[-1].row["seq"]


def _thing_rows(store: Store) -> Iterator[list[Row]]:
    after: int | None = 0
    while after is not None:
        with store.read() as connection:
            found, after = next_things(connection, after)
        yield [thing_row(one) for one in found]


def _documents(batches: Iterable[Batch], min_score: float) -> Iterator[bytes]:
    for stories, others in batches:
        yield b"".join(
            story_document(story, min_score=min_score, others=others[story.row["seq"]]) + b"\n"
            for story in stories
            if story.document
        )


def _stories(store: Store, format: ExportFormat, batches: Iterable[Batch], min_score: float) -> Iterator[bytes]:
    """Yield stories in a format of the trade."""
    items = (
        _WRITERS[format](
            story.article, shown_story(story, others[story.row["seq"]], min_score).found, story.row["accepted_at"]
        )
        for stories, others in batches
        for story in stories
    )
    if format is not ExportFormat.newsml_g2:
        return (item + b"\n" for item in items)
    with store.read() as connection:
        return news_message(items, database_time(connection))


def _json_rows(batches: Iterable[list[Row]], table: TableExport) -> Iterator[bytes]:
    for rows in batches:
        yield b"".join(safe_json(orjson.dumps(dict(zip(table.names, row, strict=True)))) + b"\n" for row in rows)


def _csv(batches: Iterable[list[Row]], table: TableExport) -> Iterator[bytes]:
    buffer = io.StringIO()
    buffer.write(csv_line(table.names))
    for rows in batches:
        buffer.writelines(map(csv_line, rows))
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
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    text = "; ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


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


def _parquet(batches: Iterable[list[Row]], table: TableExport) -> Iterator[bytes]:
    """Yield a Parquet file, one row group after the other.

    Raises:
        ExtraNotInstalled: pyarrow is not installed.
    """
    require_extra("parquet", "the format parquet")
    pyarrow: Any = import_module("pyarrow")  # lazy: an extra installs it
    parquet: Any = import_module("pyarrow.parquet")
    buffer, schema = _PieceBuffer(), arrow_schema(pyarrow, table.columns)
    with parquet.ParquetWriter(buffer, schema, compression="zstd") as file:
        for rows in _row_groups(batches):
            columns = [list(column) for column in zip(*rows, strict=True)]
            file.write_table(pyarrow.table(columns, schema=schema))
            yield buffer.take()
    yield buffer.take()


def _row_groups(batches: Iterable[list[Row]]) -> Iterator[list[Row]]:
    group: list[Row] = []
    for rows in batches:
        group += rows
        if len(group) >= ROW_GROUP_ROWS:
            yield group
            group = []
    if group:
        yield group


def arrow_schema(pyarrow: Any, columns: Iterable[tuple[str, ColumnType]]) -> Any:
    """Return the Arrow schema of columns; the pyarrow module is handed in because it is optional."""
    types: dict[ColumnType, Any] = {
        "text": pyarrow.string(),
        "names": pyarrow.list_(pyarrow.string()),
        "time": pyarrow.timestamp("ms", tz="UTC"),
        "flag": pyarrow.bool_(),
        "int8": pyarrow.int8(),
        "int32": pyarrow.int32(),
        "int64": pyarrow.int64(),
        "real": pyarrow.float64(),
    }
    return pyarrow.schema([(name, types[type]) for name, type in columns])
