"""Split the CPU time of a worker's child into extraction and ledger, store and JSON, without the queue.

    python -m benchmarks.overhead CORPUS.jsonl.gz [--limit 500] [--store URL] [--profile]

One process does the work of a child, in messages of ``--batch`` stories, and counts its own CPU seconds.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.article_files import read_json_lines
from wiredesk.contract import Article, Extraction
from wiredesk.nlp.threads import single_threaded


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--limit", type=int, default=500)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--store")
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    single_threaded()
    from wiredesk.settings import load
    from wiredesk.store import ledger
    from worker.process.parent import WorkerProcess

    home = Path(tempfile.mkdtemp(prefix="wiredesk-overhead-"))
    runtime = WorkerProcess(load(home=home, broker_url="redis://unused", store_url=options.store))
    articles = list(read_json_lines(options.corpus, options.limit))
    with runtime.store.write() as connection:
        keys = ledger.accept(connection, articles).new
    inside = 0.0
    pipeline = runtime.pipeline

    class Timed:
        """The pipeline, and the CPU seconds that it takes."""

        engine = pipeline.engine

        def __call__(self, article: Article) -> Extraction:
            return self.together([article])[0]

        def together(self, articles: Sequence[Article], *between: Callable[[], None]) -> list[Extraction]:
            nonlocal inside
            began = time.process_time()
            try:
                return pipeline.together(articles, *between)
            finally:
                inside += time.process_time() - began

    runtime.child.runner.pipeline = Timed()
    runtime.child.run_message(keys[: options.batch])  # warm: statements compiled, caches filled
    inside = 0.0
    profile = cProfile.Profile()
    began = time.process_time()
    if options.profile:
        profile.enable()
    for at in range(options.batch, len(keys), options.batch):
        runtime.child.run_message(keys[at : at + options.batch])
    profile.disable()
    total = time.process_time() - began
    number = len(keys) - options.batch
    outside = total - inside
    print(f"{number} stories, {1000 * total / number:.2f} ms CPU a story: extraction {1000 * inside / number:.2f}, "
          f"ledger, store and JSON {1000 * outside / number:.2f} = {100 * outside / total:.1f} %")  # fmt: skip
    if options.profile:
        pstats.Stats(profile).sort_stats("cumulative").print_stats("worker/|sqlalchemy/engine/base", 40)


if __name__ == "__main__":
    main()
