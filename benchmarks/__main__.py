"""Run all measures of speed one after the other and compare the results with the promised figures.

python -m benchmarks [--corpus FILE.jsonl.gz] [--only rivals,latency,memory,growth] [--quick]
                     [--images DIR] [--json FILE] [--figures FILE …] [--page FILE.md]
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks import growth, latency, memory, rivals
from benchmarks.machine import date_and_machine
from benchmarks.options import parser, resolve
from benchmarks.table import insert, table

MEASURES = {"rivals": rivals, "latency": latency, "memory": memory, "growth": growth}
TARGETS = {
    "pipe": ("every extractor, queue, store ÷ nlp.pipe, 2 processes, that only parses", 2.3, 3.0, True, "×"),
    "celery": ("the same ÷ plain Celery + spaCy", 2.3, 3.0, True, "×"),
    "outside": ("CPU outside parse and extractors, links and broker included", 8, 8, False, "%"),
    "idle": ("publish to stored p95, idle, 400 words ÷ its parse", 2, 1.5, False, "×"),
    "flash": ("flash behind 100,000 stories, p95", 0.3, 0.1, False, "s"),
    "pss": ("PSS of each further child", 80, 60, False, "MB"),
}
"""Each promised figure: description, minimum, aim, whether more is better, unit."""


def main() -> None:
    words = parser(__doc__)
    words.add_argument("--only", default=",".join(MEASURES), help="measures, separated by commas")
    words.add_argument(
        "--figures", type=Path, nargs="+", help="measure nothing: report the figures that --json kept of earlier runs"
    )
    words.add_argument("--page", type=Path, help="page into which the report is inserted, between its marks")
    given = words.parse_args()
    options = resolve(given)
    found: dict[str, Any] = {}
    for file in given.figures or ():
        found |= json.loads(file.read_text())
    if not given.figures:
        found["run"] = date_and_machine()
        for name in given.only.split(","):
            options.say(f"— {name}")
            found[name] = MEASURES[name].measure(options)
            if given.json:
                given.json.write_text(json.dumps(found, indent=1))
    text = report(found, given.images)
    print(text)
    if given.page:
        insert(given.page, text)


def report(found: dict[str, Any], images: Path | None) -> str:
    """Return all tables in Markdown, the promised figures last."""
    parts = [found["run"]]
    verdicts = []
    for name, measure in MEASURES.items():
        if name in found:
            parts.append(measure.report(found[name], images))  # type: ignore[attr-defined]
            targets = getattr(measure, "targets", lambda _: ())
            verdicts += [verdict(target, value) for target, value in targets(found[name])]
    if verdicts:
        parts.append(table(("promise", "at least", "aim", "measured", ""), verdicts))
    return "\n\n".join(parts)


def verdict(target: str, value: float) -> tuple[str, str, str, str, str]:
    """Return the row of a promised figure."""
    what, least, aim, more, unit = TARGETS[target]
    sign = 1 if more else -1
    grade = "aim" if sign * value >= sign * aim else "kept" if sign * value >= sign * least else "missed"
    return what, f"{least:g} {unit}", f"{aim:g} {unit}", f"{value:.2f} {unit}", grade


if __name__ == "__main__":
    main()
