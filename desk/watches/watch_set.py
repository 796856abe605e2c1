"""The watches that are asked of each story; those that ask the same are asked once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from types import MappingProxyType

from sqlalchemy import Connection

from desk.queries.filters import Filters
from desk.queries.language.query_tree import QueryTree
from desk.queries.word_stems import WordStems
from desk.watches.watch_config import Watch
from desk.watches.watch_index import WatchIndex, store_stems
from desk.watches.watched_passages import WatchedQuery, watched_query


@dataclass(frozen=True, eq=False)
class AskedQuery:
    """A query that some watches ask."""

    filters: Filters
    tree: QueryTree | None
    watches: tuple[Watch, ...]
    stems: WordStems

    @cached_property
    def watched(self) -> WatchedQuery:
        """What is watched in a story that fits."""
        return watched_query(self.filters, self.stems)


@dataclass(frozen=True, slots=True)
class WatchSet:
    """The watches that are asked of each story, by their queries."""

    queries: tuple[AskedQuery, ...]
    index: WatchIndex[AskedQuery]
    stems: WordStems
    begins: Mapping[str, datetime]
    """When each watch was made: earlier changes are no news for it.  Those without a time take all."""

    @classmethod
    def of(
        cls, connection: Connection, watches: Sequence[Watch], begins: Mapping[str, datetime] = MappingProxyType({})
    ) -> WatchSet:
        """Return the set of some watches."""
        by_filters: defaultdict[Filters, list[Watch]] = defaultdict(list)
        for watch in watches:
            by_filters[watch.filters].append(watch)
        stems = WordStems()
        queries = [AskedQuery(filters, filters.tree(), tuple(some), stems) for filters, some in by_filters.items()]
        index = WatchIndex({query: query.tree for query in queries}, store_stems(connection, stems))
        return cls(tuple(queries), index, stems, begins)
