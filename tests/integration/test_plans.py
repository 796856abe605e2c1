"""Every query of the desk uses an index, on both databases: none scans a table that grows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from urllib.parse import quote

import psycopg
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from desk.queries.change_feed import StreamPosition
from desk.queries.filters import Filters
from desk.queries.live import LiveWire
from desk.web.app import create_app
from tests.support import desk_stories, synthetic_store
from tests.support.app_routes import all_routes, reaches
from tests.support.directory_stories import directory_story, store_directory_story
from tests.support.query_plans import asked, explained, explained_raw, whole
from tests.support.requirements import need_postgresql
from tests.support.row_multiplier import link_neighbours, log_changes
from tests.support.servers import PostgresServer
from wiredesk.identity.thing_key import ThingKey, ThingKind
from wiredesk.settings import Settings, load
from wiredesk.store import Store, open_store
from wiredesk.store.changes import prune
from wiredesk.store.directory import name_key_rows, story_names
from wiredesk.store.directory.settling_turns import NameSettler, settle_all
from wiredesk.store.linking import hidden_versions
from wiredesk.store.showing import settle
from wiredesk.store.thing_tables import unions

NUMBER = 4000
TOM = ThingKey(ThingKind.PERSON, "tom okafor").id
KELP_LINE = ThingKey(ThingKind.BODY, "kelp line").id
OSLO = ThingKey(ThingKind.PLACE, "oslo").id
HARBOUR = quote(desk_stories.HARBOUR, safe="")
PATHS = (
    "/", "/?before=3000", "/search?q=cranes", '/search?q="central+bank"', "/search?q=cranes+or+timber+-ferries",
    "/search?q=xylophone",
    "/search?q=crnaes+person:okafro+source:merridian",
    "/search?q=vote&entity=kelp+line", "/search?entity=kelp+line&type=ORG", "/search?type=GPE",
    "/search?speaker=amina+otieno", "/search?place=oslo", "/search?place=KE", "/search?source=Harbour+News",
    "/search?topic=medtop:11000000", "/search?urgency=1", "/search?since=2026-11-01&until=2026-11-02",
    "/search?q=vote&entity=kelp+line&speaker=tom+okafor&place=NO&topic=medtop:11000000&source=Meridian+Wire&urgency=4"
    "&type=PERSON&since=2026-11-01", "/people", "/organisations", "/places", "/things", "/people?q=okafor",
    "/people/tom%20okafor", "/organisations/kelp%20line", "/places/oslo", "/things/nothing", "/quotes",
    f"/people/{TOM}", f"/organisations/{KELP_LINE}?window=1h", f"/places/{OSLO}/oslo", "/people?window=1h",
    "/people?window=all&page=2", "/organisations?window=7d&q=kelp", f"/search?thing={TOM}", "/search?person=okafor",
    "/search?organisation=Kelp+Line&place=Norway", f"/search?speaker={TOM}&min_score=0.1", "/stats?window=1h",
    f"/quotes?speaker={TOM}", f"/events?participant={KELP_LINE}",
    "/events", "/events?before=3000.1", "/events?type=ACQUIRE", "/events?type=REJECT&status=occurred",
    "/events?type=REJECT&status=occurred&since=2026-11-01&until=2026-11-20",
    "/events?since=2026-11-01&until=2026-11-02", "/events?since=2020-01-01", "/events?until=2026-11-01",
    "/events?status=denied&ontology=wire&quoted=true&background=false", "/events?actor=kelp+line",
    "/events?recipient=tom+okafor&type=ACQUIRE", "/events?participant=tom+okafor&status=planned",
    "/events?place=oslo", "/events?place=KE", "/events?source=Harbour+News&min_score=0.5",
    "/api/events?actor=kelp+line",
    "/quotes?speaker=tom+okafor", "/quotes?q=timber&kind=direct", "/quotes?before=3000.1", "/stats", "/metrics",
    "/readyz", "/healthz", "/api", f"/story/{HARBOUR}", f"/story/{HARBOUR}?compare=1", "/story/none",
    f"/story/{quote(desk_stories.BROKEN)}", "/api/stories", "/api/stories?cursor=3000", "/api/search?q=timber",
    f"/api/stories/{HARBOUR}?version=1", f"/api/versions/{HARBOUR}", "/api/entities?type=ORG", "/api/entities?q=kelp",
    "/api/things", "/api/things?kind=person&q=okafor&window=all", "/api/things?cursor=50", f"/api/things/{TOM}",
    f"/api/things/{TOM}/stories", f"/api/things/{TOM}/stories?cursor=3000", f"/api/things/{KELP_LINE}/quotes",
    f"/api/things/{TOM}/events", "/api/things/oslo",
    "/api/entities/people/tom%20okafor", "/api/quotes", "/api/dates?since=2026-01-01&until=2026-12-31",
    "/api/dates?since=2026-01-01&until=2026-12-31&cursor=3000.20.30.2026-11-17", "/api/export",
    "/threads", "/threads?before=3000", "/threads/500", "/threads/99999", "/topics", "/topics/medtop:11000000",
    "/topics/N2:GB", "/topics/medtop:11000000?before=3000", "/search?thread=500", "/search?q=vote&copies=first",
    "/search?topic=politics", "/search?topic=N2:GB", "/api/threads", "/api/threads?cursor=3000&min_stories=1",
    "/api/threads/500", "/api/threads/500/series", "/api/threads/500/comparison",
    "/api/export?format=csv", "/api/export?format=csv&table=events",
    "/search?q=cran*+-source:Coast&sort=arrived", "/search?q=vote&sort=relevance", "/api/stories?cursor=p1700000000.5",
    '/search?q=(speaker:"tom+okafor"+OR+source:"harbour+news")+urgency<=4+amount>1', "/search?q=-language:fr",
    "/search?bbox=5,55,20,70", "/search?q=vote+bbox:170,-50,-170,10", "/map", "/map?q=vote&bbox=5,55,20,70",
    "/map?place=KE", f"/map?at={OSLO}", "/api/places?bbox=5,55,20,70",
    '/search?q=event:ACQUIRE+or+kind:update&since=30d', "/search?q=published:2026-11+ticker:XX+-vote",
    "/search?q=vote+or+place:KE", "/api/facets?q=vote", "/api/facets", "/api/facets?topic=politics&q=kind:story",
    "/api/stories?q=vote+-kind:update&total=true", "/api/stories?q=since:2026-11-01+urgency:4&total=true",
    "/api/timeline?q=cran*+or+place:KE&bucket=year", "/api/stories?sort=arrived",
    "/rulings?before=5000", "/api/rulings?cursor=5000", "/api/corrections?cursor=5000", "/sources",
    "/sources.opml", "/sources/form", "/api/sources",
    "/sql", "/sql/none", "/sql.csv?sql=SELECT+1", "/api/sql?sql=SELECT+1", "/api/stats?window=1h", "/api/status",
    "/watches", "/watches/none", "/api/watches", "/api/watches/none/alerts", "/feeds/none.atom", "/wire?col=cranes",
    "/people.csv", "/organisations.csv", "/places.csv", "/things.csv", f"/people/{TOM}.csv",
    f"/organisations/{KELP_LINE}.csv", f"/places/{OSLO}.csv", "/things/1.csv", "/topics.csv", "/topics/politics.csv",
    "/threads.csv", "/threads/500.csv", "/search.csv?q=cranes", "/quotes.csv?q=timber", "/events.csv?type=ACQUIRE",
    "/api/places.geojson", "/robots.txt", "/docs", "/api/docs", "/openapi.json",
    "/starred", "/sign-in", "/api/me", "/api/notes", f"/api/notes?story={HARBOUR}", "/search?q=is:starred",
    "/search?q=vote+-is:read", "/search?q=is:noted+or+cranes", "/api/export?format=csv&table=notes",
    "/api/changes", "/api/changes?after=100", "/api/changes?after=100&q=vote&place=KE&urgency=4",
)  # fmt: skip
FOLLOWED = (
    Filters(q='"central bank" or cranes -ferries', source="Harbour News", since=date(2026, 11, 1)),
    Filters(speaker="tom okafor", place="oslo", min_score=0.5),
    Filters(entity="kelp line", type="ORG", topic="politics", urgency=4),
    Filters(place="KE", type="GPE", topic="N2:GB", thread=500, copies="first"),
    Filters(topic="medtop:11000000"),
    Filters(q='(vote or speaker:"tom okafor" or event:ACQUIRE) -cranes amount>5 language:en published:2026 kind:story'),
)
"""Filters of a stream; together every one of them."""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Settings, Store]]:
    home, small = tmp_path_factory.mktemp("plans"), tmp_path_factory.mktemp("source")
    server = None
    if request.param == "postgresql":
        need_postgresql()
        server = PostgresServer(fsync="off", full_page_writes="off").create()
    try:
        settings = load(home=home, store_url=server.database("plans") if server else None)
        store = open_store(settings)
        if server:  # in a store this small it reads a table whole although an index would serve
            with psycopg.connect(server.admin, autocommit=True) as connection:
                connection.execute("ALTER DATABASE plans SET enable_seqscan = off")
            store.close()
        source = open_store(load(home=small))
        synthetic_store.fill(store, source, NUMBER)
        link_neighbours(store)
        log_changes(store)
        yield settings, store
        source.close()
        store.close()
    finally:
        if server:
            server.remove()


@pytest.mark.timeout(900)  # some seconds of it are work; on a busy machine they are minutes
def test_every_query_of_every_page_uses_an_index(filled: tuple[Settings, Store]) -> None:
    settings, store = filled
    app = create_app(settings, store=store)
    asked(app, ["/metrics"])  # its first scrape counts everything that was ever stored
    with explained(store.engine) as found:
        answers = asked(app, PATHS)
        live = LiveWire(store)
        live.poll()
        live.read(datetime(2026, 11, 20, tzinfo=UTC))
        for filters in FOLLOWED:
            live.read(StreamPosition(0), filters)
        with store.write() as connection:
            settle(connection)
            prune(connection, 1000)
    assert {answer.status_code for answer in answers} <= {200, 202, 300, 307, 308, 403, 404}
    bad = [plan for plan in found.values() if plan.whole]
    assert not bad, "\n\n".join(map(str, bad))
    assert len(found) > 35
    assert not unasked(app), "these pages have queries that nothing above asks for"


def test_hidden_versions_are_found_by_index(filled: tuple[Settings, Store]) -> None:
    _, store = filled
    with explained(store.engine) as found, store.write() as connection:
        assert hidden_versions.take_up(connection)
    bad = [plan for plan in found.values() if plan.whole]
    assert found and not bad, "\n\n".join(map(str, bad))


def test_names_are_settled_by_index(filled: tuple[Settings, Store], monkeypatch: pytest.MonkeyPatch) -> None:
    _, store = filled
    seqs = [store_directory_story(store, *directory_story(number)) for number in range(24)]
    with explained(store.engine) as asked_for, explained_raw(monkeypatch) as found, store.write() as connection:
        settler = NameSettler()
        assert not story_names.incomplete(connection, seqs)
        names = story_names.open_names(connection, seqs)
        for seq in seqs:
            story_names.count_names(connection, seq, names[seq])
            story_names.decide_for_now(connection, seq)
        settle_all(connection)
        name_key_rows.settle_at_once(connection, [TOM, KELP_LINE])
        assert settler.is_due(connection, is_idle=False)
        settler.turn(connection, is_idle=True)
        story_names.decide_for_now(connection, seqs[0])
        assert connection.scalar(select(unions.c.key).limit(1))
    plans = {**asked_for, **found}.values()
    bad = [plan for plan in plans if plan.whole]
    assert not bad, "\n\n".join(map(str, bad))
    assert len(found) > 15


def unasked(app: FastAPI) -> set[str]:
    """Return the routes that no path above reaches; the streams are requested separately."""
    read = {path for path, route in all_routes(app) if "GET" in route.methods}
    streams = {"/live", "/live/columns", "/flashes", "/api/stream"}
    return {path for path in read - streams if not any(reaches(path, address) for address in PATHS)}


@pytest.mark.parametrize(
    ("line", "reads"),
    [
        ("SCAN articles", True), ("SCAN later", True), ("SCAN story_text VIRTUAL TABLE INDEX 0:", True),
        ("SCAN story_text VIRTUAL TABLE INDEX 0:M2=", False), ("SCAN story_text VIRTUAL TABLE INDEX 0:=", False),
        ("SCAN anon_1", False), ("SCAN CONSTANT ROW", False),
        ("SCAN articles USING COVERING INDEX ix_articles_state_queue", False), ("SCAN (subquery-3)", False),
        ("SEARCH articles USING INTEGER PRIMARY KEY (rowid=?)", False),
        ("  ->  Parallel Seq Scan on places  (cost=0.75..4907.76 rows=625 width=27)", True),
        ("Seq Scan on marks  (cost=0.00..1.01 rows=1)", False),
        ("  ->  Index Scan Backward using pk_articles on articles", False),
    ],
)  # fmt: skip
def test_which_plans_count_as_a_full_scan(line: str, reads: bool) -> None:
    assert whole(line) is reads
