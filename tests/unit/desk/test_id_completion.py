"""What the Tab key offers after ``wiredesk``: verbs, options and ids of the store."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import desk_stories
from tests.support.ledger_steps import accept
from tests.support.paths import ROOT
from wiredesk.settings import load
from wiredesk.store import open_store

MADE = "urn:x-wiredesk:d55084b" + "0" * 33


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("completion")
    store = open_store(load(home=home))
    accept(store, desk_stories.article(), desk_stories.article(MADE))
    store.close()
    return home


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("wiredesk sho", "show"),
        ("wiredesk show --vers", "--version"),
        ("wiredesk show d55", "d55084b"),
        ("wiredesk show urn:test:h", desk_stories.HARBOUR),
        ("wiredesk --home {home} show d55", "d55084b"),
        ("wiredesk --home /nowhere show d55", ""),
        ("wiredesk quarantine re", "release"),
        ("wiredesk quarantine release d5", "d55084b"),
    ],
)
def test_what_tab_offers(home: Path, line: str, offered: str) -> None:
    environment = {
        "PATH": os.environ["PATH"], "WIREDESK_HOME": "/nowhere" if "{home}" in line else str(home),
        "_WIREDESK_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": line.format(home=home),
    }  # fmt: skip
    code = "import sys; sys.argv[0] = 'wiredesk'; from desk.cli import app; app(prog_name='wiredesk')"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stderr == ""
    assert offered in done.stdout.replace("\\", "") if offered else "d55" not in done.stdout
