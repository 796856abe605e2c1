"""How many rows an index has of one part of a query: by that a search chooses how it finds its stories."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, func, select, union_all

from desk.queries.language.query_tree import FieldTest, QueryTree
from desk.queries.query_facts import QueryFacts
from desk.queries.story_facets import Facet

KEPT_SECONDS = 60.0
"""Seconds for which a count is kept.  An old one changes only how the stories are found."""
LEAST_KEPT = 1_000
"""Rows from which on a count is kept: fewer are counted in a millisecond."""
MAX_KEPT = 1_000
"""Counts that are kept of a store."""

_counts: WeakKeyDictionary[Engine, _Counts] = WeakKeyDictionary()
_lock = Lock()


def count_rows(connection: Connection, part: QueryTree, facet: Facet, facts: QueryFacts, limit: int) -> int:
    """Return the number of rows that a part of a query has in the index.

    Args:
        facet: what the part asks for.
        limit: rows of each branch that are counted; one more says that there are more.
    """
    if not facet:
        return 0
    counts = _of_engine(connection.engine)
    key = (part, facts.named(part) if isinstance(part, FieldTest) else None, limit)
    known = counts.get(key)
    if known is not None:
        return known
    rows = _count(connection, facet, limit)
    if rows >= LEAST_KEPT:
        counts.keep(key, rows)
    return rows


def _count(connection: Connection, facet: Facet, limit: int) -> int:
    parts = [
        select(column.label("seq")).select_from(table).where(condition).limit(limit + 1).subquery()
        for table, column, condition in facet
    ]
    every = union_all(*(select(part.c.seq) for part in parts)).subquery() if len(parts) > 1 else parts[0]
    return connection.scalar(select(func.count()).select_from(every)) or 0


def _of_engine(engine: Engine) -> _Counts:
    with _lock:
        return _counts.setdefault(engine, _Counts())


class _Counts:
    """The counts of one store, the last asked ones."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[Any, tuple[int, float]] = OrderedDict()

    def get(self, key: Any) -> int | None:
        with self._lock:
            rows, until = self._kept.get(key, (0, 0.0))
            return rows if monotonic() < until else None

    def keep(self, key: Any, rows: int) -> None:
        with self._lock:
            self._kept[key] = (rows, monotonic() + KEPT_SECONDS)
            self._kept.move_to_end(key)
            if len(self._kept) > MAX_KEPT:
                self._kept.popitem(last=False)
