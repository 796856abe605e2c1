"""Hosts are disconnected, lose power and join: broker and store on one, the producer and the workers on others."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack

from sqlalchemy import select

from tests.faults.rig import Rig, Worker
from tests.faults.table import Run, row
from tests.faults.verdict import Verdict
from tests.support.generated_stories import story
from tests.support.models import MODEL
from tests.support.namespaces import Host, Network
from tests.support.paths import ROOT
from tests.support.servers import PostgresServer, RedisServer
from tests.support.waiting import HANG_SECONDS
from wiredesk.contract import Article
from wiredesk.store.ledger import Key
from wiredesk.store.tables import articles


class SimulatedHosts:
    """A rig whose parts run on separate hosts."""

    def __init__(self, run: Run, stack: ExitStack, story_ms: int, lease: int, model: str = "") -> None:
        self.network = Network()
        stack.enter_context(self.network)
        servers = self.network.host("servers")
        postgres = PostgresServer(host=servers.address, prefix=servers.prefix, password="scoop")
        stack.callback(postgres.remove)
        stack.callback(servers.end)  # before that
        env = {"FAULTS_STORY_MS": str(story_ms), "WIREDESK_LEASE": str(lease)}
        self.rig = Rig(run.name, run.seed, postgres=postgres.create(), model=model, **env)
        self.rig.redis = RedisServer(
            self.rig.folder / "redis", host=servers.address, prefix=servers.prefix, requirepass="exclusive"
        )
        stack.enter_context(self.rig)

    def worker(self, name: str, children: int = 2) -> tuple[Host, Worker]:
        """Connect a host and start a worker on it, with two URLs and a separate home; do not wait for its start."""
        host = self.network.host(name)
        home = str(self.rig.folder / name)
        return host, self.rig.work(children, wait=False, prefix=host.prefix, HOME=home, WIREDESK_HOME=f"{home}/wd")

    def stored(self) -> Counter[str]:
        """Return the number of stories that each host has stored."""
        with self.rig.store.read() as connection:
            found = connection.scalars(select(articles.c.worker).where(articles.c.state == "done"))
            return Counter(_host(owner) for owner in found)

    def held(self, name: str) -> list[Key]:
        """Return the number of stories that a host has leased."""
        with self.rig.store.read() as connection:
            rows = connection.execute(
                select(articles.c.id, articles.c.version, articles.c.lease_owner).where(articles.c.state == "leased")
            )
            return [(row.id, row.version) for row in rows if _host(row.lease_owner) == name]

    def speed(self, seconds: float) -> float:
        """Return the stories that all hosts together store a second."""
        before, began = self.rig.ended(), time.monotonic()
        time.sleep(seconds)
        return (self.rig.ended() - before) / (time.monotonic() - began)


def _host(owner: str) -> str:
    return owner.partition("/")[0].partition("+")[0]


class RemoteProducer:
    """``python -m producer feed`` on a separate host; it gets stories line by line through its standard input."""

    def __init__(self, hosts: SimulatedHosts, source: Iterator[Article], a_second: float) -> None:
        rig, host = hosts.rig, hosts.network.host("producer")
        config = rig.folder / "producer.toml"
        config.write_text('[[source]]\ntype = "stdin"\n')
        home = str(rig.folder / "producer")
        environment = rig.environment(HOME=home, WIREDESK_HOME=f"{home}/wd", WIREDESK_CONFIG=str(config))
        self.published, self.source, self.a_second = rig.published, source, a_second
        self.log = rig.folder / "producer.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*host.prefix, sys.executable, "-m", "producer", "feed"], cwd=ROOT, env=environment,
                stdin=subprocess.PIPE, stdout=log, stderr=log,
            )  # fmt: skip
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._write, daemon=True)
        self.thread.start()

    def _write(self) -> None:
        assert self.process.stdin is not None
        began = time.monotonic()
        for number, article in enumerate(self.source):
            if self.over.wait(max(0.0, began + number / self.a_second - time.monotonic())):
                break
            self.published.tried.add((article.id, article.version))
            self.process.stdin.write(article.model_dump_json().encode() + b"\n")
            self.process.stdin.flush()
        self.process.stdin.close()

    def stop(self) -> int:
        """Close its input and return its exit code; 0 means that it has published everything that it read."""
        self.over.set()
        self.thread.join()
        code = self.process.wait(HANG_SECONDS)
        if code == 0:
            self.published.accepted |= self.published.tried
        return code


FROZEN = """
import sys, time
from sqlalchemy import select
from wiredesk.settings import load
from wiredesk.store import open_store
from wiredesk.store.tables import articles

