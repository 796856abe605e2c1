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
    story = next(SEEDS.glob("*.txt"))
    text = quick(tmp_path, "extractors", str(story), "--quick", "--rounds", "1")
    for row in ("| ms for 1,000 words ", "| events ", "| tokens and all extractors ", "| words of a story ", "| 200 "):
        assert row in text


def test_the_tables_of_the_products_are_written_into_the_page(tmp_path: Path) -> None:
    text = quick(tmp_path, "products", "--quick", "--rounds", "1")
    for row in ("| 288 → 288 (× 8) ", "| NumPy, padded | ", " BLIS | ", "| inputs → outputs |  1 |  5 | 16 |"):
        assert row in text


def quick(folder: Path, name: str, *options: str) -> str:
    """Run a benchmark that writes its table into the block of its name; return the text of the block."""
    page = folder / "page.md"
    page.write_text(f"before\n<!-- {name} -->\nold\n<!-- end of {name} -->\nafter\n", "utf-8")
    words = [sys.executable, "-m", f"benchmarks.{name}", *options, "--page", str(page)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    before, _, rest = page.read_text("utf-8").partition(f"<!-- {name} -->\n")
    text, _, after = rest.partition(f"\n<!-- end of {name} -->")
    assert (before, after) == ("before\n", "\nafter\n")
    assert "old" not in text and done.stdout == f"{text}\n"
    return text
