"""Flower as docs/how-to/flower.md runs it: queues, workers, tasks without text, a prefix, a password, read-only."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.support import desk_stories
from tests.support.browser import launched, missing
from tests.support.command_line import eventually
from tests.support.paths import ROOT
from tests.support.waiting import HANG_SECONDS
from wiredesk.queue.embedded import EmbeddedBroker

if TYPE_CHECKING:
    from playwright.sync_api import Page

NUMBER = 3
PASSWORD = "correct-horse"
WORDS = ("--url-prefix=flower", "--read_only=True", "--persistent=True", "--address=127.0.0.1", "--auto_refresh=False",
         "--tasks_columns=args,state,received,runtime,worker,uuid")  # fmt: skip


@pytest.fixture(scope="module")
def home(short_tmp: Path) -> Iterator[Path]:
    home = short_tmp / "flower"
    home.mkdir()
    with EmbeddedBroker(home):
        yield home


@contextmanager
def flower(home: Path) -> Iterator[httpx.Client]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = ["flower", *WORDS, f"--port={port}", f"--db={home / 'flower.db'}"]
    with celery(home, *words, FLOWER_BASIC_AUTH=f"desk:{PASSWORD}"):
        address = f"http://127.0.0.1:{port}/flower"
        with httpx.Client(base_url=address, auth=("desk", PASSWORD), timeout=20) as client:
            eventually(lambda: client.get("/").status_code == 200)
            yield client


@contextmanager
def celery(home: Path, *words: str, **more: str) -> Iterator[None]:
    environment = {"PATH": os.environ["PATH"], "WIREDESK_HOME": str(home), "HOME": str(home), **more}
    with (home / f"{words[0]}.log").open("ab") as log:
        process = subprocess.Popen([sys.executable, "-m", "celery", "-A", "worker", *words], cwd=ROOT, env=environment,
                                   stdout=log, stderr=log)  # fmt: skip
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(HANG_SECONDS)


def test_queues_workers_and_tasks_behind_a_prefix(home: Path) -> None:
    with flower(home) as client:
        assert httpx.get(str(client.base_url), timeout=20).status_code == 401
        feed(home)
        eventually(lambda: str(NUMBER) in row(client.get("/broker").text, "wire"))
        assert all(row(client.get("/broker").text, queue) for queue in ("flash", "wire", "bulk"))
        with celery(home, "worker", "-c", "1"):
            eventually(lambda: len(done(client)) == NUMBER)
            for task in done(client).values():
                assert task["args"].startswith("urn:test:flower-") and task["runtime"] > 0
                assert "Nairobi" not in repr(task)
            name = next(iter(done(client).values()))["worker"]
            for way_in in (f"worker/shutdown/{name}", "task/apply/wiredesk.extract", f"worker/pool/shrink/{name}"):
                assert client.post(f"/api/{way_in}").status_code in {401, 403}
            walk(client)
    with flower(home) as client:  # its state was kept across the restart
        assert len(done(client)) == NUMBER


def done(client: httpx.Client) -> dict[str, dict[str, str]]:
    """Return the tasks that have ended, with the request that Flower's table sends."""
    asked = {"draw": 1, "start": 0, "length": 20, "search[value]": "", "order[0][column]": 0, "order[0][dir]": "asc",
             "columns[0][data]": "name"}  # fmt: skip
    rows = client.get("/tasks/datatable", params=asked).json()["data"]
    return {one["uuid"]: one for one in rows if one["state"] == "SUCCESS"}


def walk(client: httpx.Client) -> None:
    """Visit every page in a real browser: no missing file, no error, no other host, no text of a story."""
    if missing() and not os.environ.get("CI"):
        return
    trouble: list[str] = []
    with launched() as browser:
        page = browser.new_context(http_credentials={"username": "desk", "password": PASSWORD}).new_page()
        page.on("console", lambda line: trouble.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("response", lambda answer: trouble.append(answer.url) if answer.status >= 400 else None)
        address = str(client.base_url).rstrip("/")
        page.on("request", lambda one: None if one.url.startswith((address, "data:")) else trouble.append(one.url))
        see(page, f"{address}/", "#workers-table tbody", "Online")
        see(page, f"{address}/tasks", "#tasks-table tbody", "urn:test:flower-0@1")
        see(page, f"{address}/broker", "#queue-table", "bulk")
        page.goto(f"{address}/tasks")
        page.locator("#tasks-table tbody a[href*='/task/']").first.click()
        page.wait_for_url("**/flower/task/**")
        assert "Nairobi" not in page.content()
    assert not trouble


def see(page: Page, address: str, where: str, words: str) -> None:
    page.goto(address)
    page.locator(where).get_by_text(words).first.wait_for()
    assert "Nairobi" not in page.content()


def feed(home: Path) -> None:
    lines = [
        desk_stories.article(f"urn:test:flower-{n}", headline=f"Flower {n}").model_dump_json() for n in range(NUMBER)
    ]
    file = home / "stories.jsonl"
    file.write_text("\n".join(lines) + "\n")
    subprocess.run(
        [sys.executable, "-m", "producer", "feed", str(file)],
        cwd=ROOT, env={"PATH": os.environ["PATH"], "WIREDESK_HOME": str(home)}, check=True, timeout=60,
        capture_output=True,
    )  # fmt: skip


def row(page: str, queue: str) -> str:
    """Return the table row of a queue."""
    rows = [row for row in page.split("<tr") if f">{queue}<" in "".join(row.split())]
    return rows[0] if rows else ""
