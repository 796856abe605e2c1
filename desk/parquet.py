"""The table of stories as Parquet: typed, compressed, written group by group.  Needs the extra ``parquet``."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from desk.exports import COLUMNS, row
from wiredesk.errors import ConfigError

if TYPE_CHECKING:
    from desk.queries.stories import Story

GROUP = 5000
"""Stories in a row group."""


class _Sink(io.RawIOBase):
    """A file that is taken away piece by piece while it is written."""

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
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


def written(parts: Iterable[list[Story]]) -> Iterator[bytes]:
    """The pieces of a Parquet file.

    Raises:
        ConfigError: pyarrow is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise ConfigError("parquet", "pyarrow is not installed", "pip install 'wiredesk[parquet]'") from None
    return _written(parts, pyarrow)


def _written(parts: Iterable[list[Story]], pyarrow: Any) -> Iterator[bytes]:
    sink, schema = _Sink(), _schema(pyarrow)
    with pyarrow.parquet.ParquetWriter(sink, schema, compression="zstd") as file:
        for rows in _groups(parts):
            columns = [list(column) for column in zip(*rows, strict=True)]
            file.write_table(pyarrow.table(columns, schema=schema))
            yield sink.take()
    yield sink.take()


def _groups(parts: Iterable[list[Story]]) -> Iterator[list[tuple[Any, ...]]]:
    rows: list[tuple[Any, ...]] = []
    for stories in parts:
        rows += map(row, stories)
        if len(rows) >= GROUP:
            yield rows
            rows = []
    if rows:
        yield rows


def _schema(pyarrow: Any) -> Any:
    text, names = pyarrow.string(), pyarrow.list_(pyarrow.string())
    types = (text, pyarrow.int64(), text, pyarrow.timestamp("ms", tz="UTC"), pyarrow.int8(), text, text, text, names,
             names, names, pyarrow.int32(), pyarrow.int32())  # fmt: skip
    return pyarrow.schema(list(zip(COLUMNS, types, strict=True)))
