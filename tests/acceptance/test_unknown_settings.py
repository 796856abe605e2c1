"""A setting that does not exist is one warning line on stderr in every verb, and no error."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.command_line import Run, command, environment
from tests.support.paths import ROOT
from tests.support.waiting import HANG_SECONDS

MISSPELLED = {"WIREDESK_CONCURENCY": "2"}
WARNING = "wiredesk: warning: unknown settings are ignored: WIREDESK_CONCURENCY (did you mean WIREDESK_CONCURRENCY?)"
STORY = str(ROOT / "seeds" / "wire" / "otter-stops-tram-brief.txt")


def warnings(result: subprocess.CompletedProcess[str]) -> list[str]:
    return [line for line in result.stderr.splitlines() if "unknown settings" in line]


@pytest.mark.parametrize(
    "words",
    [
        ("desk", "doctor"),
        ("desk", "schema", "article"),
        ("desk", "extractors"),
        ("desk", "migrate"),
        ("desk", "status"),
        ("desk", "search", "bridge"),
        ("desk", "extract", STORY),
        ("producer", "parse", STORY),
        ("producer", "feed", "--dry-run", STORY),
    ],
    ids=" ".join,
)
def test_a_misspelled_variable_is_one_line_in_every_verb(tmp_path: Path, words: tuple[str, ...]) -> None:
    plain, found = command(tmp_path, *words), command(tmp_path, *words, **MISSPELLED)
    assert isinstance(plain, subprocess.CompletedProcess) and isinstance(found, subprocess.CompletedProcess)
    assert warnings(plain) == [] and warnings(found) == [WARNING]
    assert found.returncode == plain.returncode
    if words[1] not in {"doctor", "migrate"}:
        assert found.stdout == plain.stdout


def test_the_output_for_programs_is_unaffected(wiredesk: Run) -> None:
    found = wiredesk("doctor", "--json", **MISSPELLED)
    assert json.loads(found.stdout)["unknown_variables"] == ["WIREDESK_CONCURENCY"]
    assert warnings(found) == [WARNING]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[settings]\nconcurency = 2\n", "concurency in {path} (did you mean concurrency?)"),
        ("[settings]\nxyzzy = 2\nlaese = 10\n", "laese in {path} (did you mean lease?), xyzzy in {path}"),
        ("[settings]\nconcurrency = 2\n[[source]]\ntype = 'stdin'\n", ""),
    ],
)
def test_a_misspelled_key_of_the_file_is_named(wiredesk: Run, tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / "wire.toml"
    path.write_text(text, encoding="utf-8")
    found = wiredesk("schema", "article", WIREDESK_CONFIG=str(path))
    line = f"wiredesk: warning: unknown settings are ignored: {named.format(path=path)}"
    assert warnings(found) == ([line] if named else []) and found.returncode == 0


def test_help_says_nothing_of_settings(wiredesk: Run) -> None:
    assert warnings(wiredesk("--help", **MISSPELLED)) == []


def test_a_verb_without_settings_works_beside_a_broken_file(wiredesk: Run, tmp_path: Path) -> None:
    (tmp_path / "wire.toml").write_text("[settings", encoding="utf-8")
    config = {"WIREDESK_CONFIG": str(tmp_path / "wire.toml")}
    assert wiredesk("schema", "article", **config).returncode == 0
    broken = wiredesk("doctor", **config)
    assert broken.returncode == 78 and len(broken.stderr.splitlines()) == 1 and "wire.toml" in broken.stderr


def test_settings_that_are_not_a_table_are_one_line(wiredesk: Run, tmp_path: Path) -> None:
    (tmp_path / "wire.toml").write_text("settings = 3\n", encoding="utf-8")
    broken = wiredesk("status", WIREDESK_CONFIG=str(tmp_path / "wire.toml"))
    assert broken.returncode == 78 and "settings is not a table" in broken.stderr
    assert len(broken.stderr.splitlines()) == 1


def test_a_worker_warns_once(tmp_path: Path) -> None:
    log = tmp_path / "worker.log"
    with log.open("wb") as out:
        worker = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "worker", "worker", "-c", "1", "--loglevel", "info"],
            cwd=ROOT, env=environment(tmp_path, **MISSPELLED, WIREDESK_EXTRACTORS="none"), stdout=out, stderr=out,
            start_new_session=True,
        )  # fmt: skip
    try:
        while "ready" not in log.read_text() and worker.poll() is None:
            time.sleep(0.2)  # the timeout of the test ends an endless wait
        assert worker.poll() is None, log.read_text()
    finally:
        os.killpg(worker.pid, signal.SIGTERM)
        worker.wait(HANG_SECONDS)
    assert log.read_text().count("unknown settings") == 1
