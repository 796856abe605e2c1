"""A process of a test whose clock is wrong: its clock is, its sleeps are not."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.requirements import need_faketime
from tests.support.wrong_clock import CLOCK_SITE, wrong_clock

CODE = """
import threading, time
began = time.monotonic()
time.sleep(0.2)
threading.Event().wait(0.2)
print(time.time(), time.monotonic() - began)
"""


@pytest.mark.parametrize("from_file", [False, True])
@pytest.mark.parametrize("hours", [-1, 1])
def test_a_wrong_clock(tmp_path: Path, hours: int, *, from_file: bool) -> None:
    need_faketime()
    offset = f"{3600 * hours:+d}s"
    (tmp_path / "offset").write_text(offset)
    variables = wrong_clock(file=tmp_path / "offset") if from_file else wrong_clock(offset)
    done = subprocess.run(
        [sys.executable, "-c", CODE], env=os.environ | {"PYTHONPATH": str(CLOCK_SITE)} | variables,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    clock, slept = (float(word) for word in done.stdout.split())
    assert abs(clock - time.time() - 3600 * hours) < 600
    assert slept >= 0.399
