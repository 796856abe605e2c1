"""Compute the resources for a million and for a hundred million stories a day from the figures of a run.

    python -m benchmarks.scale FIGURES.json … [--words 400] [--page docs/explanation/scale.md]

Nothing is measured here: measured coefficients are multiplied.  ``docs/explanation/scale.md`` names the factors and the
limits of the result.
"""

from __future__ import annotations

import argparse
import json
import statistics
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.rivals import OURS
from benchmarks.table import insert, table

DAYS = (1_000_000, 100_000_000)
"""Stories a day."""
PEAK = 3
"""Ratio of the busiest hour to the mean.  An assumption."""
BUSY = 0.7
"""Planned utilisation of a core; above it, stories queue.  An assumption."""
LIVE_COMMANDS, LIVE_COMMITS = 14, 3
"""For a story that is sent alone.  Redis: 4 lengths, LPUSH, PUBLISH, BRPOP, twice MULTI with two commands and EXEC, two
events.  Store: accept, claim, lease, begin, end."""
FULL = 32
"""Stories in a message of a backlog."""


@dataclass(frozen=True, slots=True)
class Coefficients:
    """For one story: CPU seconds, and bytes and rows in the store."""

    extraction: float
    outside: float
    stored: float
    rows: float


def coefficients(found: dict[str, Any], words: int) -> Coefficients:
    """Return the coefficients of a story of ``words`` words; its storage is proportional to its words."""
    runs, number = found["rivals"]["runs"][OURS], found["rivals"]["stories"]
    outside = statistics.median(one["cpu"] * one["outside"] / number for one in runs)
    lengths = {int(length): seconds for length, seconds in found["growth"]["lengths"].items()}
    nearest = min(lengths, key=lambda length: abs(length - words))
    memory = found["memory"]
    share = words / memory["words"]
    return Coefficients(
        lengths[nearest] / nearest * words, outside, memory["store"] * share, memory["rows"] * share
    )  # fmt: skip


def report(found: dict[str, Any], words: int) -> str:
    """Return coefficients and daily totals as Markdown."""
    one = coefficients(found, words)
    memory = found["memory"]
    first = table(
        (f"a story of {words} words", ""),
        [
            ("parse and extractors", f"{1000 * one.extraction:.1f} ms of a core"),
            ("queue, ledger, store, JSON, in a backlog", f"{1000 * one.outside:.1f} ms of a core"),
            (f"store ({memory['store_kind']})", f"{one.stored / 1000:.1f} kB, {one.rows:.0f} rows"),
            ("Redis, while it waits alone in a message", f"{memory['redis']['one by one']:.0f} bytes"),
            ("Redis, in a message of many", f"{memory['redis']['a backlog']:.0f} bytes"),
        ],
    )
    rows = []
    for stories in DAYS:
        mean = stories / 86_400
        cpu = mean * (one.extraction + one.outside)
        rows.append(
            (
                f"{stories:,}", f"{mean:,.1f}", f"{mean * PEAK:,.0f}", f"{cpu:.1f}", f"{cpu * PEAK / BUSY:,.0f}",
                f"{mean * PEAK * LIVE_COMMANDS:,.0f}", f"{mean * PEAK * LIVE_COMMITS:,.0f}",
                f"{mean * PEAK * one.rows:,.0f}", f"{stories * one.stored / 1e9:,.0f}",
            )
        )  # fmt: skip
    second = table(
        (
            "stories a day", "a second, mean", f"peak (× {PEAK})", "cores, mean", f"cores for it, {BUSY:.0%} busy",
            "Redis commands/s, peak", "commits/s, peak", "rows/s, peak", "GB a day",
        ),
        rows,
    )  # fmt: skip
    return f"{first}\n\n{second}"


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("figures", type=Path, nargs="+")
    words.add_argument("--words", type=int, default=400)
    words.add_argument("--page", type=Path, help="page into which the tables are inserted, between its marks")
    given = words.parse_args()
    found: dict[str, Any] = {}
    for file in given.figures:
        found |= json.loads(file.read_text())
    text = f"{found['run']}\n\n{report(found, given.words)}"
    print(text)
    if given.page:
        insert(given.page, text)


if __name__ == "__main__":
    main()
