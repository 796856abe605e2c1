"""Stories that name people, organisations and places, with their results and things, stored as a worker does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from wiredesk.contract import Article, Engine, Entity, Extraction, Mention, Quote, Span
from wiredesk.store import Store, ledger, results
from wiredesk.store.linking import linker
from wiredesk.store.showing import mark_visible
from wiredesk.store.tables import articles
from wiredesk.store.thing_tables import identities, things

WORKER = "host/1/2/3"


def article(id: str, body: str, version: int = 1, **fields: Any) -> Article:
    """An article with this body."""
    return Article(id=id, version=version, headline=f"Story {id}", body=body, language="en", **fields)


def extraction(of: Article, names: Sequence[tuple[Any, ...]], quotes: Sequence[tuple[str, str]] = ()) -> Extraction:
    """The extraction of an article.

    Args:
        names: type and name of each entity; fields of the entity may follow.
        quotes: words and the name of the speaker of each quote.
    """
    text = of.text
    entities = []
    for n, (type, name, *fields) in enumerate(names, start=1):
        mention = Mention(span=span(text, name))
        given: dict[str, Any] = {"id": f"e{n}", "type": type, "name": name, "mentions": [mention], "score": 0.9}
        entities.append(Entity.model_validate(given | (fields[0] if fields else {})))
    ids = {entity.name: entity.id for entity in entities}
    said = [
        Quote(kind="direct", content=(span(text, words),), speaker=ids.get(name), score=0.8)
        for words, name in quotes
    ]  # fmt: skip
    return Extraction(
        schema=1, id=of.id, version=of.version, language="en", text=text, entities=tuple(entities), quotes=tuple(said),
        engine=Engine(version="0.1.0", model="by hand"),
    )  # fmt: skip


def span(text: str, words: str) -> Span:
    """Where words stand first in a text."""
    at = text.index(words)
    return at, at + len(words)


def store_story(store: Store, one: Article, found: Extraction) -> int:
    """Accept a story, or send it through again, and store its results; returns its number."""
    with store.write() as connection:
        if ledger.accept(connection, [one]).new:
            [leased] = ledger.lease(connection, [(one.id, one.version)], WORKER, 60, 3)
            assert ledger.start(connection, leased, WORKER, 60)
            assert ledger.finish(connection, leased, WORKER)
        same = articles.c.id == one.id, articles.c.version == one.version
        seq = int(connection.scalar(select(articles.c.seq).where(*same)) or 0)
        results.write(connection, seq, found, 0.05)
        mark_visible(connection, seq, one)
        linker.store(connection, seq, linker.prepare(one, found))
    return seq


def thing_of(store: Store, seq: int, entity: str = "e1") -> int:
    """The thing that an entity of a version is."""
    with store.read() as connection:
        same = identities.c.seq == seq, identities.c.entity == entity
        return int(connection.scalar(select(identities.c.thing).where(*same)) or 0)


def directory(store: Store) -> list[tuple[Any, ...]]:
    """All things and identities, without what tells when."""
    with store.read() as connection:
        columns = [things.c[name] for name in ("id", "name", "merged_into", "ruled_name", "ruled_type", "rejected")]
        of_stories = [identities.c[name] for name in ("seq", "entity", "thing", "method", "evidence")]
        found = [tuple(row) for row in connection.execute(select(*columns).order_by(things.c.id))]
        return found + [tuple(row) for row in connection.execute(select(*of_stories).order_by(*of_stories[:2]))]
