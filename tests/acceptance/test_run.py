"""``wiredesk run`` as ``make run`` calls it: real broker, real worker processes, real store."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.command_line import Run, command, environment
from tests.support.paths import ROOT
from tests.support.waiting import HANG_SECONDS

SEED = "seeds/xi-putin-moscow-2025-05-08.txt"
VERSIONS = 45


@pytest.fixture(scope="module")
def fed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """A home in which ``wiredesk run seeds`` has ended, and the output of that command."""
    home = tmp_path_factory.mktemp("fed")
    return home, command(home, "desk", "run", "seeds", timeout=280)


@pytest.fixture
def desk(fed: tuple[Path, Any]) -> Run:
    return lambda *words, **more: command(fed[0], "desk", *words, **more)  # type: ignore[return-value]


def test_run_reads_everything_and_says_so(fed: tuple[Path, Any]) -> None:
    home, result = fed
    assert result.returncode == 0, result.stderr + (home / "wd" / "worker.log").read_text()[-3000:]
    assert f"{VERSIONS} story versions read" in result.stdout
    assert "Results:" in result.stdout and "wiredesk show" in result.stdout
    assert "Traceback" not in result.stderr


def test_a_second_run_finds_all_stories_done(desk: Run) -> None:
    again = desk("run", "seeds")
    assert again.returncode == 0
    assert "Nothing new" in again.stdout


def test_status_agrees_with_the_tables(fed: tuple[Path, Any], desk: Run) -> None:
    found = json.loads(desk("status", "--json").stdout)
    with sqlite3.connect(fed[0] / "wd" / "wire.db") as store:
        by_state = dict(store.execute("SELECT state, count(*) FROM articles GROUP BY state").fetchall())
        rows = store.execute("SELECT count(*) FROM extractions").fetchone()[0]
    assert {state: number for state, number in found["states"].items() if number} == by_state
    assert found["total"] == VERSIONS
    assert by_state["done"] == rows
    assert found["oldest_pending_seconds"] is None


def test_export_is_one_story_a_line_with_its_article(desk: Run) -> None:
    stories = [json.loads(line) for line in desk("export", "--format", "jsonl").stdout.splitlines()]
    ids = [story["id"] for story in stories]
    assert len(set(ids)) == len(ids) > 20
    for story in stories:
        article = story["article"]
        text = f"{article['headline']}\n\n{article['body']}" if article["headline"] else article["body"]
        assert story["text"] == text
        assert article["status"] == "usable"
        for entity in story["entities"]:
            assert entity["mentions"]
    assert not any("embargo" in story["id"] and story["article"]["embargo_until"] > "2029" for story in stories
                   if story["article"]["embargo_until"])  # fmt: skip


def test_export_csv_has_a_row_a_story(desk: Run) -> None:
    lines = desk("export", "--format", "csv").stdout.splitlines()
    assert lines[0].startswith("id,version,source")
    assert len(lines) > 20


def test_show_prints_the_story_and_its_json(desk: Run) -> None:
    story = next(
        json.loads(line) for line in desk("export").stdout.splitlines() if "friends of steel" in line
    )  # fmt: skip
    page = desk("show", story["id"])
    assert page.returncode == 0 and "Vladimir Putin" in page.stdout
    document = json.loads(desk("show", story["id"], "--json").stdout)
    assert document["ledger"]["state"] == "done"
    assert document["article"]["source"] == "Reuters"


def test_show_of_an_unknown_story_is_one_line(desk: Run) -> None:
    result = desk("show", "no-such-story")
    assert result.returncode == 1
    assert len(result.stderr.strip().splitlines()) == 1 and "no-such-story" in result.stderr


def test_doctor_finds_no_error(desk: Run) -> None:
    result = desk("doctor", "--json", WIREDESK_SPELING="x")
    found = json.loads(result.stdout)
    assert result.returncode == 0, result.stdout
    assert {check["name"] for check in found["checks"]} >= {"versions", "store", "broker", "workers", "model"}
    assert found["unknown_variables"] == ["WIREDESK_SPELING"]
    assert {row["name"]: row["origin"] for row in found["settings"]}["home"] == "WIREDESK_HOME"


def wait_for(condition: Callable[[], bool], seconds: float = HANG_SECONDS) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.2)


def test_worker_and_producer_by_hand(tmp_path: Path) -> None:
    """Two terminals: ``celery -A worker worker`` and ``python -m producer feed``; then a stop by SIGTERM."""
    log = tmp_path / "worker.log"
    before = command(tmp_path, "producer", "feed", SEED)
    assert before.returncode == 0, before.stderr  # type: ignore[attr-defined]
    assert "wait in the ledger" in before.stderr  # type: ignore[attr-defined]
    with log.open("wb") as out:
        worker = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "worker", "worker", "-c", "1", "--loglevel", "info"],
            cwd=ROOT, env=environment(tmp_path), stdout=out, stderr=out,
        )  # fmt: skip
    try:
        wait_for(lambda: b"ready." in log.read_bytes() or worker.poll() is not None)
        assert worker.poll() is None, log.read_text()
        ping = command(tmp_path, "celery", "-A", "worker", "inspect", "ping", "--timeout", "10")
        assert "pong" in ping.stdout  # type: ignore[attr-defined]
        report = command(tmp_path, "celery", "-A", "worker", "report")
        assert "task_acks_late: True" in report.stdout  # type: ignore[attr-defined]
        fed = command(tmp_path, "producer", "feed", "seeds/wire")
        assert fed.returncode == 0, fed.stderr  # type: ignore[attr-defined]

        def drained() -> bool:
            found = json.loads(command(tmp_path, "desk", "status", "--json").stdout)  # type: ignore[attr-defined]
            return found["states"]["done"] > 30 and not found["states"]["pending"] + found["states"]["leased"]

        wait_for(drained, 120)
    finally:
        worker.send_signal(signal.SIGTERM)
        code = worker.wait(HANG_SECONDS)
    assert code == 0, log.read_text()[-2000:]
    assert "@1" in log.read_text() or "wiredesk.extract" in log.read_text()
    assert "friends of steel" not in log.read_text()  # no story text in logs
    assert not (tmp_path / "wd" / "broker" / "broker.sock").exists()


def test_interrupt_in_the_middle_loses_nothing(tmp_path: Path) -> None:
    """Ctrl-C while stories are processed: no traceback, no partial result, and the next run processes the rest."""
    process = subprocess.Popen(
        [sys.executable, "-m", "desk", "run", "seeds"],
        cwd=ROOT, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    store = tmp_path / "wd" / "wire.db"

    def some_done() -> bool:
        if process.poll() is not None:
            return True
        try:
            with sqlite3.connect(store) as connection:
                return connection.execute("SELECT count(*) FROM articles WHERE state = 'done'").fetchone()[0] > 0
        except sqlite3.OperationalError:
            return False

    wait_for(some_done, 100)
    os.killpg(process.pid, signal.SIGINT)
    _out, err = process.communicate(timeout=60)
    assert process.returncode in {0, 130}, err
    assert "Traceback" not in err
    with sqlite3.connect(store) as connection:
        whole = connection.execute(
            "SELECT count(*) FROM articles a LEFT JOIN extractions e USING (seq) "
            "WHERE (a.state = 'done') <> (e.seq IS NOT NULL)"
        ).fetchone()[0]
    assert whole == 0
    again: Any = command(tmp_path, "desk", "run", "seeds", timeout=200)
    assert again.returncode == 0, again.stderr
    with sqlite3.connect(store) as connection:
        left = connection.execute("SELECT count(*) FROM articles WHERE state IN ('pending', 'leased')").fetchone()[0]
        total = connection.execute("SELECT count(*) FROM articles").fetchone()[0]
    assert (left, total) == (0, VERSIONS)
