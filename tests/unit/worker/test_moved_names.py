"""An extractor package of an earlier release still runs, and its author is told the new names, each in one line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT

PACKAGE = """
from worker.contract import Topic
from worker.extract import Extractor, Options, Run, Story
from worker.reading import Reading


def build(vocab, options: Options) -> Run:
    def beats(doc, story: Story):
        reading: Reading = story.reading
        assert len(story.found["entities"]) == len(story.found.get("entities")) and "nothing" not in story.found
        assert len(reading.text) == len(doc.text) and story.article.id
        return (Topic(code="beat:ports", name="ports", score=1.0),) if "port" in doc.text else ()

    return beats


BEATS = Extractor("beats", "the beats of our newsroom", build, needs=("entities",), gives="topics")
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with the package installed in it, as pip would leave it."""
    (tmp_path / "old_beats.py").write_text(PACKAGE)
    info = tmp_path / "old_beats-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: old-beats\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[wiredesk.extractors]\nbeats = old_beats:BEATS\n")
    return tmp_path


def wiredesk(site: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": f"{site}{os.pathsep}{ROOT}", "WIREDESK_HOME": str(site / "wd")}
    command = [sys.executable, "-m", "desk", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, input=stdin, capture_output=True, text=True, timeout=120)


def test_the_user_of_wiredesk_extractors_reads_each_new_name_once(site: Path) -> None:
    done = wiredesk(site, "extractors")
    assert done.returncode == 0
    assert "beats" in done.stdout and "warning" not in done.stdout
    lines = done.stderr.splitlines()
    assert len(lines) == 3, done.stderr
    for line, old, new in zip(
        lines,
        ("worker.contract", "worker.extract", "worker.reading"),
        ("wiredesk.contract", "wiredesk.nlp.context", "wiredesk.layout"),
        strict=True,
    ):
        assert line.startswith("wiredesk: warning: ") and "old_beats.py, line" in line
        assert line.endswith(f"{old} has moved to {new}; the old name will be removed in 0.3")


def test_its_extractor_runs_unchanged(site: Path) -> None:
    story = json.dumps({"id": "s1", "body": "The port of Lyon is closed. Mayor Anna Kovac said so.", "language": "en"})
    done = wiredesk(site, "extract", "--articles", "-", stdin=story)
    assert done.returncode == 0, done.stderr
    assert [topic["code"] for topic in json.loads(done.stdout)["topics"]] == ["beat:ports"]


@pytest.mark.parametrize("name", ["worker.extract", "worker.contract", "worker.reading"])
def test_a_name_that_never_existed_is_an_import_error(name: str) -> None:
    for wrong in ("Nonsense", "__wrapped__"):
        code = f"from {name} import {wrong}"
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 1
        assert "ImportError" in done.stderr or "AttributeError" in done.stderr


def test_the_old_names_load_no_spacy_before_they_are_used() -> None:
    code = "import sys, worker.extract, worker.contract, worker.reading; print('spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
