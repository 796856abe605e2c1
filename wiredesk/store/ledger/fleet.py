"""Which workers live, what languages each reads, and which queue a story of a language belongs in.

Each worker announces itself in every pass of its reconciler.  The queues ``flash``, ``wire`` and ``bulk`` are shared by
all workers that read English or any language; where not all of them read a story's language alike, the story goes into
a lane: ``wire.fr`` for those with a model of French, ``wire.any`` for those that read languages without a model.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from wiredesk.language_detection import UNDETERMINED
from wiredesk.languages_read import ANY, Reads
from wiredesk.model_language import MAIN
from wiredesk.store.tables import workers
from wiredesk.store.types import now

LIVE_SECONDS = 30.0
"""Seconds since its last announcement within which a worker counts as running; it announces itself every few."""
KEPT_SECONDS = 86_400.0
"""Seconds for which the row of a worker that has stopped is kept."""


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """A worker as it announced itself."""

    name: str
    reads: Reads
    queues: frozenset[str]
    """The queues that it takes messages from."""
    models: dict[str, str]
    """Language → name of its model."""
    age: float
    """Seconds since its last announcement."""
    children: int = 1
    """Messages that it processes at once."""

    @property
    def is_live(self) -> bool:
        """Whether it counts as running."""
        return self.age < LIVE_SECONDS


class Fleet:
    """The workers that are known, and where stories of a language go.

    Args:
        rows: workers, those among them that stopped within a day.
        wait: seconds for which stories wait for a worker that read their language to come back.
    """

    def __init__(self, rows: Collection[WorkerRow], wait: float = 0.0) -> None:
        self.rows = tuple(rows)
        self.live = tuple(row for row in rows if row.is_live)
        self.covered = frozenset(code for row in rows if row.is_live or row.age < wait for code in row.reads.languages)
        """Languages that a worker reads, or read until a short time ago."""

    def lane(self, queue: str, language: str | None) -> str | None:
        """Return the queue that a message of a story goes into; None if no worker may read it now, so that it waits."""
        code = MAIN if language in (None, UNDETERMINED) else language
        if not any(name.partition(".")[0] == queue for row in self.live for name in row.queues):
            return queue if code == MAIN else None  # for a worker that starts yet, or one of an earlier release
        if code in self.covered or not self._takers(queue):
            names = [f"{queue}.{code}", *([queue] if code == MAIN else [])]
            readers = [row for row in self.live if code in row.reads.languages and row.queues & {queue, names[0]}]
        else:
            names, readers = [f"{queue}.{ANY}"], self._takers(queue)
        sharing = [row for row in self.live if queue in row.queues]
        if sharing and sharing == readers:
            return queue
        return next((name for name in names if any(name in row.queues for row in readers)), None)

    def children(self, lane: str) -> int:
        """Return how many messages of a queue the running workers process at once."""
        return sum(row.children for row in self.live if lane in row.queues)

    def _takers(self, queue: str) -> list[WorkerRow]:
        lane = f"{queue}.{ANY}"
        return [row for row in self.live if row.reads.takes_any and (queue in row.queues or lane in row.queues)]

    def orphans(self) -> list[str]:
        """Return the lanes that only workers took messages from that are gone."""
        taken = {queue for row in self.rows if row.is_live for queue in row.queues}
        return sorted({queue for row in self.rows for queue in row.queues if "." in queue} - taken)

    def readers(self, language: str) -> int:
        """Return how many running workers have a model of a language, or name it in their settings."""
        return sum(row.reads.knows(language) for row in self.live)


_KNOWN = select(workers, now().label("read_at")).where(workers.c.seen_at > now(-KEPT_SECONDS))


def announce(connection: Connection, worker: WorkerRow, release: str) -> None:
    """Record that a worker runs and what it reads; forget those that stopped long ago."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    values = {
        "languages": json.dumps(sorted(worker.reads.languages)),
        "takes_any": worker.reads.takes_any,
        "queues": json.dumps(sorted(worker.queues)),
        "models": json.dumps(worker.models, sort_keys=True),
        "release": release,
        "children": worker.children,
        "seen_at": now(),
    }
    statement = dialect.insert(workers).values(name=worker.name, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=values))
    connection.execute(delete(workers).where(workers.c.seen_at < now(-KEPT_SECONDS)))


def withdraw(connection: Connection, name: str) -> None:
    """Record that a worker has stopped: it takes no more messages."""
    connection.execute(update(workers).where(workers.c.name == name).values(seen_at=now(-LIVE_SECONDS)))


def read_fleet(connection: Connection, wait: float = 0.0) -> Fleet:
    """Return the workers that announced themselves within a day."""
    return Fleet(
        [
            WorkerRow(
                row.name,
                Reads(frozenset(json.loads(row.languages)), bool(row.takes_any)),
                frozenset(json.loads(row.queues)),
                json.loads(row.models),
                (row.read_at - row.seen_at).total_seconds(),
                row.children,
            )
            for row in connection.execute(_KNOWN)
        ],
        wait,
    )
