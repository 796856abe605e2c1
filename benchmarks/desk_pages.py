"""How long the desk's pages take over a big store, and that every query of theirs uses an index, on both databases.

``python -m benchmarks.desk_pages --from HOME [--stories 100000] [--store URL] [--home DIR]`` multiplies the stories of
a store that ``wiredesk run seeds`` filled, under shifted dates, then asks for every page over HTTP and prints the
median and the 95th percentile.  ``--explain`` prints the plans instead.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import Connection, Table, create_engine, event, func, insert, select, text

from tests.unit.desk.server import serving
from worker.settings import load
from worker.store import Store, open_store
from worker.store.schema import RESULT_TABLES, articles, extractions

ROUNDS = 20


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--from", dest="source", type=Path, help="home of the store that is multiplied")
    words.add_argument("--home", type=Path, default=Path("/tmp/desk-pages"))
    words.add_argument("--store", help="URL of the store that is filled; default: SQLite under --home")
    words.add_argument("--stories", type=int, default=100_000)
    words.add_argument("--explain", action="store_true")
    given = words.parse_args()
    given.home.mkdir(parents=True, exist_ok=True)
    store = open_store(load(home=given.home, store_url=given.store))
    with store.read() as connection:
        there = connection.scalar(select(func.count()).select_from(articles)) or 0
    if there < given.stories:
        began = time.perf_counter()
        multiply(store, open_store(load(home=given.source)), given.stories)
        print(f"filled in {time.perf_counter() - began:.0f} s")
    if given.explain:
        explain(given.home, given.store)
        return
    environment = {"WIREDESK_STORE_URL": given.store} if given.store else {}
    with serving(given.home, **environment) as address, httpx.Client(base_url=address, timeout=60) as desk:
        measure(desk)


def pages(desk: httpx.Client) -> dict[str, str]:
    """A page of each kind, with names that many stories have."""
    newest = desk.get("/api/stories?limit=200").json()
    many = {kind: desk.get(f"/api/entities?type={kind}&limit=1").json()["entities"] for kind in ("PERSON", "GPE")}
    person, place = (found[0]["key"] for found in many.values())
    story = max(newest["stories"], key=lambda one: one["words"])["id"]
    deep = int(newest["next"]) // 2
    return {
        "wire": "/", "wire, half way": f"/?before={deep}", "story": f"/story/{story}",
        "search, common word": "/search?q=said", "search, two words": "/search?q=tsunami+warning",
        "search, phrase": '/search?q="central+bank"', "search, none": "/search?q=xylophone",
        "search, word and name": f"/search?q=said&entity={place}", "search, place": f"/search?place={place}",
        "search, speaker": f"/search?speaker={person}", "search, urgency": "/search?urgency=1",
        "search, old days": "/search?since=2020-01-01&until=2020-01-02", "search, all of it":
        f"/search?q=said&entity={place}&source=Meridian+Wire&urgency=4&type=PERSON&since=2020-01-01",
        "people": "/people", "people, found": "/people?q=okafor", "person": f"/people/{person}",
        "place": f"/places/{place}", "quotes": "/quotes", "quotes, speaker": f"/quotes?speaker={person}",
        "quotes, words": "/quotes?q=ceasefire", "stats": "/stats", "metrics": "/metrics",
        "api stories": "/api/stories?limit=100", "api quotes": "/api/quotes?limit=100",
        "api dates": "/api/dates?since=2026-01-01&until=2026-12-31",
    }  # fmt: skip


def measure(desk: httpx.Client) -> None:
    """Ask for each page in turn, in random order."""
    asked = pages(desk)
    times: dict[str, list[float]] = {name: [] for name in asked}
    for name in asked:
        desk.get(asked[name]).raise_for_status()
    for _ in range(ROUNDS):
        for name in random.sample(list(asked), len(asked)):
            began = time.perf_counter()
            desk.get(asked[name])
            times[name].append((time.perf_counter() - began) * 1000)
    print(f"{'page':<24}{'p50':>9}{'p95':>9}  ms")
    for name, taken in times.items():
        print(f"{name:<24}{statistics.median(taken):>9.1f}{sorted(taken)[int(0.95 * ROUNDS) - 1]:>9.1f}")


def multiply(store: Store, source: Store, number: int) -> None:
    """Fill a store with copies of another one's stories, each copy some minutes younger under an id of its own."""
    copy(source, store)
    with store.write() as connection:
        while (top := connection.scalar(select(func.max(articles.c.seq))) or 0) < number:
            offset = min(top, number - top)
            double(connection, top, offset)
        if store.dialect == "postgresql":
            connection.execute(text("SELECT setval(pg_get_serial_sequence('articles', 'seq'), :n)"), {"n": number})
            connection.execute(text("DELETE FROM story_text"))
            connection.execute(
                text("INSERT INTO story_text (seq, words) SELECT seq, to_tsvector('english', headline || ' ' || body) "
                     "FROM articles WHERE state = 'done'")
            )  # fmt: skip
        else:
            connection.execute(text("INSERT INTO story_text(story_text) VALUES ('rebuild')"))
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE" if store.dialect == "postgresql" else "SELECT 1")


