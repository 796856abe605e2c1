"""Measure the delivery to sinks: delay, catching up, memory, and what it takes from the workers.

    python -m benchmarks.delivery [--store URL] [--quick] [--only delay,catch_up,beside]

delay: one worker, one webhook, stories one by one; from the result's time of storage, by the store's clock, to the
moment at which the receiver has the message; the bar is 150 ms for 95 of 100.  catch_up: 10,000 changes wait; each kind
of sink gets them in a process of its own, and so does the receiver of webhooks; the bar is 1,000 changes a second.
beside: a backlog is worked off by one worker child, with and without the delivery to three sinks, in turns; the bar is
97 % of the throughput.  The CPU time of all processes is measured as well, because other programs may share the
machine: a second of it is what the process would have had on a machine of its own.
"""

from __future__ import annotations

import contextlib
import statistics
import sys
import time
from collections.abc import Iterator, Mapping
from typing import Any

import orjson
import psutil
from sqlalchemy import insert, literal, select

from benchmarks.latency import percentile
from benchmarks.machine import machine
from benchmarks.options import Options, parser, resolve
from benchmarks.receiver import receiving
from benchmarks.rig import Desk, desk, worker_cpu
from benchmarks.sample import fresh, sample
from benchmarks.servers import cpu_seconds, running
from benchmarks.table import table
from desk.sinks.read_progress import ReadProgress
from desk.sinks.sink_list import sink_rows
from tests.support import synthetic_store
from tests.support.webhook_receiver import WebhookReceiver
from wiredesk.settings import Settings
from wiredesk.store import open_store
from wiredesk.store.change_tables import changes
from wiredesk.store.tables import articles
from wiredesk.store.types import now

WAIT_SECONDS = 600.0
BAR_MS, BAR_RATE, BAR_SHARE = 150.0, 1000.0, 97.0


@contextlib.contextmanager
def delivering(one: Desk, rows: Mapping[str, str]) -> Iterator[psutil.Process]:
    """Run ``wiredesk deliver`` with these sinks: name → the fields of its row."""
    config = one.folder / f"wire-{time.monotonic_ns()}.toml"
    config.write_text("".join(f'[[sink]]\nname = "{name}"\n{fields}\n' for name, fields in rows.items()))
    environment = {
        "WIREDESK_HOME": str(one.settings.home), "WIREDESK_STORE_URL": one.settings.store_url or "",
        "WIREDESK_BROKER_URL": str(one.settings.broker_url), "WIREDESK_CONFIG": str(config),
    }  # fmt: skip
    command = [sys.executable, "-m", "desk", "deliver"]
    with running(command, one.folder / "deliver.log", **environment) as process:
        wait(lambda: all(name in state(one) and state(one)[name].is_held for name in rows), process.poll)
        yield psutil.Process(process.pid)


def state(one: Desk) -> dict[str, ReadProgress]:
    """Return the sinks by name."""
    with one.store.read() as connection:
        return {row.name: row.changes for row in sink_rows(connection, ())}


def wait(condition: Any, ended: Any, pause: float = 0.02) -> None:
    """Wait until a condition holds; stop with an error if the process ends first."""
    end = time.monotonic() + WAIT_SECONDS
    while not condition():
        if ended() is not None or time.monotonic() > end:
            raise SystemExit("benchmark: the delivery does not come up, or does not end")
        time.sleep(pause)


def sink(kind: str, one: Desk, url: str, name: str) -> str:
    """Return the fields of a sink of one kind."""
    return {
        "webhook": f'type = "webhook"\nurl = "{url}"\nprivate = true',
        "redis": f'type = "redis"\nurl = "{one.settings.broker_url}"\nstream = "{name}"',
        "lake": f'type = "lake"\nfolder = "{one.folder}/{name}"',
        "sql": f'type = "sql"\nurl = "sqlite:///{one.folder}/{name}.db"',
    }[kind]


