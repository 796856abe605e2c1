"""``python -m benchmarks`` runs to its end on the seeds; its figures there mean nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path


def test_a_quick_run(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks", "--quick", "--only", "latency"]
    command += ["--json", str(tmp_path / "all.json")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    for row in ("| idle, ", "| 10 % load, ", "| flash behind 100 stories", "÷ its parse"):
        assert row in done.stdout
    found = json.loads((tmp_path / "all.json").read_text())["latency"]
    assert len(found["flash"]) == 5
