"""Stories of several happenings with their names as entities, and their way through the store to the linker."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from tests.support.ledger_steps import accept, complete, row
from wiredesk.contract import Article, Engine, Entity, EntityType, Extraction, Mention
from wiredesk.store import Store
from wiredesk.store.link_tables import thread_log, thread_members, threads
from wiredesk.store.linking import linker

TIME = datetime(2026, 3, 2, 9, tzinfo=UTC)
NAMES: dict[str, EntityType] = {
    "Anna Kovac": "PERSON",
    "Kovac": "PERSON",
    "Lyon Bridge Authority": "ORG",
    "Telxon Corp": "ORG",
    "Telxon": "ORG",
    "Gulf Resources Corp": "ORG",
    "Gulf Applied Technologies": "ORG",
    "Marek Dvorak": "PERSON",
    "Port of Varna": "FAC",
    "Sunrise Ferries": "ORG",
}
HAPPENINGS = {
    "bridge": (
        (
            "Kovac opens suspension bridge in Lyon",
            "Mayor Anna Kovac opened the suspension bridge over the Rhone on Thursday after nine years of work. "
            "The Lyon Bridge Authority said a toll for lorries would follow.",
        ),
        (
            "Toll on new suspension bridge to be set next week",
            "Lorries will pay a toll on the suspension bridge that Anna Kovac opened across the Rhone, the "
            "Lyon Bridge Authority announced.",
        ),
        (
            "Opponents of bridge toll boo mayor",
            "Hauliers booed Anna Kovac at the Rhone quay over the toll for lorries on her suspension bridge. An aide "
            "of the Lyon Bridge Authority refused to comment.",
        ),
        (
            "Engineers praise suspension cables",
            "The cables of the suspension bridge across the Rhone will last a century, engineers of the Lyon Bridge "
            "Authority told Kovac, who had defended the toll that pays for them.",
        ),
    ),
    "ferry": (
        (
            "Ferry runs aground off Varna",
            "A ferry of Sunrise Ferries ran aground in fog outside the Port of Varna with 80 passengers aboard.",
        ),
        (
            "Captain says ferry's radar had failed",
            "Marek Dvorak told rescuers of a dead radar when fog hid the breakwater of the Port of Varna from the "
            "ferry. Sunrise Ferries is investigating.",
        ),
        (
            "Sailings suspended as tugs pull ferry",
            "Sunrise Ferries cancelled sailings while tugs dragged the grounded ferry toward the Port of Varna.",
        ),
        (
            "Passengers praise captain of grounded ferry",
            "Marek Dvorak steered the ferry of Sunrise Ferries clear of rocks in the fog, passengers said in Varna.",
        ),
    ),
}


def story(id: str, happening: str = "bridge", n: int = 0, hours: float = 0, **fields: Any) -> Article:
    """Return one of the stories of a happening."""
    texts = HAPPENINGS[happening]
    headline, body = texts[n % len(texts)]
    text = {"headline": headline, "body": body, "published": TIME + timedelta(hours=hours)}
    return Article.model_validate({"id": id, "source": "Xample"} | text | fields)


def extraction(of: Article) -> Extraction:
    """Return an extraction with every name of :data:`NAMES` in the text as an entity."""
    entities = []
    for number, (name, kind) in enumerate(NAMES.items()):
        spans = [found.span() for found in re.finditer(rf"\b{re.escape(name)}\b", of.text)]
        if spans:
            mentions = tuple(Mention(span=span) for span in spans)
            entities.append(Entity(id=f"e{number}", type=kind, name=name, mentions=mentions))
    engine = Engine(version="1.0", model="m 1")
    return Extraction(
        id=of.id, version=of.version, language="en", text=of.text, engine=engine, entities=tuple(entities)
    )


def add(store: Store, *stories: Article) -> None:
    """Store stories as a worker does in the first transaction."""
    for one in stories:
        accept(store, one)
        complete(store, one.id, one.version)
        with store.write() as connection:
            prepared = linker.prepare(one, extraction(one))
            linker.store(connection, int(str(row(store, one.id, one.version)["seq"])), prepared)


def link(store: Store) -> None:
    """Link what is due, as the linker does in the second transaction."""
    while True:
        with store.write() as connection:
            batch = linker.link_batch(connection)
        if not (batch.linked or batch.failed):
            return


def groups(store: Store) -> set[frozenset[str]]:
    """Return the ids of the stories of each thread."""
    found: dict[int, set[str]] = {}
    for id, number in numbers(store).items():
        found.setdefault(number, set()).add(id)
    return {frozenset(ids) for ids in found.values()}


def numbers(store: Store) -> dict[str, int]:
    """Return the thread of each story that is in one."""
    with store.read() as connection:
        rows = connection.execute(select(thread_members.c.id, thread_members.c.thread))
        return {row.id: row.thread for row in rows}


def thread_rows(store: Store) -> dict[int, dict[str, Any]]:
    """Return the rows of all threads by number."""
    with store.read() as connection:
        return {row["thread"]: dict(row) for row in connection.execute(select(threads)).mappings()}


def happenings(store: Store) -> list[tuple[str, int, int | None]]:
    """Return the log: what, thread, the other thread."""
    with store.read() as connection:
        rows = connection.execute(select(thread_log).order_by(thread_log.c.n))
        return [(row.what, row.thread, row.other) for row in rows]