def delay(options: Options) -> list[float]:
    """Return the seconds from stored to received."""
    with desk(options.store) as one, one.worker(1), WebhookReceiver() as receiver:
        stories = fresh(sample(options.corpus, options.of(80, 6)))
        with delivering(one, {"hook": sink("webhook", one, receiver.url, "hook")}):
            for number, story in enumerate(stories, 1):
                one.publisher.publish([story])
                wait(lambda number=number: len(receiver.received) >= number, lambda: None, 0.005)
                time.sleep(0.03)
        stored = one.stored([story.id for story in stories])
        received = {orjson.loads(message.body)["data"]["id"]: message.at for message in receiver.received}
        return [received[id] - at for id, (at, _) in stored.items()][len(stories) // 6 :]


def catch_up(options: Options) -> dict[str, dict[str, float]]:
    """Return for each kind the changes a second, the CPU milliseconds a change, and the memory (MB)."""
    found: dict[str, dict[str, float]] = {}
    number = options.of(10_000, 400)
    with desk(options.store) as one, receiving() as url:
        source = open_store(Settings(home=one.folder / "source"))
        synthetic_store.fill(one.store, source, number)
        source.close()
        log_all(one)
        for kind in ("webhook", "redis", "lake", "sql"):
            name = f"catch-{kind}"
            fields = sink(kind, one, url, name) + '\nsince = "beginning"\nbackfill = true'
            began = time.perf_counter()
            with delivering(one, {name: fields}) as process:
                first = state(one)[name].position or 0
                started, spent = time.perf_counter(), cpu_seconds([process.pid])
                wait(lambda name=name: state(one)[name].behind == 0, lambda: None)
                took, cpu = time.perf_counter() - started, cpu_seconds([process.pid]) - spent
                left = number - first
                found[kind] = {
                    "rate": left / took, "cpu_ms": 1000 * cpu / left, "rss": process.memory_info().rss / 1e6,
                    "whole": number / (time.perf_counter() - began),
                }  # fmt: skip
            options.say(f"{kind}: {found[kind]}")
    return found


def log_all(one: Desk) -> None:
    """Add every visible story to the log that has no row there: copies of rows have none."""
    logged = select(changes.c.seq).where(changes.c.seq.is_not(None))
    rows = select(articles.c.seq, articles.c.id, articles.c.version, literal("stored"), now()).where(
        articles.c.visible, articles.c.state == "done", articles.c.seq.not_in(logged)
    )
    with one.store.write() as connection:
        connection.execute(insert(changes).from_select(["seq", "id", "version", "what", "at"], rows))


def beside(options: Options) -> dict[str, list[dict[str, float]]]:
    """Return for each round what a backlog took without sinks and with three."""
    found: dict[str, list[dict[str, float]]] = {"alone": [], "three sinks": []}
    number = options.of(options.stories, 16)
    for _ in range(options.rounds):
        for name, kinds in (("alone", ()), ("three sinks", ("webhook", "redis", "lake"))):
            with desk(options.store) as one, one.worker(1) as worker, receiving() as url:
                with contextlib.ExitStack() as stack:
                    sinks = {kind: sink(kind, one, url, kind) for kind in kinds}
                    process = stack.enter_context(delivering(one, sinks)) if sinks else None
                    began, spent = time.perf_counter(), worker_cpu(worker)
                    sent = cpu_seconds([process.pid]) if process else 0.0
                    one.publisher.publish(fresh(sample(options.corpus, number)))
                    one.drain()
                    took, cpu = time.perf_counter() - began, worker_cpu(worker) - spent
                    sent = cpu_seconds([process.pid]) - sent if process else 0.0
                row = {"rate": number / took, "worker_ms": 1000 * cpu / number, "deliver_ms": 1000 * sent / number}
                found[name].append(row)
                options.say(f"{name}: {row}")
    return found


BESIDE = ("rate", "worker_ms", "deliver_ms")
MEASURES = {"delay": delay, "catch_up": catch_up, "beside": beside}


def report(found: dict[str, Any]) -> str:
    """Return the tables."""
    parts = [machine()]
    if values := found.get("delay"):
        cells = [(f"{len(values)} stories", *(f"{1000 * percentile(values, p):.0f}" for p in (50, 95, 99)))]
        parts.append(table(("stored to received, ms", "p50", "p95", "p99"), cells))
        parts.append(verdict("p95", 1000 * percentile(values, 95), BAR_MS, "ms", most=True))
    if kinds := found.get("catch_up"):
        rows = [
            (kind, f"{one['rate']:.0f}", f"{one['cpu_ms']:.2f}", f"{1000 / one['cpu_ms']:.0f}", f"{one['rss']:.0f}")
            for kind, one in kinds.items()
        ]
        parts.append(
            table(("catching up", "changes a second", "CPU ms a change", "changes a CPU second", "RSS, MB"), rows)
        )
        parts += [verdict(kind, one["rate"], BAR_RATE, "changes a second") for kind, one in kinds.items()]
    if runs := found.get("beside"):
        means = {
            name: {key: statistics.median(one[key] for one in rows) for key in rows[0]} for name, rows in runs.items()
        }
        rows = [
            (name, f"{one['rate']:.1f}", f"{one['worker_ms']:.2f}", f"{one['deliver_ms']:.2f}")
            for name, one in means.items()
        ]
        parts.append(table(("one worker child", "stories a second", "its CPU ms a story", "deliver's"), rows))
        share = 100 * means["three sinks"]["rate"] / means["alone"]["rate"]
        parts.append(verdict("throughput beside three sinks", share, BAR_SHARE, "%"))
        share = 100 * means["alone"]["worker_ms"] / means["three sinks"]["worker_ms"]
        parts.append(verdict("the same by the worker's CPU time", share, BAR_SHARE, "%"))
    return "\n\n".join(parts)


def verdict(what: str, found: float, bar: float, unit: str, *, most: bool = False) -> str:
    """Return a line that compares a figure with its bar, the least, or with ``most`` the largest, that is good."""
    is_met = found <= bar if most else found >= bar
    return f"{what}: {found:,.1f} {unit}, bar {bar:,.0f}: {'met' if is_met else 'MISSED'}"


def main() -> None:
    words = parser(__doc__)
    words.set_defaults(stories=200)
    words.add_argument("--only", default=",".join(MEASURES), help="measures, separated by commas")
    given = words.parse_args()
    options = resolve(given)
    found = {name: MEASURES[name](options) for name in given.only.split(",")}  # type: ignore[operator]
    if given.json:
        given.json.write_bytes(orjson.dumps(found))
    print(report(found))


if __name__ == "__main__":
    main()
