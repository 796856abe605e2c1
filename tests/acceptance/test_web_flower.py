"""Flower as the how-to says: our three queues with their lengths, tasks without any text, behind a prefix."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.unit.desk import newsroom
from tests.unit.desk.server import ROOT
from worker.embedded import EmbeddedBroker

NUMBER = 3


@pytest.fixture
def home(short_tmp: Path) -> Iterator[Path]:
    home = short_tmp / "flower"
    home.mkdir()
    with EmbeddedBroker(home):
        yield home


@pytest.fixture
def flower(home: Path) -> Iterator[httpx.Client]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = ["-A", "worker", "flower", f"--port={port}", "--address=127.0.0.1", "--url-prefix=flower"]
    environment = {"PATH": os.environ["PATH"], "WIREDESK_HOME": str(home), "HOME": str(home)}
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", *words, "--basic-auth=desk:secret"],
        cwd=ROOT, env=environment, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}/flower", auth=("desk", "secret"), timeout=20) as client:
            eventually(lambda: client.get("/").status_code == 200)
            yield client
    finally:
        process.terminate()
        process.wait(30)


def test_queues_and_tasks_behind_a_prefix(home: Path, flower: httpx.Client) -> None:
    feed(home)
    assert httpx.get(str(flower.base_url), timeout=20).status_code == 401
    eventually(lambda: str(NUMBER) in row(flower.get("/broker").text, "wire"))
    assert {queue for queue in ("flash", "wire", "bulk") if row(flower.get("/broker").text, queue)} == {
        "flash", "wire", "bulk",
    }  # fmt: skip
    tasks = flower.get("/tasks").text
    assert "/flower/static" in tasks and 'src="/static' not in tasks and "Nairobi" not in tasks


def feed(home: Path) -> None:
    """Publish; no worker runs, so the messages wait."""
    lines = [newsroom.article(f"urn:test:flower-{n}", headline=f"Flower {n}").model_dump_json() for n in range(NUMBER)]
    file = home / "stories.jsonl"
    file.write_text("\n".join(lines) + "\n")
    subprocess.run(
        [sys.executable, "-m", "producer", "feed", str(file)],
        cwd=ROOT, env={"PATH": os.environ["PATH"], "WIREDESK_HOME": str(home)}, check=True, timeout=60,
        capture_output=True,
    )  # fmt: skip


def row(page: str, queue: str) -> str:
    """The table row of a queue."""
    rows = [row for row in page.split("<tr") if f">{queue}<" in "".join(row.split())]
    return rows[0] if rows else ""


def eventually(holds: object, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            if holds():  # type: ignore[operator]
                return
        except httpx.HTTPError:
            pass
        assert time.monotonic() < end, "never came true"
        time.sleep(0.3)
