"""Print one thread a day, chosen by its number's hash, and stories near it that are in other threads: to read by hand.

python -m benchmarks.thread_reading STORE.db [--days 30] [--stories 3]
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path

import orjson
from sqlalchemy import Connection, func, select

from wiredesk.store import Store
from wiredesk.store.link_tables import thread_keys, thread_members, thread_terms, threads
from wiredesk.store.tables import articles

STRONGEST = 5
"""Terms of a thread of which a story nearby has at least two among its own."""
MAX_STORIES = 100
"""Stories that have a term that is looked for."""
NEARBY = timedelta(days=3)


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("store", type=Path)
    words.add_argument("--days", type=int, default=30)
    words.add_argument("--stories", type=int, default=3, help="stories of a thread at least")
    given = words.parse_args()
    store = Store(f"sqlite:///{given.store}")
    with store.read() as connection:
        for number in chosen(connection, given.days, given.stories):
            print("\n".join(described(connection, number)))
    store.close()


def chosen(connection: Connection, days: int, stories: int) -> Iterator[int]:
    """Yield one thread for each of the first days that have one."""
    query = select(threads.c.thread, threads.c.first_at).where(threads.c.stories >= stories)
    by_day: dict[str, list[int]] = defaultdict(list)
    for row in connection.execute(query):
        by_day[row.first_at.date().isoformat()].append(row.thread)
    for day in sorted(by_day)[:days]:
        yield min(by_day[day], key=lambda number: blake2b(str(number).encode()).digest())


def described(connection: Connection, number: int) -> Iterator[str]:
    """Yield the lines about a thread: its stories, and those nearby that share its strongest terms."""
    inside = stories_of(connection, number)
    first, last = min(at for at, *_ in inside), max(at for at, *_ in inside)
    yield f"\n== {first:%Y-%m-%d} thread {number}, {len(inside)} stories"
    total: Counter[str] = Counter()
    for at, headline, terms in inside:
        yield f"   {at:%d %H:%M} {headline}"
        total.update(terms)
    strongest = set([term for term, _ in total.most_common(10 * STRONGEST) if is_rare(connection, term)][:STRONGEST])
    query = (
        select(articles.c.published, articles.c.headline, thread_terms.c.terms, thread_members.c.thread)
        .join(thread_members, thread_members.c.seq == articles.c.seq)
        .join(thread_terms, thread_terms.c.seq == articles.c.seq)
        .where(thread_members.c.thread != number, articles.c.published.between(first - NEARBY, last + NEARBY))
        .order_by(articles.c.published)
    )
    for row in connection.execute(query):
        if len(strongest.intersection(list(orjson.loads(row.terms))[: 2 * STRONGEST])) >= 2:
            yield f"     not {row.published:%d %H:%M} {row.headline} ({row.thread})"


def is_rare(connection: Connection, term: str) -> bool:
    """Return whether few stories of the store have a term among their keys."""
    query = select(func.count()).where(thread_keys.c.key == term)
    return (connection.scalar(query) or 0) <= MAX_STORIES


def stories_of(connection: Connection, number: int) -> list[tuple[datetime, str, dict[str, float]]]:
    """Return time, headline and terms of a thread's stories."""
    query = (
        select(articles.c.published, articles.c.headline, thread_terms.c.terms)
        .join(thread_members, thread_members.c.seq == articles.c.seq)
        .join(thread_terms, thread_terms.c.seq == articles.c.seq)
        .where(thread_members.c.thread == number)
        .order_by(articles.c.published)
    )
    return [(row.published, row.headline, orjson.loads(row.terms)) for row in connection.execute(query)]


if __name__ == "__main__":
    main()
