"""The lake as DuckDB and Polars read it: every table is one dataset."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars
import pytest

from desk.sinks.sink_registry import build_sink
from desk.views.export_tables import STORY_TABLES
from tests.support.outgoing import outgoing


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lake")
    with build_sink({"type": "lake", "name": "lake", "folder": str(folder)}, "[[sink]]").open() as sink:
        sink.send([outgoing(1), outgoing(2)])
        sink.send([outgoing(3, "s1", version=2), outgoing(4, "s2", what="withdrawn", story=None)])
    return folder


def test_duckdb_finds_what_readers_see_now(lake: Path) -> None:
    newest = """
        SELECT e.story, e.version, e.name
        FROM read_parquet(? || '/entities/*/*.parquet', hive_partitioning = true) AS e
        JOIN (SELECT id, max_by(change, change) AS change, max_by(what, change) AS what
              FROM read_parquet(? || '/changes/*/*.parquet') GROUP BY id) AS c
          ON c.id = e.story AND c.change = e.change
        WHERE c.what <> 'withdrawn' ORDER BY e.story
    """
    assert duckdb.execute(newest, [str(lake), str(lake)]).fetchall() == [("s1", 2, "Anna Kovac")]


def test_polars_reads_each_table(lake: Path) -> None:
    frame = polars.scan_parquet(lake / "stories" / "**" / "*.parquet", hive_partitioning=True).collect()
    assert frame["change"].to_list() == [1, 2, 3] and frame["month"].unique().to_list() == ["2026-11"]
    for table in STORY_TABLES:
        if (lake / table).exists():
            columns = polars.scan_parquet(lake / table / "**" / "*.parquet").collect_schema().names()
            assert columns[1:-1] == list(STORY_TABLES[table].names) or columns[1:] == list(STORY_TABLES[table].names)
