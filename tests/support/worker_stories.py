"""Stories in the ledger that a worker's child is given, and what became of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from wiredesk.contract import Article
from wiredesk.store import Store, ledger
from wiredesk.store.tables import articles


def accept(store: Store, *ids: str, **fields: Any) -> list[tuple[str, int]]:
    """Put stories into the ledger; returns their keys."""
    with store.write() as connection:
        ledger.accept(connection, [Article.model_validate({"id": id, "body": f"Story {id}."} | fields) for id in ids])
    return [(id, 1) for id in ids]


def states(store: Store) -> dict[str, tuple[str, int]]:
    """State and attempts by id."""
    with store.read() as connection:
        rows = connection.execute(select(articles.c.id, articles.c.state, articles.c.attempts))
        return {row.id: (row.state, row.attempts) for row in rows}
