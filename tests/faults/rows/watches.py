"""Watches: the delivery is killed, the store restarted, a watch changed while stories come.

No alert is lost, and none comes twice under another id; a webhook may get a message again under its own.
"""

from __future__ import annotations

import signal
import time

from tests.faults.table import Run, row
from tests.faults.verdict import Verdict
from tests.faults.watch_rig import WORDS, WatchRig

BRIDGE = WORDS[:1]


def _kill(out: WatchRig) -> None:
    """Kill the delivery, once it has looked at something, and start another."""
    before = out.looked()
    out.rig.wait_for(lambda: out.looked() > before, 120, "the watches")
    time.sleep(out.rig.chance.uniform(0.0, 0.6))
    out.deliveries[-1].kill()
    out.deliver()


def _restart(run: Run, out: WatchRig, how: signal.Signals) -> None:
    """Stop PostgreSQL for a second."""
    before = out.looked()
    out.rig.wait_for(lambda: out.looked() > before, 120, "the watches")
    run.postgres().stop(how)
    time.sleep(1.0)
    run.postgres().start()


def _change(out: WatchRig) -> int:
    """Let the watch ``moving`` ask for all words, and the one of the file for two; return from which change on.

    The delivery is killed, because it reads the file when it starts.
    """
    out.add_watch("moving", *WORDS)
    out.configure(fixed=WORDS[:2])
    _kill(out)
    out.rig.wait_for(lambda: (row := out.watch("fixed")) and "or" in str(row.given), 120, "the watch of the file")
    return out.last_change()


def _start(out: WatchRig) -> None:
    out.configure(fixed=BRIDGE)
    out.add_watch("moving", *BRIDGE)
    out.deliver()
    out.rig.wait_for(lambda: out.watch("fixed"), 120, "the watch of the file")


def _disturbed(run: Run, *, kills: int = 0, restarts: int = 0, changes: int = 0, postgres: bool = True) -> Verdict:
    with run.rig(postgres=postgres) as rig, WatchRig(rig) as out:
        _start(out)
        after = out.last_change()
        out.write(20, writers=2 if postgres else 1)
        for _ in range(kills):
            _kill(out)
        for number in range(restarts):
            _restart(run, out, (signal.SIGINT, signal.SIGKILL)[number % 2])
        for _ in range(changes):
            after = _change(out)
            time.sleep(rig.chance.uniform(0.5, 1.5))
        took = out.settle_alerts()
        words = {"fixed": WORDS[:2] if changes else BRIDGE, "moving": WORDS if changes else BRIDGE}
        return out.alert_verdict(
            f"all told after {took:.1f} s", queries={name: (asked, after) for name, asked in words.items()}
        )


@row("alerts, deliver kill -9, PostgreSQL")
def killed(run: Run) -> Verdict:
    return _disturbed(run, kills=run.pick(2, 30))


@row("alerts, deliver kill -9, SQLite", full_only=True)
def killed_sqlite(run: Run) -> Verdict:
    return _disturbed(run, kills=run.pick(2, 15), postgres=False)


@row("alerts, PostgreSQL restarted and killed")
def restarted(run: Run) -> Verdict:
    return _disturbed(run, restarts=run.pick(1, 10))


@row("alerts, watches changed while stories come")
def changed(run: Run) -> Verdict:
    return _disturbed(run, changes=run.pick(1, 10))


@row(
    "alerts: deliver killed, store restarted, watches changed",
    covers=(
        "alerts, deliver kill -9, PostgreSQL", "alerts, PostgreSQL restarted and killed",
        "alerts, watches changed while stories come",
    ),
)  # fmt: skip
def together(run: Run) -> Verdict:
    return _disturbed(run, restarts=1, changes=1)
