"""The file of the index of places: written once, read by every process of the same version, and never needed."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from wiredesk.nlp.gazetteer import Gazetteer, place_file
from wiredesk.nlp.gazetteer.index import Columns, Places, key_of

NAMES = ("norway", "oslo")


def two_places() -> Places:
    """Norway and Oslo."""
    keys = np.array([key_of(name) for name in NAMES], np.uint64)
    order = np.argsort(keys).astype(np.int32)
    columns = Columns.of(
        np.array([[0, 0], [-1, -1], [-1, -1]], np.int32),
        codes=("NO",),
        rank=np.array([0, 3], np.int8),
        geonames=np.array([3144096, 3143244], np.int32),
        lat=np.array([62, 59.9], np.float32),
        lon=np.array([10, 10.7], np.float32),
        population=np.array([5_000_000, 700_000], np.int32),
    )
    return Places(
        columns=columns,
        keys=keys[order],
        rows=order,
        points=np.eye(2, 3, dtype=np.float32),
        capitals=np.array([1], np.int32),
        is_capital=np.array([False, True]),
        is_famous=np.zeros(2, bool),
        abbreviations={"n.": 0},
        postal={"NO": 0},
        area_codes={"212": 0},
        divisions={1: ("NO.12", "Oslo")},
    )


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Counts how often the index is built."""
    calls: list[int] = []

    def build() -> Places:
        calls.append(1)
        return two_places()

    monkeypatch.setattr(place_file, "build", build)
    return calls


def assert_complete(places: Places) -> None:
    gazetteer, expected = Gazetteer(places), two_places()
    assert [gazetteer.rows(name).tolist() for name in (*NAMES, "lima")] == [[0], [1], []]
    assert gazetteer.place(1) == Gazetteer(expected).place(1)
    assert gazetteer.capitals.tolist() == [1]
    for name in ("abbreviations", "postal", "area_codes", "divisions"):
        assert getattr(places, name) == getattr(expected, name)


def test_the_first_process_builds_and_the_others_read(tmp_path: Path, builds: list[int]) -> None:
    assert_complete(place_file.load_places(tmp_path / "cache"))
    again = place_file.load_places(tmp_path / "cache")
    assert_complete(again)
    assert len(builds) == 1
    assert not again.columns.lat.flags.writeable


@pytest.mark.parametrize("content", [b"", b"x", b"no such header, but some letters"])
def test_a_damaged_file_is_written_again(tmp_path: Path, builds: list[int], content: bytes) -> None:
    path = tmp_path / f"places-{place_file.digest_of_sources()}.bin"
    path.write_bytes(content)
    assert_complete(place_file.load_places(tmp_path))
    assert_complete(place_file.load_places(tmp_path))
    assert len(builds) == 1


def test_a_file_that_was_cut_is_written_again(tmp_path: Path, builds: list[int]) -> None:
    place_file.load_places(tmp_path)
    [path] = tmp_path.iterdir()
    os.truncate(path, path.stat().st_size - 1)
    assert_complete(place_file.load_places(tmp_path))
    assert len(builds) == 2


def test_without_a_folder_to_write_it_is_built_in_memory(tmp_path: Path, builds: list[int]) -> None:
    (tmp_path / "file").touch()
    for _ in range(2):
        assert_complete(place_file.load_places(tmp_path / "file" / "cache"))
    assert len(builds) == 2


def test_processes_that_build_at_once_leave_one_complete_file(tmp_path: Path, builds: list[int]) -> None:
    with ThreadPoolExecutor(8) as pool:
        for places in pool.map(place_file.load_places, [tmp_path] * 16):
            assert_complete(places)
    assert len(list(tmp_path.iterdir())) == 1


def test_files_of_other_versions_are_removed(
    tmp_path: Path, builds: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    for digest in ("one", "two"):
        monkeypatch.setattr(place_file, "digest_of_sources", lambda digest=digest: digest)
        place_file.load_places(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["places-two.bin"]
    assert len(builds) == 2


def test_other_data_have_another_digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = place_file.digest_of_sources()
    (tmp_path / "features.tsv").touch()
    monkeypatch.setattr(place_file, "OWN_TABLES", tmp_path)
    assert place_file.digest_of_sources() not in {before, ""}
