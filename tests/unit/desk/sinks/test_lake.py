"""A lake of Parquet files: every change once, whatever was cut off."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet
import pytest

from desk.sinks.sink import Sink, SinkUnavailable
from desk.sinks.sink_registry import build_sink
from tests.support.outgoing import outgoing


def lake(folder: Path) -> Sink:
    return build_sink({"type": "lake", "name": "lake", "folder": str(folder)}, "[[sink]] 1").open()


def numbers(folder: Path, table: str) -> list[int]:
    found = pyarrow.parquet.read_table(folder / table, columns=["change"])
    return sorted(found["change"].to_pylist())


def test_the_files_of_a_lake_are_one_dataset_a_table(tmp_path: Path) -> None:
    with lake(tmp_path) as sink:
        assert sink.position() is None
        sink.send([outgoing(1), outgoing(2)])
        sink.send([outgoing(5), outgoing(6, what="withdrawn", story=None)])
        assert sink.position() == 6
    assert numbers(tmp_path, "changes") == [1, 2, 5, 6]
    assert numbers(tmp_path, "stories") == [1, 2, 5]
    found = pyarrow.parquet.read_table(tmp_path / "stories").to_pylist()
    assert {row["month"] for row in found} == {"2026-11"}
    assert [row["people"] for row in found] == [["Anna Kovac"]] * 3


def test_what_was_not_finished_is_removed_and_written_again(tmp_path: Path) -> None:
    with lake(tmp_path) as sink:
        sink.send([outgoing(1)])
        sink.send([outgoing(2), outgoing(3)])
    [last] = (tmp_path / "changes").glob("*/000000000002-*.parquet")
    last.unlink()  # the process died before it wrote the last file of the batch
    (last.parent / ".000000000002-000000000003.parquet.part").write_bytes(b"half")
    with lake(tmp_path) as again:
        assert again.position() == 1
        again.send([outgoing(2), outgoing(3), outgoing(4)])
        assert again.position() == 4
    assert numbers(tmp_path, "stories") == numbers(tmp_path, "changes") == [1, 2, 3, 4]
    assert not list(tmp_path.rglob("*.part"))


def test_a_folder_that_cannot_be_written_is_named_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "stories").write_text("a file where a folder should be")
    with lake(tmp_path) as sink, pytest.raises(SinkUnavailable, match=r"^sink lake \(.*\): "):
        sink.send([outgoing(1)])
    assert not (tmp_path / "changes").exists()
