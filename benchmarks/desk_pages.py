"""Time the pages of the desk over a large store, and show the plans of their queries, on both databases.

    python -m benchmarks.desk_pages [--stories 100000] [--from HOME] [--store URL] [--home DIR]

The program fills a store with copies of the stories under HOME (a store that ``wiredesk run`` filled from a corpus),
or of synthetic stories, each with its own id and dates.  Then it requests every page over HTTP and prints the median
and the 95th percentile.  ``--explain`` prints the plan of each query instead.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from sqlalchemy import func, select, text

from tests.support import synthetic_store
from tests.support.query_plans import asked, explained
from tests.support.row_multiplier import multiply
from tests.support.web_server import serving
from wiredesk.settings import load
from wiredesk.store import Store, open_store
from wiredesk.store.tables import articles

ROUNDS = 20


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--from", dest="source", type=Path, help="home of the store whose stories are copied")
    words.add_argument("--home", type=Path, default=Path("/tmp/desk-pages"))
    words.add_argument("--store", help="URL of the store to fill; default: SQLite under --home")
    words.add_argument("--stories", type=int, default=100_000)
    words.add_argument("--explain", action="store_true")
    given = words.parse_args()
    given.home.mkdir(parents=True, exist_ok=True)
    store = open_store(load(home=given.home, store_url=given.store))
    with store.read() as connection:
        there = connection.scalar(select(func.count()).select_from(articles)) or 0
    if there < given.stories:
        began = time.perf_counter()
        fill(store, given.source, given.stories)
        if store.dialect == "postgresql":  # as autovacuum does within minutes
            with store.engine.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))
        print(f"filled in {time.perf_counter() - began:.0f} s")
    if given.explain:
        explain(given.home, given.store)
        return
    environment = {"WIREDESK_STORE_URL": given.store} if given.store else {}
    with serving(given.home, **environment) as address, httpx.Client(base_url=address, timeout=60) as desk:
        measure(desk)


HALF_WAY = "p1672531200000000.0"
"""Position in lists by publication: the first second of 2023, the middle of the synthetic stories."""


def fill(store: Store, source: Path | None, number: int) -> None:
    """Fill a store with copies of the stories under ``source``, or of synthetic stories."""
    if source:
        multiply(store, open_store(load(home=source)), number)
        return
    with TemporaryDirectory() as folder:
        synthetic_store.fill(store, open_store(load(home=Path(folder))), number, different=2000)


def pages(desk: httpx.Client) -> dict[str, str]:
    """Return one page of each kind, with names that occur in many stories."""
    newest = desk.get("/api/stories?limit=200").json()
    many = {kind: desk.get(f"/api/entities?type={kind}&limit=1").json()["entities"] for kind in ("PERSON", "GPE")}
    person, place = (found[0]["thing"] for found in many.values())
    story = max(newest["stories"], key=lambda one: one["words"])["id"]
    return {
        "wire": "/", "wire, half way": f"/?before={HALF_WAY}", "story": f"/story/{story}",
        "search, common word": "/search?q=said", "search, two words": "/search?q=tsunami+warning",
        "search, phrase": '/search?q="central+bank"', "search, none": "/search?q=xylophone",
        "search, word and name": f"/search?q=said&thing={place}", "search, place": f"/search?place={place}",
        "search, speaker": f"/search?speaker={person}", "search, urgency": "/search?urgency=1",
        "search, old days": "/search?since=2020-01-01&until=2020-01-02", "search, all of it":
        f"/search?q=said&thing={place}&source=Meridian+Wire&urgency=4&type=PERSON&since=2020-01-01",
        "people": "/people", "people, all time": "/people?window=all",
        "people, page 2": "/people?window=all&page=2", "organisations": "/organisations?window=7d",
        "places": "/places?window=30d", "people, found": "/people?q=okafor",
        "person": f"/people/{person}", "place": f"/places/{place}", "quotes": "/quotes",
        "quotes, speaker": f"/quotes?speaker={person}",
        "quotes, words": "/quotes?q=ceasefire", "events": "/events", "events, half way": f"/events?before={HALF_WAY}.0",
        "events, rare": "/events?type=BANKRUPT&status=denied&quoted=true", "events, actor": f"/events?actor={place}",
        "events, participant": f"/events?participant={person}&status=planned",
        "events, place": f"/events?place={place}",
        "events, country": "/events?place=KE", "events, old days": "/events?since=2020-01-01&until=2020-01-02",
        "events, a year": "/events?since=2020-01-01&until=2020-12-31&type=ARREST", "stats": "/stats",
        "metrics": "/metrics", "api things": "/api/things?window=all", "api thing": f"/api/things/{person}",
        "api thing stories": f"/api/things/{place}/stories", "api thing quotes": f"/api/things/{person}/quotes",
        "api stories": "/api/stories?limit=100", "api quotes": "/api/quotes?limit=100",
        "api events": "/api/events?limit=100",
        "api dates": "/api/dates?since=2026-01-01&until=2026-12-31",
    }  # fmt: skip


def measure(desk: httpx.Client) -> None:
    """Request all pages in random order, several times, and print the times."""
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


def explain(home: Path, url: str | None) -> None:
    """Print every query of the pages with its plan, and count the queries that read a table without an index."""
    from desk.web.app import create_app

    settings = load(home=home, store_url=url)
    store = open_store(settings)
    environment = {"WIREDESK_STORE_URL": url} if url else {}
    with serving(home, **environment) as address, httpx.Client(base_url=address, timeout=60) as desk:
        paths = list(pages(desk).values())
    app = create_app(settings, store=store)
    asked(app, ["/metrics"])  # its first request counts the whole store
    with explained(store.engine) as found:
        asked(app, paths)
    print(*found.values(), sep="\n\n")
    whole = sum(bool(plan.whole) for plan in found.values())
    print(f"\n{len(found)} queries, {whole} of them read a table without an index")


if __name__ == "__main__":
    main()
