"""Measure knowledge bases: how fast one is built, how large it is, and what look-ups cost.

python -m benchmarks.kb [--things N] [--ending json|json.gz|json.bz2] [--base FILE]
    Builds a base of N made things, or takes one that exists, and measures look-ups of its names in random order.
"""

from __future__ import annotations

import argparse
import resource
import sqlite3
import statistics
import tempfile
import time
from contextlib import closing
from pathlib import Path
from random import Random

from benchmarks.machine import machine
from tests.support.made_wikidata import write_dump
from wiredesk.kb.kb_builder import KbRequest, build
from wiredesk.kb.kb_file import KbFile

LOOKED_UP = 5_000
"""Names that are looked up."""


def main() -> None:
    """Print the measures, one a line."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--things", type=int, default=100_000)
    words.add_argument("--ending", default="json.gz")
    words.add_argument("--base", type=Path)
    given = words.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        path = given.base or _build(Path(folder), given.things, given.ending)
        _look_up(path)


def _build(folder: Path, things: int, ending: str) -> Path:
    dump, out = folder / f"made.{ending}", folder / "made.sqlite"
    write_dump(dump, things)
    began, busy = time.perf_counter(), time.process_time()
    progress = build(KbRequest(out, "wikidata", dump))
    seconds, cpu = time.perf_counter() - began, time.process_time() - busy
    size, names = out.stat().st_size, int(KbFile(out).info["names"])
    print(f"dump: {dump.stat().st_size / 1e6:.1f} MB on disk")
    rate = progress.things / cpu
    print(f"built: {progress.things:,} things in {seconds:.1f} s, {cpu:.1f} s of CPU: {rate:,.0f} a second")
    each = size / progress.things
    print(f"size: {size / 1e6:.1f} MB, {each:.0f} bytes a thing of {names / progress.things:.1f} names")
    print(
        f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB at most, the made dump included"
    )
    return out


def _look_up(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        keys = [row[0] for row in connection.execute("SELECT DISTINCT key FROM alias")]
    keys = Random(18).sample(keys, min(LOOKED_UP, len(keys)))
    base = KbFile(path)
    for label in ("first look-up of a name", "the same from the cache"):
        times, found = [], 0
        for key in keys:
            began = time.perf_counter()
            found += len(base.candidates(key))
            times.append(time.perf_counter() - began)
        p95 = statistics.quantiles(times, n=20)[-1]
        mean = statistics.fmean(times)
        print(f"{label}: {1e3 * mean:.3f} ms, p95 {1e3 * p95:.3f} ms, {found / len(keys):.1f} candidates")


if __name__ == "__main__":
    main()
