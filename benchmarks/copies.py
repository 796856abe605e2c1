"""Compare stories with each other, and measure what the search for copies costs in a large store.

python -m benchmarks.copies pairs FILE.jsonl[.gz] [--days N]
    Writes every pair of the file's articles as a JSON line, with its relation; ``--days`` compares only articles that
    were published so many days apart, as the linker does with 3.

python -m benchmarks.copies stored FILE.jsonl[.gz] --stories N [--store URL] [--home FOLDER]
    Fills an empty store with N stories of the last eight days, made from the file's by altering words, and measures
    look-ups: wall milliseconds of the search and of the whole step for stories that the store lacks and for copies.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert, text

from benchmarks.article_files import read_json_lines
from wiredesk.contract import Article
from wiredesk.settings import load
from wiredesk.store import Store, open_store
from wiredesk.store.link_tables import LINKED, copy_groups, links
from wiredesk.store.linking import copies, copy_search
from wiredesk.store.linking.due import DueStory, day_number
from wiredesk.store.result_rows import to_row
from wiredesk.store.tables import articles
from wiredesk.store.types import iso
from wiredesk.stories.copy_relation import CopyRelation, compare, compared_story
from wiredesk.stories.shingles import prints

SPREAD_DAYS = 8
"""Days over which the stories of a store are spread: those whose prints are kept."""
KEPT_SHARE = 0.05
"""Share of the prints that an altered story keeps: phrases that recur on every wire."""
COPY_SHARE = 0.9
"""Share of the words that stay in a copy."""
LOOKED_UP = 400
"""Look-ups that are measured."""


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("what", choices=["pairs", "stored"])
    words.add_argument("file", type=Path)
    words.add_argument("--days", type=int, help="compare only articles published so many days apart")
    words.add_argument("--stories", type=int, default=100_000, help="stories in the store")
    words.add_argument("--store", help="URL of an empty store; a new SQLite file by default")
    words.add_argument("--home", type=Path, help="folder of that file")
    words.add_argument("--keep", action="store_true", help="the store is filled already")
    given = words.parse_args()
    found = list(read_json_lines(given.file))
    if given.what == "pairs":
        for one, other, relation in pairs(found, given.days):
            line = {"pair": [one.id, other.id], "relation": relation.relation, "shared": relation.shared}
            print(json.dumps(line))
        return
    store = open_store(load(home=given.home, store_url=given.store))
    measure(store, found, given.stories, is_filled=given.keep)
    store.close()


def pairs(found: Sequence[Article], days: int | None) -> Iterator[tuple[Article, Article, CopyRelation]]:
    """Yield the pairs that the linker would find, were all stories in its store."""
    began = time.process_time()
    stories = [compared_story(article) for article in found]
    kept = [prints(story.shingles.all) for story in stories]
    spent = time.process_time() - began
    print(f"{1e3 * spent / len(found):.2f} ms of CPU a story for its prints", file=sys.stderr)
    at = [day_number(article.published) if article.published else 0 for article in found]
    by_print: dict[int, list[int]] = defaultdict(list)
    for one, story in enumerate(stories):
        common = Counter(other for value in kept[one] for other in by_print[value])
        for value in kept[one]:
            by_print[value].append(one)
        for other, count in sorted(common.items()):
            if count >= copy_search.MIN_PRINTS and (days is None or abs(at[one] - at[other]) <= days):
                relation = compare(stories[other], story)
                if relation:
                    yield found[other], found[one], relation


def measure(store: Store, found: Sequence[Article], number: int, *, is_filled: bool) -> None:
    """Fill the store and print what look-ups cost."""
    now = datetime.now(UTC)
    if not is_filled:
        fill(store, found, number, now)
    with store.write() as connection:
        if store.dialect == "postgresql":
            connection.execute(text("ANALYZE"))
        rows = connection.execute(text("SELECT count(*) FROM copy_prints")).scalar_one()
        size = _size(connection)
    print(f"{store.dialect}: {number:,} stories, {rows:,} prints")
    print(f"{rows / number:.1f} prints and {size / number:.0f} bytes a story")
    rng = random.Random(7)
    sample = rng.sample(range(len(found)), LOOKED_UP)
    new = [_due(altered(found[one], rng, 0.0), -1 - n, now) for n, one in enumerate(sample)]
    copied = [_due(altered(found[one], rng, COPY_SHARE), -1 - n, now) for n, one in enumerate(sample)]
    for name, stories in (("new stories", new), ("copies", copied)):
        search = [_timed(store, partial(_search, story)) for story in stories]
        step = [_timed(store, partial(_link, story)) for story in stories]
        print(f"{name}: search {_quantiles(search)}, whole step {_quantiles(step)}")


def fill(store: Store, found: Sequence[Article], number: int, now: datetime) -> None:
    """Write the stories of the file, then altered ones of them until the store has enough.

    An altered word takes four shingles with it, so that the prints of an altered story are new hashes.
    """
    _write_originals(store, found[:number], now)
    base = min(number, len(found))
    for first in range(base, number, base):
        days = SPREAD_DAYS - 1 - first * SPREAD_DAYS // number
        published = now - timedelta(days=days)
        values = {"shift": first, "day": day_number(published), "count": min(base, number - first)}
        with store.write(durable=False) as connection:
            replaced = {"seq": "seq + :shift", "id": f"id || '-{first}'", "published": ":published"}
            of_time = {"published": iso(published) if store.dialect == "sqlite" else published}
            _multiply(connection, articles, replaced, values | of_time)
            _multiply(connection, copy_groups, {"seq": "seq + :shift", "copy_group": "seq + :shift"}, values)
            _multiply(connection, links, {"seq": "seq + :shift", "day": ":day"}, values)
            new = _RANDOM[store.dialect]
            kept = f"CASE WHEN {new} % 100 < {100 * KEPT_SHARE:.0f} THEN print ELSE {new} & ~7 END"
            connection.execute(
                text(
                    f"INSERT INTO copy_prints (day, print, seq) SELECT :day, {kept}, seq + :shift FROM original_prints "
                    "WHERE seq <= :count ON CONFLICT DO NOTHING"
                ),
                values,
            )


_RANDOM = {"sqlite": "(random() & 9223372036854775807)", "postgresql": "(random() * 9223372036854770000)::bigint"}


def _write_originals(store: Store, found: Sequence[Article], now: datetime) -> None:
    published = now - timedelta(days=SPREAD_DAYS - 1)
    day = day_number(published)
    with store.write(durable=False) as connection:
        connection.execute(text("CREATE TABLE original_prints (seq integer, print bigint)"))
        for seq, article in enumerate(found, 1):
            row = to_row(article) | _ledger(now) | {"seq": seq, "id": f"s{seq}", "published": published}
            connection.execute(insert(articles), row)
            connection.execute(insert(copy_groups), {"seq": seq, "copy_group": seq, "is_first": True})
            connection.execute(insert(links), {"seq": seq, "state": LINKED, "day": day, "at": now})
            found_prints = copies.prepare(article, None).prints
            copy_search.add_all(connection, [(day, seq, found_prints)])
            rows = [{"seq": seq, "print": value} for value in found_prints]
            connection.execute(text("INSERT INTO original_prints VALUES (:seq, :print)"), rows)


def _multiply(connection: Connection, table: Table, replaced: dict[str, str], values: dict[str, Any]) -> None:
    """Insert the first rows of a table again with other values in some columns."""
    names = [column.name for column in table.columns]
    columns = ", ".join(f'"{name}"' for name in names)
    selected = ", ".join(replaced.get(name, f'"{name}"') for name in names)
    connection.execute(
        text(f'INSERT INTO "{table.name}" ({columns}) SELECT {selected} FROM "{table.name}" WHERE seq <= :count'),
        values,
    )


def _ledger(now: datetime) -> dict[str, Any]:
    return {"state": "done", "queue": "wire", "visible": True, "accepted_at": now}


def altered(article: Article, rng: random.Random, share: float) -> Article:
    """Return an article in which all words but a share are replaced by words that the wire does not have."""
    body = " ".join(
        word if rng.random() < share else f"{word}{rng.randrange(10**6)}" for word in article.body.split(" ")
    )
    return article.model_copy(update={"body": body})


def _due(article: Article, seq: int, now: datetime) -> DueStory:
    fields = {name: getattr(article, name) for name in ("headline", "body", "byline", "source", "slugline", "kind")}
    day = day_number(now) - copy_search.WINDOW_DAYS - 1  # the stories of the file are in its window
    return DueStory(seq, f"new{-seq}", 1, text_hash=str(seq), at=now, day=day, is_visible=True, **fields)


def _search(story: DueStory, connection: Connection) -> Callable[[], object]:
    values = prints(compared_story(Article(**_fields(story))).shingles.all)
    return lambda: copy_search.similar(connection, story.day, values)


def _link(story: DueStory, connection: Connection) -> Callable[[], object]:
    connection.execute(insert(articles), to_row(Article(**_fields(story))) | _ledger(story.at) | {"seq": story.seq})
    return lambda: copies.link(connection, story)


def _fields(story: DueStory) -> dict[str, Any]:
    return {name: getattr(story, name) for name in ("id", "headline", "body", "byline", "source", "slugline")}


def _timed(store: Store, prepare: Callable[[Connection], Callable[[], object]]) -> tuple[float, float]:
    """Return the wall and CPU seconds of a call inside a transaction that is rolled back."""
    with store.engine.connect() as connection, connection.begin() as transaction:
        call = prepare(connection)
        began, spent = time.perf_counter(), time.thread_time()
        call()
        found = time.perf_counter() - began, time.thread_time() - spent
        transaction.rollback()
    return found


def _quantiles(seconds: Sequence[tuple[float, float]]) -> str:
    wall, cpu = (statistics.quantiles(column, n=20) for column in zip(*seconds, strict=True))
    return " ".join(
        f"{name} p50 {1e3 * cuts[9]:.2f} p95 {1e3 * cuts[18]:.2f} ms" for name, cuts in (("wall", wall), ("CPU", cpu))
    )


def _size(connection: Connection) -> int:
    """Return the bytes of the table of prints with its index."""
    if connection.dialect.name == "postgresql":
        return int(connection.execute(text("SELECT pg_total_relation_size('copy_prints')")).scalar_one())
    before = connection.execute(text("SELECT sum(pgsize) FROM dbstat WHERE name = 'copy_prints'"))
    return int(before.scalar_one())


if __name__ == "__main__":
    main()
