"""Three days of wire: see tests/faults/soak.py."""

from __future__ import annotations

from tests.faults.soak import Plan, run_soak
from tests.faults.table import Run, row
from tests.faults.verdict import Verdict


@row("72 hours of wire")
def days(run: Run) -> Verdict:
    """The full run takes an hour, so that growth of memory shows; the shortened schedule only replays the stories."""
    quick = Plan(16, recycle=10, broker_every=8, worker_every=5, sample_every=1)
    return run_soak(run, run.pick(quick, Plan(3600)))
