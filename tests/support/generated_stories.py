"""Invented stories, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

from wiredesk.contract import Article

PEOPLE = ["Anna Kovac", "Tomas Berg", "Leila Haddad", "Marcus Oyelaran", "Ines Duarte", "Pavel Novotny", "Grace Mbeki"]
PLACES = ["Lyon", "Tallinn", "Porto", "Nairobi", "Graz", "Osaka", "Tampere", "Leeds"]
BODIES = (
    "{place}, May 8 (Xample) - {person} said on Thursday that the harbour would reopen within {n} days.",
    '"We have counted {n} boats and every one came home," {person} told reporters in {place}.',
    "The council of {place} voted {n} to 3 for the new tramline, which {other} had opposed for years.",
    "{person}, who took office in 2021, will meet {other} in {place} on Friday to sign the agreement.",
    "Shares of the ferry line fell {n} percent after {person} accused the company of hiding its losses.",
    "Rescue teams from {place} searched through the night; {other} promised {n} million euros of aid.",
)


def story(
    chance: random.Random,
    id: str,
    version: int = 1,
    *,
    sentences: int = 3,
    people: Sequence[str] = PEOPLE,
    **fields: Any,
) -> Article:
    """Return one story; ``fields`` replace the random values."""
    person, other = chance.sample(people, 2)
    place = chance.choice(PLACES)
    n = chance.randint(4, 97)
    lines = [line.format(person=person, other=other, place=place, n=n) for line in chance.sample(BODIES, sentences)]
    values = {
        "id": id, "version": version, "headline": f"{place}: {person} counts {n} (story {id})",
        "body": "\n\n".join(lines), "language": "en", "source": "Xample", "urgency": 4,
        "published": "2025-05-08T09:30:00Z", "format": "test",
    }  # fmt: skip
    return Article.model_validate(values | fields)


def stories(seed: int, prefix: str = "s", **fields: Any) -> Iterator[Article]:
    """Yield stories endlessly."""
    chance = random.Random(f"{seed}/{prefix}")
    n = 0
    while True:
        n += 1
        yield story(chance, f"{prefix}{n}", **fields)
