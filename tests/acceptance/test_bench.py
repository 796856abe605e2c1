"""The benchmarks whose tables are in the documentation run to their end; the figures of a quick run mean nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.support.paths import SEEDS


def test_a_quick_run(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks", "--quick", "--only", "latency"]
    command += ["--json", str(tmp_path / "all.json")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    for row in ("| idle, ", "| 10 % load, ", "| flash behind 100 stories", "÷ its parse"):
        assert row in done.stdout
    found = json.loads((tmp_path / "all.json").read_text())["latency"]
    assert len(found["flash"]) == 5


def test_the_tables_of_the_extractors_are_written_into_the_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- extractors -->\nold\n<!-- end of extractors -->\nafter\n", "utf-8")
    story = next(SEEDS.glob("*.txt"))
    quick(page, "benchmarks.extractors", str(story), "--quick", "--rounds", "1")
    text = page.read_text("utf-8")
    assert "old" not in text and text.startswith("before\n") and text.endswith("\nafter\n")
    for row in ("| ms for 1,000 words ", "| events ", "| tokens and all extractors ", "| words of a story ", "| 200 "):
        assert row in text


def quick(page: Path, *command: str) -> None:
    """Run a benchmark that writes its table into the page."""
    words = [sys.executable, "-m", *command, "--page", str(page)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
