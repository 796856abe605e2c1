"""The broker dies, forgets, hangs, hangs up, or is out of reach."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

from redis.exceptions import RedisError

from tests.faults.disk import Tmpfs
from tests.faults.net import Cut, NoNamespace, cut_by_namespace, cut_by_proxy
from tests.faults.rig import ROOT, Rig
from tests.faults.servers import free_port
from tests.faults.table import Run, row
from tests.faults.verdict import Verdict


def _restarts(run: Run, times: int, *, empty: bool) -> Verdict:
    with run.rig(postgres=not run.quick and not empty, real=True) as rig:
        worker = rig.work()
        stop = rig.load(rig.stories(), 20)
        rig.progress()
        worst = 0.0
        for _ in range(times):
            time.sleep(rig.chance.uniform(0.2, 1.5))
            rig.redis.kill()
            if empty:
                rig.redis.empty()
            time.sleep(1.5)
            rig.redis.start()
            worst = max(worst, rig.progress())
        stop()
        found = rig.verdict(f"{times} restarts, down 1.5 s", f"reading again within {worst:.1f} s")
        found.unexpected += not worker.alive
        return found


@row("Redis kill -9 and restart")
def restart(run: Run) -> Verdict:
    return _restarts(run, run.pick(2, 12), empty=False)


@row("Redis restarted empty")
def emptied(run: Run) -> Verdict:
    return _restarts(run, run.pick(1, 5), empty=True)


@row("FLUSHALL under load")
def flushed(run: Run) -> Verdict:
    with run.rig() as rig:
        rig.work()
        stop = rig.load(rig.stories(), 60, batch=30)
        for _ in range(run.pick(2, 5)):
            rig.progress()
            time.sleep(rig.chance.uniform(0.3, 1))
            rig.redis.client().flushall()
        stop()
        return rig.verdict(f"{run.pick(2, 5)} times")


@row("Redis SIGSTOP")
def stopped(run: Run) -> Verdict:
    seconds = run.pick(6, 20)
    with run.rig(real=True) as rig:
        worker = rig.work()
        stop = rig.load(rig.stories(), 20)
        rig.progress()
        time.sleep(1)
        rig.redis.send(signal.SIGSTOP)
        time.sleep(seconds)
        rig.redis.send(signal.SIGCONT)
        back = rig.progress()
        stop()
        found = rig.verdict(f"{seconds} s", f"reading again within {back:.1f} s")
        found.unexpected += (not worker.alive) + (rig.told.slowest > 20)
        return found


@row("CLIENT KILL all")
def hung_up(run: Run) -> Verdict:
    times = run.pick(2, 5)
    with run.rig(real=True) as rig:
        worker = rig.work()
        stop = rig.load(rig.stories(), 20)
        for _ in range(times):
            rig.progress()
            time.sleep(rig.chance.uniform(0.3, 1))
            _hang_up(rig)
        rig.progress()
        stop()
        found = rig.verdict(f"{times} times")
        found.unexpected += not worker.alive
        return found


@row(
    "the broker, one fault after another",
    covers=(
        "Redis kill -9 and restart",
        "Redis restarted empty",
        "FLUSHALL under load",
        "Redis SIGSTOP",
        "CLIENT KILL all",
    ),
)
def one_after_another(run: Run) -> Verdict:
    with run.rig() as rig:
        worker = rig.work()
        stop = rig.load(rig.stories(), 20)
        for empty in (False, True):
            rig.progress()
            rig.redis.kill()
            if empty:
                rig.redis.empty()
            time.sleep(1)
            rig.redis.start()
        rig.progress()
        rig.redis.client().flushall()
        rig.progress()
        rig.redis.send(signal.SIGSTOP)
        time.sleep(3)
        rig.redis.send(signal.SIGCONT)
        rig.progress()
        _hang_up(rig)
        rig.progress()
        stop()
        found = rig.verdict()
        found.unexpected += not worker.alive
        return found


def _hang_up(rig: Rig) -> None:
    with rig.redis.client() as client:
        for kind in ("normal", "pubsub"):
            client.execute_command("CLIENT", "KILL", "TYPE", kind, "SKIPME", "yes")


@row("network cut")
def cut(run: Run) -> Verdict:
    """Between worker and broker every packet is dropped, without a word to either."""
    seconds = run.pick(8, 60)
    with run.rig() as rig:
        try:
            wire: Cut = cut_by_namespace()
        except NoNamespace:
            wire = cut_by_proxy(rig.redis.port)
        with wire:
            if wire.host:  # the broker must listen where the namespace can reach it
                rig.redis.client().config_set("bind", f"127.0.0.1 {wire.host}")
            worker = rig.work(prefix=wire.prefix, WIREDESK_BROKER_URL=wire.url(rig.redis.port))
            stop = rig.load(rig.stories(), 20)
            rig.progress()
            wire.cut()
            time.sleep(seconds)
            wire.mend()
            back = rig.progress(90)
            stop()
            found = rig.verdict(f"{seconds} s by {wire.kind}", f"reading again within {back:.1f} s")
            found.unexpected += not worker.alive
            for one in rig.workers:
                one.kill()
            return found


@row("disk full for the broker's file")
def disk_full(run: Run) -> Verdict:
    """Redis cannot append to its file and refuses writes until there is room again."""
    with run.rig() as rig, Tmpfs(megabytes=16) as disk:
        rig.redis.kill()
        rig.redis.folder = disk.folder / "redis"
        rig.redis.start()
        rig.work()
        stop = rig.load(rig.stories(), 20)
        rig.progress()
        disk.fill()
        seen = rig.await_(lambda: _refuses(rig), 20, "the broker's refusal")
        time.sleep(run.pick(4, 20))
        disk.free()
        back = rig.progress()
        stop()
        found = rig.verdict(f"{disk.kind}", f"refused after {seen:.1f} s", f"reading again within {back:.1f} s")
        for worker in rig.workers:
            worker.kill()
        rig.redis.kill()
        return found


def _refuses(rig: Rig) -> bool:
    try:
        rig.redis.client().set("faults", "x" * 100_000)
    except RedisError:
        return True
    return False


@row("Redis that evicts keys")
def evicting(run: Run) -> Verdict:
    """A broker set up wrongly: too small, and allowed to drop queues."""
    with run.rig() as rig:
        client = rig.redis.client()
        client.config_set("maxmemory-policy", "allkeys-random")
        rig.work()
        client.config_set("maxmemory", str(int(client.info("memory")["used_memory"]) + 40_000))
        stop = rig.load(rig.stories(), 60, batch=30)
        time.sleep(run.pick(5, 30))
        stop()
        client.config_set("maxmemory", "0")
        evicted = client.info("stats")["evicted_keys"]
        return rig.verdict(f"{evicted} keys evicted")


@row("Flower absent, slow, stopped")
def flower(run: Run) -> Verdict:
    """Whoever watches has no influence on who works."""
    seconds = run.pick(3, 15)
    with run.rig() as rig:
        rig.work()
        stop = rig.load(rig.stories(), 20)
        speeds = {}
        rig.progress()
        speeds["absent"] = _speed(rig, seconds)
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "worker", "flower", f"--port={free_port()}"],
            cwd=ROOT, env=rig.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            time.sleep(6)
            speeds["running"] = _speed(rig, seconds)
            process.send_signal(signal.SIGSTOP)
            speeds["stopped"] = _speed(rig, seconds)
        finally:
            process.kill()
            process.wait()
        speeds["killed"] = _speed(rig, seconds)
        stop()
        return rig.verdict(", ".join(f"{name} {speed:.0f}/s" for name, speed in speeds.items()))


def _speed(rig: Rig, seconds: float) -> float:
    before, began = rig.ended(), time.monotonic()
    time.sleep(seconds)
    return (rig.ended() - before) / (time.monotonic() - began)
