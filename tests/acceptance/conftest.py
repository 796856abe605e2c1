"""The command line as users run it: real processes, and a separate home for each test."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance import engine
from tests.support.command_line import Run, command


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Skip the tests of containers where no container engine, or no image to boot, is available."""
    needs = {"test_compose.py": engine.compose, "test_systemd.py": engine.boots_systemd}.get(collection_path.name)
    return True if needs and not needs() else None


@pytest.fixture(scope="session")
def short_tmp() -> Iterator[Path]:
    """A folder with a short path, for sockets."""
    path = Path(tempfile.mkdtemp(prefix="wd-"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def wiredesk(tmp_path: Path) -> Run:
    """``wiredesk("status", "--json")`` in a home that only this test uses."""
    return lambda *words, **more: command(tmp_path, "desk", *words, **more)  # type: ignore[return-value]


@pytest.fixture
def producer(tmp_path: Path) -> Run:
    return lambda *words, **more: command(tmp_path, "producer", *words, **more)  # type: ignore[return-value]
