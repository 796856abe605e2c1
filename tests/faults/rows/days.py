"""Days of wire: see tests/faults/soak.py."""

from __future__ import annotations

from tests.faults.soak import Plan, run_soak
from tests.faults.table import Run, row
from tests.faults.verdict import Verdict


@row("72 hours of wire")
def days(run: Run) -> Verdict:
    """An hour, for the memory of every process to show what it does; the shortened schedule only plays it through."""
    quick = Plan(16, recycle=10, broker_every=8, worker_every=5, sample_every=1)
    return run_soak(run, run.pick(quick, Plan(3600)))