def copy(source: Store, store: Store) -> None:
    """The stories themselves, numbered from 1 without gaps."""
    with source.read() as reader, store.write() as writer:
        numbers = {seq: n for n, seq in enumerate(reader.scalars(select(articles.c.seq).order_by(articles.c.seq)), 1)}
        for table in (articles, extractions, *RESULT_TABLES):
            rows = [dict(row) | {"seq": numbers[row["seq"]]} for row in reader.execute(select(table)).mappings()]
            for row in rows:
                if table is extractions and store.dialect == "postgresql":
                    document = text("CAST(:document AS json)").bindparams(document=row["document"])
                    writer.execute(insert(table).values(row | {"document": document}))
                else:
                    writer.execute(insert(table), [row])


def double(connection: Connection, top: int, count: int) -> None:
    """Copy the newest ``count`` of ``top`` stories to the numbers after them."""
    for table in (articles, extractions, *RESULT_TABLES):
        names = [column.name for column in table.columns]
        chosen = ", ".join(_column(connection.dialect.name, table, name, top, count) for name in names)
        columns = ", ".join(f'"{name}"' for name in names)
        connection.execute(
            text(f"INSERT INTO {table.name} ({columns}) SELECT {chosen} FROM {table.name} WHERE seq > {top - count}")
        )


def _column(dialect: str, table: Table, name: str, top: int, count: int) -> str:
    if name == "seq":
        return f"seq + {count}"
    if table is articles and name == "id":
        return f"id || '-{top}'"
    if name in {"published", "accepted_at", "ended_at", "stored_at"}:
        minutes = top // 2
        if dialect == "postgresql":
            return f"{name} - interval '{minutes} minutes'"
        return f"strftime('%Y-%m-%dT%H:%M:%fZ', {name}, '-{minutes} minutes')"
    return f'"{name}"'


def explain(home: Path, url: str | None) -> None:
    """Every query that the pages send, with its plan; and a word on each table that is read without an index."""
    from starlette.testclient import TestClient

    from desk.web.app import create_app

    settings = load(home=home, store_url=url)
    store = open_store(settings)
    seen: dict[str, Any] = {}

    @event.listens_for(store.engine, "before_cursor_execute")
    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            seen.setdefault(statement, parameters)

    with TestClient(create_app(settings, store=store), base_url="http://localhost") as client:
        for path in pages(client).values():
            client.get(path)
    engine = create_engine(store.engine.url)
    scans = 0
    with engine.connect() as connection:
        for statement, parameters in seen.items():
            verb = "EXPLAIN" if engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
            plan = connection.exec_driver_sql(f"{verb} {statement}", parameters).all()
            lines = [str(row[-1]) for row in plan]
            bad = [line for line in lines if whole(line)]
            scans += bool(bad)
            print(
                "\n--",
                " ".join(statement.split())[:400],
                *(("  !! " if line in bad else "     ") + line for line in lines),
                sep="\n",
            )
    print(f"\n{len(seen)} queries, {scans} of them read a table without an index")


def whole(line: str) -> bool:
    """Whether a line of a plan reads a whole table that grows."""
    if "Seq Scan" in line:
        return True
    return line.startswith("SCAN ") and "INDEX" not in line and "CONSTANT ROW" not in line and "anon_" not in line


if __name__ == "__main__":
    main()
