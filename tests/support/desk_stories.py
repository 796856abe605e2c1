"""A small store with every kind of result, written directly into the tables: no model, no queue."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.support.requirements import need_postgresql
from tests.support.servers import PostgresServer
from wiredesk.contract import (
    Article,
    Date,
    Dateline,
    Engine,
    Entity,
    Event,
    Extraction,
    Links,
    Location,
    Quote,
    Role,
    Span,
    Title,
    Topic,
)
from wiredesk.identity.story_things import story_things
from wiredesk.settings import load
from wiredesk.store import Store, ledger, open_store, results
from wiredesk.store.linking import thing_step
from wiredesk.store.linking.link_step import PreparedStory
from wiredesk.store.showing import mark_visible

HARBOUR = "urn:test:harbour"
RESCUE = "urn:test:rescue"
WITHDRAWN = "urn:test:withdrawn"
WITHHELD = "urn:test:withheld"
EMBARGOED = "urn:test:embargoed"
HOSTILE = "urn:test:hostile/../..?<b>&"
BROKEN = "urn:test:broken"
WORKER = "host/1/2/3"
"""The engine that extracted the stories."""

SCRIPT = '<script>document.title="owned"</script>'
IMAGE = "<img src=x onerror=\"document.title='owned'\">"
SVG = '<svg onload="document.title=\'owned\'"><circle r="9"/></svg>'
RTL = "‮txet neddih‬"
LONG = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyzßéж", k=20_000))
"""A word that stays too long for an index even when compressed."""
HOSTILE_HEADLINE = f"=HYPERLINK(1) {SCRIPT} {RTL}"


def article(id: str = HARBOUR, version: int = 1, **fields: Any) -> Article:
    """Return an article with usual fields."""
    given: dict[str, Any] = {
        "id": id,
        "version": version,
        "headline": "Harbour talks resume in Nairobi",
        "body": (
            "NAIROBI, Nov 20 (Harbour News) - Port workers will vote on Friday, Transport Minister Amina Otieno "
            'said. "We want the cranes of Mombasa port moving by Friday," she told reporters.\n\n'
            "Union leader Peter Lund welcomed the offer by the Kenya Ports Union."
        ),
        "source": "Harbour News",
        "published": datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
        "urgency": 4,
        "language": "en",
    }
    return Article.model_validate(given | fields)


def extraction(of: Article) -> Extraction:
    """Return an extraction of an article about the harbour talks; names that are not in the text are left out."""
    text = of.text

    def spans(*names: str) -> list[Span]:
        found = []
        for name in names:
            at = text.find(name)
            while at >= 0:
                found.append((at, at + len(name)))
                at = text.find(name, at + len(name))
        return sorted(set(found))

    def one(id: str, type: str, name: str, *others: str, **fields: Any) -> Entity | None:
        mentions = [{"span": span, "kind": "pronoun" if text[slice(*span)] == "she" else "name"}
                    for span in spans(name, *others)]  # fmt: skip
        if not mentions:
            return None
        return Entity.model_validate({"id": id, "type": type, "name": name, "mentions": mentions} | fields)

    minister = spans("Transport Minister")
    entities = [
        one("e1", "PERSON", "Amina Otieno", "she", salience=0.9,
            titles=[Title(span=minister[0], text="Transport Minister", of="e4", office="transport minister")]
            if minister else [], score=0.95),
        one("e2", "GPE", "Nairobi", "NAIROBI", salience=0.5, links=Links(geonames=184745),
            location=Location(lat=-1.28, lon=36.82, country="KE", level="city")),
        one("e3", "ORG", "Kenya Ports Union", salience=0.4, score=0.6),
        one("e4", "GPE", "Kenya", location=Location(lat=1, lon=38, country="KE", level="country")),
        one("e5", "PERSON", "Peter Lund", salience=0.3),
        one("e6", "FAC", "Mombasa port"),
        one("e7", "GPE", "Mombasa", location=Location(lat=-4.05, lon=39.67, country="KE", level="city")),
        one("e8", "ORG", LONG),
        one("e9", "PERSON", SCRIPT),
    ]  # fmt: skip
    quotes = []
    said = spans('"We want the cranes of Mombasa port moving by Friday,"')
    if said:
        source, cue = spans("she")[0], spans("told")[0]
        quotes.append(Quote(kind="direct", content=(said[0],), cue=cue, source=source, speaker="e1"))
        quotes.append(
            Quote(
                kind="indirect",
                content=(spans("Port workers will vote on Friday")[0],),
                speaker="e1",
                speakers=("e1", "e5"),
                score=0.9,
            )
        )
        quotes.append(Quote(kind="indirect", content=(spans("the offer")[0],), speaker="e5", mode="thinks"))
    hostile = spans(IMAGE)
    if hostile:
        quotes.append(Quote(kind="mixed", content=(hostile[0],), source=spans(RTL)[-1]))
    events = []
    for word, type in (("welcomed", "SUPPORT"), ("rejected", "REJECT")):
        for trigger in spans(word):
            roles = [
                Role(role="actor", span=spans("Peter Lund")[0], entity="e5"),
                Role(role="recipient", span=spans("Kenya Ports Union")[0], entity="e3"),
            ]
            events.append(
                Event(
                    type=type,
                    trigger=trigger,
                    actors=("e5",),
                    recipients=("e3",),
                    places=("e2",),
                    date="2026-11-20",
                    roles=tuple(roles),
                    same=1,
                    score=0.9,
                    rule=f"{type} {word} obj",
                )
            )
    for trigger in spans("vote on Friday"):
        roles = [Role(role="actor", span=spans("Port workers")[0])]
        events.append(
            Event(
                type="ELECT",
                trigger=(trigger[0], trigger[0] + 4),
                ontology="wire",
                status="planned",
                date="2026-11-20",
                roles=tuple(roles),
                quote=1,
                same=2,
                score=0.7,
            )
        )
    for trigger in spans("offer"):
        events.append(
            Event(
                type="AGREE",
                trigger=trigger,
                actors=("e3",),
                of="AID",
                background=True,
                same=3,
                score=0.6,
                roles=(Role(role="actor", span=spans("Kenya Ports Union")[0], entity="e3"),),
            )
        )
    for trigger in spans("sinks"):
        roles = [
            Role(role="actor", span=spans("Ferry")[0]),
            Role(role="place", span=spans("Mombasa")[0], entity="e7"),
            Role(role="injured", span=spans("All 40")[0]),
        ]
        events.append(
            Event(
                type="DISASTER",
                trigger=trigger,
                ontology="wire",
                places=("e7",),
                date="2026-11-20",
                roles=tuple(roles),
                same=4,
                score=0.95,
            )
        )
    if hostile:
        roles = [
            Role(role="actor", span=spans(RTL)[-1]),
            Role(role="recipient", span=spans(SCRIPT)[-1], entity="e9"),
            Role(role="amount", span=hostile[0]),
        ]
        events.append(
            Event(
                type="THREATEN",
                trigger=spans(" said ")[0],
                recipients=("e9",),
                status="denied",
                quote=0,
                of="ASSAULT",
                roles=tuple(roles),
                same=5,
                date="2026-11-1<b>",
                rule=IMAGE,
            )
        )
    dateline = spans("NAIROBI, Nov 20 (Harbour News) -")
    return Extraction(
        schema=1, id=of.id, version=of.version, language="en", text=text,
        dateline=Dateline(span=dateline[0], place="e2", date="2026-11-20", agency="Harbour News") if dateline else None,
        entities=tuple(entity for entity in entities if entity),
        quotes=tuple(quotes),
        events=tuple(events),
        dates=tuple(Date(span=span, type="DATE", value="2026-11-20") for span in spans("Friday")),
        topics=(Topic(code="medtop:04000000", name="economy, business and finance", score=0.8),),
        engine=Engine(version="0.1.0", model="by hand"),
    )  # fmt: skip


def write(store: Store, articles: Sequence[Article], *, backfill: bool = False) -> None:
    """Publish the stories and store their results, as the queue and a worker do."""
    with store.write() as connection:
        new = ledger.accept(connection, articles, backfill=backfill).new
        by_key = {(one.id, one.version): one for one in articles}
        leased = ledger.lease(connection, new, WORKER, 60, 3)
        for one in leased:
            assert ledger.start(connection, one, WORKER, 60)
            assert ledger.finish(connection, one, WORKER)
            found = extraction(by_key[one.article.id, one.article.version])
            results.write(connection, one.seq, found, 0.05)
            thing_step.store(connection, [PreparedStory(one.seq, 0, story_things(found))])
            mark_visible(connection, one.seq, one.article)


def hostile() -> Article:
    """Return a story whose text attacks the pages that show it."""
    body = f"{IMAGE} said {RTL}. {SVG}\n\n{SCRIPT} and {LONG}. </p></article>{{{{ 7*7 }}}}"
    return article(HOSTILE, headline=HOSTILE_HEADLINE, body=body, source=SCRIPT, byline=IMAGE,
                   url="javascript:alert(1)", urgency=5)  # fmt: skip


def everything() -> list[Article]:
    """Return stories with several versions, a flash, and stories that readers must not see."""
    body = article().body
    return [
        hostile(),
        article(HARBOUR, 1, headline="Harbour talks stall in Nairobi"),
        article(HARBOUR, 2, kind="update", body=body.replace("welcomed", "rejected")),
        article(
            RESCUE, headline="Ferry sinks off Mombasa", urgency=1, body="All 40 aboard were rescued.", source="Coast"
        ),
        article(WITHDRAWN, 1, headline="Wrong story about Nairobi"),
        article(WITHDRAWN, 2, status="canceled", headline="Wrong story about Nairobi", kind="update"),
        article(WITHHELD, headline="Withheld story about Nairobi", status="withheld"),
        article(EMBARGOED, headline="Embargoed story about Nairobi", embargo_until=datetime(2099, 1, 1, tzinfo=UTC)),
    ]


def filled(home: Path, url: str | None = None) -> Store:
    """Return a store with :func:`everything` in it and one quarantined story."""
    store = open_store(load(home=home, store_url=url))
    write(store, everything())
    with store.write() as connection:
        broken = article(BROKEN, headline="Broken story")
        ledger.accept(connection, [broken])
        for _ in range(3):
            connection.exec_driver_sql("UPDATE articles SET not_before = NULL WHERE state = 'pending'")
            (leased,) = ledger.lease(connection, [(BROKEN, 1)], WORKER, 60, 3)
            ledger.start(connection, leased, WORKER, 60)
            ledger.fail(connection, leased.seq, WORKER, f"ValueError: {SCRIPT}", "secret traceback", 3)
    return store


def many(store: Store, number: int) -> None:
    """Return more stories, one for each minute."""
    write(store, [article(f"urn:test:many-{n}", headline=f"Story number {n}") for n in range(number)])


@contextmanager
def filled_on(database: str, home: Path) -> Iterator[Store]:
    """Give a store as :func:`filled` makes it, on ``sqlite`` or on a ``postgresql`` server of its own."""
    if database == "sqlite":
        store = filled(home)
        yield store
        store.close()
        return
    need_postgresql()
    server = PostgresServer(fsync="off", full_page_writes="off").create()
    try:
        store = filled(home, server.database("stories"))
        yield store
        store.close()
    finally:
        server.remove()
