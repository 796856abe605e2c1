"""``wiredesk health`` against real processes that work, hang and end."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
import spacy

from tests.support.command_line import command, environment
from tests.support.paths import ROOT
from tests.support.servers import free_port
from tests.support.waiting import HANG_SECONDS

TIMEOUT = "4"
"""Seconds; longer than the two seconds between two heartbeats."""
LONG_AGO = "600"
"""Seconds within which a story was stored, however busy the machine is."""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A blank pipeline, which loads at once."""
    folder = tmp_path_factory.mktemp("model") / "blank"
    spacy.blank("en").to_disk(folder)
    return str(folder)


@contextmanager
def running(home: Path, *words: str, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    with (home / "log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *words], cwd=ROOT, env=environment(home, **more), stdout=log, stderr=log
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGCONT)
        process.terminate()
        process.wait(HANG_SECONDS)


def health(home: Path, *words: str, timeout: str = TIMEOUT) -> tuple[int, str]:
    done = command(home, "desk", "health", *words, "--timeout", timeout)
    return done.returncode, done.stdout + done.stderr  # type: ignore[attr-defined]


def until(
    home: Path,
    code: int,
    says: str,
    *words: str,
    work: Callable[[], object] = lambda: None,
    timeout: str = TIMEOUT,
) -> None:
    """Repeat the probe until it gives this result."""
    end = time.monotonic() + HANG_SECONDS
    while (found := health(home, *words, timeout=timeout))[0] != code or says not in found[1]:
        assert time.monotonic() < end, f"{found}\n{(home / 'log').read_text()[-3000:]}"
        work()
        time.sleep(0.5)


def test_a_worker(tmp_path: Path, model: str) -> None:
    settings = {"WIREDESK_MODEL": model, "WIREDESK_EXTRACTORS": "none", "WIREDESK_RECONCILE_EVERY": "0.5"}
    with running(tmp_path, "celery", "-A", "worker", "worker", "-c", "1", **settings) as worker:
        until(tmp_path, 0, "no work", "worker")
        worker.send_signal(signal.SIGSTOP)  # no story waits, and the hang is detected nevertheless
        until(tmp_path, 1, f"process {worker.pid} hangs", "worker")
        worker.send_signal(signal.SIGCONT)
        until(tmp_path, 0, "no work", "worker")
        command(tmp_path, "producer", "feed", "seeds/wire/otter-stops-tram-brief.txt")
        until(tmp_path, 0, "stored 1 stories", "worker", timeout=LONG_AGO)

        children = [child for child in psutil.Process(worker.pid).children() if "python" in child.name()]
        for child in children:
            child.send_signal(signal.SIGSTOP)
        for story in ("douro-valley-floods.txt", "estonia-coalition-budget.txt", "european-shares-close.txt"):
            command(tmp_path, "producer", "feed", f"seeds/wire/{story}")
        until(tmp_path, 1, "but no story stored on this host", "worker")  # the parent's main loop runs, its child hangs
        for child in children:
            child.send_signal(signal.SIGCONT)
        until(tmp_path, 0, "stored 4 stories", "worker", timeout=LONG_AGO)
    code, says = health(tmp_path, "worker")
    assert code == 69 and "embedded broker" in says, "no broker: a restart of a worker would not help"


def test_a_producer(tmp_path: Path) -> None:
    from wiredesk.queue.embedded import EmbeddedBroker

    (tmp_path / "inbox").mkdir()
    with EmbeddedBroker(tmp_path / "wd"):
        command(tmp_path, "desk", "migrate")
        assert health(tmp_path, "producer") == (
            1,
            f"producer: no process runs on this host with the home {tmp_path}/wd\n",
        )
        with running(tmp_path, "producer", "feed", "--watch", str(tmp_path / "inbox")) as producer:
            until(tmp_path, 0, "are sent", "producer")
            producer.send_signal(signal.SIGSTOP)
            until(tmp_path, 1, f"process {producer.pid} hangs", "producer")
            producer.send_signal(signal.SIGCONT)
            until(tmp_path, 0, "are sent", "producer")


def test_a_web_desk(tmp_path: Path) -> None:
    address = f"http://127.0.0.1:{free_port()}"
    command(tmp_path, "desk", "migrate")
    asked = ("web", "--address", address)
    with running(tmp_path, "desk", "web", "--port", address.rpartition(":")[2]) as web:
        until(tmp_path, 0, "answers", *asked)
        web.send_signal(signal.SIGSTOP)
        until(tmp_path, 1, "timed out", *asked)
        web.send_signal(signal.SIGCONT)
        (tmp_path / "wd" / "wire.db").write_bytes(b"no database" * 1000)
        until(tmp_path, 69, "its store does not answer", *asked)


def test_a_delivery(tmp_path: Path) -> None:
    command(tmp_path, "desk", "migrate")
    (tmp_path / "wire.toml").write_text(
        f'[[sink]]\ntype = "sql"\nname = "copy"\nurl = "sqlite:///{tmp_path}/copy.db"\n'
    )
    settings = {"WIREDESK_CONFIG": str(tmp_path / "wire.toml")}
    assert health(tmp_path, "deliver") == (1, f"deliver: no process runs on this host with the home {tmp_path}/wd\n")
    with running(tmp_path, "desk", "deliver", **settings) as delivery:
        until(tmp_path, 0, "delivering to 1 sinks", "deliver")
        delivery.send_signal(signal.SIGSTOP)
        until(tmp_path, 1, f"process {delivery.pid} hangs", "deliver")
        delivery.send_signal(signal.SIGCONT)
        until(tmp_path, 0, "delivering to 1 sinks", "deliver")
        delivery.terminate()
        assert delivery.wait(HANG_SECONDS) == 0
    assert not list((tmp_path / "wd" / "pulse").iterdir())
