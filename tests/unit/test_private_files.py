"""What holds stories is readable for its owner only, whatever the umask."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from wiredesk import private_files
from wiredesk.heartbeat import Heartbeat
from wiredesk.settings import Settings
from wiredesk.store import open_store
from wiredesk.store.backup import backup


@pytest.fixture(autouse=True, params=[0o000, 0o022, 0o077])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_folder_is_made_with_its_parents(tmp_path: Path) -> None:
    private_files.make_folder(tmp_path / "a" / "b")
    assert mode(tmp_path / "a") == mode(tmp_path / "a" / "b") == 0o700


def test_a_folder_that_exists_stays_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    private_files.make_folder(tmp_path)
    assert mode(tmp_path) == 0o750


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"):
        private_files.make_folder(tmp_path / "file" / "folder")


def test_a_file_that_exists_keeps_its_content_and_mode(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("content")
    file.chmod(0o640)
    private_files.make_file(file)
    assert (file.read_text(), mode(file)) == ("content", 0o640)
    private_files.make_file(tmp_path / "none" / "file")  # whoever opens it reports why


def test_home_store_and_backup_are_private(tmp_path: Path) -> None:
    store = open_store(Settings(home=tmp_path / "wd"))
    with store.write() as connection:
        connection.exec_driver_sql("DELETE FROM marks")
        found = {path.name: mode(path) for path in (tmp_path / "wd").iterdir()}
    backup(store, tmp_path / "copy.db")
    store.close()
    assert mode(tmp_path / "wd") == 0o700
    assert found == {"wire.db": 0o600, "wire.db-wal": 0o600, "wire.db-shm": 0o600}
    assert mode(tmp_path / "copy.db") == 0o600


def test_a_store_in_another_folder_is_private(tmp_path: Path) -> None:
    open_store(Settings(store_url=f"sqlite:///{tmp_path}/other.db")).close()
    assert mode(tmp_path / "other.db") == 0o600


def test_whatever_makes_the_home_makes_it_private(tmp_path: Path) -> None:
    Heartbeat(tmp_path / "wd", "worker").touch()
    assert mode(tmp_path / "wd") == mode(tmp_path / "wd" / "pulse") == 0o700
