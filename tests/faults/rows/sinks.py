"""Delivery to sinks: receivers that fail, deliveries that are killed, two at once, restarts, retention, clocks.

A webhook may get a change again, under the same id; a Redis stream, a lake and a database have each change once.
"""

from __future__ import annotations

import re
import signal
import time

from tests.faults.delivery_rig import SINKS, DeliveryRig
from tests.faults.table import Run, row
from tests.faults.verdict import Verdict
from tests.support.webhook_receiver import Answer
from tests.support.wrong_clock import wrong_clock
from wiredesk.store.changes import last_number, prune


def _kills(run: Run, *, postgres: bool) -> Verdict:
    times = run.pick(2, 50)
    with run.rig(postgres=postgres) as rig, DeliveryRig(rig) as out:
        out.write(30, writers=3 if postgres else 1)
        worst = 0.0
        for _ in range(times):
            delivery = out.deliver()
            worst = max(worst, out.progress())
            time.sleep(rig.chance.uniform(0.0, 0.8))
            delivery.kill()
        delivery = out.deliver()
        took = out.settle()
        code = delivery.stop()
        found = out.verdict(f"{times} kills, back within {worst:.1f} s", f"all there after {took:.1f} s")
        found.unexpected += code != 0
        return found


@row("deliver kill -9, PostgreSQL")
def killed_postgres(run: Run) -> Verdict:
    return _kills(run, postgres=True)


@row("deliver kill -9, SQLite", full_only=True)
def killed_sqlite(run: Run) -> Verdict:
    return _kills(run, postgres=False)


@row("a receiver that fails, hangs, closes, forgets")
def receiver(run: Run) -> Verdict:
    """It fails in every way for a while; then it has forgotten everything, and everything is sent again."""
    failures: tuple[Answer, ...] = (500, "hang", "close", "half", 503, 301)
    most = run.pick(6, 90)
    with run.rig() as rig:
        chance = rig.chance

        def answer(number: int) -> Answer:
            return chance.choice(failures) if number < 6 * most and number % 6 == 0 else 204

        with DeliveryRig(rig, answer) as out:
            out.write_some(run.pick(30, 500))
            out.deliver()
            others = out.wait_until(lambda: out.have_all(*SINKS[1:]), "the other sinks")
            took = out.settle()
            requests = out.receiver.requests
            found = out.verdict(f"{requests} requests, {took:.0f} s", f"the others had all after {others:.1f} s")
            out.receiver.received.clear()
            out.command("sinks", "replay", "hook", "--after", "0")
            out.wait_until(lambda: len(out.receiver.received) >= found.accepted, "the replay")
            again = out.verdict()
            found.lost += again.lost
            found.unexpected += again.unexpected
            return found


@row("store and targets restarted beside deliver")
def restarted(run: Run) -> Verdict:
    """PostgreSQL has the store and the mirror; the stream's Redis is killed and may lose its last second."""
    with run.rig(postgres=True) as rig, DeliveryRig(rig) as out:
        server = run.postgres()
        delivery = out.deliver()
        out.write(30, writers=2)
        worst = 0.0
        for how in [signal.SIGINT, signal.SIGKILL] * run.pick(1, 5):
            worst = max(worst, out.progress())
            time.sleep(rig.chance.uniform(0.2, 1.0))
            server.stop(how)
            out.redis.kill()
            time.sleep(1.0)
            server.start()
            out.redis.start()
        took = out.settle()
        found = out.verdict(f"progress within {worst:.1f} s, all there after {took:.1f} s")
        found.unexpected += delivery.process.poll() is not None
        return found


@row("two delivers, one suspended, one killed")
def two(run: Run) -> Verdict:
    """The suspended one goes on after its lease has ended, in the full schedule; it must not write over the other."""
    with run.rig(postgres=True) as rig, DeliveryRig(rig) as out:
        one, other = out.deliver(), out.deliver()
        out.write(30, writers=2)
        out.progress()
        for _ in range(run.pick(1, 10)):
            one.process.send_signal(signal.SIGSTOP)
            time.sleep(rig.chance.uniform(0.5, 2.0))
            one.process.send_signal(signal.SIGCONT)
            out.progress()
            other.kill()
            one, other = out.deliver(), one
            out.progress()
        if not run.quick:
            for delivery in (one, other):
                delivery.process.send_signal(signal.SIGSTOP)
                time.sleep(75)
                delivery.process.send_signal(signal.SIGCONT)
                out.progress()
        took = out.settle()
        return out.verdict(f"all there after {took:.1f} s")


@row("a sink behind what the log keeps")
def retention(run: Run) -> Verdict:
    """The sinks are paused and say how to go on; done as they say, they get everything that the log still has."""
    with run.rig() as rig, DeliveryRig(rig) as out:
        out.write_some(10, "a")
        delivery = out.deliver()
        out.settle()
        delivery.stop()
        out.write_some(10, "b")
        with rig.store.write() as connection:
            prune(connection, days=0)
            kept_from = last_number(connection) - 1
        out.write_some(10, "c")
        out.deliver()
        rig.wait_for(lambda: all(row.state == "paused" for row in out.rows().values()), 60, "paused sinks")
        for name, sink in out.rows().items():
            for command in re.findall(r"wiredesk (sinks (?:replay|resume)[^,;]*)", str(sink.error)):
                out.command(*command.split())
            rig.wait_for(lambda name=name: out.rows()[name].behind == 0, 60, f"sink {name}")  # type: ignore[misc]
        out.write_some(10, "d")
        out.settle()
        found = out.verdict(f"paused with: {sink.error}", kept_from=kept_from)
        found.lost -= 9  # the mirror lacks stories whose changes are gone
        return found


@row("the clock set back by an hour beside deliver")
def clock(run: Run) -> Verdict:
    """A delivery an hour ahead leaves leases and pauses that end in an hour; the next one does not wait for them."""
    failing = True
    with run.rig() as rig, DeliveryRig(rig, lambda _number: 500 if failing else 204) as out:
        out.write_some(20)
        first = out.deliver(**wrong_clock("+3600s"))
        rig.wait_for(lambda: len(out.rows()) == 4 and out.rows()["hook"].state == "failing", 60, "a failure")
        failing = False
        if run.quick:
            first.kill()
        else:
            first.process.send_signal(signal.SIGSTOP)
        began = time.monotonic()
        out.deliver()
        out.write(20)
        if not run.quick:
            time.sleep(75)
            first.kill()  # the lake is locked until then
        time.sleep(1)
        out.settle()
        return out.verdict(f"all there {time.monotonic() - began:.0f} s after the clock was set back")
