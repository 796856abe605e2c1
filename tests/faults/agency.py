"""Days of an invented agency's wire with timestamps: busy by day, quiet by night, new names in every story."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from producer.replay import transmission_time
from tests.support.generated_stories import story
from wiredesk.contract import Article

BEGAN = datetime(2025, 5, 8, 6, tzinfo=UTC)
AN_HOUR = 150
"""Mean number of stories an hour: some 3,600 a day."""
FLASHES, UPDATES = 0.01, 0.12
"""Shares of the stories that are flashes, and of those that get a second version."""
SYLLABLES = ("ba", "dor", "el", "fa", "gri", "ho", "il", "ka", "lu", "mer", "no", "os", "pel", "ra", "si", "tov", "ur")


def wire(seed: int, hours: float, an_hour: int = AN_HOUR) -> Iterator[Article]:
    """Return the stories of ``hours`` hours in the order of their times; a later version counts as a story."""
    chance = random.Random(f"{seed}/agency")
    drawn: list[Article] = []
    total = max(1, round(hours * an_hour / (1 + UPDATES)))
    for n in range(total):
        at = BEGAN + timedelta(hours=hours * _transmission_time(chance, hours))
        first = _story(chance, f"wire{n}", 1, at)
        drawn.append(first)
        if chance.random() < UPDATES:
            drawn.append(_story(chance, first.id, 2, at + timedelta(minutes=chance.uniform(0, min(90, hours * 10)))))
    drawn.sort(key=lambda article: (transmission_time(article), article.id, article.version))
    yield from drawn


def stretched(articles: Iterable[Article], hours: float, an_hour: int = AN_HOUR) -> Iterator[Article]:
    """Return the stories of a corpus in the order of their own times, spread evenly over ``hours`` hours."""
    rows = sorted(articles, key=lambda article: transmission_time(article) or BEGAN)[: round(hours * an_hour)]
    for n, article in enumerate(rows):
        at = BEGAN + timedelta(hours=hours * n / len(rows))
        yield article.model_copy(update={"published": at, "updated": None, "embargo_until": None})


def _transmission_time(chance: random.Random, hours: float) -> float:
    """Return a story's position in the whole time, 0 to 1: four times as many stories at noon as at midnight."""
    while True:
        at = chance.random()
        hour = (BEGAN.hour + at * hours) % 24
        if chance.random() < 0.625 - 0.375 * math.cos(2 * math.pi * hour / 24):
            return at


def _story(chance: random.Random, id: str, version: int, at: datetime) -> Article:
    """Return a story of one to forty sentences about invented people."""
    is_flash = version == 1 and chance.random() < FLASHES
    people = [_name(chance) for _ in range(4)]
    parts = 1 if is_flash else min(8, 1 + int(chance.expovariate(0.5)))
    drawn = [story(chance, id, people=people, sentences=1 if is_flash else chance.randint(2, 5)) for _ in range(parts)]
    updated = {"updated": at, "kind": "update"} if version > 1 else {}
    return drawn[0].model_copy(
        update={"version": version, "published": at, "body": "\n\n".join(one.body for one in drawn)}
        | {"urgency": 1 if is_flash else 4}
        | updated
    )


def _name(chance: random.Random) -> str:
    words: Sequence[str] = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 3))).title() for _ in range(2)]
    return " ".join(words)
