"""Time forty queries of readers and the export of every table over a large store, on both databases.

    python -m benchmarks.desk_queries [--stories 100000] [--databases sqlite,postgresql] [--home DIR] [--only queries]

The program fills each database with synthetic stories by bulk rows, as :mod:`benchmarks.desk_pages` does; with
``--home`` it is kept, and filled only once.  The requests go to the web application in this process, whose garbage is
collected as in the server.  CPU is that of this process and of the PostgreSQL server; a server's CPU is counted in
ticks of 10 ms, and is a mean.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from urllib.parse import quote

import httpx
from sqlalchemy import func, select

from benchmarks.cpu import resident_megabytes
from benchmarks.desk_pages import fill
from benchmarks.servers import cpu_seconds
from benchmarks.table import table
from desk.exports import ExportFormat, export_stories
from desk.views.export_tables import ExportTable
from desk.web.app import collect_garbage, create_app
from tests.support.partition_steps import make_small
from tests.support.row_multiplier import link_neighbours, log_changes
from tests.support.servers import PostgresServer
from wiredesk.settings import Settings, load
from wiredesk.store import Store, open_store
from wiredesk.store.tables import articles

ROUNDS = 20
EXPORT_SECONDS = 10.0
"""An export is read no longer than this."""
QUERIES: Mapping[str, str] = {
    "word that most stories have": "/search?q=said",
    "two words": "/search?q=tsunami warning",
    "phrase": '/search?q="central bank"',
    "word that no story has": "/search?q=xylophone",
    "either word": "/search?q=cranes or timber",
    "one word without another": "/search?q=cranes -timber",
    "start of a word": "/search?q=crane*",
    "short start of a word": "/search?q=tim*",
    "misspelt word": "/search?q=crnaes",
    "source": "/search?q=source:meridian",
    "person": '/search?q=person:"Tom Okafor"',
    "place": "/search?q=place:Oslo",
    "country": "/search?q=place:KE",
    "speaker": '/search?q=speaker:"Amina Otieno"',
    "words in a quote": "/search?said=timber",
    "topic": "/search?q=topic:medtop:11000000",
    "urgency": "/search?q=urgency<=2",
    "kind of event": "/search?q=event:ACQUIRE",
    "a month": "/search?q=published:2026-10",
    "an old day": "/search?since=2026-08-20&until=2026-08-21",
    "five conditions": '/search?q=said place:Oslo source:"harbour news" urgency<=4 -cranes',
    "groups": '/search?q=(speaker:"Tom Okafor" or source:"harbour news") (timber or vaccines)',
    "by relevance": "/search?q=harvest&sort=relevance",
    "by arrival": "/search?q=harvest&sort=arrived",
    "second page": "/api/stories?q=harvest&cursor={cursor}",
    "facets of a word": "/api/facets?q=said",
    "facets of all": "/api/facets",
    "count of a word": "/api/stories?q=said&total=true",
    "map": "/map",
    "map of a word and a box": "/map?q=timber&bbox=5,55,20,70",
    "timeline of a word": "/api/timeline?q=said",
    "timeline of all": "/api/timeline",
    "people": "/people?window=all",
    "a person": "/people/{person}",
    "events": "/events",
    "events of an actor": "/events?actor=Kelp Line",
    "events of a type in a place": "/events?type=ARREST&place=Oslo",
    "quotes": "/quotes",
    "quotes of a speaker": "/quotes?speaker=Amina Otieno",
    "quotes with words": "/quotes?q=ceasefire",
    "threads": "/threads",
    "SQL": "/sql?sql=SELECT headline, source FROM stories ORDER BY seq DESC LIMIT 100",
    "SQL, a join": "/sql?sql=SELECT e.type, r.name FROM events e JOIN event_roles r USING (seq, n) LIMIT 500",
}
"""Requests by what they ask; names in braces are filled in."""


@dataclass(slots=True)
class Times:
    """The times of one request, in ms."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def row(self, name: str) -> tuple[str, ...]:
        """Return medians and 95th percentiles."""
        parts = (self.wall, self.cpu)
        return name, *(f"{value:.1f}" for one in parts for value in (statistics.median(one), percentile(one)))


