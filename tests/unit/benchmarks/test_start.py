"""The time that wiredesk takes to start."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.start import Took, measure, report, start


def cells(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()[2:]]


def test_a_ratio_is_that_of_one_round_and_a_verdict_that_of_the_median() -> None:
    found = {
        "load": [Took(1.0, 1.0), Took(2.0, 1.0), Took(1.0, 1.0)],
        "extract": [Took(1.4, 1.2), Took(2.0, 1.2), Took(9.0, 1.2)],
        "help": [Took(0.3, 0.1), Took(0.3, 0.1), Took(0.1, 0.1)],
        "stored": [Took(4.0, 5.0)],
    }
    first, extract, help_, stored = cells(report(found))
    assert first[1:] == ["", "1.00 (1.00–2.00)", "1.00", "1.00", "1.00", ""]
    assert extract[1:] == ["1.5 ×", "2.00 (1.40–9.00)", "1.20", "1.40", "1.20", "kept"]
    assert help_[1:] == ["0.2 s", "0.30 (0.10–0.30)", "0.10", "0.15", "0.10", "missed"]
    assert stored[1:] == ["", "4.00 (4.00–4.00)", "5.00", "4.00", "5.00", ""]


def test_without_the_model_there_is_no_ratio() -> None:
    assert cells(report({"help": [Took(0.1, 0.05)]}))[0][1:] == ["0.2 s", "0.10 (0.10–0.10)", "0.05", "", "", "kept"]


def test_cpu_seconds_are_those_of_the_process_and_a_sleep_is_none(tmp_path: Path) -> None:
    busy = "import time\nwhile time.process_time() < 0.2: pass\nprint('first', flush=True)\ntime.sleep(0.3)"
    whole = start([sys.executable, "-c", busy], tmp_path)
    line = start([sys.executable, "-c", busy], tmp_path, first_line=True)
    assert 0.15 < line.cpu <= line.wall + 0.05
    assert whole.cpu < whole.wall - 0.2


@pytest.mark.parametrize("program", ["raise SystemExit('no model')", "pass"])
def test_a_start_that_fails_or_prints_nothing_is_an_error(tmp_path: Path, program: str) -> None:
    with pytest.raises(SystemExit, match="failed"):
        start([sys.executable, "-c", program], tmp_path)


def test_help_is_measured_for_real(tmp_path: Path) -> None:
    found = measure(["help"], tmp_path, 2)
    assert [took.cpu > 0 and took.wall > 0 for took in found["help"]] == [True, True]
