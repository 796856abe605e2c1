"""Why a folder cannot be written to."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from wiredesk import disk
from wiredesk.disk import write_problem


def test_a_folder_that_can_be_written_has_no_problem(tmp_path: Path) -> None:
    assert write_problem(tmp_path) == ""


def test_a_folder_that_does_not_exist_or_is_a_file(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    assert write_problem(tmp_path / "missing") == write_problem(file) == "is not there"


def test_a_folder_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def access(path: Path, mode: int) -> bool:  # root may write everywhere, so the answer is made here
        asked.append((path, mode))
        return False

    monkeypatch.setattr(os, "access", access)
    assert write_problem(tmp_path) == "cannot be written"
    assert asked == [(tmp_path, os.W_OK | os.X_OK)]


def test_a_disk_without_free_space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "MIN_FREE_BYTES", 1 << 80)
    assert write_problem(tmp_path) == "is full"
