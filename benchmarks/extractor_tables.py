"""The tables of docs/explanation/speed.md about the time of the extractors: by extractor, and by length of a story."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle

from benchmarks.table import table
from wiredesk.contract import Article

TOGETHER = 16
"""Stories that a worker extracts together at most."""
LENGTHS = (50, 200, 1_000, 5_000, 20_000)
"""Words of each story of the table by length."""
WORDS_OF_A_LENGTH = 10_000
"""Words of all stories of one length of that table; of a larger length there is one story."""
GROUPS = {
    "tokens": ("tokens",),
    "dateline": ("dateline_parts", "dateline", "dateline_place"),
    "names": ("names",),
    "dates": ("dates",),
    "entities": ("clusters", "entity_drafts", "national_bodies", "kb_links", "entities"),
    "places, metonyms, focus": ("places", "metonyms", "focus"),
    "amounts": ("amounts",),
    "quotes": ("quotes",),
    "events": ("events",),
    "keyphrases": ("keyphrases",),
    "summary": ("summary",),
    "tone": ("tone",),
    "topics": ("topics",),
}
"""Rows of the table by extractor: the stages that each counts.  Any other stage has a row of its own."""
HEAVIEST = 4
"""Rows of the table by extractor that the table by length has columns of."""
ALL = "tokens and all extractors"

Times = Mapping[str, float]
"""Seconds by stage, the parse included."""


def grouped(times: Times) -> dict[str, float]:
    """Return the seconds of the rows of the table by extractor; every stage but the parse is counted once."""
    group_of = {stage: name for name, stages in GROUPS.items() for stage in stages}
    found: dict[str, float] = {}
    for stage, seconds in times.items():
        if stage != "parse":
            name = group_of.get(stage, stage)
            found[name] = found.get(name, 0.0) + seconds
    return {name: found[name] for name in (*GROUPS, *found) if name in found}


def by_extractor(alone: Times, together: Times, words: int) -> str:
    """Return the table by extractor.

    Args:
        alone: seconds for all stories, read one by one.
        together: seconds for the same stories, read in groups.
        words: words of the stories.
    """
    ways = [
        {"parse": times["parse"]} | grouped(times) | {ALL: sum(times.values()) - times["parse"]}
        for times in (alone, together)
    ]
    rows = [
        (name, *(cell for way in ways for cell in (_milliseconds(way[name], words), _share(way[name], way["parse"]))))
        for name in ways[0]
    ]
    head = ("ms for 1,000 words", "one by one", "% of the parse", f"{TOGETHER} together", "% of the parse")
    return table(head, rows)


def by_length(found: Mapping[int, tuple[int, Times]]) -> str:
    """Return the table by length of a story, with the extractors that take most time at the largest length.

    Args:
        found: for each length, the words of all its stories and the seconds for them, read one by one.
    """
    groups = {length: grouped(times) for length, (_, times) in found.items()}
    largest = groups[max(groups)]
    heaviest = sorted(largest, key=lambda name: -largest[name])[:HEAVIEST]
    rows = []
    for length, (words, times) in found.items():
        parse, ours = times["parse"], sum(times.values()) - times["parse"]
        seconds = (parse, ours, *(groups[length][name] for name in heaviest))
        cells = [_milliseconds(one, words) for one in seconds]
        rows.append((f"{length:,}", *cells[:2], _share(ours, parse), *cells[2:]))
    return table(("words of a story", "parse", ALL, "% of the parse", *heaviest), rows)


def stories_of(articles: Sequence[Article], length: int, words: int) -> Iterator[Article]:
    """Yield stories of ``length`` words each, at least one and together at most ``words``.

    They are joined from the paragraphs of the given ones, which repeat as often as needed.
    """
    paragraphs = cycle(paragraph for article in articles for paragraph in article.body.split("\n\n") if paragraph)
    for number in range(max(1, words // length)):
        kept: list[str] = []
        left = length
        while left > 0:
            some = next(paragraphs).split()[:left]
            kept.append(" ".join(some))
            left -= len(some)
        yield Article(id=f"{length}-{number}", body="\n\n".join(kept), language="en")


def _milliseconds(seconds: float, words: int) -> str:
    return f"{1e6 * seconds / words:.1f}"


def _share(seconds: float, parse: float) -> str:
    return f"{100 * seconds / parse:.0f}"
