"""Keep the directory of a corpus (JSON lines) in a new store, as workers and the linker do; report what it costs.

python -m benchmarks.directory [CORPUS.jsonl[.gz]] [--stories N] [--copies N] [--store URL] [--shuffle SEED] [--merge]

Each line is {"article": …, "x": the extraction without its text}.  With --copies the stories are stored that many
times over under other ids.  CPU milliseconds a story are written to standard output.  Without a corpus a filled store,
such as that of ``benchmarks.desk_pages``, is measured as it is.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import func, select

from wiredesk.contract import Article, Extraction
from wiredesk.identity.thing_key import ThingKind
from wiredesk.process_id import this_process
from wiredesk.settings import Settings
from wiredesk.store import Store, ledger, open_store, results
from wiredesk.store.directory import rulings
from wiredesk.store.directory.find_things import find_things
from wiredesk.store.directory.settling_turns import NameSettler, settle_all
from wiredesk.store.linking import due, thing_step
from wiredesk.store.linking.due import NO_NOTES, DueKey
from wiredesk.store.linking.link_step import PreparedStory
from wiredesk.store.raw_sql import run
from wiredesk.store.showing import mark_visible
from wiredesk.store.thing_tables import identities, name_keys, thing_names, things, unions

BATCH = 200
"""Stories stored in one transaction."""
LINKED_AT_ONCE = 64
"""Stories linked between two turns on names."""
LOOKED_UP = 500
"""Things that are looked up by name."""


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("corpus", type=Path, nargs="?")
    words.add_argument("--stories", type=int, default=0, help="read as many only")
    words.add_argument("--copies", type=int, default=1, help="store each story as often, under other ids")
    words.add_argument("--store", default="", help="URL of an empty store; a new file by default")
    words.add_argument("--shuffle", type=int, help="let the stories arrive in the order of this seed")
    words.add_argument("--merge", action="store_true", help="join two people or bodies of the most stories as well")
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Settings(home=Path(folder), store_url=given.store or None))
        number = 0
        for copy in range(given.copies if given.corpus else 0):
            stories = list(read_corpus(given.corpus, given.stories, copy))
            if given.shuffle is not None:
                random.Random(given.shuffle).shuffle(stories)
            number += len(stories)
            keep(store, stories)
        if given.corpus:
            settle_rest(store, number)
        look_up(store)
        if given.merge:
            merge(store)
        print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
        store.close()


def read_corpus(file: Path, stories: int, copy: int) -> Iterator[tuple[Article, Extraction]]:
    """Yield the stories of a file with their extractions."""
    with gzip.open(file, "rt") if file.suffix == ".gz" else file.open() as lines:
        for number, line in enumerate(lines):
            if stories and number == stories:
                return
            row = json.loads(line)
            article = Article.model_validate(row["article"])
            article = article.model_copy(update={"id": f"{article.id}/{copy}"})
            yield article, Extraction.model_validate(row["x"] | {"id": article.id, "text": article.text})


def keep(store: Store, stories: Sequence[tuple[Article, Extraction]]) -> None:
    """Store stories as workers do, and link them as the linker does while more are due."""
    me, settler = str(this_process()), NameSettler()
    spent = dict.fromkeys(("prepare", "store", "link", "settle"), 0.0)
    for start in range(0, len(stories), BATCH):
        part = {article.id: (article, found) for article, found in stories[start : start + BATCH]}
        seqs: list[int] = []
        with store.write(durable=False) as connection:
            ledger.accept(connection, [article for article, _ in part.values()])
            for one in ledger.lease(connection, [(article.id, 1) for article, _ in part.values()], me, 600, 3):
                ledger.start(connection, one, me, 600)
                ledger.finish(connection, one, me)
                article, found = part[one.article.id]
                results.write(connection, one.seq, found, 0.1)
                mark_visible(connection, one.seq, article)
                began = time.process_time()
                prepared = thing_step.prepare(article, found)
                spent["prepare"] += time.process_time() - began
                began = time.process_time()
                thing_step.store(connection, [PreparedStory(one.seq, 0, prepared)])
                spent["store"] += time.process_time() - began
                due.add_due(connection, [(DueKey(one.seq, 0), NO_NOTES)])
                seqs.append(one.seq)
        for at in range(0, len(seqs), LINKED_AT_ONCE):
            with store.write(durable=False) as connection:
                for story in due.read_stories(
                    connection, [due.DueKey(seq, 0) for seq in seqs[at : at + LINKED_AT_ONCE]]
                ):
                    began = time.process_time()
                    thing_step.link(connection, story)
                    spent["link"] += time.process_time() - began
            began = time.process_time()
            with store.write(durable=False) as connection:
                if settler.is_due(connection, is_idle=False):
                    settler.turn(connection, is_idle=False)
            spent["settle"] += time.process_time() - began
    told = ", ".join(f"{name} {1000 * seconds / len(stories):.3f}" for name, seconds in spent.items())
    print(
        f"{len(stories)} stories: {told}, together {1000 * sum(spent.values()) / len(stories):.3f} ms a story",
        flush=True,
    )


def settle_rest(store: Store, stories: int) -> None:
    """Settle what is left when no story is due."""
    began = time.process_time()
    with store.write(durable=False) as connection:
        settled = settle_all(connection)
    took = 1000 * (time.process_time() - began)
    of_story, of_name = took / max(stories, 1), took / max(settled, 1)
    print(f"{settled} names settled when idle: {of_story:.3f} ms a story, {of_name:.2f} ms a name")
    with store.read() as connection:
        for table in (things, thing_names, identities, unions, name_keys):
            print(f"{table.name} {connection.scalar(select(func.count()).select_from(table))}", end=" ")
        query = "SELECT count(*), count(CASE WHEN thing <> bare THEN 1 END) FROM identities WHERE bare IS NOT NULL"
        bare, decided = run(connection, query).fetchone()
        print(f"bare names {bare}, of which somebody's {decided}", flush=True)


def look_up(store: Store) -> None:
    """Report how long it takes to find a thing by its name, and to read its newest stories."""
    found: list[float] = []
    with store.read() as connection:
        query = "SELECT thing, count(*) FROM identities GROUP BY thing ORDER BY count(*) DESC LIMIT ?"
        most = [row[0] for row in run(connection, query, LOOKED_UP).fetchall()]
        names = connection.scalars(select(things.c.name).where(things.c.id.in_(most))).all()
    for name in names:
        began = time.perf_counter()
        with store.read() as connection:
            find_things(connection, name)
        found.append(1000 * (time.perf_counter() - began))
    found.sort()
    print(f"look-up by name: median {statistics.median(found):.2f} ms, p95 {found[int(0.95 * len(found))]:.2f} ms")


def merge(store: Store) -> None:
    """Join the two people, or bodies, of the most stories; report how long it takes until names are settled."""
    query = (
        "SELECT coalesce(t.merged_into, t.id), count(*) FROM identities AS i JOIN things AS t ON t.id = i.thing"
        " WHERE t.kind = ? GROUP BY coalesce(t.merged_into, t.id) ORDER BY count(*) DESC LIMIT 2"
    )
    with store.read() as connection:
        both = [run(connection, query, kind.value).fetchall() for kind in (ThingKind.PERSON, ThingKind.BODY)]
    (one, number), (other, less) = max(both, key=lambda rows: rows[1][1])
    began = time.perf_counter()
    with store.write() as connection:
        rulings.merge(connection, one, other, by="benchmark")
    took = time.perf_counter() - began
    with store.write() as connection:
        settled = settle_all(connection)
    done = time.perf_counter() - began
    print(f"two things of {number} and {less} stories joined in {took:.3f} s, {settled} names settled in {done:.2f} s")


if __name__ == "__main__":
    main()