store = open_store(load())
mine = articles.c.lease_owner.startswith(sys.argv[1])
query = select(articles.c.seq).where(articles.c.state == "leased", mine).limit(1).with_for_update(skip_locked=True)
print("ready", flush=True)
sys.stdin.readline()
while True:
    with store.write() as connection:
        if connection.execute(query).first():
            print("holds", flush=True)
            time.sleep(3600)
"""
"""A process that is suspended inside a transaction, with a lock on one of its host's stories."""


class SuspendedTransaction:
    """The constructor returns when it is ready, :meth:`hold` when it has its lock; it dies with its host."""

    def __init__(self, hosts: SimulatedHosts, host: Host) -> None:
        environment = hosts.rig.environment(WIREDESK_HOME=str(hosts.rig.folder / "suspended"))
        self.process = subprocess.Popen(
            [*host.prefix, sys.executable, "-c", FROZEN, host.name], cwd=ROOT, env=environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        self._await("ready")

    def hold(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(b"\n")
        self.process.stdin.flush()
        self._await("holds")

    def end(self) -> None:
        """After its host's."""
        self.process.kill()
        self.process.communicate()

    def _await(self, word: str) -> None:
        assert self.process.stdout is not None
        said = self.process.stdout.readline().decode().strip()
        assert said == word, said


@row("scale out across hosts")
def scale_out(run: Run) -> Verdict:
    """Stories pause instead of computing, so that throughput depends on the workers and not on this machine's cores."""
    return _scale_out(run, story_ms=200, a_second=40)


@row("scale out across hosts, real model", full_only=True)
def scale_out_real(run: Run) -> Verdict:
    """All hosts share this machine's cores, which limit the throughput."""
    return _scale_out(run, story_ms=0, a_second=150, model=MODEL)


def _scale_out(run: Run, story_ms: int, a_second: float, model: str = "") -> Verdict:
    """One of three worker hosts is disconnected for longer than its lease, another loses power; the third joined."""
    lease, look = run.pick(10, 30), run.pick(3, 20)
    with ExitStack() as stack:
        hosts = SimulatedHosts(run, stack, story_ms, lease, model)
        rig, network = hosts.rig, hosts.network
        (north, _), (south, cut_off) = hosts.worker("north"), hosts.worker("south")
        producer = RemoteProducer(hosts, rig.stories(), a_second)
        suspended = SuspendedTransaction(hosts, north)
        stack.callback(suspended.end)
        rig.wait_for(lambda: {"north", "south"} <= set(hosts.stored()), 60, "both hosts")
        two = hosts.speed(look)
        east, joined = hosts.worker("east")
        rig.wait_for(lambda: hosts.stored()["east"], 60, "the host that joins")

        suspended.hold()
        network.cut(north)
        north.end()
        network.cut(south)
        at = time.monotonic()
        before, left = hosts.stored()["south"], hosts.held("south") + hosts.held("north")
        newer = [story(rig.chance, id, version + 1) for id, version in hosts.held("south")[:1]]
        rig.publish(newer)
        one = hosts.speed(look)
        rig.wait_for(lambda: not (hosts.held("south") or hosts.held("north")), lease + 60, "the end of their leases")
        taken = time.monotonic() - at
        time.sleep(max(0.0, lease + 3 - taken))
        away = time.monotonic() - at
        network.restore(south)
        back = rig.wait_for(lambda: hosts.stored()["south"] > before, 60, "the host that was cut off")
        again = 0.0 if run.quick else hosts.speed(look)
        wrong = (producer.stop() != 0) + (not newer) + (not cut_off.alive) + (not joined.alive)
        for worker in rig.workers:  # the remaining stories need no pause
            worker.kill()
        rig.work(prefix=east.prefix, FAULTS_STORY_MS="0")
        rig.drain(900)
        found = rig.verdict(
            f"stories/s: 2 hosts {two:.1f}, 1 host {one:.1f} (×{two / max(one, 0.1):.2f}), 2 again {again:.1f}",
            f"{len(left)} stories taken over within {taken:.0f} s, reading again {back:.1f} s after {away:.0f} s",
        )
        found.unexpected += wrong
        return found
