"""``wiredesk run`` on a live wire: the standard input and the sources of ``wire.toml``, until it is stopped."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.support.command_line import Run, environment
from tests.support.paths import ROOT
from tests.support.servers import free_port
from tests.support.waiting import HANG_SECONDS

WIRE = """
[settings]
web_port = 0
wire_token = "tide-table"

[[source]]
type = "folder"
path = "{drop}"
every = 0.1
"""


def story(id: str) -> str:
    body = f"OSLO, May 8 (Xample) - The ferry {id} sails again from Friday, harbour master Anna Lund said."
    return json.dumps({"id": id, "headline": f"Ferry {id} sails", "body": body}) + "\n"


@contextmanager
def running(home: Path, *words: str, **more: str) -> Iterator[subprocess.Popen[str]]:
    """Start a command with an open standard input; kill it at the end of the block if it still runs."""
    process = subprocess.Popen(
        [sys.executable, "-m", *words], cwd=ROOT, env=environment(home, **more), text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def until(holds: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + HANG_SECONDS
    while not holds():
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() < deadline
        time.sleep(0.1)


def states(home: Path) -> dict[str, str]:
    """Return the state of each story."""
    try:
        with sqlite3.connect(home / "wd" / "wire.db") as store:
            return dict(store.execute("SELECT id, state FROM articles").fetchall())
    except sqlite3.OperationalError:
        return {}


@pytest.fixture
def wire(tmp_path: Path) -> Path:
    (tmp_path / "drop").mkdir()
    (tmp_path / "wire.toml").write_text(WIRE.format(drop=tmp_path / "drop"), "utf-8")
    return tmp_path / "wire.toml"


def test_run_follows_the_standard_input_and_the_sources_of_the_file(tmp_path: Path, wire: Path) -> None:
    with running(tmp_path, "desk", "run", "-", "--follow", "-c", "1", WIREDESK_CONFIG=str(wire)) as run:
        assert run.stdin
        run.stdin.write(story("piped"))
        run.stdin.flush()
        (tmp_path / "drop" / "one.json").write_text(story("dropped"))
        until(lambda: states(tmp_path) == {"piped": "done", "dropped": "done"}, run)
        (tmp_path / "drop" / "two.json").write_text(story("later"))
        until(lambda: states(tmp_path).get("later") == "done", run)
        run.send_signal(signal.SIGTERM)
        out, err = run.communicate(timeout=HANG_SECONDS)
    assert run.returncode == 0, err
    assert "3 story versions read" in out and "Traceback" not in err
    assert (tmp_path / "drop" / "done" / "two.json").exists()
    assert not (tmp_path / "wd" / "broker" / "broker.sock").exists()


def test_run_without_anything_to_read_is_a_usage_error(wiredesk: Run, tmp_path: Path) -> None:
    result = wiredesk("run", WIREDESK_CONFIG=str(tmp_path / "none.toml"))
    assert result.returncode == 2 and "[[source]]" in result.stderr


def test_an_invalid_row_stops_the_run_before_it_begins(wiredesk: Run, wire: Path) -> None:
    wire.write_text("[[source]]\ntype = 'pigeon'\n")
    result = wiredesk("run", "seeds", "--follow", WIREDESK_CONFIG=str(wire))
    assert result.returncode == 78 and len(result.stderr.strip().splitlines()) == 1 and "pigeon" in result.stderr


def test_a_dry_run_says_what_would_be_published_and_publishes_nothing(
    tmp_path: Path, wire: Path, producer: Run
) -> None:
    (tmp_path / "good.jsonl").write_text(story("s1") + story("s2"))
    (tmp_path / "bad.json").write_text('{"id": ')
    words = [str(tmp_path / "good.jsonl"), str(tmp_path / "bad.json"), "--all", "--dry-run"]
    result = producer("feed", *words, WIREDESK_CONFIG=str(wire))
    assert result.returncode == 65
    assert [line.split("  ")[0] for line in result.stdout.splitlines()] == ["s1@1", "s2@1"]
    followed, rejected = result.stderr.splitlines()
    assert followed == f"wiredesk: would follow folder {tmp_path / 'drop'}" and "bad.json" in rejected
    assert not (tmp_path / "wd").exists() and not list((tmp_path / "drop").iterdir())


def test_a_pipe_is_read_line_by_line_while_it_stays_open(tmp_path: Path) -> None:
    with running(tmp_path, "producer", "feed", "-") as feed:
        assert feed.stdin
        for number in range(3):
            feed.stdin.write(story(f"s{number}"))
            feed.stdin.flush()
            until(lambda expected=number + 1: len(states(tmp_path)) == expected, feed)  # type: ignore[misc]
        _, err = feed.communicate('{"id": broken\n', timeout=HANG_SECONDS)
    assert feed.returncode == 65, err
    assert "stdin, line 4" in err and "4 read: 3 new, 0 newer versions, 0 known, 1 rejected" in err


@pytest.mark.parametrize("where", ["environment", "file", "old name"])
def test_the_endpoints_token_is_a_setting_that_nobody_sees(
    tmp_path: Path, wire: Path, wiredesk: Run, where: str
) -> None:
    port = free_port()
    more = {
        "environment": {"WIREDESK_WIRE_TOKEN": "tide-table"},
        "file": {"WIREDESK_CONFIG": str(wire)},
        "old name": {"WIRE_TOKEN": "tide-table"},
    }[where]
    url = f"http://127.0.0.1:{port}/wire"
    with running(tmp_path, "producer", "feed", "--listen", str(port), **more) as feed:
        answered: list[int] = []

        def asked(token: str) -> bool:
            try:
                answer = httpx.post(url, content=story("pushed"), headers={"Authorization": f"Bearer {token}"})
            except httpx.HTTPError:
                return False
            answered.append(answer.status_code)
            return True

        until(lambda: asked("wrong"), feed)
        until(lambda: asked("tide-table"), feed)
        assert answered == [401, 202]
        assert "tide-table" not in Path(f"/proc/{feed.pid}/cmdline").read_text()
        feed.send_signal(signal.SIGTERM)
        out, err = feed.communicate(timeout=HANG_SECONDS)
    assert feed.returncode == 0 and "tide-table" not in out + err
    if where == "file":
        doctor = wiredesk("doctor", "--json", **more)
        assert "wire_token" in doctor.stdout and "tide-table" not in doctor.stdout + doctor.stderr
