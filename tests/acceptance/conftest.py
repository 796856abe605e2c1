"""The command line as a user has it: real processes, a home of its own for each test."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.acceptance import engine

ROOT = Path(__file__).parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Without a container engine, or the image to boot, there is nothing of which these could be a test."""
    needs = {"test_compose.py": engine.compose, "test_systemd.py": engine.boots_systemd}.get(collection_path.name)
    return True if needs and not needs() else None


def environment(home: Path, **more: str) -> dict[str, str]:
    """A scrubbed environment with this home and nothing else of wiredesk's."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR", "CI") if name in os.environ}
    return kept | {"HOME": str(home), "WIREDESK_HOME": str(home / "wd"), "NO_COLOR": "1", "COLUMNS": "120"} | more


@pytest.fixture(scope="session")
def short_tmp() -> Iterator[Path]:
    """A folder with a short path, for sockets."""
    path = Path(tempfile.mkdtemp(prefix="wd-"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


def command(home: Path, *words: str, stdin: str | bytes | None = None, timeout: float = 120, **more: str) -> object:
    data = stdin.encode() if isinstance(stdin, str) else stdin
    result = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        env=environment(home, **more),
        input=data,
        capture_output=True,
        timeout=timeout,
        check=False,
    )
    out, err = result.stdout.decode(errors="replace"), result.stderr.decode(errors="replace")
    return subprocess.CompletedProcess(result.args, result.returncode, out, err)


def eventually(holds: Callable[[], object], seconds: float = 90) -> None:
    """Wait until something holds of a service that may not answer yet."""
    end = time.monotonic() + seconds
    while True:
        with contextlib.suppress(httpx.HTTPError, ValueError):
            if holds():
                return
        assert time.monotonic() < end, "never came true"
        time.sleep(0.3)


@pytest.fixture
def wiredesk(tmp_path: Path) -> Run:
    """``wiredesk("status", "--json")`` in a home of this test's own."""
    return lambda *words, **more: command(tmp_path, "desk", *words, **more)  # type: ignore[return-value]


@pytest.fixture
def producer(tmp_path: Path) -> Run:
    return lambda *words, **more: command(tmp_path, "producer", *words, **more)  # type: ignore[return-value]
