"""The options that all measures of ``python -m benchmarks`` share, and a command line for a single measure."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.cpu import ONE_THREAD


@dataclass(frozen=True, slots=True)
class Options:
    """Options of a measure; ``quick`` reduces it to a trial run whose figures mean nothing."""

    corpus: Path | None = None
    stories: int = 300
    rounds: int = 3
    quick: bool = False
    store: str | None = None

    def say(self, line: str) -> None:
        """Print progress on standard error."""
        print(line, file=sys.stderr, flush=True)

    def of(self, number: int, quick: int) -> int:
        """Return ``number``, or ``quick`` in a quick run."""
        return quick if self.quick else number


Measure = Callable[[Options], dict[str, Any]]
Report = Callable[[dict[str, Any], "Path | None"], str]


def parser(description: str | None) -> argparse.ArgumentParser:
    """Return a parser with the options of every measure."""
    words = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--corpus", type=Path, help="Article JSON lines, may be gzipped; default: the seeds")
    words.add_argument("--stories", type=int, default=300)
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--quick", action="store_true", help="a trial run: the figures mean nothing")
    words.add_argument("--store", help="URL of an empty store for memory and growth; default: SQLite")
    words.add_argument("--images", type=Path, help="folder for the plots")
    words.add_argument("--json", type=Path, help="file for the raw figures")
    return words


def resolve(given: argparse.Namespace) -> Options:
    """Return the options for the measures; also set one thread a BLAS for all child processes."""
    os.environ.update(ONE_THREAD)
    if given.images:
        given.images.mkdir(parents=True, exist_ok=True)
    stories, rounds = (16, 1) if given.quick else (given.stories, given.rounds)
    return Options(given.corpus, stories, rounds, given.quick, given.store)


def run(description: str | None, measure: Measure, report: Report) -> None:
    """Run one measure from the command line."""
    given = parser(description).parse_args()
    found = measure(resolve(given))
    if given.json:
        given.json.write_text(json.dumps(found, indent=1))
    print(report(found, given.images))
