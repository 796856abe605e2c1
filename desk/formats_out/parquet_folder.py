"""A folder of Parquet files: one folder a table, one folder a month in it, each file whole or not there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from desk.formats_out.row_files import arrow_schema
from desk.views.table_form import ColumnType, Row


class ParquetFolder:
    """Writes rows as DuckDB, Polars and pandas read them: ``read_parquet('FOLDER/quotes/*/*.parquet')``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pyarrow: Any = import_module("pyarrow")  # lazy: an extra installs it
        self._parquet: Any = import_module("pyarrow.parquet")

    def write(
        self, table: str, month: str, name: str, columns: Iterable[tuple[str, ColumnType]], rows: Sequence[Row]
    ) -> None:
        """Write a file that is on disk when this returns; one of the same name is replaced.  No rows make no file.

        Args:
            month: such as ``2026-11``.
            name: of the file, without its ending.

        Raises:
            OSError: the folder is full or read-only; what was begun is removed.
        """
        if not rows:
            return
        folder = self.folder / table / f"month={month}"
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = folder / f".{name}.parquet.part"
        schema = arrow_schema(self._pyarrow, columns)
        try:
            data = self._pyarrow.table([list(column) for column in zip(*rows, strict=True)], schema=schema)
            with unfinished.open("wb") as file:
                self._parquet.write_table(data, file, compression="zstd")
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(folder / f"{name}.parquet")
        finally:
            unfinished.unlink(missing_ok=True)
