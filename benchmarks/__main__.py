"""Every measure of speed, one after the other, and how they stand to what is promised.

python -m benchmarks [--corpus FILE.jsonl.gz] [--only rivals,latency,memory,growth] [--quick] [--images DIR]
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

from benchmarks import growth, latency, memory, rivals
from benchmarks.options import parser, resolve
from benchmarks.rig import machine
from benchmarks.table import table

MEASURES = {"rivals": rivals, "latency": latency, "memory": memory, "growth": growth}
TARGETS = {
    "pipe": ("every extractor, queue, store ÷ nlp.pipe, 2 processes, that only parses", 1.2, 2.0, True, "×"),
    "celery": ("the same ÷ plain Celery + spaCy", 1.4, 2.5, True, "×"),
    "outside": ("CPU outside parse and extractors, broker included", 15, 8, False, "%"),
    "idle": ("publish to stored p95, idle, 400 words ÷ its parse", 3, 1.5, False, "×"),
    "flash": ("flash behind 10,000 stories, p95", 2, 0.5, False, "s"),
    "pss": ("PSS of each further child", 120, 60, False, "MB"),
}
"""Of each promised figure: what it is, at least, aim, whether more is better, its unit."""


def main() -> None:
    words = parser(__doc__)
    words.add_argument("--only", default=",".join(MEASURES), help="measures, by comma")
    given = words.parse_args()
    options = resolve(given)
    found = {}
    for name in given.only.split(","):
        options.say(f"— {name}")
        found[name] = MEASURES[name].measure(options)
        if given.json:
            given.json.write_text(json.dumps(found, indent=1))
    print(f"{datetime.now(UTC).date()}, {machine()}\n")
    verdicts = []
    for name, one in found.items():
        print(f"{MEASURES[name].report(one, given.images)}\n")  # type: ignore[attr-defined]
        for target, value in getattr(MEASURES[name], "targets", lambda _: ())(one):
            verdicts.append(verdict(target, value))
    if verdicts:
        print(table(("promise", "at least", "aim", "measured", ""), verdicts))


def verdict(target: str, value: float) -> tuple[str, str, str, str, str]:
    """A promise's row."""
    what, least, aim, more, unit = TARGETS[target]
    sign = 1 if more else -1
    grade = "aim" if sign * value >= sign * aim else "kept" if sign * value >= sign * least else "missed"
    return what, f"{least:g} {unit}", f"{aim:g} {unit}", f"{value:.2f} {unit}", grade


if __name__ == "__main__":
    main()
