"""A SQLite store for each test, copied from an empty one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from wiredesk.settings import Settings
from wiredesk.store import Store, open_store


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a store with tables and without stories."""
    home = tmp_path_factory.mktemp("empty")
    open_store(Settings(home=home)).close()
    return home / "wire.db"


@pytest.fixture
def store(empty_file: Path, tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    shutil.copy(empty_file, tmp_path / "wire.db")
    store = open_store(Settings(home=tmp_path))
    yield store
    store.close()
