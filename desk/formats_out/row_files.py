"""Rows as a file: CSV that no spreadsheet takes for formulas, JSON, JSON lines, Parquet.  Written a batch at a time."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from importlib import import_module
from typing import Any

import orjson

from desk.views.table_form import ColumnType, Row, TableExport
from wiredesk.extras import require_extra
from wiredesk.safe_line import safe_json

ROW_GROUP_ROWS = 5000
"""Rows in a row group of a Parquet file, and at most those of a batch of stories more; bounds the memory."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""First characters that make a spreadsheet read a cell as a formula (OWASP, "CSV Injection")."""
_QUOTE = '"'
_QUOTED = re.compile(r"[\",;|\t\r\n]")
"""Quotation marks, line ends and separators.  Where the decimal mark is a comma, spreadsheets separate by semicolons: a
headline `x;=1+1` would else have a formula in it."""


def json_lines(batches: Iterable[list[Row]], table: TableExport) -> Iterator[bytes]:
    """Yield a JSON object a line."""
    for rows in batches:
        yield b"".join(one + b"\n" for one in json_rows(rows, table.names))


def json_rows(rows: Iterable[Row], names: tuple[str, ...]) -> Iterator[bytes]:
    """Yield each row as a JSON object."""
    for row in rows:
        yield safe_json(orjson.dumps(dict(zip(names, row, strict=True))))


def json_array(batches: Iterable[Iterable[bytes]], head: bytes = b"[", tail: bytes = b"]\n") -> Iterator[bytes]:
    """Yield JSON values as one array.

    Args:
        head: what stands before the first value.
    """
    separator = head + b"\n"
    for values in batches:
        written = list(values)
        if written:
            yield separator + b",\n".join(written)
            separator = b",\n"
    yield (tail if separator == b",\n" else head + tail)


def csv_file(batches: Iterable[list[Row]], table: TableExport) -> Iterator[bytes]:
    """Yield a CSV file with the names of the columns (RFC 4180)."""
    head = csv_line(table.names)
    writers = [_CSV_COLUMNS[type] for _, type in table.columns]
    for rows in batches:
        columns = [write(column) for write, column in zip(writers, zip(*rows, strict=True), strict=False)]
        lines = [",".join(cells) + "\r\n" for cells in zip(*columns, strict=True)]
        yield (head + "".join(lines)).encode("utf-8", "replace")
        head = ""
    yield head.encode()


def csv_line(values: Iterable[Any]) -> str:
    """Return a row.  A cell is quoted if it has a character that a spreadsheet of any country takes for a separator."""
    return ",".join(_text_cells([csv_cell(value) for value in values], is_safe=True)) + "\r\n"


def csv_cell(value: Any) -> str:
    """Return a value as text; an apostrophe keeps a spreadsheet from reading it as a formula."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_STARTS) else value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    text = "; ".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _text_cells(values: Iterable[str | None], *, is_safe: bool = False) -> list[str]:
    """Return texts as cells.

    Args:
        is_safe: no spreadsheet reads them as formulas.
    """
    cells = [value or "" for value in values]
    if not any(cells):
        return cells
    if not is_safe:
        cells = [f"'{cell}" if cell[:1] in _FORMULA_STARTS else cell for cell in cells]
    if _QUOTED.search("".join(cells)):  # in most columns no cell has any of them
        cells = [f'"{cell.replace(_QUOTE, 2 * _QUOTE)}"' if _QUOTED.search(cell) else cell for cell in cells]
    return cells


def _list_cells(values: Iterable[list[str]]) -> list[str]:
    return _text_cells(["; ".join(value) if value else "" for value in values])


def _other_cells(values: Iterable[Any]) -> list[str]:
    """Return values as cells that have no separators; a number below zero is no formula."""
    return ["" if value is None else str(value) for value in values]


_FORMULA_STARTS = frozenset(FORMULA_STARTS)
_CSV_COLUMNS: Mapping[ColumnType, Callable[[Iterable[Any]], list[str]]] = {
    "text": _text_cells,
    "names": _list_cells,
    "time": lambda values: ["" if value is None else value.isoformat() for value in values],
    "flag": lambda values: ["" if value is None else str(value).lower() for value in values],
    **dict.fromkeys(("int8", "int32", "int64", "real"), _other_cells),
}
"""By the type of a column, what makes cells of its values: a column at a time, which is faster than a row."""


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


def parquet_file(batches: Iterable[list[Row]], table: TableExport) -> Iterator[bytes]:
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
