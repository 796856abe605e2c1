"""The steps of producer and worker on the ledger, for tests of the store."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from tests.support.records import extraction
from wiredesk.contract import Article
from wiredesk.process_id import ProcessId, this_process
from wiredesk.store import Store, ledger, results
from wiredesk.store.showing import mark_visible
from wiredesk.store.tables import articles

ME = str(this_process())
DEAD = str(ProcessId(this_process().host, 1, 2**22 + 1, 1))
KEY = ("s1", 1)


def accept(store: Store, *batch: Article, **options: bool) -> ledger.Accepted:
    with store.write() as connection:
        return ledger.accept(connection, batch, **options)


def row(store: Store, id: str = "s1", version: int = 1) -> dict[str, object]:
    with store.read() as connection:
        found = connection.execute(select(articles).where(articles.c.id == id, articles.c.version == version))
        return dict(found.mappings().one())


def lease(connection: Connection, *keys: ledger.Key, owner: str = ME, attempts: int = 3) -> list[ledger.LeasedVersion]:
    return ledger.lease(connection, keys or [KEY], owner, 60, attempts)


def complete(store: Store, id: str = "s1", version: int = 1, engine: str = "1.0", **fields: Any) -> bool:
    """Lease a story and store its result, as a worker does; ``fields`` replace values of the result."""
    with store.write() as connection:
        [story] = lease(connection, (id, version))
        assert ledger.start(connection, story, ME, 60)
        if not ledger.finish(connection, story, ME):
            return False
        found = extraction(story.article, engine).model_copy(update=fields)
        results.write(connection, story.seq, found, 0.1)
        mark_visible(connection, story.seq, story.article)
        return True


def visible(store: Store) -> list[int]:
    with store.read() as connection:
        return list(
            connection.scalars(select(articles.c.version).where(articles.c.visible).order_by(articles.c.version))
        )
