"""Measure what many watches cost a story: the time from its change to its alerts, and the SQL that is run for it.

    python -m benchmarks.watches [--watches 1000] [--stories 400] [--store URL] [--home DIR]

The store gets synthetic stories.  A third of the watches asks for words, a third for a name, a third for a name with
words, a topic or an urgency; the words and names are those of other stories, so that a few watches find each story.
The stories are looked at in batches, as after a pause, and one by one, as on a quiet wire.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, event, select

from desk.queries.query_syntax import MAX_QUERY_CHARACTERS
from desk.watches.find_alerts import AlertFinder, WatchSet
from desk.watches.watch_config import Watch
from tests.support import synthetic_store
from wiredesk.settings import load
from wiredesk.store import Store, open_store
from wiredesk.store.changes import Change
from wiredesk.store.changes.change_log import page
from wiredesk.store.tables import articles, entities

BATCH = 200


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--watches", type=int, default=1000)
    words.add_argument("--stories", type=int, default=400)
    words.add_argument("--store", help="URL of an empty store; default: SQLite under --home")
    words.add_argument("--home", type=Path)
    given = words.parse_args()
    with TemporaryDirectory() as folder:
        store = open_store(load(home=given.home or Path(folder), store_url=given.store))
        synthetic_store.write(store, given.stories)
        print("\n".join(measure(store, given.watches, given.stories)))
        store.close()


def measure(store: Store, number: int, stories: int) -> Iterator[str]:
    """Yield the lines of the report."""
    statements: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    with store.read() as connection:
        began = time.perf_counter()
        watches = WatchSet.of(connection, list(made_watches(connection, number)))
        yield f"{number:,} watches, {store.dialect}; index made in {time.perf_counter() - began:.2f} s"
        changes = [one for after in range(0, stories, 500) for one in page(connection, after, 500)][:stories]
        for size in (BATCH, 1):
            yield _timed(connection, watches, changes, size, statements)


def _timed(
    connection: Connection, watches: WatchSet, changes: Sequence[Change], size: int, statements: list[str]
) -> str:
    AlertFinder(connection, watches).find(changes[:size])  # statements are compiled once
    statements.clear()
    began, found = time.perf_counter(), 0
    for at in range(0, len(changes), size):
        found += len(AlertFinder(connection, watches).find(changes[at : at + size]))
    spent = (time.perf_counter() - began) / len(changes) * 1000
    asked = len(statements) / len(changes)
    return (
        f"in batches of {size}: {spent:.2f} ms a story, {asked:.1f} statements a story, "
        f"{found / len(changes):.1f} alerts a story"
    )


def made_watches(connection: Connection, number: int) -> Iterator[Watch]:
    """Yield watches on words and names of the stories, each rare."""
    headlines = list(connection.scalars(select(articles.c.headline).order_by(articles.c.seq).limit(number)))
    names = list(connection.scalars(select(entities.c.name).distinct().order_by(entities.c.name).limit(number)))
    names = [name for name in names if len(name) <= MAX_QUERY_CHARACTERS]
    for n in range(number):
        some = " ".join(headlines[n % len(headlines)].split()[:3])
        name = names[n % len(names)]
        kinds: list[dict[str, Any]] = [
            {"q": some}, {"thing": name}, {"thing": name, "q": some}, {"q": f"rareword{n}"},
            {"person": f"Nobody Number {n}"}, {"topic": "politics", "urgency": 1, "q": some},
        ]  # fmt: skip
        yield Watch.model_validate({"name": f"w{n}", "query": kinds[n % len(kinds)]})


if __name__ == "__main__":
    main()
