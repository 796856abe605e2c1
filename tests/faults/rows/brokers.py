"""Faults of the broker: it dies, loses its data, hangs, closes connections, or is unreachable."""

from __future__ import annotations

import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from redis.exceptions import RedisError

from tests.faults.rig import Rig, burst
from tests.faults.table import Run, row
from tests.faults.verdict import Verdict
from tests.support.full_disk import Tmpfs
from tests.support.network_cut import Cut, NoNamespace, cut_by_namespace, cut_by_proxy
from tests.support.paths import ROOT
from tests.support.servers import RedisSentinel, RedisServer, free_port


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
        found.unexpected += (not worker.alive) + (rig.published.slowest > 20)
        return found


@row("CLIENT KILL all")
def clients_killed(run: Run) -> Verdict:
    times = run.pick(2, 5)
    with run.rig(real=True) as rig:
        worker = rig.work()
        stop = rig.load(rig.stories(), 20)
        for _ in range(times):
            rig.progress()
            time.sleep(rig.chance.uniform(0.3, 1))
            _kill_clients(rig)
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
        _kill_clients(rig)
        rig.progress()
        stop()
        found = rig.verdict()
        found.unexpected += not worker.alive
        return found


def _kill_clients(rig: Rig) -> None:
    with rig.redis.client() as client:
        for kind in ("normal", "pubsub"):
            client.execute_command("CLIENT", "KILL", "TYPE", kind, "SKIPME", "yes")


@row("Sentinel fails over")
def sentinel(run: Run) -> Verdict:
    """The master dies for good; the Sentinel makes its replica the master, which has lost what was not yet copied."""
    with run.rig() as rig:
        replica = RedisServer(rig.folder / "replica", replicaof=f"127.0.0.1 {rig.redis.port}").start()
        watcher = RedisSentinel(rig.folder / "sentinel", rig.redis)
        try:
            rig.use_broker(watcher.start().url)
            worker = rig.work()
            stop = rig.load(rig.stories(), 20)
            rig.progress()
            rig.redis.kill()
            seen = rig.wait_for(lambda: watcher.master_port() == replica.port, 60, "the failover")
            back = rig.progress()
            stop()
            found = rig.verdict(f"failed over after {seen:.1f} s", f"reading again within {back:.1f} s")
            found.unexpected += not worker.alive
            return found
        finally:
            for one in rig.workers:
                one.kill()
            watcher.kill()
            replica.kill()


@row("network cut")
def cut(run: Run) -> Verdict:
    """Drop every packet between worker and broker without notice to either."""
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
            wire.restore()
            back = rig.progress()
            stop()
            found = rig.verdict(f"{seconds} s by {wire.kind}", f"reading again within {back:.1f} s")
            found.unexpected += not worker.alive
            for one in rig.workers:
                one.kill()
            return found


@row("disk full for the broker's file")
def disk_full(run: Run) -> Verdict:
    """Redis cannot append to its file and refuses writes until the disk has space again."""
    with run.rig() as rig, Tmpfs(megabytes=16) as disk:
        rig.redis.kill()
        rig.redis.folder = disk.folder / "redis"
        rig.redis.start()
        rig.work()
        stop = rig.load(rig.stories(), 20)
        rig.progress()
        disk.fill()
        seen = rig.wait_for(lambda: _refuses(rig), 20, "the broker's refusal")
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
    """A misconfigured broker: its memory is too small, and it may evict queues."""
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
    """Flower does not slow down the workers, whether it keeps up, is slow or hangs.

    The phases alternate, each with the same number of stories; a story is a pause, so that Flower's share of the
    processors does not count.  Redis buffers what a hanging Flower does not read, and finally disconnects it.
    """
    rounds, stories = run.pick((1, 60), (5, 600))
    took: dict[str, list[float]] = {"absent": [], "running": [], "slow": [], "stopped": []}
    memory = 0
    with run.rig() as rig:
        rig.work()
        source = rig.stories()

        def read(phase: str) -> None:
            nonlocal memory
            until, began = rig.ended() + stories, time.monotonic()
            for _ in range(stories // 60):
                rig.publish(burst(source, 60))
            rig.wait_for(lambda: rig.ended() >= until, 120, f"stories while Flower was {phase}")
            took[phase].append(time.monotonic() - began)
            memory = max(memory, int(rig.redis.client().info("memory")["used_memory"]))

        read("absent")
        took["absent"].clear()  # the first stories wait for caches
        for _ in range(rounds):
            read("absent")
            with _flower(rig) as process:
                read("running")
                with _slowed_down(process):
                    read("slow")
                process.send_signal(signal.SIGSTOP)
                read("stopped")
        usual = statistics.median(took.pop("absent"))
        shares = {phase: usual / statistics.median(times) for phase, times in took.items()}
        found = rig.verdict(
            "speed " + ", ".join(f"{phase} {share:.0%}" for phase, share in shares.items()),
            f"Redis at most {memory / 1e6:.1f} MB",
        )
        found.unexpected += memory > HANGING_CLIENT
        return found


HANGING_CLIENT = 40_000_000
"""Bytes: Redis disconnects a subscriber with 32 MB of unread output (client-output-buffer-limit)."""


@contextmanager
def _flower(rig: Rig) -> Iterator[subprocess.Popen[bytes]]:
    before = rig.redis.client().pubsub_numpat()
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "worker", "flower", f"--port={free_port()}"],
        cwd=ROOT, env=rig.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip

    def watches() -> bool:
        return rig.redis.client().pubsub_numpat() > before

    try:
        rig.wait_for(watches, 60, "Flower to listen")
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def _slowed_down(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Let the process run for a twentieth of the time only."""
    over = threading.Event()

    def suspend_and_resume() -> None:
        while not over.is_set():
            process.send_signal(signal.SIGSTOP)
            over.wait(0.19)
            process.send_signal(signal.SIGCONT)
            over.wait(0.01)

    thread = threading.Thread(target=suspend_and_resume, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        process.send_signal(signal.SIGCONT)
