"""Verbs that start other programs of the deployment, and the list of formats."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from desk.cli import app
from desk.commands.flower import COLUMNS
from desk.ops.celery_command import celery_words
from producer.formats.format_registry import FORMATS

LEVEL, LETTERS = {"--loglevel": "info"}, {"--loglevel": "-l"}


@pytest.mark.parametrize(
    ("given", "added"),
    [
        ([], ["--loglevel=info"]),
        (["-n", "first@%h"], ["--loglevel=info"]),
        (["--loglevel", "debug"], []),
        (["--loglevel=debug"], []),
        (["-l", "debug"], []),
        (["-ldebug"], []),
    ],
)
def test_our_defaults_are_added_where_they_are_not_given(given: list[str], added: list[str]) -> None:
    words = celery_words("worker", given, LEVEL, LETTERS)
    assert words == ["-m", "celery", "-A", "worker", "worker", *given, *added]


@pytest.mark.parametrize("name", ["--tasks_columns=name", "--tasks-columns=name"])
def test_an_option_with_an_underscore_has_two_spellings(name: str) -> None:
    assert celery_words("flower", [name], {"--tasks_columns": COLUMNS})[-1] == name


def test_a_worker_gets_the_settings_and_the_further_options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[list[str], dict[str, str]]] = []
    monkeypatch.setattr(os, "execve", lambda _path, words, variables: started.append((words[1:], variables)))
    CliRunner().invoke(app, ["--home", str(tmp_path), "worker", "-c", "3", "-n", "first@%h", "--autoscale=9"])
    CliRunner().invoke(app, ["--home", str(tmp_path), "flower", "--address=127.0.0.1"])
    (worker, variables), (flower, _) = started
    assert worker == ["-m", "celery", "-A", "worker", "worker", "-n", "first@%h", "--autoscale=9", "--loglevel=info"]
    assert (variables["WIREDESK_HOME"], variables["WIREDESK_CONCURRENCY"]) == (str(tmp_path), "3")
    assert flower == ["-m", "celery", "-A", "worker", "flower", "--address=127.0.0.1", f"--tasks_columns={COLUMNS}"]


def test_feed_uses_the_flags_before_the_verb(tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text("OSLO, Nov 5 (XP) - A bridge opened on Thursday, the mayor said.\n")
    done = CliRunner().invoke(app, ["--home", str(tmp_path / "wd"), "feed", str(story)])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "wd" / "wire.db").is_file()


def test_every_format_says_how_it_is_recognised() -> None:
    lines = CliRunner().invoke(app, ["formats", "--json"]).stdout.splitlines()
    told: list[dict[str, Any]] = [json.loads(line) for line in lines]
    assert [one["name"] for one in told] == [one.name for one in FORMATS]
    assert all(one["recognised_by"] and one["about"] for one in told)
    table = CliRunner(env={"COLUMNS": "80"}).invoke(app, ["formats"]).stdout
    assert all(one.name in table for one in FORMATS) and max(map(len, table.splitlines())) <= 80