def percentile(values: list[float], share: float = 0.95) -> float:
    """Return the least value that is not exceeded by a share of the values."""
    return sorted(values)[ceil(share * len(values)) - 1]


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--stories", type=int, default=100_000)
    words.add_argument("--rounds", type=int, default=ROUNDS)
    words.add_argument("--databases", default="sqlite,postgresql")
    words.add_argument("--only", choices=("queries", "exports"))
    words.add_argument("--query", help="only queries whose name contains this")
    words.add_argument("--partitions", type=int, help="partitions of the result tables over all stories (PostgreSQL)")
    words.add_argument("--home", type=Path, help="folder that is kept; a store in it is used again (SQLite)")
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name in given.databases.split(","):
            home = given.home or Path(folder)
            with filled(name, home, given.stories, given.partitions) as (settings, store, server):
                if given.only != "exports":
                    chosen = {one: path for one, path in QUERIES.items() if (given.query or "") in one}
                    print(f"{name}: {len(chosen)} queries, {given.stories:,} stories, ms")
                    times = asyncio.run(ask(settings, store, server, chosen, given.rounds))
                    head = ("query", "wall p50", "p95", "CPU p50", "p95")
                    print(table(head, (one.row(query) for query, one in times.items())), flush=True)
                if given.only != "queries":
                    print(f"{name}: exports, {given.stories:,} stories")
                    head = ("table", "format", "rows", "rows/s", "CPU rows/s", "CPU MB/s", "memory, MB")
                    print(table(head, exports(store)), flush=True)


@contextmanager
def filled(
    name: str, home: Path, number: int, partitions: int | None = None
) -> Iterator[tuple[Settings, Store, int | None]]:
    """Yield a store with synthetic stories, and the process of its server."""
    server = PostgresServer(fsync="off", full_page_writes="off").create() if name == "postgresql" else None
    try:
        folder = home / name
        folder.mkdir(parents=True, exist_ok=True)
        settings = load(home=folder, store_url=server.database("desk") if server else None)
        store = open_store(settings)
        with store.read() as connection:
            there = connection.scalar(select(func.count()).select_from(articles)) or 0
        if there < number:
            began = time.perf_counter()
            if server and partitions:
                make_small(store, ceil((number + 1) / partitions), number)
            fill(store, None, number)
            link_neighbours(store)
            log_changes(store)
            if server:  # as autovacuum does within minutes, whose CPU would count as that of the requests
                with store.engine.connect() as connection:
                    connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM ANALYZE")
            print(f"{name}: filled in {time.perf_counter() - began:.0f} s", flush=True)
        yield settings, store, server.process.pid if server and server.process else None
        store.close()
    finally:
        if server:
            server.remove()


async def ask(
    settings: Settings, store: Store, server: int | None, queries: Mapping[str, str], rounds: int
) -> dict[str, Times]:
    """Request all queries in random order, some rounds, after one round that fills the caches."""
    app = create_app(settings, store=store)
    times = {name: Times() for name in queries}
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost", timeout=60) as desk:
        found = await names(desk)
        paths = {name: quote(path.format(**found), safe="/?&=,.") for name, path in queries.items()}
        for path in paths.values():
            answer = await desk.get(path)
            if answer.status_code not in (200, 308) and "xylophone" not in path:
                raise SystemExit(f"{path}: {answer.status_code} {answer.text}")
        collecting = asyncio.create_task(collect_garbage())
        for _ in range(rounds):
            for name in random.sample(list(paths), len(paths)):
                before = cpu_seconds([server]) if server else 0.0
                cpu, began = time.process_time(), time.perf_counter()
                await desk.get(paths[name], follow_redirects=True)
                times[name].wall.append((time.perf_counter() - began) * 1000)
                spent = time.process_time() - cpu
                times[name].cpu.append((spent + (cpu_seconds([server]) - before if server else 0.0)) * 1000)
        collecting.cancel()
    return times


async def names(desk: httpx.AsyncClient) -> dict[str, str]:
    """Return what the queries have in braces."""
    people = (await desk.get("/api/entities", params={"type": "PERSON", "limit": 1})).json()["entities"]
    page = (await desk.get("/api/stories", params={"q": "harvest"})).json()
    return {"person": people[0]["thing"], "cursor": page["next"] or ""}


def exports(store: Store) -> Iterator[tuple[str, ...]]:
    """Export every table in the formats that all tables have, and yield the rows of a second.

    JSON lines of stories are whole documents, which megabytes measure better.
    """
    gc.set_threshold(50_000, 20, 100)  # both as the command does
    gc.freeze()
    for one in ExportTable:
        for format in (ExportFormat.csv, ExportFormat.jsonl):
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            before = resident_megabytes()
            rows, size, wall, cpu = export_speed(store, format, one)
            grown = max(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - max(memory, before), 0.0)
            speeds = f"{rows / wall:,.0f}", f"{rows / cpu:,.0f}", f"{size / cpu / 1e6:.0f}"
            yield one.value, format.value, f"{rows:,}", *speeds, f"{grown:+.0f}"


def export_speed(store: Store, format: ExportFormat, of: ExportTable) -> tuple[int, int, float, float]:
    """Return the rows and bytes of an export, and the seconds of wall time and CPU that they took."""
    rows, size, cpu, began = 0, 0, time.process_time(), time.perf_counter()
    for piece in export_stories(store, format, table=of):
        rows += piece.count(b"\n")
        size += len(piece)
        if time.perf_counter() - began > EXPORT_SECONDS:
            break
    return rows, size, time.perf_counter() - began, time.process_time() - cpu


if __name__ == "__main__":
    main()
