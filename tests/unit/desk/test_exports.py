"""Exports: JSON lines, CSV without formulas, Parquet with types; nothing that may not be shown."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pyarrow.parquet
import pytest

from desk import exports
from desk.exports import COLUMNS, ExportFormat, csv_cell, csv_line, export_stories
from tests.support import desk_stories
from wiredesk.errors import ConfigError
from wiredesk.store import Store

VISIBLE = [desk_stories.HOSTILE, desk_stories.HARBOUR, desk_stories.RESCUE]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = desk_stories.filled(tmp_path_factory.mktemp("exports"))
    yield store
    store.close()


def exported(store: Store, format: ExportFormat) -> bytes:
    return b"".join(export_stories(store, format))


def test_json_lines_have_the_extraction_with_its_article(store: Store) -> None:
    lines = [json.loads(line) for line in exported(store, ExportFormat.jsonl).splitlines()]
    assert [line["id"] for line in lines] == VISIBLE
    assert lines[1]["article"]["version"] == 2 and lines[1]["entities"]


def test_csv_has_a_row_per_story_and_no_formula(store: Store) -> None:
    head, *rows = csv.reader(io.StringIO(exported(store, ExportFormat.csv).decode()))
    assert head == list(COLUMNS)
    assert [row[0] for row in rows] == VISIBLE
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    harbour = dict(zip(head, rows[1], strict=True))
    assert (harbour["people"], harbour["places"]) == (
        "Amina Otieno; Peter Lund",
        "Nairobi; Kenya; Mombasa; Mombasa port",
    )


@pytest.mark.parametrize("cell", ["x;=cmd|' /C calc'!A0", "a\tb", 'say "no"', "one, two", "one\r\ntwo", "x|=1+1"])
def test_a_cell_with_any_separator_is_quoted(cell: str) -> None:
    line = csv_line(["a", cell, None, 2])
    assert line.startswith('a,"') and line.endswith('",,2\r\n')
    assert next(csv.reader(io.StringIO(line, newline=""))) == ["a", cell, "", "2"]


@pytest.mark.parametrize("group", [1, 2, 5000])
def test_parquet_has_the_same_rows_whatever_the_size_of_its_groups(
    store: Store, group: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "STORIES_PER_TRANSACTION", 1)
    monkeypatch.setattr(exports, "ROW_GROUP_STORIES", group)
    table = pyarrow.parquet.read_table(io.BytesIO(exported(store, ExportFormat.parquet))).to_pylist()
    assert [row["id"] for row in table] == VISIBLE
    assert table[1]["published"] == datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    assert table[1]["people"] == ["Amina Otieno", "Peter Lund"]


@pytest.mark.parametrize("format", list(ExportFormat))
def test_an_empty_store_gives_an_empty_file(tmp_path_factory: pytest.TempPathFactory, format: ExportFormat) -> None:
    from wiredesk.settings import load
    from wiredesk.store import open_store

    store = open_store(load(home=tmp_path_factory.mktemp("empty")))
    body = exported(store, format)
    store.close()
    if format is ExportFormat.parquet:
        assert pyarrow.parquet.read_table(io.BytesIO(body)).num_rows == 0
    else:
        assert len(body.splitlines()) == (format is ExportFormat.csv)


def test_without_pyarrow_the_error_names_the_extra(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ConfigError, match=r"pyarrow, which is not installed; pip install 'wiredesk\[parquet\]'"):
        export_stories(store, ExportFormat.parquet)


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""), (7, "7"), ("text", "text"), (["a", "b"], "a; b"), ([], ""), ("=SUM(1)", "'=SUM(1)"),
        ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx"), ("＝1", "'＝1"), (["=1"], "'=1"),
        (datetime(2026, 11, 20, tzinfo=UTC), "2026-11-20T00:00:00+00:00"),
    ],
)  # fmt: skip
def test_cells(value: Any, cell: str) -> None:
    assert csv_cell(value) == cell
