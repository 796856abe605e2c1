"""Measure how the throughput grows with worker hosts, each a namespace of this machine with a network of its own.

    python -m benchmarks.hosts [--corpus FILE.jsonl.gz] [--hosts 1 2 4] [--children 4] [--pause 0.1] [--seconds 20]

Redis and PostgreSQL run on one host, both with a password, and each worker on a further one, with two URLs and an empty
home; a bridge joins them.  The model is one that does nothing: extractions are read from memory, and a pause for each
story takes the place of the model's time, so that the throughput depends on the hosts and not on this machine's cores,
which all share.  With ``--pause 0`` it shows what the cores and the store carry together.  The hosts work on a backlog;
the stories that are stored within ``--seconds`` count.  It needs root and ``ip``.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from celery import Celery

from benchmarks.cpu import ONE_THREAD
from benchmarks.machine import machine
from benchmarks.sample import fresh, sample
from benchmarks.saturation import write_answers
from benchmarks.servers import running
from benchmarks.table import table
from producer.ingest.batch import Batch
from producer.publish import Publisher
from tests.support.namespaces import Network
from tests.support.network_cut import NoNamespace
from tests.support.paths import ROOT
from tests.support.servers import PostgresServer, RedisServer
from wiredesk.contract import Article
from wiredesk.queue.celery_config import celery_config
from wiredesk.settings import Settings, load
from wiredesk.store import Store, ledger, open_store

WORKER = "benchmarks.contenders.prepared"
AT_ONCE = 1_000
START_SECONDS = 120.0


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--corpus", type=Path, help="Article JSON lines, may be gzipped; default: the seeds")
    words.add_argument("--hosts", type=int, nargs="+", default=[1, 2, 4])
    words.add_argument("--children", type=int, default=4, help="of the worker on each host")
    words.add_argument("--pause", type=float, default=0.1, help="seconds for each story")
    words.add_argument("--seconds", type=float, default=20.0, help="for which the stored stories are counted")
    given = words.parse_args()
    os.environ.update(ONE_THREAD)
    with tempfile.TemporaryDirectory(prefix="wdb-") as folder:
        stories = sample(given.corpus, 300)
        answers = write_answers(stories, Path(folder))
        try:
            rates = {number: _rate(stories, answers, given, number) for number in given.hosts}
        except NoNamespace as error:
            raise SystemExit(f"benchmark: no simulated hosts here: {error}") from None
    first = next(iter(rates.values()))
    rows = [(str(number), f"{rate:.1f}", f"{rate / first:.2f}") for number, rate in rates.items()]
    print(f"{machine()}\n\n{table(('hosts', 'stories/s', '÷ the first'), rows)}")


def _rate(stories: list[Article], answers: Path, given: argparse.Namespace, number: int) -> float:
    """Return the stories a second that so many hosts store."""
    with tempfile.TemporaryDirectory(prefix="wdb-") as folder, ExitStack() as stack:
        network = stack.enter_context(Network())
        settings = stack.enter_context(_servers(network, Path(folder)))
        store = open_store(settings)
        stack.callback(store.close)
        _publish(settings, store, stories, _backlog(given, number))
        for at in range(number):
            host, home = network.host(f"host{at}"), Path(folder) / f"home{at}"
            command = [*host.prefix, sys.executable, "-m", "celery", "-A", WORKER, "worker", "-l", "info"]
            environment = {
                "PYTHONPATH": str(ROOT),  # a program that enters a namespace begins in its root
                "WIREDESK_HOME": str(home),
                "WIREDESK_BROKER_URL": str(settings.broker_url),
                "WIREDESK_STORE_URL": str(settings.store_url),
                "WIREDESK_CONCURRENCY": str(given.children),
                "WIREDESK_BENCH_ANSWERS": str(answers),
                "WIREDESK_BENCH_PAUSE": str(given.pause),
            }
            stack.enter_context(running(command, Path(folder) / f"worker{at}.log", **environment))
        _wait_for_all(store, number)
        before, began = _done(store), time.monotonic()
        time.sleep(given.seconds)
        after, seconds = _done(store), time.monotonic() - began
        if after >= _backlog(given, number):
            raise SystemExit("benchmark: the backlog was too short, give fewer --seconds")
        rate = (after - before) / seconds
        print(f"{number} hosts: {rate:.1f} stories/s", file=sys.stderr, flush=True)
        return rate


def _backlog(given: argparse.Namespace, number: int) -> int:
    """Return enough stories for the start and the measurement, as fast as cores or pauses allow."""
    a_second = min(2_000.0, number * given.children / given.pause if given.pause else 2_000.0)
    return int(a_second * (given.seconds + START_SECONDS / 4))


@contextmanager
def _servers(network: Network, folder: Path) -> Iterator[Settings]:
    """Run Redis and PostgreSQL on a host of their own; yields the settings of a program that uses them."""
    host = network.host("servers")
    postgres = PostgresServer(host=host.address, prefix=host.prefix, password="scoop")
    try:
        store = postgres.create().database("hosts")
        redis = RedisServer(folder / "redis", host=host.address, prefix=host.prefix, requirepass="exclusive").start()
        yield load(home=folder / "home", broker_url=redis.url, store_url=store)
    finally:
        host.end()
        postgres.remove()


def _publish(settings: Settings, store: Store, stories: list[Article], number: int) -> None:
    """Put stories into the ledger, and the first of them into the queue; the workers send the others."""
    app = Celery("bench", set_as_current=False)
    app.conf.update(celery_config(settings))
    publisher = Publisher(app, store, settings)
    for at in range(0, number, AT_ONCE):
        some = [stories[n % len(stories)] for n in range(at, min(at + AT_ONCE, number))]
        publisher.accept([Batch("", fresh(some))])
    publisher.flush_outbox()


def _wait_for_all(store: Store, number: int) -> None:
    """Wait until so many workers have announced themselves and stories are stored."""
    end = time.monotonic() + START_SECONDS
    while True:
        with store.read() as connection:
            live = len(ledger.read_fleet(connection).live)
        if live >= number and _done(store):
            break
        if time.monotonic() > end:
            raise SystemExit("benchmark: the workers did not come up")
        time.sleep(0.2)
    time.sleep(2.0)  # the last one fills its caches


def _done(store: Store) -> int:
    with store.read() as connection:
        return ledger.counts(connection)["done"]


if __name__ == "__main__":
    main()
