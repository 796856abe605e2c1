"""Texts of one happening as agencies and papers print them, for tests of copies."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any

from wiredesk.contract import Article

DAY = datetime(2026, 8, 20, 9, 0, tzinfo=UTC)
HARBOUR = (
    "The harbour board of Calder voted on Thursday to close the old grain terminal after inspectors found cracks in "
    "two of its eleven silos.\n\n"
    "Chairwoman Ingrid Moe said the decision had been taken with regret, because the terminal had served the valley "
    "since 1921 and 64 people still worked there.\n\n"
    "Farmers will have to carry their barley to Halden, some 90 kilometres away, until a new terminal opens next "
    "spring. Their union called the plan unworkable and asked the ministry to pay for the longer journey.\n\n"
    "The board expects the demolition to cost 7.5 million crowns. It said it would publish the report of the "
    "inspectors, who had warned of damage to the foundations as early as March, before the end of the month."
)
FERRY = (
    "A ferry with 212 passengers ran onto rocks outside Porto Velho on Thursday evening, and rescuers brought all of "
    "them ashore by midnight.\n\n"
    "The captain had reported an engine failure twenty minutes before, the coast guard said. Three people were treated "
    "for cuts, and a crew member was taken to hospital with a broken arm.\n\n"
    "Divers will look at the hull when the sea is calmer. The line's owner said that the ship, built in 1998, had "
    "passed its last inspection in June without complaints, and that sailings would go on with a chartered vessel."
)
WEATHER = (
    "Weather for Calder. {sky} is expected on {day}, with a high of {high} degrees and a low of {low} degrees. Winds "
    "will reach {wind} kilometres an hour from the west in the afternoon. The chance of rain is {rain} percent. "
    "The lake is at {lake} degrees, and the level of the river stands at {level} centimetres this morning."
)
_WORDS = [
    "harbour", "grain", "terminal", "board", "vote", "silo", "crack", "inspector", "farmer", "barley", "union",
    "ministry", "journey", "report", "crown", "valley", "regret", "decision", "spring", "month", "chairwoman", "damage",
]  # fmt: skip


def story(id: str, body: str, headline: str = "Calder closes grain terminal", **fields: Any) -> Article:
    """Return an article of that day."""
    return Article.model_validate({"id": id, "headline": headline, "body": body, "published": DAY} | fields)


def weather(number: int) -> str:
    """Return the weather report of one of several days."""
    day = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")[number % 5]
    figures = {"high": 21 + number, "low": 9 + number, "wind": 30 + 7 * number, "rain": 10 * number + 5}
    return WEATHER.format(sky="Sunshine", day=day, lake=14.5 + number, level=210 + 3 * number, **figures)


def edited(body: str, seed: int, share: float = 0.03) -> str:
    """Return a text in which a share of the words is replaced."""
    rng = random.Random(seed)
    words = body.split(" ")
    return " ".join(rng.choice(_WORDS) if rng.random() < share and "\n" not in word else word for word in words)


def round_up(*bodies: str) -> str:
    """Return a text with the first paragraph and a half of each of several stories."""
    return "\n\n".join(paragraph for body in bodies for paragraph in body.split("\n\n")[:2])
